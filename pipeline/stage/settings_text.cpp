#include <weir/settings.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace weir {

namespace {

struct Unit {
  std::string_view suffix;
  double factor;
};

// The first entry of a factor is the one that `to_text` writes.
constexpr std::array kCountUnits{Unit{"", 1}, Unit{"k", 1e3}, Unit{"K", 1e3}, Unit{"M", 1e6}, Unit{"G", 1e9}};
constexpr std::array kDurationUnits{Unit{"ns", 1},  Unit{"us", 1e3},   Unit{"ms", 1e6},
                                    Unit{"s", 1e9}, Unit{"min", 60e9}, Unit{"h", 3600e9}};
constexpr std::array kSizeUnits{
    Unit{"", 1},     Unit{"B", 1},    Unit{"KiB", 1024.0}, Unit{"MiB", 1048576.0}, Unit{"GiB", 1073741824.0},
    Unit{"kB", 1e3}, Unit{"KB", 1e3}, Unit{"MB", 1e6},     Unit{"GB", 1e9}};

template <class T>
std::string shortest(T value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

/// A decimal number and the unit behind it; exact for whole numbers of up to 64 bits without an exponent.
template <class Integer, std::size_t N>
Problem read_scaled(std::string_view text, const std::array<Unit, N>& units, const char* wanted, Integer& value) {
  Problem wrong = std::string("must be ") + wanted;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  if (text.empty() || std::isspace(static_cast<unsigned char>(text.front())) != 0) return wrong;

  Integer whole{};
  const auto exact = std::from_chars(begin, end, whole);
  if (exact.ec == std::errc{} && exact.ptr == end && units.front().suffix.empty()) {
    value = whole;
    return std::nullopt;
  }
  double number = 0;
  const auto parsed = std::from_chars(begin, end, number);
  if (parsed.ec != std::errc{} || !std::isfinite(number)) return wrong;
  const std::string_view suffix(parsed.ptr, static_cast<std::size_t>(end - parsed.ptr));
  for (const Unit& unit : units) {
    if (unit.suffix != suffix) continue;
    const double scaled = number * unit.factor;
    if (scaled != std::round(scaled)) return wrong;
    // The largest double below 2^63 or 2^64: from there on the cast would be undefined.
    constexpr double kBeyond = std::is_signed_v<Integer> ? 0x1p63 : 0x1p64;
    if (scaled >= kBeyond || scaled < static_cast<double>(std::numeric_limits<Integer>::min())) {
      return out_of_range(shortest(std::numeric_limits<Integer>::min()), shortest(std::numeric_limits<Integer>::max()));
    }
    value = static_cast<Integer>(scaled);
    return std::nullopt;
  }
  return wrong;
}

template <class Integer, std::size_t N>
std::string write_scaled(Integer value, const std::array<Unit, N>& units) {
  const Unit* best = &units.front();
  for (const Unit& unit : units) {
    const auto factor = static_cast<Integer>(unit.factor);
    if (value != 0 && value % factor == 0 && unit.factor > best->factor) best = &unit;
  }
  return shortest(value / static_cast<Integer>(best->factor)) + std::string(best->suffix);
}

}  // namespace

Problem read(std::string_view text, bool& value) {
  if (text != "true" && text != "false") return "must be true or false";
  value = text == "true";
  return std::nullopt;
}

Problem read(std::string_view text, std::int64_t& value) {
  return read_scaled(text, kCountUnits, "a whole number, such as -3, 10k or 1e6", value);
}

Problem read(std::string_view text, std::uint64_t& value) {
  if (text.starts_with('-')) return "must be 0 or more";
  return read_scaled(text, kCountUnits, "a count, such as 16, 10k or 1e6", value);
}

Problem read(std::string_view text, double& value) {
  const char* const end = text.data() + text.size();
  double number = 0;
  const auto parsed = std::from_chars(text.data(), end, number);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != end || !std::isfinite(number)) {
    return "must be a number, such as 2.5 or 1e-3";
  }
  value = number;
  return std::nullopt;
}

Problem read(std::string_view text, std::string& value) {
  value = text;
  return std::nullopt;
}

Problem read(std::string_view text, std::chrono::nanoseconds& value) {
  if (text.starts_with('-')) return "must not be negative";
  std::int64_t count = 0;
  if (text == "0") {
    value = {};
    return std::nullopt;
  }
  if (Problem problem = read_scaled(text, kDurationUnits, "a duration, such as 500us, 20ms or 5s", count))
    return problem;
  value = std::chrono::nanoseconds{count};
  return std::nullopt;
}

Problem read(std::string_view text, ByteSize& value) {
  if (text.starts_with('-')) return "must not be negative";
  return read_scaled(text, kSizeUnits, "a size, such as 512, 64KiB or 1MB", value.bytes);
}

std::string to_text(bool value) { return value ? "true" : "false"; }
std::string to_text(std::int64_t value) { return shortest(value); }
std::string to_text(std::uint64_t value) { return shortest(value); }
std::string to_text(double value) { return shortest(value); }
std::string to_text(const std::string& value) { return value; }
std::string to_text(std::chrono::nanoseconds value) {
  return write_scaled(static_cast<std::int64_t>(value.count()), kDurationUnits);
}
std::string to_text(ByteSize value) { return write_scaled(value.bytes, kSizeUnits); }

std::string out_of_range(const std::string& least, const std::string& most) {
  return "must be from " + least + " to " + most;
}

}  // namespace weir

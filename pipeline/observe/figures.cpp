#include "observe/figures.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>

namespace weir::observe {

namespace {

struct Unit {
  double factor;
  std::string_view suffix;
};

// Ascending; the last one takes all that is larger.
constexpr auto kCounts = std::to_array<Unit>({{1, ""}, {1e3, " k"}, {1e6, " M"}, {1e9, " G"}, {1e12, " T"}});
constexpr auto kMicroseconds = std::to_array<Unit>({{1e-3, " ns"}, {1, " us"}, {1e3, " ms"}, {1e6, " s"}});
constexpr auto kBytes =
    std::to_array<Unit>({{1, " B"}, {0x1p10, " KiB"}, {0x1p20, " MiB"}, {0x1p30, " GiB"}, {0x1p40, " TiB"}});

/// "1.23", "12.3", "123"
std::string three_digits(double value) {
  const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f}", value, decimals);
}

/// With the smallest unit that needs no more than three digits before the point.
std::string scaled(double value, std::span<const Unit> units) {
  if (!std::isfinite(value) || value < 0) return "-";
  const auto unit =
      std::ranges::find_if(units.first(units.size() - 1), [&](const Unit& u) { return value / u.factor < 999.5; });
  const double count = value / unit->factor;
  const bool counts_things = unit->factor == 1 && unit == units.begin();
  return (counts_things && count == std::floor(count) ? fmt::format("{:.0f}", count) : three_digits(count)) +
         std::string(unit->suffix);
}

std::uint64_t whole_seconds(double seconds) {
  constexpr double kBeyond = 1e15;
  return seconds > 0 ? static_cast<std::uint64_t>(std::min(seconds, kBeyond)) : 0;
}

}  // namespace

std::string grouped(std::uint64_t value) {
  std::string text = std::to_string(value);
  for (auto place = static_cast<std::ptrdiff_t>(text.size()) - 3; place > 0; place -= 3) text.insert(place, 1, ',');
  return text;
}

std::string grouped_signed(std::int64_t value) {
  if (value >= 0) return grouped(static_cast<std::uint64_t>(value));
  return "-" + grouped(std::uint64_t{0} - static_cast<std::uint64_t>(value));
}

std::string compact(double value) { return scaled(value, kCounts); }

std::string latency_text(double microseconds) {
  return microseconds == 0 ? "0 us" : scaled(microseconds, kMicroseconds);
}

std::string elapsed_text(double seconds) {
  constexpr double kShort = 0.0995;
  constexpr double kLong = 99.95;
  if (!std::isfinite(seconds) || seconds < kShort) return latency_text(seconds * 1e6);
  if (seconds < kLong) return fmt::format("{:.{}f} s", seconds, seconds < 9.995 ? 2 : 1);
  const std::uint64_t whole = whole_seconds(seconds + 0.5);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string clock_text(double seconds) {
  const std::uint64_t whole = whole_seconds(seconds);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole % 3600 / 60, whole % 60);
}

std::string percent_text(double share) { return std::isfinite(share) ? fmt::format("{:.0f} %", share * 100) : "-"; }

std::string size_text(std::uint64_t bytes) { return scaled(static_cast<double>(bytes), kBytes); }

}  // namespace weir::observe

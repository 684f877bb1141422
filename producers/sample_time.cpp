#include "producers/sample_time.h"

#include <google/protobuf/util/time_util.h>

#include <charconv>
#include <cmath>

namespace weir::producers {

namespace {

constexpr std::int64_t kMostSeconds = 9'214'646'400;  // to the end of 2261, within 64 bits of nanoseconds
constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

}  // namespace

std::optional<std::int64_t> read_time(const std::string& text, std::int64_t unit_ns) {
  const char* const end = text.data() + text.size();
  long double number = 0;  // has the 64 bits that nanoseconds of our time need
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec == std::errc{} && parsed.ptr == end) {
    const long double nanoseconds = number * static_cast<long double>(unit_ns);
    constexpr auto kMost = static_cast<long double>(kMostSeconds) * static_cast<long double>(kNanosecondsPerSecond);
    if (!(std::fabs(nanoseconds) < kMost)) return std::nullopt;
    return std::llround(nanoseconds);
  }
  google::protobuf::Timestamp time;
  if (!google::protobuf::util::TimeUtil::FromString(text, &time)) return std::nullopt;
  if (time.seconds() >= kMostSeconds || time.seconds() <= -kMostSeconds) return std::nullopt;
  return time.seconds() * kNanosecondsPerSecond + time.nanos();
}

}  // namespace weir::producers

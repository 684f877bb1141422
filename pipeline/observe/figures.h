#pragma once

#include <cstdint>
#include <string>

// How figures are written for people.
namespace weir::observe {

/// "1,234,567"
std::string grouped(std::uint64_t value);
std::string grouped_signed(std::int64_t value);

/// Three digits and a unit: "950", "24.4 M", "1.20 G". Negative and non-finite values are "-".
std::string compact(double value);

/// "812 us", "1.63 ms", "2.50 s"
std::string latency_text(double microseconds);

/// "8.60 ms", "0.41 s", "12.3 s", "2 min 5 s", "1 h 2 min"
std::string elapsed_text(double seconds);

/// "0:03", "12:05", "1:02:03"
std::string clock_text(double seconds);

/// "41 %" for 0.41
std::string percent_text(double share);

/// "17.5 MiB"
std::string size_text(std::uint64_t bytes);

}  // namespace weir::observe

#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace weir::producers {

/// Nanoseconds since 1970-01-01T00:00:00Z of a text: a number of `units`, each `unit_ns` long, or RFC 3339
/// ("2026-03-01T12:00:00.5+01:00"). Nothing for other texts and for times before 1678 and after 2261.
std::optional<std::int64_t> read_time(const std::string& text, std::int64_t unit_ns);

}  // namespace weir::producers

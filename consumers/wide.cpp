#include "consumers/wide.h"

#include <cstdint>
#include <string>

namespace weir::consumers {

namespace {

std::string digits_of(Wide value) {
  constexpr int kBase = 10;
  std::string digits;
  for (Wide rest = value; rest != 0; rest /= kBase) {
    const auto digit = static_cast<int>(rest % kBase);
    digits.insert(digits.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
  }
  return (value < 0 ? "-" : "") + digits;
}

}  // namespace

Result result_of(Wide value) {
  const auto narrow = static_cast<std::int64_t>(value);
  if (narrow == value) return narrow;
  return WholeNumber{digits_of(value)};
}

}  // namespace weir::consumers

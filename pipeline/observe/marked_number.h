#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir::observe {

// The JSON library keeps whole numbers of up to 64 bits. Larger ones pass through it as marked strings.

/// The string that stands for a whole number of these digits.
std::string marked_number(std::string_view digits);

/// The digits that a string stands for; empty where it is no marked number.
std::optional<std::string_view> digits_of(std::string_view text);

/// JSON text with each marked number as the number that it stands for.
std::string with_marked_numbers(std::string json);

}  // namespace weir::observe

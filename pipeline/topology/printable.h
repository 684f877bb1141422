#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Text from files and command lines on its way to a terminal. A character is a byte that begins one in UTF-8, with
// the bytes that continue it; so every text has a length and columns, valid or not.
namespace weir::topology {

std::size_t count_characters(std::string_view text);

/// The byte at which character `index` begins; the text's size where it has fewer.
std::size_t offset_of_character(std::string_view text, std::size_t index);

/// The same text, character by character, with a space for each tab and line end and U+FFFD for what a terminal must
/// not see: other control characters, marks that change the direction of writing, and bytes that are no UTF-8.
std::string printable(std::string_view text);

/// 'text', printable and cut to a length that suits a message.
std::string quote(std::string_view text);

}  // namespace weir::topology

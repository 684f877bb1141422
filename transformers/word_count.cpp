#include <weir/v1/payloads.pb.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Number;
using v1::Text;

// What the C.UTF-8 locale calls white space beyond ASCII, and the no-break spaces at which `wc` divides as well.
constexpr std::array<std::string_view, 19> kWideSpaces{
    "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
    "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u2060", "\u3000"};

/// The bytes of the white-space character at the front of `text`; 0 where there is none.
std::size_t leading_space(std::string_view text) {
  const auto byte = static_cast<unsigned char>(text.front());
  if (byte < 0x80) return byte == ' ' || (byte >= '\t' && byte <= '\r') ? 1 : 0;
  for (const std::string_view space : kWideSpaces) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

std::int64_t count_words(std::string_view text) {
  std::int64_t words = 0;
  bool in_word = false;
  while (!text.empty()) {
    const std::size_t space = leading_space(text);
    if (space == 0 && !in_word) ++words;
    in_word = space == 0;
    text.remove_prefix(std::max<std::size_t>(space, 1));
  }
  return words;
}

class WordCount final : public Transformer<Text, Number> {
 public:
  void transform(const Text& in, Emitter<Number>& out) override { out.emit().set_value(count_words(in.text())); }
};

}  // namespace

StageSpec word_count() {
  return describe<WordCount>("word_count", "Counts the words of each text.")
      .stateless()
      .details(
          "A word is a run of characters other than white space, as POSIX says for `wc -w`; white space is what the "
          "C.UTF-8 locale calls so, and the no-break spaces. Each text is answered by one number, 0 where it has no "
          "word. (GNU wc passes over runs of nothing but control characters; here they are words.)");
}

}  // namespace weir::transformers

#include <weir/v1/payloads.pb.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Number;
using v1::Text;

/// Of ASCII; parts of other characters stay.
char upper_case(char byte) { return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte; }

std::int64_t count_characters(std::string_view text) {
  // In UTF-8 each has one byte that does not begin with the bits 10.
  return std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; });
}

class StringLength final : public Transformer<Text, Number> {
 public:
  void transform(const Text& in, Emitter<Number>& out) override {
    const std::string& text = in.text();
    joined_.resize(2 * text.size());
    const auto middle = std::ranges::copy(text, joined_.begin()).out;
    std::ranges::transform(text, middle, upper_case);
    out.emit().set_value(count_characters(joined_));
  }

 private:
  std::string joined_;  ///< kept for its memory
};

}  // namespace

StageSpec string_length() {
  return describe<StringLength>("string_length", "The length of each text together with its copy in capitals.")
      .stateless()
      .details(
          "Joins the text and a copy of it, in which a to z are A to Z and all else stays, and answers how many "
          "characters (code points) that has: twice as many as the text. What is left to do is to move memory: a stage "
          "for texts of which the few large ones decide how long a run takes. Never rejects a record.");
}

}  // namespace weir::transformers

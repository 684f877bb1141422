#include "producers/text_list.h"

#include <google/protobuf/stubs/common.h>

#include <utility>

namespace weir::producers {

TextList::TextList(std::string type, std::vector<std::string> texts, std::uint64_t repeat)
    : InRounds(texts.size(), repeat), type_(std::move(type)), texts_(std::move(texts)) {}

void TextList::start() {
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    const std::string& text = texts_[i];
    if (!google::protobuf::internal::IsStructurallyValidUTF8(text.data(), static_cast<int>(text.size()))) {
      throw StageError(type_ + ": text " + std::to_string(i) + " of the list is not UTF-8");
    }
  }
}

}  // namespace weir::producers

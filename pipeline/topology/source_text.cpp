#include "topology/source_text.h"

#include <utf8.h>

#include <algorithm>
#include <array>
#include <utility>

#include "topology/printable.h"

namespace weir::topology {

namespace {

constexpr std::size_t kMostOpenBrackets = 1'000;    // the parser reads ahead to the end of the outermost one
constexpr std::size_t kMostBracketItems = 100'000;  // the same

struct Mark {
  std::string_view bytes;
  std::string_view name;
};
// UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
constexpr std::array kByteOrderMarks{
    Mark{std::string_view("\xEF\xBB\xBF", 3), "UTF-8 with a byte order mark"},
    Mark{std::string_view("\xFF\xFE\0\0", 4), "UTF-32"}, Mark{std::string_view("\0\0\xFE\xFF", 4), "UTF-32"},
    Mark{std::string_view("\xFF\xFE", 2), "UTF-16"}, Mark{std::string_view("\xFE\xFF", 2), "UTF-16"}};

std::optional<Diagnostic> refuse_encoding(const SourceText& source) {
  const std::string_view text = source.text();
  for (const Mark& mark : kByteOrderMarks) {
    if (!text.starts_with(mark.bytes)) continue;
    return Diagnostic{source.place(0), "the file is " + std::string(mark.name) + "; save it as plain UTF-8"};
  }
  const auto invalid = utf8::find_invalid(text.begin(), text.end());
  if (invalid == text.end()) return std::nullopt;
  const auto offset = static_cast<std::size_t>(invalid - text.begin());
  return Diagnostic{source.place(offset), "this byte is not valid UTF-8; save the file as UTF-8"};
}

std::optional<Diagnostic> refuse_control_characters(const SourceText& source) {
  const std::string_view text = source.text();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    if (byte == '\r' && next != '\n') {
      return Diagnostic{source.place(i), "a carriage return that no line feed follows"};
    }
    const bool is_c1 = byte == 0xC2 && next < 0xA0 && next != 0x85;
    if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F || is_c1) {
      return Diagnostic{source.place(i), byte == 0 ? "a NUL byte; this is no text file"
                                                   : "a control character; write it as an escape in double quotes"};
    }
  }
  return std::nullopt;
}

std::optional<Diagnostic> refuse_tabs(const SourceText& source) {
  const std::string_view text = source.text();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::size_t content = std::min(text.find_first_not_of(" \t\r", begin), end);
    if (text[begin] == '\t' && content < end && text[content] != '#') {
      return Diagnostic{source.place(begin), "a tab as indentation; YAML is indented with spaces"};
    }
    begin = end + 1;
  }
  return std::nullopt;
}

std::optional<Diagnostic> refuse_brackets(const SourceText& source) {
  const std::string_view text = source.text();
  std::size_t open = 0;
  std::size_t items = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char byte = text[i];
    if (byte == '[' || byte == '{') ++open;
    if ((byte == ']' || byte == '}') && open > 0) --open;
    if (byte == '[' || byte == '{' || byte == ',') ++items;
    if (open > kMostOpenBrackets) {
      return Diagnostic{source.place(i), "more than " + std::to_string(kMostOpenBrackets) + " brackets are open here"};
    }
    if (items > kMostBracketItems) {
      return Diagnostic{source.place(i),
                        "more than " + std::to_string(kMostBracketItems) + " brackets and commas up to here"};
    }
  }
  return std::nullopt;
}

}  // namespace

SourceText::SourceText(std::string source, std::string_view text)
    : source_(std::move(source)), text_(text), line_starts_{0} {
  for (std::size_t i = text.find('\n'); i != std::string_view::npos; i = text.find('\n', i + 1)) {
    line_starts_.push_back(i + 1);
  }
}

std::size_t SourceText::line_index(std::size_t offset) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(line_starts_, offset) - line_starts_.begin()) - 1;
}

Place SourceText::place(std::size_t offset, std::size_t length) const {
  offset = std::min(offset, text_.size());
  const std::size_t line = line_index(offset);
  if (offset < last_offset_ || last_offset_ < line_starts_[line]) {
    last_offset_ = line_starts_[line];
    last_column_ = 0;
  }
  last_column_ += count_characters(text_.substr(last_offset_, offset - last_offset_));
  last_offset_ = offset;
  return {source_, line + 1, last_column_ + 1, length};
}

std::string_view SourceText::line_at(std::size_t offset) const {
  const std::size_t line = line_index(std::min(offset, text_.size()));
  const std::size_t begin = line_starts_[line];
  return text_.substr(begin, line + 1 < line_starts_.size() ? line_starts_[line + 1] - 1 - begin : text_.npos);
}

std::optional<Diagnostic> refuse_text(const SourceText& source) {
  for (const auto& refuse : {refuse_encoding, refuse_control_characters, refuse_tabs, refuse_brackets}) {
    if (auto diagnostic = refuse(source)) return diagnostic;
  }
  return std::nullopt;
}

}  // namespace weir::topology

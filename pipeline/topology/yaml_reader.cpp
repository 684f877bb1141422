#include "topology/yaml_reader.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "topology/configuration.h"
#include "topology/sender_lists.h"
#include "topology/source_text.h"
#include "topology/tree_builder.h"

namespace weir::topology {

namespace {

struct Translation {
  std::string_view parser;
  std::string_view reader;
};

// What the parser says, for people who write configurations rather than parsers.
const std::array kTranslations{
    Translation{YAML::ErrorMsg::END_OF_MAP, "this does not continue the map above it; check the indentation"},
    Translation{YAML::ErrorMsg::END_OF_SEQ, "this does not continue the list above it; check the indentation"},
    Translation{YAML::ErrorMsg::END_OF_MAP_FLOW, "this '{' map has no ',' or '}' where one is due"},
    Translation{YAML::ErrorMsg::END_OF_SEQ_FLOW, "this '[' list has no ',' or ']' where one is due"},
    Translation{YAML::ErrorMsg::MAP_VALUE, "a ':' can't stand here; check the indentation, or quote the text"},
    Translation{YAML::ErrorMsg::MAP_KEY, "a key can't stand here; check the indentation"},
    Translation{YAML::ErrorMsg::BLOCK_ENTRY, "a list item can't stand here; check the indentation"},
    Translation{YAML::ErrorMsg::FLOW_END, "this bracket closes nothing"},
    Translation{YAML::ErrorMsg::EOF_IN_SCALAR, "the file ends within a quoted text"},
    Translation{YAML::ErrorMsg::DOC_IN_SCALAR, "the document ends within a quoted text"},
    Translation{YAML::ErrorMsg::UNKNOWN_TOKEN, "this character can't begin a value; quote the text"},
    Translation{YAML::ErrorMsg::UNKNOWN_ANCHOR, "this alias repeats an anchor that does not stand above it"},
    Translation{YAML::ErrorMsg::TAB_IN_INDENTATION, "a tab as indentation; YAML is indented with spaces"},
    Translation{YAML::ErrorMsg::BAD_FILE, "nested too deeply"}};

std::string translate(std::string_view message) {
  for (const Translation& translation : kTranslations) {
    if (message == translation.parser) return std::string(translation.reader);
  }
  return "no valid YAML: " + std::string(message);
}

Diagnostic explain(const YAML::Exception& error, const SourceText& source) {
  // The end of the text is where its last line ends, so that there is something to show.
  const std::size_t end = source.text().find_last_not_of(" \t\r\n") + 1;
  const std::size_t offset = error.mark.is_null() ? end : std::min(static_cast<std::size_t>(error.mark.pos), end);
  const std::string_view line = source.line_at(offset);
  const std::string_view indentation = line.substr(0, line.find_first_not_of(" \t"));
  if (const std::size_t tab = indentation.find('\t'); tab != std::string_view::npos) {
    const auto line_begin = static_cast<std::size_t>(line.data() - source.text().data());
    return {source.place(line_begin + tab), translate(YAML::ErrorMsg::TAB_IN_INDENTATION)};
  }
  return {source.place(offset), translate(error.msg)};
}

}  // namespace

std::variant<Node, Diagnostic> read_yaml(const std::string& source, std::string_view text) {
  if (text.size() > kLargestFile) return Diagnostic{{source, 1, 1}, "the file is larger than 1 MiB"};
  const SourceText source_text(source, text);
  if (auto diagnostic = refuse_text(source_text)) return *diagnostic;
  TreeBuilder builder(source_text);
  try {
    std::istringstream in(hide_sender_lists(text));
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.take();
  } catch (const Refusal& refusal) {
    return refusal.diagnostic;
  } catch (const YAML::Exception& error) {
    return explain(error, source_text);
  }
}

}  // namespace weir::topology

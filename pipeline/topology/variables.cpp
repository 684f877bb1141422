#include "topology/variables.h"

#include <cctype>
#include <string>
#include <string_view>

#include "topology/printable.h"

namespace weir::topology {

namespace {

bool is_variable_name(std::string_view name) {
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) return false;
  return name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == name.npos;
}

class Replacer {
 public:
  Replacer(const Inputs& inputs, Mistakes& mistakes) : inputs_(inputs), mistakes_(mistakes) {}

  void visit(Node& node) {
    if (node.is_scalar() && node.text.find("${") != std::string::npos) replace(node);
    for (Node& item : node.items) visit(item);
    for (Entry& entry : node.entries) visit(entry.value);
  }

 private:
  void replace(Node& node) {
    std::string_view rest = node.text;
    std::string replaced;
    std::string names;
    for (std::size_t dollar = rest.find("${"); dollar != std::string_view::npos; dollar = rest.find("${")) {
      const bool escaped = dollar > 0 && rest[dollar - 1] == '$';
      replaced += rest.substr(0, escaped ? dollar - 1 : dollar);
      rest.remove_prefix(dollar + 2);
      if (escaped) {
        replaced += "${";
        continue;
      }
      const std::size_t end = rest.find('}');
      if (end == std::string_view::npos) {
        return mistakes_.add_cause(node.place, "'${' without its '}'; '$${' stands for a literal '${'");
      }
      if (!append(rest.substr(0, end), node, replaced, names)) return;
      rest.remove_prefix(end + 1);
    }
    replaced += rest;
    node.text = std::move(replaced);
    if (!names.empty()) node.origin = "environment " + names;
  }

  /// What `inside` of the braces stands for, appended to `replaced`; false, and a mistake, where that is nothing.
  bool append(std::string_view inside, const Node& node, std::string& replaced, std::string& names) {
    const std::size_t separator = inside.find(":-");
    const bool has_default = separator != std::string_view::npos;
    const std::string name(inside.substr(0, separator));
    if (!is_variable_name(name)) {
      mistakes_.add_cause(node.place, quote(name) + " is no name of a variable; '$${' stands for a literal '${'");
      return false;
    }
    const std::optional<std::string> value = inputs_.environment ? inputs_.environment(name) : std::nullopt;
    if (!value && !has_default) {
      mistakes_.add_cause(
          node.place, "the environment has no variable " + quote(name) + "; '${NAME:-text}' would give it a default");
      return false;
    }
    const bool takes_default = has_default && (!value || value->empty());
    const std::string_view text = takes_default ? inside.substr(separator + 2) : std::string_view(*value);
    spent_ += text.size();
    if (spent_ > kLargestFile) {
      mistakes_.add_cause(node.place, "the variables up to here stand for more than 1 MiB of text");
      return false;
    }
    replaced += text;
    if (!takes_default && names.find(name) == std::string::npos) names += (names.empty() ? "" : ", ") + name;
    return true;
  }

  const Inputs& inputs_;
  Mistakes& mistakes_;
  std::size_t spent_ = 0;  ///< bytes that all variables together stood for
};

}  // namespace

void replace_variables(Node& root, const Inputs& inputs, Mistakes& mistakes) { Replacer(inputs, mistakes).visit(root); }

}  // namespace weir::topology

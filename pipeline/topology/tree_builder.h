#pragma once

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "topology/source_text.h"
#include "topology/yaml_tree.h"

namespace weir::topology {

/// Thrown through the parser: what it reads is refused.
struct Refusal {
  Diagnostic diagnostic;
};

/// Makes the tree from the parser's events. Unlike YAML::Node it notices duplicate keys, is bounded in depth and in
/// what aliases may add, and knows the place of everything. `source` must outlive it. One thread.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const SourceText& source) : source_(source) {}

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;

 private:
  /// A list or map whose end has not come yet.
  struct Open {
    Node node;
    YAML::anchor_t anchor = 0;
    std::optional<Node> key;   ///< waits for its value
    std::vector<Node> merged;  ///< values of `<<`
  };

  std::size_t begin_node(const YAML::Mark& mark, const std::string& tag);
  void spend(std::size_t nodes, const Place& place);
  void open(Node node, YAML::anchor_t anchor);
  void close();
  void add(Node node, YAML::anchor_t anchor);
  void place_in_map(Open& map, Node node);
  [[noreturn]] static void refuse(const Place& place, std::string message);

  const SourceText& source_;
  Node root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::size_t nodes_ = 0;
  bool has_document_ = false;
};

}  // namespace weir::topology

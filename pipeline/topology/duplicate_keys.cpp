#include <map>
#include <string>

#include "topology/draft.h"
#include "topology/printable.h"

namespace weir::topology {

void check_duplicate_keys(const Node& root, Mistakes& mistakes) {
  std::map<std::string_view, const Place*> seen;
  for (const Entry& entry : root.entries) {
    const auto [first, is_first] = seen.emplace(entry.key, &entry.place);
    if (!is_first) {
      mistakes.add(entry.place,
                   "duplicate key " + quote(entry.key) + "; it stands at " + first->second->text() + " already");
    }
    check_duplicate_keys(entry.value, mistakes);
  }
  for (const Node& item : root.items) check_duplicate_keys(item, mistakes);
}

}  // namespace weir::topology

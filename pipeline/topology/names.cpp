#include "topology/draft.h"
#include "topology/printable.h"

namespace weir::topology {

bool check_name(std::string_view what, std::string_view name, const Place& place, Mistakes& mistakes) {
  constexpr std::string_view kFirst = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
  constexpr std::string_view kRest = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789-";
  if (name.size() > kLongestName) {
    mistakes.add(place, "the " + std::string(what) + " name " + quote(name) + " is longer than " +
                            std::to_string(kLongestName) + " characters");
    return false;
  }
  if (name.empty() || kFirst.find(name.front()) == kFirst.npos || name.find_first_not_of(kRest) != name.npos) {
    mistakes.add(place, "a " + std::string(what) + " can't be called " + quote(name) +
                            "; names have letters, digits, '_' and '-', and begin with a letter or '_'");
    return false;
  }
  return true;
}

}  // namespace weir::topology

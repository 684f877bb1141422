#include <cstdint>
#include <string>
#include <vector>

#include "producers/producers.h"
#include "producers/text_list.h"

namespace weir::producers {

namespace {

class UrlList final : public TextList {
 public:
  struct Settings {
    std::vector<std::string> urls;
    std::uint64_t repeat = 1;
  };

  explicit UrlList(const Settings& settings) : TextList("url_list", settings.urls, settings.repeat) {}
};

}  // namespace

StageSpec url_list() {
  return describe<UrlList>("url_list", "The addresses of a list, in order, again and again.")
      .field("urls", &UrlList::Settings::urls, "The addresses, such as http://127.0.0.1:8050/.", required())
      .field("repeat", &UrlList::Settings::repeat, "How often the whole list comes; 0: endless.")
      .details(
          "Whether an address can be reached, or is one, is for the stage to say that asks for it. An empty list gives "
          "no record. The stage fails at its start where an address is not UTF-8.");
}

}  // namespace weir::producers

#include "bench/results_html.h"

#include <string_view>

#include "bench/page/page.h"

namespace weir::bench {

namespace {

// In JSON a `<` stands only within a text, where its escape means the same, and no text can end the script element.
std::string without_markup(std::string_view json) {
  std::string escaped;
  escaped.reserve(json.size());
  for (const char character : json) {
    if (character == '<') {
      escaped += "\\u003c";
    } else {
      escaped += character;
    }
  }
  return escaped;
}

}  // namespace

std::string to_html(const std::string& report_json) {
  std::string page(kPage);
  return page.replace(page.find(kReportPlace), kReportPlace.size(), without_markup(report_json));
}

}  // namespace weir::bench

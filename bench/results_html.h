#pragma once

#include <string>

namespace weir::bench {

/// The page that shows a report: all in one piece, it asks the network for nothing. The report is the text of the JSON
/// that `weir bench` writes; it goes into the page as data, whatever its texts hold. Any thread.
std::string to_html(const std::string& report_json);

}  // namespace weir::bench

#include "run/record_rejections.h"

#include <chrono>

#include "observe/log.h"

namespace weir::run {

RecordRejections::RecordRejections(std::string who, bool stops, observe::Page& page)
    : who_(std::move(who)), stops_(stops), page_(page), repeated_("bad_record") {}

void RecordRejections::reject(const RecordError& error) {
  page_.stage().rejected.add(1);
  if (stops_) throw StageError(std::string("bad record, and on_error is 'stop': ") + error.what());
  if (const auto line = repeated_.note(error.what(), std::chrono::system_clock::now())) {
    observe::log_warning(who_, *line);
  }
}

void RecordRejections::log_summary() {
  for (const std::string& line : repeated_.summary()) observe::log_warning(who_, line);
}

}  // namespace weir::run

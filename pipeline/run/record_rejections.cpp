#include "run/record_rejections.h"

#include <chrono>

#include "observe/log.h"
#include "run/at_hand.h"
#include "run/dead_letter.h"

namespace weir::run {

RecordRejections::RecordRejections(std::string who, bool stops, observe::Page& page, bool skips_poison)
    : who_(std::move(who)), stops_(stops), skips_poison_(skips_poison), page_(page), repeated_("bad_record") {}

void RecordRejections::reject(const RecordError& error) {
  page_.stage().rejected.add(1);
  if (stops_) throw StageError(std::string("bad record, and on_error is 'stop': ") + error.what());
  if (const auto line = repeated_.note(error.what(), std::chrono::system_clock::now())) {
    observe::log_warning(who_, *line);
  }
}

void RecordRejections::reject_batch(const link::Arrival& arrival) {
  const std::string what = "died " + std::to_string(AtHand::kMostDeaths) + " times of " + batch_name(arrival.identity) +
                           ": its " + std::to_string(arrival.range.count) + " records are in '" +
                           write_dead_letter(who_, arrival).string() + "'";
  if (!skips_poison_)
    throw StageError(what + "; set 'on_poison: skip', and it goes on without them, a resumed run as well");
  page_.stage().rejected.add(arrival.range.count);
  observe::log_warning(who_, what + ", and it goes on without them");
}

void RecordRejections::log_summary() {
  for (const std::string& line : repeated_.summary()) observe::log_warning(who_, line);
}

}  // namespace weir::run

#include "bench/lesson_sheet.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/lessons.h"
#include "observe/figures.h"

namespace weir::bench {

namespace {

/// The row of the most messages.
const Row* row_of_lesson(const Results& results, std::string_view system, const std::string& lesson,
                         std::string_view topology) {
  const Row* found = nullptr;
  for (const Row& row : results.rows) {
    const Subject& subject = row.subject;
    if (subject.system != system || subject.pipeline != lesson || subject.topology != topology) continue;
    if (found == nullptr || subject.messages > found->subject.messages) found = &row;
  }
  return found;
}

std::string messages_text(const Row* row) { return row == nullptr ? "" : observe::grouped(row->subject.messages); }
std::string rate_text(const Row* row) { return row == nullptr ? "" : observe::compact(row->rate.median) + "/s"; }

/// How many times the other's rate it is, round by round; "~" where the rounds disagree on who is ahead.
std::string times_text(const Row* row, const Row* other) {
  if (row == nullptr || other == nullptr) return "";
  const std::vector<double> pairs = ratios(row->rates, other->rates);
  constexpr double kLarge = 99.5;
  const double median = spread_of(pairs).median;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), median < kLarge ? "%s%.2f" : "%s%.0f", agree(pairs) ? "" : "~", median);
  return text.data();
}

const Row* fastest(std::initializer_list<const Row*> rows) {
  const Row* found = nullptr;
  for (const Row* row : rows) {
    if (row != nullptr && (found == nullptr || row->rate.median > found->rate.median)) found = row;
  }
  return found;
}

std::vector<std::string> cells_of(const Results& results, const std::string& lesson) {
  const auto weir = [&](std::string_view topology) { return row_of_lesson(results, kWeir, lesson, topology); };
  const auto python = [&](std::string_view way) { return row_of_lesson(results, kPython, lesson, way); };
  const Row* const serial = weir("serial");
  const Row* const threads = weir("threads");
  const Row* const processes = weir("processes");
  const Row* const best = fastest({serial, threads, processes});
  const Row* const best_in_python = fastest({python("serial"), python("threads"), python("processes")});
  return {lesson,
          messages_text(best),
          rate_text(serial),
          rate_text(threads),
          rate_text(processes),
          times_text(threads, serial),
          times_text(processes, serial),
          messages_text(best_in_python),
          rate_text(python("serial")),
          rate_text(python("threads")),
          rate_text(python("processes")),
          times_text(best, best_in_python)};
}

}  // namespace

Sheet lesson_sheet(const Results& results) {
  Sheet sheet{"Lessons, in messages a second",
              {"LESSON", "MESSAGES", "SERIAL", "THREADS", "PROCESSES", "THREADS/SERIAL", "PROCESSES/SERIAL",
               "MESSAGES IN PYTHON", "PYTHON SERIAL", "PYTHON THREADS", "PYTHON PROCESSES", "BEST/PYTHON'S BEST"}};
  std::vector<std::string> lessons;
  for (const Row& row : results.rows) {
    const Subject& subject = row.subject;
    const bool is_lesson = subject.system == kPython || is_without_python(subject.pipeline);
    if (!is_lesson || std::ranges::count(lessons, subject.pipeline) > 0) continue;
    lessons.push_back(subject.pipeline);
    sheet.rows.push_back(cells_of(results, subject.pipeline));
  }
  sheet.note = "Ratios are taken round by round; ~: the rounds disagree on which of the two is ahead.";
  return sheet;
}

}  // namespace weir::bench

#pragma once

#include <weir/stage.h>

#include <cstdint>
#include <string>
#include <vector>

#include "observe/histogram.h"

namespace weir::observe {

/// One replica's part of a report.
struct StageReport {
  std::string name{};
  std::string role{};
  std::string type{};
  std::uint32_t replica = 0;
  std::int64_t pid = 0;
  std::int64_t thread = 0;
  std::uint64_t records_in = 0;
  std::uint64_t records_out = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t rejected = 0;
  std::uint64_t restarts = 0;
  double busy_s = 0;
  double starved_s = 0;
  double blocked_s = 0;
  std::string results = "{}";  ///< a JSON object, as `to_json(Results)` writes it
  std::string failure{};       ///< why it failed; empty: it did not
};

/// One link's line of the ledger, in records.
struct LinkReport {
  std::string name{};
  std::string kind{};
  std::vector<std::string> from{};
  std::string to{};
  std::uint64_t accepted = 0;
  std::uint64_t delivered = 0;
  std::uint64_t dropped = 0;
  std::uint64_t rejected = 0;
  std::uint64_t redelivered = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t in_flight = 0;  ///< accepted by a link that still runs, and not yet accounted for
  std::uint64_t lost = 0;       ///< accepted, and never accounted for by a run that is over
  Percentiles latency_us{};
  std::uint64_t bad_frames = 0;  ///< that could not be read, or did not come from the link's own ends

  /// Records delivered, dropped or rejected beyond those accepted; negative: so many are missing.
  std::int64_t surplus() const;

  /// accepted == delivered + dropped + rejected, with nothing in flight or lost.
  bool balances() const;
};

/// The program and machine behind a figure.
struct Provenance {
  std::string weir{};
  std::string git{};
  std::string build{};
  std::string compiler{};
  std::string cpu{};
  unsigned cores = 0;
  std::string kernel{};
  std::string zeromq{};
};

/// Of this program on this machine; `zeromq` is the version that the link room reports.
Provenance provenance(std::string zeromq);

/// What is known of a run at its end.
struct Report {
  std::string name{};
  std::string topology{};
  std::string outcome{};  ///< "completed", "stopped" (asked to, and drained), "failed", "killed"
  double wall_s = 0;      ///< from the first record produced to the last one done
  double cpu_s = 0;
  std::uint64_t max_rss_bytes = 0;  ///< sum of the processes' peaks
  std::vector<StageReport> stages{};
  std::vector<LinkReport> links{};
  Percentiles end_to_end_us{};
  Provenance provenance{};

  /// Every link balances.
  bool balanced() const;

  /// Records of the run: those that its producers made.
  std::uint64_t records() const;
};

/// A consumer's results as a JSON object. Numbers keep every digit; those that JSON has no word for (infinite ones and
/// NaN) become null; bytes that are no UTF-8 become U+FFFD. Never throws because of a value.
std::string to_json(const Results& results);

/// The report as the documented JSON, indented, with a line end. Seconds are rounded to 1 us and microseconds to 1 ns;
/// numbers that are not finite become 0. A stage that failed also has "failure". Results that are no JSON object come
/// as {"unreadable": their text}.
std::string to_json(const Report& report);

/// The summary and the ledger as a person reads them at the end of a run; lines of at most 100 characters. A stage of
/// more than eight replicas is shown in one line. `colour` only where a terminal shows it.
std::string summary(const Report& report, bool colour);

}  // namespace weir::observe

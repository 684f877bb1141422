#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "bench/parts/parts.h"

namespace {

/// The table, and whether a benchmark refused to report: that must not pass for a result.
class Reporter final : public benchmark::ConsoleReporter {
 public:
  Reporter() : ConsoleReporter(isatty(STDOUT_FILENO) != 0 ? OO_ColorTabular : OO_Tabular) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    has_refused_ = has_refused_ || std::ranges::any_of(runs, &Run::error_occurred);
    ConsoleReporter::ReportRuns(runs);
  }

  bool has_refused() const { return has_refused_; }

 private:
  bool has_refused_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  weir::bench::add_frame();
  weir::bench::add_emitter();
  weir::bench::add_credit();
  weir::bench::add_histogram();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  Reporter reporter;
  if (benchmark::RunSpecifiedBenchmarks(&reporter) == 0) return 1;
  benchmark::Shutdown();
  return reporter.has_refused() ? 1 : 0;
}

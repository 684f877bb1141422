#pragma once

#include <weir/spec.h>

#include <vector>

namespace weir::consumers {

/// The folder's table of contents: one function a stage type, each in the .cpp of its name.
StageSpec count();
StageSpec sum();
StageSpec element_sum();
StageSpec fit_summary();
StageSpec checksum();
StageSpec collect();
StageSpec console();
StageSpec csv_file();
StageSpec jsonl_file();
StageSpec page_summary();
StageSpec stopwatch();
StageSpec total();
StageSpec report();

/// All of them, in the order in which the manual lists them.
std::vector<StageSpec> all();

}  // namespace weir::consumers

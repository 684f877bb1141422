#pragma once

#include <weir/spec.h>

#include <vector>

namespace weir::producers {

/// The folder's table of contents: one function a stage type, each in the .cpp of its name.
StageSpec counter();
StageSpec sequence();
StageSpec constant();
StageSpec strings();
StageSpec url_list();
StageSpec text_file();
StageSpec csv_file();
StageSpec host_metrics();
StageSpec blobs();
StageSpec random_matrix();
StageSpec noisy_gaussian();

/// All of them, in the order in which the manual lists them.
std::vector<StageSpec> all();

}  // namespace weir::producers

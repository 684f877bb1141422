#pragma once

#include <weir/catalog.h>

#include <filesystem>
#include <string_view>

namespace weir::run {

/// The whole life of a process that a launcher started: it computes the plan from the run directory, runs the replicas
/// of the process `name`, and ends with the exit code that this returns. It goes when its launcher goes.
int run_stage_process(std::string_view name, const std::filesystem::path& path, const Catalog& catalog);

}  // namespace weir::run

#pragma once

#include <CLI/CLI.hpp>
#include <weir/catalog.h>

#include <string>

namespace weir::cli {

/// The exit codes that are promised to scripts.
enum ExitCode {
  kExitWell = 0,
  kExitFailed = 1,
  kExitUsage = 2,
  kExitUnbalanced = 3,
  kExitConfiguration = 78,
  kExitKilled = 130,
};

/// Each adds one verb to the program. When the verb is called it does its work and leaves the exit code in
/// `exit_code`. The references must outlive the parsing.
void add_run(CLI::App& program, const Catalog& catalog, int& exit_code);
void add_resume(CLI::App& program, const Catalog& catalog, int& exit_code);
void add_drill(CLI::App& program, const Catalog& catalog, int& exit_code);
void add_validate(CLI::App& program, const Catalog& catalog, int& exit_code);
void add_plan(CLI::App& program, const Catalog& catalog, int& exit_code);
void add_graph(CLI::App& program, const Catalog& catalog, int& exit_code);
void add_stages(CLI::App& program, const Catalog& catalog, int& exit_code);
void add_ps(CLI::App& program, int& exit_code);
void add_clean(CLI::App& program, int& exit_code);

/// No verb for people: `weir bench` starts it.
void add_bench(CLI::App& program, const Catalog& catalog, int& exit_code);
void add_baseline(CLI::App& program, int& exit_code);

}  // namespace weir::cli

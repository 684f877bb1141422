#pragma once

#include <CLI/CLI.hpp>
#include <weir/catalog.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bench/bench.h"

namespace weir::cli {

/// What `weir bench` is asked to measure, as its flags say it.
struct BenchFlags {
  std::vector<std::string> configs;
  std::vector<std::string> sets;
  std::vector<std::string> messages;
  std::vector<std::string> topologies;
  std::vector<std::string> links;
  std::vector<std::string> payloads;
  std::vector<std::string> baselines;
  std::vector<std::string> rates;
  std::string paced_for = "2s";
  std::uint32_t repeats = 5;
  std::uint32_t seed = 1;
  bool overwrite = false;

  /// The verb takes the flags. They must outlive the parsing.
  void add_to(CLI::App& verb);

  /// Whether any of them says what to measure.
  bool asks_for_runs() const;

  /// Why they don't go together; empty: they do.
  std::string problem() const;
};

/// The order of the reader/writer demo. `folder`: where its pipelines are written.
bench::Order demo_order(const BenchFlags& flags, const std::filesystem::path& folder);

/// The user's own pipelines, and the files that they write.
struct Benched {
  std::vector<bench::Pipeline> pipelines;
  std::vector<std::filesystem::path> outputs;
};

/// Reads the files. Their mistakes go to stderr, and then there is no result. Throws std::runtime_error where a
/// pipeline can't be run again and again.
std::optional<Benched> read_configs(const BenchFlags& flags, const Catalog& catalog);

/// Tries each pipeline once, to see what there is to measure. Throws what a trial throws.
bench::Order order_of_configs(const Benched& benched, const BenchFlags& flags, bench::Program& program,
                              const std::filesystem::path& folder, const bench::Tell& tell);

}  // namespace weir::cli

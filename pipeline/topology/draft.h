#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "topology/mistakes.h"
#include "topology/plan.h"
#include "topology/yaml_tree.h"

namespace weir::topology {

/// A plan while it comes together, section by section. Stages and links that are wrong in part are in it as far as
/// they are understood, so that one mistake does not cause the report of others.
struct Draft {
  Plan plan;
  Mistakes mistakes;
  std::map<std::string, std::size_t, std::less<>> stage_index;  ///< by name
  std::vector<bool> fed;                                        ///< of each stage: some link leads to it
  std::vector<bool> read;                                       ///< of each stage: some link comes from it
  bool knows_all_stages = true;                                 ///< otherwise a name that is not there proves nothing
  bool knows_all_links = true;                                  ///< the same of a link that is not there

  void record(std::string path, std::string value, std::string origin, std::vector<std::string> items = {}) {
    plan.values.push_back({std::move(path), std::move(value), std::move(origin), std::move(items)});
  }
};

inline constexpr std::size_t kLongestName = 64;
inline constexpr std::size_t kMostStages = 1'000;
inline constexpr std::size_t kMostLinks = 1'000;
inline constexpr std::uint32_t kMostReplicas = 1'024;       ///< of one stage
inline constexpr std::uint32_t kMostReplicasInAll = 4'096;  ///< of all stages

/// Whether a stage, link or process may be called so; a mistake where not. `what` as in "stage", "queue".
bool check_name(std::string_view what, std::string_view name, const Place& place, Mistakes& mistakes);

/// Keys that stand twice in one map, anywhere in the tree.
void check_duplicate_keys(const Node& root, Mistakes& mistakes);

/// Each reads a part of the tree into the draft.
void read_general(const Node& root, const std::string& source, Draft& draft);
void read_stages(const Node& root, const std::filesystem::path& directory, const Catalog& catalog, Draft& draft);
void read_links(const Node& root, Draft& draft);

/// That producers lead to consumers: no cycle, nothing that is not fed or read.
void check_wiring(Draft& draft);

/// Gives each link its message type, and checks that what the senders emit is what the receiver takes.
void resolve_types(Draft& draft);

/// That every stage and link can keep the `delivery` that is asked for. Of a draft with mistakes it says nothing.
void check_promises(Draft& draft);

/// That no file is written twice. Of a draft with mistakes it says nothing.
void check_written_files(Draft& draft);

/// That no way along the links leads back to where it began.
void check_cycles(Draft& draft);

/// All stages, each behind those that feed it; those on cycles and behind them are left out.
std::vector<std::size_t> senders_first(const Plan& plan);

/// Numbers the replicas and puts them into processes. The plan must be without mistakes.
void assign_processes(Plan& plan);

/// Says of each link how its batches travel, now that the processes are known.
void resolve_transports(Plan& plan);

}  // namespace weir::topology

#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "topology/plan.h"

namespace weir::cli {

/// What the undisturbed run of a drill and the other leave, which write to the same files, one after the other.
class DrilledOutputs {
 public:
  using Json = nlohmann::ordered_json;

  /// The plan must outlive this.
  explicit DrilledOutputs(const topology::Plan& plan);
  DrilledOutputs(const DrilledOutputs&) = delete;
  DrilledOutputs& operator=(const DrilledOutputs&) = delete;
  /// Removes what is set aside, but for what differs.
  ~DrilledOutputs();

  /// What an earlier drill, or the user, has put where files are to be set aside; empty: nothing.
  std::filesystem::path in_the_way() const;

  /// Makes room for the second run.
  void set_aside();

  /// Removes what a run of the drill had begun and nobody will take up; not what was there before, or is somebody's.
  void remove_begun() const;

  /// Says of the results in both reports and of each file whether they are the same; what differs stays beside it.
  /// Whether all are. Nothing is compared where a run does not make the records of another.
  bool compare(const Json& undisturbed, const Json& disturbed);

 private:
  struct File {
    std::filesystem::path path;
    std::filesystem::path undisturbed;
    bool is_in_one_order = false;
    bool had_part = false;  ///< before the drill
    bool is_set_aside = false;
  };
  bool compare(File& file) const;
  /// What the replicas of each consumer say together. Lists are in ascending order where that of the records is a
  /// matter of chance.
  Json results_of(const Json& report) const;

  const topology::Plan& plan_;
  std::string unrepeatable_;           ///< the producer that makes other records each time; empty: none
  std::vector<bool> is_in_one_order_;  ///< by stage
  std::vector<File> files_;
};

}  // namespace weir::cli

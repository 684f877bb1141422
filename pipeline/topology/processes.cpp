#include <map>
#include <string>

#include "topology/draft.h"

namespace weir::topology {

void assign_processes(Plan& plan) {
  plan.processes.push_back({"weir", {}});
  std::map<std::string, std::size_t> groups;
  const auto start_process = [&plan](const std::string& name) {
    plan.processes.push_back({name, {}});
    return plan.processes.size() - 1;
  };
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage) {
    // One thread drives everything, so no stage can be elsewhere.
    const std::string group = plan.topology == Topology::kSerial ? std::string() : plan.stages[stage].process;
    if (!group.empty() && !groups.contains(group)) groups.emplace(group, start_process(group));
    for (std::uint32_t replica = 0; replica < plan.stages[stage].replicas; ++replica) {
      const std::size_t number = plan.replicas.size();
      plan.replicas.push_back({stage, replica, 0});
      std::size_t process = 0;
      if (!group.empty()) {
        process = groups.at(group);
      } else if (plan.topology == Topology::kProcesses) {
        process = start_process(replica_name(plan, number));
      }
      plan.replicas.back().process = process;
      plan.processes[process].replicas.push_back(number);
    }
  }
}

}  // namespace weir::topology

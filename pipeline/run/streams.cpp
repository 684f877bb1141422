#include "run/streams.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace weir::run {

std::vector<std::size_t> flow_order(const topology::Plan& plan) {
  std::vector<std::size_t> waits_for(plan.stages.size(), 0);
  for (const topology::LinkPlan& link : plan.links) waits_for[link.to] += link.from.size();
  std::vector<std::size_t> order;
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage) {
    if (waits_for[stage] == 0) order.push_back(stage);
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const topology::LinkPlan& link : plan.links) {
      for (const std::size_t from : link.from) {
        if (from == order[next] && --waits_for[link.to] == 0) order.push_back(link.to);
      }
    }
  }
  return order;
}

Streams name_streams(const topology::Plan& plan) {
  constexpr std::uint32_t kMostStreams = 1U << 16;
  Streams streams;
  streams.count = static_cast<std::uint32_t>(plan.replicas.size());
  std::vector<std::set<std::uint32_t>> emitted(plan.stages.size());
  for (const std::size_t stage : flow_order(plan)) {
    std::set<std::uint32_t>& here = emitted[stage];
    for (std::size_t link = 0; link < plan.links.size(); ++link) {
      if (plan.links[link].to != stage) continue;
      for (const std::size_t from : plan.links[link].from) {
        for (const std::uint32_t stream : emitted[from]) {
          if (here.insert(stream).second) continue;
          if (streams.count == kMostStreams) throw std::length_error("the links fork and join too often");
          streams.renamed[{link, from}][stream] = streams.count;
          here.insert(streams.count++);
        }
      }
    }
    const topology::ReplicaRange own = topology::replicas_of(plan, stage);
    for (std::size_t replica = own.first; replica < own.first + own.count; ++replica) {
      here.insert(static_cast<std::uint32_t>(replica));
    }
  }
  return streams;
}

}  // namespace weir::run

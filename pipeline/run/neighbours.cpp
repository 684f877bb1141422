#include "run/neighbours.h"

namespace weir::run {

NeighbourPages::NeighbourPages(const RunDirectory& directory, const std::vector<ReplicaWiring>& wiring,
                               std::size_t number, const std::function<bool(std::uint32_t)>& wanted) {
  const auto add = [&](std::uint32_t replica) {
    if (pages_.contains(replica) || !wanted(replica)) return;
    pages_.emplace(replica, observe::Page::open(directory.page(replica), page_shape(wiring[replica])));
  };
  for (const InletWiring& inlet : wiring[number].inlets) {
    for (const link::Sender& sender : inlet.senders) add(sender.replica);
  }
  for (const OutletWiring& outlet : wiring[number].outlets) {
    for (const link::Receiver& receiver : outlet.receivers) add(receiver.replica);
  }
}

bool NeighbourPages::has_ended(std::uint32_t replica) const {
  const auto page = pages_.find(replica);
  return page != pages_.end() && page->second.phase() == observe::Phase::kDone;
}

}  // namespace weir::run

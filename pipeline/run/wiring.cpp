#include "run/wiring.h"

#include <algorithm>

#include "run/account.h"
#include "run/streams.h"

namespace weir::run {

namespace {

/// How many times what may be under way a producer may be ahead of what is acknowledged, which in a chain of stages is
/// what the last of them has done. It bounds how far replicas run ahead of one another, and what an ordered receiver
/// keeps.
constexpr std::uint64_t kWindowsHeld = 4;
/// The same where a consumer acknowledges only what it has synced to the disk: it works on while the disk does not.
constexpr std::uint64_t kWindowsHeldForDisk = 32;

std::uint64_t windows_held(topology::Delivery delivery) {
  return delivery == topology::Delivery::kEffectivelyOnce ? kWindowsHeldForDisk : kWindowsHeld;
}

using topology::LinkPlan;
using topology::Plan;

/// How many batches of each producer may be unacknowledged, for every stage to tell them all when they come again: also
/// where they come to it on several ways.
std::uint64_t most_unacknowledged(const Plan& plan, const Streams& streams) {
  std::uint64_t coming = streams.count - plan.replicas.size();  // of those that got another number
  for (const topology::StagePlan& stage : plan.stages) {
    if (stage.role == Role::kProducer) coming += stage.replicas;
  }
  return std::min<std::uint64_t>(link::SequenceSet::kRemembered, Account::kRemembered / coming);
}

link::WhenFull when_full(topology::OnFull policy) {
  switch (policy) {
    case topology::OnFull::kBlock:
      return link::WhenFull::kBlock;
    case topology::OnFull::kDropNewest:
      return link::WhenFull::kDropNewest;
    case topology::OnFull::kDropOldest:
      return link::WhenFull::kDropOldest;
    case topology::OnFull::kFail:
      return link::WhenFull::kFail;
  }
  return link::WhenFull::kBlock;
}

link::LinkTerms terms_of(const LinkPlan& link, std::uint32_t streams, bool sends_again) {
  return {.name = link.name,
          .wiring = link.kind == topology::LinkKind::kPipe ? link::Wiring::kPipe : link::Wiring::kQueue,
          .capacity = link.capacity,
          .when_full = when_full(link.on_full),
          .ordered = link.ordered,
          .sends_again = sends_again,
          .batch_records = link.batch.records,
          .batch_bytes = link.batch.bytes,
          .streams = streams};
}

/// Where `sender` waits for those receivers of a link that are in the same process, or for all others.
link::Endpoint endpoint(const Plan& plan, std::size_t link, std::size_t sender, std::size_t receiver,
                        const std::filesystem::path& directory) {
  const std::string name = std::to_string(link) + "." + std::to_string(sender);
  if (plan.topology == topology::Topology::kSerial) return {name, link::Transport::kOneThread};
  if (plan.replicas[sender].process == plan.replicas[receiver].process) {
    return {"inproc://" + name, link::Transport::kHandOver};
  }
  const bool shares = plan.links[link].transport == topology::LinkTransport::kSharedMemory;
  return {"ipc://" + (directory / name).string(), link::Transport::kSerialise,
          shares ? directory / (name + ".blocks") : std::filesystem::path()};
}

/// How far a producer may be ahead of what is acknowledged. It sends its stream in order, so nothing that is waited for
/// ever stands behind what is held back here.
void bound_producer(const Plan& plan, const Streams& streams, std::size_t receivers, link::LinkTerms& terms) {
  terms.most_held = windows_held(plan.delivery) * terms.window();
  if (!terms.sends_again) return;
  terms.most_owed = std::max<std::uint64_t>(1, most_unacknowledged(plan, streams) / receivers);
}

/// A sender that has nothing to do need not be woken for each batch. But none may ever wait for what is held back, here
/// or further on, nor drop or fail for it; where a queue has several receivers, batches go to the one that owes least.
/// On one thread nobody sleeps.
std::uint32_t most_untold(const Plan& plan, const Streams& streams, std::size_t receivers) {
  constexpr std::uint32_t kShare = 64;
  constexpr std::uint64_t kPlenty = 1024;  // of batches that may be unacknowledged
  const bool all_block =
      std::ranges::all_of(plan.links, [](const LinkPlan& link) { return link.on_full == topology::OnFull::kBlock; });
  if (plan.topology == topology::Topology::kSerial || receivers > 1 || !all_block) return 0;
  if (most_unacknowledged(plan, streams) < kPlenty) return 0;
  return std::ranges::min(plan.links, {}, &LinkPlan::capacity).capacity / kShare;
}

void wire_link(const Plan& plan, std::size_t number, const Streams& streams, const std::filesystem::path& directory,
               std::vector<ReplicaWiring>& replicas) {
  const LinkPlan& link = plan.links[number];
  link::LinkTerms terms = terms_of(link, streams.count, plan.delivery != topology::Delivery::kAtMostOnce);
  const topology::ReplicaRange receivers = topology::replicas_of(plan, link.to);
  terms.most_untold = most_untold(plan, streams, receivers.count);
  for (std::size_t to = receivers.first; to < receivers.first + receivers.count; ++to) {
    replicas[to].inlets.push_back({number, terms, {}});
  }
  for (const std::size_t stage : link.from) {
    const topology::ReplicaRange senders = topology::replicas_of(plan, stage);
    const auto renamed = streams.renamed.find({number, stage});
    for (std::size_t from = senders.first; from < senders.first + senders.count; ++from) {
      OutletWiring outlet{number, terms, {}};
      outlet.terms.dealt = topology::lives_on(plan, from) && link.on_full == topology::OnFull::kBlock;
      if (plan.stages[stage].role == Role::kProducer) bound_producer(plan, streams, receivers.count, outlet.terms);
      for (std::size_t to = receivers.first; to < receivers.first + receivers.count; ++to) {
        const link::Endpoint where = endpoint(plan, number, from, to, directory);
        outlet.receivers.push_back({static_cast<std::uint32_t>(to), where});
        link::Sender sender{static_cast<std::uint32_t>(from), where, {}};
        if (renamed != streams.renamed.end()) sender.renamed_streams = renamed->second;
        replicas[to].inlets.back().senders.push_back(std::move(sender));
      }
      ReplicaWiring& replica = replicas[from];
      replica.output_type = link.message_type;
      const bool first = replica.outlets.empty();
      replica.batch_records =
          first ? terms.batch_records : std::min<std::size_t>(replica.batch_records, terms.batch_records);
      replica.batch_bytes = first ? terms.batch_bytes : std::min<std::size_t>(replica.batch_bytes, terms.batch_bytes);
      replica.linger = first ? link.batch.linger : std::min(replica.linger, link.batch.linger);
      replica.outlets.push_back(std::move(outlet));
    }
  }
}

}  // namespace

observe::PageShape page_shape(const ReplicaWiring& wiring) {
  return {.inlets = wiring.inlets.size(), .outlets = wiring.outlets.size()};
}

std::vector<observe::Cell*> kept_figures(observe::Page& page, const ReplicaWiring& wiring) {
  observe::StageCells& stage = page.stage();
  std::vector<observe::Cell*> figures{&stage.records_in, &stage.records_out, &stage.bytes_in, &stage.rejected};
  for (std::size_t i = 0; i < wiring.inlets.size(); ++i) {
    figures.push_back(&page.inlet(i).delivered);
    figures.push_back(&page.inlet(i).rejected);
  }
  for (std::size_t i = 0; i < wiring.outlets.size(); ++i) figures.push_back(&page.outlet(i).offered);
  return figures;
}

std::vector<ReplicaWiring> wire(const Plan& plan, const std::filesystem::path& directory) {
  std::vector<ReplicaWiring> replicas(plan.replicas.size());
  const Streams streams = name_streams(plan);
  for (std::size_t link = 0; link < plan.links.size(); ++link) wire_link(plan, link, streams, directory, replicas);
  return replicas;
}

}  // namespace weir::run

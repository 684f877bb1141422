#include "run/inlets.h"

#include <algorithm>

#include "run/by_link.h"
#include "run/clock.h"

namespace weir::run {

Inlets::Inlets(link::Context& context, const ReplicaWiring& wiring, const link::ReceiverName& name,
               const Catalog& catalog, const topology::Plan& plan, observe::Page& page)
    : page_(page) {
  for (const InletWiring& inlet : wiring.inlets) {
    inlets_.emplace_back(context, inlet.terms, static_cast<std::uint32_t>(inlets_.size()), name, inlet.senders,
                         catalog.make_records(plan.links[inlet.link].message_type));
    const observe::InletCells& cells = page_.inlet(before_.size());
    before_.push_back({cells.redelivered.get(), cells.duplicates.get(), cells.bad_frames.get()});
  }
}

void Inlets::greet(std::int64_t now) {
  constexpr std::int64_t kHeartbeatNs = 100'000'000;
  if (now < next_greeting_ns_) return;
  for (link::Inlet& inlet : inlets_) inlet.greet();
  next_greeting_ns_ = now + kHeartbeatNs;
}

const link::Arrival* Inlets::next(std::int64_t now) {
  for (std::size_t asked = 0; asked < inlets_.size(); ++asked) {
    const std::size_t index = asked_next_;
    asked_next_ = (asked_next_ + 1) % inlets_.size();
    const link::Arrival* arrival = inlets_[index].next();
    if (arrival == nullptr) continue;
    if (arrival->range.count > 0) {
      if (page_.stage().first_ns.get() == 0) page_.stage().first_ns.set(static_cast<std::uint64_t>(now));
      page_.inlet(index).latency.record(std::chrono::nanoseconds{std::max<std::int64_t>(0, now - arrival->sent_ns)},
                                        arrival->range.count);
    }
    return arrival;
  }
  return nullptr;
}

void Inlets::count(const link::Arrival& arrival, std::uint64_t rejected) {
  page_.stage().records_in.add(arrival.range.count);
  page_.stage().bytes_in.add(arrival.bytes);
  observe::InletCells& cells = page_.inlet(arrival.origin.inlet);
  cells.delivered.add(arrival.range.count - rejected);
  cells.rejected.add(rejected);
  inlets_[arrival.origin.inlet].work_off(arrival.identity);
}

std::string_view Inlets::turns() {
  write_by_link(
      inlets_, [](const link::Inlet& inlet) { return inlet.turns(); }, turns_);
  return turns_;
}

void Inlets::go_on_from(std::string_view turns) { go_on_by_link<link::Arrivals::Turn>(inlets_, turns); }

void Inlets::tell(std::int64_t now) {
  constexpr std::int64_t kTellingNs = 1'000'000;
  if (now < next_telling_ns_) return;
  for (link::Inlet& inlet : inlets_) inlet.tell(now);
  next_telling_ns_ = now + kTellingNs;
}

bool Inlets::flush(std::int64_t now) {
  bool told = false;
  for (link::Inlet& inlet : inlets_) {
    inlet.tell(now);
    told = inlet.take_told() || told;
  }
  return told;
}

std::int64_t Inlets::next_telling_ns() const {
  std::int64_t next = kNever;
  for (const link::Inlet& inlet : inlets_) next = std::min(next, inlet.next_telling_ns());
  return next;
}

void Inlets::pass_over(const link::Identity& identity) {
  // Streams have names of their own on each of a stage's links, so only the one that the batch came on knows it.
  for (link::Inlet& inlet : inlets_) inlet.pass_over(identity);
}

void Inlets::part_from(const std::function<bool(std::uint32_t)>& has_ended) {
  for (link::Inlet& inlet : inlets_) inlet.part_from(has_ended);
}

bool Inlets::ended() const { return std::ranges::all_of(inlets_, &link::Inlet::ended); }

void Inlets::farewell() {
  for (link::Inlet& inlet : inlets_) inlet.farewell();
}

void Inlets::publish() {
  for (std::size_t i = 0; i < inlets_.size(); ++i) {
    page_.inlet(i).redelivered.set(before_[i].redelivered + inlets_[i].redelivered());
    page_.inlet(i).duplicates.set(before_[i].duplicates + inlets_[i].duplicates());
    page_.inlet(i).bad_frames.set(before_[i].bad_frames + inlets_[i].bad_frames());
  }
}

bool Inlets::watch(std::vector<pollfd>& descriptors) {
  return std::ranges::all_of(inlets_, [&](link::Inlet& inlet) { return inlet.watch(descriptors); });
}

}  // namespace weir::run

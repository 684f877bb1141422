#include "run/outlets.h"

#include <algorithm>
#include <limits>

#include "run/by_link.h"

namespace weir::run {

Outlets::Outlets(link::Context& context, const ReplicaWiring& wiring, std::unique_ptr<Records> pattern,
                 std::uint64_t incarnation, observe::Page& page)
    : pool_(std::move(pattern)), bytes_before_(page.stage().bytes_out.get()), page_(page) {
  for (const OutletWiring& outlet : wiring.outlets) {
    const observe::OutletCells& before = page_.outlet(outlets_.size());
    outlets_.emplace_back(context, outlet.terms, outlet.receivers, incarnation)
        .count_on_from(before.offered.get(), before.dropped.get(), before.bad_frames.get());
  }
}

bool Outlets::ready() const { return std::ranges::all_of(outlets_, &link::Outlet::ready); }

bool Outlets::has_room() const { return std::ranges::all_of(outlets_, &link::Outlet::has_room); }

std::uint64_t Outlets::room() const {
  std::uint64_t room = std::numeric_limits<std::uint64_t>::max();
  for (const link::Outlet& outlet : outlets_) room = std::min(room, outlet.room());
  return room;
}

void Outlets::count(const link::Answer& answer) {
  if (answer.counted) return;
  page_.stage().records_out.add(answer.records->size());
  for (std::size_t i = 0; i < outlets_.size(); ++i) page_.outlet(i).offered.add(answer.records->size());
}

void Outlets::offer(link::Answer& answer) {
  answer.holders = 1;  // this call
  for (link::Outlet& outlet : outlets_) outlet.offer(answer);
  if (--answer.holders == 0) {
    settled_.push_back(&answer);
  } else if (answer.records->empty()) {
    pool_.release_records(answer);
  }
}

bool Outlets::flush() {
  bool moved = !settled_.empty();
  for (link::Outlet& outlet : outlets_) moved = outlet.flush() || moved;
  return moved;
}

void Outlets::end() {
  for (link::Outlet& outlet : outlets_) outlet.end();
}

void Outlets::part_from(const std::function<bool(std::uint32_t)>& has_ended) {
  for (link::Outlet& outlet : outlets_) outlet.part_from(has_ended);
}

bool Outlets::finished() const { return settled_.empty() && std::ranges::all_of(outlets_, &link::Outlet::finished); }

std::string_view Outlets::open_parts() {
  write_by_link(
      outlets_, [](const link::Outlet& outlet) { return outlet.open_parts(); }, open_parts_);
  return open_parts_;
}

void Outlets::go_on_from(std::string_view open_parts) { go_on_by_link<link::Outlet::OpenParts>(outlets_, open_parts); }

void Outlets::publish() {
  std::uint64_t bytes = bytes_before_;
  for (std::size_t i = 0; i < outlets_.size(); ++i) {
    observe::OutletCells& cells = page_.outlet(i);
    cells.accepted.set(outlets_[i].accepted());
    cells.dropped.set(outlets_[i].dropped());
    cells.bad_frames.set(outlets_[i].bad_frames());
    bytes += outlets_[i].bytes();
  }
  page_.stage().bytes_out.set(bytes);
}

bool Outlets::watch(std::vector<pollfd>& descriptors) {
  return std::ranges::all_of(outlets_, [&](link::Outlet& outlet) { return outlet.watch(descriptors); });
}

}  // namespace weir::run

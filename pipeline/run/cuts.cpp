#include "run/cuts.h"

#include <cstring>
#include <utility>

namespace weir::run {

namespace {

/// The figures, and behind them the number of the first batch that is still needed.
JournalShape cuts_shape(std::size_t figures) {
  constexpr std::uint64_t kMostNotes = 16'384;
  static_assert(kMostNotes / 4 * 3 > Cuts::kMostUnderWay, "the cut before the first that is needed is wanted as well");
  return {.figures = figures + 1, .note_bytes = sizeof(Cuts::Cut), .most_notes = kMostNotes};
}

}  // namespace

void Cuts::create(const std::filesystem::path& path, std::size_t figures) {
  FileStorage::create(path, Journal::bytes_of(cuts_shape(figures)));
}

Cuts::Cuts(const std::filesystem::path& path, std::vector<observe::Cell*> figures, Durability durability)
    : figures_(std::move(figures)),
      storage_(path),
      journal_(storage_, cuts_shape(figures_.size()), durability),
      statement_(journal_.latest()),
      first_needed_(statement_.figures.back()) {
  for (std::size_t i = 0; i < figures_.size(); ++i) figures_[i]->set(statement_.figures[i]);
  const std::vector<std::byte> notes = journal_.read_notes();
  std::uint64_t number = journal_.notes() - notes.size() / sizeof(Cut);
  for (std::size_t at = 0; at < notes.size(); at += sizeof(Cut), ++number) {
    Cut cut;
    std::memcpy(&cut, notes.data() + at, sizeof cut);
    if (number + 1 == first_needed_) resume_after_ = cut;
    if (number < first_needed_) continue;
    again_.push_back(cut);
    under_way_.push_back({false, cut.has_position ? std::optional(cut.after) : std::nullopt});
  }
}

void Cuts::note(const Cut& cut) {
  journal_.append(std::as_bytes(std::span(&cut, 1)));
  under_way_.push_back({false, cut.has_position ? std::optional(cut.after) : std::nullopt});
  statement_.notes = journal_.notes();
  take_figures();
}

void Cuts::commit() {
  journal_.commit(statement_);
  settled_ = noted_;
}

void Cuts::acknowledge(std::uint64_t sequence) {
  under_way_[sequence - first_needed_].acknowledged = true;
  for (; !under_way_.empty() && under_way_.front().acknowledged; under_way_.pop_front()) {
    acknowledged_ = under_way_.front().after;
    ++first_needed_;
  }
}

void Cuts::note_end() {
  statement_.state = "ended";
  take_figures();
  commit();
}

void Cuts::take_figures() {
  for (std::size_t i = 0; i < figures_.size(); ++i) statement_.figures[i] = figures_[i]->get();
  statement_.figures.back() = first_needed_;
  noted_ = acknowledged_;
}

}  // namespace weir::run

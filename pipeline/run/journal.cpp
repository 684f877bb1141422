#include "run/journal.h"

#include <bit>
#include <utility>

#include "link/checksum.h"

namespace weir::run {

namespace {

constexpr std::uint64_t kSector = 4096;  // nothing that counts shares one with what is written after it

/// The words of a slot; behind them the figures, then the checksum of all that.
enum Word : std::size_t {
  kNumber,
  kFirstNote,  // that the statement adds
  kNotes,
  kNotesChecksum,
  kStateOffset,
  kStateSize,
  kStateChecksum,
  kWords
};

std::uint64_t words_of(const JournalShape& shape) { return kWords + shape.figures + 1; }

std::uint64_t whole_sectors(std::uint64_t bytes) { return (bytes + kSector - 1) / kSector * kSector; }

/// Rounded up by powers of two, so that a state that grows finds its old place free again soon.
std::uint64_t room_for_state(std::uint64_t bytes) { return std::bit_ceil(std::max(bytes, kSector)); }

std::uint64_t checksum_of(std::span<const std::uint64_t> slot) {
  return link::checksum(std::as_bytes(slot.first(slot.size() - 1)));
}

}  // namespace

std::uint64_t Journal::bytes_of(const JournalShape& shape) {
  return 2 * whole_sectors(words_of(shape) * sizeof(std::uint64_t)) +
         whole_sectors(shape.most_notes * shape.note_bytes);
}

Journal::Journal(Storage& storage, const JournalShape& shape, Durability durability)
    : storage_(storage), shape_(shape), durability_(durability), slot_(words_of(shape)) {
  latest_.figures.resize(shape_.figures);
  std::vector<std::uint64_t> slot(slot_.size());
  for (std::uint64_t index = 0; index < 2; ++index) {
    storage_.read(index * slot_bytes(), std::as_writable_bytes(std::span(slot)));
    if (slot[kNumber] <= number_ || !is_whole(slot)) continue;
    std::string state(slot[kStateSize], '\0');
    storage_.read(slot[kStateOffset], std::as_writable_bytes(std::span(state)));
    if (link::checksum(std::as_bytes(std::span(state))) != slot[kStateChecksum]) continue;
    slot_ = slot;
    number_ = slot_[kNumber];
    latest_.notes = slot_[kNotes];
    latest_.figures.assign(slot_.begin() + kWords, slot_.end() - 1);
    latest_.state = std::move(state);
  }
  // Who wrote it may have died before its `sync` had ended, or of it: then no later `sync` would write it out.
  if (durability_ == Durability::kMachine && !is_new())
    store(read_notes(slot_[kFirstNote], slot_[kNotes]), latest_.state);
}

std::uint64_t Journal::slot_bytes() const { return whole_sectors(slot_.size() * sizeof(std::uint64_t)); }

std::uint64_t Journal::note_offset(std::uint64_t number) const {
  return 2 * slot_bytes() + number % shape_.most_notes * shape_.note_bytes;
}

bool Journal::is_whole(std::span<const std::uint64_t> slot) const {
  if (checksum_of(slot) != slot.back()) return false;
  return link::checksum(read_notes(slot[kFirstNote], slot[kNotes])) == slot[kNotesChecksum];
}

std::vector<std::byte> Journal::read_notes() const {
  const std::uint64_t kept = std::min(latest_.notes, shape_.most_notes - most_waiting());
  return read_notes(latest_.notes - kept, latest_.notes);
}

std::vector<std::byte> Journal::read_notes(std::uint64_t first, std::uint64_t last) const {
  std::vector<std::byte> notes((last - first) * shape_.note_bytes);
  const std::uint64_t before_wrap = std::min(last - first, shape_.most_notes - first % shape_.most_notes);
  storage_.read(note_offset(first), std::span(notes).first(before_wrap * shape_.note_bytes));
  storage_.read(note_offset(0), std::span(notes).subspan(before_wrap * shape_.note_bytes));
  return notes;
}

void Journal::write_notes(std::span<const std::byte> notes) {
  const std::uint64_t first = slot_[kFirstNote] % shape_.most_notes;
  const std::uint64_t before_wrap =
      std::min<std::uint64_t>(notes.size(), (shape_.most_notes - first) * shape_.note_bytes);
  storage_.write(note_offset(first), notes.first(before_wrap));
  storage_.write(note_offset(0), notes.subspan(before_wrap));
}

std::uint64_t Journal::place_for_state(std::uint64_t size) const {
  const std::uint64_t base = bytes_of(shape_);
  if (latest_.state.empty() || base + room_for_state(size) <= slot_[kStateOffset]) return base;
  return slot_[kStateOffset] + room_for_state(latest_.state.size());
}

void Journal::commit(const Statement& statement) {
  const std::span<const std::byte> notes =
      std::span(waiting_).first((statement.notes - latest_.notes) * shape_.note_bytes);
  const std::span<const std::byte> state = std::as_bytes(std::span(statement.state));
  slot_[kNumber] = ++number_;
  slot_[kFirstNote] = latest_.notes;
  slot_[kNotes] = statement.notes;
  slot_[kNotesChecksum] = link::checksum(notes);
  slot_[kStateOffset] = place_for_state(state.size());
  slot_[kStateSize] = state.size();
  slot_[kStateChecksum] = link::checksum(state);
  std::ranges::copy(statement.figures, slot_.begin() + kWords);
  slot_.back() = checksum_of(slot_);

  store(notes, statement.state);
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(notes.size()));
  latest_ = statement;
}

void Journal::store(std::span<const std::byte> notes, std::string_view state) {
  write_notes(notes);
  storage_.write(slot_[kStateOffset], std::as_bytes(std::span(state)));
  storage_.write(slot_[kNumber] % 2 * slot_bytes(), std::as_bytes(std::span(slot_)));
  if (durability_ == Durability::kMachine) storage_.sync();
}

}  // namespace weir::run

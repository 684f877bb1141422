#include "run/account.h"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace weir::run {

namespace {

struct Note {
  std::uint32_t stream = 0;
  std::uint32_t part = 0;  ///< twice its number, and one more where further parts follow
  std::uint64_t sequence = 0;
};

bool comes_before(const link::Identity& one, const link::Identity& other) {
  return std::tie(one.stream, one.sequence, one.part) < std::tie(other.stream, other.sequence, other.part);
}

void put_piece(std::string_view piece, std::string& state) {
  const std::uint64_t size = piece.size();
  state.append(reinterpret_cast<const char*>(&size), sizeof size);
  state += piece;
}

/// The first piece of what is left, which becomes the rest behind it.
std::string_view take_piece(std::string_view& left) {
  std::uint64_t size = 0;
  if (left.size() < sizeof size) return {};
  std::memcpy(&size, left.data(), sizeof size);
  left.remove_prefix(sizeof size);
  const std::string_view piece = left.substr(0, size);
  left.remove_prefix(piece.size());
  return piece;
}

JournalShape account_shape(std::size_t figures) {
  constexpr std::uint64_t kMostNotes = Account::kRemembered / 3 * 4;
  return {.figures = figures, .note_bytes = sizeof(Note), .most_notes = kMostNotes};
}

}  // namespace

void Account::create(const std::filesystem::path& path, std::size_t figures) {
  FileStorage::create(path, Journal::bytes_of(account_shape(figures)));
}

Account::Account(const std::filesystem::path& path, std::vector<observe::Cell*> figures, Durability durability)
    : figures_(std::move(figures)),
      storage_(std::in_place, path),
      journal_(std::in_place, *storage_, account_shape(figures_.size()), durability),
      sealed_(journal_->latest()),
      is_new_(journal_->is_new()) {
  for (std::size_t i = 0; i < figures_.size(); ++i) figures_[i]->set(sealed_.figures[i]);
  const std::vector<std::byte> notes = journal_->read_notes();
  for (std::size_t at = 0; at < notes.size(); at += sizeof(Note)) {
    Note note;
    std::memcpy(&note, notes.data() + at, sizeof note);
    before_.push_back(
        {.stream = note.stream, .sequence = note.sequence, .part = note.part / 2, .more = note.part % 2 == 1});
  }
  std::ranges::sort(before_, comes_before);
}

bool Account::has(const link::Identity& identity) const {
  const auto same_or_later_part = std::ranges::lower_bound(before_, identity, comes_before);
  return same_or_later_part != before_.end() && same_or_later_part->stream == identity.stream &&
         same_or_later_part->sequence == identity.sequence;
}

void Account::note(const link::Identity& identity) {
  if (!journal_) return;
  if (noted_ && (noted_->stream != identity.stream || noted_->sequence != identity.sequence)) append_noted();
  noted_ = identity;
}

void Account::append_noted() {
  const Note note{noted_->stream, 2 * noted_->part + (noted_->more ? 1 : 0), noted_->sequence};
  journal_->append(std::as_bytes(std::span(&note, 1)));
  noted_.reset();
}

void Account::seal() {
  is_new_ = false;
  if (noted_) append_noted();
  if (journal_) sealed_.notes = journal_->notes();
  for (std::size_t i = 0; i < figures_.size(); ++i) sealed_.figures[i] = figures_[i]->get();
}

void Account::seal(const Receiving& stage, std::string_view turns, std::string_view open_parts) {
  next_state_.clear();
  put_piece(turns, next_state_);
  put_piece(open_parts, next_state_);
  stage.save(next_state_);  // which may throw, and then what was sealed before still stands
  sealed_.state.swap(next_state_);
  seal();
}

Account::Pieces Account::pieces() const {
  std::string_view rest = sealed_.state;
  const std::string_view turns = take_piece(rest);
  const std::string_view open_parts = take_piece(rest);
  return {.turns = turns, .open_parts = open_parts, .state = rest};
}

}  // namespace weir::run

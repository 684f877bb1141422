#include "link/sequence_set.h"

#include <algorithm>

namespace weir::link {

bool SequenceSet::add(std::uint64_t number) {
  if (contains(number)) return false;
  cover(number, 1);
  return true;
}

void SequenceSet::cover(std::uint64_t first, std::uint64_t count) {
  const std::uint64_t end = first + count;
  // The first run that ends at or behind `first`: the only ones that can hold or touch it begin here.
  auto run = runs_.end();
  if (!runs_.empty() && runs_.back().end >= first) run = std::ranges::lower_bound(runs_, first, {}, &Run::end);
  if (run != runs_.end() && run->begin <= first) {
    run->end = std::max(run->end, end);
  } else {
    run = runs_.insert(run, {first, end});
  }
  auto beyond = std::next(run);
  while (beyond != runs_.end() && beyond->begin <= run->end) {
    run->end = std::max(run->end, beyond->end);
    ++beyond;
  }
  runs_.erase(std::next(run), beyond);
  if (runs_.size() > 2 * kRemembered) runs_.erase(runs_.begin(), runs_.begin() + kRemembered);
}

bool SequenceSet::contains(std::uint64_t number) const {
  if (runs_.empty() || runs_.back().end <= number) return false;  // the usual case: the next in order
  const auto run = std::ranges::upper_bound(runs_, number, {}, &Run::end);
  return run != runs_.end() && run->begin <= number;
}

}  // namespace weir::link

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "link/batch.h"

namespace weir::link {

/// A batch as its receiver sees it.
struct Arrival {
  Identity identity;
  std::int64_t created_ns = 0;
  std::int64_t sent_ns = 0;
  Records* owned = nullptr;          ///< decoded here; null where the sender's own records are read
  const Records* records = nullptr;  ///< null where the range is empty
  Range range;
  std::uint32_t bytes = 0;
  bool again = false;      ///< an earlier life of this receiver was sent it
  std::uint32_t lost = 0;  ///< records that the producer can't make again; then it is empty
  Origin origin;

  /// Nothing but numbers that were answered without records.
  bool is_gap() const { return range.count == 0 && identity.part == 0 && !identity.more && lost == 0; }
};

/// Blocks of records to decode into, used again and again. One thread.
class RecordsPool {
 public:
  explicit RecordsPool(std::unique_ptr<Records> pattern) : pattern_(std::move(pattern)) {}

  Records& take() {
    if (free_.empty()) free_.push_back(all_.emplace_back(pattern_->make_another(0)).get());
    Records& records = *free_.back();
    free_.pop_back();
    return records;
  }
  void give_back(Records& records) { free_.push_back(&records); }

 private:
  std::unique_ptr<Records> pattern_;
  std::vector<std::unique_ptr<Records>> all_;
  std::vector<Records*> free_;
};

}  // namespace weir::link

#pragma once

#include <weir/v1/wire.pb.h>

#include <cstdint>
#include <set>
#include <string_view>
#include <tuple>
#include <vector>

namespace weir::fuzz {

/// What a sender that says whatever it likes has said, and what its receiver made of that. It aborts where the receiver
/// says something that does not fit. One thread.
class SenderBooks {
 public:
  /// A frame that is sent, as far as it can be read.
  void said(std::string_view frame);

  /// A frame that came back.
  void heard(std::string_view frame);

  /// Records whose room has not come back, of the sender's latest life.
  std::uint64_t outstanding() const;

  /// Whether everything was acknowledged that the latest life said.
  bool is_settled() const;

  /// Records that all lives said.
  std::uint64_t records() const { return records_; }
  /// Some frame could not be read.
  bool is_unreadable() const { return unreadable_; }
  /// Some life said some batch twice: only one of the two is told of, once the life is over.
  bool repeats() const { return repeats_; }

 private:
  struct Said {
    std::uint64_t records = 0;
    bool acknowledged = false;
    bool taken = false;
  };
  using Key = std::tuple<std::uint32_t, std::uint64_t, std::uint32_t>;  // stream, sequence, part

  void begin_life(std::uint64_t incarnation);
  void note(const v1::Batch& batch);
  void check(const v1::Acknowledge& acknowledge);
  Said& owed(std::uint64_t tag);

  std::uint64_t incarnation_ = 0;
  std::set<std::uint64_t> former_;
  bool muddled_ = false;  ///< a life bears the name of an earlier one: who is meant can't be told
  std::vector<Said> batches_;
  std::set<Key> keys_;
  std::uint64_t records_ = 0;
  bool unreadable_ = false;
  bool repeats_ = false;
};

}  // namespace weir::fuzz

#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::observe {

/// Counts errors that come again and again, as rejected records do, so that each kind is logged once and then only
/// counted. Texts that differ in nothing but their numbers ("book.csv:7: no number", "book.csv:8: no number") are one
/// kind, and the first text stands for it. Of a text only the start counts. Keeps a handful of kinds; all further ones
/// are counted together. Counting a kind that is known allocates nothing. One thread.
class RepeatedErrors {
 public:
  using Time = std::chrono::system_clock::time_point;

  /// `what` happens again and again: "bad_record".
  explicit RepeatedErrors(std::string what) : what_(std::move(what)) {}

  /// Counts one. A line to log at once where it is the first of its kind: `bad_record "expected Sample"`.
  std::optional<std::string> note(std::string_view text, Time now);

  /// A line for each kind that was repeated since the last call, in the order in which they came:
  /// `bad_record "expected Sample" x18204, first 10:02:11, last 10:04:59`, counted from the start, in local time.
  std::vector<std::string> summary();

  std::uint64_t total() const;

 private:
  static constexpr std::size_t kKinds = 5;
  static constexpr std::size_t kLongestText = 200;  // bytes

  struct Kind {
    std::string text;
    std::uint64_t count = 0;
    std::uint64_t told = 0;  ///< of them a line has spoken
    Time first;
    Time last;

    void count_one(Time now);
    bool has_news() const { return count > told; }
  };

  std::optional<std::string> note_further(std::string_view start, Time now);
  std::string counted(const Kind& kind, std::string_view name) const;

  std::string what_;
  std::array<Kind, kKinds> kinds_;  ///< in the order in which they came; unused ones count 0
  Kind further_;
};

}  // namespace weir::observe

#pragma once

#include <cstdint>
#include <map>
#include <string_view>

namespace weir::fuzz {

/// What somebody who says whatever he likes to a sender has said. One thread.
class GreeterBooks {
 public:
  /// `sender`: the incarnation of the one who hears it.
  explicit GreeterBooks(std::uint64_t sender) : sender_(sender) {}

  void said(std::string_view frame);
  /// A frame that nobody takes, whatever it says.
  void said_in_parts() { ++frames_, ++bad_frames_; }

  /// The latest life that anybody said to be of a replica; 0 for none.
  std::uint64_t latest(std::uint32_t replica) const;

  std::uint64_t frames() const { return frames_; }
  /// Of these, those for which a stranger must be told off.
  std::uint64_t bad_frames() const { return bad_frames_; }

 private:
  /// False where a stranger may not say so.
  bool note(std::string_view frame);

  std::uint64_t sender_;
  std::map<std::uint32_t, std::uint64_t> latest_;
  std::uint64_t frames_ = 0;
  std::uint64_t bad_frames_ = 0;
};

}  // namespace weir::fuzz

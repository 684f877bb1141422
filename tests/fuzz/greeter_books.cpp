#include "greeter_books.h"

#include <algorithm>

#include "link/frame.h"

namespace weir::fuzz {

void GreeterBooks::said(std::string_view frame) {
  ++frames_;
  if (!note(frame)) ++bad_frames_;
}

bool GreeterBooks::note(std::string_view frame) {
  bool harmless = true;
  try {
    link::FrameReader reader({reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()});
    while (reader.next()) {
      const v1::Header& header = reader.header();
      harmless = harmless && header.has_acknowledge() && header.acknowledge().sender() != sender_;
      if (!header.has_hello()) continue;
      std::uint64_t& latest = latest_[header.hello().replica()];
      latest = std::max(latest, header.hello().incarnation());
    }
    return harmless;
  } catch (const link::BadFrame&) {
    return false;
  }
}

std::uint64_t GreeterBooks::latest(std::uint32_t replica) const {
  const auto found = latest_.find(replica);
  return found == latest_.end() ? 0 : found->second;
}

}  // namespace weir::fuzz

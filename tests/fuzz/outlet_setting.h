#pragma once

#include <cstdint>

#include "link/endpoint.h"
#include "words.h"

namespace weir::fuzz {

/// The link of an outlet as a line says it:
///
///   CAPACITY BATCH_RECORDS WHEN_FULL ORDERED HANDS_OVER MOST_HELD WITHOUT_PEER DEALT.
struct OutletSetting {
  explicit OutletSetting(Words words) {
    terms.name = "lines";
    terms.capacity = static_cast<std::uint32_t>(1 + words.number() % 32);
    const std::uint64_t batch_records = words.number();
    terms.when_full = static_cast<link::WhenFull>(words.number() % 4);
    terms.batch_records = static_cast<std::uint32_t>(1 + batch_records % terms.window());  // a plan allows no more
    terms.ordered = words.flag();
    transport = words.flag() ? link::Transport::kHandOver : link::Transport::kSerialise;
    if (const std::uint64_t most_held = words.number(); most_held > 0) {
      terms.most_held = terms.window() * (1 + most_held % 4);
    }
    has_peer = !words.flag();
    terms.dealt = words.flag();
  }

  bool drops() const {
    return terms.when_full == link::WhenFull::kDropNewest || terms.when_full == link::WhenFull::kDropOldest;
  }
  bool fails() const { return terms.when_full == link::WhenFull::kFail; }

  link::LinkTerms terms;
  link::Transport transport = link::Transport::kSerialise;
  bool has_peer = true;
};

}  // namespace weir::fuzz

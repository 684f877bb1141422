#pragma once

#include <string>
#include <string_view>

namespace weir::fuzz {

/// A frame as a line of a script says it, in items with ';' between:
///
///   hello REPLICA INCARNATION CREDIT SENDER
///   acknowledge SENDER FINISHED FIRST COUNT FIRST COUNT…
///   taken SENDER FINISHED FIRST COUNT FIRST COUNT…
///   welcome INCARNATION
///   batch TAG STREAM SEQUENCE COUNT PART MORE MORE_SPAN MORE_COUNT AGAIN
///   end BATCHES
///   nothing
///   raw BYTES…
///
/// A batch holds COUNT numbers, `SEQUENCE`, `SEQUENCE + 1`, …; its span is 1 and its count COUNT where not more. A raw
/// item is the bytes behind its word, and any other word an item of no header.
std::string spoken_frame(std::string_view items);

}  // namespace weir::fuzz

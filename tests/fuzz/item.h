#pragma once

#include <weir/v1/wire.pb.h>

#include <string>
#include <string_view>

namespace weir::fuzz {

/// Appends an item to a frame, with weir's mark and, unless they stand in blocks, the length and checksum of the
/// records: what else it says is the header's.
void append_item(std::string& frame, v1::Header header, std::string_view records = {});

}  // namespace weir::fuzz

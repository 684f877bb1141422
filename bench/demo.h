#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "bench/baselines/baseline.h"
#include "bench/pipeline_run.h"

namespace weir::bench {

/// The reader/writer demo, written into `folder`: numbers that are counted, squared and added up, or where the payload
/// is larger than a number, blobs that are made and read to their last byte. `link`: "queue" or "pipe".
/// Its results are checked against the formula.
Pipeline demo(const std::filesystem::path& folder, const std::string& link, std::uint64_t payload_bytes);

/// What the first `n` numbers give when they are squared and added up.
__extension__ using Wide = unsigned __int128;
Wide sum_of_squares(std::uint64_t n);

}  // namespace weir::bench

#pragma once

#include <filesystem>
#include <string>

#include "link/arrival.h"

namespace weir::run {

/// Writes the records of a batch into a new file in the folder `dead` of the working directory, as JSON, one a line.
/// The file is called after the replica `who` and the numbers of the batch. Throws StageError when it can't.
std::filesystem::path write_dead_letter(const std::string& who, const link::Arrival& batch);

/// "batch 17 of stream 0", and which part of it where it has several.
std::string batch_name(const link::Identity& batch);

}  // namespace weir::run

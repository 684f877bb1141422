#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace weir::run {

/// Starts this program anew, as a child that does not outlive the calling thread and has no signal blocked. `out` and
/// `err`: descriptors in place of this process's own; -1: the same. Who calls waits for the child's end; exit code 127:
/// the program could not be started. Throws std::system_error.
pid_t start_program(const std::vector<std::string>& arguments, int out = -1, int err = -1);

/// The same of another program, in this file.
pid_t start_program_in(const std::filesystem::path& file, const std::vector<std::string>& arguments, int out = -1,
                       int err = -1);

}  // namespace weir::run

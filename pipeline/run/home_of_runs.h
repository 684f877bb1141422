#pragma once

#include <weir/descriptor.h>

#include <filesystem>
#include <string>

namespace weir::run {

/// Absolute, and without the slash or dot at the end that would lead through a symbolic link.
std::filesystem::path plain(const std::filesystem::path& path);

/// What is wrong with a directory that nobody else may have put there or look into; empty: nothing.
std::string trust_problem(const std::filesystem::path& path);

/// Where the runs of this user are listed, and live unless they are told otherwise.
std::filesystem::path home_of_runs();

/// Made where it is missing. This and the next throw RunDirectoryError where it can't be made, read or trusted.
std::filesystem::path make_home_of_runs();

/// Held while a run is made, and while others look which runs are alive: so none is taken for dead before it has its
/// own lock. Closed where there is no home.
Descriptor lock_home(const std::filesystem::path& home);

}  // namespace weir::run

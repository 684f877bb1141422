#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace weir {

/// A process of this machine, as /proc shows it.
struct ProcessSeen {
  pid_t pid = 0;
  std::string command_line;  ///< arguments with a space after each
};

/// All that live, zombies excepted, and have this entry, `NAME=value`, in the environment they were started with.
std::vector<ProcessSeen> processes_with(const std::string& environment_entry);

/// Names of the threads of a process.
std::vector<std::string> threads_of(pid_t pid);

/// SIGSTOP has reached it.
bool is_stopped(pid_t pid);

}  // namespace weir

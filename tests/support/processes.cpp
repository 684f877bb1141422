#include "support/processes.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "support/scratch_folder.h"

namespace weir {

namespace fs = std::filesystem;

std::vector<ProcessSeen> processes_with(const std::string& environment_entry) {
  std::vector<ProcessSeen> seen;
  const std::string wanted = '\0' + environment_entry + '\0';
  std::error_code ignored;  // processes come and go meanwhile
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename();
    if (!std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; })) continue;
    if (('\0' + content_of(entry.path() / "environ")).find(wanted) == std::string::npos) continue;
    std::string command_line = content_of(entry.path() / "cmdline");
    if (command_line.empty()) continue;
    std::ranges::replace(command_line, '\0', ' ');
    seen.push_back({static_cast<pid_t>(std::stol(name)), std::move(command_line)});
  }
  return seen;
}

std::vector<std::string> threads_of(pid_t pid) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const fs::directory_entry& task : fs::directory_iterator("/proc/" + std::to_string(pid) + "/task", ignored)) {
    std::string name = content_of(task.path() / "comm");
    names.push_back(name.substr(0, name.find('\n')));
  }
  return names;
}

bool is_stopped(pid_t pid) {
  const std::string status = content_of("/proc/" + std::to_string(pid) + "/stat");
  const std::size_t state = status.rfind(") ");
  return state != std::string::npos && status.substr(state + 2, 1) == "T";
}

}  // namespace weir

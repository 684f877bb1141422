#include <sched.h>
#include <sys/utsname.h>

#include <fstream>
#include <thread>

#include "observe/build_facts.h"
#include "observe/report.h"

namespace weir::observe {

namespace {

/// As the kernel calls it; machines that name no model are told by their architecture.
std::string cpu_model(const utsname& system) {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return system.machine;
}

/// Those that this thread may run on: a container or `taskset` may leave it fewer than the machine has.
unsigned usable_cores() {
  cpu_set_t cores;
  if (::sched_getaffinity(0, sizeof(cores), &cores) != 0) return std::thread::hardware_concurrency();
  return static_cast<unsigned>(CPU_COUNT(&cores));
}

}  // namespace

Provenance provenance(std::string zeromq) {
  utsname system{};
  ::uname(&system);
  return {.weir = std::string(kWeirVersion),
          .git = std::string(kGitDescription),
          .build = std::string(kBuildType),
          .compiler = std::string(kCompiler),
          .cpu = cpu_model(system),
          .cores = usable_cores(),
          .kernel = std::string(system.sysname) + " " + system.release,
          .zeromq = std::move(zeromq)};
}

}  // namespace weir::observe

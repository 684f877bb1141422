#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// What Linux tells of its host under /proc and /sys. `root` stands in front of both, "/" but in tests.
namespace weir::producers {

/// Time that all processors have spent since the start of the host, in clock ticks.
struct CpuTicks {
  std::uint64_t busy = 0;
  std::uint64_t total = 0;
};

struct Memory {
  double used_bytes = 0;
  double available_bytes = 0;
};

/// Runnable processes, averaged over the last 1, 5 and 15 minutes.
struct Load {
  double one = 0;
  double five = 0;
  double fifteen = 0;
};

struct Thermometer {
  std::string name;            ///< "thermal_zone0.x86_pkg_temp", "hwmon2.nvme.temp1"
  std::filesystem::path file;  ///< holds thousandths of a degree Celsius
};

/// These throw StageError where the kernel's file can't be read.
CpuTicks read_cpu(const std::filesystem::path& root);
Memory read_memory(const std::filesystem::path& root);
Load read_load(const std::filesystem::path& root);

/// Those that can be read now, by name.
std::vector<Thermometer> find_thermometers(const std::filesystem::path& root);
/// In degrees Celsius; nothing where it has no answer at the moment.
std::optional<double> read_temperature(const Thermometer& thermometer);

}  // namespace weir::producers

#include "producers/host_sensors.h"

#include <weir/errors.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <limits>
#include <system_error>

namespace weir::producers {

namespace {

namespace fs = std::filesystem;

std::ifstream open(const fs::path& file) {
  errno = 0;
  std::ifstream stream(file);
  if (!stream) throw StageError("cannot open '" + file.string() + "': " + std::generic_category().message(errno));
  return stream;
}

[[noreturn]] void refuse(const fs::path& file) {
  throw StageError("cannot read '" + file.string() + "': not what Linux writes there");
}

std::string first_word(const fs::path& file) {
  std::ifstream stream(file);
  std::string word;
  stream >> word;
  return word;
}

std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code none;
  for (fs::directory_iterator entry(folder, none), end; !none && entry != end; entry.increment(none)) {
    found.push_back(entry->path());
  }
  return found;
}

void add_if_it_answers(std::vector<Thermometer>& thermometers, Thermometer thermometer) {
  if (read_temperature(thermometer)) thermometers.push_back(std::move(thermometer));
}

}  // namespace

CpuTicks read_cpu(const fs::path& root) {
  const fs::path file = root / "proc/stat";
  std::ifstream stream = open(file);
  std::string label;
  // proc(5): what guests use is part of user and nice, which the columns behind these repeat.
  std::uint64_t user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0;
  stream >> label >> user >> nice >> system >> idle >> iowait >> irq >> softirq >> steal;
  if (!stream || label != "cpu") refuse(file);
  const std::uint64_t busy = user + nice + system + irq + softirq + steal;
  return {busy, busy + idle + iowait};
}

Memory read_memory(const fs::path& root) {
  constexpr double kKibibyte = 1024;  // meminfo says kB and means KiB
  const fs::path file = root / "proc/meminfo";
  std::ifstream stream = open(file);
  std::optional<double> total;
  std::optional<double> available;
  std::string label;
  double value = 0;
  while (stream >> label >> value) {
    if (label == "MemTotal:") total = value * kKibibyte;
    if (label == "MemAvailable:") available = value * kKibibyte;
    stream.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  if (!total || !available) refuse(file);
  return {*total - *available, *available};
}

Load read_load(const fs::path& root) {
  const fs::path file = root / "proc/loadavg";
  std::ifstream stream = open(file);
  Load load;
  stream >> load.one >> load.five >> load.fifteen;
  if (!stream) refuse(file);
  return load;
}

std::vector<Thermometer> find_thermometers(const fs::path& root) {
  std::vector<Thermometer> found;
  for (const fs::path& zone : entries(root / "sys/class/thermal")) {
    const std::string name = zone.filename().string();
    if (!name.starts_with("thermal_zone")) continue;
    add_if_it_answers(found, {name + "." + first_word(zone / "type"), zone / "temp"});
  }
  for (const fs::path& chip : entries(root / "sys/class/hwmon")) {
    for (const fs::path& file : entries(chip)) {
      const std::string name = file.filename().string();
      constexpr std::string_view kInput = "_input";
      if (!name.starts_with("temp") || !name.ends_with(kInput)) continue;
      add_if_it_answers(found, {chip.filename().string() + "." + first_word(chip / "name") + "." +
                                    name.substr(0, name.size() - kInput.size()),
                                file});
    }
  }
  std::ranges::sort(found, {}, &Thermometer::name);
  return found;
}

std::optional<double> read_temperature(const Thermometer& thermometer) {
  constexpr double kPerDegree = 1000;
  std::ifstream stream(thermometer.file);
  double value = 0;
  if (!(stream >> value)) return std::nullopt;
  return value / kPerDegree;
}

}  // namespace weir::producers

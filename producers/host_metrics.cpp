#include <weir/v1/payloads.pb.h>

#include <chrono>
#include <cstdint>

#include "producers/host_sensors.h"
#include "producers/producers.h"

namespace weir::producers {

namespace {

using std::chrono::steady_clock;
using v1::Sample;

std::int64_t now_since_1970_ns() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

class HostMetrics final : public Producer<Sample> {
 public:
  struct Settings {
    std::chrono::nanoseconds interval = std::chrono::seconds{1};
    std::uint64_t count = 0;
    std::filesystem::path root = "/";
  };

  explicit HostMetrics(const Settings& settings)
      : interval_(settings.interval), rounds_left_(settings.count), root_(settings.root) {}

  void start() override {
    cpu_ = read_cpu(root_);
    read_memory(root_);
    read_load(root_);
    thermometers_ = find_thermometers(root_);
    next_round_ = steady_clock::now() + interval_;
  }

  bool produce(Emitter<Sample>& out) override {
    const steady_clock::time_point now = steady_clock::now();
    if (now < next_round_) {
      wait_until(next_round_);
      return true;
    }
    measure(out);
    const auto missed = (now - next_round_) / interval_;
    next_round_ += (missed + 1) * interval_;
    if (rounds_left_ != 0 && --rounds_left_ == 0) return false;
    wait_until(next_round_);
    return true;
  }

 private:
  void measure(Emitter<Sample>& out) {
    const std::int64_t time_ns = now_since_1970_ns();
    const auto emit = [&](const std::string& name, double value, const char* unit) {
      Sample& sample = out.emit();
      sample.set_name(name);
      sample.set_value(value);
      sample.set_time_ns(time_ns);
      sample.set_unit(unit);
    };
    const CpuTicks cpu = read_cpu(root_);
    if (cpu.total > cpu_.total && cpu.busy >= cpu_.busy) {
      const auto busy = static_cast<double>(cpu.busy - cpu_.busy);
      emit("cpu.used", 100 * busy / static_cast<double>(cpu.total - cpu_.total), "%");
    }
    cpu_ = cpu;
    const Memory memory = read_memory(root_);
    emit("memory.used", memory.used_bytes, "B");
    emit("memory.available", memory.available_bytes, "B");
    const Load load = read_load(root_);
    emit("load.1min", load.one, "");
    emit("load.5min", load.five, "");
    emit("load.15min", load.fifteen, "");
    for (const Thermometer& thermometer : thermometers_) {
      if (const auto celsius = read_temperature(thermometer)) emit("temperature." + thermometer.name, *celsius, "°C");
    }
  }

  std::chrono::nanoseconds interval_;
  std::uint64_t rounds_left_;  ///< 0: endless
  std::filesystem::path root_;
  CpuTicks cpu_;  ///< at the last round
  std::vector<Thermometer> thermometers_;
  steady_clock::time_point next_round_;
};

}  // namespace

StageSpec host_metrics() {
  using Settings = HostMetrics::Settings;
  using namespace std::chrono_literals;
  return describe<HostMetrics>("host_metrics", "Processor, memory, load and temperatures of this host, at an interval.")
      .field("interval", &Settings::interval, "From one round to the next.",
             between<std::chrono::nanoseconds>(1ms, 24h))
      .field("count", &Settings::count, "How many rounds in a life of the stage; 0: endless.")
      .field("root", &Settings::root, "The folder that holds the kernel's proc and sys.")
      .details(
          "Each round emits a sample for each of\n"
          "  cpu.used                         % of the time of all processors since the round before\n"
          "  memory.used, memory.available    B, MemTotal less MemAvailable and MemAvailable of /proc/meminfo\n"
          "  load.1min, load.5min, load.15min  no unit, as in /proc/loadavg\n"
          "  temperature.NAME                 °C, every thermal zone and hwmon sensor that answers at the start\n"
          "all with the wall-clock time of the round.\n"
          "Rounds stand on a fixed grid that begins one interval after the start, so they do not drift; a round that "
          "could not be held in time is left out. cpu.used is left out where no clock tick (mostly 10ms) has passed "
          "since the round before, a temperature where its sensor has no answer. The stage fails where a file under "
          "/proc can't be read.");
}

}  // namespace weir::producers

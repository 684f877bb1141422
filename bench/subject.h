#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "observe/histogram.h"

namespace weir::bench {

inline constexpr std::string_view kWeir = "weir";    // the system of a row that is no baseline
inline constexpr std::string_view kCodec = "codec";  // that of the floor: encode and decode, and no transport

/// What a row of the report is about.
struct Subject {
  std::string system = std::string(kWeir);  ///< or the baseline's name
  std::string pipeline{};                   ///< its name; of a baseline empty, unless it is the same lesson
  std::string topology{};                   ///< "threads", "processes", "serial"; of most baselines empty
  std::string link{};                       ///< "queue", "pipe", "mixed"; of a baseline empty
  std::uint64_t messages = 0;
  std::uint64_t payload_bytes = 0;
  std::uint32_t stages = 2;
  std::uint64_t rate = 0;  ///< messages a second at which it is paced; 0: as many as go

  bool is_weir() const { return system == kWeir; }
  bool operator==(const Subject&) const = default;
};

/// "weir threads queue", "libzmq-ipc", "python threads"; with the pipeline in front where `several` are measured.
std::string name_of(const Subject& subject, bool several = false);

/// What one run of a subject gave.
struct Sample {
  std::uint64_t messages = 0;
  double rate = 0;       ///< messages a second, from the first one made to the last one done
  double elapsed_s = 0;  ///< from the start of the program to its exit
  double cpu_s = 0;      ///< of all its processes
  std::uint64_t context_switches = 0;
  std::uint64_t max_rss_bytes = 0;                   ///< sum of its processes' peaks; 0: not known
  std::optional<observe::Percentiles> latency_us{};  ///< end to end
};

/// Something that can be measured again and again.
struct Case {
  Subject subject;
  /// Runs it once. Throws NotMeasured where a message was lost, came twice or was changed, and Absent where what it
  /// needs is not on this machine.
  std::function<Sample()> run;
};

}  // namespace weir::bench

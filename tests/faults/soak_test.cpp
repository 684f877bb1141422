#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <iostream>
#include <thread>

#include "support/program_test.h"

// A run of many lives: what it holds of the machine stays within bounds, and nothing is lost.
namespace weir {
namespace {

/// Ones without end, so that each sum is its count.
const std::string kManyLives = R"(version: 1
name: soak
topology: processes
delivery: effectively_once
producers: {ones: {type: counter, with: {from: 1, step: 0}}}
transformers: {copy: {type: identity, replicas: 2}, squared: {type: square}}
consumers: {total: {type: sum}, passed: {type: count}}
queues:
  to_copy: ones -> copy
  copies: copy -> total
  to_squared: ones -> squared
  squares: squared -> passed
)";

/// Of all processes of a run together.
struct Holdings {
  std::uint64_t memory_kib = 0;  ///< resident
  std::uint64_t descriptors = 0;
};

Holdings of(const std::vector<ProcessSeen>& processes) {
  Holdings sum;
  for (const ProcessSeen& process : processes) {
    const std::string folder = "/proc/" + std::to_string(process.pid);
    std::ifstream statm(folder + "/statm");
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    statm >> size >> resident;
    sum.memory_kib += resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 1024;
    std::error_code ended;
    for (std::filesystem::directory_iterator file(folder + "/fd", ended); file != std::filesystem::directory_iterator();
         file.increment(ended)) {
      ++sum.descriptors;
    }
  }
  return sum;
}

std::chrono::seconds soak_time() {
  constexpr std::chrono::seconds kShort{12};
  const char* const minutes = std::getenv("WEIR_SOAK_MINUTES");
  return minutes == nullptr ? kShort : std::chrono::minutes(std::stoi(minutes));
}

using Soak = ProgramTest;

TEST_F(Soak, HoldsNoMoreInTheSecondHalfThanInTheFirst) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kPause{250};  // from look to look
  constexpr int kLooksPerKill = 12;                 // each stage then lives for longer than its back-off is remembered
  const std::array<std::string, 4> victims{"ones[0]", "copy[1]", "squared[0]", "total[0]"};
  Child child = start_run({write("soak.yaml", kManyLives)});
  const Clock::time_point begin = Clock::now();
  std::array<Holdings, 2> most{};  // in each half
  std::size_t kills = 0;
  for (int look = 1; Clock::now() < begin + soak_time() && !child.has_ended(); ++look) {
    std::this_thread::sleep_for(kPause);
    const Holdings now = of(processes());
    Holdings& half = most.at(Clock::now() < begin + soak_time() / 2 ? 0 : 1);
    half.memory_kib = std::max(half.memory_kib, now.memory_kib);
    half.descriptors = std::max(half.descriptors, now.descriptors);
    if (look % kLooksPerKill == 0) kill(stage_process(victims.at(kills++ % victims.size())), SIGKILL);
  }
  child.signal(SIGINT);
  const EndedRun ended = wait_for(child);
  expect_good_end(ended, "stopped");
  const Json links = ended.report["links"];
  EXPECT_EQ(results_of(ended.report, "total")["sum"], named(links, "copies")["accepted"]);
  EXPECT_EQ(results_of(ended.report, "passed")["count"], named(links, "to_copy")["accepted"]);
  std::uint64_t restarts = 0;
  for (const Json& stage : ended.report["stages"]) restarts += stage["restarts"].get<std::uint64_t>();
  EXPECT_EQ(restarts, kills);
  if (!kSanitized) {  // which hold back what was freed, so that memory grows with every allocation
    EXPECT_LT(most[1].memory_kib, most[0].memory_kib * 5 / 4);
  }
  EXPECT_LE(most[1].descriptors, most[0].descriptors + 8);  // a stage that comes and one that goes may overlap
  std::cout << soak_time().count() << " s, " << kills << " kills, " << named(links, "to_copy")["accepted"]
            << " records; first half: at most " << most[0].memory_kib / 1024 << " MiB and " << most[0].descriptors
            << " open files, second half: " << most[1].memory_kib / 1024 << " MiB and " << most[1].descriptors << '\n';
}

}  // namespace
}  // namespace weir

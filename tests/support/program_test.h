#pragma once

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "support/child.h"
#include "support/processes.h"
#include "support/scratch_folder.h"

namespace weir {

using Json = nlohmann::json;

/// The folder of the sources, in which `configs/` is.
std::filesystem::path source_folder();

/// How a run ended, and its report; null where it wrote none.
struct EndedRun : Ended {
  Json report{};
};

/// Drives the program as a user does. Each test has a list of runs of its own, and fails when anything of a run is
/// left at its end: a process, a socket, a page.
class ProgramTest : public ::testing::Test {
 protected:
  ProgramTest();
  void TearDown() override;

  /// Started in `folder_`.
  Ended weir(std::vector<std::string> arguments) const { return start(std::move(arguments)).wait(); }
  Child start(std::vector<std::string> arguments) const { return Child(command(std::move(arguments))); }
  Command command(std::vector<std::string> arguments) const;

  /// `before; weir ARGUMENTS after`, as a shell takes it.
  Ended weir_in_shell(const std::string& before, std::vector<std::string> arguments, const std::string& after) const;

  /// `weir run ARGUMENTS --report FILE`.
  EndedRun run(std::vector<std::string> arguments) const;
  Child start_run(std::vector<std::string> arguments) const;
  EndedRun wait_for(Child& child) const;
  Json report() const;

  std::string write(const std::string& name, const std::string& text) const { return scratch_.write(name, text); }
  std::filesystem::path scratch(const std::string& name) const { return scratch_ / name; }

  /// Where the program lists its runs.
  std::filesystem::path runs() const { return memory_ / "r"; }
  std::vector<std::filesystem::path> left_in_runs() const;

  /// All that live of this test, whoever started them.
  std::vector<ProcessSeen> processes() const;
  /// Waits for `weir stage NAME …`. Throws where there is none by the deadline.
  pid_t stage_process(const std::string& name) const;

  std::map<std::string, std::string> environment_;
  std::string program_;
  std::filesystem::path folder_ = source_folder();

 private:
  ScratchFolder scratch_;
  ScratchFolder memory_{kInMemory};  ///< as runs are by themselves
};

/// The same in both topologies.
class EachTopology : public ProgramTest, public ::testing::WithParamInterface<std::string> {};

inline auto topologies() { return ::testing::Values("threads", "processes", "serial"); }
std::string name_of_topology(const ::testing::TestParamInfo<std::string>& info);

/// The part of a list of the report that bears this name; the test fails where there is none.
Json named(const Json& list, const std::string& name);

/// The results of a stage's replica.
Json results_of(const Json& report, const std::string& stage, std::size_t replica = 0);

/// Ended by itself or drained, exit 0, and every link accounts for each record.
void expect_good_end(const EndedRun& run, const std::string& outcome = "completed");
void expect_balanced(const Json& report);

/// Failed as promised: exit 1, with a sentence that says `why`.
void expect_failure(const Ended& ended, const std::string& why);

}  // namespace weir

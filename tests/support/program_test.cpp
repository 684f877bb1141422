#include "support/program_test.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace weir {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

namespace {

std::map<std::string, std::string> own_environment() {
  std::map<std::string, std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t sign = text.find('=');
    environment[text.substr(0, sign)] = text.substr(sign + 1);
  }
  return environment;
}

}  // namespace

fs::path source_folder() { return WEIR_SOURCE_FOLDER; }

ProgramTest::ProgramTest() : environment_(own_environment()), program_(WEIR_PROGRAM) {
  for (const char* name : {"BOOK", "NO_COLOR"}) environment_.erase(name);
  environment_["WEIR_RUNTIME_DIR"] = runs().string();
  environment_["OUT"] = scratch("out").string();
}

void ProgramTest::TearDown() {
  std::string left;
  EXPECT_TRUE(eventually([this] { return processes().empty(); }, std::chrono::seconds{2}));
  for (const ProcessSeen& process : processes()) {
    left += process.command_line + "\n";
    kill(process.pid, SIGKILL);
  }
  for (const fs::path& path : left_in_runs()) left += path.string() + "\n";
  EXPECT_EQ(left, "") << "is left";
}

Command ProgramTest::command(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), program_);
  return {.arguments = std::move(arguments),
          .environment = environment_,
          .folder = folder_,
          .out_file = scratch("stdout"),
          .err_file = scratch("stderr")};
}

Ended ProgramTest::weir_in_shell(const std::string& before, std::vector<std::string> arguments,
                                 const std::string& after) const {
  Command command = this->command(std::move(arguments));
  const std::string script = before + R"(; exec "$0" "$@" )" + after;
  command.arguments.insert(command.arguments.begin(), {"sh", "-c", script});
  return Child(std::move(command)).wait();
}

Child ProgramTest::start_run(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "run");
  arguments.insert(arguments.end(), {"--report", scratch("report.json").string()});
  fs::remove(scratch("report.json"));
  return start(std::move(arguments));
}

EndedRun ProgramTest::run(std::vector<std::string> arguments) const {
  Child child = start_run(std::move(arguments));
  return wait_for(child);
}

EndedRun ProgramTest::wait_for(Child& child) const { return {child.wait(), report()}; }

Json ProgramTest::report() const {
  const fs::path file = scratch("report.json");
  return fs::exists(file) ? Json::parse(content_of(file), nullptr, false) : Json();
}

std::vector<fs::path> ProgramTest::left_in_runs() const {
  std::vector<fs::path> left;
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(runs(), missing)) left.push_back(entry.path());
  return left;
}

std::vector<ProcessSeen> ProgramTest::processes() const {
  return processes_with("WEIR_RUNTIME_DIR=" + environment_.at("WEIR_RUNTIME_DIR"));
}

pid_t ProgramTest::stage_process(const std::string& name) const {
  pid_t found = 0;
  eventually([&] {
    for (const ProcessSeen& process : processes()) {
      if (process.command_line.starts_with("weir stage " + name + " ")) found = process.pid;
    }
    return found != 0;
  });
  if (found == 0) throw std::runtime_error("there is no process 'weir stage " + name + " …'");
  return found;
}

std::string name_of_topology(const ::testing::TestParamInfo<std::string>& info) { return info.param; }

Json named(const Json& list, const std::string& name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Json& part) { return part.value("name", "") == name; });
  if (found != list.end()) return *found;
  ADD_FAILURE() << "no '" << name << "' in " << list;
  return Json::object();
}

Json results_of(const Json& report, const std::string& stage, std::size_t replica) {
  for (const Json& part : report["stages"]) {
    if (part["name"] == stage && part["replica"] == replica) return part["results"];
  }
  ADD_FAILURE() << "no '" << stage << "' in " << report;
  return Json::object();
}

void expect_balanced(const Json& report) {
  EXPECT_EQ(report.value("balanced", false), true) << report;
  if (!report.contains("links")) return;
  for (const Json& link : report["links"]) {
    const auto count = [&link](const char* name) { return link[name].get<std::uint64_t>(); };
    EXPECT_EQ(count("accepted"), count("delivered") + count("dropped") + count("rejected")) << link;
    EXPECT_EQ(count("in_flight"), 0) << link;
    EXPECT_EQ(count("lost"), 0) << link;
  }
}

void expect_good_end(const EndedRun& run, const std::string& outcome) {
  EXPECT_EQ(run.exit_code, 0) << run;
  ASSERT_TRUE(run.report.is_object()) << run.err;
  EXPECT_EQ(run.report["outcome"], outcome) << run.err;
  expect_balanced(run.report);
}

void expect_failure(const Ended& ended, const std::string& why) {
  EXPECT_EQ(ended.exit_code, 1) << ended;
  EXPECT_THAT(ended.err, HasSubstr(why));
}

}  // namespace weir

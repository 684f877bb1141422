#include <gmock/gmock.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <optional>

#include "observe/page.h"
#include "support/page_server.h"
#include "support/program_test.h"

// Lessons that are broken off: they leave nothing, or what a run is taken up with.
namespace weir {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A lesson that goes on for as long as one likes, with little under way, so that it drains soon.
struct LongLesson {
  std::string name;
  std::vector<std::string> settings;
  std::string producer;
  std::string transformer;
  std::size_t transformers;
  std::string consumer;
};
void PrintTo(const LongLesson& lesson, std::ostream* out) { *out << lesson.name; }

const std::string kPlace = kOptimised ? "30" : "20";  // takes about a millisecond

const std::vector<LongLesson> kLongLessons{
    {"fibonacci",
     {"producers.numbers.with.value=" + kPlace, "producers.numbers.with.count=0", "queues.numbers.capacity=16",
      "consumers.results.with.most=100M"},
     "numbers",
     "fibonacci",
     2,
     "results"},
    {"http_get",
     {"producers.addresses.with.repeat=0", "queues.addresses.capacity=16"},
     "addresses",
     "get",
     4,
     "summary"},
    {"shared_counter", {"limit=1G"}, "tasks", "increment", 4, "total"},
    {"matrix_invert",
     {"producers.matrices.with.size=60", "producers.matrices.with.count=0", "queues.matrices.capacity=16"},
     "matrices",
     "invert",
     2,
     "sum"},
};

class BrokenLessons : public ProgramTest {
 protected:
  // What a launcher has not waited for is this process's to wait for then.
  BrokenLessons() { prctl(PR_SET_CHILD_SUBREAPER, 1); }
  ~BrokenLessons() override { prctl(PR_SET_CHILD_SUBREAPER, 0); }

  /// Until records arrive at its end.
  Child running(const LongLesson& lesson, const std::string& topology, const std::vector<std::string>& more = {}) {
    if (lesson.name == "http_get") {
      server_.emplace(source_folder(), "0.02");
      environment_["PAGES"] = server_->url();
      environment_["no_proxy"] = "127.0.0.1";
    }
    std::vector<std::string> arguments{"configs/lessons/" + lesson.name + ".yaml", "--topology", topology};
    for (const auto& settings : {lesson.settings, more}) {
      for (const std::string& setting : settings) arguments.insert(arguments.end(), {"--set", setting});
    }
    Child child = start_run(std::move(arguments));
    await_records(child, lesson);
    return child;
  }

  /// Until some more have arrived than have.
  void await_records(const Child& child, const LongLesson& lesson) const {
    constexpr std::uint64_t kSome = 20;
    ASSERT_TRUE(eventually([&] { return has_pages(); })) << child.err();
    const std::uint64_t before = arrived(lesson);
    ASSERT_TRUE(eventually([&] { return arrived(lesson) >= before + kSome; })) << child.err();
  }

  bool has_pages() const {
    const auto runs = left_in_runs();
    return !runs.empty() && std::filesystem::exists(runs.front() / "inputs");
  }

  std::uint64_t arrived(const LongLesson& lesson) const {
    const std::string page = "page." + std::to_string(1 + lesson.transformers);
    return observe::Page::open(left_in_runs().front() / page, {1, 0}).stage().records_in.get();
  }

  void kill_and_await_next_life(const Child& child, const std::string& name) const {
    const pid_t first = stage_process(name);
    kill(first, SIGKILL);
    ASSERT_TRUE(eventually([&] { return stage_process(name) != first; })) << child.err();
  }

  /// A replica that dies between adding and passing on adds again, but what was passed on was added.
  static void expect_no_increment_lost(const EndedRun& run, const LongLesson& lesson) {
    if (lesson.name != "shared_counter") return;
    EXPECT_LE(results_of(run.report, "total")["lost"], 0);
  }

  Json ps() const {
    Command command = this->command({"ps", "--format", "json"});
    command.out_file = scratch("ps.out");
    return Json::parse(Child(std::move(command)).wait().out);
  }

  void expect_nothing_left() const {
    EXPECT_EQ(ps(), Json::array());
    EXPECT_TRUE(eventually([this] { return processes().empty(); }, seconds{2}));
    EXPECT_FALSE(has_zombie_child());
    EXPECT_THAT(left_in_runs(), IsEmpty());
  }

  /// Of this process, or of a launcher that has ended.
  static bool has_zombie_child() {
    siginfo_t info{};
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
  }

  /// Of this process, dead or alive.
  static std::size_t children() {
    std::ifstream file("/proc/thread-self/children");
    return static_cast<std::size_t>(std::distance(std::istream_iterator<pid_t>(file), {}));
  }

  /// Those of a launcher that was killed, as init would.
  void wait_for_orphans() const {
    const std::size_t expected = server_ ? 1 : 0;
    EXPECT_TRUE(eventually(
        [expected] {
          while (waitpid(-1, nullptr, WNOHANG) > 0) continue;
          return children() == expected;
        },
        seconds{2}));
    EXPECT_THAT(processes(), IsEmpty());
  }

 private:
  std::optional<PageServer> server_;
};

struct LessonCase {
  LongLesson lesson;
  std::string topology;
};
void PrintTo(const LessonCase& one, std::ostream* out) { *out << one.lesson.name << " in " << one.topology; }

std::vector<LessonCase> lesson_cases() {
  std::vector<LessonCase> cases;
  for (const LongLesson& lesson : kLongLessons) {
    if (lesson.name == "http_get" && !PageServer::can_start()) continue;
    for (const char* const topology : {"threads", "processes", "serial"}) cases.push_back({lesson, topology});
  }
  return cases;
}

class BrokenLesson : public BrokenLessons, public ::testing::WithParamInterface<LessonCase> {};

TEST_P(BrokenLesson, ThatIsInterruptedDrainsAndLeavesNothing) {
  const auto& [lesson, topology] = GetParam();
  Child child = running(lesson, topology);
  child.signal(SIGINT);
  expect_good_end(wait_for(child), "stopped");
  expect_nothing_left();
}

TEST_P(BrokenLesson, WhoseLauncherIsKilledLeavesADeadRunThatCleanRemoves) {
  const auto& [lesson, topology] = GetParam();
  Child child = running(lesson, topology);
  child.signal(SIGKILL);
  EXPECT_EQ(child.wait().signal, SIGKILL);
  wait_for_orphans();
  EXPECT_TRUE(eventually([this] { return ps().dump().find("\"dead\"") != std::string::npos; }, seconds{2}));
  const Json found = ps();
  ASSERT_EQ(found.size(), 1) << found;
  EXPECT_EQ(found[0]["name"], lesson.name);
  EXPECT_EQ(found[0]["topology"], topology);
  EXPECT_TRUE(std::filesystem::exists(found[0]["directory"].get<std::string>() + "/inputs"));

  EXPECT_EQ(weir({"clean"}).exit_code, 0);
  expect_nothing_left();
}

INSTANTIATE_TEST_SUITE_P(, BrokenLesson, ::testing::ValuesIn(lesson_cases()),
                         [](const auto& it) { return it.param.lesson.name + "_in_" + it.param.topology; });

class LessonOfProcesses : public BrokenLessons, public ::testing::WithParamInterface<LongLesson> {};

TEST_P(LessonOfProcesses, GoesOnThoughEachStageIsKilledAndLeavesNothing) {
  const LongLesson& lesson = GetParam();
  Child child = running(lesson, "processes");
  for (const std::string& stage : {lesson.transformer, lesson.consumer, lesson.producer}) {
    kill_and_await_next_life(child, stage + "[0]");
    await_records(child, lesson);
  }
  child.signal(SIGINT);
  const EndedRun run = wait_for(child);
  expect_good_end(run, "stopped");
  for (const std::string& stage : {lesson.transformer, lesson.consumer, lesson.producer}) {
    EXPECT_EQ(named(run.report["stages"], stage)["restarts"], 1) << stage;
  }
  expect_no_increment_lost(run, lesson);
  expect_nothing_left();
}

TEST_P(LessonOfProcesses, IsTakenUpWhereItsLauncherWasKilledAndLeavesNothing) {
  const LongLesson& lesson = GetParam();
  Child child = running(lesson, "processes");
  child.signal(SIGKILL);
  child.wait();
  wait_for_orphans();
  Child next = start({"resume", left_in_runs().at(0).string(), "--report", scratch("report.json").string()});
  await_records(next, lesson);
  next.signal(SIGINT);
  const EndedRun run = wait_for(next);
  expect_good_end(run, "stopped");
  expect_no_increment_lost(run, lesson);
  expect_nothing_left();
}

TEST_P(LessonOfProcesses, FailsWhereAStageIsKilledThatMustNotBeStartedAgainAndLeavesNothing) {
  const LongLesson& lesson = GetParam();
  Child child = running(lesson, "processes", {"transformers." + lesson.transformer + ".restart=never"});
  kill(stage_process(lesson.transformer + "[1]"), SIGKILL);
  expect_failure(wait_for(child), "'" + lesson.transformer + "[1]' was killed by signal 9");
  expect_nothing_left();
}

std::vector<LongLesson> lessons_of_processes() {
  std::vector<LongLesson> lessons;
  for (const LessonCase& one : lesson_cases()) {
    if (one.topology == "processes") lessons.push_back(one.lesson);
  }
  return lessons;
}

INSTANTIATE_TEST_SUITE_P(, LessonOfProcesses, ::testing::ValuesIn(lessons_of_processes()),
                         [](const auto& it) { return it.param.name; });

}  // namespace
}  // namespace weir

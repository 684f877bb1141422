#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>

#include "lesson.h"
#include "support/page_server.h"

namespace weir {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LessonsThatWait : public Lesson {};

TEST_P(LessonsThatWait, SortBySleepingWhereAllSleepAtTheSameTime) {
  const std::vector<std::int64_t> arrived = numbers_in(learn("delay").report, "arrived");
  if (GetParam() == "serial") {
    EXPECT_THAT(arrived, ElementsAre(3, 1, 2));
  } else {
    EXPECT_THAT(arrived, ElementsAre(1, 2, 3));
  }
}

std::vector<std::int64_t> one_to_hundred() {
  std::vector<std::int64_t> numbers(100);
  std::iota(numbers.begin(), numbers.end(), 1);
  return numbers;
}

TEST_P(LessonsThatWait, KeepTheOrderThatTheListHad) {
  EXPECT_EQ(numbers_in(learn("ordered_list").report, "arrived"), one_to_hundred());
}

TEST_P(LessonsThatWait, MixTheListUpWhereNothingPutsItInOrder) {
  std::vector<std::int64_t> arrived =
      numbers_in(learn("ordered_list", {"queues.arrived.ordered=false"}).report, "arrived");
  if (GetParam() != "serial") {
    EXPECT_FALSE(std::ranges::is_sorted(arrived));
  }
  std::ranges::sort(arrived);
  EXPECT_EQ(arrived, one_to_hundred());
}

/// Of the lesson http_get.
class LessonsOnTheWeb : public Lesson {
 protected:
  void SetUp() override {
    if (!PageServer::can_start()) GTEST_SKIP() << "there is no " << kPython << " to serve pages";
    environment_["no_proxy"] = "127.0.0.1";
  }
};

TEST_P(LessonsOnTheWeb, GetEachPageTwice) {
  const PageServer server(source_folder(), "0.01");
  environment_["PAGES"] = server.url();
  const Json summary = results_of(learn("http_get").report, "summary");
  EXPECT_EQ(summary["pages"], 16);
  EXPECT_GE(summary["slowest_ms"], 10);
  std::vector<std::string> titles = summary["titles"];
  std::ranges::sort(titles);
  std::vector<std::string> expected;
  for (const char page : std::string("1122334455667788")) expected.push_back(std::string("Page /") + page);
  EXPECT_EQ(titles, expected);
}

TEST_P(LessonsOnTheWeb, RejectPagesThatAreNotThereAndNameThem) {
  const PageServer server(source_folder(), "0");
  const std::string missing = server.url() + "/missing";
  const std::string refused = "http://127.0.0.1:1/";  // a port that nobody but root could listen on, and nobody does
  const EndedRun run =
      learn("http_get", {"producers.addresses.with.urls=[" + server.url() + "/1, " + missing + ", " + refused + "]",
                         "producers.addresses.with.repeat=1"});
  EXPECT_EQ(results_of(run.report, "summary")["pages"], 1);
  EXPECT_EQ(rejected_by("get", run.report), 2);
  EXPECT_EQ(named(run.report["links"], "addresses")["rejected"], 2);
  EXPECT_THAT(run.err, HasSubstr("bad_record \"" + missing + ": status 404\""));
  EXPECT_THAT(run.err, HasSubstr("bad_record \"" + refused + ": Connection refused\""));
}

class LessonsThatWaitTogether : public LessonsOnTheWeb {};

TEST_P(LessonsThatWaitTogether, GetPagesFourTimesAsFastByFourReplicas) {
  const PageServer server(source_folder(), "0.05");
  environment_["PAGES"] = server.url();
  const auto seconds = [this](const std::string& replicas) {
    return learn("http_get", {"transformers.get.replicas=" + replicas}).report["wall_s"].get<double>();
  };
  constexpr double kSoundly = 3.5;
  double times = 0;
  for (int attempt = 0; attempt < 3 && times < kSoundly; ++attempt) {  // others may have had the processors
    times = seconds("1") / seconds("4");
  }
  EXPECT_GE(times, kSoundly);
}

INSTANTIATE_TEST_SUITE_P(, LessonsThatWait, topologies(), name_of_topology);
INSTANTIATE_TEST_SUITE_P(, LessonsOnTheWeb, topologies(), name_of_topology);
INSTANTIATE_TEST_SUITE_P(, LessonsThatWaitTogether, ::testing::Values("threads", "processes"), name_of_topology);

}  // namespace
}  // namespace weir

#include "bench/lessons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

#include "bench/errors.h"
#include "bench/lesson_sheet.h"
#include "rows.h"
#include "run/signals.h"
#include "support/scratch_folder.h"

namespace weir::bench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Json = nlohmann::json;

class Lessons : public ::testing::Test {
 protected:
  Lessons() {
    addresses_.name = "url_list";
    get_.name = "http_get";
    plan_.name = "http_get";
    plan_.stages.resize(2);
    topology::StagePlan& pages = plan_.stages[0];
    pages.name = "pages";
    pages.role = Role::kProducer;
    pages.spec = &addresses_;
    topology::StagePlan& get = plan_.stages[1];
    get.name = "get";
    get.spec = &get_;
    get.replicas = 4;
    plan_.values = {{"producers.pages.with.repeat", "2", "default"},
                    {"producers.pages.with.urls", "[a, b]", "x.yaml:1:1", {"http://127.0.0.1:8050/1", "a, b"}},
                    {"transformers.get.with.timeout", "4s", "default"},
                    {"transformers.getter.with.timeout", "5s", "default"},
                    {"transformers.get.replicas", "4", "x.yaml:2:1"}};
  }

  StageSpec addresses_;
  StageSpec get_;
  topology::Plan plan_;
};

TEST_F(Lessons, KnowTheSettingsOfTheirPipelineByTheTypesOfItsStages) {
  const std::optional<Lesson> lesson = lesson_of(plan_);
  ASSERT_TRUE(lesson);
  const Json request = Json::parse("{" + lesson->settings + "}");
  EXPECT_EQ(request["workers"], 4);
  EXPECT_EQ(request["with"], (Json{{"url_list.repeat", "2"},
                                   {"url_list.urls", {"http://127.0.0.1:8050/1", "a, b"}},
                                   {"http_get.timeout", "4s"},
                                   {"ordered", "false"}}));
}

TEST_F(Lessons, SayFromWhichPortOfThisMachineTheyGetPages) {
  EXPECT_EQ(lesson_of(plan_)->pages_port, 8050);
  plan_.values[1].items = {"http://example.org:8050/1"};
  EXPECT_EQ(lesson_of(plan_)->pages_port, 0);
}

TEST_F(Lessons, AreThoseOfTheNamesAndStagesOfPipelines) {
  plan_.name = "mine";
  EXPECT_FALSE(lesson_of(plan_));
  plan_.name = "square";
  EXPECT_FALSE(lesson_of(plan_)) << "without a stage that squares";
}

class LessonsInPython : public ::testing::Test {
 protected:
  Sample run(const std::string& name, std::uint64_t records, const std::string& settings) {
    const Subject subject{
        .system = std::string(kPython), .pipeline = name, .topology = "processes", .messages = records};
    return scripts_.case_of(program_, {.name = name, .settings = settings}, subject).run();
  }

  ScratchFolder scratch_;
  run::SignalQueue signals_;
  Program program_{scratch_ / "", signals_};
  LessonScripts scripts_{scratch_ / "lessons"};
};

TEST_F(LessonsInPython, DoWhatTheyAreAskedFor) {
  const Sample sample = run("square", 50, R"("with": {"constant.value": "3"}, "workers": 2)");
  EXPECT_EQ(sample.messages, 50U);
  EXPECT_GT(sample.rate, 0);
  EXPECT_GT(sample.cpu_s, 0);
}

TEST_F(LessonsInPython, GiveNoResultWhereTheyFail) {
  try {
    run("square", 50, R"("with": {"constant.value": "three"})");
    FAIL() << "took a word for a number";
  } catch (const NotMeasured& error) {
    EXPECT_THAT(error.what(), HasSubstr("'square' in Python as processes: "));
    EXPECT_THAT(error.what(), HasSubstr("three"));
  }
}

Row in_python(const std::string& way, const std::vector<double>& rates) {
  Subject subject = rows::weir(way, 100, "");
  subject.system = kPython;
  return rows::row(subject, rates);
}

TEST(LessonSheet, HasARowALesson) {
  const Sheet sheet =
      lesson_sheet(rows::results({rows::row(rows::weir("serial"), {10, 20}), rows::row(rows::weir("threads"), {20, 38}),
                                  rows::row(rows::weir("processes"), {9, 22}), in_python("serial", {2, 2}),
                                  in_python("threads", {1, 1}), in_python("processes", {4, 4})}));
  EXPECT_THAT(sheet.rows, ElementsAre(ElementsAre("numbers", "1,000", "15/s", "29/s", "15.5/s", "1.95", "~1.00", "100",
                                                  "2/s", "1/s", "4/s", "7.25")));
}

TEST(LessonSheet, HasNoRowWhereNothingWasMeasuredInPython) {
  EXPECT_THAT(lesson_sheet(rows::results({rows::row(rows::weir("serial"), {10, 20})})).rows, IsEmpty());
}

TEST(LessonSheet, HasALessonThatIsNotThereInPython) {
  Subject fits = rows::weir("threads");
  fits.pipeline = "gaussian_fit";
  EXPECT_THAT(lesson_sheet(rows::results({rows::row(fits, {10, 20})})).rows, SizeIs(1));
}

TEST(RatioRows, SetALessonBesideTheSameInPythonAndOneThread) {
  const std::vector<RatioRow> found =
      rows::results({rows::row(rows::weir("threads"), {20, 40}), rows::row(rows::weir("serial"), {10, 20}),
                     in_python("threads", {1, 2}), in_python("processes", {4, 4})})
          .ratios;
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].baseline, "weir serial queue");
  EXPECT_EQ(found[0].ratio.median, 2);
  EXPECT_EQ(found[1].baseline, "python threads");
  EXPECT_EQ(found[1].ratio.median, 20);
}

}  // namespace
}  // namespace weir::bench

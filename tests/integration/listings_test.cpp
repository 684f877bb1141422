#include <gmock/gmock.h>

#include <csignal>
#include <sstream>

#include "support/pipelines.h"
#include "support/program_test.h"

namespace weir {
namespace {

using ::testing::HasSubstr;

class Listing : public ProgramTest {
 protected:
  Json json(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Ended ended = weir(std::move(arguments));
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
    Json parsed = Json::parse(ended.out, nullptr, false);
    EXPECT_FALSE(parsed.is_discarded()) << ended.out;
    return parsed;
  }

  std::string text(std::vector<std::string> arguments) {
    const Ended ended = weir(std::move(arguments));
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
    return ended.out;
  }

  /// The words that begin the lines under "Subcommands:".
  std::vector<std::string> verbs() {
    std::istringstream lines(text({"--help"}));
    std::vector<std::string> verbs;
    bool listed = false;
    for (std::string line; std::getline(lines, line);) {
      if (line == "Subcommands:") listed = true;
      if (!listed || !line.starts_with("  ") || line.starts_with("   ")) continue;
      verbs.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
    return verbs;
  }
};

TEST_F(Listing, OfVerbsIsTheHelpAndEachOfThemHasItsOwn) {
  const std::vector<std::string> verbs = this->verbs();
  EXPECT_THAT(verbs, ::testing::IsSupersetOf({"run", "validate", "plan", "graph", "stages", "ps", "clean"}));
  for (const std::string& verb : verbs) EXPECT_THAT(text({verb, "--help"}), HasSubstr("weir " + verb)) << verb;
}

TEST_F(Listing, OfStageTypesNamesEachWithItsManual) {
  const Json types = json({"stages"});
  ASSERT_GT(types.size(), 10);
  const std::string table = text({"stages"});
  for (std::size_t i = 0; i < types.size(); i += kSanitized ? 4 : 1) {
    const Json& type = types[i];
    const std::string name = type.value("name", type.value("type", ""));
    ASSERT_NE(name, "") << type;
    EXPECT_THAT(table, HasSubstr(name));
    EXPECT_THAT(text({"stages", name}), HasSubstr(name));
    EXPECT_FALSE(json({"stages", name}).empty());
  }
}

TEST_F(Listing, OfThePlanGivesEachValueItsOrigin) {
  const std::vector<std::string> arguments{"plan", "configs/quickstart.yaml", "--set", "transformers.count.replicas=3"};
  const std::string table = text(arguments);
  EXPECT_THAT(table, HasSubstr("configs/quickstart.yaml:"));
  EXPECT_THAT(table, HasSubstr("default"));
  EXPECT_THAT(table, HasSubstr("--set transformers.count.replicas"));
  const Json plan = json(arguments);
  for (const char* key : {"values", "links", "processes"}) EXPECT_FALSE(plan[key].empty()) << key;
}

TEST_F(Listing, OfThePlanTellsOfTheEnvironment) {
  environment_["BOOK"] = write("book.txt", "a");
  EXPECT_THAT(text({"plan", "configs/quickstart.yaml"}), HasSubstr("environment"));
}

TEST_F(Listing, OfTheGraphNamesEachStageInEachFormat) {
  for (const std::string format : {"text", "mermaid", "dot"}) {
    const std::string graph = text({"graph", "configs/quickstart.yaml", "--format", format});
    for (const std::string stage : {"book", "count", "total"}) EXPECT_THAT(graph, HasSubstr(stage)) << format;
  }
  EXPECT_EQ(text({"graph", "configs/quickstart.yaml"}), text({"graph", "configs/quickstart.yaml", "--format", "text"}));
}

TEST_F(Listing, OfMistakesIsThatOfAllFilesAtOnce) {
  const std::string one =
      write("one.yaml", "version: 1\nproducers: {a: {type: nosuch}}\nconsumers: {b: {type: sum}}\n");
  const std::string two = write("two.yaml", "version: 2\n");
  const Ended ended = weir({"validate", one, "configs/numbers.yaml", two});
  EXPECT_EQ(ended.exit_code, 78);
  EXPECT_THAT(ended.err, HasSubstr(one + ":2:"));
  EXPECT_THAT(ended.err, HasSubstr(two + ":1:"));
  EXPECT_THAT(ended.out, HasSubstr("configs/numbers.yaml: ok"));
  EXPECT_FALSE(std::filesystem::exists(runs()));
}

TEST_F(Listing, OfRunsIsEmptyWithoutAny) {
  EXPECT_EQ(json({"ps"}), Json::array());
  EXPECT_THAT(text({"ps"}), HasSubstr("NAME"));
  EXPECT_EQ(text({"clean"}), "");
}

TEST_F(Listing, OfRunsShowsThoseThatLiveAndCleanLeavesThemAlone) {
  for (const std::string topology : {"threads", "processes"}) {
    Command command = this->command({"run", write("endless.yaml", kEndless), "--topology", topology});
    command.out_file = scratch("run.out");
    command.err_file = scratch("run.err");
    Child child(std::move(command));
    ASSERT_TRUE(eventually([&] { return child.printed() > 0; })) << child.err();
    EXPECT_EQ(text({"clean"}), "");
    const Json found = json({"ps"});
    ASSERT_EQ(found.size(), 1) << found;
    EXPECT_EQ(found[0]["name"], "endless");
    EXPECT_EQ(found[0]["state"], "alive");
    EXPECT_EQ(found[0]["pid"], child.pid());
    EXPECT_EQ(found[0]["topology"], topology);
    EXPECT_THAT(text({"ps"}), HasSubstr("alive"));
    child.signal(SIGTERM);
    EXPECT_EQ(child.wait().exit_code, 0);
    EXPECT_EQ(json({"ps"}), Json::array());
  }
}

TEST_F(Listing, OfRunsShowsThoseInAPlaceOfTheirOwn) {
  const std::string place = scratch("place").string();
  Command command = this->command({"run", write("endless.yaml", kEndless), "--run-dir", place});
  command.out_file = scratch("run.out");
  command.err_file = scratch("run.err");
  Child child(std::move(command));
  ASSERT_TRUE(eventually([&] { return child.printed() > 0; })) << child.err();
  EXPECT_EQ(json({"ps"}).at(0)["directory"], place);
  child.signal(SIGTERM);
  EXPECT_EQ(child.wait().exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(place));
  EXPECT_EQ(json({"ps"}), Json::array());
}

}  // namespace
}  // namespace weir

#include <algorithm>
#include <set>
#include <tuple>

#include "support/program_test.h"

namespace weir {
namespace {

namespace fs = std::filesystem;

/// Of configurations whose results differ from one run to the next, whatever the topology: the consumers and links that
/// must agree all the same.
const std::map<std::string, std::set<std::string>> kWhatAgrees{
    {"backpressure.yaml", {"got_all", "all", "newest", "oldest", "from_slow"}},  // what is dropped depends on time
    {"sensors.yaml", {"readings", "means", "checks"}},                           // the values are this host's
    {"lessons/delay.yaml", {"numbers"}},               // at the size below, who is first is a matter of chance
    {"lessons/gaussian_fit.yaml", {"noisy", "fits"}},  // means are rounded in the order in which replicas are done
    {"lessons/matrix_invert.yaml", {"matrices", "inverses"}},  // as are sums,
    {"lessons/trig.yaml", {"angles", "values"}},               // and these
    {"lessons/pipe.yaml", {"numbers"}},                        // it says how long it took,
    {"lessons/queue.yaml", {"numbers"}},                       // as does this
};

/// Of lessons that would take too long at the size that they have by themselves, some minutes under a sanitizer.
const std::map<std::string, std::vector<std::string>> kSmallerSizes{
    {"lessons/delay.yaml", {"transformers.wait.with.each=10ms"}},
    {"lessons/fibonacci.yaml", {"producers.numbers.with.value=20"}},
    {"lessons/gaussian_fit.yaml", {"producers.curves.with.count=200"}},
    {"lessons/matrix_invert.yaml", {"producers.matrices.with.size=60", "producers.matrices.with.count=8"}},
    {"lessons/square.yaml", {"producers.numbers.with.count=10k"}},
    {"lessons/string_length.yaml", {"producers.texts.with.times=[1k, 1k, 1]"}},
    {"lessons/trig.yaml", {"producers.numbers.with.count=20k", "transformers.trig.with.iterations=10"}},
    {"lessons/word_count.yaml", {"producers.lines.with.repeat=10k"}},
};

std::vector<std::string> arguments_for(const std::string& config, const std::string& topology) {
  std::vector<std::string> arguments{"configs/" + config, "--topology", topology};
  const auto sizes = kSmallerSizes.find(config);
  if (sizes == kSmallerSizes.end()) return arguments;
  for (const std::string& size : sizes->second) arguments.insert(arguments.end(), {"--set", size});
  return arguments;
}

bool must_agree(const std::string& config, const std::string& name) {
  const auto some = kWhatAgrees.find(config);
  return some == kWhatAgrees.end() || some->second.contains(name);
}

/// Of which LessonsOnTheWeb are the tests, since they start one.
const std::set<std::string> kWithAServer{"lessons/http_get.yaml"};

std::vector<std::string> configs() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(source_folder() / "configs")) {
    const fs::path name = entry.path().lexically_relative(source_folder() / "configs");
    if (name.extension() == ".yaml" && !kWithAServer.contains(name)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

std::string name_of_config(const std::string& config) {
  std::string name = fs::path(config).replace_extension();
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

class ConfigIn : public ProgramTest, public ::testing::WithParamInterface<std::tuple<std::string, std::string>> {};

TEST_P(ConfigIn, RunsToItsEndAndBalances) {
  const auto& [config, topology] = GetParam();
  const EndedRun run = this->run(arguments_for(config, topology));
  expect_good_end(run);
  EXPECT_EQ(run.report["topology"], topology);
  for (const Json& link : run.report["links"]) EXPECT_GE(link["accepted"], link["delivered"]) << link;
}

INSTANTIATE_TEST_SUITE_P(, ConfigIn, ::testing::Combine(::testing::ValuesIn(configs()), topologies()),
                         [](const auto& it) {
                           return name_of_config(std::get<0>(it.param)) + "_" + std::get<1>(it.param);
                         });

class Config : public ProgramTest, public ::testing::WithParamInterface<std::string> {
 protected:
  /// What the replicas of each consumer say together, so that it does not matter which of them got what, and how many
  /// records each link accepted.
  Json outcome(const std::string& topology) {
    std::vector<std::string> arguments = arguments_for(GetParam(), topology);
    arguments.emplace_back("--overwrite");
    const EndedRun run = this->run(std::move(arguments));
    expect_good_end(run);
    Json together = Json::object();
    for (const Json& stage : run.report["stages"]) {
      if (stage["role"] != "consumer" || !must_agree(GetParam(), stage["name"])) continue;
      for (const auto& [name, value] : stage["results"].items()) {
        Json& here = together[stage["name"].get<std::string>()][name];
        if (value.is_number_integer()) {
          here = here.is_null() ? value.get<std::int64_t>() : here.get<std::int64_t>() + value.get<std::int64_t>();
        } else {
          here.push_back(value);
        }
      }
    }
    for (const Json& link : run.report["links"]) {
      const std::string name = link["name"];
      if (must_agree(GetParam(), name)) together[name]["accepted"] = link["accepted"];
    }
    return together;
  }
};

TEST_P(Config, GivesTheSameResultsInBothTopologies) {
  const Json in_threads = outcome("threads");
  EXPECT_FALSE(in_threads.empty());
  EXPECT_EQ(in_threads, outcome("processes"));
}

INSTANTIATE_TEST_SUITE_P(, Config, ::testing::ValuesIn(configs()),
                         [](const auto& it) { return name_of_config(it.param); });

}  // namespace
}  // namespace weir

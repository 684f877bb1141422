#include "chaos_run.h"

#include <filesystem>
#include <system_error>

namespace weir {

namespace {

/// Two columns of numbers, none of which follows from its neighbours; some rows are refused.
std::string csv_of_numbers(std::uint64_t rows) {
  std::string text = "x,y\n";
  for (std::uint64_t row = 0; row < rows; ++row) {
    text += row % 1'000 == 7 ? "no number" : std::to_string(row * 7'919 % 1'000);
    text += "," + std::to_string(row * 104'729 % 997) + ".25\n";
  }
  return text;
}

void add(Json& sum, const Json& value) {
  sum = value.is_number() && !sum.is_null() ? Json(sum.get<std::int64_t>() + value.get<std::int64_t>()) : value;
}

/// What the replicas of each stage say together, but for where they wrote it.
Json all_said(const EndedRun& run) {
  Json said;
  for (const Json& stage : run.report["stages"]) {
    Json& here = said[stage["name"].get<std::string>()];
    add(here["rejected"], stage["rejected"]);
    for (const auto& [name, value] : stage["results"].items()) {
      if (name != "path") add(here[name], value);
    }
  }
  return said;
}

}  // namespace

ChaosRun::ChaosRun() {
  program_ = WEIR_CHAOS_PROGRAM;
  folder_ = scratch(".");
  environment_["IN"] = write("in.csv", csv_of_numbers(100'000));
}

std::vector<std::string> ChaosRun::arguments(const Victim& victim, const std::string& topology) const {
  return {write("chaos.yaml", victim.yaml), "--topology", topology, "--limit", std::to_string(records_of(victim))};
}

Left ChaosRun::undisturbed(const Victim& victim) const {
  const EndedRun run = this->run(arguments(victim, "threads"));
  expect_good_end(run);
  return take_left(run);
}

Left ChaosRun::take_left(const EndedRun& run) const {
  Left left{.said = all_said(run), .output = content_of(scratch("out")), .dead = {}};
  std::error_code none;
  for (const auto& letter : std::filesystem::directory_iterator(scratch("dead"), none)) {
    left.dead[letter.path().filename()] = content_of(letter.path());
  }
  std::filesystem::remove(scratch("out"));
  std::filesystem::remove_all(scratch("dead"));
  return left;
}

void ChaosRun::expect_same(const Left& left, const Left& undisturbed) {
  EXPECT_EQ(left.said, undisturbed.said);
  EXPECT_TRUE(left.output == undisturbed.output);
  EXPECT_EQ(left.dead, undisturbed.dead);
}

}  // namespace weir

#include "run/run_inputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "run/text_file.h"
#include "runtime_folder.h"

namespace weir::run {
namespace {

using testing::SizeIs;

RunInputs example() {
  RunInputs inputs;
  inputs.configuration.source = "a file.yaml";
  inputs.configuration.directory = "/home/somebody/with spaces";
  inputs.configuration.text = "version: 1\nname: é\n\n# the end\n";
  inputs.configuration.overrides = {{"queues.q.capacity", "[1, 2]\n", "--set queues.q.capacity"},
                                    {"topology", "", "--topology"}};
  inputs.name = "lines";
  inputs.topology = "processes";
  inputs.launcher = 4711;
  inputs.started_s = 1'700'000'000;
  inputs.log_level = observe::LogLevel::kDebug;
  inputs.log_format = observe::LogFormat::kJson;
  inputs.log_colour = true;
  inputs.overwrite = true;
  inputs.values = {{"queues.q.capacity", "8192"}, {"limit", ""}};
  return inputs;
}

TEST(RunInputs, ComeBackAsTheyWereWritten) {
  const RuntimeFolder runtime;
  const RunDirectory directory = RunDirectory::create("lines", std::nullopt);
  const RunInputs written = example();
  write_inputs(directory, written);
  const RunInputs read = read_inputs(directory);
  EXPECT_EQ(read.configuration.source, written.configuration.source);
  EXPECT_EQ(read.configuration.directory, written.configuration.directory);
  EXPECT_EQ(read.configuration.text, written.configuration.text);
  ASSERT_THAT(read.configuration.overrides, SizeIs(2));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(read.configuration.overrides[i].path, written.configuration.overrides[i].path);
    EXPECT_EQ(read.configuration.overrides[i].value, written.configuration.overrides[i].value);
    EXPECT_EQ(read.configuration.overrides[i].origin, written.configuration.overrides[i].origin);
  }
  EXPECT_EQ(read.name, "lines");
  EXPECT_EQ(read.topology, "processes");
  EXPECT_EQ(read.launcher, 4711);
  EXPECT_EQ(read.started_s, 1'700'000'000);
  EXPECT_EQ(read.log_level, observe::LogLevel::kDebug);
  EXPECT_EQ(read.log_format, observe::LogFormat::kJson);
  EXPECT_TRUE(read.log_colour);
  EXPECT_TRUE(read.overwrite);
  ASSERT_THAT(read.values, SizeIs(2));
  EXPECT_EQ(read.values[0].path, "queues.q.capacity");
  EXPECT_EQ(read.values[0].value, "8192");
  EXPECT_EQ(read.values[1].path, "limit");
}

TEST(RunInputs, LookUpTheEnvironmentOfTheirReader) {
  const RuntimeFolder runtime;
  const RunDirectory directory = RunDirectory::create("lines", std::nullopt);
  write_inputs(directory, example());
  const RunInputs read = read_inputs(directory);
  EXPECT_EQ(read.configuration.environment("WEIR_RUNTIME_DIR"), runtime.path().string());
  EXPECT_EQ(read.configuration.environment("WEIR_NOT_SET_ANYWHERE"), std::nullopt);
}

TEST(RunInputs, AreRefusedWhereTheyAreMissingCutOrOfAnotherVersion) {
  const RuntimeFolder runtime;
  const RunDirectory directory = RunDirectory::create("lines", std::nullopt);
  EXPECT_THROW(read_inputs(directory), RunDirectoryError);
  write_inputs(directory, example());
  const std::string whole = read_text(directory.inputs());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write_text(directory.inputs(), std::string_view(whole).substr(0, length));
    EXPECT_THROW(read_inputs(directory), RunDirectoryError) << length;
  }
  write_text(directory.inputs(), "weir inputs 9" + whole.substr(13));
  EXPECT_THROW(read_inputs(directory), RunDirectoryError);
}

}  // namespace
}  // namespace weir::run

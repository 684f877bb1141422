#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "support/program_test.h"

namespace weir {
namespace {

class Places : public EachTopology {
 protected:
  std::vector<std::string> run_numbers(std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(), {"run", "configs/numbers.yaml", "--limit", "1k", "--topology", GetParam()});
    return flags;
  }

  /// Refused with a sentence that names the place, and nothing was made.
  void expect_refused(const std::string& place) { expect_failure(weir(run_numbers({"--run-dir", place})), place); }
};

TEST_P(Places, WhereNoRunDirectoryCanBeAreNamed) {
  for (const std::string place : {"/proc/run", "/dev/full", "/nowhere/run", "/"}) expect_refused(place);
}

TEST_P(Places, ThatOthersMayLookIntoAreRefused) {
  const std::filesystem::path place = scratch("open");
  std::filesystem::create_directory(place);
  std::filesystem::permissions(place, std::filesystem::perms{0755});
  expect_refused(place);
  EXPECT_TRUE(std::filesystem::is_empty(place));
}

TEST_P(Places, ThatHoldSomethingAreRefusedAndKept) {
  const std::string kept = write("full/kept", "mine");
  const std::filesystem::path place = scratch("full");
  std::filesystem::permissions(place, std::filesystem::perms{0700});
  expect_refused(place);
  EXPECT_EQ(content_of(kept), "mine");
}

TEST_P(Places, ThatAreLinksAreRefused) {
  std::filesystem::create_directory(scratch("real"));
  std::filesystem::permissions(scratch("real"), std::filesystem::perms{0700});
  std::filesystem::create_symlink(scratch("real"), scratch("link"));
  expect_refused(scratch("link"));
}

TEST_P(Places, ThatAreTooDeepForSocketsAreRefused) {
  expect_refused(scratch(std::string(100, 'x')));
  environment_["WEIR_RUNTIME_DIR"] = scratch(std::string(100, 'y'));
  expect_failure(weir(run_numbers()), "too long");
}

TEST_P(Places, ThatAreEmptyAndOnesOwnAreUsedAndKept) {
  const std::filesystem::path place = scratch("own");
  std::filesystem::create_directory(place);
  std::filesystem::permissions(place, std::filesystem::perms{0700});
  EXPECT_EQ(weir(run_numbers({"--run-dir", place})).exit_code, 0);
  EXPECT_TRUE(std::filesystem::is_empty(place));
}

TEST_P(Places, ForTheRunsThatCannotBeMadeAreNamed) {
  for (const std::string place : {"/proc/runs", "/dev/null", "/dev/null/runs"}) {
    Command command = this->command(run_numbers());
    command.environment["WEIR_RUNTIME_DIR"] = place;
    const Ended ended = Child(std::move(command)).wait();
    expect_failure(ended, "weir: no place for runs in '" + place + "': ");
    EXPECT_THAT(ended.err, ::testing::HasSubstr("; WEIR_RUNTIME_DIR chooses another\n"));
  }
}

/// As a user to whom the folder is closed; root enters every one.
class ClosedPlaces : public ProgramTest {
 protected:
  void SetUp() override {
    closed_ = scratch("closed").string();
    std::filesystem::create_directory(closed_);
    std::filesystem::permissions(closed_, std::filesystem::perms::none);
    environment_["BOOK"] = closed_ + "/book.txt";
    environment_["OUT"] = closed_ + "/lines.jsonl";
    if (weir_of_a_user({"--version"}).exit_code != 0) GTEST_SKIP() << "may not give up being root here";
  }
  void TearDown() override {
    std::filesystem::permissions(closed_, std::filesystem::perms::owner_all);
    ProgramTest::TearDown();
  }

  Ended weir_of_a_user(std::vector<std::string> arguments) const {
    Command command = this->command(std::move(arguments));
    if (geteuid() == 0) {  // root without the right to pass over permissions
      command.arguments.insert(command.arguments.begin(), {"setpriv", "--bounding-set", "-all", "--inh-caps", "-all"});
    }
    return Child(std::move(command)).wait();
  }

  void expect_refused(const std::vector<std::string>& arguments, const std::string& sentence) const {
    const Ended ended = weir_of_a_user(arguments);
    expect_failure(ended, sentence);
    EXPECT_THAT(ended.err, ::testing::Not(::testing::HasSubstr("filesystem error")));
  }

  std::string closed_;
};

TEST_F(ClosedPlaces, OfAnInputAreNamedWithAWayOut) {
  const std::string file = write("in.yaml",
                                 "version: 1\nproducers: {lines: {type: text_file, with: {path: \"${BOOK}\"}}}\n"
                                 "consumers: {seen: {type: count}}\n");
  expect_refused({"run", file}, "cannot open '" + closed_ +
                                    "/book.txt': Permission denied; allow reading it and its "
                                    "folders, or set another 'path' (");
}

TEST_F(ClosedPlaces, OfAnOutputAreNamedWithAWayOut) {
  const std::string file = write("out.yaml",
                                 "version: 1\nlimit: 3\nproducers: {numbers: {type: counter}}\n"
                                 "consumers: {kept: {type: jsonl_file, with: {path: \"${OUT}\"}}}\n");
  for (const std::string verb : {"run", "drill"}) {
    expect_refused({verb, file},
                   "cannot open '" + closed_ +
                       "/lines.jsonl.part': Permission denied; allow writing there, or set another 'path' (");
  }
}

TEST_F(ClosedPlaces, OfARunThatIsListedHoldUpNoOtherRun) {
  std::filesystem::create_directory(runs());
  std::filesystem::permissions(runs(), std::filesystem::perms::owner_all);
  std::ofstream(runs() / "one.elsewhere") << closed_ + "/run";
  environment_["OUT"] = scratch("lines.jsonl").string();
  const std::string file = write("out.yaml",
                                 "version: 1\nlimit: 3\nproducers: {numbers: {type: counter}}\n"
                                 "consumers: {kept: {type: jsonl_file, with: {path: \"${OUT}\"}}}\n");
  const Ended ended = weir_of_a_user({"run", file});
  EXPECT_EQ(ended.exit_code, 0) << ended;
  std::filesystem::remove(runs() / "one.elsewhere");
}

TEST_F(ClosedPlaces, OfRunsAreNamedWithAWayOut) {
  expect_refused({"resume", closed_ + "/run"}, "weir: run directory '" + closed_ + "/run': Permission denied");
  environment_["WEIR_RUNTIME_DIR"] = closed_ + "/runs";
  for (const std::string verb : {"ps", "clean"}) {
    expect_refused({verb}, "weir: no place for runs in '" + closed_ +
                               "/runs': Permission denied; WEIR_RUNTIME_DIR chooses another\n");
  }
  environment_["WEIR_RUNTIME_DIR"] = runs().string();
  expect_refused({"run", "configs/numbers.yaml", "--limit", "3", "--run-dir", closed_ + "/run"},
                 "weir: run directory '" + closed_ + "/run': Permission denied; --run-dir chooses another\n");
}

TEST_P(Places, ThatAreReadOnlyOrFullEndInASentence) {
  const std::string place = scratch("small").string();
  std::filesystem::create_directory(place);
  const auto run_on = [&](const std::string& option) {
    Command command = this->command(run_numbers());
    command.environment["WEIR_RUNTIME_DIR"] = place + "/r";
    const std::string script =
        "mount -t tmpfs -o mode=700," + option + " none " + place + R"( || exit 99; exec "$0" "$@")";
    command.arguments.insert(command.arguments.begin(), {"unshare", "-Urm", "sh", "-c", script});
    return Child(std::move(command)).wait();
  };
  const Ended read_only = run_on("ro");
  if (read_only.exit_code == 99 || read_only.err.find("unshare") != std::string::npos) {
    GTEST_SKIP() << "may not mount anything here";
  }
  expect_failure(read_only, "Read-only file system");
  expect_failure(run_on("size=4k"), "No space left on device");
  for (const std::string size : {"8k", "16k", "24k", "32k", "40k", "48k", "64k"}) {
    const Ended ended = run_on("size=" + size);
    if (ended.exit_code != 0) expect_failure(ended, "No space left on device");
  }
}

TEST_P(Places, ThatMakeNoSenseForHomeAndTemporaryFilesDoNotMatter) {
  for (const std::string nonsense : {"", "/nowhere", "/dev/null", "relative", "\xff"}) {
    for (const char* name : {"HOME", "TMPDIR", "XDG_RUNTIME_DIR"}) environment_[name] = nonsense;
    EXPECT_EQ(weir(run_numbers()).exit_code, 0) << nonsense;
  }
}

TEST_P(Places, NeedNoEnvironmentAtAll) {
  std::erase_if(environment_, [](const auto& entry) {
    return entry.first != "WEIR_RUNTIME_DIR" && !entry.first.ends_with("SAN_OPTIONS");
  });
  const Ended ended = weir(run_numbers());
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
}

INSTANTIATE_TEST_SUITE_P(, Places, topologies(), name_of_topology);

}  // namespace
}  // namespace weir

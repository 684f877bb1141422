#include "observe/log.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "observe/log_line.h"
#include "support/scratch_folder.h"

namespace weir::observe {
namespace {

using AnyJson = nlohmann::json;
using std::chrono::microseconds;
using std::chrono::seconds;
using testing::AnyOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// Runs `work` in a child whose stderr goes to a file (or where `work` sends it) and gives the child's status.
template <class Work>
int status_of_child(const std::filesystem::path& err, Work work) {
  const pid_t child = ::fork();
  if (child == 0) {
    const int file = ::open(err.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(file, STDERR_FILENO);
    work();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

class LogTest : public testing::Test {
 protected:
  std::filesystem::path err() const { return folder_ / "err"; }
  std::filesystem::path file() const { return folder_ / "log"; }

  ScratchFolder folder_;
};

TEST_F(LogTest, SaysNothingBeforeItIsStarted) {
  EXPECT_EQ(status_of_child(err(), [] { log_error("weir", "lost"); }), 0);
  EXPECT_EQ(lines_of(err()).size(), 0U);
}

TEST_F(LogTest, WritesTimeLevelSpeakerAndText) {
  status_of_child(err(), [] {
    start_logging({});
    log_info("count[0]", "restarted");
    log_warning("weir", "slow");
    log_error("weir", "gone");
  });
  const std::string time = "[0-9][0-9]:[0-9][0-9]:[0-9][0-9]\\.[0-9][0-9][0-9] ";
  EXPECT_THAT(lines_of(err()),
              ElementsAre(MatchesRegex(time + "info  count\\[0\\]  restarted"), MatchesRegex(time + "warn  weir  slow"),
                          MatchesRegex(time + "error weir  gone")));
}

TEST_F(LogTest, LeavesOutWhatIsBelowItsLevel) {
  const std::vector<std::pair<LogLevel, std::size_t>> expected{
      {LogLevel::kDebug, 4}, {LogLevel::kInfo, 3}, {LogLevel::kWarning, 2}, {LogLevel::kError, 1}, {LogLevel::kOff, 0}};
  for (const auto& [level, lines] : expected) {
    std::filesystem::remove(err());
    status_of_child(err(), [level = level] {
      start_logging({.level = level});
      log_debug("a", "b");
      log_info("a", "b");
      log_warning("a", "b");
      log_error("a", "b");
    });
    EXPECT_EQ(lines_of(err()).size(), lines);
  }
}

TEST_F(LogTest, CopiesIntoAFileWithoutColourBehindWhatIsThere) {
  std::ofstream(file()) << "before\n";
  status_of_child(err(), [this] {
    start_logging({.colour = true, .file = file()});
    log_error("weir", "gone");
  });
  EXPECT_THAT(lines_of(err()), ElementsAre(HasSubstr("\x1b[1;31merror\x1b[0m")));
  EXPECT_THAT(lines_of(file()), ElementsAre("before", EndsWith(" error weir  gone")));
}

TEST_F(LogTest, SaysWhenItsFileCannotBeOpened) {
  EXPECT_THROW(start_logging({.file = folder_ / "no_such_folder" / "log"}), std::runtime_error);
}

TEST_F(LogTest, WritesOneJsonObjectALine) {
  status_of_child(err(), [] {
    start_logging({.format = LogFormat::kJson});
    log_info("count[0]", "a\n\"b\"");
  });
  const auto lines = lines_of(err());
  ASSERT_EQ(lines.size(), 1U);
  const AnyJson line = AnyJson::parse(lines.front());
  EXPECT_EQ(line["level"], "info");
  EXPECT_EQ(line["who"], "count[0]");
  EXPECT_EQ(line["text"], "a\n\"b\"");
  EXPECT_GT(line["pid"].get<int>(), 0);
}

TEST_F(LogTest, KeepsLinesWholeWhenThreadsAndProcessesWriteTogether) {
  status_of_child(err(), [this] {
    const pid_t twin = ::fork();
    start_logging({.file = file()});
    const std::string who = twin == 0 ? "child" : "parent";
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&who] {
        for (int line = 0; line < 100; ++line) log_info(who, std::string(300, 'x'));
      });
    }
    for (std::thread& thread : threads) thread.join();
    if (twin == 0) ::_exit(0);
    ::waitpid(twin, nullptr, 0);
  });
  for (const auto& path : {err(), file()}) {
    const auto lines = lines_of(path);
    EXPECT_EQ(lines.size(), 800U);
    for (const std::string& line : lines) {
      constexpr std::size_t kTime = 12;
      ASSERT_GT(line.size(), kTime);
      ASSERT_THAT(line.substr(kTime),
                  AnyOf(" info  child  " + std::string(300, 'x'), " info  parent  " + std::string(300, 'x')));
    }
  }
}

TEST_F(LogTest, OutlivesAFullDisk) {
  EXPECT_EQ(status_of_child("/dev/full",
                            [this] {
                              start_logging({.file = file()});
                              log_info("weir", "one");
                              log_info("weir", "two");
                            }),
            0);
  EXPECT_EQ(lines_of(file()).size(), 2U);
}

TEST_F(LogTest, OutlivesAStderrThatNobodyReads) {
  EXPECT_EQ(status_of_child(err(),
                            [this] {
                              int ends[2];
                              if (::pipe(ends) != 0) ::_exit(1);
                              ::dup2(ends[1], STDERR_FILENO);
                              ::close(ends[0]);
                              start_logging({.file = file()});
                              log_info("weir", "one");
                              log_info("weir", "two");
                            }),
            0);
  EXPECT_EQ(lines_of(file()).size(), 2U);
}

TEST_F(LogTest, NeverWritesIntoAFileThatGotTheNumberOfAClosedStderr) {
  EXPECT_EQ(status_of_child(err(),
                            [this] {
                              ::close(STDIN_FILENO);
                              ::close(STDERR_FILENO);
                              start_logging({});
                              ::open((folder_ / "first").c_str(), O_WRONLY | O_CREAT, 0600);
                              ::open((folder_ / "second").c_str(), O_WRONLY | O_CREAT, 0600);
                              log_info("weir", "one");
                            }),
            0);
  EXPECT_EQ(std::filesystem::file_size(folder_ / "first"), 0U);
  EXPECT_EQ(std::filesystem::file_size(folder_ / "second"), 0U);
}

LogEntry entry(std::string_view who, std::string_view text) {
  return {std::chrono::system_clock::time_point(seconds(1'738'317'731) + microseconds(123'456)), LogLevel::kWarning,
          who, text};
}

TEST(LogLine, IsRfc3339AndAsciiInJson) {
  const std::string line = json_line(entry("count[0]", "caf\u00e9 \xff\x1b\u009b"));
  EXPECT_THAT(line, HasSubstr(R"({"time":"2025-01-31T10:02:11.123456Z","level":"warning","who":"count[0]",)"
                              R"("text":"caf\u00e9 \ufffd\u001b\u009b","pid":)"));
  EXPECT_THAT(line, EndsWith("}\n"));
}

TEST(LogLine, HasNoControlCharactersWhateverIsSaid) {
  const std::string line = pretty_line(entry("a\x1b[2J", "b\n\x9b\xc2\x9b\r"), false);
  EXPECT_THAT(line, EndsWith(" warn  a\\x1b[2J  b\\n\\x9b\\u009b\\r\n"));
}

TEST(LogLine, IsCutToWhatAPipeTakesAtOnce) {
  for (const std::string& text : {std::string(100'000, 'x'), std::string(100'000, '\1'), std::string(4096, '\xc3')}) {
    for (const std::string& line : {pretty_line(entry("weir", text), true), json_line(entry("weir", text)),
                                    pretty_line(entry(text, "said"), true), json_line(entry(text, text))}) {
      EXPECT_LE(line.size(), kLongestLogLine);
      EXPECT_GE(line.size(), kLongestLogLine / 8);
      EXPECT_THAT(line, HasSubstr("..."));
      EXPECT_EQ(line.find('\n'), line.size() - 1);
    }
  }
}

}  // namespace
}  // namespace weir::observe

#include <sstream>
#include <tuple>

#include "support/program_test.h"

namespace weir {
namespace {

struct Arrangement {
  std::string name;
  std::vector<std::string> flags;
};

std::ostream& operator<<(std::ostream& stream, const Arrangement& arrangement) { return stream << arrangement.name; }

class Quickstart : public ProgramTest, public ::testing::WithParamInterface<Arrangement> {
 protected:
  /// As `wc` counts them.
  std::int64_t words_in(const std::string& file) const {
    Command command = this->command({});
    command.arguments = {"wc", "-w", file};
    std::istringstream out(Child(std::move(command)).wait().out);
    std::int64_t words = 0;
    out >> words;
    return words;
  }
};

TEST_P(Quickstart, CountsTheWordsOfTheBook) {
  std::vector<std::string> arguments = GetParam().flags;
  arguments.insert(arguments.begin(), "configs/quickstart.yaml");
  const EndedRun run = this->run(arguments);
  expect_good_end(run);
  const std::int64_t words = words_in("/usr/share/common-licenses/GPL-3");
  EXPECT_GT(words, 5'000);
  EXPECT_EQ(results_of(run.report, "total")["sum"], words);
}

std::vector<std::string> in_processes(const std::string& book, const std::string& count, const std::string& total) {
  return {"--set", "producers.book.process=" + book,  "--set", "transformers.count.process=" + count,
          "--set", "consumers.total.process=" + total};
}

std::vector<std::string> joined(std::vector<std::string> flags, const std::vector<std::string>& more) {
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

const std::vector<std::string> kThreads{"--topology", "threads"};
const std::vector<std::string> kProcesses{"--topology", "processes"};
const std::vector<std::string> kFour{"--set", "transformers.count.replicas=4"};

INSTANTIATE_TEST_SUITE_P(
    , Quickstart,
    ::testing::Values(
        Arrangement{"as_it_stands", {}}, Arrangement{"threads", kThreads}, Arrangement{"processes", kProcesses},
        Arrangement{"threads_with_four_counting", joined(kThreads, kFour)},
        Arrangement{"processes_with_four_counting", joined(kProcesses, kFour)},
        Arrangement{"threads_all_in_one_process", joined(kThreads, in_processes("a", "a", "a"))},
        Arrangement{"processes_all_in_one_process", joined(kProcesses, in_processes("a", "a", "a"))},
        Arrangement{"threads_each_in_a_process", joined(kThreads, in_processes("a", "b", "c"))},
        Arrangement{"threads_ends_in_one_process", joined(kThreads, in_processes("a", "b", "a"))},
        Arrangement{"threads_book_in_a_process", joined(kThreads, {"--set", "producers.book.process=a"})},
        Arrangement{"threads_count_in_a_process", joined(kThreads, {"--set", "transformers.count.process=a"})},
        Arrangement{"processes_book_and_count_in_one",
                    joined(joined(kProcesses, kFour),
                           {"--set", "producers.book.process=a", "--set", "transformers.count.process=a"})}),
    [](const auto& it) { return it.param.name; });

using Book = EachTopology;

TEST_P(Book, ComesFromTheEnvironment) {
  environment_["BOOK"] = write("book.txt", "one two\n\n three\nfour");
  const EndedRun run = this->run({"configs/quickstart.yaml", "--topology", GetParam()});
  expect_good_end(run);
  EXPECT_EQ(results_of(run.report, "total")["sum"], 4);
}

TEST_P(Book, MayBeEmpty) {
  environment_["BOOK"] = write("book.txt", "");
  const EndedRun run = this->run({"configs/quickstart.yaml", "--topology", GetParam()});
  expect_good_end(run);
  EXPECT_EQ(results_of(run.report, "total")["sum"], 0);
}

INSTANTIATE_TEST_SUITE_P(, Book, topologies(), name_of_topology);

}  // namespace
}  // namespace weir

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <weir/state.h>

#include <filesystem>
#include <map>
#include <mutex>

#include "hand_driven_run.h"
#include "run/report_builder.h"
#include "run/text_file.h"
#include "run/thread_host.h"
#include "runtime_folder.h"
#include "support/child.h"

// Stages that die of an exception among the threads of one process, and what their next lives know.
namespace weir::run {
namespace {

using testing::HasSubstr;

constexpr std::int64_t kRecords = a_fifth_if_sanitized(50'000);

/// Who is to die at which record, and how often still. Any thread.
class Fates {
 public:
  void set(const std::string& who, std::int64_t at, int times) {
    const std::lock_guard lock(mutex_);
    fates_[who][at] = times;
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    fates_.clear();
  }
  void meet(const std::string& who, std::int64_t record) {
    const std::lock_guard lock(mutex_);
    const auto fate = fates_[who].find(record);
    if (fate == fates_[who].end() || fate->second == 0) return;
    --fate->second;
    throw std::runtime_error("a bug");
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::map<std::int64_t, int>> fates_;  ///< how often at which record
};

Fates& fates() {
  static Fates all;
  return all;
}

class Naturals final : public Producer<v1::Number> {
 public:
  std::optional<Position> position() const override { return Position{.offset = 0, .number = next_}; }
  void seek(const Position& position) override { next_ = position.number; }
  bool produce(Emitter<v1::Number>& out) override {
    const auto value = static_cast<std::int64_t>(next_);
    fates().meet("a", value);
    out.emit().set_value(value);
    return ++next_ < kRecords;
  }

 private:
  std::uint64_t next_ = 0;
};

/// Keeps nothing.
class Twice final : public Transformer<v1::Number, v1::Number> {
 public:
  void transform(const v1::Number& in, Emitter<v1::Number>& out) override {
    fates().meet("b", in.value());
    out.emit().set_value(2 * in.value());
  }
};

/// Answers with the sum so far.
class RunningSum final : public Transformer<v1::Number, v1::Number> {
 public:
  void load(std::string_view state) override { sum_ = StateReader(state).take<std::int64_t>(); }
  void save(std::string& state) const override { StateWriter(state).put(sum_); }
  void transform(const v1::Number& in, Emitter<v1::Number>& out) override {
    sum_ += in.value();
    fates().meet("c", in.value());
    out.emit().set_value(sum_);
  }
  void finish(Emitter<v1::Number>& out) override {
    fates().meet("c", -1);
    out.emit().set_value(-1);
  }

 private:
  std::int64_t sum_ = 0;
};

/// Says in which order everything came, and how much.
class Digest final : public Consumer<v1::Number> {
 public:
  void load(std::string_view state) override {
    StateReader reader(state);
    digest_ = reader.take<std::uint64_t>();
    records_ = reader.take<std::int64_t>();
  }
  void save(std::string& state) const override { StateWriter(state).put(digest_).put(records_); }
  void consume(const v1::Number& in) override {
    fates().meet("d", records_);
    digest_ = digest_ * 31 + static_cast<std::uint64_t>(in.value());
    ++records_;
  }
  void finish() override { fates().meet("d", -1); }
  Results results() const override { return {{"digest", static_cast<std::int64_t>(digest_)}, {"records", records_}}; }

 private:
  std::uint64_t digest_ = 0;
  std::int64_t records_ = 0;
};

/// Keeps something and can't pass it on.
class Forgetful final : public Consumer<v1::Number> {
 public:
  void consume(const v1::Number& in) override { fates().meet("d", in.value()); }
};

Catalog dying_stages() {
  Catalog catalog;
  catalog.add(describe<Naturals>("naturals", "Counts."));
  catalog.add(describe<Twice>("twice", "Doubles.").stateless());
  catalog.add(describe<RunningSum>("running_sum", "Adds up."));
  catalog.add(describe<Digest>("digest", "Digests."));
  catalog.add(describe<Forgetful>("forgetful", "Forgets."));
  return catalog;
}

class Revival : public testing::Test {
 protected:
  void SetUp() override { fates().clear(); }
  void TearDown() override { std::filesystem::current_path(came_from_); }

  /// Runs to the end, in the folder of the run's own files.
  void run(const std::string& flags = "delivery: at_least_once", const std::string& keys = "",
           const std::string& consumer = "digest") {
    topology::Inputs inputs;
    inputs.source = "test.yaml";
    inputs.directory = "/";
    const std::string often = "restart: {backoff: 1ms}";
    const std::string others = keys.empty() ? often : keys;
    inputs.text = "version: 1\n" + flags + "\nproducers: {a: {type: naturals, " + often + "}}\n" +
                  "transformers: {b: {type: twice, " + others + "}, c: {type: running_sum, " + others + "}}\n" +
                  "consumers: {d: {type: " + consumer + ", " + others + "}}\n" +
                  "queues: {ab: a -> b, bc: b -> c, cd: c -> d}\n";
    inputs.environment = [](const std::string&) { return std::nullopt; };
    topology::Planned planned = topology::make_plan(inputs, catalog_);
    ASSERT_TRUE(planned.plan) << render(planned.diagnostics, inputs.text);
    plan_ = *std::move(planned.plan);
    directory_.emplace(RunDirectory::create("revival", std::nullopt));
    std::filesystem::current_path(directory_->path());
    Pages pages = create_pages(plan_, *directory_);
    ThreadHost host(plan_, 0, catalog_, *directory_);
    host.start();
    while (!host.all_ended()) {
      constexpr int kPatienceMs = 20'000;
      pollfd ended{host.descriptor(), POLLIN, 0};
      ASSERT_GT(poll(&ended, 1, kPatienceMs), 0);
      host.rest();
      if (host.any_failed()) host.abort();
    }
    host.join();
    for (const observe::Page& page : pages) failure_ += page.failure();
    report_ = build_report(plan_, pages, *directory_, true);
  }

  void expect_every_record_once() const {
    EXPECT_EQ(failure_, "");
    for (const observe::LinkReport& link : report_.links) {
      EXPECT_EQ(link.accepted, link.name == "cd" ? kRecords + 1 : kRecords) << link.name;
      EXPECT_EQ(link.delivered, link.accepted) << link.name;
    }
  }

  std::uint64_t restarts(std::size_t replica) const { return report_.stages[replica].restarts; }
  std::string results() const { return report_.stages.back().results; }

  RuntimeFolder runtime_;
  std::filesystem::path came_from_ = std::filesystem::current_path();
  Catalog catalog_ = dying_stages();
  topology::Plan plan_;
  std::optional<RunDirectory> directory_;
  observe::Report report_;
  std::string failure_;
};

struct Death {
  std::string who;
  std::size_t replica;
  std::int64_t at;  ///< record; -1: at its end
  std::string delivery;
};

void PrintTo(const Death& death, std::ostream* out) {
  *out << death.who << " at " << death.at << ", " << death.delivery;
}

class RevivalOf : public Revival, public testing::WithParamInterface<Death> {};

TEST_P(RevivalOf, AStageLosesNothingAndRepeatsNothing) {
  const Death& death = GetParam();
  const std::string delivery = "delivery: " + death.delivery;
  run(delivery);
  const std::string undisturbed = results();
  expect_every_record_once();
  fates().set(death.who, death.at, 3);
  run(delivery);
  expect_every_record_once();
  EXPECT_EQ(results(), undisturbed);
  EXPECT_EQ(restarts(death.replica), 3U);
}

std::vector<Death> deaths() {
  std::vector<Death> all;
  for (const std::string delivery : {"at_least_once", "effectively_once"}) {
    for (const std::int64_t at : {std::int64_t{0}, std::int64_t{511}, kRecords * 3 / 5 + 1, kRecords - 1}) {
      all.push_back({"a", 0, at, delivery});
      all.push_back({"b", 1, at, delivery});
      all.push_back({"c", 2, 2 * at, delivery});
      all.push_back({"d", 3, at, delivery});
    }
    all.push_back({"c", 2, -1, delivery});
    all.push_back({"d", 3, -1, delivery});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(, RevivalOf, testing::ValuesIn(deaths()), [](const auto& it) {
  return it.param.who + (it.param.at < 0 ? "_at_its_end" : "_at_" + std::to_string(it.param.at)) + "_" +
         it.param.delivery;
});

TEST_F(Revival, OfAStageThatCannotPassOnWhatItKeepsIsNone) {
  fates().set("d", 6, 1);
  run("delivery: at_least_once", "", "forgetful");
  EXPECT_EQ(failure_, "a bug");
}

TEST_F(Revival, IsNoneWhereItIsNotWanted) {
  fates().set("b", 100, 1);
  run("delivery: at_least_once", "restart: never");
  EXPECT_EQ(failure_, "a bug");
}

TEST_F(Revival, EndsWithABatchOfWhichTheStageDiesAgainAndAgain) {
  fates().set("b", 1000, 1000);
  run();
  EXPECT_THAT(failure_, HasSubstr("died 5 times of batch"));
  EXPECT_THAT(failure_, HasSubstr("on_poison: skip"));
  EXPECT_EQ(restarts(1), 5U);
}

TEST_F(Revival, GoesOnWithoutSuchABatchWhereThatIsWanted) {
  fates().set("b", 2, 1000);
  run("delivery: at_least_once", "on_poison: skip, restart: {backoff: 1ms}");
  EXPECT_EQ(failure_, "");
  const observe::LinkReport& link = report_.links.front();
  EXPECT_GT(link.rejected, 0U);
  EXPECT_EQ(link.accepted, link.delivered + link.rejected);
  const auto letters = std::filesystem::directory_iterator("dead");
  const std::string text = read_text(begin(letters)->path());
  EXPECT_EQ(std::ranges::count(text, '\n'), static_cast<std::ptrdiff_t>(link.rejected));
  EXPECT_THAT(text, HasSubstr("{\"value\":\"2\"}"));
}

TEST_F(Revival, DiesNoMoreOfABatchOnceThatIsPoison) {
  for (const std::int64_t record : {2, 3000}) fates().set("c", record, 1000);
  run("delivery: at_least_once", "on_poison: skip, restart: {backoff: 1ms, max: 100}");
  EXPECT_EQ(failure_, "");
  EXPECT_EQ(restarts(2), 10U) << "five of each";
}

}  // namespace
}  // namespace weir::run

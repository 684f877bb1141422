#include "run/thread_host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <limits>

#include "hand_driven_run.h"
#include "run/report_builder.h"
#include "runtime_folder.h"

namespace weir::run {
namespace {

using testing::HasSubstr;

class UpTo final : public Producer<v1::Number> {
 public:
  struct Settings {
    std::int64_t last = 0;
    std::int64_t bad = -1;
  };
  explicit UpTo(const Settings& settings) : settings_(settings) {}
  bool produce(Emitter<v1::Number>& out) override {
    if (next_ == settings_.bad) throw StageError("the device is gone");
    out.emit().set_value(next_);
    return next_++ < settings_.last;
  }

 private:
  Settings settings_;
  std::int64_t next_ = 1;
};

class Sum final : public Consumer<v1::Number> {
 public:
  void consume(const v1::Number& in) override { sum_ += in.value(); }
  Results results() const override { return {{"sum", sum_}}; }

 private:
  std::int64_t sum_ = 0;
};

Catalog host_stages() {
  Catalog catalog;
  catalog.add(describe<UpTo>("up_to", "Counts.")
                  .field("last", &UpTo::Settings::last, "The last number.")
                  .field("bad", &UpTo::Settings::bad, "Fails there."));
  catalog.add(describe<Mapped>("mapped", "Repeats."));
  catalog.add(describe<Sum>("sum", "Adds up."));
  return catalog;
}

/// A pipeline of threads, from its making to its end.
class Threads : public testing::Test {
 protected:
  void make(const std::string& producer) {
    topology::Inputs inputs;
    inputs.source = "test.yaml";
    inputs.directory = "/";
    inputs.text = "version: 1\nproducers: {a: {type: up_to, with: " + producer +
                  "}}\ntransformers: {b: {type: mapped, replicas: 2}}\nconsumers: {c: {type: sum}}\n";
    inputs.environment = [](const std::string&) { return std::nullopt; };
    plan_ = topology::make_plan(inputs, catalog_).plan.value();
    directory_.emplace(RunDirectory::create("threads", std::nullopt));
    pages_ = create_pages(plan_, *directory_);
    host_.emplace(plan_, 0, catalog_, *directory_);
  }

  void wait_for(const std::function<bool()>& done) {
    constexpr int kPatienceMs = 20'000;
    while (!done()) {
      pollfd ended{host_->descriptor(), POLLIN, 0};
      ASSERT_GT(poll(&ended, 1, kPatienceMs), 0);
      host_->rest();
    }
  }

  static constexpr std::size_t kSum = 3;  // replica: after a, b and b

  RuntimeFolder runtime_;
  Catalog catalog_ = host_stages();
  topology::Plan plan_;
  std::optional<RunDirectory> directory_;
  Pages pages_;
  std::optional<ThreadHost> host_;
};

TEST_F(Threads, BringEverythingToItsEnd) {
  make("{last: 300000}");
  host_->start();
  wait_for([this] { return host_->all_ended(); });
  host_->join();
  EXPECT_FALSE(host_->any_failed());
  EXPECT_THAT(directory_->read_results(kSum), HasSubstr("45000150000"));
  const observe::Report report = build_report(plan_, pages_, *directory_, true);
  for (const observe::LinkReport& link : report.links) {
    EXPECT_EQ(link.accepted, 300'000U);
    EXPECT_EQ(link.delivered, 300'000U);
    EXPECT_EQ(link.lost, 0U);
  }
}

TEST_F(Threads, DrainWhenTheyAreAskedToStop) {
  make("{last: 9000000000000000000}");
  host_->start();
  while (pages_[kSum].stage().records_in.get() < 1000) std::this_thread::yield();
  host_->stop();
  wait_for([this] { return host_->all_ended(); });
  host_->join();
  EXPECT_FALSE(host_->any_failed());
  const observe::Report report = build_report(plan_, pages_, *directory_, true);
  for (const observe::LinkReport& link : report.links) EXPECT_EQ(link.accepted, link.delivered);
}

TEST_F(Threads, TellOfAStageThatFails) {
  make("{last: 1000, bad: 5}");
  host_->start();
  wait_for([this] { return host_->any_failed(); });
  host_->abort();
  wait_for([this] { return host_->all_ended(); });
  host_->join();
  EXPECT_EQ(pages_[0].failure(), "the device is gone");
  EXPECT_EQ(pages_[0].phase(), observe::Phase::kFailed);
}

TEST_F(Threads, EndWithTheirHostWhateverTheyDo) {
  make("{last: 9000000000000000000}");
  host_->start();
  while (pages_[kSum].stage().records_in.get() == 0) std::this_thread::yield();
  host_.reset();
  EXPECT_NE(pages_[0].phase(), observe::Phase::kDone);
}

TEST_F(Threads, NeedNotHaveBeenStarted) {
  make("{last: 1}");
  host_.reset();
  EXPECT_EQ(pages_[0].phase(), observe::Phase::kPlanned);
}

}  // namespace
}  // namespace weir::run

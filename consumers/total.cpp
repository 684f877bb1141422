#include <weir/shared_values.h>
#include <weir/state.h>
#include <weir/v1/payloads.pb.h>

#include <cstdint>
#include <memory>
#include <string>

#include "consumers/consumers.h"

namespace weir::consumers {

namespace {

using v1::Number;

class Total final : public Consumer<Number> {
 public:
  struct Settings {
    std::string counter = "counter";
  };

  explicit Total(const Settings& settings) : name_(settings.counter) {}

  void load(std::string_view state) override { increments_ = StateReader(state).take<std::int64_t>(); }
  void save(std::string& state) const override { StateWriter(state).put(increments_); }

  void start() override { counter_ = shared().open<SharedCounter>(name_, Reach::kRun); }

  void consume(const Number& /*in*/) override { ++increments_; }

  Results results() const override {
    const std::int64_t total = counter_->value();
    return {{"total", total}, {"increments", increments_}, {"lost", increments_ - total}};
  }

 private:
  std::string name_;
  std::shared_ptr<SharedCounter> counter_;
  std::int64_t increments_ = 0;
};

}  // namespace

StageSpec total() {
  return describe<Total>("total", "Says what the counter came to that `increment` adds to.")
      .field("counter", &Total::Settings::counter, "The name of the counter.")
      .details(
          "Each record that arrives stands for one increment. The report's results hold {\"total\": what the counter "
          "is at the end, \"increments\": records, \"lost\": increments - total}: with a lock none is lost; without "
          "one, those that two replicas made at the same time. So it is of one replica, in a run in which no stage "
          "had to be started again.");
}

}  // namespace weir::consumers

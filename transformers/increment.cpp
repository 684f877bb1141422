#include <weir/shared_values.h>
#include <weir/v1/payloads.pb.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Number;

class Increment final : public Transformer<Number, Number> {
 public:
  struct Settings {
    std::string lock = "mutex";
    std::string counter = "counter";
  };

  explicit Increment(const Settings& settings) : lock_(lock_of(settings.lock)), name_(settings.counter) {}

  void start() override { counter_ = shared().open<SharedCounter>(name_, Reach::kRun); }

  void transform(const Number& in, Emitter<Number>& out) override {
    add_one();
    out.emit().set_value(in.value());
  }

 private:
  enum class Lock { kNone, kMutex, kAtomic };

  static Lock lock_of(const std::string& text) {
    if (text == "none") return Lock::kNone;
    return text == "mutex" ? Lock::kMutex : Lock::kAtomic;
  }

  void add_one() {
    switch (lock_) {
      case Lock::kNone:
        return counter_->add_in_two_steps(1);
      case Lock::kMutex: {
        const std::scoped_lock hold(counter_->lock());
        return counter_->add_in_two_steps(1);
      }
      case Lock::kAtomic:
        return counter_->add(1);
    }
  }

  Lock lock_;
  std::string name_;
  std::shared_ptr<SharedCounter> counter_;
};

}  // namespace

StageSpec increment() {
  return describe<Increment>("increment", "Adds 1 to a counter that all stages of the run share, for each record.")
      .stateless()
      .field("lock", &Increment::Settings::lock, "What keeps two replicas from adding at the same time.",
             one_of({"none", "mutex", "atomic"}))
      .field("counter", &Increment::Settings::counter, "The name of the counter, which `total` reads.")
      .details(
          "The counter stands in memory that the replicas share, be they threads or processes; it begins at 0. "
          "`mutex`: it is read and written under a lock between processes. `atomic`: it is added to in one step. "
          "`none`: it is read, and then written, so that what another replica adds in between is lost. Each number is "
          "passed on as it came. Never rejects a record. A replica that dies after it has added, and before it has "
          "passed on, adds again in its next life.");
}

}  // namespace weir::transformers

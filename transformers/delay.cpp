#include <chrono>
#include <thread>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

class Delay final : public Transformer<Message, Message> {
 public:
  struct Settings {
    std::chrono::nanoseconds each = std::chrono::milliseconds{1};
  };

  explicit Delay(const Settings& settings) : each_(settings.each) {}

  void transform(const Message& in, Emitter<Message>& out) override {
    std::this_thread::sleep_until(std::chrono::steady_clock::now() + each_);
    out.emit().CopyFrom(in);
  }

 private:
  std::chrono::nanoseconds each_;
};

}  // namespace

StageSpec delay() {
  return describe<Delay>("delay", "Takes its time: waits for each record, then passes it on as it is.")
      .stateless()
      .field("each", &Delay::Settings::each, "The wait for each record.",
             between<std::chrono::nanoseconds>(std::chrono::nanoseconds{0}, std::chrono::minutes{1}))
      .details(
          "Stands in for a stage that works slowly, to try out how a pipeline behaves when it can't keep up: a replica "
          "passes on at most one record per `each`. Takes records of any type and answers in the same. Waits on the "
          "monotonic clock, so a change of the time of day does not matter; a run that is to end waits for the batch "
          "at "
          "hand. Never rejects a record.");
}

}  // namespace weir::transformers

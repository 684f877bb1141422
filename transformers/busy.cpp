#include <chrono>
#include <ctime>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

/// What the calling thread has had of a processor.
std::chrono::nanoseconds computed() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

class Busy final : public Transformer<Message, Message> {
 public:
  struct Settings {
    std::chrono::nanoseconds each = std::chrono::microseconds{50};
  };

  explicit Busy(const Settings& settings) : each_(settings.each) {}

  void transform(const Message& in, Emitter<Message>& out) override {
    const std::chrono::nanoseconds until = computed() + each_;
    out.emit().CopyFrom(in);
    while (computed() < until) continue;
  }

 private:
  std::chrono::nanoseconds each_;
};

}  // namespace

StageSpec busy() {
  return describe<Busy>("busy", "Takes processor time: computes for each record, then passes it on as it is.")
      .stateless()
      .field("each", &Busy::Settings::each, "The processor time for each record.",
             between<std::chrono::nanoseconds>(std::chrono::nanoseconds{0}, std::chrono::minutes{1}))
      .details(
          "Stands in for a stage that computes, to see what its replicas bring: each needs a core of its own, where "
          "those of `delay` only wait. What counts is the time that its thread was given, so beside other work it "
          "takes "
          "longer. Takes records of any type and answers in the same. Never rejects a record.");
}

}  // namespace weir::transformers

#include <weir/state.h>

#include <cstdint>

#include "consumers/consumers.h"

namespace weir::consumers {

namespace {

class Count final : public Consumer<Message> {
 public:
  void load(std::string_view state) override { count_ = StateReader(state).take<std::int64_t>(); }
  void save(std::string& state) const override { StateWriter(state).put(count_); }

  void consume(const Message& /*in*/) override { ++count_; }

  Results results() const override { return {{"count", count_}}; }

 private:
  std::int64_t count_ = 0;
};

}  // namespace

StageSpec count() {
  return describe<Count>("count", "Counts records.")
      .details("Takes records of any type. The report's results hold {\"count\": n}.");
}

}  // namespace weir::consumers

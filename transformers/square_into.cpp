#include <weir/shared_values.h>
#include <weir/v1/payloads.pb.h>

#include <cstdint>
#include <memory>
#include <string>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Number;

class SquareInto final : public Transformer<Number, Number> {
 public:
  struct Settings {
    std::string memory = "shared";
    std::string list = "squares";
  };

  explicit SquareInto(const Settings& settings)
      : reach_(settings.memory == "shared" ? Reach::kRun : Reach::kProcess), name_(settings.list) {}

  void start() override { list_ = shared().open<SharedList>(name_, reach_); }

  void transform(const Number& in, Emitter<Number>& out) override {
    std::int64_t square = 0;
    if (__builtin_mul_overflow(in.value(), in.value(), &square)) {
      throw RecordError(std::to_string(in.value()) + " is too large to square");
    }
    if (!list_->append(square)) {
      throw StageError("square_into: the list '" + name_ + "' has room for " + std::to_string(SharedList::kMost) +
                       " numbers, and there are more");
    }
    out.emit().set_value(in.value());
  }

 private:
  Reach reach_;
  std::string name_;
  std::shared_ptr<SharedList> list_;
};

}  // namespace

StageSpec square_into() {
  return describe<SquareInto>("square_into", "Squares each number into a list in memory, beside its links.")
      .stateless()
      .field("memory", &SquareInto::Settings::memory, "Whose memory: of its process, or of all processes of the run.",
             one_of({"private", "shared"}))
      .field("list", &SquareInto::Settings::list, "The name of the list, which `report` reads.")
      .details(
          "Who sees a `private` list is a matter of the topology: all stages that are threads of one process; none "
          "other where they are processes. A `shared` one is seen by all. Each number is passed on as it came. A "
          "number whose square does not fit into 64 bits (beyond ±3037000499) is rejected. The list holds 100,000 "
          "numbers; one more ends the run. A replica that dies after it has squared, and before it has passed on, "
          "squares again in its next life.");
}

}  // namespace weir::transformers

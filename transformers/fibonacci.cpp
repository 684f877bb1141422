#include <weir/v1/payloads.pb.h>

#include <cstdint>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Number;

constexpr std::int64_t kLastPlace = 93;  // the next of the sequence is beyond 64 bits

/// By two calls of itself, on purpose: the work is to grow with the result.
std::int64_t fibonacci_at(std::int64_t place) {
  return place <= 2 ? place - 1 : fibonacci_at(place - 1) + fibonacci_at(place - 2);
}

class Fibonacci final : public Transformer<Number, Number> {
 public:
  void transform(const Number& in, Emitter<Number>& out) override {
    if (in.value() < 1 || in.value() > kLastPlace) {
      throw RecordError(std::to_string(in.value()) + " is not from 1 to " + std::to_string(kLastPlace));
    }
    out.emit().set_value(fibonacci_at(in.value()));
  }
};

}  // namespace

StageSpec fibonacci() {
  return describe<Fibonacci>("fibonacci", "The Fibonacci number in the place that each number names, the slow way.")
      .stateless()
      .details(
          "F(1) = 0, F(2) = 1, F(n) = F(n - 1) + F(n - 2), computed by just that: a call for each of the two. So the "
          "time grows with the result, by 1.6 from one n to the next: a stage that keeps a processor busy for as long "
          "as one likes. F(40) takes about a tenth of a second, F(50) ten; one that "
          "takes longer than the `stall_after` of the stage's `restart` looks like a process that hangs.\n"
          "A number below 1 is rejected, and one above 93, whose Fibonacci number does not fit into 64 bits.");
}

}  // namespace weir::transformers

#include <weir/v1/payloads.pb.h>

#include <cstdint>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Number;

[[noreturn, gnu::cold]] void refuse(std::int64_t number) {
  throw RecordError(std::to_string(number) + " is too large to square");
}

class Square final : public Transformer<Number, Number> {
 public:
  void transform(const Number& in, Emitter<Number>& out) override {
    std::int64_t square = 0;
    if (__builtin_mul_overflow(in.value(), in.value(), &square)) refuse(in.value());
    out.emit().set_value(square);
  }
};

}  // namespace

StageSpec square() {
  return describe<Square>("square", "Multiplies each number by itself.")
      .stateless()
      .details("A number whose square does not fit into 64 bits (beyond ±3037000499) is rejected.");
}

}  // namespace weir::transformers

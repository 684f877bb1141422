#include <weir/state.h>
#include <weir/v1/payloads.pb.h>

#include "consumers/consumers.h"
#include "consumers/wide.h"

namespace weir::consumers {

namespace {

using v1::Number;
using v1::Sample;

class Sum final : public Consumer<Number> {
 public:
  void load(std::string_view state) override { sum_ = StateReader(state).take<Wide>(); }
  void save(std::string& state) const override { StateWriter(state).put(sum_); }

  void consume(const Number& in) override { sum_ += in.value(); }

  Results results() const override { return {{"sum", result_of(sum_)}}; }

 private:
  Wide sum_ = 0;
};

class SumOfSamples final : public Consumer<Sample> {
 public:
  void load(std::string_view state) override { sum_ = StateReader(state).take<double>(); }
  void save(std::string& state) const override { StateWriter(state).put(sum_); }

  void consume(const Sample& in) override { sum_ += in.value(); }

  Results results() const override { return {{"sum", sum_}}; }

 private:
  double sum_ = 0;
};

}  // namespace

StageSpec sum() {
  return describe<Sum>("sum", "Adds numbers up, or the values of samples.")
      .also<SumOfSamples>()
      .details(
          "The report's results hold {\"sum\": n}, 0 where there was nothing. The sum of numbers is exact, whatever "
          "its size: "
          "beyond 64 bits too. That of values is added up in their order of arrival, with the rounding of a double at "
          "each step.");
}

}  // namespace weir::consumers

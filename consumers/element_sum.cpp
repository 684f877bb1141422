#include <weir/settings.h>
#include <weir/state.h>
#include <weir/v1/lessons.pb.h>

#include <cmath>
#include <cstdint>
#include <string>

#include "consumers/compensated_sum.h"
#include "consumers/consumers.h"

namespace weir::consumers {

namespace {

using v1::Matrix;

class ElementSum final : public Consumer<Matrix> {
 public:
  struct Settings {
    std::uint32_t row = 50;
    std::uint32_t column = 50;
  };

  explicit ElementSum(const Settings& settings) : row_(settings.row), column_(settings.column) {}

  void load(std::string_view state) override {
    StateReader reader(state);
    sum_ = reader.take<CompensatedSum>();
    count_ = reader.take<std::int64_t>();
  }
  void save(std::string& state) const override { StateWriter(state).put(sum_).put(count_); }

  void consume(const Matrix& in) override {
    const std::uint64_t size = in.size();
    if (static_cast<std::uint64_t>(in.elements_size()) != size * size) {
      throw RecordError("a matrix of size " + std::to_string(size) + " with " + std::to_string(in.elements_size()) +
                        " elements");
    }
    if (row_ >= size || column_ >= size) {
      throw RecordError("a matrix of size " + std::to_string(size) + " has no element in " + place());
    }
    const double element = in.elements(static_cast<int>(row_ * size + column_));
    if (!std::isfinite(element)) throw RecordError("the element in " + place() + " is " + to_text(element));
    sum_.add(element);
    ++count_;
  }

  Results results() const override { return {{"sum", sum_.value()}, {"count", count_}}; }

 private:
  std::string place() const { return "row " + std::to_string(row_) + ", column " + std::to_string(column_); }

  std::uint64_t row_;
  std::uint64_t column_;
  CompensatedSum sum_;
  std::int64_t count_ = 0;
};

}  // namespace

StageSpec element_sum() {
  return describe<ElementSum>("element_sum", "Adds up one element of each matrix.")
      .field("row", &ElementSum::Settings::row, "The element's row, from 0.")
      .field("column", &ElementSum::Settings::column, "The element's column, from 0.")
      .details(
          "The report's results hold {\"sum\": x, \"count\": n}, the count being that of the matrices. What each "
          "addition rounds away is kept and added at the end, so that the sum is the same, to 10⁻¹² of the sum of the "
          "absolute values, in whatever order replicas let the matrices arrive.\n"
          "Rejected are matrices that have no such element, those whose number of elements is not the square of their "
          "size, and those in which the element is not finite.");
}

}  // namespace weir::consumers

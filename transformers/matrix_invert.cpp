#include <Eigen/LU>
#include <weir/settings.h>
#include <weir/v1/lessons.pb.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

using v1::Matrix;

/// Square matrices are spans of their elements here, row by row.
using Elements = std::span<double>;
using ConstElements = std::span<const double>;

std::string text_of_size(std::uint64_t size) { return "a matrix of size " + std::to_string(size); }

/// target -= factor · row
void subtract(Elements target, double factor, ConstElements row) {
  for (std::size_t i = 0; i < target.size(); ++i) target[i] -= factor * row[i];
}

/// Inverts by an LU decomposition with partial pivoting. Every inner loop goes along rows, as they lie in memory.
class LupInversion {
 public:
  /// Throws RecordError where a pivot is 0.
  void operator()(ConstElements matrix, std::size_t size, Elements inverse) {
    size_ = size;
    factors_.assign(matrix.begin(), matrix.end());
    std::ranges::fill(inverse, 0);
    for (std::size_t i = 0; i < size; ++i) inverse[i * size + i] = 1;
    for (std::size_t column = 0; column < size; ++column) {
      exchange_rows(column, inverse);
      eliminate(column);
    }
    substitute(inverse);
  }

 private:
  Elements row_of(Elements matrix, std::size_t row) const { return matrix.subspan(row * size_, size_); }
  Elements factors(std::size_t row) { return row_of(factors_, row); }

  /// Brings the row with the largest element of the column up to the diagonal: so no factor is larger than 1, which
  /// keeps rounding errors small. The right-hand sides, rows of the unit matrix at first, go along.
  void exchange_rows(std::size_t column, Elements right) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < size_; ++row) {
      if (std::abs(factors(row)[column]) > std::abs(factors(pivot)[column])) pivot = row;
    }
    if (factors(pivot)[column] == 0) {
      throw RecordError(text_of_size(size_) + " is singular: pivot " + std::to_string(column) + " is 0");
    }
    if (pivot == column) return;
    std::ranges::swap_ranges(factors(pivot), factors(column));
    std::ranges::swap_ranges(row_of(right, pivot), row_of(right, column));
  }

  /// Makes zeros below the diagonal, and keeps the factors of L in their place.
  void eliminate(std::size_t column) {
    const ConstElements pivot = factors(column);
    for (std::size_t row = column + 1; row < size_; ++row) {
      const Elements target = factors(row);
      target[column] /= pivot[column];
      subtract(target.subspan(column + 1), target[column], pivot.subspan(column + 1));
    }
  }

  /// Solves L Y = right forward, then U X = Y back, for all columns of the right-hand sides at once.
  void substitute(Elements right) {
    for (std::size_t row = 1; row < size_; ++row) {
      for (std::size_t known = 0; known < row; ++known) {
        subtract(row_of(right, row), factors(row)[known], row_of(right, known));
      }
    }
    for (std::size_t row = size_; row-- > 0;) {
      for (std::size_t known = row + 1; known < size_; ++known) {
        subtract(row_of(right, row), factors(row)[known], row_of(right, known));
      }
      for (double& element : row_of(right, row)) element /= factors(row)[row];
    }
  }

  std::size_t size_ = 0;
  std::vector<double> factors_;  ///< U, and below its diagonal L, whose own diagonal is 1
};

class EigenInversion {
 public:
  void operator()(ConstElements matrix, std::size_t size, Elements inverse) {
    const auto rows = static_cast<Eigen::Index>(size);
    decomposition_.compute(Eigen::Map<const RowMajor>(matrix.data(), rows, rows));
    Eigen::Map<RowMajor>(inverse.data(), rows, rows) = decomposition_.inverse();
  }

 private:
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Eigen::PartialPivLU<RowMajor> decomposition_;
};

/// The largest sum of absolute values in a row; not finite where an element is not.
double norm_of(ConstElements matrix, std::size_t size) {
  double largest = 0;
  for (; !matrix.empty(); matrix = matrix.subspan(size)) {
    double sum = 0;
    for (const double element : matrix.first(size)) sum += std::abs(element);
    if (!std::isfinite(sum)) return sum;
    largest = std::max(largest, sum);
  }
  return largest;
}

class MatrixInvert final : public Transformer<Matrix, Matrix> {
 public:
  struct Settings {
    std::string method = "lup";
  };

  explicit MatrixInvert(const Settings& settings) : by_eigen_(settings.method == "eigen") {}

  void transform(const Matrix& in, Emitter<Matrix>& out) override {
    const std::uint64_t size = in.size();
    if (size == 0) throw RecordError("a matrix without elements");
    if (static_cast<std::uint64_t>(in.elements_size()) != size * size) {
      throw RecordError(text_of_size(size) + " with " + std::to_string(in.elements_size()) + " elements");
    }
    const ConstElements matrix(in.elements().data(), size * size);
    const double norm = norm_of(matrix, size);
    if (!std::isfinite(norm)) throw RecordError(text_of_size(size) + " with a row whose sum is not finite");

    Matrix& inverted = out.emit_reused();
    inverted.set_size(in.size());
    inverted.mutable_elements()->Resize(in.elements_size(), 0);
    const Elements inverse(inverted.mutable_elements()->mutable_data(), size * size);
    if (by_eigen_) {
      invert_by_eigen_(matrix, size, inverse);
    } else {
      invert_by_lup_(matrix, size, inverse);
    }

    const double condition = norm * norm_of(inverse, size);
    if (condition < 1 / std::numeric_limits<double>::epsilon()) return;
    throw RecordError(text_of_size(size) + " is singular but for rounding: its condition number is " +
                      to_text(condition));
  }

 private:
  bool by_eigen_;
  LupInversion invert_by_lup_;
  EigenInversion invert_by_eigen_;
};

}  // namespace

StageSpec matrix_invert() {
  return describe<MatrixInvert>("matrix_invert", "Inverts matrices.")
      .stateless()
      .field("method", &MatrixInvert::Settings::method, "Weir's own plain loops, or the library Eigen.",
             one_of({"lup", "eigen"}))
      .details(
          "Both methods decompose the matrix, P A = L U, with partial pivoting: the row with the largest element of "
          "the column is exchanged to the diagonal. Then they solve L U X = P forward and back. That takes time in "
          "proportion to size³. `lup` is meant to be read; `eigen` does the same in blocks that fit the caches.\n"
          "Rejected are matrices of size 0, those whose number of elements is not the square of their size, those "
          "with elements that are not finite, and singular ones: where a pivot is 0, or the condition number "
          "‖A‖ ‖A⁻¹‖ (‖A‖ being the largest sum of absolute values in a row) is 2⁵² or more, so that rounding alone "
          "may have made all digits of the inverse.");
}

}  // namespace weir::transformers

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "support/drive.h"
#include "support/matrices.h"
#include "transformers/transformers.h"

namespace weir {
namespace {

using payloads::elements;
using payloads::matrix;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using v1::Matrix;

Matrix random_matrix(std::uint32_t size) {
  std::vector<double> elements;
  std::uint32_t random = size;
  for (std::uint32_t i = 0; i < size * size; ++i) {
    random = random * 1664525 + 1013904223;  // Numerical Recipes' generator
    elements.push_back(static_cast<double>(random) / 0x1p32);
  }
  return matrix(size, elements);
}

/// How far the product of the two is from the unit matrix, in the element that is furthest.
double distance_from_unit(const Matrix& left, const Matrix& right) {
  const std::size_t size = left.size();
  const double* const a = left.elements().data();
  const double* const b = right.elements().data();
  std::vector<double> row(size);
  double distance = 0;
  for (std::size_t i = 0; i < size; ++i) {
    std::ranges::fill(row, 0);
    row[i] = -1;
    for (std::size_t k = 0; k < size; ++k) {
      for (std::size_t j = 0; j < size; ++j) row[j] += a[i * size + k] * b[k * size + j];
    }
    for (const double element : row) distance = std::max(distance, std::abs(element));
  }
  return distance;
}

class MatrixInvertBy : public testing::TestWithParam<std::string> {
 protected:
  static drive::Made<Matrix> invert(const std::vector<Matrix>& matrices) {
    return drive::transform<Matrix>(transformers::matrix_invert(), {{"method", GetParam()}}, matrices);
  }

  static std::vector<double> inverse_of(const Matrix& matrix) {
    const auto made = invert({matrix});
    EXPECT_THAT(made.rejected, IsEmpty());
    return elements(made.records.at(0));
  }

  static std::string rejection_of(const Matrix& matrix) {
    const auto made = invert({matrix});
    EXPECT_THAT(made.records, IsEmpty());
    return made.rejected.empty() ? "" : made.rejected[0];
  }
};

INSTANTIATE_TEST_SUITE_P(, MatrixInvertBy, testing::Values("lup", "eigen"), [](const auto& it) { return it.param; });

TEST_P(MatrixInvertBy, InvertsMatricesWhoseInverseIsKnown) {
  EXPECT_THAT(inverse_of(matrix(1, {4})), ElementsAre(0.25));
  EXPECT_THAT(inverse_of(matrix(2, {2, 0, 0, -8})), ElementsAre(0.5, 0, 0, -0.125));
  EXPECT_THAT(inverse_of(matrix(2, {1, 2, 3, 4})), ElementsAre(DoubleNear(-2, 1e-14), DoubleNear(1, 1e-14),
                                                               DoubleNear(1.5, 1e-14), DoubleNear(-0.5, 1e-14)));
}

TEST_P(MatrixInvertBy, ExchangesRowsWhereTheDiagonalHasAZero) {
  EXPECT_THAT(inverse_of(matrix(2, {0, 2, 4, 0})), ElementsAre(0, 0.25, 0.5, 0));
  EXPECT_THAT(inverse_of(matrix(3, {0, 0, 2, 1, 0, 0, 0, 4, 0})), ElementsAre(0, 1, 0, 0, 0, 0.25, 0.5, 0, 0));
}

TEST_P(MatrixInvertBy, ExchangesRowsWhereAPivotIsTiny) {
  EXPECT_THAT(inverse_of(matrix(2, {1e-20, 1, 1, 1})), ElementsAre(-1, 1, 1, DoubleNear(-1e-20, 1e-30)));
}

TEST_P(MatrixInvertBy, GivesTheUnitMatrixTimesALargeMatrix) {
  const Matrix large = random_matrix(300);
  const auto made = invert({large});
  ASSERT_THAT(made.records, SizeIs(1));
  EXPECT_EQ(made.records[0].size(), 300);
  EXPECT_LT(distance_from_unit(made.records[0], large), 1e-8);
  EXPECT_LT(distance_from_unit(large, made.records[0]), 1e-8);
}

TEST_P(MatrixInvertBy, InvertsMatricesOfManySizesOneAfterTheOther) {
  std::vector<Matrix> matrices;
  for (const std::uint32_t size : {40, 1, 7, 41, 2, 3}) matrices.push_back(random_matrix(size));
  const auto made = invert(matrices);
  ASSERT_THAT(made.records, SizeIs(matrices.size()));
  for (std::size_t i = 0; i < matrices.size(); ++i) {
    EXPECT_EQ(made.records[i].size(), matrices[i].size());
    EXPECT_LT(distance_from_unit(made.records[i], matrices[i]), 1e-10) << i;
  }
}

TEST_P(MatrixInvertBy, InvertsTinyAndHugeElements) {
  EXPECT_THAT(inverse_of(matrix(2, {0x1p-1000, 0, 0, 0x1p-999})), ElementsAre(0x1p1000, 0, 0, 0x1p999));
  EXPECT_THAT(inverse_of(matrix(2, {0x1p1000, 0, 0, 0x1p1001})), ElementsAre(0x1p-1000, 0, 0, 0x1p-1001));
}

TEST_P(MatrixInvertBy, RejectsASingularMatrix) {
  EXPECT_THAT(rejection_of(matrix(1, {0})), StartsWith("a matrix of size 1 is singular"));
  EXPECT_THAT(rejection_of(matrix(2, {1, 2, 2, 4})), StartsWith("a matrix of size 2 is singular"));
  EXPECT_THAT(rejection_of(matrix(3, {1, 0, 2, 3, 0, 4, 5, 0, 6})), StartsWith("a matrix of size 3 is singular"));
}

TEST_P(MatrixInvertBy, RejectsAMatrixThatIsSingularButForRounding) {
  EXPECT_THAT(rejection_of(matrix(3, {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9})),
              HasSubstr("its condition number is "));
  EXPECT_THAT(rejection_of(matrix(2, {1, 0, 0, 0x1p-52})), HasSubstr("its condition number is 4503599627370496"));
  EXPECT_THAT(inverse_of(matrix(2, {1, 0, 0, 0x1p-51})), ElementsAre(1, 0, 0, 0x1p51));
}

TEST_P(MatrixInvertBy, RejectsAMatrixWhoseInverseIsNotFinite) {
  EXPECT_THAT(rejection_of(matrix(1, {1e-310})), HasSubstr("its condition number is inf"));
}

TEST_P(MatrixInvertBy, RejectsElementsThatAreNotFinite) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const double element : {kNan, kInfinity, -kInfinity}) {
    EXPECT_EQ(rejection_of(matrix(2, {element, 1, 1, 0})), "a matrix of size 2 with a row whose sum is not finite");
    EXPECT_EQ(rejection_of(matrix(2, {0, 1, 1, element})), "a matrix of size 2 with a row whose sum is not finite");
  }
}

TEST_P(MatrixInvertBy, RejectsAWrongNumberOfElements) {
  EXPECT_EQ(rejection_of(matrix(2, {1, 2, 3})), "a matrix of size 2 with 3 elements");
  EXPECT_EQ(rejection_of(matrix(2, {1, 2, 3, 4, 5})), "a matrix of size 2 with 5 elements");
  EXPECT_EQ(rejection_of(matrix(65'536, {})), "a matrix of size 65536 with 0 elements");  // whose square is 2^32
  EXPECT_EQ(rejection_of(matrix(0, {})), "a matrix without elements");
}

TEST_P(MatrixInvertBy, GoesOnAfterARejection) {
  const auto made = invert({matrix(1, {2}), matrix(2, {1, 2, 2, 4}), matrix(2, {4, 0, 0, 8})});
  ASSERT_THAT(made.records, SizeIs(2));
  EXPECT_THAT(elements(made.records[1]), ElementsAre(0.25, 0, 0, 0.125));
  EXPECT_THAT(made.rejected, SizeIs(1));
}

TEST(MatrixInvert, AgreesWithEigen) {
  const std::vector<Matrix> in{random_matrix(60)};
  const auto by_lup = drive::transform<Matrix>(transformers::matrix_invert(), {}, in);
  const auto by_eigen = drive::transform<Matrix>(transformers::matrix_invert(), {{"method", "eigen"}}, in);
  const auto expected = elements(by_eigen.records.at(0));
  EXPECT_THAT(elements(by_lup.records.at(0)), testing::Pointwise(testing::DoubleNear(1e-10), expected));
}

TEST(MatrixInvert, HasTwoMethods) {
  EXPECT_EQ(drive::problem_with(transformers::matrix_invert(), {{"method", "qr"}}),
            "method: must be one of lup, eigen");
}

}  // namespace
}  // namespace weir

#include <weir/v1/lessons.pb.h>

#include <cstdint>

#include "producers/producers.h"
#include "producers/rounds.h"
#include "producers/split_mix.h"

namespace weir::producers {

namespace {

using v1::Matrix;

constexpr std::uint32_t kLargestMatrix = 2047;  // the elements of the next take 32 MiB, more than a link carries

class RandomMatrix final : public InRounds<Matrix> {
 public:
  struct Settings {
    std::uint32_t size = 100;
    std::uint64_t count = 0;
    std::uint64_t seed = 1;
  };

  explicit RandomMatrix(const Settings& settings) : InRounds(1, settings.count), settings_(settings) {}

  bool produce(Emitter<Matrix>& out) override {
    if (rounds().has_ended()) return false;
    Matrix& matrix = out.emit_reused();
    matrix.set_size(settings_.size);
    matrix.mutable_elements()->Resize(static_cast<int>(settings_.size * settings_.size), 0);
    SplitMix random(settings_.seed, rounds().taken());
    for (double& element : *matrix.mutable_elements()) element = random.next_uniform();
    rounds().take();
    return true;
  }

 private:
  Settings settings_;
};

}  // namespace

StageSpec random_matrix() {
  return describe<RandomMatrix>("random_matrix", "Makes square matrices of random elements.")
      .field("size", &RandomMatrix::Settings::size, "Rows, and columns, of each.", between(1U, kLargestMatrix))
      .field("count", &RandomMatrix::Settings::count, "How many matrices; 0: endless.")
      .field("seed", &RandomMatrix::Settings::seed, "Other seeds make other matrices.")
      .details(
          "The elements are evenly distributed in [0, 1). They follow from the seed and the number of the matrix: each "
          "run makes the same, and so does each replica. A matrix takes 8 B an element, and a link carries records of "
          "up to 32 MiB.");
}

}  // namespace weir::producers

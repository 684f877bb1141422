#include <weir/v1/payloads.pb.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>

#include "producers/producers.h"

namespace weir::producers {

namespace {

using v1::Blob;

constexpr std::uint64_t kNumberBytes = sizeof(std::uint64_t);
constexpr std::uint64_t kLargest = 8'000'000;  // below what a link takes

class Blobs final : public Producer<Blob> {
 public:
  struct Settings {
    ByteSize size{1024};
    std::uint64_t count = 0;
  };

  explicit Blobs(const Settings& settings)
      : size_(settings.size.bytes),
        end_(settings.count == 0 ? std::numeric_limits<std::uint64_t>::max() : settings.count) {}

  std::optional<Position> position() const override { return Position{.number = next_}; }
  void seek(const Position& position) override { next_ = position.number; }

  bool produce(Emitter<Blob>& out) override {
    if (next_ == end_) return false;
    std::string& data = *out.emit_reused().mutable_data();
    if (data.size() != size_) fill(data);
    std::memcpy(data.data(), &next_, kNumberBytes);
    ++next_;
    return true;
  }

  std::optional<std::uint64_t> total() const override {
    if (end_ == std::numeric_limits<std::uint64_t>::max()) return std::nullopt;
    return end_;
  }

 private:
  /// All but the number, which is what every record has.
  void fill(std::string& data) const {
    data.resize(size_);
    for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<char>(i);
  }

  std::size_t size_;
  std::uint64_t end_;
  std::uint64_t next_ = 0;
};

}  // namespace

StageSpec blobs() {
  return describe<Blobs>("blobs", "Makes blobs of one size, to measure what a payload costs.")
      .field("size", &Blobs::Settings::size, "Bytes of each.", between(ByteSize{kNumberBytes}, ByteSize{kLargest}))
      .field("count", &Blobs::Settings::count, "How many; 0: endless.")
      .details(
          "The first eight bytes are the number of the blob, 0, 1, 2, …, the lowest byte first; byte i of the others "
          "is "
          "i modulo 256.");
}

}  // namespace weir::producers

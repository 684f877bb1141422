#pragma once

#include <algorithm>
#include <cstring>
#include <map>
#include <random>
#include <vector>

#include "run/storage.h"

namespace weir::run {

/// Thrown where the power fails.
struct PowerFailure {};

/// When it fails: before so many more calls of all storages that share it.
using PowerLeft = int;

/// A disk on which the power can fail: of each sector that was written since the last `sync` that wrote it out, one of
/// its contents since then is found, or zeroes where it had changed.
class SimulatedStorage final : public Storage {
 public:
  SimulatedStorage() = default;
  /// `power` must outlive the storage.
  explicit SimulatedStorage(PowerLeft& power) : power_(&power) {}
  SimulatedStorage(const SimulatedStorage& other) : content_(other.content_) {}
  SimulatedStorage& operator=(const SimulatedStorage& other) {
    if (this == &other) return *this;
    content_ = other.content_;
    unsynced_.clear();
    return *this;
  }
  ~SimulatedStorage() override = default;

  void read(std::uint64_t offset, std::span<std::byte> into) override {
    for (std::size_t i = 0; i < into.size(); ++i)
      into[i] = offset + i < content_.size() ? content_[offset + i] : std::byte{0};
  }
  void write(std::uint64_t offset, std::span<const std::byte> bytes) override {
    if (bytes.empty()) return;
    use_power();
    const std::uint64_t end = offset + bytes.size();
    if (end > content_.size()) content_.resize((end + kSector - 1) / kSector * kSector);
    for (std::uint64_t sector = offset / kSector; sector * kSector < end; ++sector) remember(sector);
    std::ranges::copy(bytes, content_.begin() + static_cast<std::ptrdiff_t>(offset));
  }
  void sync() override {
    use_power();
    std::erase_if(unsynced_, [](const auto& sector) { return sector.second.is_dirty; });
  }

  /// What a failed `sync` may do: what it should have written out is read, and no later `sync` writes it out.
  void fail_sync() {
    for (auto& [number, sector] : unsynced_) sector.is_dirty = false;
  }

  std::uint64_t size() const { return content_.size(); }

  /// What is found after the power had failed.
  void crash(std::mt19937& random) {
    for (const auto& [number, sector] : unsynced_) {
      const auto& before = sector.contents;
      const std::size_t which = random() % (before.size() + 2);
      const auto place = content_.begin() + static_cast<std::ptrdiff_t>(number * kSector);
      if (which < before.size()) std::ranges::copy(before[which], place);
      if (which != before.size()) continue;
      for (std::size_t i = 0; i < kSector; ++i) {
        if (place[static_cast<std::ptrdiff_t>(i)] != before[0][i]) place[static_cast<std::ptrdiff_t>(i)] = std::byte{0};
      }
    }
    unsynced_.clear();
  }

  /// Nothing behind so many bytes is left.
  void cut(std::uint64_t length) { content_.resize(length); }

  /// False, and nothing is changed, where nothing but zeroes stands around the bit.
  bool flip(std::uint64_t bit) {
    constexpr std::uint64_t kBits = 8;
    std::byte& byte = content_[bit / kBits];
    if (byte == std::byte{0}) return false;
    byte ^= std::byte{1} << (bit % kBits);
    return true;
  }

 private:
  static constexpr std::uint64_t kSector = 512;

  struct Sector {
    std::vector<std::vector<std::byte>> contents{};  ///< each that was written over
    bool is_dirty = true;                            ///< the next `sync` writes it out
  };

  void remember(std::uint64_t number) {
    const auto begin = content_.begin() + static_cast<std::ptrdiff_t>(number * kSector);
    Sector& sector = unsynced_[number];
    sector.contents.emplace_back(begin, begin + kSector);
    sector.is_dirty = true;
  }

  void use_power() {
    if (power_ != nullptr && (*power_)-- == 0) throw PowerFailure();
  }

  PowerLeft* power_ = nullptr;
  std::vector<std::byte> content_;
  std::map<std::uint64_t, Sector> unsynced_;  ///< by number
};

}  // namespace weir::run

#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

// Objects that stages of one run share by name, beside their links.
namespace weir {

/// Which stages see the same object: those of one process, or all of the run, whatever its topology.
enum class Reach { kProcess, kRun };

/// May stand in memory that several processes have mapped, each at its own address: it must hold no pointer, and
/// synchronises itself, by atomics that are free of locks or a mutex between processes.
template <class T>
concept Shareable = std::is_standard_layout_v<T> && std::is_trivially_destructible_v<T> && alignof(T) <= 64;

/// Where the stages of a run find what they share. Any thread; no two runs have the same folder.
class SharedObjects {
 public:
  SharedObjects() = default;  ///< of a stage that is in no run: shares nothing, and says so
  explicit SharedObjects(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The object of this name: made by the first who asks, and the same for all who ask until the run's end, where its
  /// reach is the run, or until the machine is started anew; until the last of them lets go, where it is the process. A
  /// name is letters, digits, '_' and
  /// '-'. Throws StageError where that can't be, and where an object of another size has the name.
  template <Shareable T>
  std::shared_ptr<T> open(std::string_view name, Reach reach) const {
    return std::static_pointer_cast<T>(open(name, reach, {sizeof(T), [](void* at) { new (at) T; }}));
  }

 private:
  struct Kind {
    std::size_t bytes;
    void (*make)(void* at);
  };
  std::shared_ptr<void> open(std::string_view name, Reach reach, const Kind& kind) const;
  std::shared_ptr<void> open_in_process(std::string_view name, const Kind& kind) const;
  std::shared_ptr<void> open_in_run(std::string_view name, const Kind& kind) const;

  std::filesystem::path folder_;
};

}  // namespace weir

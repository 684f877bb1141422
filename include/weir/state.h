#pragma once

#include <weir/errors.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace weir {

/// Writes what a stage saves, one behind the other, as this machine keeps it: numbers and other values without
/// pointers, texts, and lists of all these.
class StateWriter {
 public:
  /// `state` must outlive the writer.
  explicit StateWriter(std::string& state) : state_(&state) {}

  template <class T>
  StateWriter& put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>);
    state_->append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  StateWriter& put(const std::string& text) {
    put(std::uint64_t{text.size()});
    state_->append(text);
    return *this;
  }
  template <class T>
  StateWriter& put(const std::vector<T>& list) {
    put(std::uint64_t{list.size()});
    for (const T& item : list) put(item);
    return *this;
  }

 private:
  std::string* state_;
};

/// Reads them, in the same order. Throws StageError where the state ends before.
class StateReader {
 public:
  /// `state` must outlive the reader.
  explicit StateReader(std::string_view state) : rest_(state) {}

  template <class T>
  T take() {
    T value;
    take(value);
    return value;
  }

 private:
  template <class T>
  void take(T& value) {
    static_assert(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>);
    std::memcpy(&value, take_bytes(sizeof value).data(), sizeof value);
  }
  void take(std::string& text) { text = take_bytes(take<std::uint64_t>()); }
  template <class T>
  void take(std::vector<T>& list) {
    for (auto left = take<std::uint64_t>(); left > 0; --left) list.push_back(take<T>());
  }
  std::string_view take_bytes(std::uint64_t size) {
    if (size > rest_.size()) throw StageError("a saved state that ends before it is whole");
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  std::string_view rest_;
};

}  // namespace weir

#pragma once

#include <weir/records.h>
#include <weir/v1/payloads.pb.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace weir::bench {

inline constexpr std::size_t kBlobBytes = 1024;

/// A record that can be told from others by its number.
inline void fill(v1::Number& record, std::uint64_t number) { record.set_value(static_cast<std::int64_t>(number)); }
inline void fill(v1::Blob& record, std::uint64_t number) {
  record.mutable_data()->assign(kBlobBytes, static_cast<char>(number));
}

inline bool is_filled(const v1::Number& record, std::uint64_t number) {
  return record.value() == static_cast<std::int64_t>(number);
}
inline bool is_filled(const v1::Blob& record, std::uint64_t number) {
  return record.data().size() == kBlobBytes && record.data().back() == static_cast<char>(number);
}

/// Numbered from `first` on.
template <Record T>
void append_filled(RecordsOf<T>& records, std::uint64_t first, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) fill(records.append(), first + i);
}

template <Record T>
bool are_filled(const RecordsOf<T>& records, std::uint64_t first, std::size_t count) {
  if (records.size() != count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_filled(records[i], first + i)) return false;
  }
  return true;
}

}  // namespace weir::bench

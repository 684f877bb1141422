#pragma once

#include <weir/v1/lessons.pb.h>

#include <cstdint>
#include <vector>

namespace weir::payloads {

/// `elements` row by row, as many as they are.
inline v1::Matrix matrix(std::uint32_t size, const std::vector<double>& elements) {
  v1::Matrix record;
  record.set_size(size);
  record.mutable_elements()->Assign(elements.begin(), elements.end());
  return record;
}

inline std::vector<double> elements(const v1::Matrix& record) {
  return {record.elements().begin(), record.elements().end()};
}

}  // namespace weir::payloads

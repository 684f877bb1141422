#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "topology/plan.h"

namespace weir::run {

/// The numbers of the streams that run through a pipeline. A replica's own stream bears the replica's number. Where a
/// stream reaches a stage on two ways, the second is another stream from there on: else its batches, equal in number,
/// would pass for duplicates of the first's.
struct Streams {
  /// By link and sending stage: the streams that get another number at the receiver, from old to new.
  std::map<std::pair<std::size_t, std::size_t>, std::map<std::uint32_t, std::uint32_t>> renamed;
  std::uint32_t count = 0;  ///< numbers are below this
};

/// Throws std::length_error where ways fork and join so often that there are too many streams to tell apart.
Streams name_streams(const topology::Plan& plan);

/// The stages in an order in which each stands behind all that feed it.
std::vector<std::size_t> flow_order(const topology::Plan& plan);

}  // namespace weir::run

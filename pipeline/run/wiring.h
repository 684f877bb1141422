#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "link/connection.h"
#include "link/endpoint.h"
#include "link/outlet.h"
#include "observe/page.h"
#include "topology/plan.h"

namespace weir::run {

/// One end of a link at one replica.
struct InletWiring {
  std::size_t link = 0;  ///< in `Plan::links`
  link::LinkTerms terms;
  std::vector<link::Sender> senders;
};
struct OutletWiring {
  std::size_t link = 0;
  link::LinkTerms terms;
  std::vector<link::Receiver> receivers;
};

/// All that a replica needs to know of the links it hangs on. The order of inlets and outlets is that of the links in
/// the plan, and the same in every process.
struct ReplicaWiring {
  std::vector<InletWiring> inlets;
  std::vector<OutletWiring> outlets;
  std::string output_type;            ///< message type that it emits; empty for a consumer
  std::size_t batch_records = 0;      ///< records that a producer gathers before it sends
  std::size_t batch_bytes = 0;        ///< the same in bytes
  std::chrono::nanoseconds linger{};  ///< and how long it gathers at most
};

/// The page that a replica so wired writes.
observe::PageShape page_shape(const ReplicaWiring& wiring);

/// Those of its figures that must come out right whatever dies and is started anew.
std::vector<observe::Cell*> kept_figures(observe::Page& page, const ReplicaWiring& wiring);

/// A pure function of the plan: every process wires itself by it, nothing is negotiated. Sockets and shared
/// memory between processes stand in `directory`.
std::vector<ReplicaWiring> wire(const topology::Plan& plan, const std::filesystem::path& directory);

}  // namespace weir::run

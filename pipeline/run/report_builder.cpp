#include "run/report_builder.h"

#include <algorithm>

#include "link/socket.h"
#include "run/account.h"
#include "run/clock.h"
#include "run/cuts.h"
#include "run/wiring.h"

namespace weir::run {

namespace {

double in_seconds(const observe::Cell& ns) { return static_cast<double>(ns.get()) / kNsPerSecond; }

observe::StageReport report_replica(const topology::Plan& plan, std::size_t number, const observe::Page& page) {
  const topology::StagePlan& stage = plan.stages[plan.replicas[number].stage];
  const observe::StageCells& cells = page.stage();
  return {.name = stage.name,
          .role = std::string(to_string(stage.role)),
          .type = stage.spec->name,
          .replica = plan.replicas[number].replica,
          .pid = static_cast<std::int64_t>(cells.pid.get()),
          .thread = static_cast<std::int64_t>(cells.thread.get()),
          .records_in = cells.records_in.get(),
          .records_out = cells.records_out.get(),
          .bytes_in = cells.bytes_in.get(),
          .bytes_out = cells.bytes_out.get(),
          .rejected = cells.rejected.get(),
          .restarts = cells.restarts.get(),
          .busy_s = in_seconds(cells.busy_ns),
          .starved_s = in_seconds(cells.starved_ns),
          .blocked_s = in_seconds(cells.blocked_ns),
          .results = "{}",
          .failure = page.failure()};
}

observe::LinkReport report_link(const topology::Plan& plan, std::size_t number, const Pages& pages,
                                const std::vector<ReplicaWiring>& wiring, bool over) {
  const topology::LinkPlan& link = plan.links[number];
  observe::LinkReport report{.name = link.name,
                             .kind = std::string(to_string(link.kind)),
                             .from = {},
                             .to = plan.stages[link.to].name,
                             .latency_us = {}};
  for (const std::size_t from : link.from) report.from.push_back(plan.stages[from].name);
  observe::Histogram latency;
  for (std::size_t replica = 0; replica < pages.size(); ++replica) {
    for (std::size_t i = 0; i < wiring[replica].outlets.size(); ++i) {
      if (wiring[replica].outlets[i].link != number) continue;
      report.accepted += pages[replica].outlet(i).accepted.get();
      report.dropped += pages[replica].outlet(i).dropped.get();
      report.bad_frames += pages[replica].outlet(i).bad_frames.get();
    }
    for (std::size_t i = 0; i < wiring[replica].inlets.size(); ++i) {
      if (wiring[replica].inlets[i].link != number) continue;
      const observe::InletCells& cells = pages[replica].inlet(i);
      report.delivered += cells.delivered.get();
      report.rejected += cells.rejected.get();
      report.redelivered += cells.redelivered.get();
      report.duplicates += cells.duplicates.get();
      report.bad_frames += cells.bad_frames.get();
      latency.merge(cells.latency);
    }
  }
  const std::uint64_t accounted = report.delivered + report.dropped + report.rejected;
  const std::uint64_t open = report.accepted - std::min(report.accepted, accounted);
  (over ? report.lost : report.in_flight) = open;
  report.latency_us = latency.percentiles();
  return report;
}

/// From the first record produced to the last one done.
double wall_seconds(const Pages& pages) {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  for (const observe::Page& page : pages) {
    const std::uint64_t began = page.stage().first_ns.get();
    if (began > 0 && (first == 0 || began < first)) first = began;
    last = std::max(last, page.stage().last_ns.get());
  }
  return last > first ? static_cast<double>(last - first) / kNsPerSecond : 0;
}

}  // namespace

Pages create_pages(const topology::Plan& plan, const RunDirectory& directory) {
  const std::vector<ReplicaWiring> wiring = wire(plan, directory.sockets());
  Pages pages;
  for (std::size_t replica = 0; replica < plan.replicas.size(); ++replica) {
    pages.push_back(observe::Page::create(directory.page(replica), page_shape(wiring[replica])));
    if (!topology::lives_on(plan, replica)) continue;
    const std::size_t figures = kept_figures(pages.back(), wiring[replica]).size();
    const bool is_producer = plan.stages[plan.replicas[replica].stage].role == Role::kProducer;
    (is_producer ? Cuts::create : Account::create)(directory.account(replica), figures);
  }
  return pages;
}

Pages open_pages(const topology::Plan& plan, const RunDirectory& directory) {
  const std::vector<ReplicaWiring> wiring = wire(plan, directory.sockets());
  Pages pages;
  for (std::size_t replica = 0; replica < plan.replicas.size(); ++replica) {
    pages.push_back(observe::Page::open(directory.page(replica), page_shape(wiring[replica])));
  }
  return pages;
}

observe::Report build_report(const topology::Plan& plan, const Pages& pages, const RunDirectory& directory, bool over) {
  const std::vector<ReplicaWiring> wiring = wire(plan, directory.sockets());
  observe::Report report;
  report.name = plan.name;
  report.topology = to_string(plan.topology);
  report.wall_s = wall_seconds(pages);
  observe::Histogram end_to_end;
  for (std::size_t replica = 0; replica < pages.size(); ++replica) {
    report.stages.push_back(report_replica(plan, replica, pages[replica]));
    report.stages.back().results = directory.read_results(replica);
    end_to_end.merge(pages[replica].stage().end_to_end);
  }
  for (std::size_t link = 0; link < plan.links.size(); ++link) {
    report.links.push_back(report_link(plan, link, pages, wiring, over));
  }
  report.end_to_end_us = end_to_end.percentiles();
  report.provenance = observe::provenance(link::zeromq_version());
  return report;
}

}  // namespace weir::run

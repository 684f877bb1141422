#include "run/stage_process.h"

#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string>

#include "run/descriptor_limit.h"
#include "run/memory.h"
#include "run/run_directory.h"
#include "run/run_inputs.h"
#include "run/signals.h"
#include "run/thread_host.h"
#include "topology/configuration.h"

namespace weir::run {

namespace {

/// Whether all replicas have come to their end well.
bool host_until_ended(ThreadHost& host, SignalQueue& signals) {
  bool well = true;
  host.start();
  while (!host.all_ended()) {
    std::array<pollfd, 2> awaited{pollfd{signals.descriptor(), POLLIN, 0}, pollfd{host.descriptor(), POLLIN, 0}};
    poll(awaited.data(), awaited.size(), -1);
    host.rest();
    for (int signal = signals.next(); signal != 0; signal = signals.next()) {
      // A terminal sends SIGINT to every process of the run; the launcher decides what it means.
      if (signal == SIGTERM) host.stop();
    }
    if (well && host.any_failed()) {
      well = false;
      host.abort();
    }
  }
  host.join();
  return well && !host.any_failed();
}

}  // namespace

int run_stage_process(std::string_view name, const std::filesystem::path& path, const Catalog& catalog) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_NAME, std::string(name).c_str());
  SignalQueue signals;
  const RunDirectory directory = RunDirectory::join(path);
  const RunInputs inputs = read_inputs(directory);
  if (getppid() != inputs.launcher) return 1;  // it died before the kernel knew that this process goes with it

  start_logging(inputs, directory);
  const topology::Planned planned = topology::make_plan(inputs.configuration, catalog);
  if (!planned.plan) {
    throw RunDirectoryError("the plan is not the launcher's:\n" +
                            render(planned.diagnostics, inputs.configuration.text));
  }
  const topology::Plan& plan = *planned.plan;
  const auto process = std::ranges::find(plan.processes, name, &topology::ProcessPlan::name);
  if (process == plan.processes.end()) return 1;
  const auto number = static_cast<std::size_t>(process - plan.processes.begin());

  make_room_for_descriptors(plan, number);
  bool well = false;
  {
    ThreadHost host(plan, number, catalog, directory);
    well = host_until_ended(host, signals);
  }
  directory.write_peak_memory(number, peak_memory());
  return well ? 0 : 1;
}

}  // namespace weir::run

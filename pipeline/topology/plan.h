#pragma once

#include <weir/catalog.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "topology/diagnostic.h"

namespace weir::topology {

enum class Topology { kThreads, kProcesses, kSerial };
enum class LinkKind { kQueue, kPipe };
enum class OnFull { kBlock, kDropNewest, kDropOldest, kFail };
/// How batches travel where a receiver is in another process than its sender: through ZeroMQ alone, or with their
/// records in shared memory. `kHandedOver`: no receiver is. `kAuto` until the plan knows its processes.
enum class LinkTransport { kAuto, kZeroMq, kSharedMemory, kHandedOver };
enum class OnError { kSkip, kStop };
enum class OnPoison { kStop, kSkip };
enum class Delivery { kAtMostOnce, kAtLeastOnce, kEffectivelyOnce };

std::string_view to_string(Topology value);
std::string_view to_string(LinkKind value);
std::string_view to_string(OnFull value);
std::string_view to_string(LinkTransport value);
std::string_view to_string(OnError value);
std::string_view to_string(OnPoison value);
std::string_view to_string(Delivery value);

enum class Spool { kNone, kDisk };
std::string_view to_string(Spool value);

enum class RestartPolicy { kOnFailure, kNever };
std::string_view to_string(RestartPolicy value);

/// What happens when a process that runs the stage dies.
struct Restart {
  RestartPolicy policy = RestartPolicy::kNever;
  std::uint32_t max = 10;                                            ///< so many times…
  std::chrono::nanoseconds within = std::chrono::seconds{60};        ///< …in so long; one more ends the run
  std::chrono::nanoseconds backoff = std::chrono::milliseconds{10};  ///< before the first; doubles up to 5 s
  std::chrono::nanoseconds stall_after = std::chrono::seconds{5};    ///< a process without progress is killed
};

/// When the batches that form on a link are sent.
struct BatchLimits {
  std::uint32_t records = 512;  ///< never more than an eighth of the capacity, but at least 1
  std::uint32_t bytes = 64 * 1024;
  std::chrono::nanoseconds linger = std::chrono::milliseconds{1};
};

struct StagePlan {
  std::string name;
  Role role = Role::kTransformer;
  const StageSpec* spec = nullptr;       ///< lives in the catalog
  std::shared_ptr<const void> settings;  ///< the stage's Settings, filled
  std::uint32_t replicas = 1;
  OnError on_error = OnError::kSkip;
  OnPoison on_poison = OnPoison::kStop;  ///< what becomes of a batch of which the stage dies again and again
  Spool spool = Spool::kNone;            ///< a producer's records are kept before they are sent
  std::string process;                   ///< its group; empty: none
  Restart restart;
  Place place;  ///< of its name in the file
};

struct LinkPlan {
  std::string name;  ///< where the file has no links: "a-b" from each stage to the next
  LinkKind kind = LinkKind::kQueue;
  std::vector<std::size_t> from;  ///< stages
  std::size_t to = 0;             ///< stage
  std::uint32_t capacity = 8192;  ///< records that each sending replica may have accepted and not yet worked off
  OnFull on_full = OnFull::kBlock;
  bool ordered = false;
  LinkTransport transport = LinkTransport::kAuto;
  BatchLimits batch;
  std::string message_type;  ///< full name, as `Catalog::make_records` takes it
  Place place;               ///< of its name in the file, or of what implies it
};

/// One running copy of a stage. Its index in `Plan::replicas` is its number on the wire and in the run directory.
struct ReplicaPlan {
  std::size_t stage = 0;
  std::uint32_t replica = 0;
  std::size_t process = 0;
};

/// One process of the run. Process 0 is the launcher; it runs replicas of its own only in topology threads.
struct ProcessPlan {
  std::string name;                   ///< "count[0]", a group's name, or "weir" for the launcher
  std::vector<std::size_t> replicas;  ///< in ascending order
};

/// One value of the resolved configuration, for `weir plan`.
struct ResolvedValue {
  std::string path;    ///< "queues.lines.capacity"
  std::string value;   ///< "8192"
  std::string origin;  ///< "default", "quickstart.yaml:12:5", "environment BOOK", "--set queues.lines.capacity"
  std::vector<std::string> items{};  ///< where the value is a list
};

/// The checked, fully resolved pipeline. A pure function of its inputs: every process of a run computes the same one.
struct Plan {
  std::string name;
  Topology topology = Topology::kThreads;
  Delivery delivery = Delivery::kAtLeastOnce;
  std::optional<std::uint64_t> limit;  ///< records after which each producer replica ends
  std::optional<std::uint64_t> rate;   ///< records a second that each producer replica makes, evenly
  std::vector<StagePlan> stages;       ///< producers, transformers, consumers; within a role as in the file
  std::vector<LinkPlan> links;         ///< as in the file, queues first
  std::vector<ReplicaPlan> replicas;   ///< stage by stage
  std::vector<ProcessPlan> processes;  ///< at least the launcher
  std::vector<ResolvedValue> values;   ///< in the order of the file's sections
};

/// "count[0]": how a replica is called in reports, logs, process and thread names.
std::string replica_name(const Plan& plan, std::size_t replica);

/// The replicas of a stage, as indices into `Plan::replicas`: consecutive, from `first`.
struct ReplicaRange {
  std::size_t first = 0;
  std::size_t count = 0;
};
ReplicaRange replicas_of(const Plan& plan, std::size_t stage);

/// A file that a stage writes, devices under /dev excepted.
struct WrittenFile {
  std::size_t stage = 0;
  std::filesystem::path path;
};
std::vector<WrittenFile> written_files(const Plan& plan);

/// What the pipeline needs a file for: "'rows' writes", "'lines' reads", "describes the pipeline"; empty: for nothing.
std::string use_of(const std::filesystem::path& path, const Plan& plan);

/// Whether there is something at the path that can't be gone back in: a FIFO, a socket, a terminal or another device.
bool is_fleeting(const std::filesystem::path& path);

/// Why another run of the plan would not have what this one has: "'lines' reads '/dev/stdin', which gives nothing
/// twice"; empty: it would.
std::string repeat_problem(const Plan& plan);

/// Whether the pipeline runs in one process, where nothing can die alone.
bool runs_in_one_process(const Plan& plan);

/// Whether a replica leaves an account behind, from which another life of it goes on.
bool lives_on(const Plan& plan, std::size_t replica);

/// Whether a process of the plan can die and be started anew, and may: without a loss, or under `at_most_once` with one
/// that is counted.
bool can_restart(const Plan& plan, std::size_t process);
/// Why it can't or must not; empty where it can.
std::string restart_problem(const Plan& plan, std::size_t process);

/// What keeps a run of the plan from being taken up after everything of it has died; empty: nothing.
std::string resume_problem(const Plan& plan);

}  // namespace weir::topology

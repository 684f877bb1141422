#pragma once

#include <weir/descriptor.h>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace weir::run {

/// A run directory that can't be made, read or trusted. The text is a sentence for the user.
class RunDirectoryError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where a run keeps its inputs, sockets, pages, results and log: mode 0700, in memory unless the user names a place,
/// and with a path short enough for sockets. The launcher owns it and removes it; all processes of the run hold its
/// lock, so that others can tell a live run from what a dead one left.
class RunDirectory {
 public:
  /// Makes the directory of a new run. `where`: the place that the user named; it may exist if it is empty.
  static RunDirectory create(std::string_view name, const std::optional<std::filesystem::path>& where);

  /// The directory of the run that this process belongs to.
  static RunDirectory join(const std::filesystem::path& path);

  /// The directory of a run whose launcher died, as its own from now on. Waits for processes of the run that still
  /// end. Throws where the run is alive, and where there is something else.
  static RunDirectory take_up(const std::filesystem::path& path);

  RunDirectory(RunDirectory&&) = default;
  RunDirectory& operator=(RunDirectory&&) = delete;
  ~RunDirectory() = default;

  const std::filesystem::path& path() const { return path_; }
  /// Whether its run had come to its end, and only the removal was broken off.
  bool is_over() const;
  /// Whether somebody counts on it where its run breaks off: the user has named the place, or taken the run up from it.
  bool is_counted_on() const { return was_chosen_; }
  static constexpr const char* kInputs = "inputs";
  std::filesystem::path inputs() const { return path_ / kInputs; }
  std::filesystem::path log() const { return path_ / "log"; }
  std::filesystem::path sockets() const { return path_ / "s"; }
  std::filesystem::path shared_objects() const { return path_ / "shared"; }
  std::filesystem::path page(std::size_t replica) const;
  std::filesystem::path account(std::size_t replica) const;
  std::filesystem::path spool(std::size_t replica) const;

  /// Results of a replica's stage as JSON; an empty object where it has not written any.
  void write_results(std::size_t replica, std::string_view json) const;
  std::string read_results(std::size_t replica) const;

  /// The most memory that a process of the plan had resident, in bytes; 0 where it has not said.
  void write_peak_memory(std::size_t process, std::uint64_t bytes) const;
  std::uint64_t read_peak_memory(std::size_t process) const;

  /// To be passed on to each process of the run.
  int lock_descriptor() const { return lock_.number(); }

  /// Returns once what is in it outlives the power.
  void sync() const;

  /// Removes all of it. Only the launcher calls this, at the very end; what can't be removed is left for `clean`, and
  /// what is left where this is broken off says that the run is over.
  void remove() const;

 private:
  explicit RunDirectory(std::filesystem::path path) : path_(std::move(path)) {}
  /// Puts a new directory on the list, where it is elsewhere, and into it what every run needs.
  void furnish(const std::filesystem::path& listed_as);

  std::filesystem::path path_;
  std::filesystem::path listed_as_;  ///< where the list of runs points to it
  bool made_ = true;                 ///< else the user had made it, and keeps it
  bool was_chosen_ = false;          ///< by the user, be it to take the run up
  Descriptor lock_;
};

/// A run directory found on this machine.
struct FoundRun {
  std::filesystem::path path;
  std::filesystem::path listed_as;
  bool alive = false;  ///< some process holds its lock
};

/// All run directories of this user, by path. Throws RunDirectoryError where others could have listed them.
std::vector<FoundRun> find_runs();

/// Whether a place holds nothing that could be taken up: it is empty, or there is none.
bool holds_nothing(const std::filesystem::path& path);

/// Removes what a dead run left.
void remove_run(const FoundRun& run);

}  // namespace weir::run

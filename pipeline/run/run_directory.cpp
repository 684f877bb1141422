#include "run/run_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <system_error>
#include <thread>

#include "run/home_of_runs.h"
#include "run/storage.h"
#include "run/text_file.h"

namespace weir::run {

namespace fs = std::filesystem;

namespace {

// Sockets below it have 108 bytes for their path, the final zero included.
constexpr std::size_t kLongestDirectory = 80;
constexpr std::string_view kMade = "made by weir\n";   // in the lock file, where the user had not made the directory
constexpr fs::perms kOver = fs::perms::owner_exec;     // of the lock, which goes last; takes no room on a full disk
constexpr std::string_view kElsewhere = ".elsewhere";  // a file of this ending names a run directory in another place

[[noreturn]] void fail(const fs::path& path, const std::string& what) {
  throw RunDirectoryError("run directory '" + path.string() + "': " + what);
}

[[noreturn]] void fail_errno(const fs::path& path) { fail(path, std::generic_category().message(errno)); }

/// From now on until it is gone, the run is one that had begun and is over.
void mark_as_over(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path / RunDirectory::kInputs, ignored)) return;
  fs::permissions(path / "lock", kOver, fs::perm_options::add, ignored);
}

void check_private(const fs::path& path) {
  if (const std::string problem = trust_problem(path); !problem.empty()) fail(path, problem);
}

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

/// What a new run is called among the runs of this user: "quickstart-4711", or "quickstart-4711.2" where a dead run of
/// the same process number left its traces. A long name is shortened so that sockets fit.
std::string new_id(const fs::path& home, std::string_view name) {
  for (int attempt = 1;; ++attempt) {
    const std::string number = "-" + std::to_string(getpid()) + (attempt == 1 ? "" : "." + std::to_string(attempt));
    const std::size_t taken = home.native().size() + 1 + number.size();
    std::string id = std::string(name.substr(0, kLongestDirectory - std::min(kLongestDirectory, taken))) + number;
    if (!is_there(home / id) && !is_there(home / (id + std::string(kElsewhere)))) return id;
  }
}

Descriptor open_lock(const fs::path& directory, int flags) {
  return Descriptor(open((directory / "lock").c_str(), O_RDWR | O_CLOEXEC | flags, 0600));
}

/// Held by somebody else, who may be making the run, living it, or removing it.
bool is_taken(const Descriptor& lock) { return lock.is_open() && flock(lock.number(), LOCK_EX | LOCK_NB) != 0; }

/// The lock alone is what a run leaves that was killed as it made its directory or removed it.
bool is_run_directory(const fs::path& path) {
  std::error_code none;
  return path.is_absolute() && fs::is_directory(fs::symlink_status(path, none)) &&
         fs::is_regular_file(fs::symlink_status(path / "lock", none)) &&
         (fs::is_directory(fs::symlink_status(path / "s", none)) ||
          std::distance(fs::directory_iterator(path, none), fs::directory_iterator()) == 1);
}

/// What makes it a run goes first, so that nobody takes up the rest where that is broken off. What makes it a run
/// directory, the last two, goes last: until then `weir clean` removes it wherever it stands.
void empty_run_directory(const fs::path& path) {
  std::error_code ignored;
  fs::remove(path / RunDirectory::kInputs, ignored);
  for (const fs::directory_entry& entry : fs::directory_iterator(path, ignored)) {
    const std::string name = entry.path().filename();
    if (name != "lock" && name != "s") fs::remove_all(entry, ignored);
  }
  fs::remove_all(path / "s", ignored);
  fs::remove(path / "lock", ignored);
}

/// Processes of a launcher that was killed end by themselves, but not at once.
void wait_for_lock(const Descriptor& lock, const fs::path& path) {
  constexpr auto kPatience = std::chrono::seconds{2};
  constexpr auto kPause = std::chrono::milliseconds{5};
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (flock(lock.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) fail_errno(path);
    if (std::chrono::steady_clock::now() > give_up) {
      fail(path, "its run is alive, or a process of it is; 'weir ps' lists the runs");
    }
    std::this_thread::sleep_for(kPause);
  }
}

fs::path where_listed(const fs::path& home, const fs::path& path) {
  for (const fs::directory_entry& entry : fs::directory_iterator(home)) {
    if (entry.path().extension() == kElsewhere && read_text(entry.path()) == path.native()) return entry.path();
  }
  return {};
}

}  // namespace

RunDirectory RunDirectory::create(std::string_view name, const std::optional<fs::path>& where) {
  const fs::path home = make_home_of_runs();
  const Descriptor alone = lock_home(home);
  const std::string id = new_id(home, name);
  RunDirectory made(where ? plain(*where) : home / id);
  if (made.path_.native().size() > kLongestDirectory) {
    fail(made.path_, "is too long a path for sockets; the most is " + std::to_string(kLongestDirectory) + " bytes");
  }
  if (mkdir(made.path_.c_str(), 0700) != 0) {
    std::error_code problem;
    if (errno != EEXIST || !where) {
      fail(made.path_, std::generic_category().message(errno) + (where ? "; --run-dir chooses another" : ""));
    }
    check_private(made.path_);
    if (is_run_directory(made.path_)) {
      fail(made.path_, "holds a run; where that is dead, 'weir resume' goes on with it and 'weir clean' removes it");
    }
    if (!fs::is_empty(made.path_, problem)) fail(made.path_, "is not empty");
    made.made_ = false;
  }
  try {
    const bool is_at_home = made.path_.parent_path() == home;
    made.was_chosen_ = where.has_value();
    made.furnish(is_at_home ? fs::path() : home / (id + std::string(kElsewhere)));
  } catch (...) {
    made.remove();
    throw;
  }
  return made;
}

void RunDirectory::furnish(const fs::path& listed_as) {
  if (!listed_as.empty()) {
    listed_as_ = listed_as;
    write_text(listed_as_, path_.native());
  }
  lock_ = open_lock(path_, O_CREAT | O_EXCL);
  if (!lock_.is_open() || flock(lock_.number(), LOCK_EX) != 0) fail_errno(path_);
  if (made_) FileStorage(path_ / "lock").write(0, std::as_bytes(std::span(kMade)));
  if (mkdir(sockets().c_str(), 0700) != 0) fail_errno(sockets());
}

RunDirectory RunDirectory::join(const fs::path& path) {
  check_private(path);
  return RunDirectory(path);
}

RunDirectory RunDirectory::take_up(const fs::path& path) {
  RunDirectory taken(plain(path));
  check_private(taken.path_);
  if (!is_run_directory(taken.path_)) fail(taken.path_, "is no run directory");
  const fs::path home = make_home_of_runs();
  taken.lock_ = open_lock(taken.path_, 0);
  if (!taken.lock_.is_open()) fail_errno(taken.path_);
  wait_for_lock(taken.lock_, taken.path_);
  if (!taken.lock_.stands_at(taken.path_ / "lock")) fail(taken.path_, "was removed while it was waited for");
  taken.made_ = !read_text(taken.path_ / "lock").empty();
  taken.was_chosen_ = true;
  if (taken.path_.parent_path() == home) return taken;
  const Descriptor alone = lock_home(home);
  taken.listed_as_ = where_listed(home, taken.path_);
  if (!taken.listed_as_.empty()) return taken;
  // The list is lost when the machine goes down.
  taken.listed_as_ = home / (new_id(home, taken.path_.filename().string()) + std::string(kElsewhere));
  write_text(taken.listed_as_, taken.path_.native());
  return taken;
}

fs::path RunDirectory::page(std::size_t replica) const { return path_ / ("page." + std::to_string(replica)); }

fs::path RunDirectory::spool(std::size_t replica) const { return path_ / ("spool." + std::to_string(replica)); }

fs::path RunDirectory::account(std::size_t replica) const { return path_ / ("account." + std::to_string(replica)); }

void RunDirectory::write_results(std::size_t replica, std::string_view json) const {
  write_text(path_ / ("results." + std::to_string(replica)), json);
}

std::string RunDirectory::read_results(std::size_t replica) const {
  const std::string json = read_text(path_ / ("results." + std::to_string(replica)));
  return json.empty() ? "{}" : json;
}

void RunDirectory::write_peak_memory(std::size_t process, std::uint64_t bytes) const {
  write_text(path_ / ("memory." + std::to_string(process)), std::to_string(bytes));
}

std::uint64_t RunDirectory::read_peak_memory(std::size_t process) const {
  return std::strtoull(read_text(path_ / ("memory." + std::to_string(process))).c_str(), nullptr, 10);
}

void RunDirectory::sync() const {
  const Descriptor directory(open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.is_open() || syncfs(directory.number()) != 0) fail_errno(path_);
}

bool RunDirectory::is_over() const {
  std::error_code none;
  return !fs::exists(inputs(), none) && (fs::status(path_ / "lock", none).permissions() & kOver) != fs::perms::none;
}

void RunDirectory::remove() const {
  std::error_code ignored;
  mark_as_over(path_);
  // Without the lock, what is there belongs to another run that was given the same place.
  if (made_ || lock_.is_open()) empty_run_directory(path_);
  if (made_) fs::remove_all(path_, ignored);
  if (!listed_as_.empty()) fs::remove(listed_as_, ignored);
}

std::vector<FoundRun> find_runs() {
  std::vector<FoundRun> runs;
  std::error_code none;
  const fs::path home = home_of_runs();
  const Descriptor alone = lock_home(home);
  for (const fs::directory_entry& entry : fs::directory_iterator(home, none)) {
    FoundRun run{.path = entry.path(), .listed_as = entry.path(), .alive = false};
    if (entry.path().extension() == kElsewhere) run.path = read_text(entry.path());
    run.alive = run.path.is_absolute() && is_taken(open_lock(run.path, 0));
    runs.push_back(std::move(run));
  }
  std::ranges::sort(runs, {}, &FoundRun::path);
  return runs;
}

bool holds_nothing(const fs::path& path) {
  std::error_code problem;
  const fs::file_type what = fs::symlink_status(path, problem).type();
  return what == fs::file_type::not_found || (what == fs::file_type::directory && fs::is_empty(path, problem));
}

void remove_run(const FoundRun& run) {
  const Descriptor alone = lock_home(run.listed_as.parent_path());
  const Descriptor lock = open_lock(run.path, 0);
  if (is_taken(lock)) return;  // since it was found, it was taken up, or another has been made in its place
  std::error_code ignored;
  // The list is the user's own, but what stands now where a run once stood may be anything.
  if (run.path == run.listed_as || is_run_directory(run.path)) {
    mark_as_over(run.path);
    fs::remove_all(run.path, ignored);
  }
  fs::remove(run.listed_as, ignored);
}

}  // namespace weir::run

#include "consumers/output_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <weir/behind_links.h>
#include <weir/errors.h>

#include <cerrno>
#include <system_error>

namespace weir::consumers {

namespace {

namespace fs = std::filesystem;

std::string in_quotes(const fs::path& path) { return "'" + path.string() + "'"; }

/// Where it is a matter of the place, so that the user can do something about it.
std::string way_out(int error) {
  if (error == EACCES || error == EPERM) return "; allow writing there, or set another 'path'";
  return error == EROFS ? "; set another 'path'" : "";
}

[[noreturn]] void fail(const std::string& action, const fs::path& path, int error) {
  throw StageError("cannot " + action + " " + in_quotes(path) + ": " + std::generic_category().message(error) +
                   way_out(error));
}

void make_folders(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) fail("create folder", folder, error.value());
}

/// A name that was given to a file is durable only when the folder is.
void sync_folder_of(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.is_open()) fail("open folder", folder, errno);
  const int error = ::fsync(descriptor.number()) == 0 ? 0 : errno;
  if (error != 0 && error != EINVAL) fail("sync folder", folder, error);  // EINVAL: a file system without it
}

/// As /dev/stdout does: to put another file in the place of that one would take it from those who have it open.
bool leads_to_what_is_open(const fs::path& path) {
  return path == "/dev/stdout" || path == "/dev/stderr" || path.native().starts_with("/dev/fd/");
}

}  // namespace

OutputFile::OutputFile(fs::path path) : path_(std::move(path)) {}

void OutputFile::open(std::uint64_t kept) {
  size_ = kept;
  const bool is_open_already = leads_to_what_is_open(path_);
  if (!is_open_already) path_ = behind_links(path_);
  std::error_code error;
  const fs::file_status status = fs::status(path_, error);
  if (fs::is_directory(status)) fail("write", path_, EISDIR);
  in_place_ = fs::exists(status) && (is_open_already || !fs::is_regular_file(status));
  if (in_place_) {
    open_in_place();
  } else if (was_published()) {
    is_published_ = true;
  } else {
    open_part();
  }
  writer_ = BufferedWriter(descriptor_.number(), in_quotes(target_));
}

void OutputFile::open_in_place() {
  target_ = path_;
  // A FIFO without a reader would hold up an open that may block; this one fails.
  descriptor_ = Descriptor(::open(target_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!descriptor_.is_open()) fail("open", target_, errno);
  ::fcntl(descriptor_.number(), F_SETFL, O_APPEND);
}

void OutputFile::open_part() {
  if (path_.has_parent_path()) make_folders(path_.parent_path());
  target_ = path_;
  target_ += ".part";
  constexpr mode_t kReadableByAll = 0666;  // less what the umask takes
  const int creates = size_ == 0 ? O_CREAT : 0;
  descriptor_ = Descriptor(::open(target_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | creates, kReadableByAll));
  if (!descriptor_.is_open() && size_ > 0 && errno == ENOENT) {
    throw StageError("cannot go on in " + in_quotes(target_) + ": it is gone; put it back");
  }
  if (!descriptor_.is_open()) fail("open", target_, errno);
  lock_part();
  cut_off();
}

bool OutputFile::was_published() const {
  std::error_code error;
  return size_ > 0 && !fs::exists(path_.string() + ".part", error) && fs::file_size(path_, error) == size_ && !error;
}

void OutputFile::cut_off() {
  const auto kept = static_cast<off_t>(size_);
  if (::lseek(descriptor_.number(), 0, SEEK_END) < kept) {
    throw StageError("cannot go on in " + in_quotes(target_) +
                     ": it has become shorter; put back what it was, or 'weir clean' gives the run up");
  }
  if (::ftruncate(descriptor_.number(), kept) != 0) fail("cut", target_, errno);
  if (::lseek(descriptor_.number(), kept, SEEK_SET) != kept) fail("go on in", target_, errno);
}

void OutputFile::lock_part() {
  const bool locked = ::flock(descriptor_.number(), LOCK_EX | LOCK_NB) == 0;
  // The writer before may have published this very file between the open and the lock.
  if (!locked || !descriptor_.stands_at(target_)) {
    throw StageError("cannot write " + in_quotes(target_) + ": another writer has it open");
  }
}

void OutputFile::commit(Durability durability) {
  if (is_published_) return;
  writer_.flush();
  if (durability == Durability::kProcess) return;
  if (in_place_) throw StageError(in_quotes(path_) + " is no regular file: what is written there can't be taken back");
  if (::fdatasync(descriptor_.number()) != 0) fail("sync", target_, errno);
  if (!is_name_durable_) sync_folder_of(target_);
  is_name_durable_ = true;
}

void OutputFile::publish() {
  writer_.flush();
  if (in_place_) return;
  if (!is_published_) {
    if (::fsync(descriptor_.number()) != 0) fail("sync", target_, errno);
    if (::rename(target_.c_str(), path_.c_str()) != 0) fail("rename " + in_quotes(target_) + " to", path_, errno);
  }
  sync_folder_of(path_);
}

}  // namespace weir::consumers

#include "producers/input_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <weir/errors.h>

#include <cerrno>
#include <system_error>

namespace weir::producers {

namespace {

[[noreturn]] void fail(const char* action, const std::filesystem::path& path, int error) {
  throw StageError(std::string("cannot ") + action + " '" + path.string() +
                   "': " + std::generic_category().message(error) +
                   (error == EACCES ? "; allow reading it and its folders, or set another 'path'" : ""));
}

}  // namespace

void InputFile::open() {
  // A FIFO without a writer would hold up an open that may block.
  descriptor_ = Descriptor(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!descriptor_.is_open()) fail("open", path_, errno);
  struct stat status {};
  if (::fstat(descriptor_.number(), &status) != 0) fail("open", path_, errno);
  if (S_ISDIR(status.st_mode)) fail("open", path_, EISDIR);
  has_places_ = S_ISREG(status.st_mode);
  size_ = status.st_size;
}

void InputFile::seek(std::uint64_t offset) {
  const auto place = static_cast<off_t>(offset);
  if (!has_places_) fail("go back in", path_, ESPIPE);
  if (::lseek(descriptor_.number(), 0, SEEK_END) < place) {
    throw StageError("cannot go on in '" + path_.string() +
                     "': it has become shorter; put back what it was, or 'weir clean' gives the run up");
  }
  if (::lseek(descriptor_.number(), place, SEEK_SET) != place) fail("go back in", path_, errno);
}

InputFile::Got InputFile::read(std::span<char> into, std::size_t& size) {
  size = 0;
  // Asked first, because a FIFO that no writer has opened yet reads as if it had ended.
  pollfd ready{descriptor_.number(), POLLIN, 0};
  const int polled = ::poll(&ready, 1, 0);
  if (polled == 0 || (polled < 0 && errno == EINTR)) return Got::kNothingYet;
  if (polled < 0) fail("read", path_, errno);
  const ssize_t count = ::read(descriptor_.number(), into.data(), into.size());
  if (count < 0) {
    if (errno == EINTR || errno == EAGAIN) return Got::kNothingYet;
    fail("read", path_, errno);
  }
  size = static_cast<std::size_t>(count);
  if (count > 0) return Got::kBytes;
  if (has_places_) check_end();
  return Got::kEnd;
}

void InputFile::check_end() const {
  struct stat status {};
  if (::fstat(descriptor_.number(), &status) != 0) fail("read", path_, errno);
  const off_t place = ::lseek(descriptor_.number(), 0, SEEK_CUR);
  // Files of the kernel say that they have no bytes, however many can be read.
  if (status.st_size < size_ && status.st_size < place) {
    throw StageError("'" + path_.string() + "' has become shorter while it was read");
  }
}

}  // namespace weir::producers

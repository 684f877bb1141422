#include "consumers/buffered_writer.h"

#include <poll.h>
#include <unistd.h>
#include <weir/errors.h>

#include <cerrno>
#include <system_error>

namespace weir::consumers {

namespace {

constexpr std::size_t kFlushBytes = 64 * 1024;

}  // namespace

void BufferedWriter::write(std::string_view bytes) {
  pending_ += bytes;
  if (pending_.size() >= kFlushBytes) flush();
}

void BufferedWriter::flush() {
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {  // whoever shares standard output may have set it not to block
      pollfd writable{descriptor_, POLLOUT, 0};
      ::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      const int error = errno;
      pending_.clear();
      throw StageError("cannot write to " + name_ + ": " + std::generic_category().message(error));
    }
  }
  pending_.clear();
}

}  // namespace weir::consumers

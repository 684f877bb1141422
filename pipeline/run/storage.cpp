#include "run/storage.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace weir::run {

namespace {

std::system_error failed_to(const char* what, const std::filesystem::path& path, int error) {
  return {error, std::generic_category(), std::string("can't ") + what + " " + path.string()};
}

}  // namespace

void FileStorage::create(const std::filesystem::path& path, std::uint64_t bytes) {
  const Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) throw failed_to("create", path, errno);
  if (bytes == 0) return;
  int error = 0;
  do {
    error = posix_fallocate(file.number(), 0, static_cast<off_t>(bytes));
  } while (error == EINTR);
  if (error != 0) throw failed_to("find room for", path, error);
}

FileStorage::FileStorage(std::filesystem::path path)
    : path_(std::move(path)), file_(open(path_.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW)) {
  if (!file_.is_open()) throw failed_to("open", path_, errno);
}

void FileStorage::read(std::uint64_t offset, std::span<std::byte> into) {
  while (!into.empty()) {
    const ssize_t count = pread(file_.number(), into.data(), into.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw failed_to("read", path_, errno);
    if (count == 0) {
      std::ranges::fill(into, std::byte{0});
      return;
    }
    into = into.subspan(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
}

void FileStorage::write(std::uint64_t offset, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = pwrite(file_.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw failed_to("write", path_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
}

void FileStorage::sync() {
  if (fdatasync(file_.number()) != 0) throw failed_to("sync", path_, errno);
}

std::uint64_t FileStorage::size() const {
  struct stat status {};
  if (fstat(file_.number(), &status) != 0) throw failed_to("look at", path_, errno);
  return static_cast<std::uint64_t>(status.st_size);
}

void FileStorage::truncate(std::uint64_t size) {
  if (ftruncate(file_.number(), static_cast<off_t>(size)) != 0) throw failed_to("cut", path_, errno);
}

void FileStorage::free(std::uint64_t offset, std::uint64_t bytes) {
  const int how = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
  const int done = fallocate(file_.number(), how, static_cast<off_t>(offset), static_cast<off_t>(bytes));
  if (done != 0 && errno != EOPNOTSUPP && errno != EINTR) throw failed_to("free a part of", path_, errno);
}

}  // namespace weir::run

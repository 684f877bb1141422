#include <sys/stat.h>
#include <unistd.h>
#include <weir/descriptor.h>

#include <utility>

namespace weir {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

bool Descriptor::stands_at(const std::filesystem::path& path) const {
  struct stat opened {};
  struct stat named {};
  return ::fstat(number_, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
}

}  // namespace weir

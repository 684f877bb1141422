#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "support/scratch_folder.h"

namespace weir {

/// Standard output goes to `descriptor` as long as this lives.
class Redirected {
 public:
  explicit Redirected(int descriptor) : stdout_((std::fflush(stdout), ::dup(STDOUT_FILENO))) {
    ::dup2(descriptor, STDOUT_FILENO);
  }
  Redirected(const Redirected&) = delete;
  Redirected& operator=(const Redirected&) = delete;
  ~Redirected() {
    ::dup2(stdout_, STDOUT_FILENO);
    ::close(stdout_);
  }

 private:
  int stdout_;
};

/// What `call` writes to standard output.
template <class Call>
std::string printed_by(Call&& call) {
  const ScratchFolder folder;
  const std::string file = folder.write("stdout", "");
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  {
    const Redirected redirected(descriptor);
    call();
  }
  ::close(descriptor);
  return content_of(file);
}

}  // namespace weir

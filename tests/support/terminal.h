#pragma once

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

namespace weir {

/// A pseudo-terminal: a program writes at the inner end, and the test reads at the outer one what a person would see.
class Terminal {
 public:
  Terminal() {
    const winsize size{.ws_row = 24, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
    if (openpty(&outer_, &inner_, nullptr, nullptr, &size) != 0) {
      throw std::system_error(errno, std::generic_category(), "openpty");
    }
    fcntl(outer_, F_SETFL, O_NONBLOCK);
    fcntl(outer_, F_SETFD, FD_CLOEXEC);
    fcntl(inner_, F_SETFD, FD_CLOEXEC);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    close(inner_);
    close(outer_);
  }

  int inner() const { return inner_; }

  /// What was written since the last call.
  std::string read() {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t got = 0; (got = ::read(outer_, part.data(), part.size())) > 0;) {
      text.append(part.data(), static_cast<std::size_t>(got));
    }
    return text;
  }

 private:
  int inner_ = -1;
  int outer_ = -1;
};

}  // namespace weir

#include "bench/baselines/meeting.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "bench/baselines/baseline.h"

namespace weir::bench {

namespace {

[[noreturn]] void cannot(const std::string& what) {
  throw Unavailable("can't " + what + ": " + std::generic_category().message(errno));
}

/// The names of the hops, 0, 1 and so on, behind `prefix`.
Meeting named_behind(const std::string& prefix, std::size_t hops) {
  Meeting meeting;
  for (std::size_t hop = 0; hop < hops; ++hop) {
    meeting.hops.push_back(prefix + std::to_string(hop));
    meeting.answers.push_back(meeting.hops.back() + "-answer");
  }
  return meeting;
}

std::filesystem::path make_folder() {
  std::string path = (std::filesystem::temp_directory_path() / "weir-baseline-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) cannot("make a folder for sockets, " + path);
  return path;
}

}  // namespace

Meeting meet_inproc(std::size_t hops) { return named_behind("inproc://", hops); }

IpcMeeting::IpcMeeting(std::size_t hops)
    : folder_(make_folder()), meeting_(named_behind("ipc://" + folder_.string() + "/", hops)) {}

void IpcMeeting::remove_files() const noexcept {
  std::error_code gone_already;
  std::filesystem::remove_all(folder_, gone_already);
}

TcpMeeting::TcpMeeting(std::size_t hops) {
  for (std::size_t hop = 0; hop < hops; ++hop) {
    meeting_.hops.push_back(reserve());
    meeting_.answers.push_back(reserve());
  }
}

// A socket that is bound and does not listen: the kernel gives the port to nobody else by chance, and lets ZeroMQ
// listen there, because both say SO_REUSEADDR.
std::string TcpMeeting::reserve() {
  const Descriptor& socket = reserved_.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (!socket.is_open() || setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
      bind(socket.number(), generic, size) != 0 || getsockname(socket.number(), generic, &size) != 0) {
    cannot("have a port of the loopback device");
  }
  return "tcp://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

}  // namespace weir::bench

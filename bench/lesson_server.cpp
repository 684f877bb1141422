#include "bench/lesson_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <weir/descriptor.h>

#include <csignal>
#include <string>

#include "bench/baselines/baseline.h"
#include "bench/baselines/interpreter.h"
#include "bench/errors.h"
#include "run/start_program.h"

namespace weir::bench {

namespace {

bool is_listening(std::uint16_t port) {
  const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): so the socket interface has it
  return connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

std::filesystem::path interpreter() {
  try {
    return find_interpreter();
  } catch (const Unavailable& error) {
    throw Absent(std::string(error.what()) + ", which serves its pages");
  }
}

pid_t start(const LessonScripts& scripts, std::uint16_t port) {
  if (is_listening(port))
    throw Absent("somebody else listens at port " + std::to_string(port) + ", where its pages are");
  const Descriptor nowhere(open("/dev/null", O_WRONLY | O_CLOEXEC));
  return run::start_program_in(interpreter(), {"-I", "-B", scripts.server(), std::to_string(port), "0.05"},
                               nowhere.number(), nowhere.number());
}

}  // namespace

LessonServer::LessonServer(const LessonScripts& scripts, std::uint16_t port) : child_(start(scripts, port)) {
  constexpr int kMostLooks = 500;
  constexpr int kLookMs = 10;
  for (int look = 0; look < kMostLooks; ++look) {
    if (is_listening(port)) return;
    poll(nullptr, 0, kLookMs);
  }
  end();
  throw Absent("the server of its pages does not come to listen at port " + std::to_string(port));
}

LessonServer::~LessonServer() { end(); }

void LessonServer::end() {
  kill(child_, SIGTERM);
  waitpid(child_, nullptr, 0);
}

}  // namespace weir::bench

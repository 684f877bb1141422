#include "bench/baselines/lesson.h"

#include <fcntl.h>
#include <unistd.h>
#include <weir/descriptor.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

#include "bench/baselines/children.h"
#include "bench/baselines/interpreter.h"
#include "bench/baselines/lesson_script.h"
#include "bench/baselines/measured_json.h"

namespace weir::bench {

namespace {

struct Pipe {
  Descriptor reading;
  Descriptor writing;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "can't make a pipe");
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Until nobody can write any more.
std::string read_all(const Descriptor& from) {
  std::string text;
  std::array<char, 256> piece{};
  for (;;) {
    const ssize_t bytes = read(from.number(), piece.data(), piece.size());
    if (bytes > 0) text.append(piece.data(), static_cast<std::size_t>(bytes));
    if (bytes == 0) return text;
    if (bytes < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "can't read a pipe");
  }
}

/// Becomes the script, which prints into `out`.
void become_script(const std::filesystem::path& interpreter, const char* way, const Terms& terms, int out) {
  if (dup2(out, STDOUT_FILENO) < 0) throw std::system_error(errno, std::generic_category(), "can't set stdout");
  const std::string messages = std::to_string(terms.messages);
  const std::string bytes = std::to_string(terms.payload_bytes);
  const char* const reading = terms.reads_payload ? "read" : "unread";
  // -I: as it was installed, whatever the user's environment or folder would change
  execl(interpreter.c_str(), interpreter.filename().c_str(), "-I", "-c", kLessonScript, way, messages.c_str(),
        bytes.c_str(), reading, nullptr);
  throw std::system_error(errno, std::generic_category(), interpreter.string());
}

Measured run_lesson(const char* way, const Terms& terms) {
  const std::filesystem::path interpreter = find_interpreter();
  Pipe pipe = make_pipe();
  Children children;
  children.start([&] { become_script(interpreter, way, terms, pipe.writing.number()); });
  pipe.writing = Descriptor();
  const std::string printed = read_all(pipe.reading);
  children.wait();
  return measured_from_json(printed);
}

}  // namespace

Measured python_queue(const Terms& terms) { return run_lesson("queue", terms); }
Measured python_pipe(const Terms& terms) { return run_lesson("pipe", terms); }
Measured python_thread_queue(const Terms& terms) { return run_lesson("thread-queue", terms); }

}  // namespace weir::bench

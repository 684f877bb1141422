#pragma once

#include <sys/types.h>

#include <cstdint>

#include "bench/lessons.h"

namespace weir::bench {

/// Serves the pages that the lesson http_get asks for, each after 50 ms, while this lives. The main thread.
class LessonServer {
 public:
  /// Returns once it listens at the port of this machine. Throws Absent where it can't: somebody else listens there, or
  /// there is no interpreter.
  LessonServer(const LessonScripts& scripts, std::uint16_t port);
  LessonServer(const LessonServer&) = delete;
  LessonServer& operator=(const LessonServer&) = delete;
  ~LessonServer();

 private:
  void end();

  pid_t child_;
};

}  // namespace weir::bench

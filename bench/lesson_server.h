#pragma once

#include <sys/types.h>

#include <cstdint>

#include "bench/lessons.h"

namespace weir::bench {

/// Serves the pages that the lesson http_get asks for, each after 50 ms, while this lives. The main thread.
class LessonServer {
 public:
  /// Returns once something listens at the port of this machine; where it is another server that was there before,
  /// that serves. Throws Absent where there is no interpreter, std::runtime_error where nothing comes to listen.
  LessonServer(const LessonScripts& scripts, std::uint16_t port);
  LessonServer(const LessonServer&) = delete;
  LessonServer& operator=(const LessonServer&) = delete;
  ~LessonServer();

 private:
  pid_t child_ = -1;
};

}  // namespace weir::bench

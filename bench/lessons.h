#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "bench/program.h"
#include "bench/subject.h"
#include "topology/plan.h"

// The lessons in Python, which are measured beside the pipelines of their names. The scripts come with the program.
namespace weir::bench {

inline constexpr std::string_view kPython = "python";  // the system of their rows

/// A pipeline that is a lesson, and what the lesson in Python has to know of it.
struct Lesson {
  std::string name;
  std::uint64_t most_records = 0;  ///< what takes Python some seconds at most; 0: it is not there in Python
  std::string settings{};          ///< of the stages, and how many workers there are: JSON without the braces
  std::uint16_t pages_port = 0;    ///< of this machine, from which it gets pages; 0: it gets none
};

/// Nothing where no lesson has the name of the pipeline, and its stages.
std::optional<Lesson> lesson_of(const topology::Plan& plan);

/// Whether it is the name of a lesson that is not there in Python.
bool is_without_python(std::string_view lesson);

/// Their scripts, written out into a folder, with which they go.
class LessonScripts {
 public:
  explicit LessonScripts(std::filesystem::path folder);

  /// The lesson done in the way of `subject.topology`, with its number of messages. `program` and this must outlive it.
  Case case_of(Program& program, const Lesson& lesson, Subject subject) const;

  /// The server of pages.
  std::filesystem::path server() const { return folder_ / "server.py"; }

 private:
  std::filesystem::path folder_;
};

}  // namespace weir::bench

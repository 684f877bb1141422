#pragma once

#include <stdexcept>
#include <string>

namespace weir {

/// This record can't be processed; the next one may be. The engine takes back what the failed call had emitted,
/// counts the record as rejected and goes on, or ends the run where the configuration says `on_error: stop`.
/// The text says what is wrong with the record and where it came from ("book.csv:7: …").
class RecordError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// This stage can't go on, and neither could another life of it: a file, a device or a resource failed. Ends the run
/// with exit code 1. Of any other exception the stage dies: where it can go on, it is made anew and given what it kept
/// (see `Receiving` and `Producer`), by the rules of its `restart`; else the run ends as well.
class StageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace weir

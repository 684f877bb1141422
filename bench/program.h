#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "run/signals.h"

namespace weir::bench {

/// How a child process ended, and what it and its own children took of the machine.
struct Ended {
  int exit_code = 0;  ///< 128 + the signal of which it died
  double elapsed_s = 0;
  double cpu_s = 0;
  std::uint64_t context_switches = 0;
  std::string out{};  ///< what it wrote to standard output
  std::string err{};
};

/// The last line of what a child said, without its end.
std::string last_line(std::string text);

/// Starts this program again with other arguments, and waits. One child at a time; the main thread.
class Program {
 public:
  /// `folder`: where what the children print is kept while they run. References must outlive this.
  Program(std::filesystem::path folder, run::SignalQueue& signals) : folder_(std::move(folder)), signals_(signals) {}

  /// A child does not outlive this process. Throws Interrupted, and has ended the child, where a signal asks to end.
  Ended run(const std::vector<std::string>& arguments);

  /// The same of another program, in this file.
  Ended run_in(const std::filesystem::path& file, const std::vector<std::string>& arguments);

 private:
  template <class Start>
  Ended run_child(const Start& start);
  void wait_for_end(int child) const;

  std::filesystem::path folder_;
  run::SignalQueue& signals_;
};

}  // namespace weir::bench

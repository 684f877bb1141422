#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace weir {

/// Programs under a sanitizer take so much longer.
#ifdef WEIR_SANITIZED
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif
#ifdef NDEBUG
inline constexpr bool kOptimised = !kSanitized;
#else
inline constexpr bool kOptimised = false;
#endif
/// A sanitizer sees as much in a fifth of the repetitions.
constexpr std::int64_t a_fifth_if_sanitized(std::int64_t count) { return kSanitized ? count / 5 : count; }
inline constexpr std::chrono::seconds kDeadline{kSanitized ? 120 : 30};

/// Looks until the condition holds; false where it still does not at the deadline.
bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds deadline = kDeadline);

/// What to start, and how.
struct Command {
  std::vector<std::string> arguments;              ///< the first is the program
  std::map<std::string, std::string> environment;  ///< all of it
  std::filesystem::path folder;                    ///< the child works there
  std::filesystem::path out_file;                  ///< what it prints is kept there
  std::filesystem::path err_file;
  std::optional<int> in{};  ///< a descriptor in place of /dev/null; and in place of the files:
  std::optional<int> out{};
  std::optional<int> err{};
};

/// How a program ended.
struct Ended {
  int exit_code = -1;  ///< -1 where a signal ended it
  int signal = 0;
  std::string out{};
  std::string err{};
  std::chrono::duration<double> took{};
};

std::ostream& operator<<(std::ostream& stream, const Ended& ended);

/// A program that was started, with a process group of its own. One thread.
class Child {
 public:
  explicit Child(Command command);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;

  /// Kills its group where it still runs.
  ~Child();

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  void signal_group(int number) const;

  /// Without taking notice of how: `wait` still does.
  bool has_ended() const;

  /// Bytes that it has put into its file so far.
  std::uintmax_t printed() const;
  /// What it has said so far.
  std::string err() const;

  /// Waits for its end; a child that is not there by the deadline is killed and fails the test. Called once.
  Ended wait(std::chrono::milliseconds deadline = kDeadline);

 private:
  Command command_;
  std::chrono::steady_clock::time_point began_;
  pid_t pid_ = 0;  ///< 0: it has ended
};

}  // namespace weir

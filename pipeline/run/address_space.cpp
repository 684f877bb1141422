#include "run/address_space.h"

#include <malloc.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <new>
#include <stdexcept>
#include <string>

namespace weir::run {

namespace {

constexpr std::uint64_t kKibibyte = 1024;
constexpr std::uint64_t kMebibyte = 1024 * kKibibyte;
constexpr std::size_t kThreadsOfZeroMq = 2;           // ZeroMQ: one that clears up and one for connections
constexpr std::uint64_t kForProcess = 8 * kMebibyte;  // what it maps and allocates besides its replicas
constexpr std::uint64_t kForReplica = 4 * kMebibyte;  // page, batches, and what its stage reads and writes with

std::uint64_t limit_now() {
  rlimit limit{};
  getrlimit(RLIMIT_AS, &limit);
  return limit.rlim_cur;
}

std::uint64_t in_use() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::uint64_t stack_of_thread() {
  pthread_attr_t attributes;
  std::size_t bytes = 8 * kMebibyte;
  if (pthread_getattr_default_np(&attributes) != 0) return bytes;
  pthread_attr_getstacksize(&attributes, &bytes);
  pthread_attr_destroy(&attributes);
  return bytes;
}

/// Written while there is memory.
std::array<char, 128>& words_of_the_limit() {
  static std::array<char, 128> text{};
  return text;
}

/// In place of "std::bad_alloc", wherever that comes to the user's eyes.
class OutOfAddressSpace : public std::bad_alloc {
 public:
  const char* what() const noexcept override { return words_of_the_limit().data(); }
};

[[noreturn]] void refuse_memory() { throw OutOfAddressSpace(); }

/// How the process ended until `make_do_with_address_space`; the handler is given no context.
std::terminate_handler& usual_end() {
  static std::terminate_handler handler = std::abort;
  return handler;
}

/// What comes from where no exception may, or finds no room for itself, would abort the process without a word of the
/// limit.
[[noreturn]] void end_in_a_sentence() {
  try {
    if (const std::exception_ptr thrown = std::current_exception()) std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
  } catch (...) {
    usual_end()();
    std::abort();
  }
  std::fprintf(stderr, "weir: %s\n", words_of_the_limit().data());
  _exit(EXIT_FAILURE);
}

}  // namespace

void make_do_with_address_space() {
  const std::uint64_t limit = limit_now();
  if (limit == RLIM_INFINITY) return;
  // Else each thread reserves 64 MiB, and the last ones find nothing left.
  mallopt(M_ARENA_MAX, 1);  // NOLINT(concurrency-mt-unsafe): there is no second thread yet
  std::snprintf(words_of_the_limit().data(), words_of_the_limit().size(),
                "out of memory: a process may have %llu KiB of address space here (ulimit -v)",
                static_cast<unsigned long long>(limit / kKibibyte));
  std::set_new_handler(refuse_memory);
  usual_end() = std::set_terminate(end_in_a_sentence);
}

void check_address_space(const topology::Plan& plan) {
  const std::uint64_t limit = limit_now();
  if (limit == RLIM_INFINITY) return;
  const auto largest = std::ranges::max_element(
      plan.processes, {}, [](const topology::ProcessPlan& process) { return process.replicas.size(); });
  const std::size_t replicas = largest->replicas.size();
  const std::uint64_t needed =
      in_use() + kForProcess + replicas * kForReplica + (replicas + kThreadsOfZeroMq) * stack_of_thread();
  if (needed <= limit) return;
  const std::uint64_t enough = (needed + kMebibyte - 1) / kMebibyte * kMebibyte / kKibibyte;
  throw std::runtime_error("'" + largest->name + "' needs " + std::to_string(enough) +
                           " KiB of address space to start and may have " + std::to_string(limit / kKibibyte) +
                           "; 'ulimit -v " + std::to_string(enough) + "' gives it enough");
}

}  // namespace weir::run

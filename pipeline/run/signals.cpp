#include "run/signals.h"

#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>

namespace weir::run {

namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

Waker::Waker() : event_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (!event_.is_open()) fail("eventfd");
}

void Waker::wake() {
  const std::uint64_t one = 1;
  // Fails only where the counter is full, and then it is awake already.
  [[maybe_unused]] const auto written = write(event_.number(), &one, sizeof one);
}

void Waker::rest() {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto taken = ::read(event_.number(), &count, sizeof count);
}

SignalQueue::SignalQueue() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGCHLD}) sigaddset(&signals, signal);
  struct sigaction hang_up {};
  sigaction(SIGHUP, nullptr, &hang_up);
  if (hang_up.sa_handler != SIG_IGN) sigaddset(&signals, SIGHUP);
  if (pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0) fail("pthread_sigmask");
  signals_ = Descriptor(signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!signals_.is_open()) fail("signalfd");
  std::signal(SIGPIPE, SIG_IGN);
}

int SignalQueue::next() {
  signalfd_siginfo info{};
  return ::read(signals_.number(), &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
}

bool SignalQueue::asks_to_end() {
  bool asks = false;
  for (int signal = next(); signal != 0; signal = next()) asks = asks || signal != SIGCHLD;
  return asks;
}

}  // namespace weir::run

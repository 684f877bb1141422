#pragma once

#include <zmq.hpp>

#include <functional>
#include <future>
#include <optional>
#include <vector>

#include "bench/baselines/children.h"

namespace weir::bench {

/// Those that work beside the receiver of a chain. One thread.
class Crew {
 public:
  using Work = std::function<void(zmq::context_t&)>;

  Crew() = default;
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  virtual ~Crew() = default;

  virtual void start(Work work) = 0;

  /// For the receiver itself, once all have been started.
  virtual zmq::context_t& context() = 0;

  /// Whether all have done their work; throws where one has failed.
  virtual bool have_ended() = 0;

  /// Waits until they have; throws the same.
  virtual void wait() = 0;
};

/// Threads with one context, of which nothing leaves the process. Its end breaks off what they still do.
class ThreadCrew final : public Crew {
 public:
  ~ThreadCrew() override;

  void start(Work work) override;
  zmq::context_t& context() override { return context_; }
  bool have_ended() override;
  void wait() override;

 private:
  zmq::context_t context_{0};
  std::vector<std::future<void>> running_;
};

/// Processes with a context each.
class ProcessCrew final : public Crew {
 public:
  void start(Work work) override;
  zmq::context_t& context() override;
  bool have_ended() override { return children_.have_ended(); }
  void wait() override { children_.wait(); }

 private:
  Children children_;
  std::optional<zmq::context_t> context_;  ///< not before the last fork, which its threads would not survive
};

}  // namespace weir::bench

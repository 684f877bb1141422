#pragma once

#include <weir/errors.h>
#include <weir/records.h>
#include <weir/shared.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace weir {

/// A whole number of any size, in decimal digits with a sign where it is negative.
struct WholeNumber {
  std::string digits;
  bool operator==(const WholeNumber&) const = default;
};

/// What a stage has to say at its end, by name; the report carries it as JSON.
using Result = std::variant<std::int64_t, WholeNumber, double, std::string, std::vector<std::int64_t>,
                            std::vector<double>, std::vector<std::string>>;
using Results = std::map<std::string, Result>;

/// Takes the records that a stage makes. One thread; used only within the call that it was handed to.
template <Record Out>
class Emitter {
 public:
  explicit Emitter(Records& records) : records_(&static_cast<RecordsOf<Out>&>(records)) {}

  /// The next outgoing message, empty, to be filled in place. Good until the next `emit`.
  Out& emit() { return records_->append(); }

  /// The same, but as some record before was left, or empty: for records of which most is alike, and large. Whatever
  /// may differ has to be set.
  Out& emit_reused() { return records_->append_reused(); }

 private:
  RecordsOf<Out>* records_;
};

/// Emits records of whichever type the link carries.
template <>
class Emitter<Message> {
 public:
  explicit Emitter(Records& records) : records_(&records) {}

  Message& emit() { return records_->append_any(); }

 private:
  Records* records_;
};

/// What all stages have in common. One thread drives a stage, the same from `start` to the end.
class Stage {
 public:
  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  virtual ~Stage() = default;

  /// Opens what the stage needs. Constructors only take their settings: they open, start and print nothing.
  virtual void start() {}

  /// Asked once, after the last record.
  virtual Results results() const { return {}; }

  /// For the engine: what the stages of its run share, told before `start`.
  void share(SharedObjects objects) { shared_ = std::move(objects); }

 protected:
  /// From `start` on.
  const SharedObjects& shared() const { return shared_; }

 private:
  SharedObjects shared_;
};

/// Where a producer stands in what it makes. What the two numbers count is its own matter, bytes and lines for example.
struct Position {
  std::uint64_t offset = 0;
  std::uint64_t number = 0;
  bool operator==(const Position&) const = default;
};

/// Makes records. The calls it sees match
///   seek? start (produce | position)* results
/// `produce` is not called again once it has returned false.
///
/// A producer that can make the same records again overrides `position` and `seek`: then it can die and go on. From
/// the same position, the same calls of `produce` must emit the same records and reject the same ones.
template <Record Out>
class Producer : public Stage {
 public:
  using Output = Out;

  /// Emits zero or more records; false: the stream has ended (what the call emitted still counts).
  /// Should return soon, a record at a time is fine: between two calls the engine sends, stops and keeps time.
  virtual bool produce(Emitter<Out>& out) = 0;

  /// Where the next call of `produce` goes on; nothing where it can't be gone back to, as in a FIFO.
  virtual std::optional<Position> position() const { return std::nullopt; }

  /// `start` is to go on from here; an earlier life of the stage, with the same settings, said so by `position`.
  virtual void seek(const Position& /*position*/) {}

  /// Records in all where that is known beforehand; progress is shown as a share of it.
  virtual std::optional<std::uint64_t> total() const { return std::nullopt; }

  /// For the engine: whether and until when `produce` asked to wait; asked and forgotten.
  bool waits() const { return wake_time_.has_value(); }
  std::optional<std::chrono::steady_clock::time_point> take_wake_time() {
    return std::exchange(wake_time_, std::nullopt);
  }

 protected:
  /// Called from `produce`: do not call again before `time`. The engine sends what there is and waits,
  /// and can be stopped meanwhile; a sleep inside `produce` can't.
  void wait_until(std::chrono::steady_clock::time_point time) { wake_time_ = time; }

 private:
  std::optional<std::chrono::steady_clock::time_point> wake_time_;
};

/// Records that are missing from a stream: a producer that can't make its records again made them and died before they
/// had gone through.
struct Loss {
  std::uint64_t records = 0;
  std::chrono::steady_clock::time_point made;  ///< when the oldest was
};

/// What stages that take records in have in common: they may keep something of one record for the next.
///
/// One that does overrides `save` and `load`: then it can die and go on. What it emits may depend on nothing but its
/// state and its input: not on the time of day, not on chance.
class Receiving : public Stage {
 public:
  /// Appends all that the stage keeps to `state`; weir/state.h helps. Called between two records, and often.
  virtual void save(std::string& /*state*/) const {}

  /// `start` is to go on from here; an earlier life of the stage, with the same settings, said so by `save`.
  /// Throws StageError where it can't be.
  virtual void load(std::string_view /*state*/) {}

  /// Called between two records, where records are missing; a series of calls, where they are many. For a stage that
  /// has to know: one that must not take what comes next for what follows. The run counts and reports losses anyway.
  virtual void miss(const Loss& /*loss*/) {}
};

/// Turns records into records. The calls it sees match
///   load? start (transform | miss | save)* finish? results
/// `finish` is called when the input has ended, not when the run is broken off.
template <Record In, Record Out>
class Transformer : public Receiving {
 public:
  using Input = In;
  using Output = Out;

  virtual void transform(const In& in, Emitter<Out>& out) = 0;
  virtual void finish(Emitter<Out>& /*out*/) {}
};

/// Whether what was committed must outlive the end of a process, or that of the machine.
enum class Durability { kProcess, kMachine };

/// Takes records in. The calls it sees match
///   load? start (consume | miss | commit save)* finish? results
/// `finish` is called when the input has ended, not when the run is broken off.
template <Record In>
class Consumer : public Receiving {
 public:
  using Input = In;

  virtual void consume(const In& in) = 0;

  /// What was consumed is to be where it belongs, out of this process's memory: it will not come again once the
  /// `save` that follows is kept. What was written after the latest `save` that was kept is to be taken back by
  /// `load`.
  virtual void commit(Durability /*durability*/) {}

  virtual void finish() {}
};

}  // namespace weir

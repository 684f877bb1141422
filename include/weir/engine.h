#pragma once

#include <weir/stage.h>

#include <cstddef>
#include <utility>

// What the engine sees of a stage: batches, not records. One virtual call a batch, then a typed loop that calls the
// concrete class, so that the compiler can inline the stage into it. Stage authors never include this; `describe` does.
namespace weir {

/// Where the typed loops report a record that its stage refused. May throw StageError to end the run.
class Rejections {
 public:
  virtual ~Rejections() = default;
  virtual void reject(const RecordError& error) = 0;
};

/// A run of records within a block.
struct Range {
  std::size_t first = 0;
  std::size_t count = 0;
};

class BatchStage {
 public:
  virtual ~BatchStage() = default;
  virtual Stage& stage() = 0;
};

/// When a producer's typed loop hands control back.
struct FillLimit {
  std::size_t records = 0;  ///< the block holds so many
  std::size_t calls = 0;    ///< so many calls were made
};

enum class Filled {
  kMore,   ///< a limit was reached
  kIdle,   ///< the last call emitted nothing, or asked to wait
  kEnded,  ///< the stream has ended
};

class BatchProducer : public BatchStage {
 public:
  virtual Filled fill(Records& out, FillLimit limit, Rejections& rejections) = 0;
  /// Makes what was made so far outlive the process, or the machine, where that is this object's matter.
  virtual void keep(Durability /*durability*/) {}
  /// Nobody will seek a place before `position` any more.
  virtual void forget(const Position& /*position*/) {}
  virtual std::optional<Position> position() const = 0;
  virtual void seek(const Position& position) = 0;
  virtual std::optional<std::uint64_t> total() const = 0;
  /// When the producer wants to be called again, where it said so; asked and forgotten.
  virtual std::optional<std::chrono::steady_clock::time_point> take_wake_time() = 0;
};

class BatchTransformer : public BatchStage {
 public:
  Receiving& stage() override = 0;
  virtual void transform(const Records& in, Range range, Records& out, Rejections& rejections) = 0;
  virtual void finish(Records& out) = 0;
};

class BatchConsumer : public BatchStage {
 public:
  Receiving& stage() override = 0;
  virtual void consume(const Records& in, Range range, Rejections& rejections) = 0;
  virtual void commit(Durability durability) = 0;
  virtual void finish() = 0;
};

template <Record In>
const In& record_at(const Records& records, std::size_t index) {
  if constexpr (std::same_as<In, Message>) {
    return records.at(index);
  } else {
    return static_cast<const RecordsOf<In>&>(records)[index];
  }
}

template <class Concrete>
class TypedProducer final : public BatchProducer {
 public:
  template <class... Settings>
  explicit TypedProducer(const Settings&... settings) : stage_(settings...) {}

  Stage& stage() override { return stage_; }
  std::optional<Position> position() const override { return stage_.position(); }
  void seek(const Position& position) override { stage_.seek(position); }
  std::optional<std::uint64_t> total() const override { return stage_.total(); }
  std::optional<std::chrono::steady_clock::time_point> take_wake_time() override { return stage_.take_wake_time(); }

  Filled fill(Records& out, FillLimit limit, Rejections& rejections) override {
    Emitter<typename Concrete::Output> emitter(out);
    for (std::size_t call = 0; call < limit.calls && out.size() < limit.records; ++call) {
      const std::size_t before = out.size();
      try {
        if (!stage_.Concrete::produce(emitter)) return Filled::kEnded;
      } catch (const RecordError& error) {
        out.truncate(before);
        rejections.reject(error);
        continue;
      }
      if (out.size() == before || stage_.waits()) return Filled::kIdle;
    }
    return Filled::kMore;
  }

 private:
  Concrete stage_;
};

template <class Concrete>
class TypedTransformer final : public BatchTransformer {
 public:
  template <class... Settings>
  explicit TypedTransformer(const Settings&... settings) : stage_(settings...) {}

  Receiving& stage() override { return stage_; }

  void transform(const Records& in, Range range, Records& out, Rejections& rejections) override {
    Emitter<typename Concrete::Output> emitter(out);
    for (std::size_t i = range.first; i < range.first + range.count; ++i) {
      const std::size_t before = out.size();
      try {
        stage_.Concrete::transform(record_at<typename Concrete::Input>(in, i), emitter);
      } catch (const RecordError& error) {
        out.truncate(before);
        rejections.reject(error);
      }
    }
  }

  void finish(Records& out) override {
    Emitter<typename Concrete::Output> emitter(out);
    stage_.Concrete::finish(emitter);
  }

 private:
  Concrete stage_;
};

template <class Concrete>
class TypedConsumer final : public BatchConsumer {
 public:
  template <class... Settings>
  explicit TypedConsumer(const Settings&... settings) : stage_(settings...) {}

  Receiving& stage() override { return stage_; }

  void consume(const Records& in, Range range, Rejections& rejections) override {
    for (std::size_t i = range.first; i < range.first + range.count; ++i) {
      try {
        stage_.Concrete::consume(record_at<typename Concrete::Input>(in, i));
      } catch (const RecordError& error) {
        rejections.reject(error);
      }
    }
  }

  void commit(Durability durability) override { stage_.commit(durability); }
  void finish() override { stage_.Concrete::finish(); }

 private:
  Concrete stage_;
};

}  // namespace weir

#pragma once

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message.h>
#include <google/protobuf/parse_context.h>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace weir {

/// A stage that names this as its input takes records of every type; a transformer that names it as its output
/// as well answers in the type that it takes.
using Message = google::protobuf::Message;

template <class T>
concept Record = std::derived_from<T, Message>;

/// Upper bound of a serialised record of this type, its length included, in bytes;
/// 0 where strings, lists or messages leave it without one.
std::size_t largest_encoding(const google::protobuf::Descriptor& type);

/// The records of a batch in memory: messages of one type that are filled again and again.
/// One thread at a time; a link hands the whole block from thread to thread.
class Records {
 public:
  Records() = default;
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;
  virtual ~Records() = default;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  /// Drops all records from `size` on; their messages stay to be filled again.
  void truncate(std::size_t size) { size_ = size; }
  void clear() { truncate(0); }

  virtual const Message& at(std::size_t index) const = 0;

  /// The next record, empty. Good until another one is appended.
  virtual Message& append_any() = 0;

  /// The serialised size of record `index` with its length before it, in bytes.
  virtual std::size_t encoded_size(std::size_t index) const = 0;

  /// The same for `count` records from `first` on; each message remembers its size for `encode`.
  virtual std::size_t encoded_size(std::size_t first, std::size_t count) const = 0;

  /// Writes the records that `encoded_size` measured just before into exactly so many bytes.
  virtual void encode(std::size_t first, std::size_t count, std::span<std::uint8_t> out) const = 0;

  /// Replaces the content by `count` length-delimited records; false, and no content, where the bytes are anything
  /// else.
  virtual bool decode(std::span<const std::uint8_t> bytes, std::size_t count) = 0;

  /// `largest_encoding` of the type.
  virtual std::size_t largest_record() const = 0;

  /// What a message takes in memory, without what its strings and lists point to, in bytes.
  virtual std::size_t memory_per_record() const = 0;

  /// An empty block for records of the same type. `expected`: how many; 0 where one can't tell.
  virtual std::unique_ptr<Records> make_another(std::size_t expected) const = 0;

 protected:
  std::size_t size_ = 0;
};

template <Record T>
class RecordsOf final : public Records {
 public:
  const T& operator[](std::size_t index) const { return slots_[index]; }

  T& append() {
    T& slot = append_reused();
    slot.Clear();
    return slot;
  }

  /// The next record, with whatever its message was filled with last.
  T& append_reused() {
    if (size_ == slots_.size()) slots_.resize(size_ == 0 ? kFirstSlots : 2 * size_);
    return slots_[size_++];
  }

  const Message& at(std::size_t index) const override { return slots_[index]; }
  Message& append_any() override { return append(); }

  std::size_t encoded_size(std::size_t index) const override {
    const std::size_t size = slots_[index].ByteSizeLong();
    return size + google::protobuf::io::CodedOutputStream::VarintSize32(static_cast<std::uint32_t>(size));
  }

  std::size_t encoded_size(std::size_t first, std::size_t count) const override {
    std::size_t bytes = 0;
    for (std::size_t i = first; i < first + count; ++i) bytes += RecordsOf::encoded_size(i);
    return bytes;
  }

  void encode(std::size_t first, std::size_t count, std::span<std::uint8_t> out) const override {
    using google::protobuf::io::CodedOutputStream;
    // One stream over the whole batch: setting one up for each record costs more than a small record itself.
    // This kind trusts that the size is exact and checks nothing.
    google::protobuf::io::EpsCopyOutputStream stream(out.data(), static_cast<int>(out.size()), false);
    std::uint8_t* end = out.data();
    for (std::size_t i = first; i < first + count; ++i) {
      end = CodedOutputStream::WriteVarint32ToArray(static_cast<std::uint32_t>(slots_[i].GetCachedSize()), end);
      end = slots_[i]._InternalSerialize(end, &stream);
    }
  }

  bool decode(std::span<const std::uint8_t> bytes, std::size_t count) override {
    clear();
    if (slots_.size() < count) slots_.resize(std::min(count, kMostBelieved));
    if (bytes.empty()) return count == 0;  // protobuf copies from where they stand, which may be nowhere
    const char* next = nullptr;
    // One context over the whole batch, for the same reason; the depth is protobuf's own default.
    google::protobuf::internal::ParseContext context(
        google::protobuf::io::CodedInputStream::GetDefaultRecursionLimit(), false, &next,
        google::protobuf::StringPiece(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    while (size_ < count && !context.Done(&next)) {
      const std::uint32_t size = google::protobuf::internal::ReadSize(&next);
      if (next == nullptr) break;
      const int outer_limit = context.PushLimit(next, static_cast<int>(size));
      next = append()._InternalParse(next, &context);
      if (!context.PopLimit(outer_limit)) next = nullptr;
      if (next == nullptr) break;
    }
    const bool exact = next != nullptr && size_ == count && context.Done(&next) && next != nullptr;
    if (!exact) clear();
    return exact;
  }

  std::size_t largest_record() const override {
    static const std::size_t bound = largest_encoding(*T::descriptor());
    return bound;
  }

  std::size_t memory_per_record() const override { return sizeof(T); }

  std::unique_ptr<Records> make_another(std::size_t expected) const override {
    auto another = std::make_unique<RecordsOf>();
    another->slots_.resize(expected);
    return another;
  }

 private:
  static constexpr std::size_t kFirstSlots = 16;
  static constexpr std::size_t kMostBelieved = 1024;  ///< of a count, before its records have been seen

  std::vector<T> slots_;  ///< those from size_ on wait to be filled again
};

}  // namespace weir

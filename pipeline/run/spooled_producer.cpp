#include "run/spooled_producer.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include "link/checksum.h"

namespace weir::run {

namespace {

struct ChunkHeader {
  std::uint32_t records = 0;
  std::uint32_t bytes = 0;
  std::uint64_t checksum = 0;
};

constexpr std::uint64_t kFreedAtOnce = std::uint64_t{1} << 20;

/// A disk that is full now will be for the next life.
template <class Call>
decltype(auto) on_disk(Call&& call) {
  try {
    return std::forward<Call>(call)();
  } catch (const std::system_error& error) {
    throw StageError(std::string("its spool: ") + error.what());
  }
}

std::unique_ptr<BatchProducer> as_producer(std::unique_ptr<BatchStage> stage) {
  auto& producer = dynamic_cast<BatchProducer&>(*stage);
  static_cast<void>(stage.release());
  return std::unique_ptr<BatchProducer>(&producer);
}

FileStorage open_or_create(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) FileStorage::create(file, 0);
  return FileStorage(file);
}

}  // namespace

SpooledProducer::SpooledProducer(std::unique_ptr<BatchStage> producer, const std::filesystem::path& file)
    : producer_(as_producer(std::move(producer))), file_(open_or_create(file)) {}

Filled SpooledProducer::fill(Records& out, FillLimit limit, Rejections& rejections) {
  while (!at_end_) {
    if (out.size() >= limit.records) return Filled::kMore;
    if (on_disk([&] { return give_out_chunk(out); })) continue;
    on_disk([&] { file_.truncate(place_); });  // what a power cut left behind a torn chunk must not pass for the next
    at_end_ = true;
  }
  const std::size_t before = out.size();
  try {
    const Filled filled = producer_->fill(out, limit, rejections);
    write_down(out, before);
    return filled;
  } catch (...) {
    write_down(out, before);  // it was emitted, and won't be again
    throw;
  }
}

bool SpooledProducer::give_out_chunk(Records& out) {
  ChunkHeader header;
  file_.read(place_, std::as_writable_bytes(std::span(&header, 1)));
  if (header.records == 0 || header.bytes < header.records) return false;
  if (header.bytes > file_.size() - std::min(file_.size(), place_ + sizeof header)) return false;
  chunk_.resize(header.bytes);
  file_.read(place_ + sizeof header, chunk_);
  if (link::checksum(chunk_) != header.checksum) return false;
  if (!records_) records_ = out.make_another(0);
  if (!records_->decode({reinterpret_cast<const std::uint8_t*>(chunk_.data()), chunk_.size()}, header.records)) {
    throw StageError("its spool holds records of another type");
  }
  for (std::size_t i = 0; i < records_->size(); ++i) out.append_any().CopyFrom(records_->at(i));
  place_ += sizeof header + header.bytes;
  return true;
}

void SpooledProducer::write_down(const Records& records, std::size_t first) {
  const std::size_t count = records.size() - first;
  if (count == 0) return;
  const std::size_t bytes = records.encoded_size(first, count);
  chunk_.resize(sizeof(ChunkHeader) + bytes);
  const std::span<std::byte> body = std::span(chunk_).subspan(sizeof(ChunkHeader));
  records.encode(first, count, {reinterpret_cast<std::uint8_t*>(body.data()), body.size()});
  const ChunkHeader header{static_cast<std::uint32_t>(count), static_cast<std::uint32_t>(bytes), link::checksum(body)};
  std::memcpy(chunk_.data(), &header, sizeof header);
  on_disk([&] { file_.write(place_, chunk_); });
  place_ += chunk_.size();
  is_synced_ = false;
}

void SpooledProducer::keep(Durability durability) {
  if (durability != Durability::kMachine || is_synced_) return;
  on_disk([&] { file_.sync(); });
  is_synced_ = true;
}

void SpooledProducer::forget(const Position& position) {
  if (position.offset < freed_ + kFreedAtOnce) return;
  on_disk([&] { file_.free(freed_, position.offset - freed_); });
  freed_ = position.offset;
}

}  // namespace weir::run

#include "sender_books.h"

#include <algorithm>

#include "link/frame.h"
#include "promise.h"

namespace weir::fuzz {

namespace {

link::FrameReader reader_of(std::string_view frame) {
  return link::FrameReader({reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()});
}

}  // namespace

void SenderBooks::said(std::string_view frame) {
  try {
    link::FrameReader reader = reader_of(frame);
    while (reader.next()) {
      if (reader.header().has_welcome()) begin_life(reader.header().welcome().incarnation());
      if (reader.header().has_batch()) note(reader.header().batch());
    }
  } catch (const link::BadFrame&) {
    unreadable_ = true;
  }
}

void SenderBooks::begin_life(std::uint64_t incarnation) {
  if (incarnation == incarnation_) return;
  muddled_ = muddled_ || former_.contains(incarnation);
  former_.insert(incarnation_);
  incarnation_ = incarnation;
  batches_.clear();
  keys_.clear();
}

void SenderBooks::note(const v1::Batch& batch) {
  batches_.push_back({.records = batch.count()});
  records_ += batch.count();
  repeats_ = !keys_.insert({batch.stream(), batch.sequence(), batch.part()}).second || repeats_;
}

void SenderBooks::heard(std::string_view frame) {
  link::FrameReader reader = reader_of(frame);
  while (reader.next()) {
    const v1::Header& header = reader.header();
    require(header.has_hello() || header.has_acknowledge(), "a receiver greets and acknowledges");
    if (header.has_acknowledge() && header.acknowledge().sender() == incarnation_ && !muddled_) {
      check(header.acknowledge());
    }
  }
}

void SenderBooks::check(const v1::Acknowledge& acknowledge) {
  for (int i = 0; i < acknowledge.taken_first_size(); ++i) {
    for (std::uint64_t n = 0; n < acknowledge.taken_count(i); ++n) {
      Said& batch = owed(acknowledge.taken_first(i) + n);
      require(!batch.taken, "room comes back once");
      batch.taken = true;
    }
  }
  for (int i = 0; i < acknowledge.first_size(); ++i) {
    for (std::uint64_t n = 0; n < acknowledge.count(i); ++n) owed(acknowledge.first(i) + n).acknowledged = true;
  }
}

SenderBooks::Said& SenderBooks::owed(std::uint64_t tag) {
  require(tag < batches_.size(), "only what was sent is acknowledged");
  require(!batches_[tag].acknowledged, "nothing is acknowledged a second time");
  return batches_[tag];
}

std::uint64_t SenderBooks::outstanding() const {
  std::uint64_t records = 0;
  for (const Said& batch : batches_) records += batch.acknowledged || batch.taken ? 0 : batch.records;
  return muddled_ ? 0 : records;
}

bool SenderBooks::is_settled() const { return muddled_ || std::ranges::all_of(batches_, &Said::acknowledged); }

}  // namespace weir::fuzz

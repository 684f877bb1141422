#include "spoken.h"

#include <google/protobuf/util/delimited_message_util.h>
#include <weir/v1/payloads.pb.h>
#include <weir/v1/wire.pb.h>

#include <algorithm>
#include <sstream>

#include "item.h"
#include "words.h"

namespace weir::fuzz {

namespace {

constexpr std::uint64_t kMostRecords = 512;

void say_hello(Words& words, v1::Hello& hello) {
  hello.set_replica(static_cast<std::uint32_t>(words.number()));
  hello.set_incarnation(words.number());
  hello.set_credit(words.number());
  hello.set_sender(words.number());
}

void say_acknowledge(Words& words, v1::Acknowledge& acknowledge, bool taken) {
  acknowledge.set_sender(words.number());
  acknowledge.set_finished(words.flag());
  while (words.has_number()) {
    (taken ? acknowledge.mutable_taken_first() : acknowledge.mutable_first())->Add(words.number());
    (taken ? acknowledge.mutable_taken_count() : acknowledge.mutable_count())->Add(words.number());
  }
}

std::string say_batch(Words& words, v1::Batch& batch) {
  batch.set_tag(words.number());
  batch.set_stream(static_cast<std::uint32_t>(words.number()));
  batch.set_sequence(words.number());
  const std::uint64_t count = std::min(words.number(), kMostRecords);
  batch.set_part(static_cast<std::uint32_t>(words.number()));
  batch.set_more(words.flag());
  batch.set_span(1 + words.number());
  batch.set_count(static_cast<std::uint32_t>(count + words.number()));
  batch.set_again(words.flag());
  batch.set_created_ns(1);
  batch.set_sent_ns(1);
  std::ostringstream records;
  for (std::uint64_t i = 0; i < count; ++i) {
    v1::Number number;
    number.set_value(static_cast<std::int64_t>(batch.sequence() + i));
    google::protobuf::util::SerializeDelimitedToOstream(number, &records);
  }
  return records.str();
}

}  // namespace

std::string spoken_frame(std::string_view items) {
  std::string frame;
  while (!items.empty()) {
    Words words(take_until(';', items));
    v1::Header header;
    std::string records;
    switch (words.word()) {
      case 'h':
        say_hello(words, *header.mutable_hello());
        break;
      case 'a':
        say_acknowledge(words, *header.mutable_acknowledge(), false);
        break;
      case 't':
        say_acknowledge(words, *header.mutable_acknowledge(), true);
        break;
      case 'w':
        header.mutable_welcome()->set_incarnation(words.number());
        break;
      case 'b':
        records = say_batch(words, *header.mutable_batch());
        break;
      case 'e':
        header.mutable_end()->set_batches(words.number());
        break;
      case 'r':
        frame += words.rest();
        continue;
      default:
        break;
    }
    append_item(frame, std::move(header), records);
  }
  return frame;
}

}  // namespace weir::fuzz

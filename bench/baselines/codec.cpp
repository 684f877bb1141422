#include "bench/baselines/codec.h"

#include <weir/records.h>
#include <weir/v1/payloads.pb.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "bench/baselines/payload.h"
#include "link/endpoint.h"
#include "run/clock.h"

namespace weir::bench {

namespace {

/// A message as v1::Number.
struct Numbers {
  using Type = v1::Number;
  static constexpr int kHops = 2;

  static void fill(v1::Number& record, const Payload& /*payload*/, std::uint64_t number) {
    record.set_value(static_cast<std::int64_t>(number));
  }

  static void take(const v1::Number& record, Check& check) {
    const std::int64_t number = record.value();
    check.take({reinterpret_cast<const std::uint8_t*>(&number), sizeof number});
  }
};

/// A message as v1::Blob.
struct Blobs {
  using Type = v1::Blob;
  static constexpr int kHops = 1;  // as the demo of that size

  static void fill(v1::Blob& record, const Payload& payload, std::uint64_t number) {
    payload.write(number, *record.mutable_data());
  }

  static void take(const v1::Blob& record, Check& check) {
    check.take({reinterpret_cast<const std::uint8_t*>(record.data().data()), record.data().size()});
  }
};

template <Record T>
void encode_and_decode(const RecordsOf<T>& from, std::vector<std::uint8_t>& bytes, RecordsOf<T>& to) {
  bytes.resize(from.encoded_size(0, from.size()));
  from.encode(0, from.size(), bytes);
  if (!to.decode(bytes, from.size())) throw BadDelivery("a batch that was encoded can't be decoded");
}

std::uint64_t records_a_batch(const Terms& terms) {
  const link::LinkTerms link;
  return std::clamp<std::uint64_t>(link.batch_bytes / terms.payload_bytes, 1, link.batch_records);
}

template <class Form>
Measured code(const Terms& terms) {
  const Payload payload(terms);
  const std::uint64_t batch_records = records_a_batch(terms);
  Check check(terms);
  RecordsOf<typename Form::Type> sent;
  RecordsOf<typename Form::Type> relayed;
  RecordsOf<typename Form::Type> received;
  std::vector<std::uint8_t> bytes;
  const std::int64_t start_ns = run::now_ns();
  while (!check.is_complete()) {
    const std::uint64_t end = std::min(terms.messages, check.taken() + batch_records);
    sent.clear();
    for (std::uint64_t number = check.taken(); number < end; ++number)
      Form::fill(sent.append_reused(), payload, number);
    encode_and_decode(sent, bytes, relayed);
    if (Form::kHops > 1) encode_and_decode(relayed, bytes, received);
    const RecordsOf<typename Form::Type>& last = Form::kHops > 1 ? received : relayed;
    for (std::size_t i = 0; i < last.size(); ++i) Form::take(last[i], check);
  }
  return {.took = std::chrono::nanoseconds(run::now_ns() - start_ns), .messages = check.taken()};
}

}  // namespace

Measured codec(const Terms& terms) {
  return terms.payload_bytes == kNumberBytes ? code<Numbers>(terms) : code<Blobs>(terms);
}

}  // namespace weir::bench

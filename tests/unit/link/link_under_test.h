#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <weir/v1/payloads.pb.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "link/answer_pool.h"
#include "link/inlet.h"
#include "link/outlet.h"
#include "support/scratch_folder.h"
#include "ways.h"

namespace weir::link {

/// One sending replica: an outlet and the answers that it carries.
struct Sending {
  Sending(Context& context, const LinkTerms& terms, const std::vector<Receiver>& receivers,
          std::unique_ptr<Records> pattern, std::uint64_t incarnation = 1)
      : pool(std::move(pattern)), outlet(context, terms, receivers, incarnation) {}

  /// Hears the receivers and sends what it can. True when anything moved.
  bool turn() {
    const bool heard = outlet.receive(settled);
    for (Answer* answer : settled) {
      if (answer->has_origin) acknowledged.push_back(answer->origin.tag);
      pool.release(*answer);
    }
    settled.clear();
    return outlet.flush() || heard;
  }

  /// Offers an answer and gives it back at once where nobody holds it. `origin`: hears by `acknowledged` when the
  /// answer is not needed any more.
  void offer(Answer& answer, std::optional<std::uint64_t> origin = std::nullopt) {
    answer.has_origin = origin.has_value();
    answer.origin.tag = origin.value_or(0);
    answer.holders = 1;
    outlet.offer(answer);
    if (--answer.holders == 0) settled.push_back(&answer);
  }

  /// Offers so many numbers, counted on from the last ones, as the next sequence of `stream`.
  void offer_numbers(std::size_t count, std::uint32_t stream = 0) {
    Answer& answer = pool.take();
    answer.identity = {.stream = stream, .sequence = next_sequence[stream]++};
    auto& records = static_cast<RecordsOf<v1::Number>&>(*answer.records);
    for (std::size_t i = 0; i < count; ++i) records.append().set_value(next_value++);
    offer(answer, answer.identity.sequence);
  }

  AnswerPool pool;
  Outlet outlet;
  std::vector<Answer*> settled;             ///< that nobody holds any more
  std::vector<std::uint64_t> acknowledged;  ///< origins
  std::map<std::uint32_t, std::uint64_t> next_sequence;
  std::int64_t next_value = 0;
};

/// One receiving replica: an inlet and what came out of it.
struct Receiving {
  Receiving(Context& context, const LinkTerms& terms, const ReceiverName& name, const std::vector<Sender>& senders,
            std::unique_ptr<Records> pattern)
      : inlet(context, terms, 0, name, senders, std::move(pattern)) {}

  /// Takes in all that has come. True when anything moved.
  bool turn() {
    bool worked = false;
    while (const Arrival* arrival = inlet.next()) {
      worked = true;
      arrivals.push_back(*arrival);
      for (std::size_t i = 0; i < arrival->range.count; ++i) {
        const Message& record = arrival->records->at(arrival->range.first + i);
        if (const auto* number = dynamic_cast<const v1::Number*>(&record)) values.push_back(number->value());
      }
      records += arrival->range.count;
      Origin origin = arrival->origin;
      inlet.release(*arrival);
      if (acknowledges) {
        inlet.acknowledge(origin);
      } else {
        if (frees_room) inlet.free_room(origin);
        owed.push_back(origin);
      }
    }
    inlet.flush();
    return inlet.take_told() || worked;
  }

  /// Acknowledges what it held back, and nothing that comes later.
  void catch_up() {
    for (const Origin& origin : owed) inlet.acknowledge(origin);
    owed.clear();
    inlet.flush();
  }

  Inlet inlet;
  bool acknowledges = true;
  bool frees_room = false;  ///< for what it does not acknowledge
  std::vector<Arrival> arrivals;
  std::vector<std::int64_t> values;
  std::uint64_t records = 0;
  std::vector<Origin> owed;  ///< not acknowledged
};

/// A link with all its ends in this thread, driven by hand.
class LinkUnderTest {
 public:
  struct Shape {
    std::uint32_t senders = 1;
    std::uint32_t receivers = 1;
  };

  LinkUnderTest(LinkTerms link_terms, Transport way, Shape of = {1, 1},
                std::unique_ptr<Records> block = std::make_unique<RecordsOf<v1::Number>>())
      : context(way == Transport::kHandOver ? 0 : 1),
        terms(std::move(link_terms)),
        transport(way),
        shape(of),
        pattern(std::move(block)) {
    terms.name = "lines";
    for (std::uint32_t i = 0; i < shape.senders; ++i) {
      senders.emplace_back(context, terms, known_receivers(i), pattern->make_another(0));
    }
    for (std::uint32_t j = 0; j < shape.receivers; ++j) {
      receivers.emplace_back(context, terms, receiver_name(j), known_senders(), pattern->make_another(0));
    }
  }

  /// As if its process had been killed and started anew.
  void restart_sender(std::uint32_t number) {
    Sending& sender = senders[number];
    std::destroy_at(&sender);
    std::construct_at(&sender, context, terms, known_receivers(number), pattern->make_another(0), ++incarnation);
  }
  void restart_receiver(std::uint32_t number) {
    Receiving& receiver = receivers[number];
    std::destroy_at(&receiver);
    ++incarnation;
    std::construct_at(&receiver, context, terms, receiver_name(number), known_senders(), pattern->make_another(0));
  }

  /// Lets all ends meet. What is said to an end that just went may be lost, so it is said again and again.
  void greet() {
    constexpr int kMostGreetings = 1000;
    constexpr int kHeartbeatMs = 10;
    const auto ready = [this] {
      return std::ranges::all_of(senders, [](const Sending& sender) {
        return sender.outlet.ready() && (sender.outlet.blocks() == nullptr || sender.outlet.shares_blocks());
      });
    };
    for (int i = 0; i == 0 || (i < kMostGreetings && !ready()); ++i) {
      for (Receiving& receiver : receivers) receiver.inlet.greet();
      while (turn() || (!ready() && wait(kHeartbeatMs))) continue;
    }
    if (!ready()) throw std::runtime_error("the ends do not meet");
  }

  bool turn() {
    bool worked = false;
    for (Sending& sender : senders) worked = sender.turn() || worked;
    for (Receiving& receiver : receivers) worked = receiver.turn() || worked;
    return worked;
  }

  /// Turns until `done`; fails the test where it does not come to it.
  void until(const std::function<bool()>& done) {
    constexpr int kMostTurns = 1'000'000;
    constexpr int kPatienceMs = 10'000;
    for (int i = 0; i < kMostTurns; ++i) {
      if (done()) return;
      if (!turn() && !done() && !wait(kPatienceMs)) break;
    }
    if (!done()) throw std::runtime_error("the link came to a standstill");
  }

  /// Ends all senders and takes everything to its end.
  void finish() {
    for (Sending& sender : senders) sender.outlet.end();
    std::vector<bool> left(receivers.size());
    until([this, &left] {
      for (std::size_t i = 0; i < receivers.size(); ++i) {
        if (left[i] || !receivers[i].inlet.ended()) continue;
        receivers[i].inlet.farewell();
        left[i] = true;
      }
      return std::ranges::all_of(senders, &Outlet::finished, &Sending::outlet);
    });
  }

  Sending& sender() { return senders.front(); }
  Outlet& outlet() { return senders.front().outlet; }
  Receiving& receiver() { return receivers.front(); }

  ScratchFolder folder{kInMemory};
  Context context;
  LinkTerms terms;
  Transport transport;
  Shape shape;
  std::unique_ptr<Records> pattern;
  std::uint64_t incarnation = 1;
  std::deque<Sending> senders;
  std::deque<Receiving> receivers;

  /// False when nothing came in time.
  bool wait(int milliseconds) {
    std::vector<pollfd> descriptors;
    bool nothing_there = true;
    for (Sending& sender : senders) nothing_there = sender.outlet.watch(descriptors) && nothing_there;
    for (Receiving& receiver : receivers) nothing_there = receiver.inlet.watch(descriptors) && nothing_there;
    return !nothing_there || poll(descriptors.data(), descriptors.size(), milliseconds) > 0;
  }

 private:
  Endpoint endpoint(std::uint32_t sender) const {
    if (transport == Transport::kHandOver) return {"inproc://" + std::to_string(sender), transport};
    if (transport == Transport::kOneThread) return {std::to_string(sender), transport};
    return {"ipc://" + (folder / std::to_string(sender)).string(), transport,
            folder / (std::to_string(sender) + ".blocks")};
  }

  std::vector<Receiver> known_receivers(std::uint32_t sender) const {
    std::vector<Receiver> known;
    for (std::uint32_t j = 0; j < shape.receivers; ++j) known.push_back({shape.senders + j, endpoint(sender)});
    return known;
  }

  std::vector<Sender> known_senders() const {
    std::vector<Sender> known;
    for (std::uint32_t i = 0; i < shape.senders; ++i) known.push_back({i, endpoint(i), {}});
    return known;
  }

  ReceiverName receiver_name(std::uint32_t index) const {
    return {.replica = shape.senders + index, .incarnation = incarnation, .index = index, .replicas = shape.receivers};
  }
};

inline void PrintTo(const Identity& identity, std::ostream* out) {
  *out << "stream " << identity.stream << " sequence " << identity.sequence << " span " << identity.span << " part "
       << identity.part << (identity.more ? " and more" : "");
}

}  // namespace weir::link

#include "link/inlet.h"

#include <weir/errors.h>
#include <weir/v1/payloads.pb.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "process.h"
#include "promise.h"
#include "raw_socket.h"
#include "sender_books.h"
#include "spoken.h"
#include "words.h"

// A script against an inlet: one or two senders that say whatever the script lets them say. The inlet fails as a stage
// does, or its accounts are right.
//
// The first line is the link: CAPACITY ORDERED STREAMS INDEX REPLICAS TWO_SENDERS RENAMES.
// Each other line is a step:
//
//   sender WHICH ITEMS     a sender sends a frame, see spoken.h
//   multipart WHICH ITEMS  it sends it twice, as one message of two parts
//   take COUNT             the receiver takes so many batches, if they are there
//   room WHICH             it gives the room back of one that it has not acknowledged
//   acknowledge WHICH      it acknowledges it
//   flush                  it tells what it has to tell
//   greet                  it says that it is there
//   part                   it knows that the senders which it has not met have ended
namespace weir::fuzz {
namespace {

using link::Arrival;
using link::Endpoint;

constexpr std::uint32_t kSenders = 2;
constexpr link::ReceiverName kReceiver{.replica = 9, .incarnation = 3};

/// The link of the first line.
struct Setting {
  explicit Setting(Words words) {
    terms.name = "lines";
    terms.capacity = static_cast<std::uint32_t>(1 + words.number() % 1024);
    terms.ordered = words.flag();
    terms.streams = static_cast<std::uint32_t>(1 + words.number() % 4);
    receiver.index = static_cast<std::uint32_t>(words.number() % 4);
    receiver.replicas = static_cast<std::uint32_t>(receiver.index + 1 + words.number() % 4);
    const std::size_t count = words.flag() ? 2 : 1;
    const bool renames = words.flag();
    for (std::uint32_t i = 0; i < count; ++i) {
      senders.push_back({i, {new_address(), link::Transport::kSerialise}, {}});
    }
    if (renames) senders.back().renamed_streams[0] = terms.streams - 1;
  }

  link::LinkTerms terms;
  link::ReceiverName receiver = kReceiver;
  std::vector<link::Sender> senders;
};

class BesetInlet {
 public:
  explicit BesetInlet(const Setting& setting) : setting_(setting) {
    for (std::size_t i = 0; i < setting.senders.size(); ++i) {
      sockets_[i].set(zmq::sockopt::linger, 0);
      sockets_[i].set(zmq::sockopt::sndhwm, 0);
      bind(sockets_[i], setting.senders[i].endpoint.address);
    }
    inlet_.greet();
    hear();
  }

  void play(std::string_view line) {
    Words words(line);
    switch (words.word()) {
      case 's':
        say(words.number(), words, false);
        break;
      case 'm':
        say(words.number(), words, true);
        break;
      case 't':
        take(words.number() % 64);
        break;
      case 'r':
        if (!owed_.empty()) inlet_.free_room(owed_[words.number() % owed_.size()]);
        break;
      case 'a':
        if (!owed_.empty()) acknowledge(words.number() % owed_.size());
        break;
      case 'f':
        inlet_.flush();
        break;
      case 'g':
        inlet_.greet();
        break;
      case 'p':
        inlet_.part_from([](std::uint32_t) { return true; });
        break;
      default:
        break;
    }
    hear();
  }

  /// The receiver works off and acknowledges all that came.
  void conclude() {
    take(~std::size_t{0});
    inlet_.flush();
    hear();
    check_credit();
    while (!owed_.empty()) acknowledge(owed_.size() - 1);
    inlet_.flush();
    if (inlet_.ended()) inlet_.farewell();
    hear();
    check_books();
  }

  /// The inlet gave up.
  void check_failure(const StageError& error) {
    const std::string_view message = error.what();
    require(message.starts_with("link 'lines': "), "a failure names its link");
    const bool misses = message.find("batches are missing") != message.npos;
    require(inlet_.bad_frames() == (misses ? 0 : 1), "a bad frame is counted");
  }

 private:
  void say(std::uint64_t which, const Words& words, bool multipart) {
    const std::size_t sender = which % setting_.senders.size();
    const std::string frame = spoken_frame(words.rest());
    books_[sender].said(multipart ? std::string_view() : frame);
    if (multipart) fuzz::say(sockets_[sender], frame, zmq::send_flags::sndmore);
    fuzz::say(sockets_[sender], frame);
  }

  void hear() {
    for (std::size_t i = 0; i < setting_.senders.size(); ++i) {
      zmq::message_t frame;
      while (fuzz::hear(sockets_[i], frame)) books_[i].heard(frame.to_string_view());
    }
  }

  void take(std::size_t most) {
    for (std::size_t taken = 0; taken < most; ++taken) {
      const Arrival* const arrival = inlet_.next();
      if (arrival == nullptr) return;
      check(*arrival);
      records_ += arrival->range.count;
      owed_.push_back(arrival->origin);
      inlet_.release(*arrival);
    }
  }

  void acknowledge(std::size_t which) {
    inlet_.acknowledge(owed_[which]);
    owed_[which] = owed_.back();
    owed_.pop_back();
  }

  void check(const Arrival& arrival) {
    const link::Identity& identity = arrival.identity;
    require(identity.stream < setting_.terms.streams, "a stream of the plan");
    require(arrival.origin.connection < setting_.senders.size(), "a sender of the plan");
    require(arrival.records->size() == arrival.range.count, "all records of the batch");
    for (std::size_t i = 0; i < arrival.range.count; ++i) {
      const auto& record = dynamic_cast<const v1::Number&>(arrival.records->at(i));
      require(static_cast<std::uint64_t>(record.value()) == identity.sequence + i, "the records that were sent");
    }
    if (arrival.is_gap()) return;
    require(came_.insert({identity.stream, identity.sequence, identity.part}).second, "no batch comes twice");
    if (!setting_.terms.ordered || setting_.receiver.replicas > 1) return;
    std::uint64_t& latest = latest_[identity.stream];
    require(identity.sequence >= latest, "an ordered link keeps the order");
    latest = identity.sequence;
  }

  void check_credit() const {
    for (const SenderBooks& books : books_) {
      require(books.outstanding() <= setting_.terms.capacity, "nobody sends beyond its credit");
    }
  }

  void check_books() const {
    std::uint64_t said = 0;
    for (const SenderBooks& books : books_) {
      require(!books.is_unreadable(), "what can't be read is bad");
      said += books.records();
    }
    const std::uint64_t done = records_ + inlet_.duplicates();
    require(inlet_.bad_frames() == 0, "a bad frame fails the inlet");
    require(inlet_.redelivered() <= said, "only what was sent is sent again");
    if (setting_.terms.ordered) return require(done <= said, "only what was sent comes");
    require(done == said, "all that was sent comes, or had come before");
    if (setting_.senders.size() > 1 || books_.front().repeats()) return;
    require(books_.front().is_settled(), "what is no longer needed is acknowledged");
  }

  Setting setting_;
  link::Context& context_ = shared_context();
  std::array<zmq::socket_t, kSenders> sockets_{zmq::socket_t(context_.handle(), zmq::socket_type::dealer),
                                               zmq::socket_t(context_.handle(), zmq::socket_type::dealer)};
  link::Inlet inlet_{context_,          setting_.terms,   0,
                     setting_.receiver, setting_.senders, std::make_unique<RecordsOf<v1::Number>>()};
  std::array<SenderBooks, kSenders> books_;
  std::vector<link::Origin> owed_;  ///< not acknowledged
  std::uint64_t records_ = 0;       ///< that came
  std::set<std::tuple<std::uint32_t, std::uint64_t, std::uint32_t>> came_;
  std::map<std::uint32_t, std::uint64_t> latest_;
};

void play(std::string_view script) {
  constexpr int kMostSteps = 256;
  BesetInlet inlet(Setting(Words(take_until('\n', script))));
  try {
    for (int step = 0; step < kMostSteps && !script.empty(); ++step) inlet.play(take_until('\n', script));
    inlet.conclude();
  } catch (const StageError& error) {
    inlet.check_failure(error);
  }
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  weir::fuzz::play({reinterpret_cast<const char*>(data), size});
  return 0;
}

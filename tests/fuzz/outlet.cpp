#include "link/outlet.h"

#include <algorithm>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "greeter_books.h"
#include "link/frame.h"
#include "outlet_setting.h"
#include "process.h"
#include "promise.h"
#include "raw_socket.h"
#include "spoken.h"
#include "unit/link/link_under_test.h"
#include "words.h"

// A script against an outlet: a receiver of the plan that says whatever the script lets it say, a stranger who does the
// same, and a receiver that behaves. Whatever they do, the books stay right, and whoever behaves is served.
//
// The first line is the link, see outlet_setting.h.
// Each other line is a step:
//
//   offer COUNT MORE    the sender offers an answer of so many records; MORE: its sequence goes on
//   turn HEARS_ONLY     the sender hears and sends
//   peer ITEMS          the receiver that does not behave sends a frame, see spoken.h
//   stranger ITEMS      somebody else sends it
//   multipart ITEMS     somebody else sends it twice, as one message of two parts
//   friend MANNER       the receiver that behaves works; it acknowledges at once (0), later (1), or later with its room
//                       given back (2), or what it still owes (3)
//   greet               it says that it is there
//   end                 nothing more is offered
namespace weir::fuzz {
namespace {

using link::LinkTerms;
using link::ReceiverName;
using link::Receiving;
using link::Transport;

constexpr std::uint64_t kSender = 1;     // its incarnation
constexpr std::uint64_t kFirstLife = 5;  // of the receivers; others may name an earlier or a later one
constexpr std::uint32_t kPeer = 1;
constexpr std::uint32_t kFriend = 2;

class BesetOutlet {
 public:
  explicit BesetOutlet(const OutletSetting& setting) : setting_(setting) {
    for (zmq::socket_t* socket : {&peer_, &stranger_}) {
      socket->set(zmq::sockopt::linger, 0);
      socket->set(zmq::sockopt::sndhwm, 0);
      connect(*socket, endpoint_.address);
    }
    add_receiver(kFriend, kFirstLife, setting_.terms.ordered);
    if (setting_.has_peer) {
      say_inside(peer_, link::hello_frame(kPeer, kFirstLife, setting_.terms.capacity).to_string_view());
    }
    well_behaved().inlet.greet();
    sender_.turn();
  }

  void play(std::string_view line) {
    Words words(line);
    switch (words.word()) {
      case 'o':
        return offer(words.number() % 64, words.flag());
      case 't':
        return turn(words.flag());
      case 'p':
        if (setting_.has_peer) hostile(peer_, spoken_frame(words.rest()));
        return;
      case 's':
        return hostile(stranger_, spoken_frame(words.rest()));
      case 'm':
        return multipart(spoken_frame(words.rest()));
      case 'f':
        return befriend(words.number() % 4);
      case 'g':
        return well_behaved().inlet.greet();
      case 'e':
        sender_.outlet.end();
        ended_ = true;
        return;
      default:
        return;
    }
  }

  /// Everybody who misbehaved is started anew and behaves. Then all is as if nothing had been.
  void conclude() {
    if (!replace_hostile()) return;
    settle();
    if (!ended_) {
      offer(0, false);  // closes what the script may have left open
      settle();
      check_room();
    }
    say_farewell();
    check_books();
  }

 private:
  Receiving& well_behaved() { return receivers_.front(); }

  ReceiverName name_of(std::uint32_t replica, std::uint64_t incarnation) const {
    if (!setting_.has_peer) return {.replica = replica, .incarnation = incarnation};
    return {.replica = replica, .incarnation = incarnation, .index = replica - kPeer, .replicas = 2};
  }

  std::vector<link::Receiver> known_receivers() const {
    if (!setting_.has_peer) return {{kFriend, endpoint_}};
    return {{kPeer, endpoint_}, {kFriend, endpoint_}};
  }

  void add_receiver(std::uint32_t replica, std::uint64_t incarnation, bool ordered) {
    LinkTerms terms = setting_.terms;
    terms.ordered = ordered;
    receivers_.emplace_back(context_, terms, name_of(replica, incarnation), std::vector{link::Sender{0, endpoint_, {}}},
                            std::make_unique<RecordsOf<v1::Number>>());
  }

  void hostile(zmq::socket_t& socket, const std::string& frame) {
    GreeterBooks after = hostile_;
    after.said(frame);
    // Inside a process nobody takes the place of one who lives: both would be handed the same batches.
    if (setting_.transport == Transport::kHandOver && after.latest(kFriend) > kFirstLife) return;
    hostile_ = std::move(after);
    say_inside(socket, frame);
  }

  void multipart(const std::string& frame) {
    hostile_.said_in_parts();
    say(stranger_, frame, zmq::send_flags::sndmore);
    say_inside(stranger_, frame);
  }

  /// As whoever is inside the process: it rings.
  void say_inside(zmq::socket_t& socket, std::string_view frame) {
    say(socket, frame);
    if (link::Bell* const bell = context_.sender_bell(endpoint_); bell != nullptr) bell->ring();
  }

  void offer(std::uint64_t records, bool more) {
    if (ended_ || !sender_.outlet.ready() || !sender_.outlet.has_room()) return;
    link::Answer& answer = sender_.pool.take();
    answer.identity = {.stream = 0, .sequence = sequence_, .part = part_, .more = more};
    part_ = more ? part_ + 1 : 0;
    if (!more) ++sequence_;
    for (std::uint64_t i = 0; i < records; ++i) {
      static_cast<RecordsOf<v1::Number>&>(*answer.records).append().set_value(sender_.next_value++);
    }
    sender_.offer(answer, offered_++);
  }

  void turn(bool hears_only) {
    if (hears_only) {
      sender_.outlet.receive(sender_.settled);
    } else {
      sender_.turn();
    }
  }

  void befriend(std::uint64_t manner) {
    well_behaved().acknowledges = manner == 0;
    well_behaved().frees_room = manner == 2;
    if (manner == 3) well_behaved().catch_up();
    well_behaved().turn();
  }

  /// Turns until nothing moves.
  void settle() {
    for (int quiet = 0; quiet < 3;) {
      bool moved = sender_.turn();
      for (Receiving& receiver : receivers_) moved = receiver.turn() || moved;
      quiet = moved ? 0 : quiet + 1;
    }
  }

  std::uint64_t latest_life(std::uint32_t replica) const { return std::max(kFirstLife, hostile_.latest(replica)); }

  bool is_taken_over() const { return latest_life(kFriend) > kFirstLife; }

  /// False where nobody can come after those who were there.
  bool replace_hostile() {
    constexpr std::uint64_t kLast = ~std::uint64_t{0};
    if (latest_life(kPeer) == kLast || latest_life(kFriend) == kLast) return false;
    settle();
    well_behaved().acknowledges = true;
    well_behaved().catch_up();
    if (is_taken_over()) {
      former_ = std::move(receivers_);
      receivers_.clear();
      add_receiver(kFriend, latest_life(kFriend) + 1, false);
    }
    if (setting_.has_peer) add_receiver(kPeer, latest_life(kPeer) + 1, false);
    for (Receiving& receiver : receivers_) receiver.inlet.greet();
    settle();
    require(sender_.outlet.ready(), "a receiver that comes back is welcome");
    return true;
  }

  /// The window is as wide as ever.
  void check_room() {
    require(sender_.acknowledged.size() == offered_, "what is acknowledged is settled");
    std::uint64_t before = 0;
    for (Receiving& receiver : receivers_) {
      receiver.acknowledges = receiver.frees_room = false;
      before += receiver.records;
    }
    const std::uint32_t beyond = setting_.fails() ? 0 : 10;
    for (std::uint32_t i = 0; i < setting_.terms.capacity + beyond; ++i) offer(1, false);
    settle();
    std::uint64_t after = 0;
    for (const Receiving& receiver : receivers_) after += receiver.records;
    require(after - before == std::min<std::uint64_t>(setting_.terms.window(), setting_.terms.most_held),
            "as many records as there is room for are under way");
    for (Receiving& receiver : receivers_) {
      receiver.catch_up();
      receiver.acknowledges = true;
    }
    settle();
  }

  void say_farewell() {
    sender_.outlet.end();
    settle();
    for (Receiving& receiver : receivers_) {
      require(receiver.inlet.ended(), "whoever is served knows the end");
      receiver.inlet.farewell();
    }
    settle();
    require(sender_.outlet.finished(), "the sender may go");
  }

  void check_books() {
    const link::Outlet& outlet = sender_.outlet;
    require(outlet.bad_frames() <= hostile_.frames(), "a frame is bad once");
    std::vector<std::uint64_t> settled = sender_.acknowledged;
    std::ranges::sort(settled);
    for (std::uint64_t i = 0; i < settled.size(); ++i) require(settled[i] == i, "an answer is settled once");
    require(settled.size() == offered_, "every answer is settled");
    require(outlet.accepted() == static_cast<std::uint64_t>(sender_.next_value), "every record is accepted");
    require(outlet.dropped() <= (setting_.drops() ? outlet.accepted() : 0), "only what was accepted is dropped");
    if (setting_.has_peer || is_taken_over()) return;
    require(outlet.bad_frames() == hostile_.bad_frames(), "every frame of a stranger is bad");
    require(well_behaved().records == outlet.accepted() - outlet.dropped(), "what is not dropped is delivered");
    const std::vector<std::int64_t>& values = well_behaved().values;
    require(std::ranges::adjacent_find(values, std::greater_equal()) == values.end(), "records stay in order");
  }

  OutletSetting setting_;
  link::Context& context_ = shared_context();
  link::Endpoint endpoint_{new_address(), setting_.transport};
  link::Sending sender_{context_, setting_.terms, known_receivers(), std::make_unique<RecordsOf<v1::Number>>(),
                        kSender};
  std::list<Receiving> receivers_;  ///< that behave
  /// Whose place was taken. Closed, it would be libzmq's own thread that still signals to the sender, whenever it runs.
  std::list<Receiving> former_;
  zmq::socket_t peer_{context_.handle(), zmq::socket_type::dealer};
  zmq::socket_t stranger_{context_.handle(), zmq::socket_type::dealer};
  GreeterBooks hostile_{kSender};
  std::uint64_t sequence_ = 0;
  std::uint32_t part_ = 0;
  std::uint64_t offered_ = 0;
  bool ended_ = false;
};

void play(std::string_view script) {
  constexpr int kMostSteps = 256;
  const OutletSetting setting{Words(take_until('\n', script))};
  BesetOutlet outlet(setting);
  try {
    for (int step = 0; step < kMostSteps && !script.empty(); ++step) outlet.play(take_until('\n', script));
  } catch (const StageError&) {
    return require(setting.fails(), "a link fails only where it is to fail when it is full");
  }
  outlet.conclude();
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  weir::fuzz::play({reinterpret_cast<const char*>(data), size});
  return 0;
}

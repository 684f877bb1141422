#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <zmq.hpp>

#include <array>
#include <csignal>
#include <cstring>
#include <random>

#include "link/frame.h"
#include "observe/page.h"
#include "support/program_test.h"

// Somebody who is not weir finds the sockets of a run. He costs it nothing but bad frames, which it counts.
namespace weir {
namespace {

/// Ones without end: their sum is their count. `shown` tells how far they have come.
const std::string kOnes = R"(version: 1
name: ones
topology: processes
producers: {ones: {type: counter, with: {from: 1, step: 0}}}
transformers: {copy: {type: identity, replicas: 2}}
consumers: {total: {type: sum}, shown: {type: console}}
queues:
  to_copy: ones -> copy
  to_total: copy -> total
  to_shown: {from: ones, to: shown, capacity: 1024}
)";

/// A connection to a socket of a run, of no protocol at all.
class Wire {
 public:
  explicit Wire(const std::string& path) : descriptor_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    if (connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("can't connect to " + path + ": " + std::strerror(errno));
    }
  }
  Wire(Wire&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Wire& operator=(Wire&&) = delete;
  ~Wire() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  /// False where the other side has hung up before it has taken in all.
  bool say(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t taken = send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (taken <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(taken));
    }
    return true;
  }

  void hear(std::size_t bytes) {
    std::string heard(bytes, '\0');
    if (recv(descriptor_, heard.data(), bytes, MSG_WAITALL) != static_cast<ssize_t>(bytes)) {
      throw std::runtime_error("the other side has hung up");
    }
  }

 private:
  int descriptor_;
};

/// What a DEALER says first, by version 3.0 of ZeroMQ's protocol: a signature; version, mechanism and padding; that it
/// is ready. The other side says the same, and waits for each part.
const std::string kSignature("\xff\0\0\0\0\0\0\0\x01\x7f", 10);
const std::string kMechanism = std::string("\x03\0NULL", 6) + std::string(48, '\0');
const std::string kReady(
    "\x04\x29\x05READY\x0bSocket-Type\0\0\0\x06"
    "DEALER\x08Identity\0\0\0\0",
    43);

/// One that has been greeted as a DEALER is.
Wire greeted(const std::string& path) {
  Wire wire(path);
  wire.say(kSignature);
  wire.hear(kSignature.size() + 1);  // and the first byte of its version
  wire.say(kMechanism);
  wire.hear(kMechanism.size() - 1);
  wire.say(kReady);
  wire.hear(kReady.size());
  return wire;
}

class BesetRun : public ProgramTest {
 protected:
  BesetRun() : child_(start_run({write("ones.yaml", kOnes)})) {
    EXPECT_TRUE(eventually([&] { return child_.printed() > 0; })) << child_.err();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(left_in_runs().front())) {
      if (entry.is_socket()) sockets_.push_back(entry.path().string());
    }
    EXPECT_EQ(sockets_.size(), 4U);  // one of each replica that sends, and of each of its links
  }

  /// Waits until so many bad frames were heard, on all sockets together.
  void await_bad_frames(std::uint64_t count) const {
    // `ones` sends on two links, each replica of `copy` takes from one and sends on another.
    constexpr std::array<observe::PageShape, 3> kSenders{{{0, 2}, {1, 1}, {1, 1}}};
    std::uint64_t heard = 0;
    eventually([&] {
      heard = 0;
      for (std::size_t replica = 0; replica < kSenders.size(); ++replica) {
        const std::filesystem::path file = left_in_runs().front() / ("page." + std::to_string(replica));
        observe::Page page = observe::Page::open(file, kSenders.at(replica));
        for (std::size_t i = 0; i < kSenders.at(replica).outlets; ++i) heard += page.outlet(i).bad_frames.get();
      }
      return heard >= count;
    });
    EXPECT_EQ(heard, count) << child_.err();
  }

  /// It is as alive as before, ends as it should, and has lost nothing. Returns how many bad frames it has counted.
  std::uint64_t expect_undisturbed() {
    const std::uintmax_t printed = child_.printed();
    EXPECT_TRUE(eventually([&] { return child_.printed() > printed + 100'000; })) << child_.err();
    child_.signal(SIGINT);
    const EndedRun ended = wait_for(child_);
    expect_good_end(ended, "stopped");
    EXPECT_EQ(results_of(ended.report, "total")["sum"], named(ended.report["links"], "to_total")["delivered"]);
    std::uint64_t bad_frames = 0;
    for (const Json& link : ended.report["links"]) bad_frames += link.value("bad_frames", 0);
    for (const Json& stage : ended.report["stages"]) EXPECT_EQ(stage["restarts"], 0) << stage;
    return bad_frames;
  }

  Child child_;
  std::vector<std::string> sockets_;
};

TEST_F(BesetRun, BearsSilenceAndWhatIsNoGreeting) {
  std::mt19937 random(20'261'127);
  std::string noise(100'000, '\0');
  for (char& byte : noise) byte = static_cast<char>(random());
  std::vector<Wire> open;
  for (const std::string& socket : sockets_) {
    open.emplace_back(socket);
    open.emplace_back(socket).say("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    open.emplace_back(socket).say(noise);
    Wire(socket).say(noise);
  }
  expect_undisturbed();
}

TEST_F(BesetRun, BearsAGreetingThatBreaksOff) {
  const std::string whole = kSignature + kMechanism + kReady;
  std::vector<Wire> open;
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    for (const std::string& socket : sockets_) Wire(socket).say(whole.substr(0, length));
    open.emplace_back(sockets_[length % sockets_.size()]).say(whole.substr(0, length));
  }
  EXPECT_EQ(expect_undisturbed(), 0U);
}

TEST_F(BesetRun, BreaksOffWithWhoeverAnnouncesMoreThanAFrameMayHold) {
  using namespace std::string_literals;
  const std::string small = "\0\3abc"s;
  const std::string endless = "\x02\x3f\xff\xff\xff\xff\xff\xff\xff"s;
  const std::string mebibyte(1U << 20U, 'x');
  std::vector<Wire> open;
  for (const std::string& socket : sockets_) {
    EXPECT_TRUE(open.emplace_back(greeted(socket)).say(small));
    Wire wire = greeted(socket);
    EXPECT_TRUE(wire.say(endless));
    int mebibytes = 0;
    while (wire.say(mebibyte) && mebibytes < 64) ++mebibytes;
    EXPECT_LT(mebibytes, 64);
  }
  await_bad_frames(sockets_.size());  // the small ones
  EXPECT_EQ(expect_undisturbed(), sockets_.size());
}

/// Somebody who speaks ZeroMQ, but is no receiver of the plan.
class Stranger {
 public:
  explicit Stranger(const std::string& path, zmq::socket_type type = zmq::socket_type::dealer)
      : socket_(context_, type) {
    socket_.set(zmq::sockopt::linger, static_cast<int>(kDeadline.count()) * 1000);
    socket_.connect("ipc://" + path);
  }

  Stranger& say(zmq::message_t frame, zmq::send_flags flags = zmq::send_flags::none) {
    socket_.send(frame, flags);
    return *this;
  }

 private:
  zmq::context_t context_;
  zmq::socket_t socket_;
};

TEST_F(BesetRun, CountsTheFramesOfStrangers) {
  constexpr std::uint64_t kMost = ~std::uint64_t{0};
  constexpr std::uint64_t kNobody = 9;  // no life of a sender bears this name, so what is said to it is passed over
  constexpr std::uint64_t kFrames = 6;
  const link::TagRun far_ahead{kMost - 1, kMost};
  for (const std::string& socket : sockets_) {
    Stranger(socket)
        .say(zmq::message_t())
        .say(zmq::message_t(std::string(100'000, '\xff')))
        .say(zmq::message_t(std::string("GET / HTTP/1.1\r\n\r\n")))
        .say(link::hello_frame(77, 1, 64))
        .say(link::acknowledge_frame(kNobody, std::span(&far_ahead, 1), false))
        .say(link::acknowledge_frame(kNobody, {}, true))
        .say(link::end_frame(kMost))
        .say(link::hello_frame(1, 1, 64), zmq::send_flags::sndmore)
        .say(link::hello_frame(1, 1, 64));
  }
  await_bad_frames(kFrames * sockets_.size());
  EXPECT_EQ(expect_undisturbed(), kFrames * sockets_.size());
}

TEST_F(BesetRun, CountsAHeaderThatIsCutAtAnyByte) {
  const zmq::message_t hello = link::hello_frame(1, 1, 64);
  for (const std::string& socket : sockets_) {
    Stranger stranger(socket);
    for (std::size_t length = 0; length < hello.size(); ++length) {
      stranger.say(zmq::message_t(hello.data(), length));
    }
  }
  await_bad_frames(hello.size() * sockets_.size());
  EXPECT_EQ(expect_undisturbed(), hello.size() * sockets_.size());
}

TEST_F(BesetRun, BearsOtherKindsOfSockets) {
  for (const std::string& socket : sockets_) {
    for (const auto type : {zmq::socket_type::pub, zmq::socket_type::push, zmq::socket_type::pair}) {
      Stranger stranger(socket, type);
    }
  }
  EXPECT_EQ(expect_undisturbed(), 0U);
}

}  // namespace
}  // namespace weir

#pragma once

#include <weir/descriptor.h>

#include <filesystem>
#include <string>
#include <vector>

namespace weir::bench {

/// Where the ends of a chain of PUSH and PULL sockets meet, known to all before any of them begins. Who pulls binds.
struct Meeting {
  std::vector<std::string> hops;     ///< addresses, from the sender to the receiver
  std::vector<std::string> answers;  ///< where the receiver answers the pushing end of each hop
};

/// For `hops` hops within the process.
Meeting meet_inproc(std::size_t hops);

/// Names of Unix domain sockets in a folder of their own under TMPDIR, which goes with this object. One thread.
class IpcMeeting {
 public:
  explicit IpcMeeting(std::size_t hops);
  IpcMeeting(const IpcMeeting&) = delete;
  IpcMeeting& operator=(const IpcMeeting&) = delete;
  ~IpcMeeting() { remove_files(); }

  const Meeting& meeting() const { return meeting_; }

  /// Once all are connected nobody needs the names any more: then a process that is killed leaves nothing.
  void remove_files() const noexcept;

 private:
  std::filesystem::path folder_;
  Meeting meeting_;
};

/// Free ports of the loopback device, which nobody else is given while this object lives. One thread.
class TcpMeeting {
 public:
  explicit TcpMeeting(std::size_t hops);

  const Meeting& meeting() const { return meeting_; }

 private:
  std::string reserve();

  std::vector<Descriptor> reserved_;
  Meeting meeting_;
};

}  // namespace weir::bench

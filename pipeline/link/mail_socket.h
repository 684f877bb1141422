#pragma once

#include <utility>

#include "link/mailbox.h"
#include "link/socket.h"

namespace weir::link {

/// The ends of a link that one thread drives. There nobody waits for anybody, so there is nothing to watch.
class SendingMailSocket final : public SendingSocket {
 public:
  explicit SendingMailSocket(Mailbox& mailbox) : mailbox_(mailbox) {}

  std::optional<Heard> receive() override {
    if (mailbox_.to_sender.empty()) return std::nullopt;
    Mailbox::Letter& letter = mailbox_.to_sender.front();
    Heard heard{std::move(letter.from), std::move(letter.frame)};
    mailbox_.to_sender.pop_front();
    return heard;
  }
  bool send(const Route& route, zmq::message_t frame, Bell* /*bell*/) override {
    mailbox_.to_receivers[route].push_back(std::move(frame));
    return true;
  }
  bool may_have_come() const override { return !mailbox_.to_sender.empty(); }
  bool watch(std::vector<pollfd>& /*descriptors*/) override { return !may_have_come(); }

 private:
  Mailbox& mailbox_;
};

class ReceivingMailSocket final : public ReceivingSocket {
 public:
  ReceivingMailSocket(Mailbox& mailbox, Route name)
      : mailbox_(mailbox), name_(std::move(name)), letters_(mailbox.to_receivers[name_]) {}

  bool receive(zmq::message_t& frame) override {
    if (letters_.empty()) return false;
    frame = std::move(letters_.front());
    letters_.pop_front();
    return true;
  }
  void send(zmq::message_t frame) override { mailbox_.to_sender.push_back({name_, std::move(frame)}); }
  bool may_have_come() const override { return !letters_.empty(); }
  bool watch(std::vector<pollfd>& /*descriptors*/) override { return !may_have_come(); }
  void linger(int /*milliseconds*/) override {}

 private:
  Mailbox& mailbox_;
  Route name_;
  Ring<zmq::message_t>& letters_;
};

}  // namespace weir::link

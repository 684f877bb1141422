#pragma once

#include <weir/v1/payloads.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "producers/rounds.h"

namespace weir::producers {

/// Gives the texts of a list, in order, again and again.
class TextList : public Producer<v1::Text> {
 public:
  std::optional<Position> position() const override { return rounds_.position(); }
  void seek(const Position& position) override { rounds_.seek(position); }
  std::optional<std::uint64_t> total() const override { return rounds_.total(); }

  /// Throws StageError where a text is not UTF-8.
  void start() override;

  bool produce(Emitter<v1::Text>& out) override {
    if (rounds_.has_ended()) return false;
    *out.emit_reused().mutable_text() = texts_[rounds_.take()];
    return true;
  }

 protected:
  /// Messages call the stage `type`.
  TextList(std::string type, std::vector<std::string> texts, std::uint64_t repeat);

  /// For a stage that makes its records of these texts, before the first is taken. Their count stays.
  std::vector<std::string>& texts() { return texts_; }

 private:
  std::string type_;
  std::vector<std::string> texts_;
  Rounds rounds_;
};

}  // namespace weir::producers

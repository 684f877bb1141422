#pragma once

#include <weir/v1/payloads.pb.h>

#include <cstdint>
#include <string>
#include <vector>

#include "producers/rounds.h"

namespace weir::producers {

/// Gives the texts of a list, in order, again and again.
class TextList : public InRounds<v1::Text> {
 public:
  /// Throws StageError where a text is not UTF-8.
  void start() override;

  bool produce(Emitter<v1::Text>& out) override {
    if (rounds().has_ended()) return false;
    *out.emit_reused().mutable_text() = texts_[rounds().take()];
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
};

}  // namespace weir::producers

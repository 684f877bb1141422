#include "transformers/transformers.h"

namespace weir::transformers {

namespace {

class Identity final : public Transformer<Message, Message> {
 public:
  void transform(const Message& in, Emitter<Message>& out) override { out.emit().CopyFrom(in); }
};

}  // namespace

StageSpec identity() {
  return describe<Identity>("identity", "Passes every record on as it is.")
      .stateless()
      .details("Takes records of any type and answers in the same. Never rejects one.");
}

}  // namespace weir::transformers

#include <google/protobuf/util/time_util.h>
#include <unistd.h>
#include <weir/v1/payloads.pb.h>

#include "consumers/buffered_writer.h"
#include "consumers/consumers.h"
#include "consumers/record_text.h"

namespace weir::consumers {

namespace {

using v1::Number;
using v1::Sample;
using v1::Text;

void append_sample(const Sample& sample, std::string& line) {
  using google::protobuf::util::TimeUtil;
  if (sample.time_ns() != 0) line += TimeUtil::ToString(TimeUtil::NanosecondsToTimestamp(sample.time_ns())) + "  ";
  line += sample.name() + " = ";
  append_number(sample.value(), line);
  if (!sample.unit().empty()) line += " " + sample.unit();
}

class Console final : public Consumer<Message> {
 public:
  Console() = default;
  ~Console() override {
    try {
      writer_.flush();             // when the run breaks off, the records that led to it are wanted most
    } catch (const StageError&) {  // NOLINT(bugprone-empty-catch): the run has failed already, and says why
    }
  }

  void start() override { flushes_each_line_ = ::isatty(STDOUT_FILENO) == 1; }

  void consume(const Message& in) override {
    line_.clear();
    const google::protobuf::Descriptor* const type = in.GetDescriptor();
    if (type == Text::descriptor()) {
      line_ += static_cast<const Text&>(in).text();
    } else if (type == Number::descriptor()) {
      line_ += std::to_string(static_cast<const Number&>(in).value());
    } else if (type == Sample::descriptor()) {
      append_sample(static_cast<const Sample&>(in), line_);
    } else {
      append_json(in, line_);
    }
    line_ += '\n';
    writer_.write(line_);
    if (flushes_each_line_) writer_.flush();
  }

  void commit(Durability /*durability*/) override { writer_.flush(); }

  void finish() override { writer_.flush(); }

 private:
  BufferedWriter writer_{STDOUT_FILENO, "standard output"};
  bool flushes_each_line_ = false;
  std::string line_;
};

}  // namespace

StageSpec console() {
  return describe<Console>("console", "Prints each record on a line of standard output.")
      .stateless()
      .details(
          "A text is printed as it is, a number as its digits, a sample as `TIME  NAME = VALUE UNIT`, where TIME is "
          "RFC 3339 in UTC and left out where the sample has none, and any other record as JSON.\n"
          "On a terminal each line appears at once; into a file or a pipe they go in pieces of 64KiB and at the end. "
          "The stage fails where standard output can't be written, such as when its reader has gone.");
}

}  // namespace weir::consumers

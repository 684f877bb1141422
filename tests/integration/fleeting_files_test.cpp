#include <gmock/gmock.h>
#include <sys/stat.h>

#include "support/program_test.h"

// FIFOs and devices in place of files: what is read from them does not come again, and what is written stays written.
namespace weir {
namespace {

using ::testing::HasSubstr;

class FleetingFiles : public ProgramTest {
 protected:
  FleetingFiles() { EXPECT_EQ(mkfifo(fifo_.c_str(), 0600), 0); }

  Ended validate(const std::string& delivery, const std::string& input, const std::string& output) const {
    return weir({"validate",
                 write("lines.yaml", "version: 1\nproducers: {lines: {type: text_file, with: {path: " + input +
                                         "}}}\nconsumers: {kept: {type: jsonl_file, with: {path: " + output + "}}}\n"),
                 "--set", "delivery=" + delivery});
  }

  void expect_refused(const Ended& ended, const std::string& why) const {
    EXPECT_EQ(ended.exit_code, 78) << ended;
    EXPECT_THAT(ended.err, HasSubstr(why));
    EXPECT_THAT(ended.err, HasSubstr("1 problem; nothing was started"));
  }

  const std::string fifo_ = scratch("fifo").string();
};

TEST_F(FleetingFiles, CannotKeepEffectivelyOnceAsAnInput) {
  expect_refused(validate("effectively_once", "fifo", "out"),
                 "lines.yaml:2:13: 'lines' (text_file) can't keep 'delivery: effectively_once': what is read from '" +
                     fifo_ + "', no regular file, does not come again");
}

TEST_F(FleetingFiles, CannotKeepEffectivelyOnceAsAnOutput) {
  for (const std::string& output : {fifo_, std::string("/dev/null")}) {
    expect_refused(
        validate("effectively_once", "in", output),
        "lines.yaml:3:13: 'kept' (jsonl_file) can't keep 'delivery: effectively_once': what is written to '" + output +
            "', no regular file, can't be taken back");
  }
}

TEST_F(FleetingFiles, AreTakenWhereNothingOfThemIsPromised) {
  for (const std::string delivery : {"at_least_once", "at_most_once"}) {
    EXPECT_EQ(validate(delivery, "fifo", "/dev/null").exit_code, 0);
    EXPECT_EQ(validate(delivery, "in", "fifo").exit_code, 0);
  }
}

TEST_F(FleetingFiles, AreNotWhatIsNotThereYet) { EXPECT_EQ(validate("effectively_once", "in", "out").exit_code, 0); }

}  // namespace
}  // namespace weir

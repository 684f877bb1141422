#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "observe/repeated_error.h"
#include "support/allocations.h"

namespace weir::observe {
namespace {

using std::chrono::seconds;

TEST(RepeatedErrors, AllocateNothingForARepetition) {
  RepeatedErrors errors("bad_record");
  const std::string known = "a text that is too long for the room within a string";
  for (const char* text : {"a", "b", "c", "d"}) errors.note(text, RepeatedErrors::Time(seconds(1)));
  errors.note(known, RepeatedErrors::Time(seconds(1)));
  const std::string further = "another text that is too long for the room within a string";
  errors.note(further, RepeatedErrors::Time(seconds(1)));
  const std::uint64_t before = allocations();
  for (int i = 0; i < 100; ++i) {
    errors.note(known, RepeatedErrors::Time(seconds(i)));
    errors.note(further, RepeatedErrors::Time(seconds(i)));
  }
  EXPECT_EQ(allocations(), before);
}

}  // namespace
}  // namespace weir::observe

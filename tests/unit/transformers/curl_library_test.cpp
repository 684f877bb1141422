#include "transformers/curl_library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <weir/errors.h>

#include "support/drive.h"

namespace weir {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(CurlLibrary, IsLoadedOnce) {
  const transformers::CurlLibrary& curl = transformers::curl_library();
  EXPECT_EQ(&curl, &transformers::curl_library());
  EXPECT_STREQ(curl.easy_strerror(CURLE_OK), "No error");
}

TEST(CurlLibrary, IsMissedByItsName) {
  const std::string failure = drive::failure_of([] { transformers::load_curl("libweir-has-none.so.4"); });
  EXPECT_THAT(failure, StartsWith("http_get: needs libcurl: "));
  EXPECT_THAT(failure, HasSubstr("libweir-has-none.so.4"));
}

TEST(CurlLibrary, IsRefusedWhereItLacksAFunction) {
  const std::string failure = drive::failure_of([] { transformers::load_curl("libm.so.6"); });
  EXPECT_THAT(failure, StartsWith("http_get: needs libcurl: "));
  EXPECT_THAT(failure, HasSubstr("curl_global_init"));
}

}  // namespace
}  // namespace weir

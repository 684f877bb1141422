#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "producers/producers.h"
#include "support/drive.h"
#include "support/lives.h"
#include "support/payloads.h"

namespace weir {
namespace {

using payloads::values;
using testing::ElementsAre;
using v1::Text;

const drive::With kUrlsTwice{{"urls", "[http://a/, https://b/?c=d]"}, {"repeat", "2"}};

TEST(UrlList, GivesItsAddressesInOrder) {
  const auto made = drive::produce<Text>(producers::url_list(), {{"urls", "[http://a/, https://b/?c=d]"}});
  EXPECT_THAT(values(made.records), ElementsAre("http://a/", "https://b/?c=d"));
  EXPECT_TRUE(made.has_ended);
}

TEST(UrlList, GivesThemAgain) {
  EXPECT_EQ(drive::produce<Text>(producers::url_list(), kUrlsTwice).records.size(), 4U);
  EXPECT_EQ(drive::make<BatchProducer>(producers::url_list(), kUrlsTwice)->total(), 4U);
  EXPECT_FALSE(drive::produce<Text>(producers::url_list(), {{"urls", "a"}, {"repeat", "0"}}, 9).has_ended);
}

TEST(UrlList, MustBeUtf8) {
  EXPECT_EQ(drive::failure_of([] {
              drive::produce<Text>(producers::url_list(), {{"urls", "\xff"}});
            }),
            "url_list: text 0 of the list is not UTF-8");
}

TEST(UrlList, GoesOnWhereAnEarlierLifeStood) {
  for (const std::size_t first : {0, 1, 3}) {
    EXPECT_THAT(values(drive::produce_in_two_lives<Text>(producers::url_list(), kUrlsTwice, first)),
                ElementsAre("http://a/", "https://b/?c=d", "http://a/", "https://b/?c=d"))
        << first;
  }
}

}  // namespace
}  // namespace weir

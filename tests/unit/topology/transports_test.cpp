#include <gtest/gtest.h>

#include <algorithm>

#include "planning.h"
#include "topology/plan.h"

namespace weir::topology {
namespace {

const ResolvedValue& transport_of(const Plan& plan, const std::string& link) {
  return *std::ranges::find(plan.values, "queues." + link + ".transport", &ResolvedValue::path);
}

const std::string kProcesses = "topology: processes\n";
const std::string kTwoGroups = R"(version: 1
topology: threads
producers: {book: {type: lines, with: {path: book.txt}}}
transformers: {words: {type: count, process: aside}}
consumers: {total: {type: sum, process: aside}}
queues:
  in: book -> words
  out: words -> total
)";

TEST(Transport, IsSharedMemoryBetweenProcesses) {
  const Plan plan = good_plan({kProcesses + kChain});
  for (const LinkPlan& link : plan.links) {
    EXPECT_EQ(link.transport, LinkTransport::kSharedMemory);
    EXPECT_EQ(transport_of(plan, link.name).value, "shared_memory");
    EXPECT_EQ(transport_of(plan, link.name).origin, "default");
  }
}

TEST(Transport, IsHandedOverAmongThreads) {
  const Plan plan = good_plan({kChain});
  for (const LinkPlan& link : plan.links) {
    EXPECT_EQ(link.transport, LinkTransport::kHandedOver);
    EXPECT_EQ(transport_of(plan, link.name).value, "handed_over");
  }
}

TEST(Transport, IsChosenLinkByLink) {
  const Plan plan = good_plan({kTwoGroups});
  EXPECT_EQ(plan.links[0].transport, LinkTransport::kSharedMemory);
  EXPECT_EQ(plan.links[1].transport, LinkTransport::kHandedOver);
}

TEST(Transport, IsZeroMqWhereTheFileSaysSo) {
  const Plan plan = good_plan({kProcesses + R"(version: 1
producers: {book: {type: lines, with: {path: book.txt}}}
transformers: {words: {type: count}}
consumers: {total: {type: sum}}
queues:
  in: {from: book, to: words, transport: zeromq}
  out: words -> total
)"});
  EXPECT_EQ(plan.links[0].transport, LinkTransport::kZeroMq);
  EXPECT_EQ(transport_of(plan, "in").value, "zeromq");
  EXPECT_EQ(plan.links[1].transport, LinkTransport::kSharedMemory);
}

TEST(Transport, SaysWhyItIsNotAsTheFileSays) {
  const Plan plan = good_plan({R"(version: 1
producers: {book: {type: lines, with: {path: book.txt}}}
transformers: {words: {type: count}}
consumers: {total: {type: sum}}
queues:
  in: {from: book, to: words, transport: zeromq}
  out: {from: words, to: total, transport: auto}
)"});
  EXPECT_EQ(transport_of(plan, "in").value, "handed_over");
  EXPECT_EQ(transport_of(plan, "in").origin, "all ends are in one process");
  EXPECT_EQ(transport_of(plan, "out").value, "handed_over");
}

}  // namespace
}  // namespace weir::topology

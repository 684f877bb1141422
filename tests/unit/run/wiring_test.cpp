#include "run/wiring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "hand_driven_run.h"

namespace weir::run {
namespace {

using testing::StartsWith;

const std::string kReplicated =
    "producers: {a: {type: scripted, replicas: 2}}\ntransformers: {b: {type: mapped, replicas: 3}}\n"
    "consumers: {c: {type: kept}}\n";

/// Fails where the two ends of a link do not know the same of one another.
void expect_ends_to_meet(const std::vector<ReplicaWiring>& wiring) {
  std::size_t sent = 0;
  std::size_t received = 0;
  for (const ReplicaWiring& replica : wiring) {
    for (const InletWiring& inlet : replica.inlets) received += inlet.senders.size();
  }
  for (std::size_t from = 0; from < wiring.size(); ++from) {
    for (const OutletWiring& outlet : wiring[from].outlets) {
      for (const link::Receiver& receiver : outlet.receivers) {
        ++sent;
        const auto inlet = std::ranges::find(wiring[receiver.replica].inlets, outlet.link, &InletWiring::link);
        ASSERT_NE(inlet, wiring[receiver.replica].inlets.end());
        const auto sender = std::ranges::find(inlet->senders, from, &link::Sender::replica);
        ASSERT_NE(sender, inlet->senders.end());
        EXPECT_EQ(sender->endpoint.address, receiver.endpoint.address);
        EXPECT_EQ(sender->endpoint.transport, receiver.endpoint.transport);
        EXPECT_EQ(sender->endpoint.blocks, receiver.endpoint.blocks);
        EXPECT_EQ(inlet->terms.capacity, outlet.terms.capacity);
      }
    }
  }
  EXPECT_EQ(sent, received);
}

TEST(Wiring, LinksThreadsByHandingOver) {
  const std::vector<ReplicaWiring> wiring = wire(plan_of("topology: threads\n" + kReplicated), "/run/s");
  expect_ends_to_meet(wiring);
  ASSERT_EQ(wiring.size(), 6U);
  for (const ReplicaWiring& replica : wiring) {
    for (const OutletWiring& outlet : replica.outlets) {
      for (const link::Receiver& receiver : outlet.receivers) {
        EXPECT_EQ(receiver.endpoint.transport, link::Transport::kHandOver);
        EXPECT_EQ(receiver.endpoint.blocks, "");
        EXPECT_THAT(receiver.endpoint.address, StartsWith("inproc://"));
      }
    }
  }
}

TEST(Wiring, LinksOneThreadWithoutSockets) {
  const std::vector<ReplicaWiring> wiring = wire(plan_of("topology: serial\n" + kReplicated), "/run/s");
  expect_ends_to_meet(wiring);
  for (const ReplicaWiring& replica : wiring) {
    for (const OutletWiring& outlet : replica.outlets) {
      for (const link::Receiver& receiver : outlet.receivers) {
        EXPECT_EQ(receiver.endpoint.transport, link::Transport::kOneThread);
      }
    }
  }
}

TEST(Wiring, LinksProcessesBySocketsInTheirDirectory) {
  const std::vector<ReplicaWiring> wiring = wire(plan_of("topology: processes\n" + kReplicated), "/run/s");
  expect_ends_to_meet(wiring);
  for (const ReplicaWiring& replica : wiring) {
    for (const OutletWiring& outlet : replica.outlets) {
      for (const link::Receiver& receiver : outlet.receivers) {
        EXPECT_EQ(receiver.endpoint.transport, link::Transport::kSerialise);
        EXPECT_THAT(receiver.endpoint.address, StartsWith("ipc:///run/s/"));
        EXPECT_EQ("ipc://" + receiver.endpoint.blocks.string(), receiver.endpoint.address + ".blocks");
        EXPECT_EQ(receiver.endpoint.address, outlet.receivers[0].endpoint.address) << "one socket for all";
      }
    }
  }
}

TEST(Wiring, SharesNoMemoryWhereTheLinkSaysSo) {
  const std::vector<ReplicaWiring> wiring =
      wire(plan_of("topology: processes\nproducers: {a: {type: scripted}}\nconsumers: {c: {type: kept}}\n"
                   "queues: {all: {from: a, to: c, transport: zeromq}}\n"),
           "/run/s");
  expect_ends_to_meet(wiring);
  EXPECT_EQ(wiring[0].outlets[0].receivers[0].endpoint.blocks, "");
}

TEST(Wiring, LinksAGroupWithinItsProcessAndBeyondIt) {
  const topology::Plan plan = plan_of(
      "topology: processes\nproducers: {a: {type: scripted, process: near}}\n"
      "transformers: {b: {type: mapped, process: near}}\nconsumers: {c: {type: kept}}\n");
  const std::vector<ReplicaWiring> wiring = wire(plan, "/run/s");
  expect_ends_to_meet(wiring);
  EXPECT_EQ(wiring[0].outlets[0].receivers[0].endpoint.transport, link::Transport::kHandOver);
  EXPECT_EQ(wiring[1].outlets[0].receivers[0].endpoint.transport, link::Transport::kSerialise);
}

TEST(Wiring, GivesEverySenderAnAddressOfItsOwnOnEachLink) {
  for (const char* topology : {"topology: threads\n", "topology: processes\n"}) {
    const std::vector<ReplicaWiring> wiring =
        wire(plan_of(topology + kReplicated + "queues: {q: a -> b, r: b -> c, s: b -> c}\n"), "/run/s");
    std::vector<std::string> addresses;
    for (const ReplicaWiring& replica : wiring) {
      for (const OutletWiring& outlet : replica.outlets) addresses.push_back(outlet.receivers[0].endpoint.address);
    }
    ASSERT_EQ(addresses.size(), 2U + 2 * 3U);
    std::ranges::sort(addresses);
    EXPECT_EQ(std::ranges::adjacent_find(addresses), addresses.end());
  }
}

TEST(Wiring, IsTheSameWheneverItIsComputed) {
  const topology::Plan plan = plan_of("topology: processes\n" + kReplicated);
  const std::vector<ReplicaWiring> once = wire(plan, "/run/s");
  const std::vector<ReplicaWiring> again = wire(plan_of("topology: processes\n" + kReplicated), "/run/s");
  ASSERT_EQ(once.size(), again.size());
  for (std::size_t i = 0; i < once.size(); ++i) {
    ASSERT_EQ(once[i].outlets.size(), again[i].outlets.size());
    for (std::size_t j = 0; j < once[i].outlets.size(); ++j) {
      EXPECT_EQ(once[i].outlets[j].receivers[0].endpoint.address, again[i].outlets[j].receivers[0].endpoint.address);
    }
  }
}

TEST(Wiring, GathersBatchesThatFitTheSmallestOfItsLinks) {
  const std::vector<ReplicaWiring> wiring =
      wire(plan_of("producers: {a: {type: scripted}}\nconsumers: {c: {type: kept}, d: {type: kept}}\n"
                   "queues: {q: {from: a, to: c, batch: {records: 100, bytes: 9000, linger: 5ms}},"
                   " r: {from: a, to: d, batch: {records: 200, bytes: 3000, linger: 2ms}}}\n"),
           "/run/s");
  EXPECT_EQ(wiring[0].batch_records, 100U);
  EXPECT_EQ(wiring[0].batch_bytes, 3000U);
  EXPECT_EQ(wiring[0].linger, std::chrono::milliseconds(2));
  EXPECT_EQ(wiring[0].output_type, "weir.v1.Number");
  EXPECT_EQ(wiring[1].output_type, "");
  EXPECT_EQ(page_shape(wiring[0]).outlets, 2U);
  EXPECT_EQ(page_shape(wiring[0]).inlets, 0U);
}

TEST(Wiring, LetsProducersAloneHoldOnlyFourTimesWhatMayBeUnderWay) {
  const std::vector<ReplicaWiring> wiring = wire(
      plan_of(kChain + "queues: {q: {from: a, to: b, capacity: 100}, r: {from: b, to: c, capacity: 100}}\n"), "/run/s");
  EXPECT_EQ(wiring[0].outlets[0].terms.most_held, 400U);
  EXPECT_GT(wiring[1].outlets[0].terms.most_held, 1'000'000'000U);
}

TEST(Wiring, LetsAllProducersHaveOnlyAsManyBatchesUnacknowledgedAsAStageRemembers) {
  const std::string chain =
      "transformers: {b: {type: mapped, replicas: 4}}\nconsumers: {c: {type: kept}}\nproducers: {a: {type: scripted";
  for (const std::uint64_t producers : {1U, 7U, 500U}) {
    const std::vector<ReplicaWiring> wiring =
        wire(plan_of(chain + ", replicas: " + std::to_string(producers) + "}}\n"), "/run/s");
    const auto from = std::ranges::find_if(wiring, [](const ReplicaWiring& one) { return one.inlets.empty(); });
    const link::LinkTerms& terms = from->outlets[0].terms;
    EXPECT_LE(producers * 4 * terms.most_owed, Account::kRemembered);
    EXPECT_LE(4 * terms.most_owed, link::SequenceSet::kRemembered);
    EXPECT_GE(terms.most_owed, Account::kRemembered / producers / 12);
  }
}

TEST(Wiring, CarriesTheTermsOfEachLink) {
  const std::vector<ReplicaWiring> wiring =
      wire(plan_of(kChain + "queues: {q: {from: a, to: b, capacity: 80, on_full: drop_oldest, ordered: true}}\n"
                            "pipes: {p: {from: b, to: c, on_full: fail}}\n"),
           "/run/s");
  const link::LinkTerms& queue = wiring[0].outlets[0].terms;
  EXPECT_EQ(queue.name, "q");
  EXPECT_EQ(queue.wiring, link::Wiring::kQueue);
  EXPECT_EQ(queue.capacity, 80U);
  EXPECT_EQ(queue.when_full, link::WhenFull::kDropOldest);
  EXPECT_TRUE(queue.ordered);
  EXPECT_EQ(queue.batch_records, 10U);
  EXPECT_EQ(queue.streams, 3U);
  const link::LinkTerms& pipe = wiring[1].outlets[0].terms;
  EXPECT_EQ(pipe.wiring, link::Wiring::kPipe);
  EXPECT_EQ(pipe.when_full, link::WhenFull::kFail);
}

std::uint32_t most_untold(const std::string& yaml) {
  return wire(plan_of(yaml), "/run/s").back().inlets.front().terms.most_untold;
}

const std::string kTwoHops = R"(producers: {a: {type: scripted}}
transformers: {b: {type: mapped}}
consumers: {c: {type: kept}}
queues:
  first: a -> b
  second: b -> c
)";

TEST(Wiring, LetsReceiversLeaveLittleUntold) {
  EXPECT_EQ(most_untold(kTwoHops), 8192U / 64);
  EXPECT_EQ(most_untold("topology: processes\n" + kTwoHops), 8192U / 64);
}

TEST(Wiring, LetsNothingBeUntoldWhereSomebodyMayWaitForIt) {
  const auto with = [](const std::string& what, const std::string& by) {
    std::string yaml = kTwoHops;
    return yaml.replace(yaml.find(what), what.size(), by);
  };
  EXPECT_EQ(most_untold(with("a -> b", "{from: a, to: b, capacity: 63}")), 0U);
  EXPECT_EQ(most_untold(with("a -> b", "{from: a, to: b, on_full: drop_newest}")), 0U);
  EXPECT_EQ(most_untold(with("{type: kept}", "{type: kept, replicas: 2}")), 0U);
  EXPECT_EQ(most_untold("topology: serial\n" + kTwoHops), 0U);
}

}  // namespace
}  // namespace weir::run

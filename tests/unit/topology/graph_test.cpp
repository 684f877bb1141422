#include "topology/graph.h"

#include <gmock/gmock.h>

#include "planning.h"

namespace weir::topology {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kDiamond = R"(version: 1
limit: 10k
rate: 500
producers:
  book: {type: lines, with: {path: x}}
  more: {type: lines, with: {path: x}, process: reader}
transformers:
  words: {type: count, replicas: 2}
  twice: {type: scale, process: reader}
consumers:
  total: {type: sum}
  all: {type: sink}
queues:
  lines: [book, more] -> words
  counts: {from: words, to: twice, capacity: 1000, on_full: drop_oldest, ordered: true}
  sums: twice -> total
pipes:
  tap: twice -> all
)";

TEST(Graph, IsATreeForATerminal) {
  EXPECT_EQ(draw(good_plan({kDiamond}), GraphFormat::kText),
            R"(test: threads, at_least_once, at most 10000 records a producer, 500 a second

book (lines)
└─ lines ─▶ words ×2 (count)                    queue of weir.v1.Text
   └─ counts ─▶ twice (scale, process reader)   queue of weir.v1.Number, capacity 1000, on_full drop_oldest, ordered
      ├─ sums ─▶ total (sum)                    queue of weir.v1.Number
      └─ tap ═▶ all (sink)                      pipe of weir.v1.Number

more (lines, process reader)
└─ lines ─▶ words (above)                       queue of weir.v1.Text
)");
}

TEST(Graph, IsAMermaidFlowchart) {
  EXPECT_EQ(draw(good_plan({kDiamond}), GraphFormat::kMermaid), R"(flowchart LR
  s0(["book: lines"])
  s2["words ×2: count"]
  s4[["total: sum"]]
  s5[["all: sink"]]
  subgraph p0["process reader"]
    s1(["more: lines"])
    s3["twice: scale"]
  end
  s0 -->|"queue lines: weir.v1.Text"| s2
  s1 -->|"queue lines: weir.v1.Text"| s2
  s2 -->|"queue counts: weir.v1.Number, capacity 1000, on_full drop_oldest, ordered"| s3
  s3 -->|"queue sums: weir.v1.Number"| s4
  s3 ==>|"pipe tap: weir.v1.Number"| s5
)");
}

TEST(Graph, IsAGraphvizDigraph) {
  EXPECT_EQ(draw(good_plan({kDiamond}), GraphFormat::kDot), R"(digraph "test" {
  rankdir=LR;
  s0 [shape=ellipse, label="book\nlines"];
  s2 [shape=box, label="words ×2\ncount"];
  s4 [shape=doubleoctagon, label="total\nsum"];
  s5 [shape=doubleoctagon, label="all\nsink"];
  subgraph cluster_0 {
    label="process reader";
    s1 [shape=ellipse, label="more\nlines"];
    s3 [shape=box, label="twice\nscale"];
  }
  s0 -> s2 [style=solid, label="queue lines\nweir.v1.Text"];
  s1 -> s2 [style=solid, label="queue lines\nweir.v1.Text"];
  s2 -> s3 [style=solid, label="queue counts\nweir.v1.Number, capacity 1000, on_full drop_oldest, ordered"];
  s3 -> s4 [style=solid, label="queue sums\nweir.v1.Number"];
  s3 -> s5 [style=bold, label="pipe tap\nweir.v1.Number"];
}
)");
}

TEST(Graph, EscapesNames) {
  Plan plan = good_plan({kChain});
  plan.stages[0].name = "a\"]\\<b>#\n";
  EXPECT_THAT(draw(plan, GraphFormat::kMermaid), HasSubstr("s0([\"a#34;]\\#60;b#62;#35; : lines\"])"));
  EXPECT_THAT(draw(plan, GraphFormat::kDot), HasSubstr("label=\"a\\\"]\\\\<b># \\nlines\""));
  EXPECT_THAT(draw(plan, GraphFormat::kText), Not(HasSubstr("\n (lines)")));
}

}  // namespace
}  // namespace weir::topology

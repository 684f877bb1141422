#pragma once

#include <cstdint>
#include <string>
#include <vector>

// The pipelines that chaos_program.cpp runs, and in which processes, stages and launchers die.
namespace weir {

inline const std::string kAChain = R"(version: 1
producers: {a: {type: counter, restart: &often {max: 1000, backoff: 1ms}}}
transformers: {t1: {type: square, restart: *often}, t2: {type: identity, restart: *often}}
consumers: {z: {type: sum, restart: *often}}
)";

inline const std::string kReplicasAndTwoWays = R"(version: 1
producers: {a: {type: counter}}
transformers: {t1: {type: square, replicas: 3, restart: &often {max: 1000, backoff: 1ms}}}
consumers: {z1: {type: count, restart: *often}, z2: {type: sum, restart: *often}}
queues: {q: a -> t1, r: t1 -> z2, s: t1 -> z1}
)";

inline const std::string kReplicasAllAlong = R"(version: 1
producers: {a1: {type: counter, restart: &often {max: 1000, backoff: 1ms}}, a2: {type: counter, restart: *often}}
transformers: {t1: {type: square, replicas: 4, restart: *often}, t2: {type: identity, replicas: 2, restart: *often}}
consumers: {z1: {type: sum, replicas: 3, restart: *often}, z2: {type: count, restart: *often}}
queues: {q: "[a1, a2] -> t1", r: t1 -> t2, s: t2 -> z1, u: t2 -> z2}
)";

inline const std::string kOrderEffectivelyOnce = R"(version: 1
delivery: effectively_once
producers: {a: {type: counter, restart: &often {max: 1000, backoff: 1ms}}}
transformers: {t1: {type: square, replicas: 4, restart: *often}}
consumers: {z: {type: csv_file, with: {path: "${OUT}"}, restart: *often}}
queues: {q: a -> t1, r: {from: t1, to: z, ordered: true}}
)";

inline const std::string kOrder = R"(version: 1
producers: {a: {type: counter}}
transformers: {t1: {type: square, replicas: 2, restart: {max: 1000, backoff: 1ms}}}
consumers: {z: {type: sum}}
queues: {q: {from: a, to: t1, capacity: 64}, r: {from: t1, to: z, ordered: true, capacity: 64}}
)";

inline const std::string kAWindowIntoAFileEffectivelyOnce = R"(version: 1
delivery: effectively_once
producers: {a: {type: csv_file, with: {path: "${IN}"}, restart: &often {max: 1000, backoff: 1ms}}}
transformers: {t1: {type: moving_average, restart: *often}, t2: {type: threshold, with: {level: 400}, restart: *often}}
consumers: {z: {type: csv_file, with: {path: "${OUT}"}, restart: *often}}
)";

inline const std::string kSplits = R"(version: 1
producers: {a: {type: counter, restart: &often {max: 1000, backoff: 1ms}}}
transformers: {t1: {type: split, replicas: 3, restart: *often}, t2: {type: square, replicas: 2, restart: *often}}
consumers: {z1: {type: sum, restart: *often}, z2: {type: count, restart: *often}}
queues: {q: a -> t1, r: t1 -> t2, s: t2 -> z1, u: t2 -> z2}
)";

inline const std::string kSplitsEffectivelyOnce = R"(version: 1
delivery: effectively_once
producers: {a: {type: counter, restart: &often {max: 1000, backoff: 1ms}}}
transformers:
  t1: {type: split, replicas: 3, restart: *often}
  t2: {type: mix, restart: *often}
  t3: {type: square, replicas: 2, restart: *often}
consumers: {z: {type: csv_file, with: {path: "${OUT}"}, restart: *often}}
queues: {q: a -> t1, r: {from: t1, to: t2, ordered: true}, s: t2 -> t3, u: {from: t3, to: z, ordered: true}}
)";

inline const std::string kPoison = R"(version: 1
producers: {a: {type: counter, restart: &often {max: 1000, backoff: 1ms}}}
transformers: {t1: {type: split, with: {poison: 701}, on_poison: skip, restart: *often}}
consumers: {z: {type: sum, restart: *often}}
queues: {q: {from: a, to: t1, batch: {records: 1}}, r: t1 -> z}
)";

inline const std::string kPoisonEffectivelyOnce = R"(version: 1
delivery: effectively_once
producers: {a: {type: counter, restart: &often {max: 1000, backoff: 1ms}}}
transformers: {t1: {type: split, with: {poison: 701}, on_poison: skip, restart: *often}, t2: {type: mix, restart: *often}}
consumers: {z: {type: csv_file, with: {path: "${OUT}"}, restart: *often}}
queues: {q: {from: a, to: t1, batch: {records: 1}}, r: t1 -> t2, s: t2 -> z}
)";

inline const std::string kBlobs = R"(version: 1
producers: {a: {type: blobs, with: {size: 20KiB}, restart: &often {max: 1000, backoff: 1ms}}}
consumers: {z1: {type: checksum, restart: *often}, z2: {type: checksum, restart: *often}}
queues: {q: a -> z1, r: {from: a, to: z2, capacity: 64}}
)";

/// A pipeline whose producers are called a…, its transformers t… and its consumers z….
struct Victim {
  std::string name;
  std::string yaml;
  std::int64_t records;            ///< that each producer makes
  std::vector<std::string> roles;  ///< first letters of those that are killed
};

inline const std::vector<Victim> kVictims{
    {"a_chain", kAChain, 2'000'000, {"", "a", "t", "z"}},
    {"replicas_and_two_ways", kReplicasAndTwoWays, 1'000'000, {"t", "z"}},
    {"replicas_all_along", kReplicasAllAlong, 500'000, {"", "a", "t", "z"}},
    {"order_effectively_once", kOrderEffectivelyOnce, 500'000, {"", "a", "t", "z"}},
    {"order", kOrder, 50'000, {"t"}},
    {"a_window_into_a_file_effectively_once", kAWindowIntoAFileEffectivelyOnce, 100'000, {"", "a", "t", "z"}},
    {"blobs", kBlobs, 20'000, {"", "a", "z"}},
    {"splits", kSplits, 500'000, {"t"}},
    {"splits_effectively_once", kSplitsEffectivelyOnce, 200'000, {"", "t"}},
    {"poison", kPoison, 20'000, {"t"}},
    {"poison_effectively_once", kPoisonEffectivelyOnce, 20'000, {""}}};

}  // namespace weir

#include "bench/session.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "bench/baselines/baseline.h"
#include "bench/errors.h"
#include "observe/figures.h"

namespace weir::bench {

namespace {

std::string words_on(const Subject& subject) {
  std::string words = name_of(subject, !subject.pipeline.empty()) + ", ";
  words += observe::grouped(subject.messages) + " messages of " + observe::size_text(subject.payload_bytes);
  if (subject.rate > 0) words += ", " + observe::grouped(subject.rate) + " a second";
  return words;
}

std::string position(std::size_t index, std::size_t count) {
  return std::to_string(index + 1) + " of " + std::to_string(count) + ": ";
}

/// Foretells the end of a session of so many runs from how long those before took.
class Foresight {
 public:
  explicit Foresight(std::size_t runs) : left_(runs) {}

  /// ", 40 s left"; empty before the first run, and where it is less than a second.
  std::string words() const {
    if (done_ == 0) return "";
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began_;
    const auto seconds = std::llround(passed.count() / static_cast<double>(done_) * static_cast<double>(left_));
    return seconds == 0 ? "" : ", " + std::to_string(seconds) + " s left";
  }
  void count_run() {
    ++done_;
    --left_;
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::size_t done_ = 0;
  std::size_t left_;
};

/// The cases that there are on this machine, each run once.
std::vector<const Case*> warm_up(const std::vector<Case>& cases, std::vector<Skipped>& skipped, const Tell& tell) {
  std::vector<const Case*> present;
  std::set<std::string> absent;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const Subject& subject = cases[i].subject;
    if (absent.contains(subject.system)) continue;
    tell("warm-up, " + position(i, cases.size()) + words_on(subject));
    try {
      cases[i].run();
      present.push_back(&cases[i]);
    } catch (const Absent& error) {
      absent.insert(subject.system);
      skipped.push_back({subject.system, error.what()});
    }
  }
  return present;
}

/// The pipelines that are measured beside a lesson of the same name.
std::set<std::string> lessons_among(const std::vector<const Case*>& cases) {
  std::set<std::string> lessons;
  for (const Case* one : cases) {
    if (!one->subject.is_weir() && !one->subject.pipeline.empty()) lessons.insert(one->subject.pipeline);
  }
  return lessons;
}

/// Shuffles the cases, but those of one load or lesson stay together: what is compared runs one soon after the other,
/// so that what slows the machine for a while slows both.
void shuffle(std::vector<std::size_t>& order, const std::vector<const Case*>& cases, std::mt19937& random) {
  using Load = std::tuple<std::string, std::uint64_t, std::uint64_t, std::uint64_t>;
  const std::set<std::string> lessons = lessons_among(cases);
  const auto load = [&](std::size_t number) {
    const Subject& subject = cases[number]->subject;
    if (lessons.contains(subject.pipeline)) return Load{subject.pipeline, 0, 0, 0};
    return Load{"", subject.messages, std::max<std::uint64_t>(subject.payload_bytes, kNumberBytes), subject.rate};
  };
  std::ranges::shuffle(order, random);
  std::map<Load, std::size_t> places;
  for (const std::size_t number : order) places.try_emplace(load(number), places.size());
  std::ranges::stable_sort(order, {}, [&](std::size_t number) { return places.at(load(number)); });
}

}  // namespace

Session measure(const std::vector<Case>& cases, std::uint32_t rounds, std::uint32_t seed, const Tell& tell) {
  Session session;
  const std::vector<const Case*> present = warm_up(cases, session.skipped, tell);
  for (const Case* one : present) session.series.push_back({one->subject, {}});
  std::vector<std::size_t> order(present.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Foresight foresight(order.size() * rounds);
  std::mt19937 random(seed);
  for (std::uint32_t round = 0; round < rounds; ++round) {
    shuffle(order, present, random);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Case& one = *present[order[i]];
      tell("round " + std::to_string(round + 1) + " of " + std::to_string(rounds) + ", " + position(i, order.size()) +
           words_on(one.subject) + foresight.words());
      session.series[order[i]].samples.push_back(one.run());
      foresight.count_run();
    }
  }
  return session;
}

}  // namespace weir::bench

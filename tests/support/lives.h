#pragma once

#include <string>
#include <vector>

#include "support/drive.h"

// Drives one stage through two lives: the first dies in the midst of the stream, and the second goes on.
namespace weir::drive {

/// What a producer makes that dies after `first` records or a few more, and whose next life begins where it stood.
template <Record Out>
std::vector<Out> produce_in_two_lives(const StageSpec& spec, const With& with, std::size_t first) {
  KeptRejections rejections;
  std::vector<Out> made;
  std::optional<Position> position;
  for (const bool is_first : {true, false}) {
    const auto producer = make<BatchProducer>(spec, with);
    if (position) producer->seek(*position);
    producer->stage().start();
    RecordsOf<Out> out;
    while (!is_first || out.size() < first) {
      if (producer->fill(out, {.records = out.size() + 1, .calls = 1}, rejections) == Filled::kEnded) break;
    }
    take_all(out, made);
    position = producer->position();
  }
  return made;
}

/// What a transformer answers whose state is saved after `first` records, and loaded into its next life.
template <Record Out, Record In>
std::vector<Out> transform_in_two_lives(const StageSpec& spec, const With& with, const std::vector<In>& records,
                                        std::size_t first) {
  KeptRejections rejections;
  RecordsOf<In> in;
  for (const In& record : records) in.append() = record;
  RecordsOf<Out> out;
  std::string state;
  for (const Range& range : {Range{0, first}, Range{first, records.size() - first}}) {
    const auto transformer = make<BatchTransformer>(spec, with);
    if (!state.empty()) transformer->stage().load(state);
    transformer->stage().start();
    transformer->transform(in, range, out, rejections);
    transformer->stage().save(state);
  }
  std::vector<Out> made;
  take_all(out, made);
  return made;
}

/// The results of a consumer that commits after `first` records, takes one more and dies, and of its next life, which
/// takes that one again and all that follow.
template <Record In>
Results consume_in_two_lives(const StageSpec& spec, const With& with, const std::vector<In>& records,
                             std::size_t first) {
  KeptRejections rejections;
  RecordsOf<In> in;
  for (const In& record : records) in.append() = record;
  std::string state;
  {
    const auto consumer = make<BatchConsumer>(taking<In>(spec), with);
    consumer->stage().start();
    consumer->consume(in, {0, first}, rejections);
    consumer->commit(Durability::kMachine);
    consumer->stage().save(state);
    consumer->consume(in, {first, 1}, rejections);
    consumer->commit(Durability::kProcess);  // what it writes has to be taken back
  }
  const auto consumer = make<BatchConsumer>(taking<In>(spec), with);
  consumer->stage().load(state);
  consumer->stage().start();
  consumer->consume(in, {first, records.size() - first}, rejections);
  consumer->finish();
  return consumer->stage().results();
}

}  // namespace weir::drive

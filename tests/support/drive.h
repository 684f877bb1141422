#pragma once

#include <gtest/gtest.h>
#include <weir/spec.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Drives one stage as the engine would, from its spec and the texts of its settings.
namespace weir::drive {

/// Settings as they stand in a YAML file: "1M" or "[a, b]".
using With = std::map<std::string, std::string>;

struct KeptRejections final : Rejections {
  void reject(const RecordError& error) override { texts.emplace_back(error.what()); }
  std::vector<std::string> texts;
};

/// The text of a setting, a list where it stands in brackets.
inline SettingText setting_text_of(const std::string& text) {
  if (!text.starts_with('[')) return {{text}, false, "/"};
  SettingText list{{}, true, "/"};
  std::string_view rest = std::string_view(text).substr(1, text.size() - 2);
  while (!rest.empty()) {
    const std::size_t length = std::min(rest.find(", "), rest.size());
    list.items.emplace_back(rest.substr(0, length));
    rest.remove_prefix(std::min(length + 2, rest.size()));
  }
  return list;
}

/// What is wrong with the settings, "NAME: PROBLEM"; empty where nothing is. Fills `settings` as far as it gets.
inline std::string problem_with(const StageSpec& spec, const With& with, void* settings) {
  for (const auto& [name, text] : with) {
    const Field* field = nullptr;
    for (const Field& candidate : spec.fields) {
      if (candidate.name == name) field = &candidate;
    }
    if (field == nullptr) return name + ": unknown setting";
    if (const Problem problem = field->set(settings, setting_text_of(text))) return name + ": " + *problem;
  }
  return {};
}

inline std::string problem_with(const StageSpec& spec, const With& with) {
  const std::shared_ptr<void> settings = spec.make_settings();
  return problem_with(spec, with, settings.get());
}

/// The stage as it takes records of the type `In`.
template <Record In>
const StageSpec& taking(const StageSpec& spec) {
  const StageSpec* const taker = weir::taking(spec, In::descriptor()->full_name());
  return taker == nullptr ? spec : *taker;
}

/// A stage that has not been started.
template <class Role>
std::unique_ptr<Role> make(const StageSpec& spec, const With& with = {}) {
  const std::shared_ptr<void> settings = spec.make_settings();
  EXPECT_EQ(problem_with(spec, with, settings.get()), "");
  std::unique_ptr<BatchStage> stage = spec.make_stage(settings.get());
  return std::unique_ptr<Role>(&dynamic_cast<Role&>(*stage.release()));
}

template <Record Out>
struct Made {
  std::vector<Out> records;
  std::vector<std::string> rejected;
  bool has_ended = false;
};

template <Record Out>
void take_all(const Records& records, std::vector<Out>& out) {
  for (std::size_t i = 0; i < records.size(); ++i) out.push_back(static_cast<const Out&>(records.at(i)));
}

/// Starts the producer and calls it until it ends or has made `most` records, without waiting when it asks to.
template <Record Out>
Made<Out> produce(const StageSpec& spec, const With& with = {}, std::size_t most = 1'000'000) {
  const auto producer = make<BatchProducer>(spec, with);
  producer->stage().start();
  Made<Out> made;
  KeptRejections rejections;
  RecordsOf<Out> out;
  while (!made.has_ended && out.size() < most) {
    made.has_ended = producer->fill(out, {.records = most, .calls = 1000}, rejections) == Filled::kEnded;
    producer->take_wake_time();
  }
  take_all(out, made.records);
  made.rejected = std::move(rejections.texts);
  return made;
}

/// Runs the records through the transformer, and ends its input.
template <Record Out, Record In>
Made<Out> transform(const StageSpec& spec, const With& with, const std::vector<In>& records,
                    const SharedObjects& shared = {}) {
  const auto transformer = make<BatchTransformer>(spec, with);
  transformer->stage().share(shared);
  transformer->stage().start();
  RecordsOf<In> in;
  for (const In& record : records) in.append() = record;
  Made<Out> made;
  KeptRejections rejections;
  RecordsOf<Out> out;
  transformer->transform(in, {0, in.size()}, out, rejections);
  transformer->finish(out);
  made.has_ended = true;
  take_all(out, made.records);
  made.rejected = std::move(rejections.texts);
  return made;
}

struct Consumed {
  Results results;
  std::vector<std::string> rejected;
};

/// Lets the consumer have the records, and ends its input.
template <Record In>
Consumed consume(const StageSpec& spec, const With& with, const std::vector<In>& records,
                 const SharedObjects& shared = {}) {
  const auto consumer = make<BatchConsumer>(taking<In>(spec), with);
  consumer->stage().share(shared);
  consumer->stage().start();
  RecordsOf<In> in;
  for (const In& record : records) in.append() = record;
  KeptRejections rejections;
  consumer->consume(in, {0, in.size()}, rejections);
  consumer->finish();
  return {consumer->stage().results(), std::move(rejections.texts)};
}

/// The text of the StageError that `call` throws; empty where it throws none.
template <class Call>
std::string failure_of(Call&& call) {
  try {
    call();
  } catch (const StageError& error) {
    return error.what();
  }
  return {};
}

}  // namespace weir::drive

#pragma once

#include <weir/catalog.h>
#include <weir/v1/payloads.pb.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

// Stage types with settings of every kind, for tests that need a catalog but run nothing.
namespace weir::test {

class Lines final : public Producer<v1::Text> {
 public:
  struct Settings {
    std::filesystem::path path;
    std::uint64_t skip = 0;
    std::chrono::milliseconds interval{0};
  };
  explicit Lines(const Settings& /*settings*/) {}
  bool produce(Emitter<v1::Text>& /*out*/) override { return false; }
};

class Numbers final : public Producer<v1::Number> {
 public:
  bool produce(Emitter<v1::Number>& /*out*/) override { return false; }
};

/// Can make the same again.
class Naturals final : public Producer<v1::Number> {
 public:
  std::optional<Position> position() const override { return Position{}; }
  void seek(const Position& /*position*/) override {}
  bool produce(Emitter<v1::Number>& /*out*/) override { return false; }
};

class Count final : public Transformer<v1::Text, v1::Number> {
 public:
  void transform(const v1::Text& /*in*/, Emitter<v1::Number>& /*out*/) override {}
};

class Scale final : public Transformer<v1::Number, v1::Number> {
 public:
  struct Settings {
    double factor = 1;
    std::vector<std::int64_t> offsets;
    std::string rounding = "floor";
  };
  explicit Scale(const Settings& /*settings*/) {}
  void transform(const v1::Number& /*in*/, Emitter<v1::Number>& /*out*/) override {}
};

/// Keeps something, and can pass it on.
class Growth final : public Transformer<v1::Number, v1::Number> {
 public:
  void save(std::string& /*state*/) const override {}
  void load(std::string_view /*state*/) override {}
  void transform(const v1::Number& /*in*/, Emitter<v1::Number>& /*out*/) override {}
};

class Same final : public Transformer<Message, Message> {
 public:
  void transform(const Message& /*in*/, Emitter<Message>& /*out*/) override {}
};

class Sum final : public Consumer<v1::Number> {
 public:
  void save(std::string& /*state*/) const override {}
  void load(std::string_view /*state*/) override {}
  void consume(const v1::Number& /*in*/) override {}
};

class SumOfLengths final : public Consumer<v1::Text> {
 public:
  void consume(const v1::Text& /*in*/) override {}
};

class Sink final : public Consumer<Message> {
 public:
  void consume(const Message& /*in*/) override {}
};

inline Catalog test_stages() {
  Catalog catalog;
  catalog.add(describe<Lines>("lines", "Lines of a file.")
                  .field("path", &Lines::Settings::path, "The file.", required())
                  .field("skip", &Lines::Settings::skip, "Lines left out at the beginning.", between(0, 100))
                  .field("interval", &Lines::Settings::interval, "Time between two lines."));
  catalog.add(describe<Numbers>("numbers", "Numbers."));
  catalog.add(describe<Naturals>("naturals", "Numbers that come again."));
  catalog.add(describe<Count>("count", "Words of a line."));
  catalog.add(describe<Scale>("scale", "Multiplies.")
                  .field("factor", &Scale::Settings::factor, "By what.")
                  .field("offsets", &Scale::Settings::offsets, "Added, in turn.")
                  .field("rounding", &Scale::Settings::rounding, "Which way.", one_of({"floor", "ceiling"})));
  catalog.add(describe<Growth>("growth", "What has come in addition."));
  catalog.add(describe<Same>("same", "Repeats.").stateless());
  catalog.add(describe<Sum>("sum", "Adds up."));
  catalog.add(describe<Sum>("either", "Adds up numbers or lengths.").also<SumOfLengths>());
  catalog.add(describe<Sink>("sink", "Takes all."));
  return catalog;
}

}  // namespace weir::test

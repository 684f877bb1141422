#include <weir/cli.h>
#include <weir/state.h>
#include <weir/v1/payloads.pb.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// weir with stages that do what none of its own does: answer a record with several, die, and write a file in place.
namespace weir {
namespace {

using v1::Number;

/// Answers a number with up to three that `square` takes but for a few. Refuses some, after it has answered.
class Split final : public Transformer<Number, Number> {
 public:
  struct Settings {
    std::vector<std::int64_t> dies_at;
    std::int64_t poison = -1;
  };

  explicit Split(Settings settings) : settings_(std::move(settings)) {}

  void transform(const Number& in, Emitter<Number>& out) override {
    for (std::int64_t i = 0; i < in.value() % 4; ++i) {
      const std::int64_t part = (in.value() * kSpread + i) % 1'000;
      out.emit().set_value(part < 20 ? kTooLargeToSquare + part : part);
    }
    static std::atomic<std::int64_t> calls = 0;
    const bool dies = std::ranges::binary_search(settings_.dies_at, ++calls);
    if (dies || in.value() == settings_.poison) throw std::runtime_error("so its settings want it");
    if (in.value() % 100 == 7) throw RecordError(std::to_string(in.value()) + " is refused");
  }

 private:
  static constexpr std::int64_t kSpread = 1'000'003;
  static constexpr std::int64_t kTooLargeToSquare = 3'100'000'000;
  Settings settings_;
};

/// Answers a number with none, one or two that depend on all numbers before it.
class Mix final : public Transformer<Number, Number> {
 public:
  void load(std::string_view state) override { mixed_ = StateReader(state).take<std::int64_t>(); }
  void save(std::string& state) const override { StateWriter(state).put(mixed_); }

  void transform(const Number& in, Emitter<Number>& out) override {
    mixed_ = (mixed_ * 31 + in.value()) % 1'000'000'007;
    for (std::int64_t i = 0; i < mixed_ % 3; ++i) out.emit().set_value(mixed_ + i);
    if (mixed_ % 100 == 7) throw RecordError(std::to_string(in.value()) + " is refused, though mixed in");
  }

 private:
  std::int64_t mixed_ = 0;
};

StageSpec split() {
  return describe<Split>("split", "Answers a number with several.")
      .stateless()
      .field("dies_at", &Split::Settings::dies_at, "The calls in the life of a process at which it dies, in order.")
      .field("poison", &Split::Settings::poison, "The number of which it always dies.");
}

/// Writes into its file itself, from the start.
class InPlace final : public Consumer<Message> {
 public:
  struct Settings {
    std::filesystem::path path;
  };
  explicit InPlace(const Settings& settings) : path_(settings.path) {}

  void start() override { std::ofstream(path_) << "begun\n"; }
  void consume(const Message& /*in*/) override {}

 private:
  std::filesystem::path path_;
};

}  // namespace
}  // namespace weir

int main(int argc, char** argv) {
  weir::Catalog catalog = weir::built_in_stages();
  catalog.add(weir::split());
  catalog.add(weir::describe<weir::Mix>("mix", "Answers a number with several, by all before it."));
  catalog.add(weir::describe<weir::InPlace>("in_place", "Writes its file in place.")
                  .field("path", &weir::InPlace::Settings::path, "The file.", weir::required(), weir::written())
                  .stateless());
  return weir::run_cli(argc, argv, catalog);
}

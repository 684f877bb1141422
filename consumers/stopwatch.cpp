#include <unistd.h>
#include <weir/state.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "consumers/buffered_writer.h"
#include "consumers/consumers.h"

namespace weir::consumers {

namespace {

using std::chrono::steady_clock;

/// With four significant digits, or as a whole number where it has more.
std::string text_of_seconds(double seconds) {
  constexpr double kWhole = 1000;
  std::array<char, 32> buffer{};
  char* const end = buffer.data() + buffer.size();
  const auto written = seconds < kWhole ? std::to_chars(buffer.data(), end, seconds, std::chars_format::general, 4)
                                        : std::to_chars(buffer.data(), end, seconds, std::chars_format::fixed, 0);
  return {buffer.data(), written.ptr};
}

void replace_all(std::string& text, std::string_view what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

class Stopwatch final : public Consumer<Message> {
 public:
  struct Settings {
    std::string sentence = "{count} records took {seconds} seconds";
  };

  explicit Stopwatch(const Settings& settings) : sentence_(settings.sentence) {}

  void load(std::string_view state) override { count_ = StateReader(state).take<std::int64_t>(); }
  void save(std::string& state) const override { StateWriter(state).put(count_); }

  void consume(const Message& /*in*/) override {
    if (!began_) began_ = steady_clock::now();
    ++count_;
  }

  void finish() override {
    ended_ = steady_clock::now();
    BufferedWriter writer(STDOUT_FILENO, "standard output");
    writer.write(sentence() + '\n');
    writer.flush();
  }

  Results results() const override { return {{"count", count_}, {"seconds", seconds()}, {"sentence", sentence()}}; }

 private:
  double seconds() const {
    if (!began_) return 0;
    const steady_clock::time_point end = ended_ ? *ended_ : steady_clock::now();
    return std::chrono::duration<double>(end - *began_).count();
  }

  std::string sentence() const {
    std::string text = sentence_;
    replace_all(text, "{count}", std::to_string(count_));
    replace_all(text, "{seconds}", text_of_seconds(seconds()));
    return text;
  }

  std::string sentence_;
  std::int64_t count_ = 0;
  std::optional<steady_clock::time_point> began_;
  std::optional<steady_clock::time_point> ended_;
};

}  // namespace

StageSpec stopwatch() {
  return describe<Stopwatch>("stopwatch", "Counts records and says at the end how long they took.")
      .field("sentence", &Stopwatch::Settings::sentence,
             "What it says; {count} is the number of records, {seconds} the time.")
      .details(
          "The time runs from its first record to the end of its input, on the monotonic clock; it is 0 where there "
          "was no record. The sentence is printed as a line of standard output, with the seconds in 4 significant "
          "digits; other braces stay as they are. In the YAML file a sentence that begins with a brace stands in "
          "quotes. The report's results hold {\"count\": n, \"seconds\": x, \"sentence\": \"...\"}. Each replica says "
          "its own.\n"
          "Takes records of any type. Where its process dies, the next one goes on with the count, and the time begins "
          "anew. A run that is broken off prints nothing. The stage fails where standard output can't be written.");
}

}  // namespace weir::consumers

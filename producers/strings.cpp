#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "producers/producers.h"
#include "producers/text_list.h"

namespace weir::producers {

namespace {

constexpr std::uint64_t kLongestText = 32'000'000;  // bytes

class Strings final : public TextList {
 public:
  struct Settings {
    std::vector<std::string> values;
    std::vector<std::uint64_t> times;
    std::uint64_t repeat = 1;
  };

  explicit Strings(const Settings& settings)
      : TextList("strings", settings.values, settings.repeat), times_(settings.times) {}

  void start() override {
    TextList::start();
    if (!times_.empty() && times_.size() != texts().size()) {
      throw StageError("strings: " + std::to_string(texts().size()) + " values but " + std::to_string(times_.size()) +
                       " times");
    }
    for (std::size_t i = 0; i < times_.size(); ++i) texts()[i] = many_times(i);
  }

 private:
  std::string many_times(std::size_t i) {
    const std::string& value = texts()[i];
    if (!value.empty() && times_[i] > kLongestText / value.size()) {
      throw StageError("strings: value " + std::to_string(i) + " of " + std::to_string(value.size()) + " bytes, " +
                       std::to_string(times_[i]) + " times, is longer than " + std::to_string(kLongestText) + " bytes");
    }
    std::string text;
    text.reserve(value.size() * times_[i]);
    for (std::uint64_t left = value.empty() ? 0 : times_[i]; left > 0; --left) text += value;
    return text;
  }

  std::vector<std::uint64_t> times_;
};

}  // namespace

StageSpec strings() {
  return describe<Strings>("strings", "The texts of a list, in order, again and again.")
      .field("values", &Strings::Settings::values, "The texts.", required())
      .field("times", &Strings::Settings::times,
             "How often each of the values stands in its record, one behind the other; empty: once.")
      .field("repeat", &Strings::Settings::repeat, "How often the whole list comes; 0: endless.")
      .details(
          "Record i, from 0 on, is values[i modulo their count] times[i modulo their count] times: [ab, c] with "
          "times [3, 0] gives \"ababab\" and an empty text. An empty list gives no record.\n"
          "The stage fails at its start where there are not as many `times` as values, where a value is not UTF-8, "
          "which only the environment and --set can bring about, and where a record would be longer than 32,000,000 "
          "bytes. The records stay in memory from the start on.");
}

}  // namespace weir::producers

#include <weir/shared_values.h>

#include <cstdint>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "consumers/consumers.h"
#include "consumers/wide.h"

namespace weir::consumers {

namespace {

class Report final : public Consumer<Message> {
 public:
  struct Settings {
    std::string memory = "shared";
    std::string list = "squares";
  };

  explicit Report(const Settings& settings)
      : reach_(settings.memory == "shared" ? Reach::kRun : Reach::kProcess), name_(settings.list) {}

  void start() override { list_ = shared().open<SharedList>(name_, reach_); }

  void consume(const Message& /*in*/) override {}

  Results results() const override {
    const auto values = list_->values();
    return {{"items", std::vector<std::int64_t>(values.begin(), values.end())},
            {"sum", result_of(std::accumulate(values.begin(), values.end(), Wide{0}))}};
  }

 private:
  Reach reach_;
  std::string name_;
  std::shared_ptr<SharedList> list_;
};

}  // namespace

StageSpec report() {
  return describe<Report>("report", "Says at its end what it sees of the list that `square_into` fills.")
      .stateless()
      .field("memory", &Report::Settings::memory, "Whose memory: of its process, or of all processes of the run.",
             one_of({"private", "shared"}))
      .field("list", &Report::Settings::list, "The name of the list.")
      .details(
          "The report's results hold {\"items\": [...], \"sum\": n}: the numbers of the list in the order in which "
          "they "
          "were put there, and their sum. A `private` list is empty here where the stages are processes. The records "
          "say only that there is no more to come: they may be of any type, and nothing is kept of them.");
}

}  // namespace weir::consumers

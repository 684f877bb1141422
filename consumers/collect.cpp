#include <weir/state.h>
#include <weir/v1/payloads.pb.h>

#include <cstdint>
#include <utility>

#include "consumers/consumers.h"
#include "consumers/record_text.h"

namespace weir::consumers {

namespace {

using v1::Number;
using v1::Sample;
using v1::Text;

class Collect final : public Consumer<Message> {
 public:
  struct Settings {
    std::uint64_t most = 10'000;
  };

  explicit Collect(const Settings& settings) : most_(settings.most) {}

  void load(std::string_view state) override {
    StateReader reader(state);
    const auto kind = reader.take<std::size_t>();
    if (kind == 0) items_ = reader.take<std::vector<std::int64_t>>();
    if (kind == 1) items_ = reader.take<std::vector<double>>();
    if (kind == 2) items_ = reader.take<std::vector<std::string>>();
    count_ = std::visit([](const auto& items) { return items.size(); }, items_);
  }
  void save(std::string& state) const override {
    StateWriter writer(state);
    writer.put(items_.index());
    std::visit([&writer](const auto& items) { writer.put(items); }, items_);
  }

  void consume(const Message& in) override {
    if (count_ == most_) {
      throw StageError("collect: there are more than " + std::to_string(most_) + " records, the `most` that it keeps");
    }
    if (type_ != nullptr && type_ != in.GetDescriptor()) {
      throw StageError("collect: a " + in.GetTypeName() + " after a " + type_->full_name());
    }
    type_ = in.GetDescriptor();
    ++count_;
    if (type_ == Number::descriptor()) {
      keep(static_cast<const Number&>(in).value());
    } else if (type_ == Sample::descriptor()) {
      keep(static_cast<const Sample&>(in).value());
    } else if (type_ == Text::descriptor()) {
      keep(static_cast<const Text&>(in).text());
    } else {
      std::string json;
      append_json(in, json);
      keep(std::move(json));
    }
  }

  Results results() const override {
    return {{"items", std::visit([](const auto& items) { return Result(items); }, items_)}};
  }

 private:
  template <class T>
  void keep(T item) {
    if (!std::holds_alternative<std::vector<T>>(items_)) items_.emplace<std::vector<T>>();
    std::get<std::vector<T>>(items_).push_back(std::move(item));
  }

  std::uint64_t most_;
  std::uint64_t count_ = 0;
  const google::protobuf::Descriptor* type_ = nullptr;
  std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string>> items_;
};

}  // namespace

StageSpec collect() {
  return describe<Collect>("collect", "Keeps what it gets, for the report.")
      .field("most", &Collect::Settings::most, "The stage fails when more records come.", at_least(1))
      .details(
          "The report's results hold {\"items\": [...]}, in the order of arrival: numbers as numbers, samples as their "
          "values, texts as texts, and records of any other type each as a text of JSON. All records must be of one "
          "type. They stay in memory until the end.");
}

}  // namespace weir::consumers

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <weir/catalog.h>
#include <weir/v1/payloads.pb.h>

#include <stdexcept>

namespace weir {
namespace {

using testing::HasSubstr;
using v1::Number;

class Halve final : public Transformer<Number, Number> {
 public:
  struct Settings {
    std::uint32_t times = 1;
    std::string mode = "floor";
  };
  explicit Halve(const Settings& settings) : times_(settings.times) {}

  void transform(const Number& in, Emitter<Number>& out) override {
    out.emit().set_value(in.value() >> times_);
    if (in.value() % 2 != 0) throw RecordError("odd");
  }

 private:
  std::uint32_t times_;
};

StageSpec halve() {
  return describe<Halve>("halve", "Halves numbers.")
      .field("times", &Halve::Settings::times, "How often.", between(1, 8))
      .field("mode", &Halve::Settings::mode, "Rounding.", one_of({"floor", "exact"}));
}

class Upto final : public Producer<Number> {
 public:
  bool produce(Emitter<Number>& out) override {
    if (next_ == 3) throw RecordError(std::to_string(next_++));
    out.emit().set_value(next_);
    return next_++ < 9;
  }

 private:
  int next_ = 0;
};

class Same final : public Transformer<Message, Message> {
 public:
  void transform(const Message& in, Emitter<Message>& out) override { out.emit().CopyFrom(in); }
};

struct Counted : Rejections {
  void reject(const RecordError& error) override { texts.emplace_back(error.what()); }
  std::vector<std::string> texts;
};

Problem set(const StageSpec& spec, void* settings, std::size_t field, const std::string& text) {
  return spec.fields[field].set(settings, SettingText{{text}, false, ""});
}

TEST(Spec, SaysWhatItsClassSays) {
  const StageSpec spec = halve();
  EXPECT_EQ(spec.role, Role::kTransformer);
  EXPECT_EQ(spec.input, "weir.v1.Number");
  EXPECT_EQ(spec.output, "weir.v1.Number");
  EXPECT_EQ(spec.fields[0].default_text, "1");
  EXPECT_EQ(spec.fields[0].constraint, "from 1 to 8");
  EXPECT_EQ(spec.fields[1].constraint, "one of floor, exact");
  EXPECT_EQ(StageSpec(describe<Upto>("upto", "")).role, Role::kProducer);
}

TEST(Spec, RefusesASettingOutsideItsBounds) {
  const StageSpec spec = halve();
  const auto settings = spec.make_settings();
  EXPECT_EQ(set(spec, settings.get(), 0, "9"), "must be from 1 to 8");
  EXPECT_EQ(set(spec, settings.get(), 0, "8"), std::nullopt);
  EXPECT_THAT(set(spec, settings.get(), 1, "flor").value_or(""), HasSubstr("did you mean 'floor'?"));
}

TEST(TypedTransformer, TakesBackWhatARejectedRecordEmitted) {
  const StageSpec spec = halve();
  const auto settings = spec.make_settings();
  ASSERT_EQ(set(spec, settings.get(), 0, "1"), std::nullopt);
  const auto stage = spec.make_stage(settings.get());
  RecordsOf<Number> in;
  for (int i = 0; i < 6; ++i) in.append().set_value(i);
  RecordsOf<Number> out;
  Counted rejections;
  dynamic_cast<BatchTransformer&>(*stage).transform(in, {1, 4}, out, rejections);
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[1].value(), 2);
  EXPECT_EQ(rejections.texts.size(), 2U);
}

TEST(TypedProducer, HandsBackControlAtItsLimitsAndAtTheEnd) {
  const StageSpec spec = describe<Upto>("upto", "");
  const auto stage = spec.make_stage(nullptr);
  auto& producer = dynamic_cast<BatchProducer&>(*stage);
  RecordsOf<Number> out;
  Counted rejections;
  EXPECT_EQ(producer.fill(out, {.records = 2, .calls = 100}, rejections), Filled::kMore);
  EXPECT_EQ(out.size(), 2U);
  EXPECT_EQ(producer.fill(out, {.records = 100, .calls = 3}, rejections), Filled::kMore);
  EXPECT_EQ(out.size(), 4U);
  EXPECT_EQ(rejections.texts, std::vector<std::string>{"3"});
  EXPECT_EQ(producer.fill(out, {.records = 100, .calls = 100}, rejections), Filled::kEnded);
  EXPECT_EQ(out.size(), 9U);
}

TEST(TypedTransformer, AnswersInTheTypeThatItTakes) {
  const StageSpec spec = describe<Same>("same", "");
  EXPECT_TRUE(spec.any_input);
  EXPECT_TRUE(spec.input_as_output);
  const auto stage = spec.make_stage(nullptr);
  RecordsOf<Number> in;
  in.append().set_value(7);
  const auto out = in.make_another(0);
  Counted rejections;
  dynamic_cast<BatchTransformer&>(*stage).transform(in, {0, 1}, *out, rejections);
  EXPECT_EQ(dynamic_cast<const Number&>(out->at(0)).value(), 7);
}

TEST(NearestName, FindsASlipOfThePenAndNothingElse) {
  const std::vector<std::string> names{"factor", "offset", "window"};
  EXPECT_EQ(nearest_name("facter", names), "factor");
  EXPECT_EQ(nearest_name("widnow", names), "window");
  EXPECT_EQ(nearest_name("zebra", names), "");
  EXPECT_EQ(nearest_name(std::string(100'000, 'x'), names), "");
}

TEST(Catalog, RefusesTwoTypesOfOneName) {
  Catalog catalog;
  catalog.add(halve());
  EXPECT_THROW(catalog.add(halve()), std::logic_error);
  EXPECT_NE(catalog.find(Role::kTransformer, "halve"), nullptr);
  EXPECT_EQ(catalog.find(Role::kConsumer, "halve"), nullptr);
}

TEST(Catalog, MakesRecordsOfEachTypeThatAStageNames) {
  Catalog catalog;
  catalog.add(halve());
  EXPECT_EQ(catalog.make_records("weir.v1.Number")->append_any().GetTypeName(), "weir.v1.Number");
  EXPECT_THROW(catalog.make_records("weir.v1.Text"), std::logic_error);
}

}  // namespace
}  // namespace weir

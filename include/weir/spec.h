#pragma once

#include <weir/engine.h>
#include <weir/field.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace weir {

enum class Role { kProducer, kTransformer, kConsumer };

std::string_view to_string(Role role);

/// A stage type: what it is called, what it takes and gives, how it is set and made. A value, freely copied.
struct StageSpec {
  Role role = Role::kTransformer;
  std::string name;
  std::string summary;  ///< one sentence
  std::string details;  ///< what the manual says beyond it: formulas, units, what fails and how
  std::vector<Field> fields;

  std::string input;             ///< full name of the message type; empty where there is none, or any will do
  std::string output;            ///< the same
  bool any_input = false;        ///< takes every type
  bool input_as_output = false;  ///< answers in the type that it takes
  bool stateless = false;        ///< keeps nothing from one record to the next
  bool seeks = false;            ///< a producer that can make the same records again
  bool saves = false;            ///< keeps something from one record to the next, and can pass it on

  using PathIn = std::function<std::filesystem::path(const void* settings)>;
  std::vector<PathIn> written;  ///< the files that the stage writes, with these settings
  std::vector<PathIn> read;     ///< its other paths

  std::function<std::shared_ptr<void>()> make_settings;
  std::function<std::unique_ptr<BatchStage>(const void* settings)> make_stage;
  std::function<std::unique_ptr<Records>()> make_input_records;   ///< null where any type will do, or none
  std::function<std::unique_ptr<Records>()> make_output_records;  ///< the same

  std::vector<StageSpec> for_other_inputs;  ///< the stage where it takes another type; alike in all but that
};

template <class Concrete>
concept HasSettings = requires {
  typename Concrete::Settings;
};

/// The stage as it takes messages of this type (its full name); null where it doesn't.
const StageSpec* taking(const StageSpec& spec, std::string_view message_type);

/// The full names of the types that the stage takes; none where it takes any, or no input.
std::vector<std::string> inputs_of(const StageSpec& spec);

struct NoSettings {};

template <class Concrete>
struct SettingsOf {
  using type = NoSettings;
};
template <HasSettings Concrete>
struct SettingsOf<Concrete> {
  using type = typename Concrete::Settings;
};

/// Builds the spec of one concrete stage class; converts to StageSpec at the end of the chain.
template <class Concrete>
class SpecBuilder {
 public:
  using Settings = typename SettingsOf<Concrete>::type;

  SpecBuilder(std::string name, std::string summary) {
    spec_.name = std::move(name);
    spec_.summary = std::move(summary);
    spec_.make_settings = [] { return std::static_pointer_cast<void>(std::make_shared<Settings>()); };
    if constexpr (requires { typename Concrete::Input; }) describe_input<typename Concrete::Input>();
    if constexpr (requires { typename Concrete::Output; }) describe_output<typename Concrete::Output>();
    // The type of a member that is not overridden names the class that it comes from.
    if constexpr (!requires { typename Concrete::Input; }) {
      spec_.seeks = !std::same_as<decltype(&Concrete::seek), decltype(&Producer<typename Concrete::Output>::seek)>;
    } else {
      spec_.saves = !std::same_as<decltype(&Concrete::save), decltype(&Receiving::save)>;
    }
    if constexpr (!requires { typename Concrete::Input; }) {
      make_with<TypedProducer<Concrete>>(Role::kProducer);
    } else if constexpr (!requires { typename Concrete::Output; }) {
      make_with<TypedConsumer<Concrete>>(Role::kConsumer);
    } else {
      make_with<TypedTransformer<Concrete>>(Role::kTransformer);
    }
  }

  /// A setting: its name in the YAML file, where it is kept, what it means, and any of `at_least`, `between`,
  /// `one_of`, `required` and `written`.
  template <class Value, class... Rules>
  SpecBuilder field(std::string name, Value Settings::*member, std::string help, const Rules&... rules) && {
    Field field;
    field.name = std::move(name);
    field.type = type_name<Value>();
    field.help = std::move(help);
    field.default_text = setting_text(Settings{}.*member);
    field.is_list = IsVector<Value>::value;
    std::vector<Check<Value>> checks;
    (add_rule(field, checks, rules), ...);
    if constexpr (std::same_as<Value, std::filesystem::path>) {
      auto& paths = (std::same_as<Rules, Written> || ...) ? spec_.written : spec_.read;
      paths.push_back([member](const void* settings) { return static_cast<const Settings*>(settings)->*member; });
    }
    if (field.required) field.default_text.clear();
    field.set = [member, checks = std::move(checks), choices = field.choices](void* settings,
                                                                              const SettingText& text) -> Problem {
      for (const std::string& item : text.items) {
        if (Problem problem = unknown_choice(choices, item)) return problem;
      }
      Value& value = static_cast<Settings*>(settings)->*member;
      if (Problem problem = read_setting(text, value)) return problem;
      for (const Check<Value>& check : checks) {
        if (!check.holds(value)) return "must be " + check.constraint;
      }
      return std::nullopt;
    };
    spec_.fields.push_back(std::move(field));
    return std::move(*this);
  }

  /// What the manual page says beyond the summary.
  SpecBuilder details(std::string text) && {
    spec_.details = std::move(text);
    return std::move(*this);
  }

  /// Says that the stage keeps nothing from one record to the next and has nothing to emit at its end: it can be
  /// started anew in the middle of a stream.
  SpecBuilder stateless() && {
    static_assert(
        requires { typename Concrete::Input; }, "producers can't be stateless, but have `position` and `seek`");
    spec_.stateless = true;
    return std::move(*this);
  }

  /// Says that `Other` is this stage where the input is of another type. The plan chooses by what the link brings.
  template <class Other>
  SpecBuilder also() && {
    static_assert(std::same_as<typename SpecBuilder<Other>::Settings, Settings>,
                  "one stage type has one set of settings");
    if constexpr (requires { typename Concrete::Output; }) {
      static_assert(std::same_as<typename Other::Output, typename Concrete::Output>, "one stage type has one output");
    }
    spec_.for_other_inputs.push_back(SpecBuilder<Other>(spec_.name, spec_.summary));
    return std::move(*this);
  }

  // NOLINTNEXTLINE(google-explicit-constructor): ends the chain
  operator StageSpec() && {
    for (StageSpec& other : spec_.for_other_inputs) {
      other.details = spec_.details;
      other.fields = spec_.fields;
      other.stateless = spec_.stateless;
      other.written = spec_.written;
      other.read = spec_.read;
    }
    return std::move(spec_);
  }

 private:
  template <class T>
  void describe_input() {
    if constexpr (std::same_as<T, Message>) {
      spec_.any_input = true;
    } else {
      spec_.input = T::descriptor()->full_name();
      spec_.make_input_records = [] { return std::make_unique<RecordsOf<T>>(); };
    }
  }

  template <class T>
  void describe_output() {
    if constexpr (std::same_as<T, Message>) {
      static_assert(
          requires { typename Concrete::Input; }, "a producer emits one type of message");
      static_assert(std::same_as<typename Concrete::Input, Message>, "Message as output means: the type of the input");
      spec_.input_as_output = true;
    } else {
      spec_.output = T::descriptor()->full_name();
      spec_.make_output_records = [] { return std::make_unique<RecordsOf<T>>(); };
    }
  }

  template <class Typed>
  void make_with(Role role) {
    spec_.role = role;
    spec_.make_stage = [](const void* settings) -> std::unique_ptr<BatchStage> {
      if constexpr (HasSettings<Concrete>) {
        return std::make_unique<Typed>(*static_cast<const Settings*>(settings));
      } else {
        return std::make_unique<Typed>();
      }
    };
  }

  template <class Value, class T>
  static void add_rule(Field& field, std::vector<Check<Value>>& checks, const AtLeast<T>& rule) {
    field.constraint = setting_text(rule.least) + " or more";
    checks.push_back(
        {field.constraint, [rule](const Value& value) { return !(value < static_cast<Value>(rule.least)); }});
  }

  template <class Value, class T>
  static void add_rule(Field& field, std::vector<Check<Value>>& checks, const Between<T>& rule) {
    field.constraint = "from " + setting_text(rule.least) + " to " + setting_text(rule.most);
    checks.push_back({field.constraint, [rule](const Value& value) {
                        return !(value < static_cast<Value>(rule.least)) && !(static_cast<Value>(rule.most) < value);
                      }});
  }

  template <class Value>
  static void add_rule(Field& field, std::vector<Check<Value>>& /*checks*/, const OneOf& rule) {
    field.choices = rule.texts;
    for (const std::string& text : rule.texts) field.constraint += (field.constraint.empty() ? "one of " : ", ") + text;
  }

  template <class Value>
  static void add_rule(Field& field, std::vector<Check<Value>>& /*checks*/, const Required& /*rule*/) {
    field.required = true;
  }

  template <class Value>
  static void add_rule(Field& /*field*/, std::vector<Check<Value>>& /*checks*/, const Written& /*rule*/) {
    static_assert(std::same_as<Value, std::filesystem::path>, "only a path can be written()");
  }

  StageSpec spec_;
};

/// Describes the stage class `Concrete` under the name that `type:` uses in the YAML file.
template <class Concrete>
SpecBuilder<Concrete> describe(std::string name, std::string summary) {
  return {std::move(name), std::move(summary)};
}

}  // namespace weir

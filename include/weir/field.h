#pragma once

#include <weir/settings.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The settings of stages, as `describe` is told of them: see weir/spec.h.
namespace weir {

/// One setting of a stage, described once: the YAML reader, the manual and the schema all read it here.
struct Field {
  std::string name;
  std::string type;          ///< as `type_name` calls it
  std::string help;          ///< one sentence, with the unit where it has one
  std::string default_text;  ///< as it would stand in the YAML file; empty where `required`
  std::string constraint;    ///< "1 or more", "one of above, below"; may be empty
  bool required = false;
  bool is_list = false;
  std::vector<std::string> choices;  ///< the only texts that are taken, where there are any

  /// Stores the text in the stage's Settings, or says what is wrong with it.
  std::function<Problem(void* settings, const SettingText& text)> set;
};

/// A condition on a field, with the words that the manual uses for it.
template <class T>
struct Check {
  std::string constraint;
  std::function<bool(const T&)> holds;
};

/// `at_least(1)`, `between(0.0, 1.0)`: bounds that are part of the range. They fit a field of any type that
/// compares with them.
template <class T>
struct AtLeast {
  T least;
};
template <class T>
AtLeast<T> at_least(T least) {
  return {least};
}
template <class T>
struct Between {
  T least;
  T most;
};
template <class T>
Between<T> between(T least, T most) {
  return {least, most};
}

/// `one_of({"above", "below"})`: the only texts that a field takes.
struct OneOf {
  std::vector<std::string> texts;
};
inline OneOf one_of(std::vector<std::string> texts) { return {std::move(texts)}; }

/// `required()`: the field has no default.
struct Required {};
inline Required required() { return {}; }

/// `written()`: the field is the path of a file that the stage writes. A run does not replace one that is there unless
/// it is told to, and no two stages or replicas may write the same.
struct Written {};
inline Written written() { return {}; }

/// The candidate that `text` is most likely a slip of the pen for; empty where none is near.
std::string nearest_name(std::string_view text, const std::vector<std::string>& candidates);

/// "must be one of above, below; did you mean 'above'?" where `text` is none of `choices` and there are any.
Problem unknown_choice(const std::vector<std::string>& choices, const std::string& text);

}  // namespace weir

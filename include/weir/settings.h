#pragma once

#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// How the text of a YAML file becomes the settings of a stage, and back for the manual.
namespace weir {

/// A number of bytes; written `64KiB`, `1MB` or `512`.
struct ByteSize {
  std::uint64_t bytes = 0;
  auto operator<=>(const ByteSize&) const = default;
};

/// What stands in the YAML file for one setting.
struct SettingText {
  std::vector<std::string> items;  ///< one, unless it is a list
  bool is_list = false;
  std::filesystem::path directory;  ///< of the YAML file: relative paths start here
};

/// What is wrong with a setting, to stand behind its name: "must be at least 1".
using Problem = std::optional<std::string>;

/// Each `read` takes the text of one value and says what is wrong with it, if anything.
/// Counts take `10k`, `1M`, `1e6`; durations `500us`, `20ms`, `5s`; sizes `64KiB`, `1MB`.
Problem read(std::string_view text, bool& value);
Problem read(std::string_view text, std::int64_t& value);
Problem read(std::string_view text, std::uint64_t& value);
Problem read(std::string_view text, double& value);
Problem read(std::string_view text, std::string& value);
Problem read(std::string_view text, std::chrono::nanoseconds& value);
Problem read(std::string_view text, ByteSize& value);

/// The same value in the shortest text that `read` takes.
std::string to_text(bool value);
std::string to_text(std::int64_t value);
std::string to_text(std::uint64_t value);
std::string to_text(double value);
std::string to_text(const std::string& value);
std::string to_text(std::chrono::nanoseconds value);
std::string to_text(ByteSize value);

/// "must be from A to B": for values that their type can't hold.
std::string out_of_range(const std::string& least, const std::string& most);

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};

template <class T>
struct IsDuration : std::false_type {};
template <class Rep, class Period>
struct IsDuration<std::chrono::duration<Rep, Period>> : std::true_type {};

/// What a reader of the manual calls a setting of this type.
template <class T>
std::string type_name() {
  if constexpr (IsVector<T>::value) {
    return "list of " + type_name<typename T::value_type>();
  } else if constexpr (std::same_as<T, bool>) {
    return "true|false";
  } else if constexpr (std::unsigned_integral<T>) {
    return "count";
  } else if constexpr (std::signed_integral<T>) {
    return "whole number";
  } else if constexpr (std::floating_point<T>) {
    return "number";
  } else if constexpr (IsDuration<T>::value) {
    return "duration";
  } else if constexpr (std::same_as<T, ByteSize>) {
    return "size";
  } else if constexpr (std::same_as<T, std::filesystem::path>) {
    return "path";
  } else {
    return "text";
  }
}

template <class T>
std::string setting_text(const T& value) {
  if constexpr (IsVector<T>::value) {
    std::string text = "[";
    for (const auto& item : value) text += (text.size() > 1 ? ", " : "") + setting_text(item);
    return text + "]";
  } else if constexpr (std::same_as<T, bool>) {
    return to_text(value);
  } else if constexpr (std::unsigned_integral<T>) {
    return to_text(static_cast<std::uint64_t>(value));
  } else if constexpr (std::signed_integral<T>) {
    return to_text(static_cast<std::int64_t>(value));
  } else if constexpr (std::floating_point<T>) {
    return to_text(static_cast<double>(value));
  } else if constexpr (IsDuration<T>::value) {
    return to_text(std::chrono::duration_cast<std::chrono::nanoseconds>(value));
  } else if constexpr (std::same_as<T, std::filesystem::path>) {
    return value.string();
  } else {
    return to_text(value);
  }
}

/// Reads one item of `setting` into a value of any of the types above, or narrower ones.
template <class T>
Problem read_item(const SettingText& setting, const std::string& text, T& value) {
  if constexpr (std::same_as<T, std::filesystem::path>) {
    if (text.empty()) return "must be a path";
    value = (setting.directory / text).lexically_normal();
    return std::nullopt;
  } else if constexpr (IsDuration<T>::value && !std::same_as<T, std::chrono::nanoseconds>) {
    std::chrono::nanoseconds exact{};
    if (Problem problem = read(text, exact)) return problem;
    value = std::chrono::duration_cast<T>(exact);
    if (value != exact) return "must be a multiple of " + setting_text(T{1});
    return std::nullopt;
  } else if constexpr (std::integral<T> && !std::same_as<T, bool>) {
    std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t> wide = 0;
    if (Problem problem = read(text, wide)) return problem;
    value = static_cast<T>(wide);
    if (value != wide) {
      return out_of_range(setting_text(std::numeric_limits<T>::min()), setting_text(std::numeric_limits<T>::max()));
    }
    return std::nullopt;
  } else {
    return read(text, value);
  }
}

template <class T>
Problem read_setting(const SettingText& setting, T& value) {
  if constexpr (IsVector<T>::value) {
    value.clear();
    for (const std::string& text : setting.items) {
      if (Problem problem = read_item(setting, text, value.emplace_back())) return problem;
    }
    return std::nullopt;
  } else {
    if (setting.is_list) return "must be a single " + type_name<T>() + ", not a list";
    return read_item(setting, setting.items.front(), value);
  }
}

}  // namespace weir

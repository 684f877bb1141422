#include <weir/state.h>
#include <weir/v1/lessons.pb.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "consumers/consumers.h"

namespace weir::consumers {

namespace {

using v1::Page;

constexpr std::size_t kMostTitles = 100;
constexpr std::size_t kLongestTitle = 1000;  // bytes
constexpr std::string_view kWhiteSpace = " \t\r\n\f";

/// Where `<name` or `</name` stands, its letters large or small; npos where it does not.
std::size_t find_tag(std::string_view text, std::string_view tag, std::size_t from) {
  const auto is_same = [](char letter, char small) {
    return letter == small || (letter >= 'A' && letter <= 'Z' && letter - 'A' + 'a' == small);
  };
  for (std::size_t at = text.find('<', from); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::string_view here = text.substr(at, tag.size());
    const std::string_view behind = text.substr(at + here.size(), 1);
    const bool ends_there = behind == ">" || behind.find_first_of(kWhiteSpace) == 0;
    if (ends_there && std::ranges::equal(here, tag, is_same)) return at;
  }
  return std::string_view::npos;
}

std::string_view without_outer_spaces(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kWhiteSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kWhiteSpace) + 1);
}

/// What stands between the first <title> and its </title>.
std::optional<std::string_view> title_of(std::string_view page) {
  const std::size_t tag = find_tag(page, "<title", 0);
  if (tag == std::string_view::npos) return std::nullopt;
  const std::size_t begin = page.find('>', tag);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t end = find_tag(page, "</title", begin);
  if (end == std::string_view::npos) return std::nullopt;
  return without_outer_spaces(page.substr(begin + 1, end - begin - 1));
}

class PageSummary final : public Consumer<Page> {
 public:
  void load(std::string_view state) override {
    StateReader reader(state);
    pages_ = reader.take<std::int64_t>();
    bytes_ = reader.take<std::int64_t>();
    slowest_ns_ = reader.take<std::int64_t>();
    titles_ = reader.take<std::vector<std::string>>();
  }
  void save(std::string& state) const override {
    StateWriter(state).put(pages_).put(bytes_).put(slowest_ns_).put(titles_);
  }

  void consume(const Page& in) override {
    ++pages_;
    bytes_ += static_cast<std::int64_t>(in.body().size());
    slowest_ns_ = std::max(slowest_ns_, std::int64_t{in.took_ns()});
    if (titles_.size() == kMostTitles) return;
    if (const auto title = title_of(in.body())) titles_.emplace_back(title->substr(0, kLongestTitle));
  }

  Results results() const override {
    constexpr double kNsPerMs = 1e6;
    return {{"pages", pages_},
            {"bytes", bytes_},
            {"slowest_ms", static_cast<double>(slowest_ns_) / kNsPerMs},
            {"titles", titles_}};
  }

 private:
  std::int64_t pages_ = 0;
  std::int64_t bytes_ = 0;
  std::int64_t slowest_ns_ = 0;
  std::vector<std::string> titles_;
};

}  // namespace

StageSpec page_summary() {
  return describe<PageSummary>("page_summary", "What pages came: how many, how large, how slow, and their titles.")
      .details(
          "The report's results hold {\"pages\": n, \"bytes\": n, \"slowest_ms\": x, \"titles\": [...]}: the bytes of "
          "all bodies, the milliseconds that the slowest page took, 0 where there was none, and of the first 100 pages "
          "that have one the title, in the order of arrival.\n"
          "The title is what stands between the first <title> and its </title>, without the white space around it, at "
          "most 1000 bytes; entities such as &amp; stay as they are. Whatever is not UTF-8 in it is shown as U+FFFD. "
          "Never rejects a record.");
}

}  // namespace weir::consumers

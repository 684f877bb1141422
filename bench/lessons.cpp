#include "bench/lessons.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <stdexcept>

#include "bench/baselines/baseline.h"
#include "bench/baselines/interpreter.h"
#include "bench/errors.h"
#include "bench/lesson_files.h"

namespace weir::bench {

namespace {

using Json = nlohmann::json;

struct Known {
  std::string_view lesson;
  std::string_view work;  ///< the type of the stage that does it, which a pipeline of the same name need not have
  std::uint64_t most_records;
};

// On the machine of docs/lessons.md one number of fibonacci takes 170 ms, and one matrix 1.8 s.
constexpr auto kLessons = std::to_array<Known>({{"delay", "delay", 100},
                                                {"fibonacci", "fibonacci", 4},
                                                {"gaussian_fit", "gaussian_fit", 0},
                                                {"http_get", "http_get", 8},
                                                {"matrix_invert", "matrix_invert", 2},
                                                {"ordered_list", "delay", 100},
                                                {"pipe", "stopwatch", 10'000},
                                                {"queue", "stopwatch", 10'000},
                                                {"shared_counter", "increment", 100'000},
                                                {"shared_memory", "square_into", 10'000},
                                                {"square", "square", 300'000},
                                                {"string_length", "string_length", 100},
                                                {"trig", "trig", 20'000},
                                                {"word_count", "word_count", 300'000}});

/// Null where it is none.
const Known* known_lesson(const topology::Plan& plan) {
  const auto* const known = std::ranges::find(kLessons, plan.name, &Known::lesson);
  if (known == kLessons.end()) return nullptr;
  const bool has_its_stage = std::ranges::any_of(
      plan.stages, [known](const topology::StagePlan& stage) { return stage.spec->name == known->work; });
  return has_its_stage ? known : nullptr;
}

/// "producers.numbers.with."
std::string path_of_settings(const topology::StagePlan& stage) {
  return std::string(to_string(stage.role)) + "s." + stage.name + ".with.";
}

/// By "type.setting", as Python has no stages with names.
Json settings_of(const topology::Plan& plan) {
  Json settings = Json::object();
  for (const topology::StagePlan& stage : plan.stages) {
    const std::string path = path_of_settings(stage);
    for (const topology::ResolvedValue& value : plan.values) {
      if (!value.path.starts_with(path)) continue;
      Json& setting = settings[stage.spec->name + "." + value.path.substr(path.size())];
      if (value.items.empty()) {
        setting = value.value;
      } else {
        setting = value.items;
      }
    }
  }
  const bool is_ordered = std::ranges::any_of(plan.links, &topology::LinkPlan::ordered);
  settings["ordered"] = is_ordered ? "true" : "false";
  return settings;
}

/// Of "http://127.0.0.1:8050/1"; 0 where it is of another machine.
std::uint16_t port_in(std::string_view address) {
  constexpr std::string_view kHere = "http://127.0.0.1:";
  if (!address.starts_with(kHere)) return 0;
  address.remove_prefix(kHere.size());
  std::uint16_t port = 0;
  std::from_chars(address.data(), address.data() + address.size(), port);
  return port;
}

/// 0 where it is no line of a lesson that did so many records.
double seconds_in(const std::string& line, std::uint64_t records) {
  Json measured = Json::parse(line, nullptr, false);
  if (!measured.is_object() || !measured["records"].is_number_unsigned() || !measured["seconds"].is_number()) return 0;
  return measured["records"] == records ? measured["seconds"].get<double>() : 0;
}

Sample sample_of(const Ended& ended, const Subject& subject) {
  const std::string whose = "'" + subject.pipeline + "' in Python as " + subject.topology;
  if (ended.exit_code != 0) throw NotMeasured(whose + ": " + last_line(ended.err));
  const double seconds = seconds_in(ended.out, subject.messages);
  if (seconds <= 0) throw NotMeasured(whose + " said something else than how long it took: " + last_line(ended.out));
  Sample sample;
  sample.messages = subject.messages;
  sample.rate = static_cast<double>(subject.messages) / seconds;
  sample.elapsed_s = ended.elapsed_s;
  sample.cpu_s = ended.cpu_s;
  sample.context_switches = ended.context_switches;
  return sample;
}

}  // namespace

std::optional<Lesson> lesson_of(const topology::Plan& plan) {
  const Known* const known = known_lesson(plan);
  if (known == nullptr) return std::nullopt;
  Lesson lesson{.name = plan.name, .most_records = known->most_records};
  const Json settings = settings_of(plan);
  lesson.settings = "\"with\": " + settings.dump();
  for (const topology::StagePlan& stage : plan.stages) {
    if (stage.role != Role::kTransformer) continue;
    lesson.settings += ", \"workers\": " + std::to_string(stage.replicas);
    break;
  }
  if (const auto urls = settings.find("url_list.urls"); urls != settings.end() && urls->is_array() && !urls->empty()) {
    lesson.pages_port = port_in(urls->front().get<std::string>());
  }
  return lesson;
}

bool is_without_python(std::string_view lesson) {
  return std::ranges::any_of(
      kLessons, [lesson](const Known& known) { return known.lesson == lesson && known.most_records == 0; });
}

LessonScripts::LessonScripts(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::filesystem::create_directories(folder_);
  for (const LessonFile& file : kLessonFiles) {
    std::ofstream out(folder_ / file.name, std::ios::binary);
    if (!(out << file.text << std::flush)) throw std::runtime_error("can't write " + (folder_ / file.name).string());
  }
}

Case LessonScripts::case_of(Program& program, const Lesson& lesson, Subject subject) const {
  const std::string request = "{\"records\": " + std::to_string(subject.messages) + ", " + lesson.settings + "}";
  // -I: as it was installed, whatever the user's environment or folder would change; -B: leaves nothing in the folder
  const std::vector<std::string> words{"-I", "-B", folder_ / "run.py", lesson.name, subject.topology, request};
  auto run = [&program, words, subject] {
    try {
      return sample_of(program.run_in(find_interpreter(), words), subject);
    } catch (const Unavailable& error) {
      throw Absent(error.what());
    }
  };
  return {std::move(subject), std::move(run)};
}

}  // namespace weir::bench

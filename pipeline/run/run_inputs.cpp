#include "run/run_inputs.h"

#include <cstdlib>
#include <string_view>
#include <vector>

#include "run/text_file.h"

namespace weir::run {

namespace {

// One field behind the other, each ended by a zero byte, which no path, argument or checked configuration contains.
constexpr std::string_view kVersion = "weir inputs 4";
constexpr std::string_view kEnd = "end";
constexpr std::size_t kFixedFields = 13;
constexpr std::size_t kFieldsPerOverride = 3;
constexpr std::size_t kFieldsPerValue = 2;

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> fields;
  for (std::size_t end = text.find('\0'); end != std::string_view::npos; end = text.find('\0')) {
    fields.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return fields;
}

}  // namespace

std::vector<RunInputs::Value> values_of(const topology::Plan& plan) {
  std::vector<RunInputs::Value> values;
  for (const topology::ResolvedValue& value : plan.values) values.push_back({value.path, value.value});
  return values;
}

void write_inputs(const RunDirectory& directory, const RunInputs& inputs) {
  std::string text;
  const auto add = [&text](std::string_view field) { text.append(field).push_back('\0'); };
  add(kVersion);
  add(inputs.name);
  add(inputs.topology);
  add(std::to_string(inputs.launcher));
  add(std::to_string(inputs.started_s));
  add(std::to_string(static_cast<int>(inputs.log_level)));
  add(std::to_string(static_cast<int>(inputs.log_format)));
  add(inputs.log_colour ? "1" : "0");
  add(inputs.overwrite ? "1" : "0");
  add(inputs.configuration.source);
  add(inputs.configuration.directory.native());
  add(inputs.configuration.text);
  add(std::to_string(inputs.configuration.overrides.size()));
  for (const topology::Override& given : inputs.configuration.overrides) {
    add(given.path);
    add(given.value);
    add(given.origin);
  }
  for (const RunInputs::Value& value : inputs.values) {
    add(value.path);
    add(value.value);
  }
  add(kEnd);
  write_text(directory.inputs(), text);
}

RunInputs read_inputs(const RunDirectory& directory) {
  const std::string text = read_text(directory.inputs());
  if (text.empty()) {
    throw RunDirectoryError("the run in '" + directory.path().string() +
                            "' had not begun: nothing of it was done; 'weir clean' removes what is left of it, and "
                            "'weir run' begins it anew");
  }
  const std::vector<std::string> fields = split(text);
  if (fields.size() <= kFixedFields || fields.front() != kVersion || fields.back() != kEnd) {
    throw RunDirectoryError("'" + directory.path().string() + "' is no run directory of this version of weir");
  }
  RunInputs inputs;
  inputs.name = fields[1];
  inputs.topology = fields[2];
  inputs.launcher = std::strtoll(fields[3].c_str(), nullptr, 10);
  inputs.started_s = std::strtoll(fields[4].c_str(), nullptr, 10);
  inputs.log_level = static_cast<observe::LogLevel>(std::strtol(fields[5].c_str(), nullptr, 10));
  inputs.log_format = static_cast<observe::LogFormat>(std::strtol(fields[6].c_str(), nullptr, 10));
  inputs.log_colour = fields[7] == "1";
  inputs.overwrite = fields[8] == "1";
  inputs.configuration.source = fields[9];
  inputs.configuration.directory = fields[10];
  inputs.configuration.text = fields[11];
  const std::size_t overrides = std::strtoull(fields[12].c_str(), nullptr, 10);
  std::size_t next = kFixedFields;
  for (std::size_t i = 0; i < overrides && next + kFieldsPerOverride < fields.size(); ++i, next += kFieldsPerOverride) {
    inputs.configuration.overrides.push_back({fields[next], fields[next + 1], fields[next + 2]});
  }
  for (; next + kFieldsPerValue < fields.size(); next += kFieldsPerValue) {
    inputs.values.push_back({fields[next], fields[next + 1]});
  }
  inputs.configuration.environment = from_environment;
  return inputs;
}

void start_logging(const RunInputs& inputs, const RunDirectory& directory) {
  observe::start_logging(
      {.format = inputs.log_format, .level = inputs.log_level, .colour = inputs.log_colour, .file = directory.log()});
}

std::optional<std::string> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace weir::run

#include <nlohmann/json.hpp>

#include <cmath>

#include "observe/marked_number.h"
#include "observe/report.h"

namespace weir::observe {

namespace {

using Json = nlohmann::ordered_json;

/// -1: in one line.
std::string text_of(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

double rounded(double value, double steps_per_unit) {
  return std::isfinite(value) ? std::round(value * steps_per_unit) / steps_per_unit : 0;
}
double seconds(double value) { return rounded(value, 1e6); }
double microseconds(double value) { return rounded(value, 1e3); }

Json json_of(const Percentiles& latency) {
  return {{"p50", microseconds(latency.p50)},
          {"p90", microseconds(latency.p90)},
          {"p99", microseconds(latency.p99)},
          {"p999", microseconds(latency.p999)},
          {"max", microseconds(latency.max)}};
}

Json results_of(const StageReport& stage) {
  Json results = Json::parse(stage.results, nullptr, false);
  return results.is_object() ? results : Json{{"unreadable", stage.results}};
}

Json json_of(const StageReport& stage) {
  Json json = {{"name", stage.name},
               {"role", stage.role},
               {"type", stage.type},
               {"replica", stage.replica},
               {"pid", stage.pid},
               {"thread", stage.thread},
               {"records_in", stage.records_in},
               {"records_out", stage.records_out},
               {"bytes_in", stage.bytes_in},
               {"bytes_out", stage.bytes_out},
               {"rejected", stage.rejected},
               {"restarts", stage.restarts},
               {"busy_s", seconds(stage.busy_s)},
               {"starved_s", seconds(stage.starved_s)},
               {"blocked_s", seconds(stage.blocked_s)},
               {"results", results_of(stage)}};
  if (!stage.failure.empty()) json["failure"] = stage.failure;
  return json;
}

Json json_of(const LinkReport& link) {
  Json json = {{"name", link.name},
               {"kind", link.kind},
               {"from", link.from},
               {"to", link.to},
               {"accepted", link.accepted},
               {"delivered", link.delivered},
               {"dropped", link.dropped},
               {"rejected", link.rejected},
               {"redelivered", link.redelivered},
               {"duplicates", link.duplicates},
               {"in_flight", link.in_flight},
               {"lost", link.lost},
               {"latency_us", json_of(link.latency_us)}};
  if (link.bad_frames > 0) json["bad_frames"] = link.bad_frames;
  return json;
}

Json json_of(const Provenance& provenance) {
  return {{"weir", provenance.weir},         {"git", provenance.git},      {"build", provenance.build},
          {"compiler", provenance.compiler}, {"cpu", provenance.cpu},      {"cores", provenance.cores},
          {"kernel", provenance.kernel},     {"zeromq", provenance.zeromq}};
}

template <class Value>
Json json_value(const Value& value) {
  return value;
}
Json json_value(const WholeNumber& number) { return marked_number(number.digits); }

template <class Part>
Json list_of(const std::vector<Part>& parts) {
  Json list = Json::array();
  for (const Part& part : parts) list.push_back(json_of(part));
  return list;
}

}  // namespace

std::string to_json(const Results& results) {
  Json json = Json::object();
  for (const auto& [name, result] : results) {
    std::visit([&json, &name = name](const auto& value) { json[name] = json_value(value); }, result);
  }
  return text_of(json, -1);
}

std::string to_json(const Report& report) {
  const Json json = {{"version", 1},
                     {"name", report.name},
                     {"topology", report.topology},
                     {"outcome", report.outcome},
                     {"balanced", report.balanced()},
                     {"wall_s", seconds(report.wall_s)},
                     {"cpu_s", seconds(report.cpu_s)},
                     {"max_rss_bytes", report.max_rss_bytes},
                     {"stages", list_of(report.stages)},
                     {"links", list_of(report.links)},
                     {"end_to_end_us", json_of(report.end_to_end_us)},
                     {"provenance", json_of(report.provenance)}};
  return with_marked_numbers(text_of(json, 2)) + "\n";
}

}  // namespace weir::observe

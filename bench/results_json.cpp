#include <nlohmann/json.hpp>

#include <stdexcept>

#include "bench/results.h"

namespace weir::bench {

namespace {

using Ordered = nlohmann::ordered_json;

Ordered json_of(const Subject& subject) {
  return {{"system", subject.system}, {"pipeline", subject.pipeline}, {"topology", subject.topology},
          {"link", subject.link},     {"messages", subject.messages}, {"payload_bytes", subject.payload_bytes},
          {"stages", subject.stages}};
}

Subject subject_in(const Ordered& json) {
  return {json.at("system"),   json.at("pipeline"),      json.at("topology"), json.at("link"),
          json.at("messages"), json.at("payload_bytes"), json.at("stages"),   json.value("rate", std::uint64_t{0})};
}

void put(Ordered& json, const std::string& prefix, const Spread& spread) {
  json[prefix + "median"] = spread.median;
  json[prefix + "min"] = spread.min;
  json[prefix + "max"] = spread.max;
}

Spread spread_in(const Ordered& json, const std::string& prefix) {
  return {json.at(prefix + "median"), json.at(prefix + "min"), json.at(prefix + "max")};
}

void put(Ordered& json, const observe::Percentiles& us) {
  json["p50_us"] = us.p50;
  json["p90_us"] = us.p90;
  json["p99_us"] = us.p99;
  json["p999_us"] = us.p999;
  json["max_us"] = us.max;
}

observe::Percentiles percentiles_in(const Ordered& json) {
  return {json.at("p50_us"), json.at("p90_us"), json.at("p99_us"), json.at("p999_us"), json.at("max_us")};
}

/// Of each round; none in a report of before they were kept.
std::vector<double> figures_in(const Ordered& json, const char* key) { return json.value(key, std::vector<double>{}); }

Ordered json_of(const Row& row) {
  Ordered json = json_of(row.subject);
  put(json, "rate_", row.rate);
  if (row.latency_us) {
    put(json, *row.latency_us);
  } else {
    json["p50_us"] = json["p99_us"] = nullptr;
  }
  json["cpu_s_per_million"] = row.cpu_s_per_million;
  json["context_switches_per_million"] = row.context_switches_per_million;
  json["max_rss_bytes"] = row.max_rss_bytes;
  json["repeats"] = row.rates.size();
  json["rates"] = row.rates;
  return json;
}

Row row_in(const Ordered& json) {
  Row row{subject_in(json), spread_in(json, "rate_"), json.at("rates"), std::nullopt};
  if (!json.at("p50_us").is_null()) row.latency_us = percentiles_in(json);
  row.cpu_s_per_million = json.at("cpu_s_per_million");
  row.context_switches_per_million = json.at("context_switches_per_million");
  row.max_rss_bytes = json.at("max_rss_bytes");
  if (row.rates.empty()) throw std::runtime_error("a row without rates");
  return row;
}

Ordered json_of(const LatencyRow& row) {
  Ordered json = json_of(row.subject);
  json["rate"] = row.subject.rate;
  json["rate_carried"] = row.carried;
  put(json, row.us);
  json["repeats"] = row.repeats;
  json["p50s_us"] = row.p50;
  json["p99s_us"] = row.p99;
  return json;
}

LatencyRow latency_row_in(const Ordered& json) {
  return {subject_in(json),
          percentiles_in(json),
          json.at("repeats"),
          json.value("rate_carried", 0.0),
          figures_in(json, "p50s_us"),
          figures_in(json, "p99s_us")};
}

Ordered json_of(const StartRow& row) {
  Ordered json = json_of(row.subject);
  put(json, "ms_", row.ms);
  json["repeats"] = row.repeats;
  json["each_ms"] = row.each_ms;
  return json;
}

StartRow start_row_in(const Ordered& json) {
  return {subject_in(json), spread_in(json, "ms_"), json.at("repeats"), figures_in(json, "each_ms")};
}

Ordered json_of(const RatioRow& row) {
  Ordered json = json_of(row.subject);
  json["rate"] = row.subject.rate;
  json["figure"] = row.figure;
  json["baseline"] = row.baseline;
  put(json, "", row.ratio);
  json["agree"] = row.agree;
  return json;
}

RatioRow ratio_row_in(const Ordered& json) {
  return {subject_in(json), json.value("figure", "rate"), json.at("baseline"), spread_in(json, ""), json.at("agree")};
}

Ordered json_of(const Skipped& skipped) { return {{"system", skipped.system}, {"why", skipped.why}}; }

Skipped skipped_in(const Ordered& json) { return {json.at("system"), json.at("why")}; }

Ordered json_of(const observe::Provenance& provenance) {
  return {{"weir", provenance.weir},         {"git", provenance.git},      {"build", provenance.build},
          {"compiler", provenance.compiler}, {"cpu", provenance.cpu},      {"cores", provenance.cores},
          {"kernel", provenance.kernel},     {"zeromq", provenance.zeromq}};
}

observe::Provenance provenance_in(const Ordered& json) {
  return {json.at("weir"), json.at("git"),   json.at("build"),  json.at("compiler"),
          json.at("cpu"),  json.at("cores"), json.at("kernel"), json.at("zeromq")};
}

template <class Part>
Ordered list_of(const std::vector<Part>& parts) {
  Ordered list = Ordered::array();
  for (const Part& part : parts) list.push_back(json_of(part));
  return list;
}

template <class Part>
std::vector<Part> list_in(const Ordered& list, Part (*read)(const Ordered&)) {
  std::vector<Part> parts;
  parts.reserve(list.size());
  for (const Ordered& json : list) parts.push_back(read(json));
  return parts;
}

}  // namespace

std::string to_json(const Results& results) {
  const Ordered json = {{"version", 1},
                        {"provenance", json_of(results.provenance)},
                        {"warnings", results.warnings},
                        {"verdict", results.verdict},
                        {"rows", list_of(results.rows)},
                        {"latency", list_of(results.latency)},
                        {"start", list_of(results.start)},
                        {"ratios", list_of(results.ratios)},
                        {"skipped", list_of(results.skipped)}};
  return json.dump(2, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

Results results_from(const std::string& json_text) {
  try {
    const Ordered json = Ordered::parse(json_text);
    if (json.at("version") != 1) throw std::runtime_error("its version is another one");
    return {list_in(json.at("rows"), row_in),
            list_in(json.at("latency"), latency_row_in),
            list_in(json.at("start"), start_row_in),
            list_in(json.at("ratios"), ratio_row_in),
            list_in(json.at("skipped"), skipped_in),
            json.at("warnings"),
            json.at("verdict"),
            provenance_in(json.at("provenance"))};
  } catch (const Ordered::exception&) {
    throw std::runtime_error("not the report of a bench");
  }
}

}  // namespace weir::bench

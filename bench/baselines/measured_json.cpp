#include "bench/baselines/measured_json.h"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace weir::bench {

std::string to_json_line(const Measured& measured) {
  nlohmann::ordered_json line{{"seconds", measured.took.count()}, {"messages", measured.messages}};
  if (const auto& us = measured.latency_us) {
    line["latency_us"] = {{"p50", us->p50}, {"p90", us->p90}, {"p99", us->p99}, {"p999", us->p999}, {"max", us->max}};
  }
  return line.dump();
}

Measured measured_from_json(std::string_view text) {
  try {
    const auto line = nlohmann::json::parse(text);
    Measured measured{.took = std::chrono::duration<double>(line.at("seconds").get<double>()),
                      .messages = line.at("messages").get<std::uint64_t>()};
    if (line.contains("latency_us")) {
      const auto& us = line["latency_us"];
      measured.latency_us = {
          .p50 = us.at("p50"), .p90 = us.at("p90"), .p99 = us.at("p99"), .p999 = us.at("p999"), .max = us.at("max")};
    }
    return measured;
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error("a baseline's result can't be read: " + std::string(error.what()));
  }
}

}  // namespace weir::bench

#include "bench/demo.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace weir::bench {

namespace {

using Json = nlohmann::json;

std::string numbers_yaml(const std::string& link) {
  return R"(version: 1
name: numbers
producers: {numbers: {type: counter}}
transformers: {square: {type: square}}
consumers: {total: {type: sum}}
)" + link +
         R"(s: {numbers: numbers -> square, squares: square -> total}
)";
}

/// Large blobs are bounded by what they take in memory.
std::string blobs_yaml(const std::string& link, std::uint64_t bytes) {
  constexpr std::uint64_t kBytesUnderWay = 4 * 1024 * 1024;
  constexpr std::uint64_t kFewest = 4;
  constexpr std::uint64_t kMost = 8192;
  const std::uint64_t capacity = std::clamp(kBytesUnderWay / bytes, kFewest, kMost);
  return "version: 1\nname: blobs\nproducers: {blobs: {type: blobs, with: {size: " + std::to_string(bytes) +
         "}}}\nconsumers: {check: {type: checksum}}\n" + link +
         "s: {blobs: {from: blobs, to: check, capacity: " + std::to_string(capacity) + "}}\n";
}

const Json& results_of(const Json& report, const std::string& stage) {
  for (const Json& one : report["stages"]) {
    if (one["name"] == stage) return one["results"];
  }
  throw std::runtime_error("a report without '" + stage + "'");
}

std::uint64_t numbers_made(const Json& report) { return report["stages"][0]["records_out"].get<std::uint64_t>(); }

std::string wrong_sum(const Json& report) {
  const Json& sum = results_of(report, "total")["sum"];
  const Wide right = sum_of_squares(numbers_made(report));
  // Beyond 64 bits the report's number is read as the double next to it.
  const bool is_right =
      sum.is_number_integer() ? sum.get<std::uint64_t>() == right : sum.get<double>() == static_cast<double>(right);
  return is_right ? "" : "the sum of the squares is wrong";
}

/// Sum of the words of a blob behind its number, modulo 2^64, from the definition of the stage `blobs`.
std::uint64_t sum_behind_number(std::uint64_t bytes) {
  constexpr std::uint64_t kBits = 8;
  std::uint64_t sum = 0;
  for (std::uint64_t i = kNumberBytes; i < bytes; ++i) sum += (i % 256) << (i % kNumberBytes * kBits);
  return sum;
}

std::string wrong_checksum(const Json& report, std::uint64_t bytes) {
  const std::uint64_t n = numbers_made(report);
  const std::uint64_t numbers = n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n;
  const Json& results = results_of(report, "check");
  const bool is_right = results["records"] == n && results["bytes"] == n * bytes &&
                        results["sum"] == numbers + n * sum_behind_number(bytes);
  return is_right ? "" : "the blobs' checksum is wrong";
}

}  // namespace

Wide sum_of_squares(std::uint64_t n) {
  if (n == 0) return 0;
  const Wide last = n - 1;
  return last * n * (2 * last + 1) / 6;
}

Pipeline demo(const std::filesystem::path& folder, const std::string& link, std::uint64_t payload_bytes) {
  const bool is_number = payload_bytes == kNumberBytes;
  Pipeline pipeline;
  pipeline.name = is_number ? "numbers" : "blobs";
  pipeline.file = folder / (pipeline.name + "-" + link + "-" + std::to_string(payload_bytes) + ".yaml");
  pipeline.link = link;
  pipeline.payload_bytes = payload_bytes;
  pipeline.is_endless = true;
  pipeline.stages = is_number ? 3 : 2;
  if (is_number) {
    pipeline.wrong = wrong_sum;
  } else {
    pipeline.wrong = [payload_bytes](const Json& report) { return wrong_checksum(report, payload_bytes); };
  }
  std::ofstream file(pipeline.file);
  file << (is_number ? numbers_yaml(link) : blobs_yaml(link, payload_bytes));
  if (!file.flush()) throw std::runtime_error("can't write " + pipeline.file.string());
  return pipeline;
}

}  // namespace weir::bench

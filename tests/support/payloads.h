#pragma once

#include <weir/v1/payloads.pb.h>

#include <cstdint>
#include <string>
#include <vector>

// Records written down shortly, and read back.
namespace weir::payloads {

inline std::vector<v1::Number> numbers(const std::vector<std::int64_t>& values) {
  std::vector<v1::Number> records(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) records[i].set_value(values[i]);
  return records;
}

inline std::vector<v1::Text> texts(const std::vector<std::string>& values) {
  std::vector<v1::Text> records(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) records[i].set_text(values[i]);
  return records;
}

inline v1::Sample sample(const std::string& name, double value, const std::string& unit = {},
                         std::int64_t time_ns = 0) {
  v1::Sample record;
  record.set_name(name);
  record.set_value(value);
  record.set_unit(unit);
  record.set_time_ns(time_ns);
  return record;
}

inline std::vector<v1::Sample> samples(const std::string& name, const std::vector<double>& values) {
  std::vector<v1::Sample> records;
  for (const double value : values) records.push_back(sample(name, value));
  return records;
}

inline std::vector<std::int64_t> values(const std::vector<v1::Number>& records) {
  std::vector<std::int64_t> found;
  for (const v1::Number& record : records) found.push_back(record.value());
  return found;
}

inline std::vector<double> values(const std::vector<v1::Sample>& records) {
  std::vector<double> found;
  for (const v1::Sample& record : records) found.push_back(record.value());
  return found;
}

inline std::vector<std::string> values(const std::vector<v1::Text>& records) {
  std::vector<std::string> found;
  for (const v1::Text& record : records) found.push_back(record.text());
  return found;
}

}  // namespace weir::payloads

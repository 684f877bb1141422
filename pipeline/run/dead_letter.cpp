#include "run/dead_letter.h"

#include <google/protobuf/util/json_util.h>
#include <weir/errors.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "run/text_file.h"

namespace weir::run {

namespace {

namespace fs = std::filesystem;

std::string json_of(const Message& record) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(record, &json);
  return status.ok() ? json : record.ShortDebugString();
}

/// NAME.jsonl, or NAME.2.jsonl where another run has left other records under that name.
fs::path free_path(const fs::path& name, const std::string& lines) {
  for (int copy = 1;; ++copy) {
    fs::path path = name.string() + (copy == 1 ? "" : "." + std::to_string(copy)) + ".jsonl";
    std::error_code ignored;
    if (!fs::exists(path, ignored) || read_text(path) == lines) return path;
  }
}

}  // namespace

std::string batch_name(const link::Identity& batch) {
  const std::string part = batch.part > 0 || batch.more ? "part " + std::to_string(batch.part) + " of " : "";
  return part + "batch " + std::to_string(batch.sequence) + " of stream " + std::to_string(batch.stream);
}

fs::path write_dead_letter(const std::string& who, const link::Arrival& batch) {
  const link::Identity& identity = batch.identity;
  const std::string name = who + "-" + std::to_string(identity.stream) + "." + std::to_string(identity.sequence) + "." +
                           std::to_string(identity.part);
  std::string lines;
  for (std::size_t i = batch.range.first; i < batch.range.first + batch.range.count; ++i) {
    lines += json_of(batch.records->at(i)) + '\n';
  }
  std::error_code ignored;
  fs::create_directory("dead", ignored);
  fs::path path = free_path(fs::path("dead") / name, lines);
  std::ofstream file(path);
  file << lines;
  file.close();
  if (!file) throw StageError("cannot write '" + path.string() + "': " + std::generic_category().message(errno));
  return path;
}

}  // namespace weir::run

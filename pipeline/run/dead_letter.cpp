#include "run/dead_letter.h"

#include <google/protobuf/util/json_util.h>
#include <weir/errors.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace weir::run {

namespace {

namespace fs = std::filesystem;

std::string json_of(const Message& record) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(record, &json);
  return status.ok() ? json : record.ShortDebugString();
}

}  // namespace

std::string batch_name(const link::Identity& batch) {
  const std::string part = batch.part > 0 || batch.more ? "part " + std::to_string(batch.part) + " of " : "";
  return part + "batch " + std::to_string(batch.sequence) + " of stream " + std::to_string(batch.stream);
}

fs::path write_dead_letter(const std::string& who, const link::Arrival& batch) {
  const link::Identity& identity = batch.identity;
  fs::path path =
      fs::path("dead") / (who + "-" + std::to_string(identity.stream) + "." + std::to_string(identity.sequence) + "." +
                          std::to_string(identity.part) + ".jsonl");
  std::error_code ignored;
  fs::create_directory(path.parent_path(), ignored);
  std::ofstream file(path);
  for (std::size_t i = batch.range.first; i < batch.range.first + batch.range.count; ++i) {
    file << json_of(batch.records->at(i)) << '\n';
  }
  file.close();
  if (!file) throw StageError("cannot write '" + path.string() + "': " + std::generic_category().message(errno));
  return path;
}

}  // namespace weir::run

#include <weir/behind_links.h>

#include <filesystem>
#include <map>
#include <system_error>

#include "topology/draft.h"
#include "topology/printable.h"

namespace weir::topology {

namespace {

/// The same for two paths of one file, be it there or not.
std::filesystem::path place_of(const std::filesystem::path& path) {
  std::error_code ignored;
  const std::filesystem::path whole =
      std::filesystem::weakly_canonical(behind_links(std::filesystem::absolute(path)), ignored);
  return whole.empty() ? path : whole;
}

/// Also where they are two names of it.
bool are_one(const std::filesystem::path& path, const std::filesystem::path& other) {
  std::error_code is_missing;
  return place_of(path) == place_of(other) || std::filesystem::equivalent(path, other, is_missing);
}

}  // namespace

std::vector<WrittenFile> written_files(const Plan& plan) {
  std::vector<WrittenFile> files;
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage) {
    for (const auto& path_in : plan.stages[stage].spec->written) {
      const std::filesystem::path path = path_in(plan.stages[stage].settings.get()).lexically_normal();
      const bool is_device = path.native().starts_with("/dev/") && !path.native().starts_with("/dev/shm/");
      if (!is_device) files.push_back({stage, path});
    }
  }
  return files;
}

std::string use_of(const std::filesystem::path& path, const Plan& plan) {
  if (path.empty() || is_fleeting(path)) return {};  // where nothing is replaced
  for (const WrittenFile& file : written_files(plan)) {
    const std::filesystem::path place = place_of(file.path);
    if (are_one(path, place) || are_one(path, place.native() + ".part")) {
      return quote(plan.stages[file.stage].name) + " writes";
    }
  }
  for (const StagePlan& stage : plan.stages) {
    for (const auto& path_in : stage.spec->read) {
      if (are_one(path, path_in(stage.settings.get()))) return quote(stage.name) + " reads";
    }
    if (are_one(path, stage.place.source)) return "describes the pipeline";
  }
  return {};
}

std::string repeat_problem(const Plan& plan) {
  for (const StagePlan& stage : plan.stages) {
    for (const auto& path_in : stage.spec->read) {
      const std::filesystem::path path = path_in(stage.settings.get());
      if (!is_fleeting(path)) continue;
      return quote(stage.name) + " reads " + quote(path.string()) + ", which gives nothing twice";
    }
  }
  return {};
}

bool is_fleeting(const std::filesystem::path& path) {
  std::error_code none;
  const std::filesystem::file_status status = std::filesystem::status(path, none);
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
         !std::filesystem::is_directory(status);
}

namespace {

void refuse_what_others_read(Draft& draft, const WrittenFile& file) {
  const StagePlan& writer = draft.plan.stages[file.stage];
  for (const StagePlan& stage : draft.plan.stages) {
    for (const auto& path_in : stage.spec->read) {
      const std::filesystem::path path = path_in(stage.settings.get());
      if (path.empty() || place_of(path) != place_of(file.path)) continue;
      draft.mistakes.add(writer.place, quote(writer.name) + " writes the file that " + quote(stage.name) + " reads");
    }
  }
}

}  // namespace

void check_written_files(Draft& draft) {
  if (!draft.mistakes.none()) return;
  std::map<std::filesystem::path, std::size_t> writers;
  for (const WrittenFile& file : written_files(draft.plan)) {
    refuse_what_others_read(draft, file);
    const StagePlan& stage = draft.plan.stages[file.stage];
    const auto [writer, is_first] = writers.emplace(place_of(file.path), file.stage);
    if (!is_first) {
      draft.mistakes.add(stage.place, quote(stage.name) + " writes the same file as " +
                                          quote(draft.plan.stages[writer->second].name) + ": " + file.path.string());
    } else if (stage.replicas > 1) {
      draft.mistakes.add(stage.place, quote(stage.name) + " has " + std::to_string(stage.replicas) +
                                          " replicas, which would all write the same file: " + file.path.string());
    }
  }
}

}  // namespace weir::topology

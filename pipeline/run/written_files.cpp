#include "run/written_files.h"

#include <weir/behind_links.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "run/begun_file.h"
#include "run/text_file.h"

namespace weir::run {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWrittenFiles = "writes";  // in a run directory, each ended by a zero byte

std::string whole_path(const topology::WrittenFile& file) {
  return behind_links(fs::absolute(file.path)).lexically_normal().string() + '\0';
}

/// Whether the run writes the file, or is dead and could go on with it.
bool has_begun(const FoundRun& run, const topology::WrittenFile& file) {
  std::error_code unreadable;
  if (!fs::exists(run.path / RunDirectory::kInputs, unreadable)) return false;
  return ('\0' + read_text(run.path / kWrittenFiles)).find('\0' + whole_path(file)) != std::string::npos;
}

/// "lines.yaml:5:3: 'out.csv', which 'rows' writes, "
std::string which(const topology::Plan& plan, const topology::WrittenFile& file) {
  const topology::StagePlan& stage = plan.stages[file.stage];
  return stage.place.text() + ": '" + file.path.string() + "', which '" + stage.name + "' writes, ";
}

}  // namespace

void note_written_files(const topology::Plan& plan, const RunDirectory& directory) {
  if (!topology::resume_problem(plan).empty()) return;
  std::string text;
  for (const topology::WrittenFile& file : topology::written_files(plan)) text += whole_path(file);
  write_text(directory.path() / kWrittenFiles, text);
}

void refuse_what_is_there(const topology::Plan& plan) {
  const std::vector<topology::WrittenFile> files = topology::written_files(plan);
  if (files.empty()) return;
  const std::vector<FoundRun> runs = find_runs();
  for (const topology::WrittenFile& file : files) {
    std::error_code ignored;
    if (fs::is_regular_file(file.path, ignored)) {
      throw OutputExists(which(plan, file) + "is there already; --overwrite replaces it");
    }
    const auto run = std::ranges::find_if(runs, [&](const FoundRun& one) { return has_begun(one, file); });
    if (run != runs.end()) {
      const std::string other = run->path.string();
      throw OutputExists(which(plan, file) +
                         (run->alive ? "is being written by another run, which is alive, in '" + other + "'"
                                     : "is begun by a run that is dead; 'weir resume " + other +
                                           "' goes on with it, and --overwrite begins anew"));
    }
  }
}

void refuse_what_was_put_there(const topology::Plan& plan, const RunDirectory& directory, Pages& pages) {
  for (const topology::WrittenFile& file : topology::written_files(plan)) {
    const BegunFile begun(plan, file, directory, pages);
    if (!begun.was_made_by_others()) continue;
    throw OutputExists(which(plan, file) +
                       "was put there by somebody else since the run began; move it away, and "
                       "'weir resume " +
                       directory.path().string() + "' goes on");
  }
}

}  // namespace weir::run

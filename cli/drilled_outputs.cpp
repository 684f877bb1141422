#include "cli/drilled_outputs.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <weir/behind_links.h>
#include <weir/descriptor.h>

#include <algorithm>
#include <iostream>
#include <system_error>

#include "cli/likeness.h"
#include "topology/record_order.h"

namespace weir::cli {

namespace fs = std::filesystem;

namespace {

fs::path part_of(const fs::path& file) { return file.native() + ".part"; }

/// As nobody writes it; a writer holds its lock.
void remove_unused(const fs::path& file) {
  const Descriptor opened(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (opened.is_open() && flock(opened.number(), LOCK_EX | LOCK_NB) == 0) unlink(file.c_str());
}

}  // namespace

DrilledOutputs::DrilledOutputs(const topology::Plan& plan)
    : plan_(plan), is_in_one_order_(topology::fed_in_one_order(plan)) {
  std::error_code unreadable;
  for (const topology::WrittenFile& written : topology::written_files(plan)) {
    const fs::path place = behind_links(written.path);  // where it is renamed, or the link would be
    files_.push_back({.path = place,
                      .undisturbed = place.native() + ".undisturbed",
                      .is_in_one_order = is_in_one_order_[written.stage],
                      .had_part = fs::exists(part_of(place), unreadable)});
  }
  for (const topology::StagePlan& stage : plan.stages) {
    if (stage.role == Role::kProducer && !stage.spec->seeks) unrepeatable_ = stage.name;
  }
}

DrilledOutputs::~DrilledOutputs() {
  std::error_code ignored;
  for (const File& file : files_) {
    if (file.is_set_aside) fs::remove(file.undisturbed, ignored);
  }
}

fs::path DrilledOutputs::in_the_way() const {
  std::error_code unreadable;
  const auto there =
      std::ranges::find_if(files_, [&](const File& file) { return fs::exists(file.undisturbed, unreadable); });
  return there == files_.end() ? fs::path() : there->undisturbed;
}

void DrilledOutputs::set_aside() {
  for (File& file : files_) {
    fs::rename(file.path, file.undisturbed);
    file.is_set_aside = true;
  }
}

void DrilledOutputs::remove_begun() const {
  for (const File& file : files_) {
    if (!file.had_part) remove_unused(part_of(file.path));
  }
}

bool DrilledOutputs::compare(const Json& undisturbed, const Json& disturbed) {
  if (!unrepeatable_.empty()) {
    std::cout << "outputs: not compared, for '" << unrepeatable_ << "' can't make the same records a second time\n";
    return true;
  }
  bool is_same = results_of(undisturbed) == results_of(disturbed);
  std::cout << "results: " << (is_same ? "those of an undisturbed run" : "DIFFER from those of an undisturbed run")
            << '\n';
  for (File& file : files_) is_same = compare(file) && is_same;
  return is_same;
}

bool DrilledOutputs::compare(File& file) const {
  std::cout << file.path.string() << ": ";
  switch (cli::compare(file.path, file.undisturbed, file.is_in_one_order)) {
    case Likeness::kSameBytes:
      std::cout << "byte for byte that of an undisturbed run\n";
      return true;
    case Likeness::kSameLines:
      std::cout << "the same lines as of an undisturbed run, whose order is a matter of chance\n";
      return true;
    case Likeness::kDifferent:
      break;
  }
  std::cout << "DIFFERS from that of an undisturbed run, " << file.undisturbed.string() << '\n';
  file.is_set_aside = false;
  return false;
}

DrilledOutputs::Json DrilledOutputs::results_of(const Json& report) const {
  Json results = Json::object();
  for (const Json& stage : report["stages"]) {
    if (stage["role"] != "consumer") continue;
    for (const auto& [key, value] : stage["results"].items()) {
      Json& here = results[stage["name"].get<std::string>()][key];
      if (value.is_number_integer() && here.is_number_integer()) {
        here = here.get<std::int64_t>() + value.get<std::int64_t>();
      } else {
        here = value;
      }
    }
  }
  for (std::size_t stage = 0; stage < plan_.stages.size(); ++stage) {
    if (is_in_one_order_[stage] || !results.contains(plan_.stages[stage].name)) continue;
    for (Json& value : results[plan_.stages[stage].name]) {
      if (value.is_array()) std::sort(value.begin(), value.end());
    }
  }
  return results;
}

}  // namespace weir::cli

#include "run/way_on.h"

#include <filesystem>
#include <optional>

#include "run/begun_file.h"

namespace weir::run {

namespace {

namespace fs = std::filesystem;

bool has_work(const topology::Plan& plan, const Pages& pages, std::size_t stage) {
  const topology::ReplicaRange range = topology::replicas_of(plan, stage);
  for (std::size_t replica = range.first; replica < range.first + range.count; ++replica) {
    if (pages[replica].phase() != observe::Phase::kDone) return true;
  }
  return false;
}

/// What a producer has read from there does not come again.
std::optional<fs::path> fleeting_input(const topology::StagePlan& stage) {
  for (const auto& path_in : stage.spec->read) {
    const fs::path path = path_in(stage.settings.get());
    if (topology::is_fleeting(path)) return path;
  }
  return std::nullopt;
}

}  // namespace

std::string words_on(const WayOn& way, const fs::path& place) {
  const std::string resume = "`weir resume " + place.string() + "`";
  switch (way.kind) {
    case WayOn::Kind::kWhole:
      return "nothing is lost yet: " + resume + " goes on from here";
    case WayOn::Kind::kWithLoss:
      return resume + " goes on from here, but for what " + way.why;
    case WayOn::Kind::kBarred:
      return way.why + "; once it is back in its place, " + resume + " goes on; `weir clean` gives the run up";
    case WayOn::Kind::kNone:
      return "the run can't be taken up: " + way.why + "; `weir run` begins it anew";
  }
  return {};
}

WayOn way_on(const topology::Plan& plan, const RunDirectory& directory, Pages& pages, std::int64_t began_s) {
  WayOn way;
  for (std::size_t number = 0; number < plan.stages.size(); ++number) {
    const topology::StagePlan& stage = plan.stages[number];
    if (stage.role != Role::kProducer || !has_work(plan, pages, number)) continue;
    if (const auto input = fleeting_input(stage); input && stage.spec->seeks) {
      return {WayOn::Kind::kNone, "'" + stage.name + "' read '" + input->string() + "', which gives nothing twice"};
    }
    if (stage.spec->seeks || stage.spool == topology::Spool::kDisk) continue;
    way = {WayOn::Kind::kWithLoss, "'" + stage.name + "' had sent and nobody had got"};
  }
  for (const topology::WrittenFile& file : topology::written_files(plan)) {
    const BegunFile begun(plan, file, directory, pages);
    if (!begun.is_gone(began_s)) continue;
    return {WayOn::Kind::kBarred,
            "'" + begun.part().string() + "', which '" + plan.stages[file.stage].name + "' had begun, is gone"};
  }
  return way;
}

}  // namespace weir::run

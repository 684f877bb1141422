#include <algorithm>
#include <array>
#include <string>

#include "topology/draft.h"
#include "topology/fields.h"
#include "topology/settings_reader.h"

namespace weir::topology {

namespace {

struct Section {
  std::string key;
  Role role;
};
const std::array kSections{Section{"producers", Role::kProducer}, Section{"transformers", Role::kTransformer},
                           Section{"consumers", Role::kConsumer}};

class StagesReader {
 public:
  StagesReader(const std::filesystem::path& directory, const Catalog& catalog, Draft& draft)
      : directory_(directory), catalog_(catalog), draft_(draft) {}

  void read_section(const Section& section, const Node& stages) {
    if (stages.is_null()) return;
    if (!expect(stages, Node::Kind::kMap, quote(section.key), draft_.mistakes)) {
      draft_.knows_all_stages = false;
      return;
    }
    for (const Entry& entry : stages.entries) {
      if (draft_.plan.stages.size() == kMostStages) {
        draft_.mistakes.add(entry.place, "more than " + std::to_string(kMostStages) + " stages");
        draft_.knows_all_stages = false;
        return;
      }
      read_stage(section, entry);
    }
  }

 private:
  void read_stage(const Section& section, const Entry& entry) {
    StagePlan stage;
    stage.name = entry.key;
    stage.role = section.role;
    stage.place = entry.place;
    check_name("stage", stage.name, stage.place, draft_.mistakes);
    const auto [known, is_new] = draft_.stage_index.emplace(stage.name, draft_.plan.stages.size());
    if (!is_new) {
      const StagePlan& first = draft_.plan.stages[known->second];
      // Within one section it is a duplicate key, and reported as that.
      if (first.role != stage.role) {
        draft_.mistakes.add(stage.place, "a stage named " + quote(stage.name) + " stands at " + first.place.text() +
                                             " already; names are unique over all sections");
      }
      draft_.knows_all_links = false;
    }
    const std::string title = std::string(to_string(stage.role)) + " " + quote(stage.name);
    if (expect(entry.value, Node::Kind::kMap, title, draft_.mistakes)) {
      read_map(title, section.key + "." + stage.name, entry.value, stage);
    }
    draft_.plan.stages.push_back(std::move(stage));
  }

  void read_map(const std::string& title, const std::string& path, const Node& map, StagePlan& stage) {
    Fields fields(&map, path, " of " + title, draft_);
    read_type(fields, title, stage);
    fields.refuse_unknown({"type", "with", "replicas", "process", "restart", "on_error", "on_poison", "spool"},
                          stage.spec == nullptr ? std::vector<std::string>() : field_names(*stage.spec));
    fields.read("replicas", stage.replicas, std::uint32_t{1}, kMostReplicas);
    read_process(fields, stage);
    read_restart(fields, path, title, stage);
    fields.read_choice("on_error", stage.on_error, std::array{OnError::kSkip, OnError::kStop});
    fields.read_choice("on_poison", stage.on_poison, std::array{OnPoison::kStop, OnPoison::kSkip});
    read_spool(fields, stage);
    if (stage.spec != nullptr) {
      stage.settings = read_settings(*stage.spec, fields.find("with"), {title, path, stage.place, directory_}, draft_);
    }
    count_replicas(stage);
  }

  void read_type(Fields& fields, const std::string& title, StagePlan& stage) {
    if (fields.find("type") == nullptr) return draft_.mistakes.add(stage.place, title + " needs a 'type'");
    const Node* const type = fields.find_scalar("type");
    if (type == nullptr) return;
    fields.record("type", type->text);
    stage.spec = catalog_.find(stage.role, type->text);
    if (stage.spec == nullptr) draft_.mistakes.add(type->place, unknown_type(type->text, stage.role));
  }

  std::string unknown_type(const std::string& type, Role role) {
    const std::string wanted(to_string(role));
    for (const Section& section : kSections) {
      if (catalog_.find(section.role, type) == nullptr) continue;
      return quote(type) + " is a " + std::string(to_string(section.role)) + ", not a " + wanted;
    }
    std::vector<std::string> names;
    for (const StageSpec& spec : catalog_.specs()) {
      if (spec.role == role) names.push_back(spec.name);
    }
    const std::string nearest = draft_.mistakes.did_you_mean(type, names);
    return "unknown " + wanted + " type " + quote(type) + (nearest.empty() ? "; 'weir stages' lists all" : nearest);
  }

  void read_process(Fields& fields, StagePlan& stage) {
    if (const Node* const process = fields.find_scalar("process")) {
      if (process->text == "weir") {
        fields.refuse("process", *process, "can't be 'weir': so the launching process is called");
      } else if (check_name("process", process->text, process->place, draft_.mistakes)) {
        stage.process = process->text;
      }
    }
    fields.record("process", stage.process.empty() ? "none" : stage.process);
  }

  void read_restart(Fields& fields, const std::string& path, const std::string& title, StagePlan& stage) {
    if (can_live_again(stage)) stage.restart.policy = RestartPolicy::kOnFailure;
    const Node* const restart = fields.find("restart");
    if (restart == nullptr || restart->is_scalar()) return read_policy(fields, "restart", stage);
    if (!expect(*restart, Node::Kind::kMap, fields.name_of("restart"), draft_.mistakes)) return;
    Fields details(restart, path + ".restart", " in 'restart' of " + title, draft_);
    details.refuse_unknown({"policy", "max", "within", "backoff", "stall_after"});
    read_policy(details, "policy", stage);
    details.read("max", stage.restart.max, std::uint32_t{1}, std::uint32_t{1'000});
    details.read("within", stage.restart.within, kShortest, kLongest);
    details.read("backoff", stage.restart.backoff, kShortest, kLongest);
    details.read("stall_after", stage.restart.stall_after, kShortest, kLongest);
  }

  void read_spool(Fields& fields, StagePlan& stage) {
    const Node* const spool = fields.find("spool");
    if (stage.role == Role::kProducer) {
      fields.read_choice("spool", stage.spool, std::array{Spool::kNone, Spool::kDisk});
    } else if (spool != nullptr) {
      fields.refuse("spool", *spool, "is a producer's: what others have got comes again anyway");
    }
    if (spool != nullptr && stage.spool == Spool::kDisk && stage.spec != nullptr && stage.spec->seeks) {
      fields.refuse("spool", *spool, "is not needed: " + quote(stage.spec->name) + " can make its records again");
    }
  }

  static bool can_live_again(const StagePlan& stage) {
    return stage.spec == nullptr || stage.role == Role::kProducer || stage.spec->stateless || stage.spec->saves;
  }

  void read_policy(Fields& fields, std::string_view key, StagePlan& stage) {
    fields.read_choice(key, stage.restart.policy, std::array{RestartPolicy::kOnFailure, RestartPolicy::kNever});
    if (can_live_again(stage) || stage.restart.policy == RestartPolicy::kNever) return;
    fields.refuse(key, *fields.find(key),
                  "can't be 'on_failure': " + quote(stage.spec->name) + " keeps what a new process would not know");
  }

  void count_replicas(const StagePlan& stage) {
    const bool too_many_before = replicas_ > kMostReplicasInAll;
    replicas_ += stage.replicas;
    if (replicas_ > kMostReplicasInAll && !too_many_before) {
      draft_.mistakes.add(stage.place, "with " + quote(stage.name) + " there are more than " +
                                           std::to_string(kMostReplicasInAll) + " replicas in all");
    }
  }

  static constexpr std::chrono::nanoseconds kShortest = std::chrono::milliseconds{1};
  static constexpr std::chrono::nanoseconds kLongest = std::chrono::hours{24};

  const std::filesystem::path& directory_;
  const Catalog& catalog_;
  Draft& draft_;
  std::uint64_t replicas_ = 0;  ///< so far
};

void require(Role role, const std::string& section, const Node& root, Draft& draft) {
  const auto of_role = [role](const StagePlan& stage) { return stage.role == role; };
  if (std::ranges::any_of(draft.plan.stages, of_role)) return;
  const auto entry = std::ranges::find(root.entries, section, &Entry::key);
  draft.mistakes.add(entry == root.entries.end() ? root.place : entry->place,
                     "no " + std::string(to_string(role)) + "; a pipeline needs at least one");
  draft.knows_all_links = false;
}

}  // namespace

void read_stages(const Node& root, const std::filesystem::path& directory, const Catalog& catalog, Draft& draft) {
  StagesReader reader(directory, catalog, draft);
  for (const Section& section : kSections) {
    if (const Node* const stages = root.find(section.key)) reader.read_section(section, *stages);
  }
  draft.fed.resize(draft.plan.stages.size());
  draft.read.resize(draft.plan.stages.size());
  if (!draft.knows_all_stages) return;
  require(Role::kProducer, "producers", root, draft);
  require(Role::kConsumer, "consumers", root, draft);
}

}  // namespace weir::topology

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <string>

#include "topology/draft.h"
#include "topology/fields.h"

namespace weir::topology {

namespace {

constexpr std::string_view kAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kInNames = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/// The file's stem, with '-' for what a name can't hold.
std::string default_name(const std::string& source) {
  std::string name = std::filesystem::path(source).stem().string();
  for (char& character : name) {
    if (kInNames.find(character) == kInNames.npos) character = '-';
  }
  name.erase(0, std::min(name.find_first_of(kAlphanumeric), name.size()));
  name.resize(std::min(name.size(), kLongestName));
  return name.empty() ? "pipeline" : name;
}

void read_version(Fields& fields, const Place& place, Draft& draft) {
  if (fields.find("version") == nullptr) return draft.mistakes.add(place, "'version: 1' is missing");
  const Node* const version = fields.find_scalar("version");
  if (version != nullptr && version->text != "1") {
    fields.refuse("version", *version, "must be 1, not " + quote(version->text));
  }
  fields.record("version", "1");
}

void read_name(Fields& fields, const std::string& source, Draft& draft) {
  draft.plan.name = default_name(source);
  if (const Node* const name = fields.find_scalar("name")) {
    const bool good = !name->text.empty() && name->text.size() <= kLongestName &&
                      kAlphanumeric.find(name->text.front()) != kAlphanumeric.npos &&
                      name->text.find_first_not_of(kInNames) == std::string::npos;
    if (good) {
      draft.plan.name = name->text;
    } else {
      fields.refuse(
          "name", *name,
          "must be 1 to 64 letters, digits, '_' or '-', and begin with a letter or digit, unlike " + quote(name->text));
    }
  }
  fields.record("name", draft.plan.name);
}

void read_limit(Fields& fields, Draft& draft) {
  if (fields.find("limit") == nullptr) return fields.record("limit", "none");
  std::uint64_t limit = 0;
  fields.read("limit", limit, std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max());
  draft.plan.limit = limit;
}

void read_rate(Fields& fields, Draft& draft) {
  if (fields.find("rate") == nullptr) return fields.record("rate", "none");
  constexpr std::uint64_t kMost = 1'000'000'000;  // one a nanosecond
  std::uint64_t rate = 0;
  fields.read("rate", rate, std::uint64_t{1}, kMost);
  draft.plan.rate = rate;
}

void read_delivery(Fields& fields, Draft& draft) {
  fields.read_choice("delivery", draft.plan.delivery,
                     std::array{Delivery::kAtMostOnce, Delivery::kAtLeastOnce, Delivery::kEffectivelyOnce});
}

}  // namespace

void read_general(const Node& root, const std::string& source, Draft& draft) {
  Fields fields(&root, "", "", draft);
  fields.refuse_unknown({"version", "name", "topology", "limit", "rate", "delivery", "producers", "transformers",
                         "consumers", "queues", "pipes"});
  read_version(fields, root.place, draft);
  read_name(fields, source, draft);
  fields.read_choice("topology", draft.plan.topology,
                     std::array{Topology::kThreads, Topology::kProcesses, Topology::kSerial});
  read_limit(fields, draft);
  read_rate(fields, draft);
  read_delivery(fields, draft);
}

}  // namespace weir::topology

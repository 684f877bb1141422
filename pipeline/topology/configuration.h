#pragma once

#include <weir/catalog.h>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "topology/diagnostic.h"
#include "topology/plan.h"

namespace weir::topology {

/// A value given on the command line in place of the file's.
struct Override {
  std::string path;    ///< "queues.lines.capacity"
  std::string value;   ///< YAML: a scalar, or a list or map in flow style
  std::string origin;  ///< how messages name it: "--set queues.lines.capacity", "--topology"
};

/// All that a plan is computed from; a child process gets the same through the run directory.
struct Inputs {
  std::string source;               ///< the file as the user named it, for messages
  std::filesystem::path directory;  ///< absolute; relative paths in the file start here
  std::string text;                 ///< the file's content
  std::vector<Override> overrides;  ///< later ones win
  std::function<std::optional<std::string>(const std::string&)> environment;  ///< looks up `${NAME}`
};

/// Either a plan, or what is wrong: `plan` is empty exactly when there are `diagnostics`.
struct Planned {
  std::optional<Plan> plan;
  std::vector<Diagnostic> diagnostics;
};

/// Reads and checks a configuration against the stage types of `catalog`, which must outlive the plan.
/// Starts, opens and prints nothing; never throws on bad input, whatever the bytes.
Planned make_plan(const Inputs& inputs, const Catalog& catalog);

/// The text of a configuration file, or a diagnostic that says why it can't be had: missing, unreadable, a folder,
/// no regular file, larger than `kLargestFile`.
inline constexpr std::size_t kLargestFile = 1024 * 1024;
struct FileText {
  std::string text;
  std::optional<Diagnostic> problem;
};
FileText read_file(const std::filesystem::path& path);

}  // namespace weir::topology

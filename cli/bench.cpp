#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "bench/comparison.h"
#include "bench/errors.h"
#include "bench/lesson_server.h"
#include "bench/machine.h"
#include "bench/results_html.h"
#include "bench/results_sheets.h"
#include "cli/bench_order.h"
#include "cli/verbs.h"
#include "cli/workplace.h"
#include "link/socket.h"

namespace weir::cli {

namespace {

struct BenchOptions {
  BenchFlags flags;
  bool markdown = false;
  std::string report;
  std::string html;
  std::string compare;
  std::string from;
};

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("can't read '" + path + "'");
  return text.str();
}

bench::Results results_in(const std::string& path) {
  const std::string text = text_of(path);
  try {
    return bench::results_from(text);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error("'" + path + "': " + error.what());
  }
}

/// That it can be written is known before anything is measured; what is there stays until there is something to write.
class OutputFile {
 public:
  explicit OutputFile(const std::string& path) : path_(path), was_there_(std::filesystem::exists(path)) {
    if (!path_.empty() && !std::ofstream(path_, std::ios::app)) fail();
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile() {
    std::error_code ignored;
    if (!path_.empty() && !was_there_ && !is_written_) std::filesystem::remove(path_, ignored);
  }

  void write(const std::string& text) {
    if (path_.empty()) return;
    is_written_ = true;
    std::ofstream file(path_);
    if (!(file << text << std::flush)) fail();
  }

 private:
  [[noreturn]] void fail() const { throw std::runtime_error("can't write '" + path_ + "'"); }

  std::string path_;
  bool was_there_;
  bool is_written_ = false;
};

/// On a terminal in one line that is written over, else nothing but a line every so often would be of use: each
/// round's first.
class ProgressLine {
 public:
  ~ProgressLine() {
    if (is_live_ && shown_) std::cerr << "\r\x1b[K";
  }
  void tell(const std::string& what) {
    shown_ = true;
    if (is_live_) {
      std::cerr << "\r\x1b[K" << what << std::flush;
    } else if (what.find(", 1 of ") != std::string::npos || what.starts_with("trying")) {
      std::cerr << "bench: " << what << '\n';
    }
  }

 private:
  bool is_live_ = isatty(STDERR_FILENO) == 1;
  bool shown_ = false;
};

/// Files that the runs leave, and that were not there before.
class LeftFiles {
 public:
  explicit LeftFiles(std::vector<std::filesystem::path> outputs) : files_(std::move(outputs)) {
    std::erase_if(files_, [](const std::filesystem::path& path) { return std::filesystem::exists(path); });
  }
  LeftFiles(const LeftFiles&) = delete;
  LeftFiles& operator=(const LeftFiles&) = delete;
  ~LeftFiles() {
    std::error_code ignored;
    for (const std::filesystem::path& path : files_) std::filesystem::remove(path, ignored);
  }

 private:
  std::vector<std::filesystem::path> files_;
};

void shout_before(const observe::Provenance& provenance) {
  if (const auto warning = bench::build_warning(provenance)) std::cerr << "ATTENTION: " << *warning << '\n';
  constexpr int kLookMs = 300;
  const bench::OthersLoad others;
  usleep(kLookMs * 1000);
  if (const auto warning = bench::busy_warning(others.share(), "just now")) {
    std::cerr << "ATTENTION: " << *warning << '\n';
  }
}

using Servers = std::vector<std::unique_ptr<bench::LessonServer>>;

/// Serves the pages that lessons ask of this machine. Leaves those out whose pages can't be served, and says so.
std::vector<bench::Skipped> serve_pages(Benched& benched, const bench::LessonScripts& scripts, Servers& servers) {
  std::vector<bench::Skipped> skipped;
  std::erase_if(benched.pipelines, [&](const bench::Pipeline& pipeline) {
    if (!pipeline.lesson || pipeline.lesson->pages_port == 0) return false;
    try {
      servers.push_back(std::make_unique<bench::LessonServer>(scripts, pipeline.lesson->pages_port));
      return false;
    } catch (const bench::Absent& error) {
      skipped.push_back({pipeline.name, error.what()});
      return true;
    }
  });
  if (benched.pipelines.empty()) throw std::runtime_error("there is nothing left to measure: " + skipped.front().why);
  return skipped;
}

std::optional<bench::Results> measure(const BenchFlags& flags, const Catalog& catalog) {
  shout_before(observe::provenance(link::zeromq_version()));
  run::SignalQueue signals;
  const Workplace workplace("bench");
  bench::Program program(workplace.path(), signals);
  ProgressLine progress;
  const bench::Tell tell = [&progress](const std::string& what) { progress.tell(what); };
  const bench::LessonScripts scripts(workplace / "lessons");
  if (flags.configs.empty()) {
    return run_bench(demo_order(flags, workplace.path()), scripts, program, workplace.path(), tell);
  }
  std::optional<Benched> benched = read_configs(flags, catalog);
  if (!benched) return std::nullopt;
  const LeftFiles left(benched->outputs);
  Servers servers;
  const std::vector<bench::Skipped> skipped = serve_pages(*benched, scripts, servers);
  const bench::Order order = order_of_configs(*benched, flags, program, workplace.path(), tell);
  bench::Results results = run_bench(order, scripts, program, workplace.path(), tell);
  results.skipped.insert(results.skipped.end(), skipped.begin(), skipped.end());
  return results;
}

void show(const bench::Results& results, const std::optional<bench::Results>& before, bool markdown) {
  std::vector<bench::Sheet> sheets = sheets_of(results);
  if (before) sheets.push_back(compare(*before, results));
  constexpr std::size_t kScreen = 120;
  const bool is_screen = isatty(STDOUT_FILENO) == 1;
  const bool colour = is_screen && std::getenv("NO_COLOR") == nullptr;
  std::cout << bench::warnings_text(results);
  for (const bench::Sheet& sheet : sheets) {
    std::cout << '\n'
              << (markdown ? to_markdown(sheet) : to_text(sheet, colour, is_screen ? kScreen : std::string::npos));
  }
  if (before) std::cout << '\n' << bench::differences(before->provenance, results.provenance);
  std::cout << '\n' << closing_text(results);
}

int run_bench_verb(const BenchOptions& options, const Catalog& catalog) {
  if (!options.from.empty() && options.flags.asks_for_runs()) {
    std::cerr << "weir: bench: --from shows a report of before, and measures nothing of what else is asked for\n";
    return kExitUsage;
  }
  if (const std::string problem = options.flags.problem(); !problem.empty()) {
    std::cerr << "weir: bench: " << problem << '\n';
    return kExitUsage;
  }
  try {
    std::optional<bench::Results> before;
    if (!options.compare.empty()) before = results_in(options.compare);
    OutputFile report(options.report);
    OutputFile page(options.html);
    const std::optional<bench::Results> results =
        options.from.empty() ? measure(options.flags, catalog) : results_in(options.from);
    if (!results) return kExitConfiguration;
    const std::string json = to_json(*results);
    report.write(json);
    page.write(bench::to_html(json));
    show(*results, before, options.markdown);
    return kExitWell;
  } catch (const bench::Interrupted&) {
    std::cerr << "weir: bench: interrupted; its runs are ended and removed\n";
    return kExitKilled;
  } catch (const std::runtime_error& error) {
    std::cerr << "weir: bench: " << error.what() << '\n';
    return kExitFailed;
  }
}

}  // namespace

void add_bench(CLI::App& program, const Catalog& catalog, int& exit_code) {
  const auto options = std::make_shared<BenchOptions>();
  CLI::App& verb = *program.add_subcommand("bench", "Measure pipelines as threads and as processes, against baselines");
  options->flags.add_to(verb);
  verb.add_flag("--markdown", options->markdown, "Print the tables as Markdown");
  verb.add_option("--report", options->report, "Write the report there, as JSON")->type_name("FILE");
  verb.add_option("--html", options->html, "Write the report there, as a page with charts")->type_name("FILE");
  verb.add_option("--compare", options->compare, "Set a report of before beside this one")->type_name("OLD.json");
  verb.add_option("--from", options->from, "Measure nothing: show this report")->type_name("FILE.json");
  verb.callback([options, &catalog, &exit_code] { exit_code = run_bench_verb(*options, catalog); });
}

}  // namespace weir::cli

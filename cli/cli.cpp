#include <fcntl.h>
#include <unistd.h>
#include <weir/cli.h>
#include <weir/spec.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/verbs.h"
#include "cli/version.h"
#include "run/address_space.h"
#include "run/stage_process.h"

namespace weir {

namespace {

constexpr std::string_view kStageVerb = "stage";  // what a launcher starts; no verb for people

/// CLI11 would only say that a subcommand is missing. Empty: the word is a verb, or no word.
std::string unknown_verb(const CLI::App& program, const std::string& word) {
  std::vector<std::string> verbs;
  for (const CLI::App* verb : program.get_subcommands([](const CLI::App*) { return true; })) {
    verbs.push_back(verb->get_name());
  }
  if (word.empty() || word.starts_with('-') || std::ranges::count(verbs, word) > 0) return {};
  const std::string nearest = nearest_name(word, verbs);
  return "no verb is called '" + word + "'" + (nearest.empty() ? "" : "; did you mean '" + nearest + "'?") +
         "\n`weir --help` lists them all";
}

/// "did you mean '--topology'?" of a flag that the verb does not have; empty: it has none of a name so near.
std::string nearest_flag(const CLI::App& verb, std::string_view unknown) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  }
  const std::string nearest = nearest_name(unknown.substr(0, unknown.find('=')), flags);
  return nearest.empty() ? "" : "; did you mean '" + nearest + "'?";
}

/// What is wrong with the command line, in weir's words.
std::string usage_problem(const CLI::App& program, const CLI::ParseError& error) {
  const std::vector<CLI::App*> verbs = program.get_subcommands();
  if (verbs.empty()) return std::string(error.what()) + "\n`weir --help` lists the verbs";
  const CLI::App& verb = *verbs.front();
  std::string problem = error.what();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const std::vector<std::string> unexpected = program.remaining(true);
    const auto flag = std::ranges::find_if(unexpected, [](const std::string& word) { return word.starts_with('-'); });
    problem = flag == unexpected.end() ? "takes no further argument '" + unexpected.front() + "'"
                                       : "has no flag '" + *flag + "'" + nearest_flag(verb, *flag);
  }
  return verb.get_name() + ": " + problem + "\n`weir " + verb.get_name() + " --help` shows what it takes";
}

/// Listings are buffered, so that a full disk may show as late as this.
int exit_code_once_written(int exit_code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.flush()) return exit_code;
  std::cerr << "weir: cannot write to standard output\n";
  return exit_code == cli::kExitWell ? cli::kExitFailed : exit_code;
}

/// What the caller closed of the standard streams would be the number of the next file that is opened, and take what is
/// meant for the stream. Input and output are opened the wrong way round, so that using them fails.
void occupy_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) < 0) open("/dev/null", stream == STDOUT_FILENO ? O_RDONLY : O_WRONLY);
  }
}

int run_verb(int argc, char** argv, const Catalog& catalog) {
  CLI::App program("Runs the pipeline that a YAML file describes, as threads or as processes, and measures it.",
                   "weir");
  program.require_subcommand(1);
  program.set_version_flag("--version", cli::kVersion);
  program.footer("`weir VERB --help` tells more of a verb.");
  int exit_code = cli::kExitWell;
  cli::add_run(program, catalog, exit_code);
  cli::add_resume(program, catalog, exit_code);
  cli::add_drill(program, catalog, exit_code);
  cli::add_validate(program, catalog, exit_code);
  cli::add_plan(program, catalog, exit_code);
  cli::add_graph(program, catalog, exit_code);
  cli::add_stages(program, catalog, exit_code);
  cli::add_ps(program, exit_code);
  cli::add_clean(program, exit_code);
  cli::add_bench(program, catalog, exit_code);
  cli::add_baseline(program, exit_code);
  if (const std::string problem = argc > 1 && argv[1] != std::string_view("help") ? unknown_verb(program, argv[1]) : "";
      !problem.empty()) {
    std::cerr << "weir: " << problem << '\n';
    return cli::kExitUsage;
  }
  if (argc == 1 || argv[1] == std::string_view("help")) {
    (argc == 1 ? std::cerr : std::cout) << program.help();
    return argc == 1 ? cli::kExitUsage : cli::kExitWell;
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return program.exit(error);  // --help and --version
    std::cerr << "weir: " << usage_problem(program, error) << '\n';
    return cli::kExitUsage;
  }
  return exit_code;
}

}  // namespace

int run_cli(int argc, char** argv, const Catalog& catalog) {
  occupy_closed_streams();
  run::make_do_with_address_space();
  std::signal(SIGCHLD, SIG_DFL);  // where the caller ignores it, nobody could wait for a child
  std::signal(SIGXFSZ, SIG_IGN);  // a file that must not grow is an error of the write
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  try {
    if (argc == 4 && arguments[1] == kStageVerb) return run::run_stage_process(arguments[2], arguments[3], catalog);
    return exit_code_once_written(run_verb(argc, argv, catalog));
  } catch (const std::exception& error) {
    std::cerr << "weir: " << error.what() << '\n';
    return cli::kExitFailed;
  }
}

}  // namespace weir

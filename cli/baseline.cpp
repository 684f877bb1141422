#include "bench/baselines/baseline.h"

#include <iostream>
#include <memory>
#include <string>

#include "bench/baselines/measured_json.h"
#include "cli/verbs.h"

namespace weir::cli {

namespace {

int measure(const std::string& name, const bench::Terms& terms) {
  try {
    std::cout << bench::to_json_line(bench::run_baseline(name, terms)) << '\n';
    return kExitWell;
  } catch (const bench::Unavailable& error) {
    std::cerr << "weir: " << name << ": " << error.what() << '\n';
    return bench::kExitUnavailable;
  } catch (const std::exception& error) {
    std::cerr << "weir: " << name << ": " << error.what() << '\n';
    return kExitFailed;
  }
}

}  // namespace

void add_baseline(CLI::App& program, int& exit_code) {
  const auto name = std::make_shared<std::string>();
  const auto terms = std::make_shared<bench::Terms>();
  const auto is_unread = std::make_shared<bool>(false);
  CLI::App& verb = *program.add_subcommand("baseline", "Measure one baseline, for `weir bench`")->group("");
  verb.add_option("name", *name, "Which one")->required();
  verb.add_option("--messages", terms->messages, "How many")->check(CLI::PositiveNumber);
  verb.add_option("--payload", terms->payload_bytes, "Bytes of each")
      ->check(CLI::Range(bench::kNumberBytes, bench::kLargestPayload));
  verb.add_option("--rate", terms->rate, "Messages a second")->check(CLI::PositiveNumber);
  verb.add_flag("--unread", *is_unread, "The receiver looks at nothing but the number of a message");
  verb.callback([=, &exit_code] {
    terms->reads_payload = !*is_unread;
    exit_code = measure(*name, *terms);
  });
}

}  // namespace weir::cli

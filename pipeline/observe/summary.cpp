#include <spdlog/fmt/fmt.h>
#include <weir/spec.h>

#include <algorithm>
#include <span>

#include "observe/figures.h"
#include "observe/report.h"
#include "observe/result_lines.h"
#include "observe/table.h"
#include "observe/terminal_text.h"

namespace weir::observe {

namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kShownReplicas = 8;  ///< with more of them a stage is one line
constexpr std::size_t kLongestName = 40;

/// How counts are written: whole, or short where whole ones would not fit into the line.
using CountText = std::string (*)(std::uint64_t);
std::string whole(std::uint64_t count) { return grouped(count); }
std::string in_short(std::uint64_t count) { return compact(static_cast<double>(count)); }

std::string unless_zero(std::uint64_t count, CountText text) { return count == 0 ? "" : text(count); }

using Replicas = std::vector<const StageReport*>;

/// The replicas of each stage, in the order of the report.
std::vector<Replicas> replicas_by_stage(const Report& report) {
  std::vector<Replicas> groups;
  for (const StageReport& stage : report.stages) {
    const auto same = std::ranges::find(groups, stage.name, [](const Replicas& group) { return group.front()->name; });
    (same == groups.end() ? groups.emplace_back() : *same).push_back(&stage);
  }
  return groups;
}

std::string label(const StageReport& stage, std::size_t replicas) {
  const std::string name = cut(printable(stage.name), kLongestName);
  return replicas == 1 ? name : fmt::format("{}[{}]", name, stage.replica);
}

StageReport merged(const Replicas& replicas) {
  StageReport sum = *replicas.front();
  for (const StageReport* replica : std::span(replicas).subspan(1)) {
    sum.records_in += replica->records_in;
    sum.records_out += replica->records_out;
    sum.rejected += replica->rejected;
    sum.restarts += replica->restarts;
    sum.busy_s += replica->busy_s;
    sum.starved_s += replica->starved_s;
    sum.blocked_s += replica->blocked_s;
    if (sum.failure.empty()) sum.failure = replica->failure;
  }
  return sum;
}

/// What rates refer to; 0: nothing. A run that was broken off has records under way, made and not done, which belong
/// to no rate.
double measured_s(const Report& report) {
  return report.outcome == "completed" || report.outcome == "stopped" ? report.wall_s : 0;
}

std::string rate_text(std::uint64_t records, double wall_s) {
  return wall_s > 0 ? compact(static_cast<double>(records) / wall_s) + "/s" : "-";
}

std::vector<Table::Field> row_of(const StageReport& stage, const std::string& name, double wall_s, CountText text) {
  const bool takes = stage.role != to_string(Role::kProducer);
  const bool makes = stage.role != to_string(Role::kConsumer);
  const double turns_s = stage.busy_s + stage.starved_s + stage.blocked_s;
  const auto share = [&](double part) { return turns_s > 0 ? percent_text(part / turns_s) : "-"; };
  return {{name, stage.failure.empty() ? Style::kPlain : Style::kBad},
          {takes ? text(stage.records_in) : ""},
          {makes ? text(stage.records_out) : ""},
          {rate_text(takes ? stage.records_in : stage.records_out, wall_s)},
          {share(stage.busy_s)},
          {share(stage.starved_s)},
          {share(stage.blocked_s)},
          {unless_zero(stage.rejected, text), Style::kWarning},
          {unless_zero(stage.restarts, text), Style::kWarning}};
}

Table stage_table(const Report& report, CountText text) {
  Table table({{"stage", Table::Align::kLeft, 12},
               {"records in"},
               {"records out"},
               {"rate"},
               {"busy"},
               {"starved"},
               {"blocked"},
               {"rejected"},
               {"restarts"}});
  for (const Replicas& replicas : replicas_by_stage(report)) {
    if (replicas.size() > kShownReplicas) {
      const StageReport sum = merged(replicas);
      table.add(row_of(sum, fmt::format("{} x{}", printable(sum.name), replicas.size()), measured_s(report), text));
      continue;
    }
    for (const StageReport* replica : replicas) {
      table.add(row_of(*replica, label(*replica, replicas.size()), measured_s(report), text));
    }
  }
  return table;
}

Table::Field balance_of(const LinkReport& link, CountText text) {
  if (link.balances()) return {"balanced", Style::kGood};
  const std::int64_t surplus = link.surplus();
  if (surplus > 0) return {"NOT BALANCED by +" + text(static_cast<std::uint64_t>(surplus)), Style::kBad};
  const auto missing =
      surplus < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(surplus) : link.lost + link.in_flight;
  return {"NOT BALANCED by -" + text(missing), Style::kBad};
}

enum class Latencies { kShown, kLeftOut };

Table ledger_table(const Report& report, CountText text, Latencies latencies) {
  Table table({{"link", Table::Align::kLeft, 8},
               {"from -> to", Table::Align::kLeft, 14},
               {"accepted"},
               {"delivered"},
               {"dropped"},
               {"rejected"},
               {"lost"},
               {"in flight"},
               {"ledger", Table::Align::kLeft},
               {"p50"},
               {"p99"}});
  for (const LinkReport& link : report.links) {
    const bool timed = latencies == Latencies::kShown && link.latency_us.max > 0;
    const std::string route = printable(fmt::format("{} -> {}", fmt::join(link.from, ", "), link.to));
    table.add({{printable(link.name)},
               {route},
               {text(link.accepted)},
               {text(link.delivered)},
               {unless_zero(link.dropped, text), Style::kWarning},
               {unless_zero(link.rejected, text), Style::kWarning},
               {unless_zero(link.lost, text), Style::kBad},
               {unless_zero(link.in_flight, text), Style::kBad},
               balance_of(link, text),
               {timed ? latency_text(link.latency_us.p50) : ""},
               {timed ? latency_text(link.latency_us.p99) : ""}});
  }
  return table;
}

/// Empty tables are no section.
std::string section(const Table& table, bool colour) { return table.empty() ? "" : "\n" + table.text(kWidth, colour); }

std::string stages(const Report& report, bool colour) {
  Table table = stage_table(report, whole);
  if (table.least_width() > kWidth) table = stage_table(report, in_short);
  return section(table, colour);
}

/// A ledger is exact where it can be: it gives up its latencies first.
std::string ledger(const Report& report, bool colour) {
  Table table = ledger_table(report, whole, Latencies::kShown);
  if (table.least_width() > kWidth) table = ledger_table(report, whole, Latencies::kLeftOut);
  if (table.least_width() > kWidth) table = ledger_table(report, in_short, Latencies::kLeftOut);
  return section(table, colour);
}

Style style_of(const std::string& outcome) {
  if (outcome == "completed") return Style::kGood;
  return outcome == "stopped" ? Style::kWarning : Style::kBad;
}

std::string headline(const Report& report, bool colour) {
  constexpr std::uint64_t kLong = 10'000'000'000;
  const std::uint64_t records = report.records();
  std::string figures;
  const double wall_s = measured_s(report);
  if (wall_s > 0) figures += " in " + elapsed_text(wall_s);
  figures += fmt::format(", {} record{}", (records < kLong ? whole : in_short)(records), records == 1 ? "" : "s");
  if (wall_s > 0) figures += ", " + compact(static_cast<double>(records) / wall_s) + " records/s";
  figures += " (" + report.topology + ")";
  const std::string_view verdict = report.balanced() ? "" : "NOT BALANCED";
  if (!verdict.empty()) figures += ", ";

  const std::size_t taken = columns(report.outcome) + columns(figures) + columns(verdict) + 2;
  const std::string name = cut(printable(report.name), kWidth - std::min(kWidth, taken));
  return styled(name, Style::kStrong, colour) + ": " + styled(report.outcome, style_of(report.outcome), colour) +
         figures + styled(verdict, verdict.empty() ? Style::kPlain : Style::kBad, colour) + "\n";
}

/// What is no part of the balance: what came a second time tells of restarts, a bad frame of a stranger at the socket.
std::string oddities(const Report& report) {
  std::string text;
  for (const LinkReport& link : report.links) {
    const auto tell = [&](const std::string& what) {
      text += "  " + cut(cut(printable(link.name), kLongestName) + ": " + what, kWidth - 2) + "\n";
    };
    if (link.redelivered > 0 || link.duplicates > 0) {
      tell(grouped(link.redelivered) + " redelivered, " + grouped(link.duplicates) + " duplicates put aside");
    }
    if (link.bad_frames > 0) {
      tell(grouped(link.bad_frames) + (link.bad_frames == 1 ? " bad frame" : " bad frames") + " refused");
    }
  }
  return text;
}

std::string figures_of_the_run(const Report& report) {
  std::string text = "\n";
  const Percentiles& latency = report.end_to_end_us;
  if (latency.max > 0) {
    text += fmt::format("  end to end  p50 {}, p99 {}, max {}\n", latency_text(latency.p50), latency_text(latency.p99),
                        latency_text(latency.max));
  }
  return text + fmt::format("  resources   {} of processor time, {} of memory\n", elapsed_text(report.cpu_s),
                            size_text(report.max_rss_bytes));
}

std::string results(const Report& report) {
  std::string text;
  for (const Replicas& replicas : replicas_by_stage(report)) {
    std::size_t shown = 0;
    for (const StageReport* replica : replicas) {
      const std::string line = result_line(replica->results);
      if (line.empty()) continue;
      if (++shown > kShownReplicas) continue;
      text += "  " + cut(label(*replica, replicas.size()) + ": " + line, kWidth - 2) + "\n";
    }
    if (shown > kShownReplicas) {
      text += "  " + cut(printable(replicas.front()->name), kLongestName) +
              fmt::format(": the report has the results of {} more\n", shown - kShownReplicas);
    }
  }
  return text.empty() ? text : "\n" + text;
}

std::string failures(const Report& report, bool colour) {
  std::string text;
  for (const Replicas& replicas : replicas_by_stage(report)) {
    for (const StageReport* replica : replicas) {
      if (replica->failure.empty()) continue;
      const std::string line = label(*replica, replicas.size()) + " failed: " + printable(replica->failure);
      for (const std::string& part : wrap(line, kWidth - 2)) text += "  " + styled(part, Style::kBad, colour) + "\n";
    }
  }
  return text.empty() ? text : "\n" + text;
}

}  // namespace

std::string summary(const Report& report, bool colour) {
  return headline(report, colour) + stages(report, colour) + ledger(report, colour) + oddities(report) +
         figures_of_the_run(report) + results(report) + failures(report, colour);
}

}  // namespace weir::observe

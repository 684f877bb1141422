// Puts the page together.
const kProvenance = {git: "Commit", build: "Build", compiler: "Compiler", cpu: "CPU", cores: "Cores", kernel: "Kernel",
                     zeromq: "ZeroMQ"};

function warnings({warnings: sentences}) {
  if (sentences.length === 0) return null;
  const band = {class: "warnings", "aria-label": "Warnings"};
  return html("aside", band, sentences.map((sentence) => html("p", {}, sentence)));
}

function tables(report) {
  const all = [[report.ratios, ratiosTable], [report.rows, rowsTable], [report.latency, latencyTable],
               [report.start, startTable]];
  const shown = all.filter(([rows]) => rows.length).map(([rows, show]) => show(rows));
  return shown.length ? html("section", {}, html("h2", {}, "All figures"), shown) : null;
}

const terms = (entries) => html("dl", {class: "terms"}, entries.map(([term, text]) =>
  html("div", {}, html("dt", {}, term), html("dd", {}, String(text)))));

function termsSection(title, entries) {
  return entries.length ? html("section", {class: "closing"}, html("h2", {}, title), terms(entries)) : null;
}

const skipped = (report) => termsSection("Not measured", report.skipped.map(({system, why}) => [system, why]));
const provenance = (report) => termsSection("Where this was measured", Object.entries(report.provenance)
  .filter(([, value]) => value !== null).map(([key, value]) => [kProvenance[key] ?? key, value]));

const pipelinesOf = (report) => distinct(report.rows.map(({pipeline}) => pipeline)).filter(Boolean).join(", ");

function facts(report) {
  const {build, cpu, cores} = report.provenance;
  const known = [pipelinesOf(report), build, isMeasured(cores) ? manyText(cores, "core") : null, cpu];
  return known.filter(Boolean).map((fact) => html("span", {}, fact));
}

function show(report) {
  const series = seriesOf(report);
  document.title = ["weir bench", pipelinesOf(report)].filter(Boolean).join(" · ");
  document.getElementById("facts").replaceChildren(...facts(report));
  const verdict = html("h1", {}, report.verdict || "What weir bench measured");
  const charts = [throughput, payloads, latency, cost].map((make) => make(report, series));
  const parts = [warnings(report), verdict, ...charts, tables(report), skipped(report), provenance(report)];
  document.getElementById("main").replaceChildren(...parts.filter((part) => part !== null));
}

try {
  show(readReport());
} catch (error) {
  const sentence = `This page can't show its report: ${error.message}`;
  document.getElementById("main").replaceChildren(html("p", {class: "warnings"}, sentence));
  throw error;
}

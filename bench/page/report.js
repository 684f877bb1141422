// The report, and what its rows have in common.
const kWeirTones = 6;
const kBaselineTones = 8;

// A measurement's series is what one line, tone and legend entry stands for.
const keyOf = (row) => JSON.stringify([row.system ?? "weir", row.topology, row.link]);

function distinct(values) {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
}

function grouped(rows, keyOfRow) {
  const groups = new Map();
  for (const row of rows) groups.set(keyOfRow(row), [...(groups.get(keyOfRow(row)) ?? []), row]);
  return groups;
}

function largestBy(rows, measure) {
  return rows.reduce((best, row) => (measure(row) > measure(best) ? row : best));
}

function namesOf(rows) {
  const places = grouped(rows, (row) => row.system);
  const isOnlyOne = (row) => new Set(places.get(row.system).map(keyOf)).size === 1;
  return new Map(rows.map((row) => {
    const where = [row.topology, row.link].filter(Boolean).join(" ");
    if (row.system === "weir") return [keyOf(row), `weir ${where}`];
    return [keyOf(row), isOnlyOne(row) ? row.system : `${row.system} ${where}`];
  }));
}

// Weir's first, each kind in the order of the report; tones are dealt out in that order, so that a series has the
// same one in every chart.
function seriesOf(report) {
  const rows = [...report.rows, ...report.latency, ...report.start.map((row) => ({...row, system: "weir"}))];
  const series = new Map();
  for (const isWeir of [true, false]) {
    const own = new Map([...namesOf(rows)].filter(([key]) => (JSON.parse(key)[0] === "weir") === isWeir));
    let index = 0;
    for (const [key, name] of own) {
      const tone = isWeir ? `weir-${index % kWeirTones}` : `baseline-${index % kBaselineTones}`;
      series.set(key, {key, name, isWeir, index, tone});
      index += 1;
    }
  }
  return series;
}

// One list for each series that has rows, in the order of `series`.
function bySeries(rows, series) {
  const groups = grouped(rows, keyOf);
  return [...series.values()].filter(({key}) => groups.has(key)).map((one) => ({series: one, rows: groups.get(one.key)}));
}

function readReport() {
  const empty = {verdict: "", pipeline: "", warnings: [], provenance: {}, rows: [], latency: [], start: [], ratios: [], skipped: []};
  const report = {...empty, ...JSON.parse(document.getElementById("report").textContent)};
  if (report.version !== 1) report.warnings = [...report.warnings, `This page reads reports of version 1, not ${report.version}.`];
  return report;
}

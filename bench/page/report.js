// The report, and what its rows have in common.
const kWeirTones = 6;
const kBaselineTones = 4;
const kDashes = 3;

// A measurement's series is what one line, tone and legend entry stands for. `part` is set by readReport().
const keyOf = (row) => JSON.stringify([row.system, row.part, row.topology, row.link]);

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
    const whole = [row.system, row.topology, row.link].filter(Boolean).join(" ");
    if (row.system === "weir") return [keyOf(row), row.part ? `${row.part}: ${whole}` : whole];
    return [keyOf(row), isOnlyOne(row) ? row.system : whole];
  }));
}

// A baseline's kin are those whose names begin alike: libzmq-ipc, libzmq-tcp.
const kinOf = (row) => String(row.system).split("-")[0];

function toned(own, isWeir) {
  const families = [...grouped(own, kinOf).keys()];
  const members = new Map();
  return own.map((row, index) => {
    const family = families.indexOf(kinOf(row));
    const member = isWeir ? 0 : members.get(family) ?? 0;
    members.set(family, member + 1);
    const muted = `baseline-${family % kBaselineTones} dashes-${member % kDashes}`;
    return {key: keyOf(row), isWeir, member, tone: isWeir ? `weir-${index % kWeirTones}` : muted};
  });
}

// Weir's first, each kind in the order of the report. A series has the same tone in every chart; baselines of one
// family share theirs, and differ by their dashes and markers.
function seriesOf(report) {
  const rows = [...report.rows, ...report.latency, ...report.start];
  const names = namesOf(rows);
  const firsts = [...grouped(rows, keyOf).values()].map(([first]) => first);
  const own = firsts.filter((row) => row.system === "weir");
  const baselines = firsts.filter((row) => row.system !== "weir");
  const series = [...toned(own, true), ...toned(baselines, false)];
  return new Map(series.map((one) => [one.key, {...one, name: names.get(one.key)}]));
}

// One list for each series that has rows, in the order of `series`.
function bySeries(rows, series) {
  const groups = grouped(rows, keyOf);
  const present = [...series.values()].filter(({key}) => groups.has(key));
  return present.map((one) => ({series: one, rows: groups.get(one.key)}));
}

// Pipelines that were measured with different payloads only are one series over the payloads.
function needParts(rows) {
  const places = grouped(rows, ({system, topology, link, payload_bytes: payload, rate}) =>
    JSON.stringify([system, topology, link, payload, rate]));
  return [...places.values()].some((own) => distinct(own.map(({pipeline}) => pipeline)).length > 1);
}

function readReport() {
  const empty = {verdict: "", warnings: [], provenance: {}, rows: [], latency: [], start: [], ratios: [], skipped: []};
  const report = {...empty, ...JSON.parse(document.getElementById("report").textContent)};
  if (report.version !== 1) report.warnings.push(`This page reads reports of version 1, not ${report.version}.`);
  const hasParts = needParts([...report.rows, ...report.latency]);
  const completed = (row) => ({...row, system: row.system ?? "weir", part: hasParts ? row.pipeline : "",
                               max_rss_bytes: row.max_rss_bytes || null});  // 0: not known
  for (const kind of ["rows", "latency", "start"]) report[kind] = report[kind].map(completed);
  return report;
}

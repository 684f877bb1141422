// Tables of everything that was measured.

// A column ({head, cell}) gives a row's text, `isNumber` where it is one; the first names the row. One that has nothing
// to say of any row is left out.
function table(caption, columns, rows) {
  const telling = columns.filter(({cell}) => rows.some((row) => cell(row) !== kNotMeasured));
  const kind = ({isNumber}) => (isNumber ? "number" : null);
  const head = html("tr", {}, telling.map((column) => html("th", {scope: "col", class: kind(column)}, column.head)));
  const body = rows.map((row) => html("tr", {}, telling.map((column, at) =>
    html(at === 0 ? "th" : "td", {scope: at === 0 ? "row" : null, class: kind(column)}, column.cell(row)))));
  return html("div", {class: "scroll", role: "region", "aria-label": caption, tabindex: 0},
    html("table", {}, html("caption", {}, html("span", {}, caption)),
      html("thead", {}, head), html("tbody", {}, body)));
}

const word = (head, key) => ({head, cell: (row) => row[key] || kNotMeasured});
const number = (head, key, text) => ({head, isNumber: true, cell: (row) => text(row[key] ?? null)});
const kWhere = [word("System", "system"), word("Pipeline", "pipeline"), word("Topology", "topology"),
                word("Link", "link")];
const kWhat = [number("Messages", "messages", countText), number("Payload", "payload_bytes", payloadText)];
const kRepeats = number("Repeats", "repeats", countText);

const rowsTable = (rows) => table("Throughput, cost and memory of every run", [...kWhere, ...kWhat,
  number("Stages", "stages", countText),
  number("Rate, median", "rate_median", rateText),
  number("slowest", "rate_min", rateText),
  number("fastest", "rate_max", rateText),
  {head: "Bytes", isNumber: true, cell: (row) => bytesRateText(bytesRate(row))},
  number("Latency at that rate, p50", "p50_us", microsecondsText),
  number("p99", "p99_us", microsecondsText),
  number("CPU a million", "cpu_s_per_million", secondsText),
  number("Context switches a million", "context_switches_per_million", countText),
  number("Peak memory", "max_rss_bytes", bytesText),
  kRepeats,
  {head: "Each repeat", cell: (row) => (row.rates?.length ? row.rates.map(rateText).join(", ") : kNotMeasured)}], rows);

const latencyTable = (rows) => table("Latency at a steady rate", [...kWhere,
  number("Rate", "rate", rateText), ...kWhat, number("Stages", "stages", countText),
  ...kPercentiles.map(({name, key}) => number(name, key, microsecondsText)), kRepeats], rows);

const startTable = (rows) => table("From start to exit of a run with one message", [...kWhere,
  number("Payload", "payload_bytes", payloadText),
  number("Median", "ms_median", millisecondsText), number("fastest", "ms_min", millisecondsText),
  number("slowest", "ms_max", millisecondsText), kRepeats], rows);

const ratiosTable = (rows) => table("How many times the same figure of something else", [...kWhere, ...kWhat,
  {head: "Figure", cell: (row) => row.figure + (row.rate ? ` at ${rateText(row.rate)}` : "")},
  word("Of", "baseline"),
  number("Times, median", "median", timesText), number("least", "min", timesText), number("most", "max", timesText),
  {head: "Repeats agree", cell: (row) => (row.agree ? "yes" : "no")}], rows);

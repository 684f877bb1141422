// What the page shows of a report, one function a section; each gives null where the report has nothing for it.
const kPercentiles = [{name: "p50", key: "p50_us"}, {name: "p90", key: "p90_us"}, {name: "p99", key: "p99_us"},
                      {name: "p99.9", key: "p999_us"}, {name: "max", key: "max_us"}];
const kWhiskers = "A point is the median of its repeats; its whisker goes from the slowest to the fastest.";

const isPositive = (value) => isMeasured(value) && value > 0;

// Rows of one size stand in one chart. A baseline's message bears a number of 8 bytes, which a pipeline may write in
// fewer.
const sizeOf = (row) => Math.max(row.payload_bytes, 8);

function bytesRate({rate_median: rate, payload_bytes: payload}) {
  return isMeasured(rate) && isMeasured(payload) ? rate * payload : null;
}

function section(title, cards) {
  const shown = cards.filter((one) => one !== null);
  return shown.length ? html("section", {}, html("h2", {}, title), html("div", {class: "cards"}, shown)) : null;
}

// Charts of lines, each as lineChart() takes it, under one legend.
function lineSection(title, series, charts) {
  if (charts.length === 0) return null;
  const drawn = new Set(charts.flatMap(({lines}) => lines.map((line) => line.series)));
  const all = section(title, charts.map(lineChart));
  all.querySelector("h2").after(legend([...series.values()].filter((one) => drawn.has(one)), all));
  return all;
}

function toldOf(row, {name}) {
  const stages = isMeasured(row.stages) ? `, ${manyText(row.stages, "stage")}` : "";
  return [name, rateText(row.rate_median),
          `${rangeText(row.rate_min, row.rate_max, rateText)} in ${manyText(row.repeats, "repeat")}`,
          `${bytesRateText(bytesRate(row))} of payload`,
          `${manyText(row.messages, "message")} of ${payloadText(row.payload_bytes)}${stages}`];
}

// Lines of rates over whatever `along` reads from a row.
function rateLines(rows, series, along) {
  return bySeries(rows, series).map((group) => ({
    series: group.series,
    points: group.rows.toSorted((a, b) => along(a) - along(b)).map((row) => ({
      x: along(row), y: row.rate_median, low: isPositive(row.rate_min) ? row.rate_min : row.rate_median,
      high: row.rate_max ?? row.rate_median, told: toldOf(row, group.series)})),
  }));
}

function ratesAxis(rows) {
  return logAxis(rows.flatMap((row) => [row.rate_min, row.rate_median, row.rate_max]).filter(isPositive), powerText);
}

const ratedRows = (report) => report.rows.filter((row) => isPositive(row.rate_median) && isPositive(row.messages));

// The payload that was measured with the most message counts.
function usualPayload(rows) {
  const payloads = [...grouped(rows, sizeOf)];
  return largestBy(payloads, ([, of]) => distinct(of.map((row) => row.messages)).length)[0];
}

function throughput(report, series) {
  const rows = ratedRows(report);
  if (rows.length === 0) return null;
  const usual = usualPayload(rows);
  const charts = [...grouped(rows, sizeOf)].flatMap(([payload, own]) => {
    const counts = own.map((row) => row.messages);
    if (distinct(counts).length < 2 && payload !== usual) return [];  // payloads() shows it
    return {title: `Messages of ${payloadText(payload)}`, note: kWhiskers,
            xTitle: "messages", yTitle: "messages a second",
            xAxis: logAxis(counts, powerText), yAxis: ratesAxis(own),
            lines: rateLines(own, series, (row) => row.messages)};
  });
  return lineSection("Rate by message count", series, charts);
}

function payloads(report, series) {
  const rows = ratedRows(report).filter((row) => isPositive(row.payload_bytes));
  const sizes = distinct(rows.map(sizeOf));
  if (sizes.length < 2) return null;
  const longest = [...grouped(rows, (row) => keyOf(row) + sizeOf(row)).values()]
    .map((runs) => largestBy(runs, (row) => row.messages));
  return lineSection("Rate by payload", series, [{
    title: "The longest run of each size", note: `${kWhiskers} Point at one for its bytes a second.`,
    xTitle: "payload", yTitle: "messages a second", xAxis: valuesAxis(sizes, payloadText), yAxis: ratesAxis(longest),
    lines: rateLines(longest, series, sizeOf)}]);
}

// Charts of latency rows: one for each rate that several series have, and of the rates that a series has for itself one
// together, or as many as a series has of them.
function byPace(rows) {
  const [shared, own] = [[], []];
  for (const group of grouped(rows, (row) => JSON.stringify([row.rate, sizeOf(row)])).values()) {
    if (new Set(group.map(keyOf)).size > 1) shared.push(group);
    else own.push(...group);
  }
  const layers = [];
  for (const row of own) {
    const hasRoom = (layer) => layer.every((other) =>
      sizeOf(other) === sizeOf(row) && keyOf(other) !== keyOf(row));
    const layer = layers.find(hasRoom);
    if (layer) layer.push(row);
    else layers.push([row]);
  }
  return [...shared, ...layers];
}

function latencyTitle(rows, isOnePayload) {
  const of = isOnePayload ? "" : ` of ${payloadText(rows[0].payload_bytes)}`;
  const rates = distinct(rows.map(({rate}) => rate));
  if (rates.length === 1) return `${countText(rates[0])} messages${of} a second`;
  return `Messages${of}, each system at its own rate`;
}

function latencyLine({series, rows}) {
  const points = rows.flatMap((row) => kPercentiles.map(({name, key}, x) => ({
    x, y: row[key], low: row[key], high: row[key],
    told: [series.name, `${name} ${microsecondsText(row[key])}`,
           `${rateText(row.rate)} over ${manyText(row.messages, "message")}`,
           `${manyText(row.stages, "stage")}, ${manyText(row.repeats, "repeat")}`]})));
  return {series, points: points.filter(({y}) => isPositive(y))};
}

// Two charts of a report share their axis, so that they compare at a glance.
function latency(report, series) {
  const rows = report.latency.filter((row) => kPercentiles.some(({key}) => isPositive(row[key])));
  if (rows.length === 0) return null;
  const xAxis = namesAxis(kPercentiles.map(({name}) => name));
  const values = rows.flatMap((row) => kPercentiles.map(({key}) => row[key]));
  const yAxis = logAxis(values.filter(isPositive), microsecondsText);
  const isOnePayload = distinct(rows.map(sizeOf)).length === 1;
  const charts = byPace(rows).map((own) => ({
    title: latencyTitle(own, isOnePayload),
    note: "The time within which that share of the messages went through.",
    xTitle: "percentile", yTitle: "latency", xAxis, yAxis, lines: bySeries(own, series).map(latencyLine)}));
  return lineSection("Latency at a steady rate", series, charts);
}

// Bars of the longest run of each series, with the usual payload.
function runBars(report, series, {title, note, key, text}) {
  const rows = report.rows.filter((row) => isMeasured(row[key]));
  if (rows.length === 0) return null;
  const usual = usualPayload(rows);
  const groups = bySeries(rows.filter((row) => sizeOf(row) === usual), series);
  const bars = groups.map((group) => {
    const row = largestBy(group.rows, ({messages}) => messages);
    const {name} = group.series;
    return {series: group.series, name, value: row[key], low: null, high: null, text: text(row[key]),
            told: [name, text(row[key]), `${manyText(row.messages, "message")} of ${payloadText(row.payload_bytes)}`]};
  });
  const which = `The longest run of each, messages of ${payloadText(usual)}.`;
  return barChart({title, note: `${note} ${which} Less is better.`, bars});
}

function startBars(report, series) {
  const rows = report.start.filter((row) => isMeasured(row.ms_median));
  if (rows.length === 0) return null;
  const bars = bySeries(rows, series).flatMap((group) => group.rows.map((row) => {
    const name = group.series.name + (group.rows.length > 1 ? `, ${payloadText(row.payload_bytes)}` : "");
    const text = millisecondsText(row.ms_median);
    const range = `${rangeText(row.ms_min, row.ms_max, millisecondsText)} in ${manyText(row.repeats, "repeat")}`;
    return {series: group.series, name, value: row.ms_median, low: row.ms_min, high: row.ms_max, text,
            told: [name, text, range]};
  }));
  const note = "From start to exit of a run with one message. Less is better.";
  return barChart({title: "Start-up", note, bars});
}

const cost = (report, series) => section("Cost", [
  runBars(report, series, {title: "CPU", key: "cpu_s_per_million", text: secondsText,
                           note: "CPU-seconds for a million messages, of all threads and processes."}),
  runBars(report, series, {title: "Peak memory", key: "max_rss_bytes", text: bytesText,
                           note: "What was resident at most, of all processes together."}),
  startBars(report, series)]);

// Numbers as people read them; what was not measured is a dash.
const kNotMeasured = "–";

const isMeasured = (value) => typeof value === "number" && Number.isFinite(value);

function rounded(value) {
  if (value >= 100 || value === 0) return value.toFixed(0);
  if (value >= 1) return value.toFixed(1).replace(/\.0$/, "");
  return String(Number(value.toPrecision(2)));
}

// In the largest unit of which there is at least one, as it reads once rounded: 999,999 is "1 M", not "1000 k".
function inUnits(value, units, step = 1000) {
  if (!isMeasured(value)) return kNotMeasured;
  let unit = 0;
  while (unit + 1 < units.length && Number(rounded(value)) >= step) {
    value /= step;
    unit += 1;
  }
  return `${rounded(value)} ${units[unit]}`.trim();
}

const rateText = (perSecond) => inUnits(perSecond, ["/s", "k/s", "M/s", "G/s"]);
const bytesText = (bytes) => inUnits(bytes, ["B", "kB", "MB", "GB", "TB"]);
const bytesRateText = (perSecond) => inUnits(perSecond, ["B/s", "kB/s", "MB/s", "GB/s", "TB/s"]);
const microsecondsText = (us) => inUnits(us, ["µs", "ms", "s"]);
const millisecondsText = (ms) => microsecondsText(isMeasured(ms) ? ms * 1000 : null);
const secondsText = (s) => inUnits(s, ["s"]);
const timesText = (ratio) => (isMeasured(ratio) ? `${rounded(ratio)}×` : kNotMeasured);

function countText(count) {
  return isMeasured(count) ? count.toLocaleString("en", {maximumFractionDigits: 1}) : kNotMeasured;
}

// Payloads are chosen in powers of two, and read so.
function payloadText(bytes) {
  return isMeasured(bytes) && bytes >= 1024 && bytes % 1024 === 0 ? inUnits(bytes, ["B", "KiB", "MiB", "GiB"], 1024)
                                                                  : bytesText(bytes);
}

const manyText = (count, one) => `${countText(count)} ${one}${count === 1 ? "" : "s"}`;

// 10⁶, 2·10⁶: what stands at a tick of a logarithmic axis.
function powerText(value) {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const mantissa = Math.round(value / 10 ** exponent);
  const raised = [...String(exponent)].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("");
  return (mantissa === 1 ? "" : `${mantissa}·`) + `10${raised}`;
}

function rangeText(low, high, text) {
  return isMeasured(low) && isMeasured(high) ? `${text(low)} to ${text(high)}` : kNotMeasured;
}

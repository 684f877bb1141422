// Names within charts, where there is room for them.
const kLabelHeight = 15;  // px
const kLongestLabel = 190;  // px
const kLetter = 6.9;  // px; a letter of a chart's text is hardly wider

const widthOf = (text) => text.length * kLetter;

// As much of a text as there is room for.
function fitted(text, room) {
  const most = Math.max(2, Math.floor(room / kLetter));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

// Moved apart as little as needed, within top and bottom; in order of height.
function spread(labels, top, bottom) {
  const sorted = labels.toSorted((a, b) => a.y - b.y);
  let free = top;
  for (const label of sorted) {
    label.y = Math.max(label.y, free);
    free = label.y + kLabelHeight;
  }
  let limit = bottom;
  for (const label of sorted.reverse()) {
    label.y = Math.min(label.y, limit);
    limit = label.y - kLabelHeight;
  }
  return sorted;
}

// Names at the ends of lines, beside the plot. `ends` ({series, x, y}) are the last points of the lines; the labels
// stand at `left`, with a thread to their point.
function endLabels(ends, left, top, bottom) {
  const labels = spread(ends.map((end) => ({...end, end})), top, bottom);
  return labels.map(({series, y, end}) => svg("g", {class: `end-label ${series.tone}`, "data-series": series.key},
    svg("path", {class: "thread", d: `M${end.x + 6} ${end.y}L${left - 10} ${y}H${left - 4}`}),
    svg("text", {x: left, y, dy: "0.35em"}, fitted(series.name, kLongestLabel))));
}

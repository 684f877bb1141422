// A chart of horizontal bars from zero: a name and a value above each, shortest first.
const kBarStep = 42;  // px from one bar to the next
const kBarTop = 22;  // px from a bar's name to the bar
const kBarHeight = 10;  // px

function barWhisker(low, high, y) {
  return svg("path", {class: "whisker", d: `M${low} ${y - 4}v8M${low} ${y}H${high}m0 -4v8`});
}

function drawnBar({series, name, value, low, high, text, told}, at, x) {
  const top = at * kBarStep + kBarTop;
  const middle = top + kBarHeight / 2;
  const hasRange = isMeasured(low) && isMeasured(high) && high > low;
  const node = svg("g", {class: `bar ${series.tone}`, "data-series": series.key},
    svg("rect", {class: "halo", x: 0, y: top - kBarTop, width: x.end, height: kBarStep - 2, rx: 6}),
    svg("text", {class: "name", x: 6, y: top - 7}, fitted(name, x.end - 24 - widthOf(text))),
    svg("text", {class: "value", x: x.end - 6, y: top - 7, "text-anchor": "end"}, text),
    svg("rect", {class: "track", x: 6, y: top, width: x.end - 12, height: kBarHeight, rx: 3}),
    svg("rect", {class: "length", x: 6, y: top, width: Math.max(2, x.scale(value) - 6), height: kBarHeight, rx: 3}),
    hasRange ? barWhisker(x.scale(low), x.scale(high), middle) : null);
  return {node, series, told, x: x.scale(value), y: middle};
}

// `bars` are {series, name, value, low, high, text, told}; `low` and `high` may be null.
function barChart({title, note, bars}) {
  const sorted = bars.toSorted((a, b) => a.value - b.value);
  const most = Math.max(...sorted.map(({value, high}) => high ?? value)) || 1;
  const draw = (width) => {
    const x = {end: width, scale: positioned(0, most, 6, width - 6)};
    const height = sorted.length * kBarStep;
    const drawn = sorted.map((bar, at) => drawnBar(bar, at, x));
    const root = svg("svg", {width, height, viewBox: `0 0 ${width} ${height}`, role: "group",
                             "aria-label": `${title}. The arrow keys go from bar to bar.`},
      drawn.map(({node}) => node));
    letPointsBeReached(root, drawn);
    return root;
  };
  const {room} = drawing(draw);
  room.classList.add("bars");
  return card(title, note, room);
}

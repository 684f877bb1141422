// A chart of lines over two axes.
const kRoomForLabels = 620;  // px of width from which lines are labelled at their ends

function frameOf(width, lines) {
  const height = Math.round(Math.min(460, Math.max(280, width * 0.55)));
  const [top, bottom] = [30, height - 46];
  const hasLabels = width >= kRoomForLabels && lines.length * kLabelHeight <= bottom - top;
  const longest = Math.min(kLongestLabel, Math.max(...lines.map(({series}) => widthOf(series.name))));
  return {left: 46, right: width - 14 - (hasLabels ? longest + 24 : 0), top, bottom, width, height, hasLabels};
}

// Labels that would touch the one before are left out.
function xTicks(ticks, scale, frame) {
  let free = -Infinity;
  return ticks.map(({at, isMajor, label}) => {
    const x = scale(at);
    const half = widthOf(label) / 2;
    const fits = label !== "" && x - half >= free;
    if (fits) free = x + half + 6;
    return svg("g", {class: isMajor ? "tick major" : "tick"},
      svg("path", {d: `M${x} ${frame.top}V${frame.bottom}`}),
      fits ? svg("text", {x, y: frame.bottom + 18, "text-anchor": "middle"}, label) : null);
  });
}

function yTicks(ticks, scale, frame) {
  return ticks.map(({at, isMajor, label}) => svg("g", {class: isMajor ? "tick major" : "tick"},
    svg("path", {d: `M${frame.left} ${scale(at)}H${frame.right}`}),
    label === "" ? null : svg("text", {x: frame.left - 8, y: scale(at), dy: "0.35em", "text-anchor": "end"}, label)));
}

function whisker(x, low, high) {
  return svg("path", {class: "whisker", d: `M${x - 4} ${high}h8M${x} ${high}V${low}M${x - 4} ${low}h8`});
}

// The line, and its points as `letPointsBeReached` takes them.
function drawnLine({series, points}, x, y) {
  const reached = points.map((point) => (
    {series, told: point.told, x: x(point.x), y: y(point.y), low: y(point.low), high: y(point.high)}));
  for (const point of reached) {
    point.node = svg("g", {class: "point"}, svg("circle", {class: "halo", cx: point.x, cy: point.y, r: 9}),
      point.low === point.high ? null : whisker(point.x, point.low, point.high), marker(series, point.x, point.y));
  }
  const path = reached.map((point, at) => `${at ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join("");
  const kind = series.isWeir ? "weir" : "baseline";
  const node = svg("g", {class: `series ${kind} ${series.tone}`, "data-series": series.key},
    svg("path", {class: "line", d: path}), reached.map((point) => point.node));
  return {node, series, reached};
}

// `lines` are {series, points}, a point {x, y, low, high, told}; the axes come from scales.js.
function lineChart({title, note, xAxis, yAxis, xTitle, yTitle, lines}) {
  const draw = (width) => {
    const frame = frameOf(width, lines);
    const x = xAxis.scale(frame.left, frame.right);
    const y = yAxis.scale(frame.bottom, frame.top);
    const drawn = lines.filter(({series}) => isShown(series)).map((line) => drawnLine(line, x, y));
    const ends = drawn.map(({series, reached}) => ({series, x: reached.at(-1).x, y: reached.at(-1).y}));
    const root = svg("svg", {width, height: frame.height, viewBox: `0 0 ${width} ${frame.height}`, role: "group",
                             "aria-label": `${title}; ${yTitle} by ${xTitle}. The arrow keys go from point to point.`},
      svg("text", {class: "axis-title", x: 0, y: 12}, yTitle),
      yTicks(yAxis.ticks, y, frame), xTicks(xAxis.ticks, x, frame),
      svg("text", {class: "axis-title", x: frame.right, y: frame.height - 4, "text-anchor": "end"}, xTitle),
      frame.hasLabels ? endLabels(ends, frame.right + 22, frame.top, frame.bottom) : null,
      drawn.map(({node}) => node).reverse());  // weir's lines come first and are drawn on top
    letPointsBeReached(root, drawn.flatMap(({reached}) => reached));
    return root;
  };
  const {room, redraw} = drawing(draw);
  filter.addEventListener("change", redraw);
  return card(title, note, room);
}

// The points of a drawing: how they look, and how pointer and keyboard reach them.
const kReach = 48;  // px from which a pointer still means a point

function marker(series, x, y) {
  const shapes = [
    () => svg("circle", {cx: x, cy: y, r: 3.5}),
    () => svg("rect", {x: x - 3.2, y: y - 3.2, width: 6.4, height: 6.4}),
    () => svg("path", {d: `M${x} ${y - 4.4}l4.2 7.4h-8.4z`}),
    () => svg("path", {d: `M${x} ${y - 4.8}l4.8 4.8l-4.8 4.8l-4.8 -4.8z`}),
  ];
  const shape = shapes[series.member % shapes.length]();
  shape.setAttribute("class", series.isWeir ? "marker filled" : "marker");
  return shape;
}

// Left and right stay in the series of a point; up and down go to the nearest of another one.
function neighbour(points, from, key) {
  const sideways = {ArrowLeft: -1, ArrowRight: 1}[key];
  if (sideways) {
    const line = points.filter((point) => point.series === from.series);
    return line[line.indexOf(from) + sideways];
  }
  const upDown = {ArrowUp: -1, ArrowDown: 1}[key];
  if (upDown) {
    const beyond = points.filter((point) => point.series !== from.series && (point.y - from.y) * upDown > 0);
    const distance = (point) => 4 * Math.abs(point.x - from.x) + Math.abs(point.y - from.y);
    return beyond.toSorted((a, b) => distance(a) - distance(b))[0];
  }
  return {Home: points[0], End: points.at(-1)}[key];
}

function nearest(points, x, y) {
  const distance = (point) => Math.hypot(point.x - x, point.y - y);
  return points.filter((point) => distance(point) < kReach).toSorted((a, b) => distance(a) - distance(b))[0];
}

// `points` ({node, series, x, y, told}) are one stop of the Tab key together; the arrow keys go from one to the next.
// The pointer means what it is on, or the nearest. What a point tells shows while it has the focus or the pointer.
function letPointsBeReached(root, points) {
  const tell = (point) => {
    emphasise(root, point ? point.series : null);
    for (const {node} of points) node.classList.toggle("is-told", node === point?.node);
    if (point) showTooltip(point.node, point.told, point.series.tone);
    else hideTooltip();
  };
  const stopAt = (point) => points.forEach(({node}) => node.setAttribute("tabindex", node === point.node ? 0 : -1));

  for (const point of points) {
    filled(point.node, {role: "img", "aria-label": point.told.join(", "), tabindex: point === points[0] ? 0 : -1}, []);
    point.node.addEventListener("focus", () => {
      stopAt(point);
      point.node.scrollIntoView({block: "nearest"});
      tell(point);
    });
    point.node.addEventListener("blur", () => tell(null));
    point.node.addEventListener("keydown", (event) => {
      const next = neighbour(points, point, event.key);
      if (!next) return;
      event.preventDefault();
      next.node.focus();
    });
  }

  const pointTo = (event) => {
    const box = root.getBoundingClientRect();
    tell(points.find(({node}) => node.contains(event.target)) ??
         nearest(points, event.clientX - box.left, event.clientY - box.top));
  };
  root.addEventListener("pointermove", pointTo);
  root.addEventListener("pointerdown", pointTo);
  root.addEventListener("pointerleave", () => tell(null));
}

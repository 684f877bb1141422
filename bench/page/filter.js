// Which series the line charts show. A legend's buttons change it for all charts at once.
const filter = new EventTarget();
const hiddenSeries = new Set();

const isShown = (series) => !hiddenSeries.has(series.key);

function toggle(series) {
  if (!hiddenSeries.delete(series.key)) hiddenSeries.add(series.key);
  filter.dispatchEvent(new Event("change"));
}

// Brings one series out of all in a drawing; none with null.
function emphasise(root, series) {
  root.classList.toggle("has-emphasis", series !== null);
  for (const line of root.querySelectorAll("[data-series]")) {
    line.classList.toggle("is-emphasised", series !== null && line.dataset.series === series.key);
  }
}

function legendButton(series, room) {
  const look = {class: `swatch ${series.tone}`, width: 30, height: 12, viewBox: "0 0 30 12"};
  const swatch = svg("svg", {...look, "aria-hidden": "true"},
    svg("path", {class: "line", d: "M1 6H29"}), marker(series, 15, 6));
  const button = html("button", {type: "button", "data-series": series.key}, swatch, html("span", {}, series.name));
  const bringOut = () => emphasise(room, isShown(series) ? series : null);
  button.addEventListener("click", () => {
    toggle(series);
    bringOut();
  });
  for (const begin of ["pointerenter", "focus"]) button.addEventListener(begin, bringOut);
  for (const end of ["pointerleave", "blur"]) button.addEventListener(end, () => emphasise(room, null));
  const showState = () => button.setAttribute("aria-pressed", String(isShown(series)));
  filter.addEventListener("change", showState);
  showState();
  return button;
}

// `room` holds the drawings whose series the legend tells.
function legend(series, room) {
  return html("div", {class: "legend", role: "group", "aria-label": "Lines that are shown"},
    series.map((one) => legendButton(one, room)));
}

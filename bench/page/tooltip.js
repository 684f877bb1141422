// The one tooltip of the page, beside the point that is pointed at or has the focus.
const tooltip = document.getElementById("tooltip");
const kGap = 12;  // px between the point and its tooltip
let toldPoint = null;

const onWindow = (value, size, room) => Math.max(4, Math.min(value, room - size - 4));

function placeTooltip() {
  if (toldPoint === null) return;
  const place = toldPoint.getBoundingClientRect();
  const size = tooltip.getBoundingClientRect();
  const isRoomAbove = place.top - size.height - kGap >= 0;
  const left = place.left + place.width / 2 - size.width / 2;
  const top = isRoomAbove ? place.top - size.height - kGap : place.bottom + kGap;
  tooltip.style.left = `${onWindow(left, size.width, document.documentElement.clientWidth)}px`;
  tooltip.style.top = `${onWindow(top, size.height, window.innerHeight)}px`;
}

// `told` is what a point says: a heading, a main line and further lines.
function showTooltip(point, told, tone) {
  toldPoint = point;
  tooltip.className = `tooltip ${tone}`;
  tooltip.replaceChildren(...told.map((line, at) => html("p", {class: ["of", "main"][at] ?? "more"}, line)));
  tooltip.hidden = false;
  placeTooltip();
}

function hideTooltip() {
  toldPoint = null;
  tooltip.hidden = true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideTooltip();
});
document.addEventListener("scroll", placeTooltip, {passive: true});

// The one tooltip of the page, beside the point that is pointed at or has the focus.
const tooltip = document.getElementById("tooltip");
const kGap = 12;  // px between the point and its tooltip

const onWindow = (value, size, room) => Math.max(4, Math.min(value, room - size - 4));

// `told` is what a point says: a heading, a main line and further lines.
function showTooltip(point, told, tone) {
  tooltip.className = `tooltip ${tone}`;
  tooltip.replaceChildren(...told.map((line, at) => html("p", {class: ["of", "main"][at] ?? "more"}, line)));
  tooltip.hidden = false;
  const place = point.getBoundingClientRect();
  const size = tooltip.getBoundingClientRect();
  const middle = place.left + place.width / 2;
  const isRoomAbove = place.top - size.height - kGap >= 0;
  const top = isRoomAbove ? place.top - size.height - kGap : place.bottom + kGap;
  tooltip.style.left = `${onWindow(middle - size.width / 2, size.width, document.documentElement.clientWidth)}px`;
  tooltip.style.top = `${onWindow(top, size.height, window.innerHeight)}px`;
}

function hideTooltip() {
  tooltip.hidden = true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideTooltip();
});
document.addEventListener("scroll", hideTooltip, {passive: true});

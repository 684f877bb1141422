// Elements of the page. A child that is a string becomes text, never markup: what a report says is only ever shown.
const kSvg = "http://www.w3.org/2000/svg";

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null));
  return node;
}

const html = (name, attributes = {}, ...children) => filled(document.createElement(name), attributes, children);
const svg = (name, attributes = {}, ...children) => filled(document.createElementNS(kSvg, name), attributes, children);

// A box of the page that holds one chart: its heading, its drawing and a sentence on how to read it.
function card(title, note, ...content) {
  return html("article", {class: "card"}, html("h3", {}, title), html("p", {class: "note"}, note), ...content);
}

// Draws anew whenever the room for a drawing changes its width, and when told to `redraw`. `draw` takes the width in px
// and gives an svg element. What is watched has no height, so that a drawing's own height never calls for another one.
function drawing(draw) {
  const probe = html("div");
  const room = html("div", {class: "drawing"}, probe);
  let width = 0;
  const redraw = () => room.replaceChildren(probe, draw(width));
  new ResizeObserver(() => {
    if (probe.clientWidth === width || probe.clientWidth === 0) return;
    width = probe.clientWidth;
    redraw();
  }).observe(probe);
  return {room, redraw: () => width && redraw()};
}

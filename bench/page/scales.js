// Where values stand on an axis, and which of them are labelled.
function positioned(low, high, from, to, measure = (value) => value) {
  const span = measure(high) - measure(low);
  return (value) => from + ((measure(value) - measure(low)) / span) * (to - from);
}

// The nearest 1, 2 or 5 times a power of ten that is not above (or, with `up`, not below) the value.
function roundStep(value, up) {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const steps = [1, 2, 5, 10].map((step) => step * power);
  return up ? steps.find((step) => step >= value * (1 - 1e-9)) : steps.findLast((step) => step <= value * (1 + 1e-9));
}

// A logarithmic axis that has room for all values. Decades are labelled; where there are fewer than two, 2 and 5 too.
function logAxis(values, text) {
  let low = roundStep(Math.min(...values), false);
  let high = roundStep(Math.max(...values), true);
  if (high / low < 4) {
    low /= 2;
    high *= 2;
  }
  const marks = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.ceil(Math.log10(high)); decade += 1) {
    for (const step of [1, 2, 5]) marks.push({at: step * 10 ** decade, isDecade: step === 1});
  }
  const within = marks.filter(({at}) => at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9));
  const needsSteps = within.filter(({isDecade}) => isDecade).length < 2;
  const ticks = within.map(({at, isDecade}) => (
    {at, isMajor: isDecade, label: isDecade || needsSteps ? text(at) : ""}));
  return {ticks, scale: (from, to) => positioned(low, high, from, to, Math.log10)};
}

// A logarithmic axis with a label at each value that occurs.
function valuesAxis(values, text) {
  const all = distinct(values);
  const low = all[0] / 1.5;
  const high = all.at(-1) * 1.5;
  const ticks = all.map((at) => ({at, isMajor: true, label: text(at)}));
  return {ticks, scale: (from, to) => positioned(low, high, from, to, Math.log10)};
}

// Places side by side, one for each name.
function namesAxis(names) {
  const ticks = names.map((label, at) => ({at, isMajor: true, label}));
  return {ticks, scale: (from, to) => positioned(-0.4, names.length - 0.6, from, to)};
}

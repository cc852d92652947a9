// The script of a budget's page: works out k, costs and charts from the embedded curves as SizeInterpolation,
// Recommendation and BenchmarkCosts do. It is compiled into the program, and stands in the page as it is here.
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const element = id => document.getElementById(id);
const usual = [1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000];
const models = [...new Set([...usual, data.models])].sort((a, b) => a - b);
const factors = [0.1, 0.2, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4, 5, 7.5, 10];
const stops = {gap: data.gaps, agreement: data.agreements, models: models, price: factors};
const start = {gap: data.gap, agreement: data.agreement, models: data.models, price: 1, known: data.known ? 1 : 0};
let state = {...start};

// Numbers as text.
const whole = value =>
  value === null ? "–" : Math.abs(value) < 10000 ? String(value) : value.toLocaleString("en-US");
const cents = value => Math.round(value * 100 + 1e-6) / 100;
const digits = {minimumFractionDigits: 2, maximumFractionDigits: 2};
const money = value => (value === 0 ? 0 : value).toLocaleString("en-US", digits);
const named = value => data.currency + " " + money(value);
// Rounds halves to even, as C does; toFixed rounds them up.
function fixed(value, decimals) {
  const scaled = value * 10 ** decimals, below = Math.floor(scaled);
  return (scaled - below === 0.5 && below % 2 === 0 ? below / 10 ** decimals : value).toFixed(decimals);
}
const short = (value, decimals) => String(Number(fixed(value, decimals)));
const share = (part, all) => all === 0 ? "–" : short(part / all * 100, 1) + " %";

// Reading curves.
function interpolate(position, x, y) {
  if (position <= x[0]) return y[0];
  const last = x.length - 1;
  if (position >= x[last]) return y[last];
  const upper = x.findIndex(value => value >= position);
  return y[upper - 1] + (position - x[upper - 1]) / (x[upper] - x[upper - 1]) * (y[upper] - y[upper - 1]);
}
function isotonic(values) {
  const blocks = [];
  for (const value of values) {
    let block = {value: value, weight: 1, count: 1};
    while (blocks.length && blocks[blocks.length - 1].value >= block.value) {
      const before = blocks.pop();
      const weight = before.weight + block.weight;
      block = {value: (before.value * before.weight + block.value * block.weight) / weight, weight: weight,
               count: before.count + block.count};
    }
    blocks.push(block);
  }
  return blocks.flatMap(block => Array(block.count).fill(block.value));
}
const reaches = (agreement, target) => agreement >= target - 1e-12;
function crossing(sizes, values, items, target) {
  const known = sizes.map((k, i) => [k, values[i]]).filter(([k]) => k < items);
  const x = known.map(([k]) => Math.log(k / (items - k))), y = isotonic(known.map(([, value]) => value));
  const index = y.findIndex(value => reaches(value, target));
  if (index < 0) return {k: null, bound: false};
  let position = x[0];
  if (index > 0) {
    const part = Math.min(1, (target - y[index - 1]) / (y[index] - y[index - 1]));
    position = x[index - 1] + part * (x[index] - x[index - 1]);
  }
  return {k: Math.ceil(items / (1 + Math.exp(-position)) - 1e-6), bound: index === 0};
}
for (const benchmark of data.benchmarks) {
  for (const curve of (benchmark.groups ?? []).flatMap(group => group.curves)) {
    curve.gap = curve.gap.map(gaps => gaps.map(gap => gap / 200));
    for (const key of ["agreement", "low", "high", "choice"]) {
      curve[key] = curve[key].map(values => values.map(value => value / 10000));
    }
  }
}
const isRandom = method => method === "random";

// What a method needs under one choice of targets; null where too few pairs are so far apart.
function need(benchmark, group, number, curve) {
  if (group.largest !== null && state.gap > group.largest + 0.25) return null;
  if (isRandom(curve.method) && number === 0) return randomNeed(benchmark);
  const read = key => curve.k.map((_, i) =>
    interpolate(state.gap, curve.gap[i], curve[key][i].length ? curve[key][i] : curve.agreement[i]));
  const cross = key => crossing(curve.k, read(key), benchmark.items, state.agreement);
  const middle = cross("agreement");
  return {k: middle.k, bound: middle.bound, low: cross("high").k, high: cross("low").k,
          choose: curve.choice.length ? cross("choice").k : middle.k};
}
function randomNeed(benchmark) {
  const at = key => benchmark.random[key][data.agreements.indexOf(state.agreement)][data.gaps.indexOf(state.gap)];
  return {k: at("k") || null, low: at("low") || null, high: at("high") || null, choose: at("k") || null, bound: false};
}
const largest = value => value ?? Infinity;
const largestOf = values => values.length ? Math.max(...values) : null;

// A row for each method: of a randomised one the largest need counts, of a learned one that of similar models.
function rowsOf(benchmark) {
  const methods = new Map(benchmark.groups.flatMap(group => group.curves).reverse().map(curve => [curve.method, curve]));
  const names = [...new Set(benchmark.groups.flatMap(group => group.curves).map(curve => curve.method))];
  return names.map(name => {
    const {method, guarantee, needs: demands, readsFrame} = methods.get(name);
    let needs = benchmark.groups.map((group, number) => {
      const curve = group.curves.find(curve => curve.method === name);
      return curve ? need(benchmark, group, number, curve) : null;
    }).filter(found => found !== null);
    if (!needs.length && isRandom(name)) needs = [randomNeed(benchmark)];
    const row = {method, guarantee, needs: demands, readsFrame, k: null, low: null, high: null, choose: null,
                 bound: false};
    if (!needs.length) return row;
    if (guarantee !== "randomised") return {...row, ...needs[0]};
    const isLess = (a, b) => largest(a.k) !== largest(b.k) ? largest(a.k) < largest(b.k) : largest(a.high) < largest(b.high);
    const worst = needs.reduce((most, other) => isLess(most, other) ? other : most);
    const all = (key, list) => list.some(one => one[key] === null) ? null : largestOf(list.map(one => one[key]));
    return {...row, k: worst.k, bound: worst.bound, low: all("low", needs.filter(one => one.k !== null || one.low !== null)),
            high: all("high", needs), choose: all("choose", needs)};
  });
}

// Of methods that cost about the same, the least demanding.
function cheapest(rows, total) {
  const price = row => total(row, row.choose ?? row.k);
  if (!rows.length) return null;
  const least = Math.min(...rows.map(price));
  const order = (a, b) => a.needs - b.needs || price(a) - price(b);
  return rows.filter(row => price(row) * (1 - 0.1) <= least)
    .reduce((best, row) => best === null || order(row, best) < 0 ? row : best, null);
}
function recommend(rows, total) {
  return cheapest(rows.filter(row => row.k !== null && row.guarantee === "randomised"), total);
}
function recommendConditionally(rows, headline, total) {
  const found = cheapest(rows.filter(row => row.k !== null && row.guarantee === "learned"), total);
  if (!found || !headline) return found;
  return found.high !== null && total(found, found.high) < total(headline, headline.k) ? found : null;
}

function work(benchmark) {
  const price = benchmark.price * state.price;
  const cost = items => cents(items * state.models * price);
  const full = cost(benchmark.items);
  const building = cents(benchmark.items * benchmark.sources * price);
  const found = (benchmark.fixed ?? rowsOf(benchmark)).map((row, order) => ({...row, order}));
  const rows = found.sort((a, b) => largest(a.k) === largest(b.k) ? a.order - b.order : largest(a.k) - largest(b.k));
  const mustPay = row => row.needs >= 2 && !state.known && !(benchmark.frame && row.readsFrame);
  const random = Math.min(...rows.filter(row => isRandom(row.method) && row.k !== null).map(row => row.k));
  for (const row of rows) {
    row.evaluation = row.k === null ? null : cost(row.k);
    row.construction = mustPay(row) ? building : 0;
    row.total = row.evaluation === null ? null : row.evaluation + row.construction;
    row.saving = row.total === null ? null : full - row.total;
    row.breakEven = mustPay(row) && row.k !== null && row.k < random && random < Infinity
      ? Math.ceil(benchmark.items * benchmark.sources / (random - row.k)) : null;
  }
  const build = benchmark.items * benchmark.sources * price;
  const total = (row, k) => k * state.models * price + (mustPay(row) ? build : 0);
  const headline = recommend(rows, total);
  const ifCheaper = row => row && row.total < full ? row : null;
  const withSources = state.known ? null : recommend(rows, (row, k) => k * state.models * price);
  return {benchmark, rows, full, cost, headline, chosen: ifCheaper(headline),
          conditional: ifCheaper(recommendConditionally(rows, headline, total)),
          withSources: withSources && withSources.method !== headline?.method ? withSources : null};
}

// What is shown.
function cell(text, isNumber) {
  const cell = document.createElement("td");
  cell.textContent = text;
  if (isNumber) cell.className = "n";
  return cell;
}
function fill(table, rows) {
  const kinds = [...table.tHead.rows[0].cells].map(head => head.className === "n");
  table.tBodies[0].replaceChildren(...rows.map(row => {
    const line = document.createElement("tr");
    row.cells.forEach((text, column) => {
      if (column > 0) return line.append(cell(text, kinds[column]));
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = text;
      if (kinds[0]) head.className = "n";
      line.append(head);
    });
    if (row.isChosen) line.className = "chosen";
    return line;
  }));
}
function interval(row) {
  if ((row.k === null && row.low === null) || (row.low === row.k && row.high === row.k)) return "–";
  return whole(row.low) + " to " + (row.high === null ? "N" : whole(row.high));
}
function sentences(result) {
  const {benchmark, chosen, conditional, full, withSources} = result;
  const list = [`${benchmark.name} in full, ${whole(benchmark.items)} items: ${named(full)}.`];
  const items = row => `${row.bound ? "at most " : ""}${whole(row.k)} items`;
  if (chosen) {
    list.push(`Recommended: ${chosen.method}, ${items(chosen)}: ${named(chosen.total)}, `
      + `a saving of ${named(full - chosen.total)} (${share(full - chosen.total, full)}). It holds for any models.`);
  } else {
    list.push("No subset is both enough and cheaper: run it in full.");
  }
  if (conditional) {
    list.push(`If your models resemble the ${whole(benchmark.measured)} measured: ${conditional.method}, `
      + `${items(conditional)}, ${named(conditional.total)}.`);
  }
  if (withSources) {
    list.push(`If you already have the answers of ${benchmark.sources} source models to all items: `
      + `${withSources.method}, ${items(withSources)}, ${named(result.cost(withSources.k))}.`);
  }
  return list;
}
function show(number, result) {
  const answer = element(`b${number}-answer`);
  answer.dataset.method = result.chosen?.method ?? "";
  answer.dataset.k = result.chosen?.k ?? "";
  answer.replaceChildren(...sentences(result).map(text => {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  }));
  fill(element(`b${number}-methods`), result.rows.map(row => ({
    isChosen: row === result.chosen,
    cells: [row.method, (row.bound ? "≤ " : "") + whole(row.k), interval(row), row.guarantee,
      row.evaluation === null ? "–" : money(row.evaluation), money(row.construction),
      row.total === null ? "–" : money(row.total), row.saving === null ? "–" : money(row.saving),
      row.saving === null ? "–" : share(row.saving, result.full),
      whole(row.breakEven)],
  })));
  if (result.benchmark.groups) draw(number, result);
}

// The charts.
function scales(svg) {
  const [left, top, width, height] = svg.dataset.plot.split(" ").map(Number);
  const [x0, x1, kind] = svg.dataset.x.split(" ");
  const [y0, y1] = svg.dataset.y.split(" ").map(Number);
  const place = value => kind === "log" ? Math.log(value / x0) / Math.log(x1 / x0) : (value - x0) / (x1 - x0);
  return {
    left, top, width, height, low: y0, high: y1, first: Number(x0), last: Number(x1),
    x: value => left + width * place(value), y: value => top + height * (1 - (value - y0) / (y1 - y0)),
  };
}
const at = (x, y) => `${x.toFixed(2)} ${y.toFixed(2)}`;
const path = points => points.map(([x, y], i) => (i ? "L" : "M") + at(x, y)).join("");
function setPath(group, kind, d) { group.querySelector("." + kind).setAttribute("d", d); }
function mark(svg, axis, value) {
  const line = svg.querySelector(`[data-mark="${axis}"]`), s = scales(svg);
  if (!line) return;
  if (value === null) { line.setAttribute("d", ""); return; }
  const x = Math.min(s.left + s.width, Math.max(s.left, s.x(value)));
  const y = Math.min(s.top + s.height, Math.max(s.top, s.y(value)));
  line.setAttribute("d", axis === "x" ? `M${x} ${s.top}V${s.top + s.height}` : `M${s.left} ${y}H${s.left + s.width}`);
}
function legend(svg, drawn) {
  for (let slot = 0; slot < data.slots; slot++) {
    const key = svg.querySelector(`[data-legend="${slot}"]`), curve = drawn[slot];
    key.setAttribute("visibility", curve ? "visible" : "hidden");
    key.querySelector("text").textContent = curve ? curve.method : "";
  }
}
function firstReaching(gaps, values) {
  const index = values.findIndex(value => reaches(value, state.agreement));
  if (index < 0) return null;
  if (index === 0) return gaps[0];
  const part = Math.min(1, (state.agreement - values[index - 1]) / (values[index] - values[index - 1]));
  // In whole bins, as the program reads it, and without what rounding adds to a decimal.
  const bin = 2 * gaps[index - 1] + part * 2 * (gaps[index] - gaps[index - 1]);
  return Math.round(bin / 2 * 1e12) / 1e12;
}
const outline = [
  [[-3, -3], [3, -3], [3, 3], [-3, 3]], [[0, -4], [4, 3], [-4, 3]], [[0, -4], [4, 0], [0, 4], [-4, 0]],
  [[0, 4], [4, -3], [-4, -3]], [[-4, -1.5], [4, -1.5], [4, 1.5], [-4, 1.5]],
  [[-1.5, -4], [1.5, -4], [1.5, 4], [-1.5, 4]],
];
function draw(number, result) {
  const curves = result.benchmark.groups[0].curves;
  const needed = Object.fromEntries(result.rows.map(row => [row.method, row.k ?? Infinity]));
  const first = ["random", result.headline?.method];
  const order = curves.map(curve => curve.method).sort((a, b) => needed[a] - needed[b]);
  const names = [...new Set([...first, ...order])].filter(name => curves.some(curve => curve.method === name));
  const drawn = names.slice(0, data.slots).map(name => curves.find(curve => curve.method === name));
  const sizes = [...new Set(curves.flatMap(curve => curve.k))].sort((a, b) => a - b);
  const answer = result.headline?.k ?? null;
  const last = sizes.length - 1;
  const size = answer === null ? sizes[last >> 1] : sizes.find(k => k >= answer) ?? sizes[last];
  drawAgreement(element(`b${number}-agreement`), element(`b${number}-agreement-table`), drawn, size);
  drawDifferences(element(`b${number}-mdad`), element(`b${number}-mdad-table`), drawn, sizes, answer);
}
function drawAgreement(svg, table, drawn, size) {
  const s = scales(svg);
  svg.querySelector(".head").textContent = svg.querySelector("title").textContent = `Agreement by gap, ${size} items`;
  legend(svg, drawn);
  for (let slot = 0; slot < data.slots; slot++) {
    const group = svg.querySelector(`[data-slot="${slot}"]`), curve = drawn[slot];
    const i = curve ? curve.k.indexOf(size) : -1;
    let line = [], low = [], high = [];
    if (i >= 0) {
      const inside = curve.gap[i].filter(gap => gap <= s.last).length;
      const points = values => {
        const list = values.slice(0, inside).map((value, j) => [s.x(curve.gap[i][j]), s.y(value)]);
        if (list.length && curve.gap[i][inside - 1] < s.last) list.push([s.x(s.last), list[list.length - 1][1]]);
        return list;
      };
      [line, low, high] = [points(curve.agreement[i]), points(curve.low[i]), points(curve.high[i])];
    }
    setPath(group, "line", path(line));
    setPath(group, "band", low.length > 1 ? path(low) + "L" + path(high.reverse()).slice(1) + "Z" : "");
  }
  mark(svg, "x", state.gap);
  mark(svg, "y", state.agreement);
  const gaps = [...table.tHead.rows[0].cells].slice(1).map(head => Number(head.textContent));
  fill(table, drawn.map(curve => {
    const i = curve.k.indexOf(size);
    return {cells: [curve.method, ...gaps.map(gap => {
      if (i < 0) return "–";
      const read = key => interpolate(gap, curve.gap[i], curve[key][i].length ? curve[key][i] : curve.agreement[i]);
      const [value, low, high] = ["agreement", "low", "high"].map(read);
      const isExact = low === value && high === value;
      return fixed(value, 2) + (isExact ? "" : ` (${fixed(low, 2)} to ${fixed(high, 2)})`);
    })]};
  }));
}
function drawDifferences(svg, table, drawn, sizes, answer) {
  const s = scales(svg);
  const title = `MDAD by size, agreement ${fixed(state.agreement, 2)}`;
  svg.querySelector(".head").textContent = svg.querySelector("title").textContent = title;
  legend(svg, drawn);
  const differences = drawn.map(curve => curve.k.map((k, i) => {
    const read = key => firstReaching(curve.gap[i], curve[key][i].length ? curve[key][i] : curve.agreement[i]);
    const [value, low, high] = [read("agreement"), read("high"), read("low")];
    const exact = low === value && high === value;
    return {k, value, exact, low: exact ? null : low, high: exact ? null : high};
  }));
  for (let slot = 0; slot < data.slots; slot++) {
    const group = svg.querySelector(`[data-slot="${slot}"]`);
    const shift = (slot - (data.slots - 1) / 2) * data.barDistance;
    const points = (differences[slot] ?? []).filter(point => point.value !== null)
      .map(point => ({...point, px: s.x(point.k) + shift, py: s.y(point.value)}));
    setPath(group, "line", path(points.map(point => [point.px, point.py])));
    setPath(group, "bars", points.filter(point => point.low !== null || point.high !== null).map(point =>
      `M${at(point.px, s.y(point.low ?? s.low))}V${s.y(point.high ?? s.high).toFixed(2)}`).join(""));
    setPath(group, "dots", points.map(point =>
      path(outline[slot % outline.length].map(([x, y]) => [point.px + x, point.py + y])) + "Z").join(""));
  }
  mark(svg, "x", answer);
  mark(svg, "y", state.gap);
  fill(table, drawn.map((curve, index) => ({cells: [curve.method, ...sizes.map(size => {
    const point = differences[index].find(point => point.k === size);
    if (!point || point.value === null) return "–";
    const text = value => value === null ? "–" : fixed(value, 1);
    return text(point.value) + (point.exact ? "" : ` (${text(point.low)} to ${text(point.high)})`);
  })]})));
}

function render() {
  const values = {
    gap: short(state.gap, 4) + " points", agreement: fixed(state.agreement, 2),
    models: whole(state.models) + (state.models === 1 ? " model" : " models"),
    price: data.benchmarks.length === 1
      ? `${data.currency} ${Number((data.benchmarks[0].price * state.price).toPrecision(6))} per item`
      : state.price === 1 ? "as given" : `${state.price} times the given prices`,
  };
  for (const name in stops) {
    const slider = element(name);
    slider.max = stops[name].length - 1;
    slider.value = stops[name].indexOf(state[name]);
    slider.setAttribute("aria-valuetext", values[name]);
    element(name + "-value").textContent = values[name];
  }
  element("known").checked = Boolean(state.known);
  const results = data.benchmarks.map(work);
  results.forEach((result, number) => show(number, result));
  const names = data.benchmarks.map(benchmark => benchmark.name).join(", ");
  element("question").textContent = `Budget to evaluate ${values.models} on ${names} so that models `
    + `${short(state.gap, 4)} points apart come out in the same order as on the full `
    + `${results.length === 1 ? "benchmark" : "benchmarks"} with probability ${values.agreement}.`;
  const suite = element("suite-table");
  if (!suite) return;
  const rows = results.map(({benchmark, chosen, full}) => {
    const total = chosen ? chosen.total : full;
    const items = benchmark.items, k = chosen ? chosen.k : items;
    return {items, k, total, full, cells: [benchmark.name, whole(items), chosen ? chosen.method : "in full",
      whole(k), money(total), money(full), money(full - total)]};
  });
  const sum = key => rows.reduce((total, row) => cents(total + row[key]), 0);
  const saving = cents(sum("full") - sum("total"));
  rows.push({cells: ["total", whole(sum("items")), "–", whole(sum("k")), money(sum("total")), money(sum("full")),
    money(saving)]});
  fill(suite, rows);
}

// The sliders and the address say the same.
const nearest = (list, value) =>
  list.reduce((best, stop) => Math.abs(stop - value) < Math.abs(best - value) ? stop : best);
function readAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const next = {...start};
  for (const name in stops) {
    const value = Number(wanted.get(name));
    if (wanted.has(name) && Number.isFinite(value) && value > 0) next[name] = nearest(stops[name], value);
  }
  if (wanted.has("known")) next.known = wanted.get("known") === "1" ? 1 : 0;
  state = next;
  render();
}
function writeAddress() {
  const said = Object.keys(state).map(name => `${name}=${state[name]}`).join("&");
  history.replaceState(null, "", "#" + said);
}
for (const name in stops) {
  element(name).addEventListener("input", event => {
    state[name] = stops[name][Number(event.target.value)];
    render();
    writeAddress();
  });
}
element("known").addEventListener("change", event => {
  state.known = event.target.checked ? 1 : 0;
  render();
  writeAddress();
});
element("controls").addEventListener("submit", event => event.preventDefault());
element("controls").hidden = false;
addEventListener("hashchange", readAddress);
// On paper nothing can be unfolded.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  folded.forEach(details => { details.open = true; });
});
addEventListener("afterprint", () => folded.forEach(details => { details.open = false; }));
readAddress();

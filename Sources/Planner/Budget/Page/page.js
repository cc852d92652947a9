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
  const y = isotonic(values), x = sizes.map(Math.log);
  if (sizes[sizes.length - 1] < items) { x.push(Math.log(items)); y.push(1); }
  const index = y.findIndex(value => reaches(value, target));
  if (index < 0) return {k: null, bound: false};
  if (index === 0) return {k: sizes[0], bound: true};
  const part = Math.min(1, (target - y[index - 1]) / (y[index] - y[index - 1]));
  const k = Math.ceil(Math.exp(x[index - 1] + part * (x[index] - x[index - 1])) - 1e-6);
  return {k: k < items ? k : null, bound: false};
}
for (const benchmark of data.benchmarks) {
  for (const curve of [...benchmark.curves ?? [], ...benchmark.frontier ?? []]) {
    curve.gap = curve.gap.map(gaps => gaps.map(gap => gap / 2));
    for (const key of ["agreement", "low", "high"]) {
      curve[key] = curve[key].map(values => values.map(value => value / 10000));
    }
  }
}
function need(benchmark, curve) {
  const row = {method: curve.method, needs: curve.needs, exact: false, bound: false};
  if (curve.exact) {
    const k = curve.exact[data.agreements.indexOf(state.agreement)][data.gaps.indexOf(state.gap)] || null;
    return {...row, exact: true, k: k, low: k, high: k};
  }
  const read = key => curve.k.map((_, i) =>
    interpolate(state.gap, curve.gap[i], curve[key][i].length ? curve[key][i] : curve.agreement[i]));
  const middle = crossing(curve.k, read("agreement"), benchmark.items, state.agreement);
  return {...row, k: middle.k, bound: middle.bound,
          low: crossing(curve.k, read("high"), benchmark.items, state.agreement).k,
          high: crossing(curve.k, read("low"), benchmark.items, state.agreement).k};
}

// What becomes of an advantage over random sampling where targets are stronger than every source.
function addAdvantages(benchmark, rows) {
  const there = new Map(benchmark.frontier.map(curve => [curve.method, need(benchmark, curve)]));
  const random = rows.find(row => row.method === "random"), randomThere = there.get("random");
  const interval = row => [
    Math.min(row.low ?? row.k ?? Infinity, row.k ?? Infinity), Math.max(row.high ?? Infinity, row.k ?? Infinity),
  ];
  const order = (a, b) => interval(a)[1] < interval(b)[0] ? -1 : interval(a)[0] > interval(b)[1] ? 1 : 0;
  for (const row of rows) {
    row.advantage = "–";
    if (row === random || !random || !randomThere || !there.has(row.method)) continue;
    const after = order(there.get(row.method), randomThere);
    row.advantage = order(row, random) !== -1 ? "none" : after === -1 ? "kept" : after === 1 ? "lost" : "unclear";
  }
}

// The cheapest method; among those whose intervals overlap its own, the one that needs least besides items.
function recommend(rows) {
  const interval = row => [Math.min(row.low ?? row.k, row.k), Math.max(row.high ?? Infinity, row.k)];
  const possible = rows.filter(row => row.k !== null && !rows.some(other => other.k !== null
    && (other.needs !== row.needs || other.k !== row.k) && other.needs <= row.needs && other.k <= row.k));
  if (!possible.length) return null;
  const cheapest = possible.reduce((best, row) => row.k < best.k ? row : best);
  const [low, high] = interval(cheapest);
  const order = (a, b) => a.needs - b.needs || a.k - b.k || (b.agreement ?? 0) - (a.agreement ?? 0);
  return possible.filter(row => {
    const [l, h] = interval(row);
    return row === cheapest || (l <= high && h >= low && Math.min(h, high) > Math.max(l, low))
      || (row.k >= low && row.k <= high && l === h);
  }).reduce((best, row) => order(row, best) < 0 ? row : best);
}
const needsSources = row => row.needs >= 2;

function work(benchmark) {
  const price = benchmark.price * state.price;
  const cost = items => cents(items * state.models * price);
  const full = cost(benchmark.items);
  const building = cents(benchmark.items * benchmark.sources * price);
  const rows = (benchmark.fixed ?? benchmark.curves.map(curve => need(benchmark, curve))).map(row => ({...row}));
  if (benchmark.frontier) addAdvantages(benchmark, rows);
  for (const row of rows) {
    if (row.k === null || benchmark.fixed) continue;
    // What ties are broken by: the agreement at k.
    const curve = benchmark.curves.find(curve => curve.method === row.method);
    const values = isotonic(curve.k.map((_, i) => interpolate(state.gap, curve.gap[i], curve.agreement[i])));
    const x = curve.k.map(Math.log);
    if (curve.k[curve.k.length - 1] < benchmark.items) { x.push(Math.log(benchmark.items)); values.push(1); }
    row.agreement = interpolate(Math.log(row.k), x, values);
  }
  const random = Math.min(...rows.filter(row => row.method === "random" && row.k !== null).map(row => row.k));
  const extra = Math.ceil(benchmark.items * benchmark.sources / state.models);
  const shifted = rows.map(row => {
    const add = needsSources(row) && !state.known ? extra : 0;
    const moved = value => value === null ? null : value + add;
    const k = moved(row.k);
    const isEnough = k !== null && k < benchmark.items;
    return {...row, k: isEnough ? k : null, low: moved(row.low), high: moved(row.high), row: row};
  });
  for (const row of rows) {
    row.evaluation = row.k === null ? null : cost(row.k);
    row.construction = needsSources(row) && !state.known ? building : 0;
    row.total = row.evaluation === null ? null : row.evaluation + row.construction;
    row.saving = row.total === null ? null : full - row.total;
    row.breakEven = needsSources(row) && row.k !== null && row.k < random && random < Infinity
      ? Math.ceil(benchmark.items * benchmark.sources / (random - row.k)) : null;
  }
  return {benchmark, rows, full, cost, chosen: recommend(shifted)?.row ?? null, withSources: recommend(rows)};
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
  if (row.k === null && row.low === null) return "–";
  return row.exact ? "exact" : whole(row.low) + " to " + (row.high === null ? "N" : whole(row.high));
}
function sentences(result) {
  const {benchmark, chosen, full, withSources} = result;
  const list = [`${benchmark.name} in full, ${whole(benchmark.items)} items: ${named(full)}.`];
  const atMost = row => row.bound ? "at most " : "";
  if (chosen) {
    list.push(`Recommended: ${chosen.method}, ${atMost(chosen)}${whole(chosen.k)} items: ${named(chosen.total)}, `
      + `a saving of ${named(full - chosen.total)} (${share(full - chosen.total, full)}).`);
  } else {
    list.push("No subset is both enough and cheaper: run it in full.");
  }
  if (!state.known && withSources && needsSources(withSources)) {
    list.push(`If you already have the answers of ${benchmark.sources} source models to all items: `
      + `${withSources.method}, ${atMost(withSources)}${whole(withSources.k)} items, `
      + `${named(result.cost(withSources.k))}.`);
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
    cells: [row.method, (row.bound ? "≤ " : "") + whole(row.k), interval(row), row.advantage,
      row.evaluation === null ? "–" : money(row.evaluation), money(row.construction),
      row.total === null ? "–" : money(row.total), row.saving === null ? "–" : money(row.saving),
      row.saving === null ? "–" : share(row.saving, result.full),
      whole(row.breakEven)],
  })));
  if (result.benchmark.curves) draw(number, result);
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
  return gaps[index - 1] + part * (gaps[index] - gaps[index - 1]);
}
const outline = [
  [[-3, -3], [3, -3], [3, 3], [-3, 3]], [[0, -4], [4, 3], [-4, 3]], [[0, -4], [4, 0], [0, 4], [-4, 0]],
  [[0, 4], [4, -3], [-4, -3]], [[-4, -1.5], [4, -1.5], [4, 1.5], [-4, 1.5]],
  [[-1.5, -4], [1.5, -4], [1.5, 4], [-1.5, 4]],
];
function draw(number, result) {
  const curves = result.benchmark.curves;
  const needed = Object.fromEntries(result.rows.map(row => [row.method, row.k ?? Infinity]));
  const first = ["random", result.withSources?.method];
  const order = curves.map(curve => curve.method).sort((a, b) => needed[a] - needed[b]);
  const names = [...new Set([...first, ...order])].filter(name => curves.some(curve => curve.method === name));
  const drawn = names.slice(0, data.slots).map(name => curves.find(curve => curve.method === name));
  const sizes = [...new Set(curves.flatMap(curve => curve.k))].sort((a, b) => a - b);
  const answer = result.withSources?.k ?? null;
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
      const read = key => fixed(interpolate(gap, curve.gap[i], curve[key][i]), 2);
      return read("agreement") + (curve.low[i].length ? ` (${read("low")} to ${read("high")})` : "");
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

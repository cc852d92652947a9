// The script of a page: works out k, costs and charts from the embedded curves as SizeInterpolation, PlanCurves,
// Recommendation, PairedComparison and BenchmarkCosts do, and draws as Chart does. It is compiled into the program, and
// stands in the page as it is here.
"use strict";
const page = JSON.parse(document.getElementById("data").textContent);
const element = id => document.getElementById(id);
const isSuite = page.mode === "suite";
// With several benchmarks each has its price, and the control multiplies them all.
const hasOwnPrices = isSuite && page.benchmarks.length > 1;
const start = {
  benchmark: page.benchmarks[0].name, gap: page.gap, agreement: page.agreement, accuracy: null, models: page.models,
  price: hasOwnPrices ? 1 : page.benchmarks[0].price ?? null, known: page.known ? 1 : 0,
};
let state = {...start};

// Numbers as text.
const whole = value =>
  value === null ? "–" : Math.abs(value) < 10000 ? String(value) : value.toLocaleString("en-US");
const cents = value => Math.round(value * 100 + 1e-6) / 100;
const digits = {minimumFractionDigits: 2, maximumFractionDigits: 2};
const money = value => (value === 0 ? 0 : value).toLocaleString("en-US", digits);
const named = value => page.currency + " " + money(value);
// Rounds halves to even, as C does; toFixed rounds them up.
function fixed(value, decimals) {
  const scaled = value * 10 ** decimals, below = Math.floor(scaled);
  return (scaled - below === 0.5 && below % 2 === 0 ? below / 10 ** decimals : value).toFixed(decimals);
}
const short = (value, decimals) => String(Number(fixed(value, decimals)));
const share = (part, all) => all === 0 ? "–" : short(part / all * 100, 1) + " %";
const apart = gap => short(gap, 4) === "1" ? "1 point apart" : short(gap, 4) + " points apart";
function oftenness(probability) {
  for (const count of [2, 3, 4, 5, 10, 20, 100]) {
    const times = probability * count;
    if (Math.abs(times - Math.round(times)) < 1e-9 && times < count) {
      return `${Math.round(times)} ${Math.round(times) === 1 ? "time" : "times"} in ${count}`;
    }
  }
  return "with probability " + short(probability, 4);
}

// Curves: each is unpacked when its benchmark is first asked about.
async function unpack(benchmark) {
  if (!benchmark.packed) return;
  const bytes = Uint8Array.from(atob(benchmark.packed), letter => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  Object.assign(benchmark, JSON.parse(await new Response(stream).text()));
  delete benchmark.packed;
  const sums = list => { let sum = 0; return list.map(step => sum += step); };
  for (const curve of benchmark.groups.flatMap(group => group.curves)) {
    Object.assign(curve, page.methods[curve.method]);
    curve.gap = curve.gap.map(gaps => sums(gaps).map(gap => gap / 200));
    for (const key of ["agreement", "low", "high", "choice"]) {
      curve[key] = curve[key].map(values => sums(values).map(value => value / 10000));
    }
  }
  for (const key of ["k", "low", "high"]) benchmark.random[key] = benchmark.random[key].map(sums);
}

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
const isRandom = method => method === "random";

// What a method needs under one choice of targets; null where too few pairs are so far apart.
function readNeed(benchmark, group, curve, gap) {
  if (group.largest !== null && gap > group.largest + 0.25) return null;
  const read = key => curve.k.map((_, i) =>
    interpolate(gap, curve.gap[i], curve[key][i].length ? curve[key][i] : curve.agreement[i]));
  const cross = key => crossing(curve.k, read(key), benchmark.items, state.agreement);
  const middle = cross("agreement");
  return {targets: group.targets, k: middle.k, bound: middle.bound, low: cross("high").k, high: cross("low").k,
          choose: curve.choice.length ? cross("choice").k : middle.k};
}
function need(benchmark, group, number, curve) {
  if (group.largest !== null && state.gap > group.largest + 0.25) return null;
  const isExact = isRandom(curve.method) && number === 0 && benchmark.random.exact;
  return isExact ? randomNeed(benchmark) : readNeed(benchmark, group, curve, state.gap);
}
function randomNeed(benchmark) {
  const row = page.agreements.indexOf(state.agreement), column = page.gaps.indexOf(state.gap);
  const at = key => benchmark.random[key][row][column] || null;
  return {targets: "random", k: at("k"), low: at("low"), high: at("high"), choose: at("k"), bound: false};
}
const largest = value => value ?? Infinity;
const largestOf = values => values.length ? Math.max(...values) : null;
const isLess = (a, b) =>
  largest(a.k) !== largest(b.k) ? largest(a.k) < largest(b.k) : largest(a.high) < largest(b.high);

// A row for each method: of a randomised one the largest need counts, of a learned one that of similar models.
function rowsOf(benchmark) {
  const curves = benchmark.groups.flatMap(group => group.curves);
  const methods = new Map([...curves].reverse().map(curve => [curve.method, curve]));
  const names = [...new Set(curves.map(curve => curve.method))];
  return names.map(name => {
    const {method, guarantee, needs: demands, readsFrame, isRecommendable} = methods.get(name);
    let needs = benchmark.groups.map((group, number) => {
      const curve = group.curves.find(curve => curve.method === name);
      return curve ? need(benchmark, group, number, curve) : null;
    }).filter(found => found !== null);
    if (!needs.length && isRandom(name)) needs = [randomNeed(benchmark)];
    const row = {method, guarantee, needs: demands, readsFrame, isRecommendable, regimes: needs, k: null, low: null,
                 high: null, choose: null, bound: false};
    if (!needs.length) return row;
    if (guarantee !== "randomised") return {...row, ...needs[0]};
    const worst = needs.reduce((most, other) => isLess(most, other) ? other : most);
    const all = (key, list) => list.some(one => one[key] === null) ? null : largestOf(list.map(one => one[key]));
    const limited = needs.filter(one => one.k !== null || one.low !== null);
    return {...row, k: worst.k, bound: worst.bound, low: all("low", limited), high: all("high", needs),
            choose: all("choose", needs)};
  });
}

// Random sampling by formula, for models of an accuracy: the hypergeometric distribution of what k items say.
function hypergeometric(population, successes, draws) {
  const low = Math.max(0, draws - (population - successes)), high = Math.min(draws, successes);
  const others = population - successes - draws;
  const mode = Math.min(Math.max(Math.floor((draws + 1) * (successes + 1) / (population + 2)), low), high);
  const weights = [1];
  let weight = 1, value = mode;
  while (value > low) {
    weight *= value * (others + value) / ((successes - value + 1) * (draws - value + 1));
    if (weight < 1e-19) break;
    weights.push(weight);
    value -= 1;
  }
  const first = value;
  weights.reverse();
  weight = 1;
  value = mode;
  while (value < high) {
    weight *= (successes - value) * (draws - value) / ((value + 1) * (others + value + 1));
    if (weight < 1e-19) break;
    weights.push(weight);
    value += 1;
  }
  const total = weights.reduce((sum, one) => sum + one, 0);
  return {first, weights: weights.map(one => one / total)};
}
// How likely the better model wins more than half of m discordant items drawn from wins and losses.
function leads(wins, losses, first, last) {
  const from = first - first % 2, total = wins + losses;
  const begin = hypergeometric(total, wins, from);
  let lead = 0, tie = 0;
  begin.weights.forEach((weight, i) => {
    if (begin.first + i > from / 2) lead += weight;
    if (begin.first + i === from / 2) tie = weight;
  });
  const ahead = [];
  for (let j = from / 2; 2 * j <= last; j++) {
    ahead.push(lead);
    if (2 * j + 1 > last) break;
    const taken = tie * Math.max(0, wins - j) / (total - 2 * j);
    lead += taken;
    ahead.push(lead);
    if (2 * j + 2 > last) break;
    const lost = taken * ((2 * j + 1) * Math.max(0, losses - j)) / ((j + 1) * (total - 2 * j - 1));
    lead -= lost;
    tie = 2 * lost;
  }
  return {from, ahead};
}
function comparison(items, gap, discordance) {
  const lead = Math.min(items, Math.round(gap * items));
  const discordant = Math.max(lead, Math.min(items, Math.round(Math.max(gap, discordance) * items)));
  const numbers = ((discordant - lead) % 2 ? [discordant - 1, discordant + 1] : [discordant])
    .filter(number => number >= lead && number <= items);
  const known = new Map();
  return size => {
    if (!known.has(size)) {
      known.set(size, numbers.reduce((sum, number) => {
        const drawn = hypergeometric(items, number, size);
        const {from, ahead} = leads(
          (number + lead) / 2, (number - lead) / 2, drawn.first, drawn.first + drawn.weights.length - 1);
        return sum + drawn.weights.reduce((part, weight, i) => part + weight * ahead[drawn.first + i - from], 0);
      }, 0) / numbers.length);
    }
    return known.get(size);
  };
}
// The smallest size from which on the target is reached; agreement has teeth, so that neighbours count.
function smallestSize(value, target, limit) {
  const enough = size => reaches(value(size), target);
  if (limit <= 4096) {
    let size = limit;
    while (size >= 1 && enough(size)) size -= 1;
    return size >= limit - 1 ? null : size + 1;
  }
  const both = size => enough(size) && (size + 1 > limit || enough(size + 1));
  let low = 0, high = 1, step = 1;
  while (!both(high)) {
    low = high;
    if (high === limit) return null;
    high = Math.min(limit, high + step);
    step *= 2;
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (both(middle)) high = middle; else low = middle;
  }
  let size = high;
  for (let looked = size; looked < size + 32 && looked < limit;) {
    looked += 1;
    if (!enough(looked)) size = looked + 1;
  }
  while (size > 1 && enough(size - 1)) size -= 1;
  return size < limit ? size : null;
}
function correlatedDiscordance(accuracy, gap, correlation) {
  const better = accuracy + gap / 2, worse = accuracy - gap / 2;
  if (better > 1 + 1e-12 || worse < -1e-12) return null;
  const product = better * worse, scale = Math.sqrt(better * (1 - better) * worse * (1 - worse));
  if (!(scale > 0)) return better + worse - 2 * product;
  const lowest = (Math.max(0, better + worse - 1) - product) / scale;
  const highest = Math.max(lowest, (Math.min(better, worse) - product) / scale);
  if (correlation < lowest - 1e-9 || correlation > highest + 1e-9) return null;
  return better + worse - 2 * (product + Math.min(highest, Math.max(lowest, correlation)) * scale);
}
// Random sampling for models of an accuracy, at a gap in points; null if no two models can have these.
function sizeAtAccuracy(benchmark, gap, point) {
  const known = benchmark.correlation, accuracy = state.accuracy / 100;
  const discordance = correlatedDiscordance(accuracy, gap / 100, interpolate(accuracy, known.accuracy, known[point]));
  if (discordance === null || discordance < gap / 100 - 0.5 / benchmark.items - 1e-12) return undefined;
  return smallestSize(comparison(benchmark.items, gap / 100, discordance), state.agreement, benchmark.items);
}
function accuracyRow(benchmark) {
  const [k, low, high] = ["median", "high", "low"].map(point => sizeAtAccuracy(benchmark, state.gap, point));
  if (k === undefined || low === undefined || high === undefined) return null;
  return {...page.methods.random, method: "random", regimes: [], k, low, high, choose: k, bound: false};
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
function recommend(rows, total, isPossible) {
  const possible = rows.filter(row =>
    row.k !== null && row.isRecommendable && row.guarantee === "randomised" && isPossible(row));
  const found = cheapest(possible, total);
  // Where random sampling is known to need no more, it is the answer.
  const baseline = possible.find(row => isRandom(row.method));
  return found && baseline && total(baseline, baseline.k) <= total(found, found.k) ? baseline : found;
}
function recommendConditionally(rows, headline, total) {
  const found = cheapest(
    rows.filter(row => row.k !== null && row.isRecommendable && row.guarantee === "learned"), total);
  if (!found || !headline) return found;
  return found.high !== null && total(found, found.high) < total(headline, headline.k) ? found : null;
}

// Answers the question of the state for a benchmark.
function work(benchmark) {
  if (state.gap * benchmark.items < 99.5 && !benchmark.fixed) return {benchmark, fault: "finer"};
  const isByAccuracy = state.accuracy !== null;
  if (isByAccuracy && !benchmark.correlation) return {benchmark, fault: "accuracy"};
  const found = benchmark.fixed ?? (isByAccuracy ? [accuracyRow(benchmark)] : rowsOf(benchmark));
  if (found.includes(null)) return {benchmark, fault: "pair"};
  const price = hasOwnPrices ? benchmark.price * state.price : state.price;
  const cost = items => price === null ? null : cents(items * state.models * price);
  const full = cost(benchmark.items);
  const build = price === null ? null : benchmark.items * benchmark.sources * price;
  const ordered = found.map((row, order) => ({...row, order}));
  const rows = ordered.sort((a, b) => largest(a.k) === largest(b.k) ? a.order - b.order : largest(a.k) - largest(b.k));
  const mustPay = row => row.needs >= 2 && !state.known && !(benchmark.frame && row.readsFrame);
  const random = Math.min(...rows.filter(row => isRandom(row.method) && row.k !== null).map(row => row.k));
  for (const row of rows) {
    row.evaluation = row.k === null ? null : cost(row.k);
    row.construction = price !== null && mustPay(row) ? cents(build) : 0;
    row.total = row.evaluation === null ? null : row.evaluation + row.construction;
    row.saving = row.total === null ? null : full - row.total;
    row.breakEven = mustPay(row) && row.k !== null && row.k < random && random < Infinity
      ? Math.ceil(benchmark.items * benchmark.sources / (random - row.k)) : null;
  }
  const totalOf = pays => (row, k) =>
    price === null ? k : row.k * state.models * price / row.k * k + (pays && mustPay(row) ? build : 0);
  const total = totalOf(true);
  const headline = recommend(rows, total, row => price !== null || !mustPay(row));
  const ifCheaper = row => row && (price === null || row.total < full) ? row : null;
  const withSources = state.known || price === null ? null : recommend(rows, totalOf(false), () => true);
  return {benchmark, rows, full, cost, price, headline, chosen: ifCheaper(headline),
          conditional: ifCheaper(recommendConditionally(rows, headline, total)),
          withSources: withSources && withSources.k < largest(headline?.k ?? null) ? withSources : null};
}

// What is shown.
function line(kind, text) {
  const made = document.createElement(kind);
  made.textContent = text;
  return made;
}
function fill(table, rows) {
  const kinds = [...table.tHead.rows[0].cells].map(head => head.className === "n");
  table.tBodies[0].replaceChildren(...rows.map(row => {
    const made = document.createElement("tr");
    row.cells.forEach((text, column) => {
      const cell = line(column ? "td" : "th", text);
      if (!column) cell.scope = "row";
      if (kinds[column]) cell.className = "n";
      made.append(cell);
    });
    if (row.isChosen) made.className = "chosen";
    return made;
  }));
}
function interval(row) {
  if ((row.k === null && row.low === null) || (row.low === row.k && row.high === row.k)) return "–";
  return whole(row.low) + " to " + (row.high === null ? "N" : whole(row.high));
}
const items = row => `${row.bound ? "at most " : ""}${whole(row.k)} items`;
// The answer in words: a sentence, a number with what it counts, and what goes with it.
function words(result) {
  const {benchmark, chosen, headline, conditional, full, withSources, price, fault} = result;
  const all = whole(benchmark.items);
  const pair = `two models ${apart(state.gap)}`;
  if (fault) {
    const reason = {
      finer: `No two models can be ${apart(state.gap)} on ${all} items: one item is `
        + `${short(100 / benchmark.items, 2)} points.`,
      accuracy: `How alike models answer ${benchmark.name} is not known, so that an accuracy cannot be planned for.`,
      pair: `No ${pair} that are ${short(state.accuracy, 1)} % accurate answer as alike as models do.`,
    }[fault];
    return {sentence: reason, number: "–", unit: "", more: []};
  }
  const often = oftenness(state.agreement);
  const best = isSuite ? chosen : headline;
  const answer = best
    ? {sentence: `On ${benchmark.name}, ${pair} come out in the right order ${often} with`,
       number: (best.bound ? "≤ " : "") + whole(best.k), unit: `of ${all} items, method ${best.method}`}
    : {sentence: `On ${benchmark.name}, no smaller part is enough${isSuite ? " and cheaper" : ""} to put ${pair} in `
        + `the right order ${often}. Run`, number: all, unit: "items: all of them"};
  const holds = state.accuracy === null ? "It holds for any models." : "It holds for models of that accuracy.";
  const more = [];
  if (price === null) {
    if (best) {
      const limits = interval(best);
      more.push(holds + (limits === "–" ? "" : ` 95 % interval: ${limits} items.`));
    }
    if (conditional) {
      more.push(`If your models resemble the ${whole(benchmark.measured)} measured: ${conditional.method}, `
        + `${items(conditional)}.`);
    }
    return {...answer, more};
  }
  more.push(`${benchmark.name} in full, ${all} items: ${named(full)}.`);
  more.push(chosen
    ? `Recommended: ${chosen.method}, ${items(chosen)}: ${named(chosen.total)}, a saving of `
      + `${named(full - chosen.total)} (${share(full - chosen.total, full)}). ${holds}`
    : "No subset is both enough and cheaper: run it in full.");
  if (conditional) {
    more.push(`If your models resemble the ${whole(benchmark.measured)} measured: ${conditional.method}, `
      + `${items(conditional)}, ${named(conditional.total)}.`);
  }
  if (withSources) {
    more.push(`If you already have the answers of ${benchmark.sources} source models to all items: `
      + `${withSources.method}, ${items(withSources)}, ${named(result.cost(withSources.k))}.`);
  }
  return {...answer, more};
}
function command(result) {
  const said = [`mdad plan --benchmark ${result.benchmark.name} --gap ${short(state.gap, 4)}`];
  if (state.agreement !== 0.8) said.push(`--agreement ${state.agreement}`);
  if (state.accuracy !== null) said.push(`--accuracy ${state.accuracy}`);
  if (state.price !== null) said.push(`--price-per-item ${state.price} --models ${state.models}`);
  return said.join(" ");
}
function show(number, result) {
  const {benchmark, headline, chosen} = result;
  const answer = element(`b${number}-answer`), said = words(result), best = isSuite ? chosen : headline;
  answer.dataset.method = best?.method ?? "";
  answer.dataset.k = best?.k ?? "";
  answer.querySelector(".sentence").textContent = said.sentence;
  answer.querySelector(".number strong").textContent = said.number;
  answer.querySelector(".number span").textContent = said.unit;
  answer.querySelector(".more").replaceChildren(...said.more.map(text => line("p", text)));
  const rows = result.rows ?? [];
  fill(element(`b${number}-methods`), rows.map(row => {
    const costs = [row.evaluation, row.construction, row.total, row.saving].map(value =>
      value === null || result.price === null ? "–" : money(value));
    const own = [row.method, (row.bound ? "≤ " : "") + whole(row.k), interval(row), row.guarantee];
    return {isChosen: row === best, cells: [...own, ...costs,
      row.saving === null || result.price === null ? "–" : share(row.saving, result.full),
      whole(result.price === null ? null : row.breakEven)]};
  }));
  if (!isSuite) {
    element("b0-name").textContent = `${benchmark.name}: ${whole(benchmark.items)} items`;
    element("b0-command").textContent = result.fault ? "" : command(result);
    element("b0-measured").textContent = benchmark.about ?? "";
    element("b0-all").className = state.price === null ? "unpriced" : "";
  }
  const chart = element(`b${number}-chart`);
  if (chart && benchmark.groups) chart.innerHTML = result.fault ? "" : draw(number, result);
}

// The chart, as PlanAnswer and Chart draw it.
const plain = value => short(value, 2);
const entities = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"};
const escaped = text => text.replace(/[&<>"]/g, sign => entities[sign]);
const harderModels = {frontier: "frontier", family: "new families", date: "newer models"};
const steps = [...Array(81).keys()].map(i => 0.2 * 200 ** (i / 80));
function chartLine(benchmark, group, curve, row, colour, isDashed) {
  const own = row?.regimes.find(need => need.targets === group.targets);
  const needs = [];
  for (const gap of [...steps, state.gap].sort((a, b) => a - b)) {
    if (gap * benchmark.items < 100) continue;
    const read = () => readNeed(benchmark, group, curve, gap);
    const need = gap === state.gap ? own ?? read() : read();
    if (!need || need.k === null) continue;
    needs.push({gap, ...need});
    if (need.bound) break;
  }
  needs.reverse();
  const isExact = needs.every(need => need.low === need.k && need.high === need.k);
  const models = isDashed ? ", " + harderModels[group.targets] : "";
  return {
    label: curve.method + models, colour, isDashed, points: needs.map(need => [need.k, need.gap]),
    band: isDashed || isExact ? [] : [...needs.filter(need => need.low !== null).map(need => [need.low, need.gap]),
      ...needs.map(need => [need.high ?? benchmark.items, need.gap]).reverse()],
  };
}
function chartLines(result, method, colour) {
  const {benchmark, rows} = result, row = rows.find(row => row.method === method);
  if (state.accuracy !== null) {
    const points = [0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, state.gap].sort((a, b) => b - a).map(gap =>
      [gap * benchmark.items < 100 ? null : sizeAtAccuracy(benchmark, gap, "median") ?? null, gap]);
    return [{label: method, colour, points: points.filter(([k]) => k !== null), band: []}];
  }
  const known = benchmark.groups.map(group => [group, group.curves.find(curve => curve.method === method)])
    .filter(([, curve]) => curve);
  if (!known.length) return [];
  const worst = row.regimes.reduce((most, other) => most && !isLess(most, other) ? most : other, null)?.targets;
  const among = targets => known.slice(1).find(([group]) => group.targets === targets);
  const harder = among(worst) ?? among("frontier");
  return [chartLine(benchmark, ...known[0], row, colour, false),
          ...(harder ? [chartLine(benchmark, ...harder, row, colour, true)] : [])].filter(line => line.points.length);
}
function logarithmic(values) {
  const low = Math.min(...values) / 1.12, high = Math.max(Math.min(...values) * 2, Math.max(...values) * 1.12);
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of [1, 2, 5]) {
      const tick = factor * 10 ** power;
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return {ticks, share: value => Math.log(value / low) / Math.log(high / low)};
}
function spread(wanted, distance, first, last) {
  const heights = [...wanted];
  heights.forEach((height, i) => { heights[i] = Math.max(i ? heights[i - 1] + distance : first, height); });
  for (let i = heights.length - 1; i >= 0; i--) {
    heights[i] = Math.min(i < heights.length - 1 ? heights[i + 1] - distance : last, heights[i]);
  }
  return heights;
}
function draw(number, result) {
  const {benchmark, headline, conditional} = result;
  const methods = [...new Set(["random", headline?.method, conditional?.method].filter(Boolean))];
  const lines = [];
  let colour = 0, markColour = 0;
  for (const method of methods) {
    const drawn = chartLines(result, method, colour);
    if (!drawn.length) continue;
    if (method === headline?.method) markColour = colour;
    lines.push(...drawn);
    colour += 1;
  }
  if (!lines.length) return "";
  const {width, height, left, top, bottom, colours, ink} = page.chart;
  const right = Math.min(300, Math.max(...lines.map(line => line.label.length)) * 7.1 + 34);
  const plot = {x: left, y: top, width: width - left - right, height: height - top - bottom};
  const all = lines.flatMap(line => line.points);
  const x = logarithmic(all.map(([k]) => k)), y = logarithmic(all.map(([, gap]) => gap));
  const within = share => Math.min(1, Math.max(0, share));
  const at = ([k, gap]) =>
    [plot.x + plot.width * within(x.share(k)), plot.y + plot.height * (1 - within(y.share(gap)))];
  const outline = points => points.map((point, i) => (i ? "L" : "M") + at(point).map(plain).join(" ")).join("");
  const path = (d, stroke, width = 1, dash = "") =>
    `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}"`
    + (dash ? ` stroke-dasharray="${dash}"` : "") + "/>";
  const text = (content, x, y, size, fill = ink.text, more = "") =>
    `<text x="${plain(x)}" y="${plain(y)}" font-size="${plain(size)}" fill="${fill}"${more}>${escaped(content)}</text>`;
  const fitting = (content, size) => Math.min(size, (width - 32) / (0.59 * Math.max(1, content.length)));
  const chance = fixed(state.agreement, 2), end = plot.x + plot.width, base = plot.y + plot.height;
  const isUncertain = result.rows.some(row => row.k !== null);
  const noAnswer = headline ? "" : ": no smaller subset is enough" + (isUncertain ? " for certain" : "");
  const title = `${benchmark.name} (${whole(benchmark.items)} items): models ${apart(state.gap)} ranked right `
    + oftenness(state.agreement) + noAnswer;
  const subtitle = `The gap that is ranked right with agreement ${chance}, by number of items`;
  const about = `Line chart. For ${methods.join(", ")}: the gap between two models that k items put in the order of `
    + `the full benchmark with probability ${chance}, by k.`
    + (headline ? ` The answer for ${short(state.gap, 4)} points is ${headline.k} items.` : "");
  let svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" `
    + `viewBox="0 0 ${width} ${height}" font-family="sans-serif" role="img" `
    + `aria-labelledby="c${number}-title c${number}-desc"><title id="c${number}-title">${escaped(title)}</title>`
    + `<desc id="c${number}-desc">${escaped(about)}</desc>`
    + `<rect width="${width}" height="${height}" fill="${ink.paper}"/>`
    + text(title, 16, 26, fitting(title, 16), ink.text, ' font-weight="600"')
    + text(subtitle, 16, 46, fitting(subtitle, 12.5), ink.soft);
  const tickText = value => value >= 1000 ? whole(Math.round(value)) : plain(value);
  for (const tick of x.ticks) {
    const place = plot.x + plot.width * x.share(tick);
    svg += path(`M${plain(place)} ${plot.y}V${plain(base)}`, ink.grid)
      + text(tickText(tick), place, base + 18, 12, ink.soft, ' text-anchor="middle"');
  }
  for (const tick of y.ticks) {
    const place = plot.y + plot.height * (1 - y.share(tick));
    svg += path(`M${plot.x} ${plain(place)}H${plain(end)}`, ink.grid)
      + text(tickText(tick), plot.x - 8, place + 4, 12, ink.soft, ' text-anchor="end"');
  }
  svg += path(`M${plot.x} ${plot.y}V${plain(base)}H${plain(end)}`, ink.guide)
    + text("items (logarithmic)", plot.x + plot.width / 2, base + 42, 12.5, ink.soft, ' text-anchor="middle"')
    + `<g transform="translate(18 ${plain(plot.y + plot.height / 2)}) rotate(-90)">`
    + text("MDAD, points (logarithmic)", 0, 0, 12.5, ink.soft, ' text-anchor="middle"') + "</g>";
  for (const one of lines) {
    const stroke = colours[one.colour];
    if (one.band.length > 2) svg += `<path d="${outline(one.band)}Z" fill="${stroke}" fill-opacity="0.12"/>`;
    svg += path(outline(one.points), stroke, one.isDashed ? 1.7 : 2.2, one.isDashed ? "6 4" : "");
    if (one.points.length === 1) {
      const [px, py] = at(one.points[0]).map(plain);
      svg += `<circle cx="${px}" cy="${py}" r="3" fill="${stroke}"/>`;
    }
  }
  const rank = one => {
    const heights = one.points.map(point => at(point)[1]);
    return heights[heights.length - 1] + 0.03 * heights.reduce((sum, height) => sum + height, 0) / heights.length;
  };
  const ranked = [...lines].sort((a, b) => rank(a) - rank(b));
  const ends = ranked.map(one => at(one.points[one.points.length - 1]));
  spread(ends.map(place => place[1]), 17, plot.y + 6, base).forEach((place, i) => {
    const stroke = colours[ranked[i].colour];
    const [px, py] = ends[i];
    svg += path(`M${plain(px + 3)} ${plain(py)}L${plain(end + 4)} ${plain(place)}H${plain(end + 9)}`, stroke, 0.8,
                ranked[i].isDashed ? "3 2" : "")
      + text(ranked[i].label, end + 13, place + 4.5, 13, stroke);
  });
  if (headline) {
    const [px, py] = at([headline.k, state.gap]), fill = colours[markColour];
    const said = items(headline), room = 8.4 * said.length + 12 + px <= end;
    svg += path(`M${plot.x} ${plain(py)}H${plain(px)}V${plain(base)}`, ink.guide, 1.2, "2 3")
      + `<circle cx="${plain(px)}" cy="${plain(py)}" r="5.5" fill="${fill}" stroke="${ink.paper}" stroke-width="2"/>`;
    const place = [px + (room ? 10 : -10), room ? Math.max(plot.y + 14, py - 10) : py + 22];
    const style = ' font-weight="600"' + (room ? "" : ' text-anchor="end"');
    svg += text(said, ...place, 14, ink.paper,
                `${style} stroke="${ink.paper}" stroke-width="5" stroke-linejoin="round" aria-hidden="true"`)
      + text(said, ...place, 14, fill, style);
  }
  return svg + "</svg>";
}

// The whole page.
const selected = () => isSuite ? page.benchmarks : page.benchmarks.filter(one => one.name === state.benchmark);
let shown = 0;
async function render() {
  const turn = ++shown;
  showControls();
  const benchmarks = selected();
  await Promise.all(benchmarks.map(unpack));
  // A later question has taken over.
  if (turn !== shown) return;
  const results = benchmarks.map(work);
  results.forEach((result, number) => show(number, result));
  if (isSuite) showSuite(results);
  document.body.dataset.ready = turn;
}
function showSuite(results) {
  const models = whole(state.models) + (state.models === 1 ? " model" : " models");
  const names = page.benchmarks.map(benchmark => benchmark.name).join(", ");
  element("question").textContent = `Budget to evaluate ${models} on ${names} so that models ${apart(state.gap)} come `
    + `out in the same order as on the full ${results.length === 1 ? "benchmark" : "benchmarks"} with probability `
    + `${fixed(state.agreement, 2)}.`;
  const suite = element("suite-table");
  if (!suite) return;
  const rows = results.filter(result => !result.fault).map(({benchmark, chosen, full}) => {
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

// The controls and the address say the same. A slider moves over stops, the box beside it takes the value itself.
const nearest = (list, value) =>
  list.reduce((best, stop) => Math.abs(stop - value) < Math.abs(best - value) ? stop : best);
const clamped = (low, high) => value => Math.min(high, Math.max(low, value));
const controls = {
  gap: {stops: page.gaps, unit: " points", read: value => value > 0 ? nearest(page.gaps, value) : null},
  agreement: {stops: page.agreements, unit: "", read: value => value > 0 ? nearest(page.agreements, value) : null},
  accuracy: {stops: [...Array(99).keys()].map(i => i + 1), unit: " %", isOptional: true,
             read: value => value > 0 && value < 100 ? Math.round(value * 10) / 10 : null},
  models: {read: value => value >= 1 ? clamped(1, 1e9)(Math.round(value)) : null},
  price: {isOptional: !isSuite, read: value => value >= 0 && value <= 1e6 ? value : null},
};
function showControls() {
  for (const name in controls) {
    const box = element(name);
    if (!box) continue;
    if (document.activeElement !== box) box.value = state[name] ?? "";
    const slider = element(name + "-slider");
    if (!slider) continue;
    const {stops, unit} = controls[name];
    slider.max = stops.length - 1;
    slider.value = stops.indexOf(nearest(stops, state[name] ?? 50));
    const spoken = state[name] === null ? "as the models measured" : short(state[name], 4) + unit;
    slider.setAttribute("aria-valuetext", spoken);
  }
  const known = element("known"), choice = element("benchmark");
  if (known) known.checked = Boolean(state.known);
  if (choice) choice.value = state.benchmark;
}
function change(name, value) {
  state[name] = value;
  const said = Object.entries(state).filter(([key, value]) =>
    value !== null && !(isSuite ? ["benchmark"] : ["known"]).includes(key));
  history.replaceState(null, "", "#" + said.map(([key, value]) => `${key}=${value}`).join("&"));
  return render();
}
function readAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const next = {...start};
  for (const name in controls) {
    const value = controls[name].read(Number(wanted.get(name) || NaN));
    if (wanted.get(name) && value !== null && element(name)) next[name] = value;
  }
  if (page.benchmarks.some(one => one.name === wanted.get("benchmark"))) next.benchmark = wanted.get("benchmark");
  if (wanted.has("known") && isSuite) next.known = wanted.get("known") === "1" ? 1 : 0;
  state = next;
  return render();
}
for (const name in controls) {
  const {stops, read, isOptional} = controls[name];
  const box = element(name);
  if (!box) continue;
  box.addEventListener("input", () => {
    if (box.value === "" && isOptional) return change(name, null);
    const value = box.value === "" ? null : read(Number(box.value));
    if (value !== null) change(name, value);
  });
  box.addEventListener("change", () => { box.value = state[name] ?? ""; });
  element(name + "-slider")?.addEventListener("input", event => change(name, stops[Number(event.target.value)]));
}
element("known")?.addEventListener("change", event => change("known", event.target.checked ? 1 : 0));
element("benchmark")?.addEventListener("change", event => change("benchmark", event.target.value));
element("controls").addEventListener("submit", event => event.preventDefault());
addEventListener("hashchange", readAddress);
// On paper nothing can be unfolded.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  folded.forEach(details => { details.open = true; });
});
addEventListener("afterprint", () => folded.forEach(details => { details.open = false; }));
if (typeof DecompressionStream === "function") {
  element("controls").hidden = false;
  readAddress();
}

(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const colors = ["#d9483b", "#2f7ed8", "#d99a1c", "#2e9e6b", "#8a5cd1", "#d1569b", "#1aa3a3", "#7a6a53", "#6b7a8f"];
  const labels = data.labels.map((l, i) => ({ name: l.name, own: l.threshold, threshold: l.threshold, priority: l.priority, color: colors[i % colors.length] }));
  const rows = data.rows.map(r => ({ article: r[0], actual: new Set(r[1]), given: new Set(r[2]), p: r[3] }));
  const articles = rows.reduce((most, r) => Math.max(most, r.article + 1), 0);
  const fixed = (value, digits = 3) => value.toFixed(digits);
  const count = value => value.toLocaleString("en");

  function element(parent, tag, attributes = {}, text = null) {
    const created = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) created.setAttribute(name, value);
    if (text !== null) created.textContent = text;
    parent.append(created);
    return created;
  }

  // Figures ---------------------------------------------------------------------------------------------------------

  /** Whether the model gives a label: by the threshold of the page, or its one decision. */
  const gives = (row, label) => data.singleLabel ? row.given.has(label) : row.p[label] >= labels[label].threshold;

  /** By what labels are put in order: the logit, and what was learned about which comes first. */
  const rank = (row, label) => Math.log((row.p[label] + 1e-7) / (1 - row.p[label] + 1e-7)) + labels[label].priority;

  /** Found, given, carried of a label. */
  function tally(label) {
    let found = 0, given = 0, carried = 0;
    for (const row of rows) {
      const actual = row.actual.has(label), predicted = gives(row, label);
      found += actual && predicted; given += predicted; carried += actual;
    }
    return [found, given, carried];
  }

  function figures([found, given, carried]) {
    return { precision: given ? found / given : 0, recall: carried ? found / carried : 0, f1: given + carried ? 2 * found / (given + carried) : 0 };
  }

  /** A small generator of random numbers (mulberry32), so that a page shows the same intervals each time. */
  function random(seed) {
    return () => {
      seed = seed + 0x6D2B79F5 | 0;
      let t = Math.imul(seed ^ seed >>> 15, 1 | seed);
      t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
      return ((t ^ t >>> 14) >>> 0) / 4294967296;
    };
  }

  const resamples = 400;
  const draws = (() => {
    const next = random(1);
    return Array.from({ length: resamples }, () => {
      const times = new Uint16Array(articles);
      for (let i = 0; i < articles; i++) times[Math.floor(next() * articles)]++;
      return times;
    });
  })();

  /** 95 % intervals by drawing whole articles again, because paragraphs of an article err together. */
  function bootstrap() {
    const byLabel = labels.map((_, label) => {
      const counts = new Float64Array(articles * 3);
      for (const row of rows) {
        const actual = row.actual.has(label), predicted = gives(row, label), at = row.article * 3;
        counts[at] += actual && predicted; counts[at + 1] += predicted; counts[at + 2] += actual;
      }
      return draws.map(times => {
        const sums = [0, 0, 0];
        for (let a = 0; a < articles; a++)
          if (times[a]) for (let i = 0; i < 3; i++) sums[i] += times[a] * counts[a * 3 + i];
        return figures(sums);
      });
    });
    const interval = values => { const sorted = values.sort((a, b) => a - b); return [sorted[Math.floor(.025 * (resamples - 1))], sorted[Math.ceil(.975 * (resamples - 1))]]; };
    return {
      labels: byLabel.map(runs => ({ precision: interval(runs.map(r => r.precision)), recall: interval(runs.map(r => r.recall)), f1: interval(runs.map(r => r.f1)) })),
      macro: interval(draws.map((_, run) => byLabel.reduce((sum, runs) => sum + runs[run].f1, 0) / labels.length)),
    };
  }

  /** Precision and recall at every threshold, recall rising. */
  function precisionRecall(label) {
    const sorted = rows.map(r => [r.p[label], r.actual.has(label)]).sort((a, b) => b[0] - a[0]);
    const carried = sorted.filter(s => s[1]).length;
    const xs = [], ys = [];
    let found = 0, area = 0, last = 0;
    sorted.forEach(([p, actual], i) => {
      found += actual;
      if (i + 1 < sorted.length && sorted[i + 1][0] === p) return;
      const recall = carried ? found / carried : 0, precision = found / (i + 1);
      area += (recall - last) * precision; last = recall;
      xs.push(recall); ys.push(precision);
    });
    return { xs, ys, area };
  }

  /** Mean probability and frequency in ten bins of equal width. */
  function reliability(label) {
    const bins = Array.from({ length: 10 }, () => ({ n: 0, p: 0, actual: 0 }));
    for (const row of rows) {
      const bin = bins[Math.min(9, Math.floor(row.p[label] * 10))];
      bin.n++; bin.p += row.p[label]; bin.actual += row.actual.has(label);
    }
    const error = bins.reduce((sum, b) => sum + Math.abs(b.actual - b.p), 0) / rows.length;
    return { bins: bins.filter(b => b.n).map(b => ({ n: b.n, x: b.p / b.n, y: b.actual / b.n })), error };
  }

  // Plots -----------------------------------------------------------------------------------------------------------

  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const plots = [];

  function axis(label, scale, size, values) {
    return {
      scale, label, size, labelSize: 18, gap: 4, labelGap: 0, font: "11px system-ui, sans-serif", labelFont: "11px system-ui, sans-serif",
      stroke: () => style("--soft"), grid: { stroke: () => style("--grid"), width: 1 }, ticks: { show: false }, ...(values ? { values } : {}),
    };
  }

  function plot(target, columns, options) {
    const width = Math.max(180, target.clientWidth);
    const made = new uPlot({
      width, height: options.height || 190, cursor: { show: false }, legend: { show: false }, padding: [8, 12, 0, 0],
      scales: { x: { time: false, range: options.x || [0, 1] }, y: { range: options.y || [0, 1] } },
      axes: [axis(options.xLabel, "x", 20, options.xValues), axis(options.yLabel, "y", 34)],
      series: [{}, ...options.series], hooks: { draw: options.draw ? [options.draw] : [] },
    }, columns, target);
    plots.push([made, target, options.height || 190]);
    return made;
  }

  function disc(u, x, y, radius, fill) {
    const ctx = u.ctx;
    ctx.save();
    ctx.beginPath();
    ctx.arc(u.valToPos(x, "x", true), u.valToPos(y, "y", true), radius * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fillStyle = fill; ctx.fill();
    ctx.lineWidth = 2 * devicePixelRatio; ctx.strokeStyle = style("--card"); ctx.stroke();
    ctx.restore();
  }

  function diagonal(u) {
    const ctx = u.ctx;
    ctx.save();
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.strokeStyle = style("--soft"); ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(u.valToPos(0, "x", true), u.valToPos(0, "y", true));
    ctx.lineTo(u.valToPos(1, "x", true), u.valToPos(1, "y", true));
    ctx.stroke();
    ctx.restore();
  }

  // Page ------------------------------------------------------------------------------------------------------------

  document.getElementById("source").textContent = data.source;
  document.getElementById("labels-note").textContent = data.singleLabel
    ? "Every paragraph has exactly one label. Bars end at the figure; the bracket is its 95 % interval, from drawing articles again."
    : "Move a threshold and every figure follows. Bars end at the figure; the bracket is its 95 % interval, from drawing articles again. The dot on a curve is the threshold.";

  const summary = document.getElementById("summary");
  const tiles = {};
  for (const [key, caption] of [["macro", "macro-F1"], ["primary", "primary label right"], ["paragraphs", "labelled paragraphs"], ["articles", "articles"]]) {
    const tile = element(summary, "div", { class: "tile" });
    tiles[key] = { value: element(tile, "b", { id: "tile-" + key }), note: element(tile, "span", {}, caption), caption };
  }
  tiles.paragraphs.value.textContent = count(rows.length);
  tiles.articles.value.textContent = count(articles);

  const cards = labels.map((label, at) => {
    const card = element(document.getElementById("labels"), "div", { class: "card", "data-label": label.name });
    const title = element(card, "h3");
    element(title, "span", { class: "dot", style: `background:${label.color}` });
    element(title, "span", {}, label.name);
    element(title, "span", { class: "muted" }, `on ${count(rows.filter(r => r.actual.has(at)).length)} paragraphs`);
    const grid = element(card, "div", { class: "figures" });
    const numbers = {};
    for (const [key, name] of [["precision", "precision"], ["recall", "recall"], ["f1", "F1"]]) {
      const box = element(grid, "div");
      const value = element(box, "b", { "data-figure": key });
      const bar = element(box, "div", { class: "bar" });
      numbers[key] = { value, fill: element(bar, "i", { style: `background:${label.color}` }), bracket: element(bar, "u"), interval: element(box, "small"), name };
    }
    let input = null, output = null;
    if (!data.singleLabel) {
      const slider = element(card, "label", { class: "slider" });
      element(slider, "span", {}, "threshold");
      input = element(slider, "input", { type: "range", min: 0, max: 1, step: 0.005, value: label.threshold, "aria-label": `threshold of ${label.name}` });
      output = element(slider, "output");
      input.addEventListener("input", () => { label.threshold = Number(input.value); update(); });
    }
    const pair = element(card, "div", { class: "plots" });
    const curve = precisionRecall(at), calibration = reliability(at);
    const first = element(pair, "figure"), second = element(pair, "figure");
    element(first, "figcaption", {}, `Precision–recall, area ${fixed(curve.area, 2)}`);
    element(second, "figcaption", {}, `Reliability, calibration error ${fixed(calibration.error, 3)}`);
    const view = { numbers, input, output, at: { recall: 0, precision: 0 } };
    view.curve = plot(element(first, "div", { class: "plot" }), [curve.xs, curve.ys], {
      xLabel: "recall", yLabel: "precision",
      series: [{ stroke: label.color, width: 2, fill: label.color + "18", points: { show: false } }],
      draw: u => disc(u, view.at.recall, view.at.precision, 6, label.color),
    });
    const most = Math.max(...calibration.bins.map(b => b.n));
    plot(element(second, "div", { class: "plot" }), [calibration.bins.map(b => b.x), calibration.bins.map(b => b.y)], {
      xLabel: "probability", yLabel: "frequency",
      series: [{ stroke: label.color, width: 1.5, points: { show: false } }],
      draw: u => { diagonal(u); for (const b of calibration.bins) disc(u, b.x, b.y, 3 + 6 * Math.sqrt(b.n / most), label.color); },
    });
    return view;
  });

  const reset = document.getElementById("reset");
  reset.addEventListener("click", () => {
    labels.forEach((label, at) => { label.threshold = label.own; cards[at].input.value = label.own; });
    update();
  });

  let waiting = null;
  function update() {
    let macro = 0;
    labels.forEach((label, at) => {
      const found = figures(tally(at)), card = cards[at];
      macro += found.f1 / labels.length;
      for (const key of ["precision", "recall", "f1"]) {
        card.numbers[key].value.textContent = fixed(found[key]);
        card.numbers[key].fill.style.width = 100 * found[key] + "%";
      }
      if (card.output) card.output.textContent = fixed(label.threshold);
      card.at = found;
      card.curve.redraw(false, false);
    });
    tiles.macro.value.textContent = fixed(macro);
    const primary = rows.filter(row => {
      const given = labels.map((_, i) => i).filter(i => gives(row, i)).sort((a, b) => rank(row, b) - rank(row, a));
      const first = row.actual.size ? row.actual.values().next().value : -1;
      return (given.length ? given[0] : -1) === first;
    }).length;
    tiles.primary.value.textContent = fixed(primary / rows.length);
    reset.hidden = labels.every(l => l.threshold === l.own);
    confusion();
    clearTimeout(waiting);
    waiting = setTimeout(intervals, 120);
  }

  function intervals() {
    const found = bootstrap();
    found.labels.forEach((label, at) => {
      for (const key of ["precision", "recall", "f1"]) {
        const [low, high] = label[key], number = cards[at].numbers[key];
        number.interval.textContent = `${number.name}, ${fixed(low, 2)} – ${fixed(high, 2)}`;
        number.bracket.style.left = 100 * low + "%";
        number.bracket.style.width = 100 * (high - low) + "%";
      }
    });
    tiles.macro.note.textContent = `${tiles.macro.caption}, ${fixed(found.macro[0], 2)} – ${fixed(found.macro[1], 2)}`;
  }

  function confusion() {
    const none = labels.length;
    const cells = Array.from({ length: none + 1 }, () => new Array(none + 1).fill(0));
    for (const row of rows) {
      const given = labels.map((_, i) => i).filter(i => gives(row, i));
      const actual = row.actual.size ? [...row.actual] : [none];
      for (const a of actual) {
        if (!given.length) cells[a][none]++;
        for (const g of given) if (g === a || !row.actual.has(g)) cells[a][g]++;
      }
    }
    const table = document.getElementById("confusion");
    table.replaceChildren();
    const head = element(element(table, "thead"), "tr");
    element(head, "th", {}, "given →");
    const names = [...labels.map(l => l.name), "no label"];
    for (const name of names) element(head, "th", { scope: "col" }, name);
    const body = element(table, "tbody");
    cells.forEach((line, a) => {
      const tr = element(body, "tr");
      element(tr, "th", { scope: "row" }, names[a]);
      const sum = Math.max(1, line.reduce((x, y) => x + y, 0));
      line.forEach((n, g) => {
        const shade = n ? .08 + .62 * n / sum : 0;
        element(tr, "td", { style: n ? `background:rgba(var(${a === g ? "--good" : "--bad"}), ${shade.toFixed(3)})` : "color:var(--soft)", title: `${names[a]} → ${names[g]}: ${n}` }, n ? count(n) : "·");
      });
    });
  }

  if (data.learning.length) {
    document.getElementById("learning-section").hidden = false;
    const last = data.learning[data.learning.length - 1], before = data.learning[data.learning.length - 2];
    document.getElementById("learning-note").textContent = "Macro-F1 on articles that were not trained on, by the number of training paragraphs; the band is one standard deviation."
      + (before ? last.f1 - before.f1 > .01 ? " It still rises: more articles will help." : " It has flattened: better labels or other features may help more than more articles." : "");
    const values = f => data.learning.map(f);
    const low = Math.max(0, Math.floor(10 * Math.min(...values(l => l.f1 - l.spread))) / 10 - .05), high = Math.min(1, Math.ceil(10 * Math.max(...values(l => l.f1 + l.spread))) / 10 + .02);
    const made = plot(document.getElementById("learning"), [values(l => l.paragraphs), values(l => l.f1 + l.spread), values(l => l.f1 - l.spread), values(l => l.f1)], {
      height: 260, xLabel: "training paragraphs", yLabel: "macro-F1", x: [0, last.paragraphs * 1.04], y: [low, high], xValues: (u, ticks) => ticks.map(count),
      series: [{ stroke: "transparent", points: { show: false } }, { stroke: "transparent", points: { show: false } }, { stroke: colors[1], width: 2.5, points: { show: true, size: 8, fill: colors[1] } }],
    });
    made.addBand({ series: [1, 2], fill: colors[1] + "30" });
    made.redraw();
  }

  labels.forEach((label, at) => {
    const card = element(document.getElementById("features"), "div", { class: "card" });
    const title = element(card, "h3");
    element(title, "span", { class: "dot", style: `background:${label.color}` });
    element(title, "span", {}, label.name);
    const both = element(card, "div", { class: "bars" });
    const most = Math.max(.001, ...[...data.features[at].for, ...data.features[at].against].map(f => Math.abs(f.logit)));
    for (const [side, caption, color] of [["for", "speaks for it", "--good"], ["against", "speaks against it", "--bad"]]) {
      const column = element(both, "div");
      element(column, "h4", {}, caption);
      for (const feature of data.features[at][side]) {
        const line = element(column, "div", { class: "feature", title: `${feature.text}: ${fixed(feature.logit, 3)}, in ${feature.paragraphs} paragraphs` });
        element(line, "span", {}, (feature.logit > 0 ? "+" : "−") + fixed(Math.abs(feature.logit), 2));
        const share = (100 * Math.abs(feature.logit) / most).toFixed(1);
        element(line, "div", { dir: "rtl", lang: "ar", style: `background-image:linear-gradient(rgba(var(${color}), .25), rgba(var(${color}), .25));background-size:${share}% 100%;background-position:right` }, feature.text);
      }
    }
  });

  const list = document.getElementById("errors"), filter = document.getElementById("filter");
  function showErrors(label) {
    for (const button of filter.children) button.setAttribute("aria-pressed", String(Number(button.dataset.label) === label));
    list.replaceChildren();
    const shown = data.errors.filter(e => label < 0 || e.label === label);
    for (const error of shown.sort((a, b) => Math.abs(b.p - (b.missed ? 1 : 0)) - Math.abs(a.p - (a.missed ? 1 : 0)))) {
      const card = element(list, "article", { class: "card error" });
      const head = element(card, "div", { class: "head" });
      const name = element(head, "b");
      element(name, "span", { class: "dot", style: `background:${labels[error.label].color}` });
      element(name, "span", {}, `${labels[error.label].name} ${error.missed ? "was missed" : "was given wrongly"}`);
      element(head, "span", {}, `probability ${fixed(error.p, 2)}` + (Math.abs(error.p - error.alone) > .1 ? ` (${fixed(error.alone, 2)} by the words alone)` : ""));
      element(head, "span", {}, `labelled: ${error.labels.join(", ") || "none"}`);
      element(head, "span", {}, `given: ${error.given.join(", ") || "none"}`);
      element(head, "span", { class: "place" }, error.place);
      const text = element(card, "p", { dir: "rtl", lang: "ar" });
      const most = Math.max(.001, ...error.pieces.map(p => Math.abs(p[2])));
      let end = 0;
      for (const [start, stop, weight] of error.pieces) {
        if (start < end) continue;
        text.append(error.text.slice(end, start));
        const shade = (.5 * Math.abs(weight) / most).toFixed(3);
        element(text, "mark", { style: `background:rgba(var(${weight > 0 ? "--good" : "--bad"}), ${shade})`, title: (weight > 0 ? "+" : "−") + fixed(Math.abs(weight), 2) }, error.text.slice(start, stop));
        end = stop;
      }
      text.append(error.text.slice(end));
    }
    if (!shown.length) element(list, "p", { class: "note" }, "No errors.");
  }
  for (const [at, name] of [[-1, "all"], ...labels.map((l, i) => [i, l.name])]) {
    const button = element(filter, "button", { type: "button", "data-label": at }, name);
    button.addEventListener("click", () => showErrors(at));
  }

  const facts = document.getElementById("model"), model = data.model;
  for (const [name, value] of [
    ["trainer", `${model.trainer} (${model.settings})`], ["features", `${count(model.features)}, lexicon of ${count(model.lexicon)} words and phrases`],
    ["trained on", `${count(model.paragraphs)} paragraphs of ${count(model.articles)} articles, seed ${model.seed}`], ["training data", `SHA-256 ${model.sha256}`],
    ["model file", `${count(Math.round(model.bytes / 1024))} KiB`]]) {
    element(facts, "dt", {}, name);
    element(facts, "dd", {}, value);
  }

  update();
  intervals();
  showErrors(-1);
  addEventListener("resize", () => plots.forEach(([made, target, height]) => made.setSize({ width: Math.max(180, target.clientWidth), height })));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plots.forEach(([made]) => made.redraw()));
})();

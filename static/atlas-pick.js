/* Pilot City Atlas: one selection everywhere.
 *
 * A place (its code) or a class ("class-3") picked in a map, a legend, a chart or a table is marked in all the others at once, in
 * the browser; the server hears of it for the address, the chip and what is told of the places. HTML carries `data-pick`;
 * charts carry codes in their `customdata`, names of places without a label in a trace's `meta`, the place of a whole chart in
 * `layout.meta.pick` and that of a label as its name; maps are frames of the same origin and speak through `AtlasPick` and `AtlasMap`.
 */

const MARKED = "atlas-marked";
const PATIENCE_MS = 3000;
let link = null; // the page's chip: what is picked, how the server is told

/* ---------- what is picked ---------- */

/* A plain click picks one, and lets it go when it was the only one; with Ctrl, Shift or Command it adds or takes away. */
function next(tokens, token, add) {
  if (tokens.includes(token)) return add || tokens.length === 1 ? tokens.filter((t) => t !== token) : [token];
  const rest = add && !isClass(token) ? tokens.filter((t) => !isClass(t)) : [];
  return [...rest, token].slice(-link.most);
}

const isClass = (token) => token.startsWith("class-");

function pick(token, add) {
  if (link) choose(next(link.tokens, token, add));
}

function choose(tokens) {
  link.tokens = tokens;
  link.waiting = { text: tokens.join(","), until: Date.now() + PATIENCE_MS };
  mark();
  link.send(link.waiting.text);
}

/* ---------- marks ---------- */

function maps() {
  return [...document.querySelectorAll("iframe")].map((frame) => {
    try { return frame.contentWindow.AtlasMap; } catch { return null; } // a frame of somebody else
  }).filter(Boolean);
}

function mark() {
  if (!link) return;
  for (const map of maps()) map.select(link.tokens);
  const codes = picked(), holding = new Set(maps().flatMap((map) => [...codes].map(map.groupOf)));
  for (const element of document.querySelectorAll("[data-pick]")) {
    const on = link.tokens.includes(element.dataset.pick) || codes.has(element.dataset.pick);
    element.classList.toggle(MARKED, on);
    element.classList.toggle("atlas-holds", !on && holding.has(element.dataset.pick));
    const button = element.querySelector("button");
    if (button) button.setAttribute("aria-pressed", String(on));
  }
  for (const chart of charts()) ring(chart);
}

/* Codes of all places that are picked, those of a picked class too: the maps know whose they are. */
function picked() {
  const codes = new Set(link.tokens);
  for (const map of maps()) for (const token of link.tokens) if (isClass(token)) map.members(token).forEach((code) => codes.add(code));
  return codes;
}

/* ---------- charts ---------- */

const HIT_MS = 250;
const charts = () => document.querySelectorAll(".js-plotly-plot");
const codeOf = (data) => (Array.isArray(data) || ArrayBuffer.isView(data) ? data[0] : data);
const adds = (event) => event && (event.ctrlKey || event.metaKey || event.shiftKey);

function listen(chart) {
  if (chart.atlas || !chart.on) return;
  chart.atlas = true;
  chart.on("plotly_click", ({ points, event }) => {
    const code = points.length && codeOf(points[0].customdata);
    if (!code) return;
    chart.atlasHit = performance.now();
    pick(code, adds(event));
  });
  chart.on("plotly_clickannotation", ({ annotation, event }) => { if (annotation.name) pick(annotation.name, adds(event)); });
  chart.on("plotly_hover", ({ points }) => hint((points.length && codeOf(points[0].customdata)) || "", points.length && points[0].fullData.hoverinfo !== "none" && chart));
  chart.on("plotly_unhover", () => hint("", null));
  chart.on("plotly_afterplot", () => ring(chart));
  ring(chart);
}

/* The place under the pointer is shown in the other charts too, lightly, as long as it is there. */
function hint(code, named) {
  if (!link || link.hint === code) return;
  Object.assign(link, { hint: code, named }); // the chart that names it by a box of its own
  charts().forEach(ring);
}

/* Marks in layers of their own: the chart itself is not drawn again. */
function ring(chart) {
  const svg = chart.querySelector(".main-svg"), full = chart._fullLayout;
  if (!svg || !full || !chart.calcdata) return;
  chart.querySelectorAll(".atlas-rings, .atlas-hints").forEach((old) => old.remove());
  const codes = link ? picked() : new Set();
  const lines = codes.size > 0 && draw(chart, codes, "atlas-rings");
  if (link && link.hint && !codes.has(link.hint)) draw(chart, new Set([link.hint]), "atlas-hints");
  fade(chart, lines ? codes : null);
  (full.annotations || []).forEach(({ name }, i) => {
    const label = name && chart.querySelector(`.annotation[data-index="${i}"]`);
    if (!label) return;
    label.classList.add("atlas-endlabel");
    label.classList.toggle(MARKED, codes.has(name));
  });
}

/* Draw the marks of some places; tell whether any of them is a line. A point has a ring. A line has one at its end and is
 * followed: with a casing under it where it has a colour of its own, in the colour of the text where it is one of many. */
function draw(chart, codes, name) {
  const svg = chart.querySelector(".main-svg"), full = chart._fullLayout, tags = [];
  const over = layer(name), under = layer(name);
  let lines = false;
  for (const points of chart.calcdata) {
    const trace = points[0] && points[0].trace;
    if (!trace || !trace.customdata || !trace.visible || trace.hoverinfo === "skip") continue;
    const x = full[axis(trace.xaxis, "x")], y = full[axis(trace.yaxis, "y")], isLine = (trace.mode || "").includes("lines");
    const seen = new Set(), runs = new Map();
    let last = null;
    for (const point of points) {
      const code = codeOf(trace.customdata[point.i]), here = isFinite(point.x) && isFinite(point.y);
      seen.add(code);
      if (here && codes.has(code)) {
        if (!runs.has(code)) runs.set(code, []);
        runs.get(code).push({ x: x._offset + x.c2p(point.x), y: y._offset + y.c2p(point.y), joins: last === code });
      }
      last = here ? code : null;
    }
    for (const [code, found] of runs) {
      if (isLine) follow(found, seen.size === 1 ? under : over, seen.size === 1, trace, full);
      for (const at of isLine ? found.slice(-1) : found) over.appendChild(shape("circle", { cx: at.x, cy: at.y, r: 9 }));
      if (trace.meta && trace.meta[code]) tags.push(tag(found, isLine, trace.meta[code]));
      lines = lines || isLine;
    }
  }
  if (name === "atlas-rings" || link.named !== chart) tell(tags, over, full);
  svg.insertBefore(under, svg.querySelector(".cartesianlayer"));
  svg.appendChild(over);
  return lines;
}

function follow(found, into, own, trace, full) {
  const d = found.map((at) => `${at.joins ? "L" : "M"}${at.x},${at.y}`).join("");
  const width = (trace.line && trace.line.width) || 1;
  if (!own) { into.appendChild(shape("path", { d, "stroke-width": 2.6 })); return; }
  into.appendChild(shape("path", { d, "stroke-width": width + 7, "stroke-linecap": "round" }));
  into.appendChild(shape("path", { d, "stroke-width": width + 4, "stroke-linecap": "round", stroke: full.hoverlabel.bgcolor }));
}

/* Where a name runs into its own line least: before the end of a line that rises, after the beginning of one that falls. */
function tag(found, isLine, text) {
  const first = found[0], last = found[found.length - 1];
  const [at, anchor] = !isLine ? [first, "middle"] : last.y < first.y ? [last, "end"] : [first, "start"];
  return { x: at.x, y: at.y - 13, text, anchor };
}

/* Names of marked places whose line or tick has no label of its own, pushed apart. Texts are set as text. */
function tell(tags, into, full) {
  tags.sort((a, b) => a.y - b.y).forEach((tag, i) => {
    for (const other of tags.slice(0, i)) if (Math.abs(other.x - tag.x) < 130 && tag.y - other.y < 15) tag.y = other.y + 15;
    const share = tag.x / full.width, side = share > 0.8 ? "end" : share < 0.35 ? "start" : "middle";
    const text = shape("text", { x: tag.x, y: tag.y, "text-anchor": tag.anchor === "middle" ? side : tag.anchor, fill: "currentColor", stroke: full.hoverlabel.bgcolor });
    into.appendChild(Object.assign(text, { textContent: tag.text }));
  });
}

/* Lines of other places step back. */
function fade(chart, codes) {
  for (const points of chart.calcdata) {
    const trace = points[0] && points[0].trace, drawn = trace && trace.uid && chart.querySelector(`.trace${trace.uid}`);
    if (!drawn) continue;
    const apart = codes && trace.customdata && (trace.mode || "").includes("lines");
    drawn.classList.toggle("atlas-faded", Boolean(apart) && !points.every(({ i }) => codes.has(codeOf(trace.customdata[i]))));
  }
}

function layer(name) {
  const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
  group.setAttribute("class", name);
  group.setAttribute("pointer-events", "none");
  group.setAttribute("aria-hidden", "true"); // the chart has a text of its own; the table says what is marked
  return group;
}

function shape(kind, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [name, value] of Object.entries({ fill: "none", stroke: "currentColor", "stroke-width": 2.2, ...attributes })) made.setAttribute(name, value);
  return made;
}

const axis = (name, letter) => (name || letter).replace(letter, letter + "axis");

/* ---------- the page ---------- */

document.addEventListener("click", (event) => {
  const element = event.target.closest && event.target.closest("[data-pick], .js-plotly-plot");
  if (!element || event.target.closest("a, summary")) return;
  // The ground of a chart that is about one place stands for it, unless a point of it was hit.
  const { pick: whole } = (element._fullLayout && element._fullLayout.meta) || {};
  const token = element.dataset.pick || (performance.now() - (element.atlasHit || 0) > HIT_MS && whole);
  if (token) pick(token, adds(event));
});

/* A browser presses no button for Enter with a key that adds. */
document.addEventListener("keydown", (event) => {
  const element = event.key === "Enter" && adds(event) && event.target.matches("[data-pick] button") && event.target.closest("[data-pick]");
  if (!element) return;
  event.preventDefault(); // where one does, it would add and take away
  pick(element.dataset.pick, true);
});

let due = 0;
new MutationObserver((changes) => {
  if (due || changes.every(({ target }) => target.closest && target.closest(".js-plotly-plot, .atlas-chip"))) return;
  due = requestAnimationFrame(() => { due = 0; charts().forEach(listen); if (link) mark(); });
}).observe(document.body, { childList: true, subtree: true });

/* The chip: how many are marked, and the way to let them go. Texts are set as text, never as HTML. */
function chip(root, { said, clear, hint }) {
  const box = root.querySelector(".atlas-chip") || root.appendChild(document.createElement("div"));
  const part = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  box.className = "atlas-chip";
  box.setAttribute("role", "status");
  box.replaceChildren(...(said ? [part("strong", said), Object.assign(part("button", clear), { type: "button", onclick: () => choose([]) })] : [part("span", hint)]));
}

/* Called by the component on the page whenever the server has spoken. */
export function mount({ data, parentElement, setTriggerValue }) {
  const waiting = link && link.root === parentElement ? link.waiting : null;
  const late = waiting && waiting.text !== data.picked && Date.now() < waiting.until; // an answer to an older click
  link = {
    root: parentElement, most: data.most, waiting: late ? waiting : null,
    tokens: late ? link.tokens : data.picked ? data.picked.split(",") : [],
    send: (text) => setTriggerValue("pick", text),
  };
  chip(parentElement, data);
  charts().forEach(listen);
  mark();
  return () => { if (link && link.root === parentElement) { link = null; } };
}

window.AtlasPick = { pick, refresh: mark };

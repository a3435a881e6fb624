/* Pilot City Atlas: one selection everywhere.
 *
 * A place (its code) or a class ("class-3") picked in a map, a legend, a chart or a table is marked in all the others at once, in
 * the browser; the server hears of it for the address, the chip and what is told of the places. HTML carries `data-pick`;
 * charts carry codes in their `customdata`; maps are frames of the same origin and speak through `AtlasPick` and `AtlasMap`.
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

const charts = () => document.querySelectorAll(".js-plotly-plot");
const codeOf = (data) => (Array.isArray(data) || ArrayBuffer.isView(data) ? data[0] : data);

function listen(chart) {
  if (chart.atlas || !chart.on) return;
  chart.atlas = true;
  chart.on("plotly_click", ({ points, event }) => {
    const code = points.length && codeOf(points[0].customdata);
    if (code) pick(code, event && (event.ctrlKey || event.metaKey || event.shiftKey));
  });
  chart.on("plotly_afterplot", () => ring(chart));
  ring(chart);
}

/* Rings in a layer of their own: the chart itself is not drawn again. */
function ring(chart) {
  const svg = chart.querySelector(".main-svg"), full = chart._fullLayout;
  if (!svg || !full || !chart.calcdata) return;
  svg.querySelectorAll(".atlas-rings").forEach((old) => old.remove());
  if (!link || !link.tokens.length) return;
  const codes = picked(), layer = document.createElementNS("http://www.w3.org/2000/svg", "g");
  layer.setAttribute("class", "atlas-rings");
  layer.setAttribute("pointer-events", "none");
  for (const points of chart.calcdata) {
    const trace = points[0] && points[0].trace;
    if (!trace || !trace.customdata || !trace.visible) continue;
    const x = full[axis(trace.xaxis, "x")], y = full[axis(trace.yaxis, "y")];
    const found = points.filter((point) => codes.has(codeOf(trace.customdata[point.i])) && isFinite(point.x) && isFinite(point.y));
    for (const point of (trace.mode || "").includes("lines") ? found.slice(-1) : found) {
      const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      const at = { cx: x._offset + x.c2p(point.x), cy: y._offset + y.c2p(point.y), r: 9, fill: "none", stroke: "currentColor", "stroke-width": 2.2 };
      for (const [name, value] of Object.entries(at)) circle.setAttribute(name, value);
      layer.appendChild(circle);
    }
  }
  svg.appendChild(layer);
}

const axis = (name, letter) => (name || letter).replace(letter, letter + "axis");

/* ---------- the page ---------- */

document.addEventListener("click", (event) => {
  const element = event.target.closest && event.target.closest("[data-pick]");
  if (element && !event.target.closest("a, summary")) pick(element.dataset.pick, event.ctrlKey || event.metaKey || event.shiftKey);
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

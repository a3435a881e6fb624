/* Pilot City Atlas: a briefing comes alive. What it needs lies in the file itself; without this script every figure is a picture. */
(() => {
  "use strict";
  const packed = (name) => document.getElementById("asset:" + name).textContent;
  const opened = new Map();

  /* Text of an asset: gzip in base64, opened once. */
  function asset(name) {
    if (!opened.has(name)) {
      const bytes = Uint8Array.from(atob(packed(name)), (letter) => letter.charCodeAt(0));
      opened.set(name, new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text());
    }
    return opened.get(name);
  }

  function run(view, code) {
    const script = view.document.createElement("script");
    script.textContent = code;
    view.document.head.appendChild(script);
  }

  /* A map is a small page of its own, which asks for its outlines here and nowhere else. */
  async function map(box) {
    const [leaflet, style, atlas] = await Promise.all(["leaflet.js", "leaflet.css", "atlas-map.js"].map(asset));
    const frame = box.querySelector("iframe"), spec = JSON.parse(document.getElementById(box.dataset.live).textContent);
    await new Promise((done) => {
      frame.addEventListener("load", done, { once: true });
      frame.srcdoc = `<!doctype html><html lang="${document.documentElement.lang}"><head><meta charset="utf-8"><style>html,body{height:100%;margin:0}.folium-map{height:100%}.folium-map:has(.atlas-wall),.folium-map.atlas-wall{height:auto}</style></head><body></body></html>`;
    });
    const view = frame.contentWindow;
    [fonts(), style].forEach((css) => { const tag = view.document.createElement("style"); tag.textContent = css; view.document.head.appendChild(tag); });
    const host = view.document.createElement("div");
    Object.assign(host, { id: spec.name, className: "folium-map" });
    view.document.body.appendChild(host);
    view.fetch = async (url) => new Response(await asset(String(url).replace(/^.*\/static\//, "")));
    for (const code of [leaflet, atlas, spec.script]) run(view, code);
    const wall = view.document.querySelector(".atlas-wall"); // as tall as its panels, one below the other on a telephone
    if (wall) new view.ResizeObserver(() => { frame.style.height = `${wall.scrollHeight}px`; }).observe(wall);
  }

  const fonts = () => document.getElementById("fonts").textContent;

  async function chart(box) {
    if (!window.Plotly) run(window, await asset("plotly.js"));
    const spec = JSON.parse(document.getElementById(box.dataset.live).textContent);
    await window.Plotly.newPlot(box.querySelector(".live"), spec.data, spec.layout, { displayModeBar: false, responsive: true });
  }

  async function wake(box) {
    box.classList.add("ready"); // first: what is not shown has no size
    try {
      await (box.dataset.kind === "map" ? map : chart)(box);
    } catch (error) {
      console.error(error);
      box.classList.remove("ready"); // the picture stays
    }
  }

  const seen = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
    seen.unobserve(target);
    wake(target);
  }), { rootMargin: "300px" });
  if (window.DecompressionStream) document.querySelectorAll("[data-live]").forEach((box) => seen.observe(box));

  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => {
    document.documentElement.classList.toggle("wide", button.dataset.print === "wide");
    window.print();
  }));
  if (location.hash === "#wide") document.documentElement.classList.add("wide");
})();

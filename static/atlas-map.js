/* Pilot City Atlas: draws the store's compact geometry on Leaflet maps that folium and streamlit-folium made.
 *
 * Two calls, both written by views/maps.py:
 *   AtlasMap.create(map, config)   once; the script of the map, the same on every rerun, so that nothing reloads
 *   AtlasMap.paint(payload)        on every rerun; class numbers and texts only, never geometry
 *
 * All text reaches the page as text nodes or canvas text, never as HTML.
 */
(function () {
  "use strict";

  const STATIC = new URL("../../app/static/", document.baseURI);
  const FONT = '"Plus Jakarta Sans", system-ui, sans-serif';
  const EARTH_RADIUS_M = 6371007.2; // authalic radius: areas on the sphere equal those of the ellipsoid
  const NO_DATA = "x";
  const HIDDEN = "-";
  let state = null;

  /* ---------- geometry ---------- */

  function fetchJson(path) {
    // Names carry a hash of their content: a copy in the browser's cache never goes stale.
    return fetch(new URL(path, STATIC), { cache: "force-cache" }).then((answer) => {
      if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
      return answer.json();
    });
  }

  function decodeRing(flat, q) {
    const ring = new Array(flat.length / 2);
    let x = 0, y = 0;
    for (let i = 0; i < flat.length; i += 2) {
      x += flat[i]; y += flat[i + 1];
      ring[i / 2] = [y / q, x / q];
    }
    return ring;
  }

  /* `within` names the regencies by their code, where many places share a name. */
  function decodeLayer(layer, within) {
    return layer.places.map(([code, name, x, y, polygons]) => ({
      code, name, inside: (within && code.length > 5 && within[code.slice(0, 5)]) || "", at: [y / layer.q, x / layer.q],
      rings: polygons.map((rings) => rings.map((flat) => decodeRing(flat, layer.q))),
    }));
  }

  /* Open lines, coded as rings are. */
  const decodeLines = (lines, q) => lines.map((flat) => decodeRing(flat, q));

  /* ---------- values of thousands of places, as views/packing.py packs them ---------- */

  const LETTERS = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((letter, at) => [letter, at]));

  function unpackNumbers(text) {
    const found = [];
    for (let i = 0, number = 0, power = 1; i < text.length; i += 1) {
      const letter = LETTERS.get(text[i]);
      number += (letter & 31) * power; power *= 32;
      if (letter < 32) { found.push(number); number = 0; power = 1; }
    }
    return found;
  }

  /* A whole number with the marks of the language: `marks` is the group mark, the decimal mark and how many decimals; 0 is no text. */
  function written(number, marks) {
    if (!number) return "";
    const decimals = Number(marks[2]), digits = String(number - 1).padStart(decimals + 1, "0");
    const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, marks[0]);
    return decimals ? whole + marks[1] + digits.slice(-decimals) : whole;
  }

  function unpack(data) {
    if (!data.many) return { ...data, texts: data.texts ? data.texts.split("|") : [] };
    const words = data.words === undefined ? [] : data.words.split("|");
    return {
      classes: data.classes.length === 1 ? data.classes.repeat(data.many) : data.classes,
      texts: data.numbers === undefined ? unpackNumbers(data.at).map((at) => words[at]) : unpackNumbers(data.numbers).map((number) => written(number, data.marks)),
      ...(data.radii === undefined ? {} : { radii: unpackNumbers(data.radii).map((tenths) => tenths / 10) }),
    };
  }

  /* Lambert's azimuthal equal-area projection around one city: one zoom is the same metres per pixel in every panel. */
  function equalAreaCrs([lat0, lng0]) {
    const rad = Math.PI / 180, R = EARTH_RADIUS_M, sin0 = Math.sin(lat0 * rad), cos0 = Math.cos(lat0 * rad);
    const projection = {
      project(p) {
        const phi = p.lat * rad, dl = (p.lng - lng0) * rad, sin = Math.sin(phi), cos = Math.cos(phi);
        const k = R * Math.sqrt(2 / (1 + sin0 * sin + cos0 * cos * Math.cos(dl)));
        return new L.Point(k * cos * Math.sin(dl), k * (cos0 * sin - sin0 * cos * Math.cos(dl)));
      },
      unproject(p) {
        const rho = Math.hypot(p.x, p.y);
        if (rho === 0) return new L.LatLng(lat0, lng0);
        const c = 2 * Math.asin(Math.min(1, rho / (2 * R))), sin = Math.sin(c), cos = Math.cos(c);
        const lat = Math.asin(cos * sin0 + (p.y * sin * cos0) / rho);
        const lng = Math.atan2(p.x * sin, rho * cos0 * cos - p.y * sin0 * sin);
        return new L.LatLng(lat / rad, lng0 + lng / rad);
      },
      bounds: L.bounds([-5e6, -5e6], [5e6, 5e6]),
    };
    return L.extend({}, L.CRS.Earth, {
      code: "atlas:laea", projection, transformation: L.transformation(1, 0, -1, 0),
      scale: (zoom) => Math.pow(2, zoom), zoom: (scale) => Math.log2(scale), wrapLng: undefined, infinite: true,
    });
  }

  /* ---------- drawing ---------- */

  /* Leaflet's canvas, plus a hatch for places without data. */
  const HatchCanvas = () => L.Canvas.extend({
    _fillStroke(ctx, layer) {
      const o = layer.options;
      if (o.fill) {
        ctx.globalAlpha = o.fillOpacity;
        ctx.fillStyle = o.fillColor;
        ctx.fill(o.fillRule || "evenodd");
        if (o.hatch) { ctx.fillStyle = hatchPattern(ctx, o.hatch); ctx.fill("evenodd"); }
      }
      if (o.stroke && o.weight !== 0) {
        ctx.globalAlpha = o.opacity;
        ctx.lineWidth = o.weight; ctx.strokeStyle = o.color;
        ctx.lineCap = "round"; ctx.lineJoin = "round";
        if (ctx.setLineDash) ctx.setLineDash((layer.options && layer.options._dashArray) || []);
        ctx.stroke();
      }
    },
  });

  const patterns = {};
  function hatchPattern(ctx, color) {
    if (!patterns[color]) {
      const tile = document.createElement("canvas");
      tile.width = tile.height = 7;
      const pen = tile.getContext("2d");
      pen.strokeStyle = color; pen.lineWidth = 1.1;
      pen.beginPath();
      for (const shift of [-7, 0, 7]) { pen.moveTo(shift - 1, 8); pen.lineTo(shift + 8, -1); }
      pen.stroke();
      patterns[color] = tile;
    }
    return ctx.createPattern(patterns[color], "repeat");
  }

  /* Names (and values) of places, on a canvas of their own, where they fit and do not touch. */
  const labelLayer = (panel) => {
    const Labels = L.Layer.extend({
      onAdd(map) {
        this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", map.getPane("labels"));
        map.on("moveend zoomend resize", this.redraw, this);
        this.redraw();
      },
      onRemove(map) { this._canvas.remove(); map.off("moveend zoomend resize", this.redraw, this); },
      redraw() {
        const map = panel.map, size = map.getSize(), ratio = window.devicePixelRatio || 1;
        L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint([0, 0]));
        this._canvas.width = size.x * ratio; this._canvas.height = size.y * ratio;
        this._canvas.style.width = size.x + "px"; this._canvas.style.height = size.y + "px";
        const ctx = this._canvas.getContext("2d");
        ctx.scale(ratio, ratio); ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.lineJoin = "round";
        drawLabels(ctx, panel, size);
      },
    });
    return new Labels();
  };

  const KIND = /^(Kabupaten Administrasi|Kota Administrasi|Kabupaten|Kota) /;
  const bareName = (name) => name.replace(KIND, "");

  /* Bare names that two of the places drawn in any panel share: Kota Bogor lies inside Kabupaten Bogor. */
  function twins() {
    if (state.twins) return state.twins;
    const codes = new Map();
    for (const panel of state.panels) for (const places of Object.values(panel.layers)) for (const { code, name } of places) {
      if (KIND.test(name)) codes.set(bareName(name), (codes.get(bareName(name)) || new Set()).add(code));
    }
    return (state.twins = new Set([...codes].filter(([, each]) => each.size > 1).map(([bare]) => bare)));
  }

  /* A name on the map in one line or, in a narrow place, two: without its kind, which stays where a twin is drawn too. */
  function nameLines(ctx, name, width) {
    const bare = bareName(name), fits = (text) => ctx.measureText(text).width < width;
    if (!KIND.test(name) || !twins().has(bare)) return fits(bare) ? [bare] : null;
    const kind = name.startsWith("Kota") ? "Kota" : "Kab.";
    return fits(`${kind} ${bare}`) ? [`${kind} ${bare}`] : fits(bare) ? [kind, bare] : null;
  }

  function drawLabels(ctx, panel, size) {
    const look = panel.look, taken = [];
    panel.said = [];
    const free = (box) => !taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1]);
    const put = (lines, at, font, color, must) => {
      ctx.font = font;
      const width = Math.max(...lines.map((line) => ctx.measureText(line).width)), height = lines.length * 13;
      const box = [at.x - width / 2 - 3, at.y - height / 2 - 1, at.x + width / 2 + 3, at.y + height / 2 + 1];
      if (!must && (box[0] < 2 || box[1] < 2 || box[2] > size.x - 2 || box[3] > size.y - 2 || !free(box))) return false;
      taken.push(box);
      panel.said.push(lines.join(" "));
      lines.forEach((line, i) => {
        const y = at.y + (i - (lines.length - 1) / 2) * 13;
        if (color !== look.halo) { ctx.strokeStyle = look.halo; ctx.lineWidth = 3; ctx.strokeText(line, at.x, y); }
        ctx.fillStyle = color; ctx.fillText(line, at.x, y);
      });
      return true;
    };
    const points = panel.marks.map((mark) => panel.map.latLngToContainerPoint(mark.at));
    for (const p of points) taken.push([p.x - 8, p.y - 8, p.x + 8, p.y + 8]); // no name over a neighbour's mark
    for (const [i, mark] of panel.marks.entries()) { // pilots on the country's map: always named
      const at = points[i], font = `700 12.5px ${FONT}`;
      ctx.font = font;
      const wide = ctx.measureText(mark.label).width / 2, half = wide + 14;
      const sides = [[0, -17], [0, 19], [half, 1], [-half, 1], [wide, -19], [-wide, -19], [wide, 19], [-wide, 19], [0, 34], [0, -32]];
      if (!sides.some(([x, y]) => put([mark.label], { x: at.x + x, y: at.y + y }, font, look.ink, false))) {
        put([mark.label], { x: at.x, y: at.y - 17 }, font, look.ink, true);
      }
    }
    if (panel.quietLabels && !(panel.crowd && nearer(panel) > 1.5)) return;
    if (panel.quietLabels) taken.push([0, size.y - 28, 130, size.y], [size.x - 56, 0, size.x, 82]); // scale bar and zoom buttons
    const round = new Map((panel.circles || []).map((circle) => [circle.place, circle.options.radius]));
    const covered = (latlng, r) => { const p = panel.map.latLngToContainerPoint(latlng); return [p.x - r, p.y - r, p.x + r, p.y + r]; };
    for (const [place, r] of round) taken.push(covered(place.at, r));
    const dots = (panel.pointShapes || []).map((shape) => covered(shape.getLatLng(), 4));
    const bare = (x, y, w, h) => !dots.some((d) => x - w < d[2] && x + w > d[0] && y - h < d[3] && y + h > d[1]);
    /* Beside its circle, or in it where there is no room; clear of points where there is room for that. */
    const placed = (place, name, lines, at, font, color) => {
      const r = round.get(place) || 0, half = Math.max(...lines.map((line) => ctx.measureText(line).width)) / 2;
      const beside = (said) => {
        const h = said.length * 6.5, gap = r + h + 1.5, side = r + half + 4;
        const spots = r ? [[0, gap], [0, -gap], [side, 0], [-side, 0]] : [[0, 0], [0, 15], [0, -15]];
        return spots.some(([x, y]) => bare(at.x + x, at.y + y, half, h) && put(said, { x: at.x + x, y: at.y + y }, font, color, false));
      };
      if (beside(lines)) return;
      const inside = half < 0.85 * r && lines.length * 6.5 < 0.7 * r;
      if (inside) put(lines, at, font, look.halo, true);
      else if (!r) put(lines, at, font, color, false);
      else beside(name);
    };
    const candidates = [];
    const drawn = panel.crowd ? seenIn(panel.crowd, crowdView(panel.map), layerBounds(panel.map, size)) : panel.active.flatMap((layer) => panel.layers[layer] || []);
    for (const place of drawn) candidates.push([place, false]);
    for (const place of panel.layers.context || []) if (!panel.active.includes("context")) candidates.push([place, true]);
    const measured = candidates.map(([place, quiet]) => [place, quiet, screenBox(panel.map, place)]);
    measured.sort((a, b) => (a[1] - b[1]) || (b[2].width * b[2].height - a[2].width * a[2].height));
    for (const [place, quiet, box] of measured) {
      if (box.width < 24 || box.height < 12) continue;
      const at = panel.map.latLngToContainerPoint(place.at);
      const font = quiet ? `italic 500 12px ${FONT}` : `600 12px ${FONT}`;
      ctx.font = font;
      const name = nameLines(ctx, place.name, box.width * (quiet ? 0.8 : 1.05));
      if (!name || box.height < (quiet ? 13 : 1) + 13 * name.length) continue;
      const value = quiet || !place.text ? "" : place.text + ((state.wanted && state.wanted.sign) || "");
      const room = box.height > 21 + 13 * name.length && ctx.measureText(value).width < box.width * 0.9;
      const lines = value && room ? [...name, value] : name;
      placed(place, name, lines, at, font, quiet ? look.muted : look.ink);
    }
  }

  const layerBounds = (map, size) => L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(size));

  function screenBox(map, place) {
    if (place.main) { // one of thousands
      const { by } = crowdView(map), [left, top, right, bottom] = place.main;
      return { width: (right - left) * by, height: (bottom - top) * by };
    }
    const sw = map.latLngToContainerPoint(place.box.getSouthWest()), ne = map.latLngToContainerPoint(place.box.getNorthEast());
    return { width: ne.x - sw.x, height: sw.y - ne.y };
  }

  function largestBox(rings) {
    let best = null, size = -1;
    for (const polygon of rings) {
      const box = L.latLngBounds(polygon[0]);
      const extent = (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
      if (extent > size) { size = extent; best = box; }
    }
    return best;
  }

  /* ---------- thousands of places as one shape ---------- */

  const MANY = 1000, OF_ALL = 200;
  const NEAR_PX = 5, STEP_PX = 0.4, CELL = 0.36; // a cell of the grid: half a degree of the world at zoom 0, which is 256 px wide
  const isCrowd = (places) => !!places && places.length >= MANY;

  /* How far a reader has zoomed in, in steps of Leaflet, since the map was fitted. */
  const nearer = (panel) => panel.map.getZoom() - (panel.firstZoom === undefined ? panel.map.getZoom() : panel.firstZoom);

  /* One path to Leaflet, which would clip, draw and test each polygon by itself: `paint` draws, `find` says which place a point hits. */
  const crowdPath = () => L.Path.extend({
    initialize(paint, find, options) { L.setOptions(this, options); this._paint = paint; this._find = find; },
    _project() {},
    _update() { this._pxBounds = this._renderer._bounds; },
    _updatePath() { if (this._renderer._drawing) this._paint(this._renderer._ctx, this._renderer._bounds); },
    _containsPoint(point) { this.place = this._find(point); return !!this.place; },
    toGeoJSON() { return this.place ? feature(this.place) : null; },
  });

  /* Corners in pixels of the world at zoom 0, once; a view is then a factor and a shift. */
  function shapeCrowd(map, places) {
    const crs = map.options.crs;
    for (const place of places) {
      let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity, most = -1;
      place.corners = [];
      for (const polygon of place.rings) for (const [at, ring] of polygon.entries()) {
        const flat = new Float64Array(ring.length * 2), box = [Infinity, Infinity, -Infinity, -Infinity];
        for (let i = 0; i < ring.length; i += 1) {
          const { x, y } = crs.latLngToPoint({ lat: ring[i][0], lng: ring[i][1] }, 0);
          flat[2 * i] = x; flat[2 * i + 1] = y;
          if (x < box[0]) box[0] = x;
          if (y < box[1]) box[1] = y;
          if (x > box[2]) box[2] = x;
          if (y > box[3]) box[3] = y;
        }
        place.corners.push(flat);
        if (at) continue; // a hole
        left = Math.min(left, box[0]); top = Math.min(top, box[1]); right = Math.max(right, box[2]); bottom = Math.max(bottom, box[3]);
        const size = (box[2] - box[0]) * (box[3] - box[1]);
        if (size > most) { most = size; place.main = box; }
      }
      place.reach = [left, top, right, bottom];
      const { x, y } = crs.latLngToPoint({ lat: place.at[0], lng: place.at[1] }, 0);
      place.point = [x, y];
      delete place.rings; // three times the memory
    }
    const cells = new Map();
    for (const place of places) {
      const [left, top, right, bottom] = place.reach.map((edge) => Math.floor(edge / CELL));
      for (let x = left; x <= right; x += 1) for (let y = top; y <= bottom; y += 1) {
        const key = x * 4096 + y;
        if (cells.has(key)) cells.get(key).push(place); else cells.set(key, [place]);
      }
    }
    return { places, cells, byCode: new Map(places.map((place) => [place.code, place])), marked: new Set(), circles: [] };
  }

  function crowdView(map) {
    const crs = map.options.crs, origin = map.getPixelOrigin();
    return { by: crs.scale(map.getZoom()) / crs.scale(0), x: origin.x, y: origin.y };
  }

  function seenIn(crowd, view, bounds) {
    const left = (bounds.min.x + view.x) / view.by, right = (bounds.max.x + view.x) / view.by;
    const top = (bounds.min.y + view.y) / view.by, bottom = (bounds.max.y + view.y) / view.by;
    return crowd.places.filter(({ reach }) => reach[0] < right && reach[2] > left && reach[1] < bottom && reach[3] > top);
  }

  /* Adds a place's outline to the path; corners closer than half a pixel to the one before make no difference. */
  function trace(ctx, place, view) {
    for (const ring of place.corners) {
      let lastX = ring[0] * view.by - view.x, lastY = ring[1] * view.by - view.y;
      ctx.moveTo(lastX, lastY);
      for (let i = 2; i < ring.length; i += 2) {
        const x = ring[i] * view.by - view.x, y = ring[i + 1] * view.by - view.y;
        if (Math.abs(x - lastX) + Math.abs(y - lastY) < STEP_PX) continue;
        ctx.lineTo(x, y); lastX = x; lastY = y;
      }
      ctx.lineTo(ring[0] * view.by - view.x, ring[1] * view.by - view.y); // closePath() walks the whole path, thousands of times
    }
  }

  function traced(ctx, places, view) {
    ctx.beginPath();
    for (const place of places) trace(ctx, place, view);
  }

  /* Fills a colour at a time, the most frequent under all others so that no sea shines through between two of them. */
  function paintCrowd(panel, ctx, bounds) {
    const { crowd, look } = panel, view = crowdView(panel.map), seen = seenIn(crowd, view, bounds), byColor = new Map();
    for (const place of seen) if (byColor.has(place.color)) byColor.get(place.color).push(place); else byColor.set(place.color, [place]);
    const colors = [...byColor].sort((a, b) => b[1].length - a[1].length);
    ctx.globalAlpha = 1;
    colors.forEach(([color, places], rank) => {
      traced(ctx, rank ? places : seen, view);
      ctx.fillStyle = color; ctx.fill("evenodd");
    });
    const missing = seen.filter((place) => place.missing);
    if (missing.length) {
      traced(ctx, missing, view);
      ctx.fillStyle = hatchPattern(ctx, look.hatch); ctx.fill("evenodd");
    }
    fadeOthers(panel, ctx, seen, view);
    const width = Math.min(0.7, (nearer(panel) - 0.6) * 0.3) * fine(panel);
    if (width > 0.05) { // from afar thousands of borders would be all there is to see
      traced(ctx, seen, view);
      ctx.lineWidth = width; ctx.strokeStyle = look.line; ctx.lineJoin = "round"; ctx.stroke();
    }
    for (const { place, radius } of crowd.circles) {
      const x = place.point[0] * view.by - view.x, y = place.point[1] * view.by - view.y;
      if (x < bounds.min.x - radius || x > bounds.max.x + radius || y < bounds.min.y - radius || y > bounds.max.y + radius) continue;
      ctx.beginPath(); ctx.arc(x, y, radius, 0, 7);
      ctx.globalAlpha = 0.82; ctx.fillStyle = crowd.circleColor; ctx.fill();
      ctx.globalAlpha = 1; ctx.lineWidth = Math.min(1.2, radius * 0.35); ctx.strokeStyle = look.halo; ctx.stroke();
    }
  }

  /* Where a whole class is marked all others fade, under marks and outlines. */
  function fadeOthers(panel, ctx, seen, view) {
    if (panel.crowd.marked.size <= OF_ALL) return;
    traced(ctx, seen.filter((place) => !panel.crowd.marked.has(place)), view);
    ctx.globalAlpha = 0.72; ctx.fillStyle = panel.look.halo; ctx.fill("evenodd"); ctx.globalAlpha = 1;
  }

  /* A few are outlined. */
  function paintMarked(panel, ctx, bounds) {
    const { crowd, look } = panel;
    if (!crowd.marked.size || crowd.marked.size > OF_ALL) return;
    const view = crowdView(panel.map);
    traced(ctx, seenIn(crowd, view, bounds).filter((place) => crowd.marked.has(place)), view);
    ctx.globalAlpha = 1; ctx.lineJoin = "round";
    for (const [color, width] of crowd.marked.size > 20 ? [[look.halo, 3.4], [look.ink, 1.6]] : [[look.halo, 5.5], [look.ink, 2.6]]) {
      ctx.lineWidth = width; ctx.strokeStyle = color; ctx.stroke();
    }
  }

  function holds(place, x, y) {
    let inside = false;
    for (const ring of place.corners) for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      if (ring[i + 1] > y !== ring[j + 1] > y && x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) inside = !inside;
    }
    return inside;
  }

  /* The place under a point of the map: its circle, its outline, or beside a small island the one that is near. */
  function findInCrowd(panel, point) {
    const { crowd } = panel, view = crowdView(panel.map), away = (place) => Math.hypot(place.point[0] * view.by - view.x - point.x, place.point[1] * view.by - view.y - point.y);
    for (let i = crowd.circles.length - 1; i >= 0; i -= 1) {
      const { place, radius } = crowd.circles[i];
      if (radius >= 3 && away(place) <= radius) return place;
    }
    const x = (point.x + view.x) / view.by, y = (point.y + view.y) / view.by;
    const near = crowd.cells.get(Math.floor(x / CELL) * 4096 + Math.floor(y / CELL)) || [];
    const hit = near.find((place) => holds(place, x, y));
    if (hit) return hit;
    return near.filter((place) => away(place) <= NEAR_PX).sort((a, b) => away(a) - away(b))[0] || null;
  }

  function addCrowd(panel, name) {
    const Path = crowdPath();
    panel.crowd = shapeCrowd(panel.map, panel.layers[name]);
    panel.crowd.shape = new Path((ctx, bounds) => paintCrowd(panel, ctx, bounds), (point) => findInCrowd(panel, point),
      { renderer: panel.renderers.places, pane: "places", interactive: true });
    panel.crowd.marks = new Path((ctx, bounds) => paintMarked(panel, ctx, bounds), () => null,
      { renderer: panel.renderers.outline, pane: "outline", interactive: false });
    panel.map.on("zoomend", () => weighBorders(panel));
  }

  function paintCrowdLayer(panel, name, data, palette) {
    if (!panel.crowd) addCrowd(panel, name);
    const { crowd, look } = panel;
    crowd.places.forEach((place, i) => {
      tell(place, data, i);
      place.color = place.missing ? look.noData : data.classes[i] === HIDDEN ? look.land : palette[parseInt(data.classes[i], 36)];
    });
    crowd.circleColor = palette[palette.length - 1];
    crowd.circles = (data.radii || []).map((radius, i) => ({ place: crowd.places[i], radius }))
      .filter(({ radius }) => radius > 0).sort((a, b) => b.radius - a.radius);
    if (!panel.group.hasLayer(crowd.shape)) { panel.group.addLayer(crowd.shape); crowd.shape.bringToBack(); }
    crowd.shape.redraw();
  }

  /* Lines between regencies: hairlines from afar. */
  function weighBorders(panel) {
    const share = Math.min(2, Math.max(0.45, 0.45 + 0.35 * nearer(panel)));
    for (const shape of panel.outlineShapes || []) if (shape.borders) shape.setStyle({ weight: shape.borders * share });
  }

  /* ---------- panels ---------- */

  function makePanel(map, spec, config) {
    for (const [name, z, events] of [["ground", 300, "none"], ["places", 400, "auto"], ["outline", 450, "none"], ["labels", 640, "none"]]) {
      const pane = map.getPane(name) || map.createPane(name);
      pane.style.zIndex = z; pane.style.pointerEvents = events;
    }
    const Canvas = HatchCanvas();
    const renderers = Object.fromEntries(["ground", "places", "outline"].map(
      (pane) => [pane, new Canvas({ pane, padding: 0.3, tolerance: 4 })]));
    const group = L.featureGroup([], { pane: "places" }).addTo(map); // there before streamlit-folium wires its clicks
    const panel = {
      map, spec, config, renderers, group, layers: {}, active: [], marks: [], shapes: {}, points: null, moved: false,
      look: {}, quietLabels: config.quietLabels,
      tip: L.tooltip({ sticky: true, className: "atlas-tip", direction: "top", opacity: 1 }),
    };
    panel.labels = labelLayer(panel);
    if (map.attributionControl) map.attributionControl.setPrefix(false);
    map.scrollWheelZoom.disable(); // the page must scroll past a map; a click into the map turns the wheel on
    map.on("focus click", () => map.scrollWheelZoom.enable());
    map.on("blur mouseout", () => map.scrollWheelZoom.disable());
    map.on("movestart zoomstart", () => { if (!panel.fitting) panel.moved = true; });
    if (L.Browser.mobile || window.matchMedia("(pointer: coarse)").matches) { // a finger scrolls the page until it taps the map
      map.dragging.disable(); map.touchZoom.disable();
      map.on("click", () => { map.dragging.enable(); map.touchZoom.enable(); });
    }
    return panel;
  }

  function loadPanel(panel, national) {
    const spec = panel.spec, jobs = [];
    jobs.push(spec.scene ? fetchJson(spec.scene) : Promise.resolve(null));
    jobs.push(spec.extra ? fetchJson(spec.extra) : Promise.resolve(null));
    return Promise.all([national, ...jobs]).then(([country, scene, extra]) => {
      for (const file of [spec.scene ? null : country, scene, extra]) {
        if (!file) continue;
        for (const name of Object.keys(file.layers)) panel.layers[name] = decodeLayer(file.layers[name], file.within);
        if (file.borders) panel.borders = { regency: decodeLines(file.borders.regency, file.borders.q) };
      }
      for (const places of Object.values(panel.layers)) if (!isCrowd(places)) for (const place of places) place.box = largestBox(place.rings);
      panel.bounds = (scene && scene.bounds) || spec.bounds;
      if (country && scene) drawCountry(panel, country, scene);
      return panel;
    });
  }

  /* How far a reader may pan: land beyond it is not drawn. */
  function reach(panel, by) {
    const [w, s, e, n] = panel.bounds;
    return L.latLngBounds([[s, w], [n, e]]).pad(by);
  }

  /* The rest of the country, quietly, where the scene's own finer neighbours do not reach. */
  function drawCountry(panel, country, scene) {
    const finer = new Set([scene.code]);
    for (const name of ["context", "regency"]) for (const place of panel.layers[name] || []) finer.add(place.code);
    const window = reach(panel, 4);
    panel.country = decodeLayer(country.layers.regency).filter(
      (place) => !finer.has(place.code) && place.rings.some((rings) => window.intersects(L.latLngBounds(rings[0]))));
  }

  const hidden = (panel) => { const size = panel.map.getSize(); return size.x < 40 || size.y < 40; };

  function fit(panel, zoom) {
    if (hidden(panel)) return; // a frame that is folded away, or being removed, has no size to fit; the next resize comes here again
    const [w, s, e, n] = panel.bounds;
    const box = L.latLngBounds([[s, w], [n, e]]);
    panel.fitting = true;
    if (zoom === undefined) panel.map.fitBounds(box, { animate: false, padding: [14, 14] });
    else panel.map.setView(box.getCenter(), zoom, { animate: false });
    panel.map.setMaxBounds(reach(panel, panel.spec.scene ? 3 : 0.3));
    panel.firstZoom = panel.map.getZoom();
    panel.fitting = false;
  }

  /* Share of a line's width: the country on a telephone would be nothing but borders. */
  const fine = (panel) => (panel.spec.scene ? 1 : Math.min(1, Math.max(0.3, panel.map.getSize().x / 1000)));

  function shapesOf(panel, layer) {
    if (panel.shapes[layer]) return panel.shapes[layer];
    const shapes = (panel.layers[layer] || []).map((place) => {
      const shape = L.polygon(place.rings, {
        renderer: panel.renderers.places, pane: "places", smoothFactor: 0.6, weight: 0.7 * fine(panel), color: panel.look.line,
        fillColor: panel.look.land, fillOpacity: 1, interactive: true,
      });
      shape.place = place;
      shape.toGeoJSON = () => feature(place);
      return shape;
    });
    return (panel.shapes[layer] = shapes);
  }

  const feature = (place) => ({ type: "Feature", properties: { code: place.code, name: place.name }, geometry: null });

  /* The page's own script marks the place everywhere and tells the server. */
  const page = () => { try { return window.parent.AtlasPick; } catch (error) { return null; } };

  function wire(panel) {
    panel.group.on("click", (event) => {
      const place = event.layer && event.layer.place;
      if (!place) return;
      L.DomEvent.stopPropagation(event);
      const { ctrlKey, metaKey, shiftKey } = event.originalEvent;
      if (page()) page().pick(place.code, ctrlKey || metaKey || shiftKey);
    });
    panel.group.on("mouseover mousemove", (event) => {
      const place = event.layer && (event.layer.place || event.layer.point);
      if (!place) return;
      panel.tip.setLatLng(event.latlng).setContent(tipContent(place));
      if (!panel.map.hasLayer(panel.tip)) panel.tip.addTo(panel.map);
    });
    panel.group.on("mouseout", () => panel.tip.remove());
  }

  function tipContent(place) {
    const box = document.createElement("div"), said = state.wanted || {};
    const value = place.text ? place.text + (said.sign || "") + (said.unit || "") : place.missing ? said.missing : place.kind;
    for (const [kind, text] of [["strong", place.name], ["span", place.inside], ["span", value]]) {
      if (!text) continue;
      const line = document.createElement(kind);
      line.textContent = text;
      box.appendChild(line);
    }
    return box;
  }

  /* ---------- painting ---------- */

  function ground(panel) {
    const look = panel.look;
    panel.map.getContainer().style.background = look.sea;
    if (!panel.groundShapes) {
      const quiet = { renderer: panel.renderers.ground, pane: "ground", interactive: false, smoothFactor: 0.8, fillOpacity: 1 };
      // Without their holes: where a village has no polygon there is land all the same, not sea.
      const filled = (place) => place.rings.map((polygon) => [polygon[0]]);
      panel.groundShapes = [...(panel.country || []), ...(panel.layers.context || []), ...(panel.spec.scene ? panel.layers.regency || [] : [])].map(
        (place) => L.polygon(filled(place), { ...quiet, weight: 0.6 }).addTo(panel.map));
    }
    if (panel.groundLook !== look.land + look.groundLine) {
      panel.groundLook = look.land + look.groundLine;
      for (const shape of panel.groundShapes) shape.setStyle({ fillColor: look.land, color: look.groundLine });
    }
  }

  /* What a place is told of its value. */
  function tell(place, data, i) {
    const mark = data.classes[i];
    place.missing = mark === NO_DATA;
    place.text = place.missing ? "" : data.texts[i] || "";
    place.group = `class-${place.missing ? 0 : mark === HIDDEN ? "" : parseInt(mark, 36) + 1}`;
  }

  function paintLayer(panel, name, data, palette) {
    if (isCrowd(panel.layers[name]) && data.classes.length === panel.layers[name].length) {
      paintCrowdLayer(panel, name, data, palette);
      return;
    }
    const look = panel.look, shapes = shapesOf(panel, name);
    if (data.classes.length !== shapes.length) {
      console.error(`atlas-map: layer ${name} has ${shapes.length} places, ${data.classes.length} values came`);
      return;
    }
    shapes.forEach((shape, i) => {
      const mark = data.classes[i], missing = mark === NO_DATA;
      tell(shape.place, data, i);
      const color = mark === HIDDEN ? look.land : missing ? look.noData : palette[parseInt(mark, 36)];
      const hatch = missing ? look.hatch : null; // neighbours too: a paler fill would be a colour that the legend has not
      if (!panel.group.hasLayer(shape)) panel.group.addLayer(shape);
      if (shape.options.fillColor !== color || shape.options.hatch !== hatch || shape.options.color !== look.line) {
        shape.setStyle({ fillColor: color, hatch, color: look.line });
      }
    });
  }

  function circles(panel, layers, palette) {
    if (panel.circles) panel.circles.forEach((circle) => panel.group.removeLayer(circle));
    panel.circles = null;
    const counted = Object.entries(layers).filter(([name, data]) => data.radii && !isCrowd(panel.layers[name]));
    if (!counted.length) return;
    panel.circles = counted.flatMap(([name, data]) => (panel.layers[name] || []).map((place, i) => [place, data.radii[i]]))
      .filter(([, radius]) => radius > 0).sort((a, b) => b[1] - a[1])
      .map(([place, radius]) => {
        const circle = L.circleMarker(place.at, {
          renderer: panel.renderers.places, pane: "places", radius, weight: 1.2, color: panel.look.halo,
          fillColor: palette[palette.length - 1], fillOpacity: 0.82,
        });
        circle.place = place;
        circle.toGeoJSON = () => feature(place);
        panel.group.addLayer(circle);
        return circle;
      });
  }

  /* Another panel's outline, centre on centre: both projections are true to scale around their own city. */
  function carried(rings, from, to) {
    const source = from.map.options.crs.projection, target = to.map.options.crs.projection;
    return rings.map((polygon) => polygon.map((ring) => ring.map(([lat, lng]) => {
      const there = target.unproject(source.project(L.latLng(lat, lng)));
      return [there.lat, there.lng];
    })));
  }

  function outlines(panel, specs) {
    const amid = panel.active.includes("context"); // the same colours on both sides of its line: a light seam sets it off
    const key = JSON.stringify([specs, amid]);
    if (panel.outlineKey === key) return;
    panel.outlineKey = key;
    (panel.outlineShapes || []).forEach((shape) => shape.remove());
    panel.outlineShapes = [];
    for (const { layer, code, color, weight, borders, panel: other } of specs) {
      const line = { renderer: panel.renderers.outline, pane: "outline", fill: false, interactive: false, smoothFactor: 0.6 };
      if (borders) { // lines between places of a level, each once
        const shape = L.polyline(panel.borders[borders], { ...line, color }).addTo(panel.map);
        shape.borders = weight * fine(panel);
        panel.outlineShapes.push(shape);
        weighBorders(panel);
        continue;
      }
      const from = other === undefined ? panel : state.panels[other], laid = from !== panel;
      const around = (from.layers[layer] || []).filter((place) => !code || place.code === code || place.code.startsWith(code + "."));
      const shapes = around.map((place) => (laid ? carried(place.rings, from, panel) : place.rings));
      const draw = (style) => shapes.forEach((rings) => panel.outlineShapes.push(L.polygon(rings, { ...line, ...style }).addTo(panel.map)));
      if (laid || amid) draw({ color: panel.look.halo, weight: 5 }); // all seams first: one would hide the line of the part beside it
      draw({ color, weight: weight * fine(panel), dashArray: laid ? "7 5" : null });
    }
  }

  /* Who is next to whom: a line between the label points of each pair, given by their places in the layer. */
  function links(panel, spec) {
    const key = JSON.stringify(spec || null);
    if (panel.linksKey === key) return;
    panel.linksKey = key;
    (panel.linkShapes || []).forEach((shape) => shape.remove());
    panel.linkShapes = [];
    if (!spec) return;
    const places = panel.layers[spec.layer] || [], ends = [];
    for (let i = 0; i + 1 < spec.pairs.length; i += 2) {
      const [a, b] = [places[spec.pairs[i]], places[spec.pairs[i + 1]]];
      if (a && b) ends.push([a.at, b.at]);
    }
    const quiet = { renderer: panel.renderers.outline, pane: "outline", interactive: false, smoothFactor: 0 };
    panel.linkShapes.push(L.polyline(ends, { ...quiet, color: panel.look.halo, weight: 2.6, opacity: 0.7 }).addTo(panel.map));
    panel.linkShapes.push(L.polyline(ends, { ...quiet, color: spec.color, weight: 1.1, opacity: 0.85 }).addTo(panel.map));
    document.body.dataset.links = String(ends.length);
  }

  /* Codes of the places in a class as a legend counts them: "class-1" is the lowest, "class-0" the places without data. */
  function members(token) {
    const places = state.panels.flatMap((panel) => panel.active.flatMap((layer) => panel.layers[layer] || []));
    return places.filter((place) => place.group === token).map((place) => place.code);
  }

  const groupOf = (code) => {
    for (const panel of state.panels) {
      if (panel.crowd && panel.crowd.byCode.has(code)) return panel.crowd.byCode.get(code).group;
      for (const layer of panel.active) for (const place of panel.layers[layer] || []) if (place.code === code) return place.group;
    }
    return "";
  };

  /* Marks places, named by code or by class. */
  function select(tokens) {
    const wanted = new Set(tokens.flatMap((token) => (token.startsWith("class-") ? members(token) : [token])));
    const above = tokens.map((token) => token + "."); // a province marks its regencies, a district its villages
    const key = [...wanted].join() + state.panels.map((panel) => panel.look.ink).join();
    if (key === state.selectedKey) return;
    state.selectedKey = key;
    const lines = wanted.size > 20 ? [[1, 3.4], [0, 1.6]] : [[1, 5.5], [0, 2.6]]; // halo and ink; many at once would be nothing but ink
    for (const panel of state.panels) {
      (panel.selectedShapes || []).forEach((shape) => shape.remove());
      panel.selectedShapes = [];
      if (panel.crowd) {
        panel.crowd.marked = new Set(panel.crowd.places.filter((place) => wanted.has(place.code) || above.some((code) => place.code.startsWith(code))));
        if (!panel.map.hasLayer(panel.crowd.marks)) panel.crowd.marks.addTo(panel.map);
        panel.crowd.marks.bringToFront().redraw();
        panel.crowd.shape.redraw();
      }
      for (const layer of panel.active) for (const place of isCrowd(panel.layers[layer]) ? [] : panel.layers[layer] || []) {
        if (!wanted.has(place.code) && !above.some((code) => place.code.startsWith(code))) continue;
        for (const [halo, weight] of lines) {
          const color = halo ? panel.look.halo : panel.look.ink;
          panel.selectedShapes.push(L.polygon(place.rings, {
            renderer: panel.renderers.outline, pane: "outline", fill: false, interactive: false, smoothFactor: 0.6, color, weight,
          }).addTo(panel.map));
        }
      }
    }
    state.selected = [...wanted];
  }

  const SHAPES = {
    circle: (c, r) => c.arc(0, 0, r, 0, 7), square: (c, r) => c.rect(-r * 0.88, -r * 0.88, r * 1.76, r * 1.76),
    diamond: (c, r) => { c.moveTo(0, -r * 1.2); c.lineTo(r * 1.2, 0); c.lineTo(0, r * 1.2); c.lineTo(-r * 1.2, 0); c.closePath(); },
    "triangle-up": (c, r) => { c.moveTo(0, -r * 1.15); c.lineTo(r * 1.1, r * 0.8); c.lineTo(-r * 1.1, r * 0.8); c.closePath(); },
  };

  function markers(panel, marks) {
    (panel.markShapes || []).forEach((shape) => shape.remove());
    const Mark = L.CircleMarker.extend({
      _updatePath() {
        if (!this._renderer._drawing || this._empty()) return;
        const ctx = this._renderer._ctx, draw = SHAPES[this.options.shape] || SHAPES.circle;
        ctx.save(); ctx.translate(this._point.x, this._point.y);
        ctx.beginPath(); draw(ctx, this._radius);
        this._renderer._fillStroke(ctx, this); ctx.restore();
      },
    });
    panel.markShapes = [];
    panel.marks = marks.map((mark) => {
      const place = mark.at ? mark : (panel.layers[mark.layer] || []).find((p) => p.code === mark.code);
      return place && { ...mark, at: place.at, name: mark.label };
    }).filter(Boolean);
    for (const mark of panel.marks) {
      const shape = new Mark(mark.at, {
        renderer: panel.renderers.places, pane: "places", shape: mark.shape, radius: mark.radius || 7, fillColor: mark.color, fillOpacity: 1,
        color: panel.look.halo, weight: 2,
      });
      shape.place = { code: mark.code, name: mark.name, text: mark.text || "", missing: !mark.text };
      shape.toGeoJSON = () => feature(shape.place);
      panel.group.addLayer(shape);
      panel.markShapes.push({ shape, remove: () => panel.group.removeLayer(shape) });
    }
  }

  function points(panel, spec) {
    const key = JSON.stringify(spec || null);
    if (panel.pointsKey === key) return;
    panel.pointsKey = key;
    if (panel.pointShapes) panel.pointShapes.forEach((shape) => panel.group.removeLayer(shape));
    panel.pointShapes = [];
    if (!spec) return;
    fetchJson(spec.url).catch((error) => {
      console.error("atlas-map: " + error.message);
      panel.pointsKey = null; // the next repaint tries again
      return { q: 1, kinds: {} };
    }).then((file) => {
      if (panel.pointsKey !== key) return;
      for (const { kind, color, label } of spec.kinds) for (const [x, y, name] of file.kinds[kind] || []) {
        const shape = L.circleMarker([y / file.q, x / file.q], {
          renderer: panel.renderers.places, pane: "places", radius: 3.4, weight: 1, color: panel.look.halo, fillColor: color, fillOpacity: 0.95,
        });
        shape.point = { name, kind: label };
        shape.toGeoJSON = () => null; // not a place
        panel.group.addLayer(shape);
        panel.pointShapes.push(shape);
      }
      document.body.dataset.points = String(panel.pointShapes.length);
    });
  }

  function paintPanel(panel, payload, { layers: packed, ...part }) {
    part.layers = Object.fromEntries(Object.entries(packed).map(([name, data]) => [name, unpack(data)]));
    panel.look = payload.look;
    panel.active = Object.keys(part.layers);
    for (const [name, shapes] of Object.entries(panel.shapes)) {
      if (!panel.active.includes(name)) shapes.forEach((shape) => panel.group.removeLayer(shape));
    }
    ground(panel);
    for (const [name, data] of Object.entries(part.layers)) paintLayer(panel, name, data, payload.palette);
    circles(panel, part.layers, payload.palette);
    outlines(panel, part.outlines || []);
    links(panel, part.links);
    markers(panel, part.marks || []);
    points(panel, part.points);
    // A layer that came back lies above what was drawn before it.
    for (const shape of [...(panel.circles || []), ...(panel.pointShapes || []), ...panel.markShapes.map((mark) => mark.shape)]) shape.bringToFront();
    panel.tip.remove();
    if (panel.title) panel.title.textContent = part.title || "";
    if (panel.note) panel.note.textContent = part.note || "";
    if (!panel.map.hasLayer(panel.labels)) panel.labels.addTo(panel.map); else panel.labels.redraw();
  }

  function paint(payload) {
    const mine = state;
    mine.wanted = payload;
    mine.ready.then(() => {
      if (mine.wanted !== payload) return; // a newer one came while the geometry was on its way
      mine.container.style.setProperty("--atlas-ink", payload.look.ink);
      mine.container.style.setProperty("--atlas-muted", payload.look.muted);
      mine.container.style.setProperty("--atlas-paper", payload.look.halo);
      mine.container.style.setProperty("--atlas-line", payload.look.line);
      document.body.style.background = payload.look.page || "transparent";
      mine.panels.forEach((panel, i) => paintPanel(panel, payload, payload.panels[i]));
      state.selectedKey = null; // what is marked was drawn in other colours, or under other places
      select(payload.selected || []);
      if (page()) page().refresh(); // a click that came since the server spoke
      speak(mine, payload);
      document.body.dataset.painted = String(Number(document.body.dataset.painted || 0) + 1);
    }).catch(() => {}); // create() has told the reader already
  }

  /* What is read out: its language, the map's name (the frame's title is that of a component), Leaflet's buttons in our words. */
  function speak(mine, payload) {
    document.documentElement.lang = payload.lang;
    mine.container.setAttribute("aria-label", payload.alt || "");
    if (window.frameElement) window.frameElement.setAttribute("aria-label", payload.alt || "");
    ["in", "out"].forEach((way, i) => document.querySelectorAll(`.leaflet-control-zoom-${way}`).forEach((button) => {
      button.title = payload.zoom[i];
      button.setAttribute("aria-label", payload.zoom[i]);
    }));
  }

  /* ---------- start ---------- */

  function style() {
    const sheet = document.createElement("style");
    const letters = new URL("vendor/plus-jakarta-sans/plus-jakarta-sans-latin-wght-normal.woff2", STATIC);
    // A briefing brings its letters along.
    const face = [...document.fonts].length ? "" : `@font-face { font-family: "Plus Jakarta Sans"; font-weight: 200 800; font-display: swap;
        src: url("${letters}") format("woff2"); }`;
    sheet.textContent = `
      ${face}
      body { margin: 0; overflow: hidden; } .leaflet-container { font: 12px ${FONT}; outline-offset: -2px; }
      .atlas-tip { border: 0; border-radius: 6px; box-shadow: 0 1px 6px rgba(0,0,0,.25); padding: 5px 9px; font: 12px ${FONT};
        background: var(--atlas-paper); color: var(--atlas-ink); }
      .atlas-tip::before { display: none; } .atlas-tip strong, .atlas-tip span { display: block; }
      .atlas-wall { display: grid; gap: 14px; } .atlas-wall figure { margin: 0; min-width: 0; display: flex; flex-direction: column; }
      .atlas-wall figcaption { font: 13px ${FONT}; color: var(--atlas-ink); padding: 0 0 6px; line-height: 1.35; }
      .atlas-wall figcaption strong { display: block; font-size: 14.5px; } .atlas-wall figcaption span { color: var(--atlas-muted); }
      .atlas-wall .atlas-panel { flex: 1; border-radius: 8px; overflow: hidden; }
      .leaflet-control-scale-line { background: transparent; border-color: var(--atlas-ink); color: var(--atlas-ink); text-shadow: none; font: 12px ${FONT}; }
      .leaflet-container:focus-visible, .leaflet-bar a:focus-visible { outline: 2px solid var(--atlas-ink); outline-offset: -2px; }
      .leaflet-bar a { background: var(--atlas-paper); color: var(--atlas-ink); border-color: var(--atlas-line); }
      .leaflet-bar, .leaflet-touch .leaflet-bar { border: 1px solid var(--atlas-line); }`;
    document.head.appendChild(sheet);
  }

  function scaleBar(map) { L.control.scale({ imperial: false, maxWidth: 110, position: "bottomleft" }).addTo(map); }

  function wallPanels(map, config) {
    const host = map.getContainer().parentElement;
    map.getContainer().style.display = "none"; // folium's own map only carries the scripts here
    const wall = document.createElement("div");
    wall.className = "atlas-wall";
    host.appendChild(wall);
    const panels = config.panels.map((spec, i) => {
      const figure = document.createElement("figure"), caption = document.createElement("figcaption");
      const title = document.createElement("strong"), note = document.createElement("span"), box = document.createElement("div");
      box.className = "atlas-panel";
      caption.append(title, note); figure.append(caption, box); wall.appendChild(figure);
      const [w, s, e, n] = spec.bounds;
      const inner = L.map(box, {
        crs: equalAreaCrs([(s + n) / 2, (w + e) / 2]), zoomSnap: 0, zoomDelta: 0.5, minZoom: -11, maxZoom: 0, preferCanvas: true,
        zoomControl: i === 0, attributionControl: false, center: [(s + n) / 2, (w + e) / 2], zoom: -7, wheelPxPerZoomLevel: 120,
      });
      if (i === 0) scaleBar(inner);
      const panel = makePanel(inner, spec, config);
      return Object.assign(panel, { title, note, box });
    });
    state.container = wall;
    layoutWall(wall, panels, config);
    new ResizeObserver(() => layoutWall(wall, panels, config)).observe(document.documentElement);
    for (const panel of panels) panel.map.on("zoomend", () => linkZoom(panels, panel)); // zoom linked, pan free
    return panels;
  }

  function layoutWall(wall, panels, config) {
    const width = document.documentElement.clientWidth, n = panels.length;
    const columns = width < 560 ? 1 : n === 4 && width < 1000 ? 2 : n === 3 && width < 800 ? 1 : n;
    const rows = Math.ceil(n / columns), height = columns === 1 ? 300 : config.panelHeight;
    const total = rows * (height + 48) + (rows - 1) * 14;
    if (wall.dataset.layout === `${columns}/${width}`) return;
    wall.dataset.layout = `${columns}/${width}`;
    wall.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    panels.forEach((panel) => { panel.box.style.flex = "none"; panel.box.style.height = height + "px"; });
    setHeight(total);
    panels.forEach((panel) => panel.map.invalidateSize({ animate: false }));
    if (panels.every((panel) => panel.bounds && !panel.moved)) fitWall(panels);
  }

  let linking = false;
  function linkZoom(panels, source) {
    if (linking) return;
    linking = true;
    const zoom = source.map.getZoom();
    for (const panel of panels) if (panel !== source) panel.map.setZoom(zoom, { animate: false });
    linking = false;
  }

  /* The largest common scale at which every city fits its panel. */
  function fitWall(panels) {
    if (panels.some(hidden)) return;
    const zooms = panels.map((panel) => {
      const [w, s, e, n] = panel.bounds;
      return panel.map.getBoundsZoom(L.latLngBounds([[s, w], [n, e]]), false, L.point(20, 20));
    });
    linking = true;
    for (const panel of panels) fit(panel, Math.min(...zooms));
    linking = false;
  }

  function setHeight(height) {
    const streamlit = window.Streamlit;
    if (!streamlit) return;
    const own = streamlit.atlasSetFrameHeight || (streamlit.atlasSetFrameHeight = streamlit.setFrameHeight.bind(streamlit));
    streamlit.setFrameHeight = () => own(height); // streamlit-folium sends its fixed height again on every change
    own(height);
  }

  function singlePanel(map, config) {
    state.container = map.getContainer();
    scaleBar(map);
    if (config.aspect) {
      const shape = () => {
        const height = Math.round(Math.max(230, map.getContainer().clientWidth * config.aspect));
        map.getContainer().style.height = height + "px";
        setHeight(height);
        map.invalidateSize({ animate: false });
      };
      shape();
      new ResizeObserver(shape).observe(document.documentElement);
    }
    // On the country's map the ocean is top right, and Aceh top left.
    if (config.quietLabels && map.zoomControl) map.zoomControl.setPosition("topright");
    const panel = makePanel(map, config.panels[0], config);
    map.on("resize", () => { if (!panel.moved && panel.bounds) fit(panel); });
    return [panel];
  }

  function create(map, config) {
    style();
    state = { panels: [], selected: [], wanted: null, ready: null, container: null };
    const mine = state;
    mine.panels = config.wall ? wallPanels(map, config) : singlePanel(map, config);
    mine.panels.forEach(wire);
    mine.container.setAttribute("role", "group");
    const national = fetchJson(config.national);
    const fonts = document.fonts ? document.fonts.load(`600 12px "Plus Jakarta Sans"`).catch(() => []) : Promise.resolve();
    mine.ready = Promise.all([...mine.panels.map((panel) => loadPanel(panel, national)), fonts]).then(() => {
      if (config.wall) fitWall(mine.panels); else fit(mine.panels[0]);
    });
    mine.ready.catch((error) => {
      console.error("atlas-map: " + error.message);
      const note = document.createElement("p");
      note.textContent = config.broken; note.className = "atlas-broken";
      mine.container.appendChild(note);
    });
    return mine;
  }

  window.AtlasMap = {
    create, paint, select, members, groupOf,
    metresPerPixel: () => state.panels.map((panel) => {
      const map = panel.map, size = map.getSize(), y = size.y / 2, x = size.x / 2;
      return map.distance(map.containerPointToLatLng([x - 50, y]), map.containerPointToLatLng([x + 50, y])) / 100;
    }),
    where: (code, index) => { // for tests: the pixel of a place's label point in the frame
      const panel = state.panels[index || 0], box = panel.map.getContainer().getBoundingClientRect();
      for (const layer of panel.active) for (const place of panel.layers[layer] || []) if (place.code === code) {
        const at = panel.map.latLngToContainerPoint(place.at);
        return [box.left + at.x, box.top + at.y];
      }
      return null;
    },
    outlines: () => state.panels.map((panel) => panel.outlineShapes.map((shape) => { // for tests: width and height in pixels
      const corners = shape.getLatLngs().flat(2).map((at) => panel.map.latLngToContainerPoint(at)), xs = corners.map((at) => at.x), ys = corners.map((at) => at.y);
      return [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
    })),
    labels: () => state.panels.map((panel) => panel.said), // for tests: what is written on the maps
    selected: () => state.selected,
  };
})();

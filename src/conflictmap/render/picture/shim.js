// What the page's scripts expect of a browser, as far as drawing needs it: plain nodes and a fixed map, no window.
// Whatever is not here stops the drawing with its name: a picture that lacks something must not be made in silence.
const asked = (what, target) => new Proxy(target, {
  get(object, name) {
    if (name in object || typeof name === "symbol" || name === "toJSON" || name === "then") return Reflect.get(object, name);
    throw new Error(`pictures know no ${what}.${name}; add it to shim.js`);
  },
});

class Node {
  constructor(tag, namespace = null) {
    Object.assign(this, { tagName: tag, namespace, attributes: {}, children: [], parentNode: null, hidden: false, scrollTop: 0 });
    this.style = asked("style", { zIndex: "", left: "", top: "", width: "", height: "", display: "", setProperty() {} });
    return asked("element", this);
  }
  setAttribute(name, value) { this.attributes[name] = String(value); }
  getAttribute(name) { return Object.hasOwn(this.attributes, name) ? this.attributes[name] : null; }
  hasAttribute(name) { return Object.hasOwn(this.attributes, name); }
  removeAttribute(name) { delete this.attributes[name]; }
  append(...children) {
    for (const child of children) {
      if (child instanceof Node) child.parentNode = this;
      this.children.push(child instanceof Node ? child : String(child));
    }
  }
  appendChild(child) { this.append(child); return child; }
  cloneNode(deep = false) {
    const copy = new Node(this.tagName, this.namespace);
    Object.assign(copy.attributes, this.attributes);
    if (deep) copy.append(...this.children.map((child) => (child instanceof Node ? child.cloneNode(true) : child)));
    return copy;
  }
  replaceChildren(...children) { this.children = []; this.append(...children); }
  get childNodes() { return this.children; }
  get textContent() { return this.children.map((child) => (child instanceof Node ? child.textContent : child)).join(""); }
  set textContent(text) { this.replaceChildren(text); }
  get className() { return this.getAttribute("class") || ""; }
  get classList() {
    const names = () => new Set(this.className.split(/\s+/).filter(Boolean)), keep = (set) => this.setAttribute("class", [...set].join(" "));
    const change = (name, on) => { const set = names(); if (on) set.add(name); else set.delete(name); keep(set); return on; };
    return asked("classList", {
      contains: (name) => names().has(name), add: (...all) => all.forEach((name) => change(name, true)), remove: (...all) => all.forEach((name) => change(name, false)),
      toggle: (name, on = !names().has(name)) => change(name, on),
    });
  }
  *descendants() {
    for (const child of this.children) {
      if (!(child instanceof Node)) continue;
      yield child;
      yield* child.descendants();
    }
  }
  // One simple selector: tag, .class or [attribute].
  querySelectorAll(selector) {
    const [, tag, name, attribute] = /^(?:([\w-]+)|\.([\w-]+)|\[([\w-]+)\])$/.exec(selector) || [];
    if (!tag && !name && !attribute) throw new Error(`pictures cannot look for ${selector}`);
    return [...this.descendants()].filter((node) => (tag ? node.tagName === tag : name ? node.classList.contains(name) : node.hasAttribute(attribute)));
  }
  querySelector(selector) { return this.querySelectorAll(selector)[0] || null; }
  addEventListener() {}
  get offsetWidth() { return this.getBoundingClientRect().width; }
  get offsetHeight() { return this.getBoundingClientRect().height; }
  getBoundingClientRect() {
    const [x, y, width, height] = rectangles[this.attributes.id] || [0, 0, 0, 0];
    return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
  }
  // Who asks for a pen begins anew: to give a canvas its size wipes it.
  getContext() { this.replaceChildren(); return new Pen(this); }
}

// ---- widths of text: those that are not known yet are collected, and told by Python before the next drawing

const widthsKnown = new Map(), widthsWanted = new Map();

function widthIn(font, text) {
  const [, weight, size] = /^(\d+) ([\d.]+)px /.exec(font), key = `${weight >= 600 ? 700 : 400} ${text}`;
  if (!widthsKnown.has(key)) widthsWanted.set(key, 0);
  return ((widthsKnown.get(key) ?? 0.55 * text.length) * size);
}

// ---- the document

const nodesById = new Map();
let rectangles = {}, islandText = "", zoomFree = false;
const byName = (id) => {
  if (!nodesById.has(id)) {
    const node = new Node("div");
    node.setAttribute("id", id);
    if (id === "data") node.append(islandText);
    nodesById.set(id, node);
  }
  return nodesById.get(id);
};
const document = asked("document", {
  createElement: (tag) => new Node(tag), createElementNS: (namespace, tag) => new Node(tag, namespace), createTextNode: (text) => String(text),
  getElementById: byName, documentElement: new Node("html"), body: new Node("body"), activeElement: null, addEventListener() {}, title: "", hidden: false,
  querySelectorAll: () => [], querySelector: () => null, // nothing of the page stands around the map
});
const setTimeout = () => 0, clearTimeout = () => {}, requestAnimationFrame = () => 0, getComputedStyle = () => asked("style", { getPropertyValue: (name) => `var(${name})` });
const matchMedia = (query) => asked("matchMedia", { matches: /reduced-motion: reduce|\(min-width/.test(query), addEventListener() {} });
// A picture has no address that could ask for anything.
class URLSearchParams {
  get() { return null; }
  getAll() { return []; }
  has() { return false; }
  set() {}
  toString() { return ""; }
}
const location = { hash: "", search: "", href: "", protocol: "file:" }, history = asked("history", { replaceState() {} });
const window = asked("window", { addEventListener() {}, devicePixelRatio: 1, innerWidth: 1200, innerHeight: 800, requestIdleCallback: null, parent: null, top: null, self: null, location, history, document, matchMedia });
Object.assign(window, { parent: window, top: window, self: window });

// ---- the map: Web Mercator at a fixed view, with the part of Leaflet that ground.js uses

const RADIUS = 256 / (2 * Math.PI);
const pair = (where) => (Array.isArray(where) ? [Number(where[0]), Number(where[1])] : [where.lat, where.lng]);
const world = (where, zoom) => {
  const [lat, lng] = pair(where), bent = Math.max(-85.0511287798, Math.min(85.0511287798, lat)), scale = 2 ** zoom;
  return { x: scale * (128 + RADIUS * (lng * Math.PI) / 180), y: scale * (128 - RADIUS * Math.log(Math.tan(Math.PI / 4 + (bent * Math.PI) / 360))) };
};
const unworld = ({ x, y }, zoom) => {
  const scale = 2 ** zoom;
  return { lat: (360 / Math.PI) * Math.atan(Math.exp((128 - y / scale) / RADIUS)) - 90, lng: ((x / scale - 128) / RADIUS) * (180 / Math.PI) };
};

class Bounds {
  constructor(points) {
    const lats = points.map((point) => pair(point)[0]), lngs = points.map((point) => pair(point)[1]);
    Object.assign(this, { south: Math.min(...lats), north: Math.max(...lats), west: Math.min(...lngs), east: Math.max(...lngs) });
    return asked("bounds", this);
  }
  getSouth() { return this.south; }
  getNorth() { return this.north; }
  getWest() { return this.west; }
  getEast() { return this.east; }
  getCenter() { return { lat: (this.south + this.north) / 2, lng: (this.west + this.east) / 2 }; }
  contains(point) {
    const [lat, lng] = pair(point);
    return lat >= this.south && lat <= this.north && lng >= this.west && lng <= this.east;
  }
  intersects(other) { return other.north >= this.south && other.south <= this.north && other.east >= this.west && other.west <= this.east; }
}

class FixedMap {
  constructor(options) {
    Object.assign(this, { options, zoom: 0, corner: { x: 0, y: 0 }, panes: {} });
    return asked("map", this);
  }
  createPane(name) { return (this.panes[name] = new Node("div")); }
  getPane(name) { return this.panes[name] || this.createPane(name); }
  on() { return this; }
  off() { return this; }
  getSize() { const [, , x, y] = rectangles.stage; return { x, y }; }
  getZoom() { return this.zoom; }
  getMinZoom() { return this.options.minZoom; }
  getMaxZoom() { return this.options.maxZoom; }
  latLngToContainerPoint(where) { const { x, y } = world(where, this.zoom); return { x: x - this.corner.x, y: y - this.corner.y }; }
  containerPointToLatLng(point) { const [x, y] = Array.isArray(point) ? point : [point.x, point.y]; return unworld({ x: x + this.corner.x, y: y + this.corner.y }, this.zoom); }
  containerPointToLayerPoint(point) { return Array.isArray(point) ? { x: point[0], y: point[1] } : point; }
  latLngToLayerPoint(where) { return this.latLngToContainerPoint(where); }
  getCenter() { const { x, y } = this.getSize(); return this.containerPointToLatLng([x / 2, y / 2]); }
  getBounds() { const { x, y } = this.getSize(); return new Bounds([this.containerPointToLatLng([0, y]), this.containerPointToLatLng([x, 0])]); }
  getZoomScale(to, from = this.zoom) { return 2 ** (to - from); }
  // As Leaflet does it: the largest zoom in whole steps at which the box and its padding have room; or the very largest.
  fitBounds(bounds, { padding = [0, 0] } = {}) {
    const { zoomSnap: snap = 1, minZoom = 0, maxZoom = 18 } = this.options, size = this.getSize();
    const nw = world([bounds.north, bounds.west], 0), se = world([bounds.south, bounds.east], 0);
    const scale = Math.min((size.x - 2 * padding[0]) / (se.x - nw.x), (size.y - 2 * padding[1]) / (se.y - nw.y));
    const zoom = Math.log2(Math.max(scale, 1e-3)), stepped = zoomFree ? zoom : Math.floor((zoom + 1e-9) / snap) * snap;
    this.zoom = Math.max(zoomFree ? 0 : minZoom, Math.min(maxZoom, stepped));
    const middle = { x: ((nw.x + se.x) / 2) * 2 ** this.zoom, y: ((nw.y + se.y) / 2) * 2 ** this.zoom };
    this.corner = { x: middle.x - Math.round(size.x / 2), y: middle.y - Math.round(size.y / 2) };
    return this;
  }
  addLayer(layer) { layer.addTo(this); return this; }
  hasLayer() { return false; }
  getPixelBounds() { return { min: this.corner, max: { x: this.corner.x + this.getSize().x, y: this.corner.y + this.getSize().y } }; }
}

// Shapes of the ground, cut to a little more than the view and without points that no eye can tell apart.
const EDGE = 24, NEAR_ENOUGH = 0.35;

class Shape {
  constructor(parts, options, closed) {
    Object.assign(this, { parts, options, closed });
    return asked("layer", this);
  }
  addTo(onto) {
    const size = onto.getSize(), box = [-EDGE, -EDGE, size.x + EDGE, size.y + EDGE];
    const lines = this.parts.map((part) => thinned(part.map((where) => onto.latLngToContainerPoint(where)))).flatMap((points) => (this.closed ? [clippedRing(points, box)] : clippedLine(points, box)));
    const d = lines.filter((points) => points.length > (this.closed ? 2 : 1)).map((points) => "M" + points.map((p) => `${tenth(p.x)} ${tenth(p.y)}`).join("L") + (this.closed ? "Z" : "")).join("");
    if (d) {
      const node = new Node("path", "svg");
      node.setAttribute("class", this.options.className || "");
      if (!this.options.fill) node.setAttribute("fill", "none");
      if (this.closed) node.setAttribute("fill-rule", "evenodd");
      node.setAttribute("d", d);
      onto.getPane(this.options.pane || "ground").append(node);
    }
    return this;
  }
  remove() { return this; }
}

const tenth = (value) => Math.round(value * 10) / 10;

function thinned(points) {
  const out = points.slice(0, 1);
  points.slice(1).forEach((point, i, rest) => {
    const last = out[out.length - 1];
    if (i === rest.length - 1 || Math.abs(point.x - last.x) + Math.abs(point.y - last.y) > NEAR_ENOUGH) out.push(point);
  });
  return out;
}

// Sutherland and Hodgman: side by side, what is outside goes.
function clippedRing(ring, [west, north, east, south]) {
  const sides = [["x", west, 1], ["x", east, -1], ["y", north, 1], ["y", south, -1]];
  return sides.reduce((points, [axis, edge, sign]) => points.flatMap((here, i) => {
    const before = points[(i + points.length - 1) % points.length], isIn = (p) => sign * (p[axis] - edge) >= 0;
    const cut = () => { const t = (edge - before[axis]) / (here[axis] - before[axis]); return { x: before.x + (here.x - before.x) * t, y: before.y + (here.y - before.y) * t }; };
    return [...(isIn(here) !== isIn(before) ? [cut()] : []), ...(isIn(here) ? [here] : [])];
  }), ring);
}

function clippedLine(points, [west, north, east, south]) {
  const pieces = [[]], out = (p) => [p.x < west, p.x > east, p.y < north, p.y > south];
  points.slice(1).forEach((to, i) => {
    const a = out(points[i]), b = out(to), apart = a.some((beyond, side) => beyond && b[side]), piece = pieces[pieces.length - 1];
    if (apart) { if (piece.length) pieces.push([]); } else piece.push(...(piece.length ? [to] : [points[i], to]));
  });
  return pieces;
}

const isPoint = (where) => "lat" in where || typeof where[0] === "number";
const partsOf = (latlngs) => (!latlngs.length ? [] : isPoint(latlngs[0]) ? [latlngs] : latlngs.flatMap(partsOf));
const L = asked("L", {
  map: (_, options) => new FixedMap(options), svg: (options) => ({ options }),
  latLng: (lat, lng) => ({ lat, lng }), point: (x, y) => ({ x, y }), latLngBounds: (a, b) => new Bounds(b ? [a, b] : a),
  polygon: (rings, options = {}) => new Shape(partsOf(rings), options, true), polyline: (lines, options = {}) => new Shape(partsOf(lines), options, false),
  rectangle: (bounds, options = {}) => new Shape([[[bounds.south, bounds.west], [bounds.north, bounds.west], [bounds.north, bounds.east], [bounds.south, bounds.east]]], options, true),
  DomUtil: asked("L.DomUtil", { setTransform: (node, { x, y }) => node.setAttribute("data-at", `${x} ${y}`), setPosition() {} }),
});

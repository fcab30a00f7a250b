// The Leaflet map and the ground beneath the marks.
const SCALE = 1000;
const WORLD_SCALE = 20;
const MIDDLE = (page.view[0] + page.view[2]) / 2;
const TURNS = [-360, 0, 360];
let map = null;

// A longitude as it stands on this map: the shorter way round from its middle, past 180 where the date line is in view.
const turned = (lon) => lon + 360 * Math.round((MIDDLE - lon) / 360);

function decode(deltas, scale = SCALE) {
  const out = [];
  let x = 0, y = 0;
  for (let i = 0; i < deltas.length; i += 2) {
    x += deltas[i];
    y += deltas[i + 1];
    out.push([y / scale, x / scale]);
  }
  return out;
}

function corner([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

function openMap() {
  map = L.map("map", {
    zoomControl: false, attributionControl: false, zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 90, minZoom: 1.5, maxZoom: 13,
    zoomAnimation: !prefersStill(), fadeAnimation: false, inertia: !prefersStill(), maxBounds: [[-85, MIDDLE - 220], [85, MIDDLE + 220]], maxBoundsViscosity: 0.8,
  });
  map.createPane("ground").style.zIndex = 200;
  map.createPane("disputed").style.zIndex = 260;
  showAll();
  drawGround();
  openTiles();
}

function showAll() {
  const size = map.getSize(), pad = size.x < 600 ? 16 : 40;
  map.fitBounds(corner(page.view), { padding: [pad, pad], animate: false });
}

function drawGround() {
  const renderers = { ground: L.svg({ padding: 0.6, pane: "ground" }), disputed: L.svg({ padding: 0.6, pane: "disputed" }) };
  const style = (name, pane) => ({ renderer: renderers[pane], pane, interactive: false, className: "g-" + name, smoothFactor: 0.6, stroke: true, fill: false });
  const face = (polygons, name) => polygons.length && L.polygon(polygons, { ...style(name, "ground"), fill: true, fillOpacity: 1, smoothFactor: 0.4 }).addTo(map);
  const line = (lines, name, pane = "ground") => lines.length && L.polyline(lines.map((one) => decode(one[0])), style(name, pane)).addTo(map);
  const sea = (box) => L.rectangle(corner(box), { ...style("sea", "ground"), fill: true, fillOpacity: 1 }).addTo(map);
  const decoded = (polygons) => polygons.map((rings) => rings.map((ring) => decode(ring)));
  const { ground } = page;
  const land = (own) => ground.land.filter((country) => country[1] === own).flatMap((country) => decoded(country[2]));
  face(worldAround(), "world");
  sea(ground.reach);
  const distant = decoded(ground.far), ours = new Set(ground.far_own);
  face(distant.filter((_, i) => !ours.has(i)), "far");
  face(distant.filter((_, i) => ours.has(i)), "far-own");
  line(ground.far_borders, "far-border");
  sea(ground.box);
  face(land(false), "near");
  face(land(true), "land");
  face(ground.contested.flatMap(([, polygons]) => decoded(polygons)), "land");
  line(ground.units, "unit");
  face(decoded(ground.lakes), "lake");
  line(ground.rivers, "river");
  line(ground.coast, "coast");
  line(ground.borders, "border");
  line(ground.disputed, "disputed", "disputed");
}

// The coarse land of the whole earth, once more where the map can be moved past its edge.
function worldAround() {
  const parts = page.ground.world.map(([, rings]) => rings.map((ring) => decode(ring, WORLD_SCALE)));
  return TURNS.flatMap((turn) => parts.filter(([outer]) => outer.some(([, lon]) => Math.abs(lon + turn - MIDDLE) < 230))
    .map((rings) => rings.map((ring) => ring.map(([lat, lon]) => [lat, lon + turn]))));
}

const toPixel = (lon, lat) => {
  const point = map.latLngToContainerPoint([lat, turned(lon)]);
  return at(point.x, point.y);
};

// Pixels that a distance on the ground takes at a latitude.
function kmToPixels(km, lat) {
  const metresPerPixel = (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
  return (km * 1000) / metresPerPixel;
}

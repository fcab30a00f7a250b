// A small globe in a corner that shows where on earth the view is: the coarse land, seen from above the middle of the map.
const GLOBE = 46;
const RADIANS = Math.PI / 180;
const LEAST_STAGE = [560, 420];
const WIDEST_VIEW = 140;

function drawLocator() {
  const box = byId("locator"), { x, y } = map.getSize(), bounds = map.getBounds();
  box.hidden = x < LEAST_STAGE[0] || y < LEAST_STAGE[1] || bounds.getEast() - bounds.getWest() > WIDEST_VIEW;
  if (box.hidden) return;
  const sight = sightFrom(map.getCenter());
  box.classList.toggle("at-end", isCrowdedStart(box));
  box.replaceChildren(svg("svg", { viewBox: "-50 -50 100 100", width: 100, height: 100 },
    svg("circle", { class: "globe-sea", r: GLOBE }), globeLand(sight, false), globeLand(sight, true),
    svg("circle", { class: "globe-edge", r: GLOBE }), globeView(sight, bounds)));
}

// Points of the sphere as seen from over a place: x to the east, y to the south, z towards the eye, all in parts of its radius.
function sightFrom({ lng, lat }) {
  const sin = Math.sin(lat * RADIANS), cos = Math.cos(lat * RADIANS);
  return (y, x) => {
    const b = y * RADIANS, l = (x - lng) * RADIANS, across = Math.cos(b) * Math.cos(l);
    return { x: Math.cos(b) * Math.sin(l), y: sin * across - cos * Math.sin(b), z: sin * Math.sin(b) + cos * across };
  };
}

// The coarse land of the earth once, and that of the story's countries: rings of [lat, lon].
const globeRings = [false, true].map((own) => {
  const ours = new Set(page.ground.land.filter((country) => country[1]).map(([key]) => key));
  return page.ground.world.filter(([key]) => ours.has(key) === own).flatMap(([, rings]) => rings).map((ring) => decode(ring, WORLD_SCALE));
});

function globeLand(sight, own) {
  const d = globeRings[Number(own)].map((ring) => nearSide(ring.map(([lat, lon]) => sight(lat, lon)))).filter((ring) => ring.length > 2).map(outline).join("");
  return svg("path", { class: own ? "globe-own" : "globe-land", "fill-rule": "evenodd", d });
}

// What of a ring is on this side; where it goes behind, it follows the edge of the globe.
function nearSide(ring) {
  if (!ring.some((point) => point.z > 0)) return [];
  return ring.flatMap((point, i) => {
    const before = ring[(i + ring.length - 1) % ring.length], shown = onEdge(point);
    if (point.z > 0 === before.z > 0) return [shown];
    const t = before.z / (before.z - point.z), cut = (axis) => before[axis] + (point[axis] - before[axis]) * t;
    return [onEdge({ x: cut("x"), y: cut("y"), z: 0 }), shown];
  });
}

function onEdge({ x, y, z }) {
  const far = z > 0 ? 1 : Math.hypot(x, y) || 1;
  return at((x / far) * GLOBE, (y / far) * GLOBE);
}

// The view as a frame; one too small to see is drawn as a square of a visible size around its middle.
function globeView(sight, bounds) {
  const [west, south, east, north] = [bounds.getWest(), Math.max(-85, bounds.getSouth()), bounds.getEast(), Math.min(85, bounds.getNorth())];
  const along = (a, b) => Array.from({ length: 12 }, (_, i) => a + ((b - a) * i) / 12);
  const edge = [...along(west, east).map((lon) => [north, lon]), ...along(north, south).map((lat) => [lat, east]),
    ...along(east, west).map((lon) => [south, lon]), ...along(south, north).map((lat) => [lat, west])];
  const points = nearSide(edge.map(([lat, lon]) => sight(lat, lon))), wide = Math.max(...points.map((p) => p.x)) - Math.min(...points.map((p) => p.x));
  const square = [at(-3.5, -3.5), at(3.5, -3.5), at(3.5, 3.5), at(-3.5, 3.5)];
  return svg("path", { class: "globe-view", d: outline(wide < 7 ? square : points) });
}

// Points of records, as they stand on this map.
const settled = [...places.values()].filter((place) => place.used && !isArea(place) && place.lon !== null).map(({ lon, lat }) => ({ lon: turned(lon), lat }));

// The globe moves to the other corner if more places of records are beneath it than there; at the start of a line otherwise.
function isCrowdedStart(box) {
  const reach = 130, beneath = (left) => {
    const high = map.containerPointToLatLng([left, 0]), low = map.containerPointToLatLng([left + reach, reach]);
    return settled.filter(({ lon, lat }) => lon > high.lng && lon < low.lng && lat < high.lat && lat > low.lat).length;
  };
  const right = map.getSize().x - reach, [start, end] = isArabic() ? [beneath(right), beneath(0)] : [beneath(0), beneath(right)];
  return box.classList.contains("at-end") ? end <= start && start > 0 : start > end;
}

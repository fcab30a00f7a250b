// The drawing over the ground: made anew whenever the map has moved or the choice has changed.
const LABELS = 120; // places that a view may name: more would only be tried in vain
const TOOLS = ["views", "zoom", "scale", "locator", "ground-note", "strongest"];
const RANKS = ["focus", "end", "event", "context"];
let layer = null;

function openOverlay() {
  const pane = map.createPane("marks");
  pane.style.zIndex = 450;
  layer = svg("svg", { class: "marks leaflet-zoom-animated", "aria-hidden": "true" });
  pane.append(layer);
  map.on("moveend resize", drawOverlay); // a zoom and a new view end in a moveend of their own
  map.on("zoomanim", followZoom);
}

// Leaflet animates a zoom by a transform; the drawing takes part and is made anew at its end.
function followZoom(event) {
  const scale = map.getZoomScale(event.zoom, map.getZoom());
  const corner = map.containerPointToLatLng([0, 0]);
  L.DomUtil.setTransform(layer, map._latLngToNewLayerPoint(corner, event.zoom, event.center), scale);
}

// What is left to the crowd, circles on a canvas, is planned first: names and signs keep off it.
function drawOverlay() {
  const size = map.getSize(), room = new Room(size.x, size.y), sifted = sift(visibleRecords());
  L.DomUtil.setTransform(layer, map.containerPointToLayerPoint([0, 0]), 1);
  layer.setAttribute("width", size.x);
  layer.setAttribute("height", size.y);
  drawScale();
  drawLocator();
  noteMovements(sifted);
  reserveTools(room);
  planCrowd(sifted.crowd);
  const names = crowdNames(room);
  layer.replaceChildren(...drawMarks(sifted.shown, room), names);
  fitLegend();
  markSelected();
}

// Words must not run under anything that stands on the map: buttons, scale, the note on the ground.
function reserveTools(room) {
  const stage = byId("stage").getBoundingClientRect();
  for (const id of TOOLS) {
    const box = byId(id)?.getBoundingClientRect() || { width: 0 };
    if (box.width) room.take({ x: box.x - stage.x - 3, y: box.y - stage.y - 3, w: box.width + 6, h: box.height + 6 });
  }
}

// The marks of some records as nodes, lowest first. Asks nothing of the page but svg(), measureText and the map's projection.
function drawMarks(shown, room) {
  const idsAt = recordsByPlace(shown), { flows, crowded } = planFlows(shown);
  const located = [...idsAt.keys()].map((id) => places.get(id)).filter((place) => place && anchor(place));
  const names = new Set(located.map((place) => placeName(place.id)));
  const others = unused.filter((place) => !idsAt.has(place.id) && place.kind !== "country" && !isArea(place) && place.lon !== null && !names.has(placeName(place.id)));
  const draw = { room, shown, idsAt, flows, crowded, located, others, strips: [], towns: [], hidden: new Set() };
  reserveFlows(room, flows);
  const points = drawPlaces(draw), words = drawWords(draw);
  return [patterns(), drawAreas(draw), svg("g", { class: "places" }, draw.towns), drawFlows(draw), points, ...words];
}

const unused = [...places.values()].filter((place) => !place.used);

function recordsByPlace(shown) {
  const ids = new Map();
  for (const record of shown) for (const id of placeIds(record)) {
    if (ids.has(id)) ids.get(id).push(record.id);
    else ids.set(id, [record.id]);
  }
  return ids;
}

// Heads and tails may not be covered; shafts only where there is no other room.
function reserveFlows(room, flows) {
  for (const flow of flows) {
    const owner = flow.ids[0], wide = Math.max(flow.size.core, flow.size.band, 5), size = headSize(flow.size.core, lengthOf(flow.path));
    room.take(grown(boundsOf(headPoints(flow.path, flow.size.core, size)), 3));
    room.take(boxAround(flow.path[0].x, flow.path[0].y, 11, 11));
    for (const point of walk(flow.path, 10)) room.shade(boxAround(point.x, point.y, wide + 3, wide + 3), owner);
  }
}

function drawAreas({ located, idsAt }) {
  const group = svg("g", { class: "areas" });
  const areas = located.filter((place) => isArea(place) && place.kind !== "country");
  for (const place of areas) group.append(drawArea(place, ringsOf(place), idsAt.get(place.id)));
  for (const place of located) {
    const disc = place.kind === "country" ? null : drawDisc(place, anchor(place));
    if (disc) group.append(disc);
  }
  return group;
}

function drawFlows({ flows, room }) {
  const thinLast = [...flows].sort((a, b) => b.size.core - a.size.core);
  return svg("g", { class: "flows" }, thinLast.map((flow) => (flow.direction
    ? drawStub(flow.record, flow.path, flow.direction, flow.size, flow.ids)
    : drawArrow(flow.record, flow.path, flow.size, flow.ids, { view: room.view }))));
}

// Marks of places, the weightier first. Where two would lie upon each other the second is a small dot, and where that
// would still do so its records are found under the first.
function drawPlaces({ room, located, idsAt, hidden }) {
  const marks = [];
  const ranked = located.filter((place) => !isArea(place)).map((place) => ({ place, centre: anchor(place), ids: idsAt.get(place.id) || [] }));
  ranked.sort((a, b) => Number(b.place.id === page.focus) - Number(a.place.id === page.focus) || b.ids.length - a.ids.length || (a.place.id < b.place.id ? -1 : 1));
  for (const { place, centre, ids } of ranked) {
    const r = place.id === page.focus ? 9 : glyphName(place) === "dot" ? 4 : 8;
    const over = marks.find((mark) => gap(mark.centre, centre) < mark.r + 3.5), small = marks.some((mark) => gap(mark.centre, centre) < mark.r + r + 1);
    if (over) {
      over.ids = [...new Set([...over.ids, ...ids])];
      hidden.add(place.id);
    } else marks.push({ place, centre, ids, r: small ? 3 : r, small });
  }
  for (const { centre, r } of marks) room.take(boxAround(centre.x, centre.y, 2 * r, 2 * r));
  return svg("g", { class: "places" }, marks.reverse().map(({ place, centre, ids, small }) => drawPlace(place, centre, ids, small)));
}

function labelsInOrder(draw) {
  const { shown, located, idsAt, room } = draw;
  const ends = new Set(shown.filter((record) => record.is === "movement").flatMap((record) => [...record.origin, ...record.destination]));
  const eventPlaces = new Set(shown.filter((record) => record.is !== "movement").map((record) => record.place));
  const ranked = located.filter((place) => place.kind !== "country").map((place) => ({ place, rank: rankOf(place, ends, eventPlaces), count: (idsAt.get(place.id) || []).length }));
  ranked.sort((a, b) => RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) || Number(isArea(a.place)) - Number(isArea(b.place)) || b.count - a.count || (a.place.id < b.place.id ? -1 : 1));
  return ranked.slice(0, LABELS).map(({ place, rank }) => {
    const label = labelOf(room, place, rank, idsAt.get(place.id) || [], draw.hidden.has(place.id));
    return { ...label, rank, lines: withStrip(label.lines, place, draw) };
  });
}

function writeLabel(draw, label, most) {
  const node = placeLabel(draw.room, label, most);
  writeStrip(draw, label);
  return node;
}

// A town for orientation is drawn only with its name: a nameless dot tells nothing.
function writeTowns(draw) {
  const { room, others } = draw;
  return others.flatMap((place) => {
    const centre = anchor(place), dot = boxAround(centre.x, centre.y, 9, 9);
    if (!room.free(dot) || room.shaded(dot) > 1) return [];
    const node = placeLabel(room, { ...labelOf(room, place, "context", []), rank: "context" });
    if (!node) return [];
    room.take(dot);
    draw.towns.push(drawPlace(place, centre, [], false));
    return [node];
  });
}

// In the order of their weight: numbers, the focus, what has signs, the ends of arrows, towns for orientation, countries.
function drawWords(draw) {
  const { room, flows } = draw, labels = labelsInOrder(draw), hasStrip = (label) => label.lines.some((line) => line.strip);
  const write = (test) => labels.filter((label) => !label.done && test(label)).map((label) => {
    label.done = true;
    return writeLabel(draw, label);
  });
  const numbers = drawNumbers(room, flows, true), fans = drawFans(room, flows);
  // Of points those without signs first: they need little room, and an arrow must not end at a nameless dot.
  const points = [...write((label) => label.rank === "focus"), ...write((label) => label.clear && !hasStrip(label)), ...write((label) => label.clear)];
  const first = [...points, ...writeCountries(draw, true), ...write(hasStrip), ...write(() => true)];
  const unknown = drawNumbers(room, flows, false), last = [...writeTowns(draw), ...writeCountries(draw, false), ...writeGroundNames(draw)];
  return [svg("g", { class: "labels" }, first, last), svg("g", { class: "strips" }, draw.strips.flat()), svg("g", { class: "numbers" }, fans, numbers, unknown)];
}

// ---- what is pointed at and what is chosen

function idsUnder(target) {
  const holder = target.closest ? target.closest("[data-ids]") : null;
  return holder ? idsOf(holder) : [];
}

function highlight(ids) {
  const wanted = new Set(ids);
  layer.classList.toggle("has-hot", wanted.size > 0);
  crowd.wanted = wanted;
  paintCrowd();
  for (const mark of layer.querySelectorAll("[data-ids]")) {
    mark.classList.toggle("hot", idsOf(mark).some((id) => wanted.has(id)));
  }
}

function markSelected() {
  highlight(chosen.selected ? [chosen.selected] : []);
}

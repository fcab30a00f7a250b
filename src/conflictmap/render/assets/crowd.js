// Many records on a canvas: signs where there is room, else circles with the number of records, one for each status.
const CELL_PX = 80; // a circle stands for the records of one square of this size
const APART = 18;
const ALONE = 4; // records of a square that may stand as signs, if they are apart
const BEYOND = 100; // drawn around the view, so that a map that is dragged has no empty edge
const NAMED = 40;
const crowd = { canvas: null, marks: [], grid: new Map(), hot: null, wanted: new Set(), records: [] };

function openCrowd() {
  const pane = map.createPane("crowd");
  pane.style.zIndex = 460; // over the arrows, which may run beneath a circle but not through its number
  pane.style.pointerEvents = "none";
  crowd.canvas = el("canvas", { class: "crowd leaflet-zoom-animated", "aria-hidden": "true" });
  pane.append(crowd.canvas);
  map.on("zoomanim", (event) => {
    const scale = map.getZoomScale(event.zoom, map.getZoom());
    L.DomUtil.setTransform(crowd.canvas, map._latLngToNewLayerPoint(map.containerPointToLatLng([-BEYOND, -BEYOND]), event.zoom, event.center), scale);
  });
  map.on("mousemove", pointAtCrowd);
  map.on("mouseout movestart", () => pointOut());
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", paintCrowd);
}

// Squares are those of the whole world at this zoom, so that a map that is moved keeps its circles.
function planCrowd(marks) {
  Object.assign(crowd, { marks: [], grid: new Map(), hot: null, records: marks ? marks.records : [] });
  if (!marks) return;
  const frame = frameOf(BEYOND), cells = new Map();
  const west = Math.floor(frame.x / CELL_PX), north = Math.floor(frame.y / CELL_PX);
  const east = Math.floor((frame.x + frame.w) / CELL_PX), south = Math.floor((frame.y + frame.h) / CELL_PX);
  for (let i = 0; i < marks.n; i += 1) {
    const column = Math.floor((marks.x[i] * frame.scale) / CELL_PX), row = Math.floor((marks.y[i] * frame.scale) / CELL_PX);
    if (column < west || column > east || row < north || row > south) continue;
    const key = row * 2 ** 20 + column;
    if (cells.has(key)) cells.get(key).push(i);
    else cells.set(key, [i]);
  }
  const view = map.getPixelBounds().min;
  const point = (i) => at(marks.x[i] * frame.scale - view.x, marks.y[i] * frame.scale - view.y);
  for (const [key, items] of cells) {
    const corner = at((key % 2 ** 20) * CELL_PX - view.x, Math.floor(key / 2 ** 20) * CELL_PX - view.y);
    crowd.marks.push(...planCell(marks, items, items.map(point), corner));
  }
  crowd.marks.forEach(indexMark);
}

// Signs stand where they are; circles within their square. A mark names its place where all that is in the square is there.
function planCell(marks, items, points, corner) {
  if (items.length <= ALONE && points.every((p, i) => points.every((q, j) => i <= j || gap(p, q) >= APART))) {
    return items.map((i, n) => ({ ...markOf(marks, [i], points[n], 9), place: marks.records[i].place, sign: true }));
  }
  const groups = grouped(items.map((i, n) => ({ i, p: points[n], key: marks.style[i] * 2 + marks.wide[i] })), (item) => item.key).sort((a, b) => b.length - a.length || a[0].key - b[0].key);
  const [first, ...others] = groups, r = radiusOf(first.length), beside = others.length ? 22 : 0;
  const mean = (list, axis) => list.reduce((sum, item) => sum + item.p[axis], 0) / list.length;
  const x = clamp(mean(first, "x"), corner.x + r + 1, corner.x + CELL_PX - r - 1 - beside), y = clamp(mean(first, "y"), corner.y + r + 1, corner.y + CELL_PX - r - 1);
  const tall = Math.min(20, (CELL_PX - 4) / others.length), top = clamp(y - (tall * (others.length - 1)) / 2, corner.y + tall / 2, corner.y + CELL_PX - tall * (others.length - 0.5));
  const main = markOf(marks, first.map((item) => item.i), at(x, y), r), same = items.every((i) => marks.place[i] === marks.place[items[0]]);
  return [{ ...main, place: same ? marks.records[items[0]].place : null }, ...others.map((group, n) => markOf(marks, group.map((item) => item.i), at(x + r + 11, top + n * tall), tall / 2))];
}

const radiusOf = (n) => clamp(9 + 2.1 * Math.log(n), 11, 26);

function markOf(marks, items, centre, r) {
  const families = grouped(items.map((i) => familyOf(marks.records[i])), (family) => family).map((list) => [list[0], list.length]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return { x: centre.x, y: centre.y, r, items, families, style: STYLES[marks.style[items[0]]], wide: marks.wide[items[0]] === 1, place: null, sign: false };
}

// ---- what is under a point

function indexMark(mark) {
  const far = Math.max(12, mark.r);
  for (let column = Math.floor((mark.x - far) / CELL_PX); column <= Math.floor((mark.x + far) / CELL_PX); column += 1) {
    for (let row = Math.floor((mark.y - far) / CELL_PX); row <= Math.floor((mark.y + far) / CELL_PX); row += 1) {
      const key = `${column} ${row}`;
      if (crowd.grid.has(key)) crowd.grid.get(key).push(mark);
      else crowd.grid.set(key, [mark]);
    }
  }
}

// The nearest mark whose circle, of at least 24 pixels, holds the point.
function markAt(point) {
  const near = crowd.grid.get(`${Math.floor(point.x / CELL_PX)} ${Math.floor(point.y / CELL_PX)}`) || [];
  const held = near.filter((mark) => gap(mark, point) <= Math.max(12, mark.r));
  return held.length ? held.reduce((best, mark) => (gap(mark, point) - mark.r < gap(best, point) - best.r ? mark : best)) : null;
}

const idsOfMark = (mark) => mark.items.map((i) => crowd.records[i].id);

// A circle is opened by a closer look, or by a list where a closer look would not part it. Says whether there was one.
function openFromCrowd(event) {
  const mark = markAt(event.containerPoint);
  if (!mark) return false;
  pointOut();
  const ids = idsOfMark(mark);
  if (ids.length > 1 && mark.items.some((i) => crowd.records[i].place !== crowd.records[mark.items[0]].place) && map.getZoom() < map.getMaxZoom()) closer(mark);
  else {
    if (ids.length === 1) choose(ids[0]);
    openPopover(ids, event.containerPoint);
  }
  return true;
}

function closer(mark) {
  const spots = mark.items.map((i) => places.get(crowd.records[i].place));
  const bounds = L.latLngBounds(spots.map((place) => [place.lat, place.lon]));
  const zoom = clamp(map.getBoundsZoom(bounds.pad(0.2)), map.getZoom() + 1, map.getMaxZoom());
  map.setView(bounds.getCenter(), zoom, { animate: !prefersStill() });
}

function pointAtCrowd(event) {
  const mark = markAt(event.containerPoint);
  if (mark === crowd.hot) return;
  pointOut();
  if (!mark) return;
  crowd.hot = mark;
  map.getContainer().style.cursor = "pointer";
  const tip = el("div", { class: "crowd-tip", id: "crowd-tip", "aria-hidden": "true" }, tipWords(mark));
  byId("stage").append(tip);
  tip.style.left = `${clamp(mark.x - tip.offsetWidth / 2, 4, map.getSize().x - tip.offsetWidth - 4)}px`;
  tip.style.top = `${mark.y - mark.r - tip.offsetHeight - 6 > 0 ? mark.y - mark.r - tip.offsetHeight - 6 : mark.y + mark.r + 6}px`;
  paintCrowd();
}

function pointOut() {
  byId("crowd-tip")?.remove();
  map.getContainer().style.cursor = "";
  if (!crowd.hot) return;
  crowd.hot = null;
  paintCrowd();
}

function tipWords(mark) {
  const first = crowd.records[mark.items[0]];
  if (mark.items.length === 1) return partNodes(sentence(first));
  const comma = isArabic() ? "، " : ", ";
  const kinds = mark.families.flatMap(([family, n], i) => [i ? comma : "", named(["stock", "control"].includes(family) ? "is" : "family", family) + " ", num(DIGITS.format(n))]);
  const where = mark.place ? [isolate(placeName(mark.place)), ": "] : [];
  return [...where, ...filled("inCircle", { n: [num(DIGITS.format(mark.items.length))], kinds }), " · ", named("statusShort", statusOf(first))];
}

// ---- for the drawing over it: names of places that stand as one circle, the heaviest first

function crowdNames(room) {
  for (const mark of crowd.marks) room.take(boxAround(mark.x, mark.y, 2 * mark.r, 2 * mark.r));
  const named = crowd.marks.filter((mark) => mark.place && places.get(mark.place).kind !== "country").sort((a, b) => b.items.length - a.items.length || (a.place < b.place ? -1 : 1));
  return svg("g", { class: "labels" }, named.slice(0, NAMED).map((mark) => {
    const lines = placeLines(places.get(mark.place), "event", room.view.w);
    return placeLabel(room, { lines, centre: mark, spots: (size) => priced(around(mark, size, mark.r + 2), 0, 1) });
  }).filter(Boolean));
}

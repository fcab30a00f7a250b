// Of many records, what is drawn where: while they are few everything as signs and arrows, else only what is in view,
// the strongest movements, and the rest as a crowd on a canvas (crowd.js).
const FEW = 300; // records up to which nothing is left to the crowd
const SIGNS = 150; // places in view up to which their records are drawn as signs of their own
const SIGNED = 600; // records in view, likewise
const ROUTES = 200; // pairs of places between which movements are drawn, at most,
const INKED = 0.07; // and the share of the view that they may cover, after which nobody could follow an arrow
const STYLES = ["filled", "hollow", "alleged", "past", "denied"];

// Positions on the square of the Web Mercator projection, 0 to 1 from its north-western corner.
const worldX = (lon) => (lon + 180) / 360;
const worldY = (lat) => {
  const sine = Math.sin((clamp(lat, -85.05, 85.05) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
};

function spotOf(id) {
  const place = places.get(id), where = place && place.kind === "country" ? countryName(place) : place;
  return where && where.lon !== null ? { x: worldX(where.lon), y: worldY(where.lat) } : null;
}

const weighed = new WeakMap();

// The records of a choice by what is done with them, found once for each choice.
function partsOf(all) {
  if (!weighed.has(all)) weighed.set(all, { marks: marksOf(all), moves: movesOf(all) });
  return weighed.get(all);
}

// Records at one place, as columns: who, where in the world, in what style, at which place, in an area or at a point.
function marksOf(all) {
  const found = all.filter((record) => record.is !== "movement" && record.place && spotOf(record.place));
  const n = found.length, ids = new Map(), x = new Float64Array(n), y = new Float64Array(n), style = new Uint8Array(n), place = new Int32Array(n), wide = new Uint8Array(n);
  found.forEach((record, i) => {
    const spot = spotOf(record.place);
    if (!ids.has(record.place)) ids.set(record.place, ids.size);
    x[i] = spot.x;
    y[i] = spot.y;
    style[i] = STYLES.indexOf(eventStyle(record));
    place[i] = ids.get(record.place);
    wide[i] = isArea(places.get(record.place)) ? 1 : 0;
  });
  return { n, records: found, x, y, style, place, wide };
}

// Movements between places, the most certain and then the strongest first.
function movesOf(all) {
  const moves = all.filter((record) => record.is === "movement" && record.status !== "denied")
    .map((record) => ({ record, ends: [...record.origin, ...record.destination].map(spotOf).filter(Boolean), route: record.origin.join() + ">" + record.destination.join() }));
  return moves.filter((move) => move.ends.length).sort(certainFirst);
}

// The part of the world on the screen, `pad` pixels more on each side: its corner and size in pixels of the whole world.
function frameOf(pad) {
  const scale = 256 * 2 ** map.getZoom(), { x: w, y: h } = map.getSize(), corner = map.getPixelBounds().min;
  return { scale, x: corner.x - pad, y: corner.y - pad, w: w + 2 * pad, h: h + 2 * pad, pad };
}

const holds = (frame, x, y) => x >= frame.x && y >= frame.y && x <= frame.x + frame.w && y <= frame.y + frame.h;

// {shown: records for signs and arrows, crowd: numbers of the marks for the canvas or null, drawn, moving: movements drawn and in view}
function sift(all) {
  if (all.length <= FEW) return { shown: all, crowd: null, drawn: 0, moving: 0 };
  const frame = frameOf(60), { marks, moves } = partsOf(all);
  const near = [], at = new Set();
  for (let i = 0; i < marks.n; i += 1) {
    if (!holds(frame, marks.x[i] * frame.scale, marks.y[i] * frame.scale)) continue;
    near.push(i);
    at.add(marks.place[i]);
  }
  const going = moves.filter((move) => move.ends.some((end) => holds(frame, end.x * frame.scale, end.y * frame.scale)));
  const drawn = strongest(going, frame), crowded = near.length > SIGNED || at.size > SIGNS;
  const signs = crowded ? [] : near.map((i) => marks.records[i]);
  return { shown: [...drawn, ...signs], crowd: crowded ? marks : null, drawn: drawn.length, moving: going.length };
}

// All movements on the first routes in the order of strength, and what is chosen.
function strongest(moves, frame) {
  const routes = new Set();
  let left = INKED * frame.w * frame.h;
  for (const { record, ends, route } of moves) {
    if (routes.has(route)) continue;
    if (routes.size >= ROUTES || (left <= 0 && routes.size)) break;
    const far = gap(ends[0], ends[ends.length - 1]) * frame.scale, size = widths(record.quantity);
    left -= clamp(far, 50, frame.w) * Math.max(size.core, size.band);
    routes.add(route);
  }
  return moves.filter((move) => routes.has(move.route) || move.record.id === chosen.selected).map((move) => move.record);
}

function noteMovements({ drawn, moving }) {
  const old = byId("strongest");
  const note = old || el("p", { class: "strongest", id: "strongest", role: "status" });
  if (!old) byId("stage").append(note);
  note.hidden = drawn >= moving;
  const words = drawn < moving ? filled("strongest", { n: [num(DIGITS.format(drawn))], all: [num(DIGITS.format(moving))] }) : [];
  if (note.textContent !== el("p", {}, words).textContent) note.replaceChildren(...words);
}

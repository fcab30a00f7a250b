// The signs of one place: its events, stocks and statements of control, and movements that have no arrow of their own.
const CELL = 19;
const ROW = 20;
const SINGLE = 6;

const eventsOf = new WeakMap();

// Found once for each choice: there may be many records.
function eventsAt(shown, place) {
  if (!eventsOf.has(shown)) eventsOf.set(shown, new Map(grouped(shown.filter((record) => record.is !== "movement" && record.place), (record) => record.place).map((list) => [list[0].place, list])));
  return eventsOf.get(shown).get(place.id) || [];
}

// Up to six signs stand side by side; more are stacked by family and status, with their count. Movements are stacked by
// direction, in their colour where they share one.
function cellsOf(events, movements = []) {
  const stacks = events.length <= SINGLE ? events.map((event) => [event]) : grouped(events, (event) => familyOf(event) + eventStyle(event));
  const cells = stacks.map((items) => cellOf(items, () => eventShape(familyOf(items[0]), eventStyle(items[0]))));
  const crowds = movements.length <= 2 ? movements.map((bundle) => [bundle]) : grouped(movements, (bundle) => bundle.direction);
  return [...cells, ...crowds.map((bundles) => cellOf(bundles.flatMap((bundle) => bundle.items.map((item) => item.record)), () => movementSign(bundles)))];
}

function cellOf(items, draw) {
  const width = items.length > 1 ? CELL + 5 + 7 * String(items.length).length : CELL;
  return { items, draw, width, name: items.length > 1 ? say("atOnce", { n: items.length }) : sentenceText(items[0]) };
}

// A small arrow out of a ring, or into it; hollow if none of it is said to have happened.
function movementSign(bundles) {
  const tints = new Set(bundles.map((bundle) => tintOf(bundle.record))), [{ direction, record }] = bundles;
  const style = bundles.every((bundle) => DASHES[statusOf(bundle.record)]) ? "sign-to-come" : "";
  const line = direction === "out" ? "M-3 3L4 -4" : "M4 -4L-1.5 1.5", head = direction === "out" ? "M6.5 -6.5L5.4 0L0 -5.4Z" : "M-4 4L-2.9 -2.5L2.5 2.9Z";
  return [svg("g", { class: `sign-moved moved-${direction} tint-${tints.size > 1 ? "various" : tintOf(record)} ${style}` }, svg("circle", { class: "moved-end", cx: -4.4, cy: 4.4, r: 2.2 }), svg("path", { class: "moved-line", d: line }), svg("path", { class: "moved-head", d: head }))];
}

// All signs of a place in one, where there is no room for them: how many they are.
function badge(cells) {
  const items = cells.flatMap((cell) => cell.items), text = DIGITS.format(items.length), width = 14 + 7 * text.length;
  const draw = () => [svg("rect", { class: "badge", x: short(-CELL / 2 + 1), y: -8, width: width - 2, height: 16, rx: 8 }), svg("text", { class: "badge-count", x: short(width / 2 - CELL / 2), y: 4 }, text)];
  return { items, draw, width, name: say("atOnce", { n: items.length }), whole: true };
}

function rowsOf(cells) {
  const inRow = cells.length <= 4 ? 4 : cells.length <= 10 ? 5 : 6;
  const rows = Array.from({ length: Math.ceil(cells.length / inRow) }, (_, i) => cells.slice(i * inRow, (i + 1) * inRow));
  return rows.map((row) => ({ row, width: row.reduce((sum, cell) => sum + cell.width, 0) }));
}

function stripSize(cells) {
  const rows = rowsOf(cells);
  return { w: Math.max(...rows.map((row) => row.width)), h: rows.length * ROW };
}

function cellsAt(place, { shown, crowded }) {
  return cellsOf(eventsAt(shown, place), crowded.get(place.id) || []);
}

// A place and its signs stand together: the label keeps a line free for them.
function withStrip(lines, place, draw) {
  const cells = cellsAt(place, draw);
  if (!cells.length) return lines;
  return [...lines, stripLine(cells)];
}

function stripLine(cells) {
  const size = stripSize(cells);
  return { strip: true, cells, text: "", width: size.w + 2, height: size.h, up: 0 };
}

// The signs under a name, or, where they have no room there, beside their point with a line to it.
function writeStrip(draw, label) {
  const strip = label.lines.find((line) => line.strip), under = label.strip;
  if (under) draw.strips.push(drawStrip(under.cells, { ...under.box, w: under.box.w - 2 }, under.side));
  else if (strip && label.clear) draw.strips.push(looseStrip(draw.room, label, strip) || looseStrip(draw.room, label, stripLine([badge(strip.cells)])));
}

function looseStrip(room, label, strip) {
  const { centre, clear } = label, size = { w: strip.width, h: strip.height };
  const found = room.sees(centre) ? cheapest(room, farSpots(centre, size, [12, 24, 40, 58]), size, { from: centre, clear }) : null;
  if (!found) return null;
  room.take(found.box);
  room.line(centre, found.lead);
  return [leaderLine(centre, found.lead, clear), ...drawStrip(strip.cells, found.box)];
}

function drawStrip(cells, box, side = 0) {
  return rowsOf(cells).flatMap(({ row, width }, index) => drawRow(row, { x: box.x + ((box.w - width) * (1 + side)) / 2, y: box.y + index * ROW, h: ROW }));
}

function drawRow(cells, box) {
  let x = box.x;
  return cells.map((cell) => {
    const centre = at(x + CELL / 2, box.y + box.h / 2);
    x += cell.width;
    const count = cell.items.length > 1 && !cell.whole ? svg("text", { class: "sign-count", x: CELL / 2 + 1, y: 4 }, DIGITS.format(cell.items.length)) : null;
    return svg("g", { class: "mark event", "data-ids": idList(cell.items.map((item) => item.id)), transform: `translate(${short(centre.x)} ${short(centre.y)})` },
      svg("title", {}, cell.name), svg("rect", { class: "hit-sign", x: -CELL / 2, y: -box.h / 2, width: cell.width, height: box.h }), cell.draw(), count);
  });
}

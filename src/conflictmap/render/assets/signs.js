// Signs of places and events, drawn around (0, 0) in a field of 16 px with one weight of line.
const GLYPHS = {
  camp: "M-7 5.5L0 -6L7 5.5ZM-2.4 5.5L0 1L2.4 5.5", field: "M-4.5 7L0 -7L4.5 7M-3.3 3L3.3 3M-2.2 -0.6L2.2 -0.6M-6.5 7L6.5 7",
  base: "M-6 -5.5H6V-0.5C6 3.4 3 5.6 0 7C-3 5.6 -6 3.4 -6 -0.5Z", crossing: "M-7 -3.5H7M-7 3.5H7M-3 -7V7M3 -7V7", dam: "M-7.5 -4H7.5M-5 -4L-2.5 6H2.5L5 -4",
  site: "M-4 -4H4V4H-4Z",
};
const FEATURES = {
  __proto__: null, // a feature is text of a gazetteer: "constructor" is none of these
  oil_field: "field", gas_field: "field", oil_gas_field: "field", military_base: "base", air_base: "base", airbase: "base", airfield: "base", airport: "base", base: "base",
  border_crossing: "crossing", crossing: "crossing", bridge: "crossing", dam: "dam", displacement_camp: "camp", refugee_camp: "camp", camp: "camp",
};
const EVENT_SHAPES = {
  violence: "M0 -7L7 0L0 7L-7 0Z", custody: "M-5.4 -5.4H5.4V5.4H-5.4Z", accord: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z",
  stock: "M-6 6V1H-3V6ZM-1.5 6V-3H1.5V6ZM3 6V-6H6V6Z", control: "M-6 -5.5H6V-3.5H-6ZM-6 -1H6V1H-6ZM-6 3.5H6V5.5H-6Z",
  motion: "M-6 -4.5L0 0.5L6 -4.5V0.5L0 5.5L-6 0.5Z", other: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z",
};
const CELL = 19;

function glyphName(place) {
  if (FEATURES[place.feature]) return FEATURES[place.feature];
  if (place.kind === "camp") return "camp";
  return place.kind === "facility" || place.kind === "site" ? "site" : "dot";
}

function glyph(name, focus) {
  const ring = focus ? svg("circle", { class: "ring", r: 8 }) : null;
  if (name === "dot") return [svg("circle", { class: "dot", r: 3.2 }), ring];
  return [svg("path", { class: "glyph-ground", d: GLYPHS[name] }), svg("path", { class: "glyph", d: GLYPHS[name] }), ring];
}

function drawPlace(place, centre, ids) {
  const focus = place.id === page.focus;
  return svg("g", { class: `place place-${place.used ? "used" : "context"}`, "data-ids": idList(ids), "data-place": place.id, transform: `translate(${short(centre.x)} ${short(centre.y)})` },
    glyph(glyphName(place), focus), ids.length ? svg("circle", { class: "hit-place", r: 12 }) : null);
}

function eventStyle(record) {
  if (record.status === "denied") return "denied";
  if (HOLLOW.has(record.status)) return "hollow";
  return record.status === "alleged" ? "alleged" : record.status === "historical" ? "past" : "filled";
}

const familyOf = (record) => (record.is === "event" ? FAMILY[record.type] : record.is);

function eventShape(family, style) {
  const bar = family === "accord" ? svg("path", { class: "sign-bar", d: "M-6 0H6" }) : null;
  const strike = style === "denied" ? svg("path", { class: "sign-strike", d: "M-8 7L8 -7" }) : null;
  return [svg("path", { class: `sign sign-${style} sign-${family}`, d: EVENT_SHAPES[family] || EVENT_SHAPES.other }), bar, strike];
}

// Up to six signs stand side by side; more are stacked by family and status, with their count.
function cellsOf(events) {
  const single = events.length <= 6;
  const stacks = single ? events.map((event) => [event]) : grouped(events, (event) => familyOf(event) + eventStyle(event));
  return stacks.map((items) => ({ items, family: familyOf(items[0]), style: eventStyle(items[0]), width: items.length > 1 ? CELL + 5 + 7 * String(items.length).length : CELL }));
}

const ROW = 20;
const IN_ROW = 4;

function rowsOf(cells) {
  const rows = Array.from({ length: Math.ceil(cells.length / IN_ROW) }, (_, i) => cells.slice(i * IN_ROW, (i + 1) * IN_ROW));
  return rows.map((row) => ({ row, width: row.reduce((sum, cell) => sum + cell.width, 0) }));
}

function stripSize(cells) {
  const rows = rowsOf(cells);
  return { w: Math.max(...rows.map((row) => row.width)), h: rows.length * ROW };
}

function drawStrip(cells, box) {
  return rowsOf(cells).flatMap(({ row, width }, index) => drawRow(row, { x: box.x + (box.w - width) / 2, y: box.y + index * ROW, h: ROW }));
}

function drawRow(cells, box) {
  let x = box.x;
  return cells.map((cell) => {
    const centre = at(x + CELL / 2, box.y + box.h / 2);
    x += cell.width;
    const count = cell.items.length > 1 ? svg("text", { class: "sign-count", x: CELL / 2 + 1, y: 4 }, DIGITS.format(cell.items.length)) : null;
    return svg("g", { class: "mark event", "data-ids": idList(cell.items.map((item) => item.id)), transform: `translate(${short(centre.x)} ${short(centre.y)})` },
      svg("rect", { class: "hit-sign", x: -CELL / 2, y: -box.h / 2, width: cell.width, height: box.h }), eventShape(cell.family, cell.style), count);
  });
}

// Signs of places and events, drawn around (0, 0) in a field of 16 px with one weight of line.
const GLYPHS = {
  camp: "M-7 5.5L0 -6L7 5.5ZM-2.4 5.5L0 1L2.4 5.5", field: "M-4.5 7L0 -7L4.5 7M-3.3 3L3.3 3M-2.2 -0.6L2.2 -0.6M-6.5 7L6.5 7",
  base: "M-6 -5.5H6V-0.5C6 3.4 3 5.6 0 7C-3 5.6 -6 3.4 -6 -0.5Z", crossing: "M-7 -3.5H7M-7 3.5H7M-3 -7V7M3 -7V7", dam: "M-7.5 -4H7.5M-5 -4L-2.5 6H2.5L5 -4",
  site: "M-4 -4H4V4H-4Z", hospital: "M-2.2 -6.5H2.2V-2.2H6.5V2.2H2.2V6.5H-2.2V2.2H-6.5V-2.2H-2.2Z", prison: "M-5.5 -6H5.5V6H-5.5ZM-1.9 -6V6M1.9 -6V6",
  about: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z",
};
const FEATURES = {
  __proto__: null, // a feature is text of a gazetteer: "constructor" is none of these
  oil_field: "field", gas_field: "field", oil_gas_field: "field", military_base: "base", air_base: "base", airbase: "base", airfield: "base", airport: "base", base: "base",
  border_crossing: "crossing", crossing: "crossing", bridge: "crossing", dam: "dam", displacement_camp: "camp", refugee_camp: "camp", camp: "camp",
  hospital: "hospital", prison: "prison", detention_centre: "prison",
};
// What is no point and has no outline either: a sign of its own, or it would pass for a town.
const SPREAD = new Set(["admin1", "admin2", "admin3", "region", "control_area", "water"]);
const EVENT_SHAPES = {
  violence: "M0 -7L7 0L0 7L-7 0Z", custody: "M-5.4 -5.4H5.4V5.4H-5.4Z", accord: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z",
  stock: "M-6 6V1H-3V6ZM-1.5 6V-3H1.5V6ZM3 6V-6H6V6Z", control: "M-6 -5.5H6V-3.5H-6ZM-6 -1H6V1H-6ZM-6 3.5H6V5.5H-6Z",
  motion: "M-6 -4.5L0 0.5L6 -4.5V0.5L0 5.5L-6 0.5Z", other: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z",
};

function glyphName(place) {
  if (FEATURES[place.feature]) return FEATURES[place.feature];
  if (place.kind === "camp") return "camp";
  if (SPREAD.has(place.kind) || place.precision === "near") return "about";
  return place.kind === "facility" || place.kind === "site" ? "site" : "dot";
}

function glyph(name, focus, small = false) {
  const ring = focus ? svg("circle", { class: "ring", r: 8 }) : null;
  if (name === "dot") return [svg("circle", { class: "dot", r: small ? 2.4 : 3.2 }), ring];
  return [svg("path", { class: "glyph-ground", d: GLYPHS[name] }), svg("path", { class: `glyph glyph-${name}`, d: GLYPHS[name] }), ring];
}

// A place that lies under the mark of a weightier one is a small dot; its label leads to it.
function drawPlace(place, centre, ids, small) {
  const focus = place.id === page.focus, name = small ? "dot" : glyphName(place);
  return svg("g", { class: `place place-${place.used ? "used" : "context"}`, "data-ids": idList(ids), "data-place": place.id, transform: `translate(${short(centre.x)} ${short(centre.y)})` },
    glyph(name, focus, small), ids.length ? svg("circle", { class: "hit-place", r: 12 }) : null);
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

// One arrow: its width from the number, its line from the status.
const DASHES = { agreed: [8, 5], planned: [8, 5], predicted: [8, 5], alleged: [2, 4] };

const widthOf = (n) => clamp(2 + 0.35 * Math.sqrt(n), 2, 18);

function widths(quantity) {
  if (!quantity) return { core: 2, band: 0 };
  const { min, max, best } = quantity;
  const known = best ?? min ?? max;
  if (known === null) return { core: 2, band: 0 };
  return { core: widthOf(known), band: max !== null && max !== known ? widthOf(max) : 0 };
}

// Dashes grow with the width, or a broad arrow would look like a ladder.
function dashOf(status, width) {
  return DASHES[status] ? DASHES[status].map((part) => part * Math.max(1, width / 4)) : null;
}

function dashPieces(path, dash) {
  if (!dash) return [path];
  const total = lengthOf(path), pieces = [];
  for (let from = 0; from < total; from += dash[0] + dash[1]) pieces.push(slice(path, from, Math.min(total, from + dash[0])));
  return pieces;
}

function headSize(width, total) {
  return Math.min(clamp(2.2 * width, 10, 34), total * 0.45);
}

// A shaft tapered from 60 % to the full width, cut to the dashes of its status; dashes out of view are left out.
function shaft(path, width, status, view) {
  const total = lengthOf(path), dash = dashOf(status, width);
  let walked = 0;
  return dashPieces(path, dash).map((piece) => {
    const from = walked, long = lengthOf(piece);
    walked += dash ? dash[0] + dash[1] : 0;
    if (dash && view && !meets(boundsOf(piece), view)) return "";
    return outline(ribbon(piece, (t) => width * (0.6 + 0.4 * ((from + t * long) / total))));
  }).join("");
}

function headPoints(path, width, size) {
  const tip = path[path.length - 1], base = pointAt(path, lengthOf(path) - size), half = Math.max(4.5, width * 0.85);
  const length = gap(base, tip) || 1, nx = -(tip.y - base.y) / length, ny = (tip.x - base.x) / length;
  return [at(base.x + nx * half, base.y + ny * half), tip, at(base.x - nx * half, base.y - ny * half)];
}

// Shapes at the tail tell the groups apart without colour.
const TAILS = {
  civ: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z", disp: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0ZM-1.6 0a1.6 1.6 0 1 1 3.2 0a1.6 1.6 0 1 1 -3.2 0Z",
  fight: "M0 -5L4.8 3.6L-4.8 3.6Z", both: "M0 -5.4L4.6 0L0 5.4L-4.6 0Z", held: "M-3.8 -3.8H3.8V3.8H-3.8Z",
  host: "M-4 -4H4V4H-4ZM-1.7 -1.7V1.7H1.7V-1.7Z", cargo: "M-5 -2.6H5V2.6H-5Z", mixed: "M-4 -1.4H-1.4V-4H1.4V-1.4H4V1.4H1.4V4H-1.4V1.4H-4Z",
};

function tail(point, tint) {
  return svg("path", { d: TAILS[tint], class: "tail", "fill-rule": "evenodd", transform: `translate(${short(point.x)} ${short(point.y)})` });
}

function classesOf(record, kind) {
  return `mark ${kind} tint-${tintOf(record)} is-${statusOf(record)}`;
}

function drawArrow(record, path, { core, band }, ids, { open = false, view = null } = {}) {
  const total = lengthOf(path), size = headSize(core, total), body = slice(path, 0, total - size * (open ? 0.15 : 0.85));
  const status = statusOf(record), head = headPoints(path, core, size);
  const wide = band > core ? svg("path", { class: "band", d: outline(ribbon(slice(path, 0, total - size * 0.4), () => band)) }) : null;
  const flowing = status === "ongoing" ? svg("path", { class: "flowing", d: trace(body) }) : null;
  return svg("g", { class: classesOf(record, "flow"), "data-ids": idList(ids) },
    svg("path", { class: "hit", d: trace(path) }), wide,
    svg("path", { class: "shaft", d: shaft(body, core, status, view) }),
    open ? svg("path", { class: "open-head", d: trace(head) }) : svg("path", { class: "head", d: outline(head) }),
    flowing, tail(path[0], tintOf(record)));
}

// A short arrow whose far end is not known fades there, step by step.
function drawStub(record, path, direction, { core, band }, ids) {
  const steps = 8, total = lengthOf(path), size = headSize(core, total), end = total - 3, dashed = DASHES[statusOf(record)];
  const pieces = Array.from({ length: steps }, (_, i) => {
    const from = (end * i) / steps, to = (end * (i + (dashed ? 0.6 : 1.04))) / steps, shown = (i + 1) / steps;
    const wide = (t) => core * (0.6 + (0.4 * (from + t * (to - from))) / total);
    return svg("path", { class: "shaft", d: outline(ribbon(slice(path, from, Math.min(to, end)), wide)), opacity: short(direction === "out" ? 1.1 - shown * 0.5 : shown) });
  });
  return svg("g", { class: classesOf(record, `flow stub stub-${direction}`), "data-ids": idList(ids) },
    svg("path", { class: "hit", d: trace(path) }), band > core ? svg("path", { class: "band", d: outline(ribbon(slice(path, 0, end - size * 0.3), () => band)) }) : null, ...pieces,
    svg("path", { class: "open-head", d: trace(headPoints(path, core, size)) }),
    direction === "out" ? tail(path[0], tintOf(record)) : null);
}

// Geometry in pixels: points are {x, y}, boxes {x, y, w, h}.
const at = (x, y) => ({ x, y });
const gap = (a, b) => Math.hypot(b.x - a.x, b.y - a.y);
const between = (a, b, t) => at(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

// A quadratic curve that bulges to the right of its way, by a share of its length.
function curve(a, b, bulge, steps = 40) {
  const length = gap(a, b) || 1;
  const normal = at(-(b.y - a.y) / length, (b.x - a.x) / length);
  const height = bulge * length * 2;
  const c = at((a.x + b.x) / 2 + normal.x * height, (a.y + b.y) / 2 + normal.y * height);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps, u = 1 - t;
    return at(u * u * a.x + 2 * u * t * c.x + t * t * b.x, u * u * a.y + 2 * u * t * c.y + t * t * b.y);
  });
}

function lengthOf(path) {
  return path.slice(1).reduce((sum, point, i) => sum + gap(path[i], point), 0);
}

function pointAt(path, distance) {
  let left = distance;
  for (let i = 1; i < path.length; i += 1) {
    const step = gap(path[i - 1], path[i]);
    if (left <= step && step > 0) return between(path[i - 1], path[i], left / step);
    left -= step;
  }
  return path[path.length - 1];
}

// The part of a path between two distances along it.
function slice(path, from, to) {
  const out = [pointAt(path, from)];
  let walked = 0;
  for (let i = 1; i < path.length; i += 1) {
    walked += gap(path[i - 1], path[i]);
    if (walked > from && walked < to) out.push(path[i]);
  }
  out.push(pointAt(path, to));
  return out;
}

// Where rings cross a horizontal line. A point of it is inside where an odd number of crossings lies to its right.
function crossings(y, rings) {
  const found = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const a = ring[i], b = ring[j];
      if (a.y > y !== b.y > y) found.push(((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x);
    }
  }
  return found;
}

const inside = (point, rings) => crossings(point.y, rings).filter((x) => point.x < x).length % 2 === 1;

function normals(path) {
  return path.map((_, i) => {
    const a = path[Math.max(0, i - 1)], b = path[Math.min(path.length - 1, i + 1)], length = gap(a, b) || 1;
    return at(-(b.y - a.y) / length, (b.x - a.x) / length);
  });
}

// The outline of a path that is `wide(t)` pixels wide at share t of its length.
function ribbon(path, wide) {
  const total = lengthOf(path) || 1, sides = normals(path);
  let walked = 0;
  const left = [], right = [];
  path.forEach((point, i) => {
    if (i) walked += gap(path[i - 1], point);
    const half = wide(walked / total) / 2;
    left.push(at(point.x + sides[i].x * half, point.y + sides[i].y * half));
    right.push(at(point.x - sides[i].x * half, point.y - sides[i].y * half));
  });
  return [...left, ...right.reverse()];
}

const short = (value) => Math.round(value * 10) / 10;
const outline = (points) => "M" + points.map((p) => short(p.x) + " " + short(p.y)).join("L") + "Z";
const trace = (points) => "M" + points.map((p) => short(p.x) + " " + short(p.y)).join("L");

const boxAround = (x, y, w, h) => ({ x: x - w / 2, y: y - h / 2, w, h });
function boundsOf(points) {
  let west = Infinity, north = Infinity, east = -Infinity, south = -Infinity;
  for (const { x, y } of points) {
    west = Math.min(west, x); east = Math.max(east, x); north = Math.min(north, y); south = Math.max(south, y);
  }
  return { x: west, y: north, w: east - west, h: south - north };
}

const meets = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

// Points along a path, one every `step` pixels, in one pass.
function walk(path, step) {
  const out = [];
  let left = 0;
  for (let i = 1; i < path.length; i += 1) {
    const long = gap(path[i - 1], path[i]);
    for (; left <= long; left += step) out.push(between(path[i - 1], path[i], long ? left / long : 0));
    left -= long;
  }
  return out;
}

const moved = (point, angle, far) => at(point.x + Math.cos(angle) * far, point.y + Math.sin(angle) * far);
const nearestOf = (box, point) => at(clamp(point.x, box.x, box.x + box.w), clamp(point.y, box.y, box.y + box.h));

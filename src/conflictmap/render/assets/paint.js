// The canvas of the crowd, painted: every sign as in signs.js, in the colours of the page or of the reader's system.
const signPaths = new Map();

function signPath(family) {
  if (!signPaths.has(family)) signPaths.set(family, new Path2D(EVENT_SHAPES[family] || EVENT_SHAPES.other));
  return signPaths.get(family);
}

function inks() {
  if (matchMedia("(forced-colors: active)").matches) return { ink: "CanvasText", halo: "Canvas", soft: "GrayText", strike: "CanvasText", accent: "Highlight" };
  const style = getComputedStyle(document.documentElement), of = (name) => style.getPropertyValue(name).trim();
  return { ink: of("--ink"), halo: of("--halo"), soft: of("--soft"), strike: of("--fight"), accent: of("--accent") };
}

function paintCrowd() {
  const { canvas, marks } = crowd, size = map.getSize(), sharp = window.devicePixelRatio || 1;
  canvas.hidden = !marks.length;
  if (!marks.length) return;
  const w = size.x + 2 * BEYOND, h = size.y + 2 * BEYOND;
  L.DomUtil.setTransform(canvas, map.containerPointToLayerPoint([-BEYOND, -BEYOND]), 1);
  Object.assign(canvas, { width: Math.round(w * sharp), height: Math.round(h * sharp) });
  Object.assign(canvas.style, { width: `${w}px`, height: `${h}px` });
  const pen = canvas.getContext("2d"), colours = inks(), hot = hotMarks();
  pen.setTransform(sharp, 0, 0, sharp, BEYOND * sharp, BEYOND * sharp);
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round" });
  for (const mark of marks) (mark.sign ? paintSign : paintCircle)(pen, mark, colours, hot.has(mark));
}

// What is pointed at, and what holds the chosen record or the one pointed at in the list.
function hotMarks() {
  const ids = crowd.wanted;
  return new Set(crowd.marks.filter((mark) => mark === crowd.hot || (ids.size && mark.items.some((i) => ids.has(crowd.records[i].id)))));
}

function dressPen(pen, style, { ink, halo, soft }, hot, accent) {
  pen.globalAlpha = 1;
  pen.lineWidth = hot ? 3 : 1.6;
  pen.setLineDash(style === "alleged" ? [2, 2.6] : []);
  pen.strokeStyle = hot ? accent : style === "past" ? soft : ink;
  pen.fillStyle = style === "filled" ? ink : halo;
}

function paintSign(pen, mark, colours, hot) {
  pen.save();
  pen.translate(mark.x, mark.y);
  const [[family]] = mark.families;
  pen.setLineDash([]);
  pen.lineWidth = 4;
  pen.strokeStyle = colours.halo;
  pen.stroke(signPath(family));
  dressPen(pen, mark.style, colours, hot, colours.accent);
  if (mark.style === "filled" && family === "other") pen.fillStyle = colours.halo;
  pen.fill(signPath(family));
  pen.stroke(signPath(family));
  pen.setLineDash([]);
  if (family === "accord") bar(pen, mark.style === "filled" ? colours.halo : colours.ink, -6, 0, 6, 0);
  if (mark.style === "denied") bar(pen, colours.strike, -8, 7, 8, -7);
  pen.restore();
}

function bar(pen, colour, x, y, toX, toY) {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
  Object.assign(pen, { strokeStyle: colour, lineWidth: 1.8 });
  pen.stroke();
}

function paintCircle(pen, mark, colours, hot) {
  const { r, style } = mark, dark = style === "filled" ? colours.halo : colours.ink;
  pen.save();
  pen.translate(mark.x, mark.y);
  const edge = new Path2D();
  if (mark.wide) edge.roundRect(-r + 1, -r + 1, 2 * r - 2, 2 * r - 2, 4);
  else edge.arc(0, 0, r - 1, 0, 2 * Math.PI);
  dressPen(pen, style, colours, hot, colours.accent);
  pen.globalAlpha = 0.9;
  pen.fill(edge);
  pen.globalAlpha = 1;
  pen.stroke(edge);
  pen.setLineDash([]);
  if (style === "denied") bar(pen, colours.strike, -r * 0.7, r * 0.7, r * 0.7, -r * 0.7);
  const signs = r >= 15 ? mark.families.slice(0, 3) : [], count = countText(mark.items.length, r);
  pen.font = `600 ${count.length > 2 && r < 12 ? 8 : r < 11 ? 9 : r < 15 ? 10 : 12}px ${FONT}`;
  pen.fillStyle = dark;
  if (style === "denied") Object.assign(pen, { strokeStyle: colours.halo, lineWidth: 3 }).strokeText(count, 0, 0.5);
  pen.fillText(count, 0, signs.length ? -3.5 : 0.5);
  signs.forEach(([family], i) => paintKind(pen, family, (i - (signs.length - 1) / 2) * 9, r * 0.42, dark));
  pen.restore();
}

function paintKind(pen, family, x, y, colour) {
  pen.save();
  pen.translate(x, y);
  pen.scale(0.5, 0.5);
  Object.assign(pen, { fillStyle: colour, strokeStyle: colour, lineWidth: 2.4 });
  if (family !== "other") pen.fill(signPath(family));
  pen.stroke(signPath(family));
  pen.restore();
}

// What does not fit a circle: thousands are cut off, never rounded up. The card beside the circle has the whole number.
const countText = (n, r) => (n < (r < 12 ? 1000 : 10000) ? DIGITS.format(n) : `${DIGITS.format(Math.floor(n / 1000))}k`);

// A canvas that writes down what is painted on it as elements of SVG: the page paints crowds of records on one.
class Path2D {
  constructor(d = "") { this.d = d; }
  moveTo(x, y) { this.d += `M${x} ${y}`; }
  lineTo(x, y) { this.d += `L${x} ${y}`; }
  closePath() { this.d += "Z"; }
  rect(x, y, w, h) { this.d += `M${x} ${y}h${w}v${h}h${-w}Z`; }
  // Only whole circles: a part of one would need to know which way round.
  arc(x, y, r, from, to) {
    if (Math.abs(to - from) < 2 * Math.PI - 1e-6) throw new Error("pictures know no arc but a circle; add it to pen.js");
    this.d += `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }
  roundRect(x, y, w, h, r) {
    const turn = (dx, dy) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
    this.d += `M${x + r} ${y}h${w - 2 * r}${turn(r, r)}v${h - 2 * r}${turn(-r, r)}h${2 * r - w}${turn(-r, -r)}v${2 * r - h}${turn(r, -r)}Z`;
  }
}

const PEN = { x: 0, y: 0, grown: 1, fillStyle: "#000000", strokeStyle: "#000000", lineWidth: 1, globalAlpha: 1, dash: [], font: "400 10px sans-serif", textAlign: "start", textBaseline: "alphabetic", lineJoin: "miter", lineCap: "butt" };
const ANCHORS = { start: "start", left: "start", center: "middle", end: "end", right: "end" };

class Pen {
  constructor(canvas) {
    Object.assign(this, PEN, { canvas, kept: [], path: new Path2D() });
    return asked("canvas", this);
  }
  save() { this.kept.push(Object.fromEntries(Object.keys(PEN).map((name) => [name, this[name]]))); }
  restore() { Object.assign(this, this.kept.pop()); }
  setTransform(grown, b, c, _, x, y) { Object.assign(this, { grown, x, y }); }
  translate(x, y) { Object.assign(this, { x: this.x + x * this.grown, y: this.y + y * this.grown }); }
  scale(by) { this.grown *= by; }
  setLineDash(dash) { this.dash = dash; }
  clearRect() { this.canvas.replaceChildren(); }
  beginPath() { this.path = new Path2D(); }
  moveTo(x, y) { this.path.moveTo(x, y); }
  lineTo(x, y) { this.path.lineTo(x, y); }
  arc(...circle) { this.path.arc(...circle); }
  closePath() { this.path.closePath(); }
  write(tag, attributes, text = null) {
    const node = new Node(tag, "svg"), all = { transform: `translate(${tenth(this.x)} ${tenth(this.y)})${this.grown === 1 ? "" : ` scale(${this.grown})`}`, ...attributes };
    if (this.globalAlpha < 1) all.opacity = this.globalAlpha;
    for (const [name, value] of Object.entries(all)) node.setAttribute(name, value);
    if (text !== null) node.append(text);
    this.canvas.append(node);
  }
  line() { return { stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-linejoin": this.lineJoin, "stroke-linecap": this.lineCap, ...(this.dash.length ? { "stroke-dasharray": this.dash.join(" ") } : {}) }; }
  fill(path = this.path) { this.write("path", { d: path.d, fill: this.fillStyle }); }
  stroke(path = this.path) { this.write("path", { d: path.d, fill: "none", ...this.line() }); }
  words(x, y) {
    const [, weight, size] = /^(\d+) ([\d.]+)px /.exec(this.font), down = this.textBaseline === "middle" ? 0.35 * size : 0;
    return { x, y: tenth(y + down), "font-size": size, "font-weight": weight, "text-anchor": ANCHORS[this.textAlign] };
  }
  fillText(text, x, y) { this.write("text", { ...this.words(x, y), fill: this.fillStyle }, String(text)); }
  strokeText(text, x, y) { this.write("text", { ...this.words(x, y), fill: "none", ...this.line() }, String(text)); }
  measureText(text) { return { width: widthIn(this.font, text) }; }
}

// Elements are made here and nowhere else: text always as text, links only to http and https.
const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const el = (tag, attributes = {}, ...children) => dress(document.createElement(tag), attributes, children.flat().flatMap(breakable));
const svg = (tag, attributes = {}, ...children) => dress(document.createElementNS(SVG, tag), attributes, children);

// A word that is longer than any (a pasted address, a hostile name) may break at every hundredth letter: a browser needs
// seconds to find out where else it could.
const LONG_WORD = /\S{200}/, PIECE = /[^]{1,100}/gu;

function breakable(child) {
  if (typeof child !== "string" || child.length < 200 || !LONG_WORD.test(child)) return [child];
  return child.split(/(\s+)/).flatMap((word) => (word.length < 200 ? [word] : word.match(PIECE).flatMap((piece) => [piece, document.createElement("wbr")])));
}

function safeAddress(address) {
  return typeof address === "string" && /^https?:\/\//i.test(address) ? address : null;
}

function link(address, text) {
  const safe = safeAddress(address);
  return safe ? el("a", { href: safe, rel: "noopener noreferrer nofollow", target: "_blank" }, isolate(text)) : isolate(text);
}

const isolate = (text, lang) => el("bdi", lang ? { lang, dir: "auto" } : { dir: "auto" }, plainText(text));

// What a part of a sentence is about, as the marks in quotes say it: see pointing.js.
function wordOf(part) {
  return { place: "place:" + part.place, amount: "number:" + part.of, date: "time" }[part.as] || null;
}

function partNodes(parts) {
  return parts.map((part) => {
    if (typeof part === "string") return part;
    if (part.parts) return el("span", { class: "part-" + part.as, "data-word": wordOf(part) }, partNodes(part.parts));
    return el("bdi", { dir: part.dir, class: "part-" + part.as, "data-place": part.place, "data-word": wordOf(part) }, part.as === "date" ? part.text : plainText(part.text));
  });
}

// Several ids in one attribute, with spaces between: an id may hold spaces of its own.
const idList = (ids) => ids.map(encodeURIComponent).join(" ");
const idsOf = (element) => element.getAttribute("data-ids").split(" ").filter(Boolean).map(decodeURIComponent);

function prefersStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// Runs behind the page's own scripts, in their scope, and hands what they draw to Python as plain lists.
const tree = (node) => (typeof node === "string" ? node : [node.tagName, node.attributes, node.children.map(tree)]);
const words = (node) => (typeof node === "string" ? node : node.textContent);

function measure(widthsTold) {
  for (const [key, width] of Object.entries(widthsTold)) widthsKnown.set(key, width);
  widthsWanted.clear();
}

// The note on the ground is part of the credits: on the map it takes no room, where a line of the page would end.
function setStage({ width, height, exact, taken }) {
  zoomFree = exact;
  rectangles = { stage: [0, 0, width, height], "ground-note": [isArabic() ? 0 : width, height, 0, 0], ...taken };
  openMap();
  openOverlay();
  if (typeof openCrowd === "function") openCrowd(); // the canvas of pages with many records
}

// The panes of the map from the lowest up; the drawing of the marks is one of them.
function panes() {
  const depth = (pane) => Number(pane.style.zIndex) || 400, moved = (node) => `translate(${node.getAttribute("data-at") || "0 0"})`;
  const trees = (node) => (node.tagName === "svg" ? node.children.map(tree) : node.tagName === "canvas" ? [["g", { transform: moved(node) }, node.children.map(tree)]] : [tree(node)]);
  return Object.entries(map.panes).sort(([, a], [, b]) => depth(a) - depth(b)).map(([name, pane]) => [name, pane.children.flatMap(trees)]);
}

// The bar of the scale: its width in pixels, what it stands for, and the sign for north if there is one.
function scaleParts() {
  const box = byId("scale"), bar = box.querySelector(".scale-bar"), words = box.querySelector("bdi"), [sign] = box.querySelectorAll("svg");
  return { long: parseFloat(/width:\s*([\d.]+)px/.exec(bar.attributes.style)[1]), words: words.textContent, sign: sign ? tree(sign) : null };
}

function locatorTree() {
  const box = byId("locator"), [globe] = box.querySelectorAll("svg");
  return globe && !box.hidden ? { tree: tree(globe), end: box.classList.contains("at-end") } : null;
}

const isolated = (node) => (typeof node === "string" ? node : ({ ltr: "\u2066", rtl: "\u2067", auto: "\u2068" }[node.attributes.dir] || "") + node.children.map(isolated).join("") + (node.attributes.dir ? "\u2069" : ""));

Object.assign(globalThis, {
  // The words and signs around the map; the map need not be where it will be.
  around(told) {
    language = told.language;
    measure(told.widths);
    setStage(told);
    const line = (nodes) => nodes.map(isolated).join("");
    return JSON.stringify({
      language, title: plainText(page.title), titleLanguage: titleLanguage() || language, byline: line(bylineNodes()), honesty: say("honesty"),
      ground: `${say("ground")} ${say("endorse")}`, credits: page.credits, made: line(filled("made", { version: [num(page.version)] })), legendTitle: say("legend"), map: say("map"),
      legend: legendEntries().map((entry) => [tree(entry.children[0]), words(entry.children[1])]),
      sentences: records.filter(isVisible).map(sentenceText), wanted: [...widthsWanted.keys()],
    });
  },
  // Everything on the map.
  drawn(told) {
    language = told.language;
    measure(told.widths);
    setStage(told);
    drawOverlay();
    return JSON.stringify({ panes: panes(), scale: scaleParts(), locator: locatorTree(), wanted: [...widthsWanted.keys()] });
  },
});

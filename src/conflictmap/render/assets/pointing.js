// Ties words to marks: what is pointed at or focused in a sentence, a quote, a fact, the text or the map shows up in all
// of them. `data-word` says what words are for: "place:ID", "number:OF", "time"; several are parted by spaces.
let pointedAt = "";

function wirePointing() {
  for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, (event) => pointFrom(event.target));
}

function pointFrom(target) {
  const node = target.closest ? target.closest("[data-word], [data-place], .mark-number") : null;
  if (!node) return pointTo([], null);
  const words = node.getAttribute("data-word") || (node.hasAttribute("data-place") ? "place:" + node.getAttribute("data-place") : "number:quantity");
  const holder = node.closest("[data-id]"), ids = holder ? [holder.getAttribute("data-id")] : layer.contains(node) && !node.hasAttribute("data-place") ? idsUnder(node) : null;
  return pointTo(words.split(" "), ids);
}

// Point to words: those of some records only, or (`ids` null) of all that is open.
function pointTo(words, ids) {
  const key = JSON.stringify([words, ids]);
  if (key === pointedAt) return;
  pointedAt = key;
  for (const node of document.querySelectorAll(".pointed")) node.classList.remove("pointed");
  layer.querySelector(".pointer")?.remove();
  if (!words.length) return;
  const wanted = new Set(words), holders = [...document.querySelectorAll((ids ? "li.record" : "li.record.open") + ", #popover, #reader")];
  for (const holder of holders.filter((one) => !ids || !one.hasAttribute("data-id") || ids.includes(one.getAttribute("data-id")))) {
    for (const node of holder.querySelectorAll("[data-word]")) if (node.getAttribute("data-word").split(" ").some((word) => wanted.has(word) && isMeant(node, word))) node.classList.add("pointed");
  }
  pointOnMap(wanted, ids);
}

// In the text a place is the same everywhere; numbers and dates are those of the claim that is lit.
function isMeant(node, word) {
  return word.startsWith("place:") || !byId("reader").contains(node) || Boolean(node.closest(".lit, .found"));
}

// A ring around each place, the name beneath a line; the number of an arrow beneath a line, too.
function pointOnMap(wanted, ids) {
  const isPlace = (id) => wanted.has("place:" + id), rings = [];
  for (const mark of layer.querySelectorAll("[data-place]")) if (isPlace(mark.getAttribute("data-place"))) mark.classList.add("pointed");
  for (const mark of ids && wanted.has("number:quantity") ? layer.querySelectorAll(".mark-number") : []) {
    if (idsUnder(mark).some((id) => ids.includes(id))) mark.classList.add("pointed");
  }
  for (const word of wanted) {
    const place = word.startsWith("place:") ? places.get(word.slice(6)) : null, centre = place && place.kind !== "country" ? anchor(place) : null;
    if (centre) rings.push(svg("circle", { class: "pointer-ring", cx: short(centre.x), cy: short(centre.y), r: 13 }));
  }
  if (rings.length) layer.append(svg("g", { class: "pointer" }, rings));
}

// The scale bar and the sign for north. The bar is true at the middle of the map; where the scale differs much above or
// below, it says for which latitude it is.
const BAR_STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
const LONGEST_BAR = 110;
const EVEN_SCALE = 1.15;

function drawScale() {
  const lat = map.getCenter().lat, one = kmToPixels(1, lat), box = byId("scale");
  const words = (km) => `${DIGITS.format(km)} ${say("km")}${isEvenScale() ? "" : " " + latitudeWords(lat)}`;
  const steps = BAR_STEPS.filter((km) => km * one <= LONGEST_BAR);
  const km = [...steps].reverse().find((step) => step * one <= freeWidth() - textWidth(words(step), 11, 400) - 40) || steps[0];
  box.classList.toggle("lifted", freeWidth() < km * one + textWidth(words(km), 11, 400) + 40);
  box.style.setProperty("--note-height", `${byId("ground-note").offsetHeight}px`);
  const bar = el("span", { class: "scale-bar", style: `width:${(km * one).toFixed(1)}px`, "data-km": km });
  box.replaceChildren(northSign(), bar, el("bdi", { dir: isArabic() ? "rtl" : "ltr" }, words(km)));
}

// North is up all over a map in Mercator's projection; one letter says so.
function northSign() {
  return svg("svg", { class: "north", viewBox: "0 0 10 20", width: 10, height: 20 }, svg("path", { d: "M5 0L8.4 8.6L5 6.8L1.6 8.6Z" }),
    svg("text", { x: 5, y: 19, "text-anchor": "middle", "font-size": 10 }, say("north")));
}

function isEvenScale() {
  const bounds = map.getBounds(), across = (lat) => kmToPixels(1, clamp(lat, -85, 85)), middle = across(map.getCenter().lat);
  return [bounds.getNorth(), bounds.getSouth()].every((lat) => Math.max(across(lat) / middle, middle / across(lat)) < EVEN_SCALE);
}

function latitudeWords(lat) {
  return say(lat < 0 ? "atSouth" : "atNorth", { lat: DIGITS.format(Math.abs(Math.round(lat))) });
}

// Room from where the bar begins to the note on the ground, at the other end of the same line.
function freeWidth() {
  const note = byId("ground-note").getBoundingClientRect(), stage = byId("stage").getBoundingClientRect(), start = 56;
  return isArabic() ? stage.right - start - note.right : note.left - stage.left - start;
}

// What ties list, map, time and address together.
function refresh() {
  if (chosen.selected && !isVisible(recordById.get(chosen.selected))) chosen.selected = null;
  closePopover();
  drawList();
  drawOverlay();
  writeAddress();
}

// Select a record, or nothing. `fromList` keeps the focus on its button; from the map the list scrolls to it.
function choose(id, fromList = false) {
  chosen.selected = id;
  if (id && !isVisible(recordById.get(id))) resetFilters();
  drawList();
  if (id) reveal(id, fromList);
  markSelected();
  writeAddress();
}

function reveal(id, fromList) {
  const item = itemOf(id);
  if (!item) return;
  item.scrollIntoView({ block: "nearest", behavior: prefersStill() ? "auto" : "smooth" });
  if (fromList) item.querySelector("button").focus({ preventScroll: true });
  bringIntoView(recordById.get(id));
}

function bringIntoView(record) {
  const points = placeIds(record).map((id) => places.get(id)).filter((place) => place && place.kind !== "country" && place.lon !== null).map((place) => [place.lat, place.lon]);
  if (points.length && !points.some((point) => map.getBounds().contains(point))) map.panTo(points[0], { animate: !prefersStill() });
}

function openFromMap(event) {
  const ids = idsUnder(event.target);
  if (!ids.length) return;
  const stage = byId("stage").getBoundingClientRect();
  if (ids.length === 1) choose(ids[0]);
  openPopover(ids, at(event.clientX - stage.left, event.clientY - stage.top));
}

// ---- language

function switchLanguage() {
  setLanguage(isArabic() ? "en" : "ar");
  byId("language").focus();
}

function setLanguage(code) {
  language = code;
  document.documentElement.lang = code;
  document.documentElement.dir = isArabic() ? "rtl" : "ltr";
  drawHead();
  drawFilters();
  drawTime();
  drawFoot();
  drawZoom();
  drawFrame();
  refresh();
}

function drawFrame() {
  byId("map").setAttribute("role", "region");
  byId("map").setAttribute("aria-label", say("map"));
  byId("panel").setAttribute("aria-label", say("panel"));
  byId("skip").textContent = say("skip");
  drawPull();
}

function drawPull() {
  const tall = byId("page").classList.contains("pulled");
  byId("pull").setAttribute("aria-label", say(tall ? "shrink" : "expand"));
  byId("pull").setAttribute("aria-expanded", String(tall));
}

function drawZoom() {
  const button = (label, path, act) => el("button", { type: "button", "aria-label": label, title: label, onclick: act }, svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, svg("path", { d: path, class: "tool" })));
  byId("zoom").replaceChildren(button(say("zoomIn"), "M8 2V14M2 8H14", () => map.zoomIn()), button(say("zoomOut"), "M2 8H14", () => map.zoomOut()), button(say("fit"), "M2 6V2H6M10 2H14V6M14 10V14H10M6 14H2V10", showAll));
}

// ---- address

function writeAddress() {
  const state = new URLSearchParams();
  if (language !== page.language) state.set("lang", language);
  if (chosen.selected) state.set("record", chosen.selected);
  if (chosen.from) state.set("from", chosen.from);
  if (chosen.until) state.set("until", chosen.until);
  if (!chosen.undated) state.set("undated", "0");
  for (const set of ["is", "group", "status"]) if (chosen[set].size) state.set(set, [...chosen[set]].join(","));
  if (chosen.query) state.set("q", chosen.query);
  try {
    history.replaceState(null, "", "#" + state.toString());
  } catch {
    // A sandboxed frame may forbid it; the page works without.
  }
}

function readAddress() {
  let state;
  try {
    state = new URLSearchParams(location.hash.slice(1));
  } catch {
    return;
  }
  const date = (name) => (/^\d{4}-\d{2}-\d{2}$/.test(state.get(name) || "") ? state.get(name) : null);
  Object.assign(chosen, { from: date("from"), until: date("until"), undated: state.get("undated") !== "0", query: state.get("q") || "" });
  for (const set of ["is", "group", "status"]) for (const value of (state.get(set) || "").split(",").filter(Boolean)) chosen[set].add(value);
  if (recordById.has(state.get("record"))) chosen.selected = state.get("record");
  language = ["ar", "en"].includes(state.get("lang")) ? state.get("lang") : page.language;
}

// ---- start

function onEscape(event) {
  if (event.key !== "Escape") return;
  if (clock.playing) stopPlay();
  else if (!closePopover() && chosen.selected) choose(null);
}

function wireMap() {
  layer.addEventListener("click", openFromMap);
  layer.addEventListener("mouseover", (event) => highlight(idsUnder(event.target)));
  layer.addEventListener("mouseleave", markSelected);
  map.on("movestart zoomstart", closePopover);
  map.on("click", (event) => { if (!idsUnder(event.originalEvent.target).length) closePopover(); });
}

function start() {
  readAddress();
  openMap();
  openOverlay();
  makeBins();
  wireMap();
  wireList();
  document.addEventListener("keydown", onEscape);
  byId("pull").addEventListener("click", () => { byId("page").classList.toggle("pulled"); drawPull(); setTimeout(() => map.invalidateSize(), 0); });
  // In a frame that is given by `srcdoc`, "#list" would be an address of the page around it.
  byId("skip").addEventListener("click", (event) => { event.preventDefault(); byId("list").focus(); });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(byId("stage"));
  setLanguage(language);
  if (chosen.selected) reveal(chosen.selected, false);
  document.documentElement.setAttribute("data-ready", "");
}

start();

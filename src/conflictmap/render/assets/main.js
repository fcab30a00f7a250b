// What ties list, map, time and address together.
// A `step` is one that the back button takes back; `quiet` ones are not followed by the count being spoken.
function refresh({ step = false, quiet = false } = {}) {
  choiceChanged();
  if (chosen.selected && !isVisible(recordById.get(chosen.selected))) chosen.selected = null;
  closePopover();
  drawList();
  drawReader();
  drawTable();
  layTime();
  drawOverlay();
  updateFilters();
  if (!quiet) tellCountSoon();
  writeAddress({ step });
}

// Select a record, or nothing. `fromList` keeps the focus on its button; from the map the list scrolls to it.
function choose(id, fromList = false) {
  const before = chosen.selected;
  chosen.selected = id;
  if (id && !isVisible(recordById.get(id))) resetFilters();
  drawOpened([before, id]);
  drawTable();
  if (id) followInText(id);
  if (id) reveal(id, fromList);
  markSelected();
  writeAddress({ step: true });
}

function reveal(id, fromList) {
  const item = itemOf(id);
  if (!item) return;
  scrollPanelTo(item);
  if (fromList) item.querySelector("button").focus({ preventScroll: true });
  bringIntoView(recordById.get(id));
}

function bringIntoView(record) {
  const points = placeIds(record).map((id) => places.get(id)).filter((place) => place && place.kind !== "country" && place.lon !== null).map((place) => [place.lat, turned(place.lon)]);
  if (points.length && !points.some((point) => map.getBounds().contains(point))) map.panTo(points[0], { animate: !prefersStill() });
}

function openFromMap(event) {
  const ids = idsUnder(event.target);
  if (!ids.length || markAt(map.mouseEventToContainerPoint(event))) return; // a circle lies over an arrow
  const stage = byId("stage").getBoundingClientRect();
  if (ids.length === 1) choose(ids[0]);
  openPopover(ids, at(event.clientX - stage.left, event.clientY - stage.top), event.detail === 0);
}

// ---- language

function switchLanguage() {
  setLanguage(isArabic() ? "en" : "ar");
  byId("language").focus();
}

function speakLanguage(code) {
  language = code;
  document.documentElement.lang = code;
  document.documentElement.dir = isArabic() ? "rtl" : "ltr";
}

function setLanguage(code) {
  speakLanguage(code);
  drawHead();
  drawTabs();
  drawTableSwitch();
  drawFilters();
  drawTime();
  drawFoot();
  drawZoom();
  drawPlain();
  drawFrame();
  refresh({ quiet: true });
}

function drawFrame() {
  byId("map").setAttribute("role", "region");
  byId("map").setAttribute("aria-label", say("map"));
  byId("panel").setAttribute("aria-label", say("panel"));
  byId("skip").textContent = say("skip");
  drawPull();
}

function drawZoom() {
  const button = (label, path, act) => el("button", { type: "button", "aria-label": label, title: label, onclick: act }, svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, svg("path", { d: path, class: "tool" })));
  byId("zoom").replaceChildren(button(say("zoomIn"), "M8 2V14M2 8H14", () => map.zoomIn()), button(say("zoomOut"), "M2 8H14", () => map.zoomOut()), button(say("fit"), "M2 6V2H6M10 2H14V6M14 10V14H10M6 14H2V10", goHome));
}

// ---- start

function onEscape(event) {
  if (event.key !== "Escape") return;
  if (dropGrip()) return;
  if (clock.playing) stopPlay();
  else if (!closePopover() && chosen.selected) choose(null);
}

function wireMap() {
  layer.addEventListener("click", openFromMap);
  layer.addEventListener("mouseover", (event) => highlight(idsUnder(event.target)));
  layer.addEventListener("mouseleave", markSelected);
  map.on("movestart zoomstart", closePopover);
  map.on("click", (event) => { if (!openFromCrowd(event) && !idsUnder(event.originalEvent.target).length) closePopover(); });
}

function wirePage() {
  document.addEventListener("keydown", onEscape);
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();  // the address is ours
    byId("list").focus({ preventScroll: true });
    scrollPanelTo(byId("list"), true);
  });
  new ResizeObserver(fitStage).observe(byId("stage"));
  new ResizeObserver(layTime).observe(byId("time"));
}

// Of many records the map is shown two frames (one to draw, one to show) before the list, the time line and the key are laid out. A page that is not
// in view gets no frames.
async function showMapFirst() {
  drawHead();
  drawZoom();
  drawFrame();
  drawOverlay();
  await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))); setTimeout(done, 200); });
}

async function start() {
  applyFlags();
  openMap();
  const told = readAddress();
  openOverlay();
  openCrowd();
  makeBins();
  wireMap();
  wireList();
  wireReader();
  wirePointing();
  wireSheet();
  wirePage();
  wirePrinting();
  holdStill();
  speakLanguage(told.language);
  if (records.length > FEW) await showMapFirst();
  setLanguage(told.language);
  openOnly(told.open);
  if (chosen.view) showView();
  if (chosen.selected) reveal(chosen.selected, false);
  wireAddress();
  document.documentElement.setAttribute("data-ready", "");
  wireFrame();
}

await start();

// On a phone the list is a sheet below the map: pulled by hand, by its button, or by the arrow keys on it.
const SHEET_STEPS = ["low", "half", "tall"];
let pull = null;

const sheetNow = () => byId("page").dataset.sheet || "half";
const sheetIsTall = () => sheetNow() === "tall";

function setSheet(step) {
  byId("page").dataset.sheet = step;
  byId("page").style.removeProperty("--sheet");
  drawPull();
}

function drawPull() {
  byId("pull").setAttribute("aria-label", say(sheetIsTall() ? "shrink" : "expand"));
  byId("pull").setAttribute("aria-expanded", String(sheetIsTall()));
}

function stepSheet(event) {
  const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  setSheet(SHEET_STEPS[clamp(SHEET_STEPS.indexOf(sheetNow()) + way, 0, 2)]);
  writeAddress();
}

function wireSheet() {
  const button = byId("pull"), panel = byId("panel");
  button.addEventListener("click", (event) => { if (!event.detail || !pull?.moved) { setSheet(sheetIsTall() ? "half" : "tall"); writeAddress(); } });
  button.addEventListener("keydown", stepSheet);
  button.addEventListener("pointerdown", (event) => {
    pull = { y: event.clientY, height: panel.getBoundingClientRect().height, moved: false };
    button.setPointerCapture(event.pointerId);
  });
  button.addEventListener("pointermove", (event) => {
    if (!pull || !(event.buttons & 1)) return;
    pull.moved ||= Math.abs(event.clientY - pull.y) > 4;
    pull.wanted = clamp(pull.height + pull.y - event.clientY, 60, innerHeight * 0.85);
    byId("page").toggleAttribute("data-pulling", pull.moved);
    if (pull.moved) byId("page").style.setProperty("--sheet", `${Math.round(pull.wanted)}px`);
  });
  button.addEventListener("pointerup", dropSheet);
  button.addEventListener("pointercancel", dropSheet);
}

// Let go, the sheet rests at the nearest of its three heights.
function dropSheet() {
  if (!pull?.moved) return;
  byId("page").removeAttribute("data-pulling");
  const heights = SHEET_STEPS.map((step) => { setSheet(step); return byId("panel").getBoundingClientRect().height; });
  const nearest = heights.reduce((best, one, index) => (Math.abs(one - pull.wanted) < Math.abs(heights[best] - pull.wanted) ? index : best), 0);
  setSheet(SHEET_STEPS[nearest]);
  fitStage();
  writeAddress();
}

// The map fills its place anew; as long as the reader has not moved it, it goes on showing the whole story.
function fitStage() {
  const { clientWidth: width, clientHeight: height } = byId("map"), now = map.getSize();
  if (!width || !height || (width === now.x && height === now.y) || printing || byId("page").hasAttribute("data-pulling")) return;
  moveQuietly(() => map.invalidateSize({ animate: false }));
  showView();
}

// Nothing but the panel may scroll: `scrollIntoView` would also scroll the page that this one is framed in.
function scrollPanelTo(element, toTop = false) {
  const scroller = [byId("body"), byId("panel")].find((box) => box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY !== "visible");
  if (!scroller || !element) return;
  const box = scroller.getBoundingClientRect(), own = element.getBoundingClientRect();
  const by = toTop || own.top < box.top || own.height > box.height ? own.top - box.top : own.bottom > box.bottom ? own.bottom - box.bottom : 0;
  if (by) scroller.scrollBy({ top: by, behavior: prefersStill() ? "auto" : "smooth" });
}

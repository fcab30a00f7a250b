// The address keeps what is chosen: what a link holds is checked, and the back button goes through what was chosen before.
const PLACES_IN_ADDRESS = 4;
let quietMap = false;

// Half a character (a hostile id, a query cut in two) cannot be written into an address.
const escaped = (text) => encodeURIComponent(String(text).replace(/[\ud800-\udfff]/gu, "\ufffd")).replace(/%(3A|2C|2F|40)/g, decodeURIComponent);
const languageAtStart = () => flags.lang || page.language;

function addressOf() {
  const pairs = [];
  if (language !== languageAtStart()) pairs.push(["lang", language]);
  if (chosen.selected) pairs.push(["record", escaped(chosen.selected)]);
  if (chosen.from) pairs.push(["from", chosen.from]);
  if (chosen.until) pairs.push(["until", chosen.until]);
  if (!chosen.undated) pairs.push(["undated", "0"]);
  for (const name of FACET_NAMES) for (const value of [...chosen[name]].sort()) pairs.push([name, escaped(value)]);
  if (chosen.query.trim()) pairs.push(["q", escaped(chosen.query.slice(0, LONGEST_QUERY))]);
  if (chosen.view) pairs.push(["view", "@" + chosen.view.join(",")]);
  const open = openPanes();
  if (open.length) pairs.push(["open", open.join(",")]);
  return pairs.map((pair) => pair.join("=")).join("&");
}

// A step gets an entry of its own. In a frame none does: the back button belongs to the page around it.
function writeAddress({ step = false } = {}) {
  const address = "#" + addressOf();
  if (address === (location.hash || "#")) return;
  try {
    history[step && !framed ? "pushState" : "replaceState"](null, "", address);
  } catch {
    // A sandboxed frame or a file may forbid it, and a browser limits how often; the page works without.
  }
}

// ---- reading: whatever somebody wrote there, only what the page knows counts

function readAddress() {
  const told = new URLSearchParams(location.hash.slice(1)), one = (name, allowed) => (allowed.includes(told.get(name)) ? told.get(name) : null);
  clearChoice();
  for (const name of FACET_NAMES) for (const value of facetValues(name, told.getAll(name))) chosen[name].add(value);
  const from = dateIn(told.get("from")), until = dateIn(told.get("until")), inOrder = !from || !until || from <= until;
  Object.assign(chosen, {
    from: inOrder ? from : null, until: inOrder ? until : null, undated: told.get("undated") !== "0",
    query: plainText(told.get("q") || "").slice(0, LONGEST_QUERY), selected: recordById.has(told.get("record")) ? told.get("record") : null, view: viewIn(told.get("view")),
  });
  return { language: one("lang", ["ar", "en"]) || languageAtStart(), open: (told.get("open") || "").split(",") };
}

// Only values that some record has; "a,b" is two of them unless it is the name of one.
function facetValues(name, told) {
  if (!told.length) return [];
  const known = new Set(totalsOf(name).map(([value]) => value));
  return told.flatMap((text) => (known.has(text) ? [text] : text.split(","))).filter((value) => known.has(value));
}

function dateIn(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text || "")) return null;
  const day = dayNumber(text);
  return Number.isFinite(day) && dayText(day) === text ? text : null;
}

function viewIn(text) {
  const found = /^@(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),(\d{1,2}(?:\.\d+)?)$/.exec(text || "");
  if (!found) return null;
  const [lat, lon, zoom] = found.slice(1).map(Number);
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 220 && zoom >= map.getMinZoom() && zoom <= map.getMaxZoom() ? [lat, lon, zoom] : null;
}

// Back, forward, or an address written by hand.
function restore() {
  const before = chosen.selected, inList = byId("list").contains(document.activeElement), told = readAddress();
  stopPlayFirst();
  openOnly(told.open);
  if (told.language !== language) setLanguage(told.language);
  else drawFilters();
  showView();
  refresh({ quiet: true });
  tellCountSoon();
  if (chosen.selected) reveal(chosen.selected, inList);
  else if (inList && before) itemOf(before)?.querySelector("button").focus({ preventScroll: true });
}

// ---- the view: kept once the reader has moved the map

function moveQuietly(act) {
  quietMap = true;
  act();
  quietMap = false;
}

function showView() {
  moveQuietly(() => (chosen.view ? map.setView(chosen.view.slice(0, 2), chosen.view[2], { animate: false }) : showAll()));
}

function goHome() {
  chosen.view = null;
  showView();
  writeAddress();
}

function keepView() {
  if (quietMap) return;
  const { lat, lng } = map.getCenter(), rounded = (value) => Number(value.toFixed(PLACES_IN_ADDRESS));
  chosen.view = [rounded(lat), rounded(lng), Number(map.getZoom().toFixed(2))];
  writeAddress();
}

// ---- what is unfolded

const panes = () => [...document.querySelectorAll("details[data-pane]")];

function openPanes() {
  return [...panes().filter((pane) => pane.open).map((pane) => pane.dataset.pane), ...(sheetIsTall() ? ["list"] : [])];
}

function openOnly(names) {
  for (const pane of panes()) pane.open = names.includes(pane.dataset.pane);
  setSheet(names.includes("list") ? "tall" : "half");
}

function wireAddress() {
  window.addEventListener("popstate", restore);
  document.addEventListener("toggle", (event) => { if (event.target.dataset?.pane && !printing) writeAddress(); }, true);
  map.on("moveend", keepView);
}

// How the publisher asks for the page in its query: ?lang=ar&theme=dark&plain=1&static=1&time=0. What is not known is passed over.
const FLAG_VALUES = { lang: ["ar", "en"], theme: ["light", "dark", "auto"], plain: ["1"], static: ["1"], time: ["0"] };
const flags = readFlags(location.search);
const framed = window.parent !== window;

function readFlags(query) {
  const asked = new URLSearchParams(query);
  return Object.fromEntries(Object.entries(FLAG_VALUES).map(([name, values]) => [name, values.includes(asked.get(name)) ? asked.get(name) : null]));
}

// The theme is settled here, so that each colour stands in the style sheet once. Forced colours know their own darkness.
function settleTheme() {
  const forced = matchMedia("(forced-colors: active)").matches, dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const asked = forced || !flags.theme || flags.theme === "auto" ? (dark ? "dark" : "light") : flags.theme;
  document.documentElement.setAttribute("data-theme", asked);
}

function applyFlags() {
  const root = document.documentElement;
  for (const name of ["plain", "static"]) root.toggleAttribute("data-" + name, Boolean(flags[name]));
  root.toggleAttribute("data-timeless", Boolean(flags.time || flags.plain || flags.static));
  settleTheme();
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", settleTheme);
}

// A page for a screenshot stands still: no dragging, no zooming, no card.
function holdStill() {
  if (!flags.static) return;
  for (const way of ["dragging", "scrollWheelZoom", "doubleClickZoom", "touchZoom", "boxZoom", "keyboard"]) if (map[way]) map[way].disable();
  byId("map").removeAttribute("tabindex");
}

// ---- the plain map: one line of signs, whose word it is, and the way to the full page

function drawPlain() {
  if (!flags.plain) return;
  const signs = el("ul", { class: "plain-signs", "aria-label": say("legend") }, plainSigns());
  const way = flags.static || !pageAddress() ? null
    : el("a", { id: "full", href: fullAddress(), target: "_blank", rel: "noopener", onclick: (event) => { event.currentTarget.href = fullAddress(); } }, say("fullMap"));
  const title = el("h1", { class: "spoken", dir: "auto" }, plainText(page.title));
  byId("plain").replaceChildren(...[title, signs, el("p", {}, bylineNodes(), " · ", say("honesty")), way].filter(Boolean));
}

function fullAddress() {
  const full = new URL(linkToView());
  for (const name of ["plain", "static", "time"]) full.searchParams.delete(name);
  return full.href;
}

function plainSigns() {
  const moves = records.filter((record) => record.is === "movement" && record.status !== "denied" && hasMark(record));
  const events = records.filter((record) => record.is === "event" && hasMark(record));
  const names = (items) => [...new Set(items.map((record) => named("group", record.group)))].join(isArabic() ? "، " : ", ");
  return [...grouped(moves, tintOf).map((items) => entry(miniArrow(items[0].group, "happened"), names(items))),
    ...grouped(events, familyOf).map((items) => entry(sample(eventShape(familyOf(items[0]), "filled")), named("family", familyOf(items[0]))))];
}

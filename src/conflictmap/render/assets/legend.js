// The key: only signs that this page uses; and the lines on sources.
function drawFoot() {
  const open = byId("foot").querySelector("details")?.open || false;
  byId("foot").replaceChildren(el("details", { class: "legend", open, "data-pane": "legend" }, el("summary", {}, say("legend")), el("ul", {}, legendEntries())),
    el("p", {}, say("honesty")), el("p", {}, say("ground") + " " + say("endorse")), ...tilesNote(), ...page.credits.map((credit) => el("p", { dir: "auto" }, plainText(credit))), sourcesBlock(), downloadBlock() || "", el("p", { class: "faint" }, filled("made", { version: [num(page.version)] })));
  byId("ground-note").replaceChildren(el("span", { class: "wide-only" }, say("honesty"), el("br")), ...tilesCredit(), say("groundShort"));
}

function sourcesBlock() {
  const line = (report) => {
    const name = report.publisher || say("unnamedOutlet"), date = report.published ? dateIsolate(dateParts(report.published, "day")) : [];
    return el("li", {}, isolate(name), date.length ? [isArabic() ? "، " : ", ", ...partNodes(date)] : "", report.title ? [isArabic() ? "، " : ", ", isolate(report.title, report.language)] : "", el("span", { class: "claim-links" }, sourceLinks(report)));
  };
  const list = el("ul", { class: "sources" }, page.documents.slice(0, CHUNK).map(line)), rest = page.documents.slice(CHUNK);
  const more = el("button", { type: "button", class: "quiet", onclick: () => { list.append(...rest.splice(0, CHUNK).map(line)); more.hidden = !rest.length; } }, say("more", { n: Math.min(CHUNK, rest.length) }));
  return el("div", {}, el("h2", {}, say("source")), list, rest.length ? more : null);
}

function sample(...shapes) {
  return svg("svg", { class: "sample", viewBox: "-20 -9 40 18", width: 40, height: 18, "aria-hidden": "true" }, ...shapes);
}

// An entry is there for what its selector finds on the map or in the list; see `fitLegend`.
const entry = (picture, text, signs) => el("li", { "data-signs": signs }, picture, el("span", {}, text));
const miniPath = () => [at(-15, 0), at(0, 0), at(15, 0)];

function miniArrow(group, status, quantity = null) {
  return sample(drawArrow({ group, status, id: "" }, miniPath(), quantity || { core: 3, band: 0 }, []));
}

const miniStub = (direction) => sample(drawStub({ group: "mixed", status: "happened" }, miniPath(), direction, { core: 3, band: 0 }, []));

// Only signs in use are explained: what is not drawn at this zoom and choice is hidden.
function fitLegend() {
  for (const item of document.querySelectorAll(".legend [data-signs]")) {
    const found = item.getAttribute("data-signs").split(", ").some((one) => document.querySelector(`.marks ${one}, .list .icon${one}, .list .icon ${one}`));
    item.hidden = !found;
  }
}

function legendEntries() {
  const greyName = () => sample(svg("text", { class: "label label-context", "text-anchor": "middle", y: 4, "font-size": 11 }, isArabic() ? "اسم" : "Name"));
  return [...movementEntries(), ...eventEntries(), ...placeEntries(), ...timeEntries(), entry(greyName(), say("context"), ".place-context")];
}

function movementEntries() {
  const moves = records.filter((record) => record.is === "movement"), out = [];
  for (const items of grouped(moves, tintOf)) {
    const groups = [...new Set(items.map((record) => record.group))], tint = tintOf(items[0]);
    out.push(entry(miniArrow(groups[0], "happened"), groups.map((group) => named("group", group)).join(isArabic() ? "، " : ", "), `.flow.tint-${tint}, .sign-moved.tint-${tint}, .tint-${tint} .icon-line`));
  }
  const arms = [svg("path", { class: "bracket", d: "M-2 -8Q3 0 -2 8" }), svg("path", { class: "bracket", d: "M-14 0L12 -7M-14 0L14 0M-14 0L12 7" })];
  return [...out,
    entry(sample(drawArrow({ group: "mixed", status: "happened" }, miniPath(), { core: 8, band: 0 }, [])), say("width"), ".flow"),
    entry(miniArrow("mixed", "happened", { core: 4, band: 12 }), say("range"), ".band"),
    entry(sample(svg("text", { class: "label label-number", "text-anchor": "middle", y: 5, "font-size": 13 }, "?")), say("unknownNumber"), ".number-unknown"),
    entry(sample(svg("text", { class: "label label-number", "text-anchor": "middle", y: 5, "font-size": 12 }, "+1")), say("parallel"), ".number-more"),
    entry(miniArrow("mixed", "agreed"), say("dashedAgreed"), ".flow.is-agreed, .flow.is-planned, .flow.is-predicted"),
    entry(miniArrow("mixed", "alleged"), say("dashedAlleged"), ".flow.is-alleged"),
    entry(miniArrow("mixed", "historical"), say("past"), ".flow.is-historical"),
    entry(miniArrow("mixed", "ongoing"), say("goingOn"), ".flowing"),
    entry(miniStub("out"), say("outflow"), ".stub-out"), entry(miniStub("in"), say("inflow"), ".stub-in"),
    entry(sample(...arms), say("fan"), ".fan-any_of"), entry(sample(...arms.map((arm) => arm.cloneNode())), say("fanTogether"), ".fan-all_of"),
    ...["out", "in"].map((direction) => entry(sample(movementSign([{ record: { group: "mixed", status: "happened" }, direction }])), say(direction === "out" ? "signOut" : "signIn"), `.moved-${direction}`)),
    entry(sample(movementSign([{ record: { group: "mixed", status: "agreed" }, direction: "out" }])), say("signToCome"), ".sign-to-come"),
  ];
}

function eventEntries() {
  const count = (text, name) => svg("text", { class: name, x: 9, y: 4 }, text);
  const families = ["violence", "custody", "accord", "motion", "other"].map((family) => entry(sample(eventShape(family, "filled")), named("family", family), `.sign-${family}`));
  const kinds = ["stock", "control"].map((is) => entry(sample(eventShape(is, "filled")), named("is", is), `.sign-${is}`));
  const styles = [["hollow", "hollow"], ["alleged", "signAlleged"], ["past", "signPast"], ["denied", "struck"]];
  return [...families, ...kinds, ...styles.map(([style, text]) => entry(sample(eventShape("violence", style)), say(text), `.sign-${style}`)),
    entry(sample(eventShape("violence", "filled"), count("2", "sign-count")), say("stacked"), ".sign-count"),
    entry(sample(svg("rect", { class: "badge", x: -11, y: -8, width: 22, height: 16, rx: 8 }), svg("text", { class: "badge-count", x: 0, y: 4 }, "9")), say("badge"), ".badge"),
    ...(records.length > FEW ? crowdEntries() : []),
  ];
}

function placeEntries() {
  const box = "M-14 -7H14V7H-14Z", area = (style, part) => sample(svg("g", { class: `area area-${style}` }, svg("path", { class: part, d: box })));
  const points = ["dot", ...Object.keys(GLYPHS)].map((name) => {
    const text = ENUMS[language].feature[name] || named("kind", name === "dot" ? "settlement" : name);
    return entry(sample(glyph(name, false)), text, name === "dot" ? ".place-used .dot" : `.glyph-${name}`);
  });
  return [...points, entry(sample(glyph("dot", true)), say("focusRing"), ".ring"), entry(sample(svg("circle", { class: "disc", r: 8 })), say("uncertain"), ".disc"),
    entry(area("vague", "area-fill"), say("vague"), ".area-vague"), entry(area("held", "area-fill"), say("held"), ".area-held"), entry(area("outline", "area-line"), say("outline"), ".area-outline")];
}

function crowdEntries() {
  const count = (shape) => sample(shape, svg("text", { class: "sample-count", "text-anchor": "middle", y: 3.5, "font-size": 10 }, "12"));
  const wide = records.some((record) => record.is !== "movement" && places.has(record.place) && isArea(places.get(record.place)));
  return [entry(count(svg("circle", { class: "sign sign-filled", r: 8 })), say("crowd")), wide ? entry(count(svg("rect", { class: "sign sign-filled", x: -8, y: -8, width: 16, height: 16, rx: 3 })), say("areaSquare")) : null].filter(Boolean);
}

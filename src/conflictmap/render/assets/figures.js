// Figures that differ: one mark for each telling on a common scale, with whose word it is, never a sum.
const COUNTS = ["quantity", "fatalities", "injured"];
const COUNT_NOTES = { fatalities: "fatalities", injured: "injured" };
const isGiven = (quantity) => Boolean(quantity) && (quantity.best ?? quantity.min ?? quantity.max ?? null) !== null;
const highest = (quantity) => quantity.max ?? quantity.best ?? quantity.min;

// Who tells which number of a record: its figures, or the numbers of its claims where it has none.
function tellings(record, of) {
  const told = (record.figures || []).filter((figure) => figure.of === of && isGiven(figure.quantity));
  if (told.length || of !== "quantity") return told;
  return claimsOf(record).filter((claim) => isGiven(claim.quantity)).map((claim) => ({ of, quantity: claim.quantity, sources: claim.source_chain.slice(-1), superseded: false }));
}

function figureBlocks(record) {
  return COUNTS.map((of) => {
    const told = tellings(record, of), differ = new Set(told.map((figure) => shortAmount(figure.quantity))).size > 1;
    const contested = of === "quantity" && record.quantity_status === "contested";
    const isRange = told.some(({ quantity }) => quantity.min !== null && quantity.max !== null);
    if (!told.length || !(differ || contested || isRange)) return null;
    const title = COUNT_NOTES[of] || (contested || differ ? "contested" : "figures"), top = Math.max(...told.map((figure) => highest(figure.quantity)));
    return el("div", { class: "figures" }, el("p", { class: "note" }, say(title)), el("ul", {}, told.map((figure) => figureBar(figure, top, of))));
  }).filter(Boolean);
}

function figureBar({ quantity, sources, superseded }, top, of) {
  const low = quantity.min ?? quantity.best ?? 0, high = quantity.max ?? quantity.best ?? top;
  const share = (n) => `${(100 * n) / (top || 1)}%`;
  const said = quantity.text === shortAmount(quantity) ? "" : quantity.text;
  const who = [...joinedPlainly(sources), ...(superseded ? [(sources.length ? " · " : "") + say("superseded")] : [])];
  return el("li", { class: superseded ? "figure faint" : "figure" },
    el("bdi", { dir: "ltr", class: "figure-number", "data-word": "number:" + of }, shortAmount(quantity)),
    el("span", { class: "figure-track", "aria-hidden": "true" }, el("span", { class: "figure-span", style: `inset-inline-start:min(${share(low)}, 100% - 4px);inline-size:max(4px, ${share(Math.max(0, high - low))})` })),
    el("span", { class: "figure-who" }, said ? [isolate(said), who.length ? " · " : ""] : "", partNodes(who)));
}

// One record in the list: the sentence, and what stands behind it when it is opened.
function recordIcon(record) {
  const icon = svg("svg", { class: `icon tint-${tintOf(record)} is-${statusOf(record)}`, viewBox: "-9 -9 18 18", width: 18, height: 18, "aria-hidden": "true" });
  if (record.is === "movement") {
    icon.append(svg("path", { class: "icon-line", d: isArabic() ? "M8 0H-3" : "M-8 0H3" }), svg("path", { class: "icon-head", d: isArabic() ? "M-8 0L-2 -4.5V4.5Z" : "M8 0L2 -4.5V4.5Z" }));
    if (record.status === "denied") icon.append(svg("path", { class: "sign-strike", d: "M-8 7L8 -7" }));
  } else icon.append(...eventShape(familyOf(record), eventStyle(record)).filter(Boolean));
  return icon;
}

// Status, how sure, and whose word it is; a record that only a language model proposed says so.
function statusLine(record) {
  const claims = claimsOf(record), words = [named("statusShort", statusOf(record))];
  const certainties = [...new Set(claims.map((claim) => named("certainty", claim.certainty)))].slice(0, 2);
  const sources = [...new Set(claims.map((claim) => claim.source_chain[claim.source_chain.length - 1]).filter(Boolean))];
  if (claims.length && claims.every((claim) => claim.proposed_by)) certainties.push(say("proposed"));
  const parts = [[...new Set([...words, ...certainties])].join(" · ")];
  if (sources.length) parts.push(" · ", ...joinedPlainly(sources.slice(0, 2)), sources.length > 2 ? ` +${sources.length - 2}` : "");
  return parts.filter(Boolean);
}

function recordItem(record) {
  const open = chosen.selected === record.id, id = "detail-" + orderOf.get(record);
  const button = el("button", { type: "button", class: "record-button", "data-id": record.id, "aria-expanded": String(open), "aria-controls": id },
    recordIcon(record), el("span", { class: "record-words" }, el("span", { class: "record-sentence" }, partNodes(sentence(record))), el("span", { class: "record-status" }, partNodes(statusLine(record)))));
  return el("li", { class: `record tint-${tintOf(record)} ${open ? "open" : ""}`, "data-id": record.id }, button, el("div", { id, class: "detail", hidden: !open }, open ? detail(record) : []));
}

const CLAIMS_SHOWN = 4;

function detail(record) {
  return [
    ...claimBlocks(record), ...figureBlocks(record), factsBlock(record), impliedNote(record), relatedBlock(record),
    el("p", { class: "note faint" }, named("review", record.review)),
  ].filter(Boolean);
}

function claimBlocks(record) {
  const ids = record.claims.filter((id) => page.claims[id]), blocks = ids.slice(0, CLAIMS_SHOWN).map(claimBlock);
  if (ids.length <= CLAIMS_SHOWN) return blocks;
  const rest = el("details", {}, el("summary", {}, say("more", { n: ids.length - CLAIMS_SHOWN })));
  rest.addEventListener("toggle", () => rest.append(...ids.slice(CLAIMS_SHOWN).map(claimBlock)), { once: true });
  return [...blocks, rest];
}

// An end or a place that its own sentence does not name is shown as what it is: understood, not said.
function impliedNote(record) {
  const isImplied = record.is === "movement" ? !record.origin_explicit && record.origin.length : record.is === "event" && !record.place_explicit && record.place;
  return isImplied ? el("p", { class: "note" }, say(record.is === "movement" ? "impliedOrigin" : "impliedPlace")) : null;
}

// ---- other records: those that it names, and those that name it

let namedBy = null;

function addTo(lists, key, value) {
  if (!lists.has(key)) lists.set(key, []);
  lists.get(key).push(value);
}

// Which records name which: [type, id] by the id that is named.
function relationsTo(id) {
  if (!namedBy) {
    namedBy = new Map();
    for (const record of records) for (const { type, target } of record.relations || []) addTo(namedBy, target, [type, record.id]);
  }
  return namedBy.get(id) || [];
}

function relatedBlock(record) {
  const own = (record.relations || []).filter(({ target }) => recordById.has(target)).map(({ type, target }) => [named("relation", type), target]);
  const known = new Set(own.map(([, target]) => target));
  const others = relationsTo(record.id).filter(([, id]) => !known.has(id)).map(([type, id]) => [named("inverse", type), id]);
  const all = [...own, ...others];
  if (!all.length) return null;
  return el("ul", { class: "related" }, all.map(([words, id]) => el("li", {}, words + ": ",
    el("button", { type: "button", class: "link", onclick: () => choose(id, true) }, partNodes(sentence(recordById.get(id)))))));
}

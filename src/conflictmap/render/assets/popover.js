// A card beside the mark that was clicked: the record in short, or a list where several stand at one mark. It is a
// dialog that leaves the rest of the page usable; Escape closes it and gives the focus back.
const CARD_LEAST = 150;
const OFFERED = 20;
let returnTo = null;

function openPopover(ids, point, focus = false) {
  const box = byId("popover"), shown = ids.map((id) => recordById.get(id)).filter(Boolean);
  if (!shown.length) return;
  if (!box.contains(document.activeElement)) returnTo = document.activeElement;
  const close = el("button", { type: "button", class: "popover-close", "aria-label": say("close"), onclick: closePopover }, "×");
  box.replaceChildren(close, ...(shown.length > 1 ? severalCards(shown) : oneCard(shown[0])));
  for (const [name, value] of [["role", "dialog"], ["aria-labelledby", "popover-title"], ["tabindex", "-1"]]) box.setAttribute(name, value);
  if (shown.length > 1) box.removeAttribute("data-id");
  else box.setAttribute("data-id", shown[0].id);
  box.hidden = false;
  placePopover(box, point);
  box.scrollTop = 0;
  if (focus) box.focus({ preventScroll: true });
}

function severalCards(shown) {
  const title = el("p", { class: "popover-title", id: "popover-title" }, filled("atOnce", { n: [num(DIGITS.format(shown.length))] }));
  return [title, el("ul", {}, shown.slice(0, OFFERED).map(offer), moreOffers(shown))];
}

const offer = (record) => el("li", {}, el("button", { type: "button", class: "popover-item", onclick: () => readMore(record.id) }, recordIcon(record), el("span", {}, partNodes(sentence(record)))));

// Of many records at one place some at a time are offered; the button gives way to the next of them.
function moreOffers(shown, from = OFFERED) {
  if (shown.length <= from) return null;
  const item = el("li", {}, el("button", { type: "button", class: "popover-item link", onclick: () => {
    const next = shown.slice(from, from + OFFERED).map(offer);
    item.replaceWith(...[next, moreOffers(shown, from + OFFERED)].flat().filter(Boolean));
    next[0].querySelector("button").focus();
  } }, say("more", { n: Math.min(OFFERED, shown.length - from) })));
  return item;
}

function oneCard(record) {
  const quoted = record.claims.find((id) => page.claims[id] && page.claims[id].quote) || record.claims.find((id) => page.claims[id]);
  return [
    el("p", { class: "popover-sentence", id: "popover-title" }, partNodes(sentence(record))), el("p", { class: "record-status" }, partNodes(statusLine(record))),
    quoted ? claimBlock(quoted) : null, el("button", { type: "button", class: "quiet", onclick: () => readMore(record.id) }, say("readMore")),
  ].filter(Boolean);
}

function readMore(id) {
  closePopover();
  showList();
  choose(id, true);
}

// Below the mark or above it, where there is more room; what does not fit scrolls inside.
function placePopover(box, point) {
  const stage = byId("stage").getBoundingClientRect(), below = stage.height - point.y - 22, above = point.y - 22;
  box.style.maxBlockSize = "";
  const full = box.getBoundingClientRect(), wanted = Math.min(full.height, Math.max(CARD_LEAST, below, above), stage.height - 16);
  const top = below >= wanted || below >= above ? point.y + 14 : point.y - 14 - wanted;
  box.style.maxBlockSize = `${Math.floor(wanted)}px`;
  box.style.left = `${Math.round(clamp(point.x - full.width / 2, 8, Math.max(8, stage.width - full.width - 8)))}px`;
  box.style.top = `${Math.round(clamp(top, 8, Math.max(8, stage.height - wanted - 8)))}px`;
}

function closePopover() {
  const box = byId("popover");
  if (box.hidden) return false;
  const inside = box.contains(document.activeElement);
  box.hidden = true;
  if (inside && returnTo && returnTo.isConnected) returnTo.focus();
  return true;
}

// A small card beside the mark that was clicked; several records at one mark are offered as a list.
const OFFERED = 20;
let returnTo = null;

function openPopover(ids, point) {
  const box = byId("popover"), shown = ids.map((id) => recordById.get(id)).filter(Boolean);
  const title = shown.length > 1 ? el("p", { class: "popover-title" }, filled("atOnce", { n: [num(DIGITS.format(shown.length))] })) : null;
  const items = shown.slice(0, OFFERED).map((record) => offer(record)), more = moreOffers(shown);
  returnTo = document.activeElement;
  box.replaceChildren(...[title, el("button", { type: "button", class: "popover-close", "aria-label": say("close"), onclick: closePopover }, "×"), ...items, more].filter(Boolean));
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", shown.length > 1 ? say("atOnce", { n: shown.length }) : sentenceText(shown[0]));
  box.hidden = false;
  placePopover(box, point);
}

const offer = (record) => el("button", { type: "button", class: "popover-item", onclick: () => choose(record.id, true) }, recordIcon(record), el("span", {}, partNodes(sentence(record))));

// Of many records at one place some at a time are offered; the button gives way to the next of them.
function moreOffers(shown, from = OFFERED) {
  if (shown.length <= from) return null;
  const button = el("button", { type: "button", class: "popover-item link", onclick: () => {
    const next = shown.slice(from, from + OFFERED).map(offer);
    button.replaceWith(...[...next, moreOffers(shown, from + OFFERED)].filter(Boolean));
    next[0].focus();
  } }, say("more", { n: Math.min(OFFERED, shown.length - from) }));
  return button;
}

function placePopover(box, point) {
  const stage = byId("stage").getBoundingClientRect(), size = box.getBoundingClientRect();
  const x = clamp(point.x - size.width / 2, 8, Math.max(8, stage.width - size.width - 8));
  const below = point.y + 14 + size.height < stage.height;
  box.style.left = `${Math.round(x)}px`;
  box.style.top = `${Math.round(below ? point.y + 14 : Math.max(8, point.y - size.height - 14))}px`;
}

function closePopover() {
  const box = byId("popover");
  if (box.hidden) return false;
  const inside = box.contains(document.activeElement);
  box.hidden = true;
  if (inside && returnTo && returnTo.isConnected) returnTo.focus();
  return true;
}

// A small card beside the mark that was clicked; several records at one mark are offered as a list.
let returnTo = null;

function openPopover(ids, point) {
  const box = byId("popover"), shown = ids.map((id) => recordById.get(id)).filter(Boolean);
  const title = shown.length > 1 ? el("p", { class: "popover-title" }, filled("atOnce", { n: [num(DIGITS.format(shown.length))] })) : null;
  const items = shown.map((record) => el("button", { type: "button", class: "popover-item", onclick: () => choose(record.id, true) }, recordIcon(record), el("span", {}, partNodes(sentence(record)))));
  returnTo = document.activeElement;
  box.replaceChildren(...[title, el("button", { type: "button", class: "popover-close", "aria-label": say("close"), onclick: closePopover }, "×"), ...items].filter(Boolean));
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", shown.length > 1 ? say("atOnce", { n: shown.length }) : sentenceText(shown[0]));
  box.hidden = false;
  placePopover(box, point);
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

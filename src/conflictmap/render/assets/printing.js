// On paper: the map at the width of the sheet, the key open, every record, and where this was printed from.
let printing = null;

function startPrinting() {
  if (printing) return;
  const details = [...document.querySelectorAll("details")];
  printing = { bounds: map.getBounds(), own: Boolean(chosen.view), closed: details.filter((one) => !one.open) };
  document.documentElement.setAttribute("data-printing", "");
  byId("printed").replaceChildren(isolate(linkToView() || page.title), el("span", {}, " · ", bylineNodes()));
  stopPlayFirst();
  drawList();
  byId("foot").querySelectorAll("details").forEach((one) => { one.open = true; });
  moveQuietly(() => {
    map.invalidateSize({ animate: false });
    if (printing.own) map.fitBounds(printing.bounds, { animate: false });
    else showAll();
  });
}

function stopPrinting() {
  if (!printing) return;
  const { closed } = printing;
  printing = null;
  document.documentElement.removeAttribute("data-printing");
  closed.forEach((one) => { one.open = false; });
  drawList();
  fitStage();
}

function wirePrinting() {
  const paper = matchMedia("print");
  window.addEventListener("beforeprint", startPrinting);
  window.addEventListener("afterprint", stopPrinting);
  paper.addEventListener("change", () => (paper.matches ? startPrinting() : stopPrinting()));
}

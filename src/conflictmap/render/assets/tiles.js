// A street map over our ground, from another host: only where whoever made the page asked for it, and the reader can switch it off.
let tiles = null;

function openTiles() {
  if (!page.tiles) return;
  map.createPane("tiles").style.zIndex = 250;
  tiles = L.tileLayer(page.tiles.url, { pane: "tiles", maxZoom: 13, noWrap: false, referrerPolicy: "strict-origin-when-cross-origin" }).addTo(map);
}

function switchTiles(shown) {
  if (shown) tiles.addTo(map);
  else tiles.remove();
  drawFoot();
  byId("tiles").focus();
}

// What has to stand on the map for whom it comes from; text of the page's maker, and so never more than text.
const tilesCredit = () => (tiles && map.hasLayer(tiles) ? [isolate(page.tiles.attribution), " · "] : []);

function tilesNote() {
  if (!page.tiles) return [];
  const box = el("input", { type: "checkbox", id: "tiles", checked: map.hasLayer(tiles), onchange: (event) => switchTiles(event.target.checked) });
  return [el("p", { class: "tiles-note" }, el("label", {}, box, " ", say("tiles", { host: FSI + page.tiles.host + PDI })))];
}

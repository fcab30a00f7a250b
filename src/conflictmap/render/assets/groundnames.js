// Quiet names of the ground: lakes, and first-level units where there is room and they are not named already.
const LEAST_GROUND = 68;

function writeGroundNames(draw) {
  const known = new Set([...draw.located, ...draw.others].flatMap((place) => [place.id, ...Object.values(place.name).map(fold)]));
  const unit = ([key, arabic, english, lon, lat, km]) => ({ key, arabic, english, lon, lat, wide: 2 * kmToPixels(km, lat), name: "unit" });
  const water = ([arabic, english, lon, lat, wide]) => ({ key: english, arabic, english, lon, lat, wide: kmToPixels(wide * 111.2, 0), name: "water" });
  return [...page.ground.water_names.map(water), ...page.ground.unit_names.map(unit)]
    .filter(({ key, arabic, english, wide }) => wide > LEAST_GROUND && ![key, fold(arabic || ""), fold(english || "")].some((name) => known.has(name)))
    .map((named) => groundLabel(draw.room, named)).filter(Boolean);
}

// Only where nothing else is; and a name that does not fit into its unit would seem to be that of the neighbour.
function groundLabel(room, { arabic, english, lon, lat, wide, name }) {
  const lines = [lineOf((isArabic() ? arabic : english) || english || arabic, 11, 400, name)], size = blockSize(lines);
  const box = size.w < wide * 1.1 ? within(toPixel(lon, lat), size).slice(0, 3).map((spot) => boxAround(spot.x, spot.y, size.w, size.h)).find((one) => room.free(one) && !room.shaded(one)) : null;
  if (!box) return null;
  room.take(box);
  return svg("g", { class: "ground-name" }, drawLines(lines, lineBoxes(lines, box)));
}

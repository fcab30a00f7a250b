// Names of countries: in their visible part, off the smaller areas, whose name they would seem to be.
function countryLabels({ located, shown, room }) {
  const areas = located.filter((place) => isArea(place) && place.kind !== "country").map(ringsOf);
  return page.ground.names.map((name) => {
    const place = located.find((one) => one.kind === "country" && one.name.en === name.name.en), told = place && shown.some((record) => placeIds(record).includes(place.id));
    const line = lineOf(isArabic() ? name.name.ar : name.name.en, told ? 14 : 12, 600, told ? "country label-told" : "country", { spaced: 2 }), off = [...areas, ...contestedRings(name.country)];
    return { lines: place ? withStrip([line], place, { shown, crowded: new Map() }) : [line], place: place ? place.id : null, ids: [], centre: toPixel(name.lon, name.lat),
      spots: (size) => countrySpots(room, name, off, size) };
  });
}

// Land under the code of another country that is in dispute: no name may stand on it.
function contestedRings(country) {
  const others = page.ground.contested.filter(([key]) => key !== country).flatMap(([, polygons]) => polygons);
  return others.map((rings) => rings.map((ring) => decode(ring).map(([lat, lon]) => toPixel(lon, lat))));
}

function countrySpots(room, name, areas, size) {
  const centre = toPixel(name.lon, name.lat), rings = countryRings({ country: name.country }), clear = (spot) => !areas.some((area) => inside(spot, area));
  const within = areaSpots(room, centre, rings, size);
  if (within.length || !room.sees(centre)) return within.filter(clear);
  return [...priced([centre], 30, 0).filter(clear), ...spotsBeside(name, centre, size)];
}

// A country of the story that is too small for its name has it beside it; not one whose room circles have taken.
function spotsBeside(name, centre, size) {
  const own = !crowd.marks.length && page.ground.land.some(([key, ours]) => key === name.country && ours);
  return own ? [40, 80, 120].flatMap((far) => priced(around(centre, size, far), 60 + far, 1)) : [];
}

// Countries with events of their own are named first, so that the signs can stand under the name; others keep off arrows.
function writeCountries(draw, withEvents) {
  return countryLabels(draw).filter((label) => withEvents === eventsAt(draw.shown, { id: label.place }).length > 0)
    .map((label) => writeLabel(draw, label, withEvents ? Infinity : 40)).filter(Boolean);
}

"""Measure how fast a map of many events is made, opened and zoomed, against folium's own layers in the same run.

    python benchmarks/map_speed.py [--sizes 1000 10000 100000] [--rounds 5] [--assets DIR] [--json]

Every event has a place and a quote of its own. Machines differ and are noisy: the works are done one after the other,
round by round, and what holds is the ratio of their medians; `spread` is (longest - shortest) / median.

- **build**: CPU seconds from records in memory to the text of the page. `ground` (land and borders, which folium's maps
  do not have: they would load tiles) is told apart and is part of `total`.
- **first**: milliseconds from the start of navigation to the frame after the marks were drawn, in headless Chromium.
- **first CPU**: CPU seconds of the page's process until then, which a busy machine disturbs less.
- **zoom**: from a zoom of one level, without animation, to the frame after it.

folium's pages load their scripts from other hosts: here Leaflet is the one that we vendor (1.9.4), the plugin for
clusters comes from `--assets` (leaflet.markercluster.js of npm; without it that row is left out), and all else that
they ask for (jQuery, Bootstrap, icons) is answered by nothing, which is to their advantage. They have no tiles.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import folium
from folium.plugins import FastMarkerCluster
from playwright.sync_api import sync_playwright

from conflictmap.model import Report
from conflictmap.render import payload as payloads
from conflictmap.render import render
from conflictmap.render.page import asset
from many_events import many_events

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from browsing import FLAGS, NAMES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Route

WATCH = """
const look = () => requestAnimationFrame(() => {
  if (!window.theMap) look();
  else requestAnimationFrame(() => setTimeout(() => { window.drawnAt = performance.now(); }, 0));
});
look();
"""
FRAME = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"
MARKER_LIMIT = 10_000  # a hundred thousand folium.Markers take minutes
Row = Mapping[str, object]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--assets", type=Path, help="folder with leaflet.markercluster.js")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    rows = [row for size in given.sizes for row in measured(size, given.rounds, given.assets)]
    if given.json:
        print(json.dumps(rows, indent=2))
        return
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))


def measured(size: int, rounds: int, assets: Path | None) -> Iterator[Row]:
    """Build and open the pages of one size, in turns."""
    report = many_events(size)
    makers: dict[str, Callable[[], str]] = {
        "ours": lambda: render([report], language="en"),
        "folium.GeoJson": lambda: rendered(geojson_map(report)),
        "FastMarkerCluster": lambda: rendered(cluster_map(report)),
    }
    if assets is None:
        del makers["FastMarkerCluster"]
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    texts: dict[str, str] = {}
    for number in range(rounds):
        for name, maker in makers.items():
            with grounds_apart() as ground:
                texts[name], spent = clocked(maker)
            times[name, "build"].append(spent - ground[0])
            times[name, "total"].append(spent)
        if size <= MARKER_LIMIT and number < 1 + (size < MARKER_LIMIT):
            times["folium.Marker", "build"].append(clocked(lambda: rendered(marker_map(report)))[1])
    for name, spent in opened(texts, rounds, assets):
        times[name[0], name[1]].append(spent)
    yield from told(size, times, texts)


def told(size: int, times: Mapping[tuple[str, str], Sequence[float]], texts: Mapping[str, str]) -> Iterator[Row]:
    """Give a row for each work and rival: its median, its noise, and how many times as long as ours it is."""
    for (name, what), spent in times.items():
        median, ours = statistics.median(spent), statistics.median(times["ours", what])
        unit = "ms" if what in ("first", "zoom") else "s"
        yield {"events": size, "what": what, "who": name, unit: round(median, 3 if unit == "s" else 0),
               "spread": round((max(spent) - min(spent)) / median, 2), "rounds": len(spent),
               "times ours": round(median / ours, 2)}  # fmt: skip
    for name, text in texts.items():
        yield {"events": size, "what": "size", "who": name, "MB": round(len(text.encode()) / 1e6, 2)}


def clocked(work: Callable[[], str]) -> tuple[str, float]:
    start = time.process_time()
    text = work()
    return text, time.process_time() - start


@contextmanager
def grounds_apart() -> Iterator[list[float]]:
    """Clock what the ground takes; it is clipped anew each time, as in a process of its own."""
    spent, original = [0.0], payloads.ground

    def clipped(*arguments: object) -> object:
        start = time.process_time()
        try:
            return original(*arguments)  # type: ignore[arg-type]
        finally:
            spent[0] += time.process_time() - start

    payloads.ground = clipped  # type: ignore[assignment]
    original.cache_clear()
    try:
        yield spent
    finally:
        payloads.ground = original


# ---- the same events in folium


def facts(report: Report) -> Iterator[tuple[float, float, dict[str, str]]]:
    places, quotes = {place.id: place for place in report.places}, {claim.id: claim.quote for claim in report.claims}
    for event in report.events:
        place = places[event.place]  # type: ignore[index]  # every invented event has one
        assert place.lon is not None and place.lat is not None
        told = {"type": event.type.value, "date": str(event.date_start), "quote": quotes[event.claims[0]]}
        yield place.lon, place.lat, told


def empty_map() -> folium.Map:
    return folium.Map(location=[34.75, 39.5], zoom_start=7, tiles=None, maxZoom=18, prefer_canvas=True)


def geojson_map(report: Report) -> folium.Map:
    features = [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": told}
                for lon, lat, told in facts(report)]  # fmt: skip
    drawn = empty_map()
    folium.GeoJson({"type": "FeatureCollection", "features": features}, marker=folium.CircleMarker(radius=4),
                   tooltip=folium.GeoJsonTooltip(fields=["type", "date", "quote"])).add_to(drawn)  # fmt: skip
    return drawn


def cluster_map(report: Report) -> folium.Map:
    """Cluster the events; the callback of FastMarkerCluster needs an icon font, so this one makes plain circles."""
    callback = "(row) => L.circleMarker([row[0], row[1]], { radius: 4 }).bindTooltip(row[2])"
    drawn = empty_map()
    FastMarkerCluster([[lat, lon, told["quote"]] for lon, lat, told in facts(report)], callback=callback).add_to(drawn)
    return drawn


def marker_map(report: Report) -> folium.Map:
    drawn = empty_map()
    for lon, lat, told in facts(report):
        folium.Marker([lat, lon], popup=told["quote"], tooltip=told["type"]).add_to(drawn)
    return drawn


def rendered(drawn: folium.Map) -> str:
    """Render a map of folium, with a name for its Leaflet map by which a script finds it."""
    text: str = drawn.get_root().render()
    return text.replace("</html>", f"<script>window.theMap = {drawn.get_name()};</script></html>")


# ---- in the browser


def opened(texts: Mapping[str, str], rounds: int, assets: Path | None) -> Iterator[tuple[tuple[str, str], float]]:
    """Open each page in turns, and zoom in on it."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        files = {name: Path(folder) / f"{number}.html" for number, name in enumerate(texts)}
        for name, file in files.items():
            file.write_text(exposed(texts[name]), "utf-8")
        for _ in range(rounds):
            for name, file in files.items():
                first, cpu, zoom = visited(browser, file, assets)
                yield (name, "first"), first
                yield (name, "first CPU"), cpu
                yield (name, "zoom"), zoom
        browser.close()


def exposed(page: str) -> str:
    """Let a page of ours tell, as folium's do by themselves, that its marks are drawn: before the list is."""
    first = "  drawOverlay();\n  await new Promise("
    return page.replace(first, first.replace("  await", "  window.theMap = map;\n  await")).replace(
        "start();\n})();", "start();\nwindow.theMap = map;\n})();"
    )


def visited(browser: Browser, file: Path, assets: Path | None) -> tuple[float, float, float]:
    """Give the milliseconds to the first drawing, the CPU seconds of it, and the milliseconds of a zoom."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce", bypass_csp=True)
    context.set_default_timeout(120_000)
    context.add_init_script(WATCH)
    context.route(re.compile("^https?:"), lambda route: answer(route, assets))
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    before = process_seconds(session)
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_function("window.drawnAt", polling=10)
    cpu = process_seconds(session) - before
    first: float = page.evaluate("window.drawnAt")
    page.wait_for_function("document.documentElement.hasAttribute('data-ready') || !document.getElementById('data')")
    page.wait_for_timeout(500)
    zoom: float = page.evaluate(
        "async () => { const start = performance.now(); theMap.setZoom(theMap.getZoom() + 1, { animate: false });"
        f" return (await {FRAME}) - start; }}"
    )
    context.close()
    return first, cpu, zoom


def process_seconds(session: CDPSession) -> float:
    metrics = {one["name"]: float(one["value"]) for one in session.send("Performance.getMetrics")["metrics"]}
    return metrics["ProcessTime"]


def answer(route: Route, assets: Path | None) -> None:
    """Answer for the hosts that folium's pages load from: Leaflet and the plugin, and nothing else."""
    name = route.request.url.split("/")[-1]
    held = assets / name if assets else None
    if name in ("leaflet.js", "leaflet.css"):
        route.fulfill(body=asset(f"vendor/{name}"), content_type="text/javascript" if name[-2:] == "js" else "text/css")
    elif held is not None and held.is_file():
        route.fulfill(path=held)
    else:
        route.fulfill(body="", content_type="text/javascript" if name.endswith("js") else "text/css")


if __name__ == "__main__":
    main()

"""The map as a picture: the page's drawing, whole and safe, in sizes, greys and letters that are right."""

from __future__ import annotations

import base64
import csv
import hashlib
import re
import struct
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from browsing import Opener
from click.testing import CliRunner
from test_render import HOSTILE, hostile_report, small_report

from conflictmap.cli import cli
from conflictmap.codec import encode
from conflictmap.errors import InputError
from conflictmap.model import Kind, Place, PlaceId
from conflictmap.render import page_data, render
from conflictmap.render.page import SCRIPTS, asset
from conflictmap.render.picture import engine, pdf, png, svg
from conflictmap.render.picture.markup import markup
from conflictmap.render.picture.size import Size
from conflictmap.render.picture.style import sheet
from conflictmap.render.picture.typeface import STACK, check, embedded, folder, width, wrapped

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from many_events import many_events  # noqa: E402

SVG = "{http://www.w3.org/2000/svg}"
TOWN = Place(
    id=PlaceId("x-town"), name={"en": "Far Town", "ar": "البلدة البعيدة"}, kind=Kind.SETTLEMENT, lon=39.5, lat=35.2
)


def data_of(language: str = "en", **document: object) -> dict[str, Any]:
    return page_data([small_report(**document)], language=language, context=[TOWN])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return data_of()


@pytest.fixture(scope="module")
def text(data: dict[str, Any]) -> str:
    return svg(data)


def words_of(text: str) -> list[str]:
    return [
        "".join(node.itertext()).strip("\u2066\u2067\u2069") for node in ElementTree.fromstring(text).iter(f"{SVG}text")
    ]


def without_fonts(text: str) -> str:
    return re.sub(r"<style>.*?</style>", "", text)


# ---- what is in it


def test_the_same_data_give_the_same_bytes(data: dict[str, Any], text: str) -> None:
    assert svg(data) == text
    assert str(Path.home()) not in text and str(ROOT) not in text


def test_picture_says_what_it_shows(text: str) -> None:
    root = ElementTree.fromstring(text)
    assert root.findtext(f"{SVG}title") == "Families leave Upper Weir"
    about = root.findtext(f"{SVG}desc") or ""
    assert "River Post" in about and "civilians left" in about and "Denied" in about
    shown = words_of(text)
    assert {"Upper Weir", "السد الأعلى", "Sand Ford camp", "Far Town"} <= set(shown)
    assert any("As reported by" in line for line in shown)
    assert "endorsement" in " ".join(shown) and any(line.endswith(" km") for line in shown)
    assert {"civilians", "fighters"} <= set(shown), "the key names the groups"


def test_arabic_picture_speaks_arabic_and_has_its_lines_at_the_right(data: dict[str, Any]) -> None:
    text = svg(data, language="ar")
    root = ElementTree.fromstring(text)
    bylines = [node for node in root.iter(f"{SVG}text") if node.get("class") == "print-byline"]
    assert "نقلا عن" in "".join(bylines[0].itertext()) and bylines[0].get("text-anchor") == "end"
    assert float(bylines[0].get("x", "0")) == 340, "the column is at the left, where Arabic lines end"
    titles = [node for node in root.iter(f"{SVG}text") if node.get("class") == "print-headline"]
    assert titles[0].get("text-anchor") == "start", "a headline in English begins at the left all the same"


def test_map_alone_has_the_map_and_no_frame(data: dict[str, Any]) -> None:
    bare = svg(data, frame=False)
    assert "print-headline" not in bare and "print-scale" not in bare and "Upper Weir" in words_of(bare)


def test_every_value_is_worked_out(text: str) -> None:
    body = without_fonts(text)
    assert not re.search(r"var\(|color-mix|transparent|calc\(", body)
    for word in re.findall(r'(?:fill|stroke)="([^"]*)"', body):
        assert re.fullmatch(r"#[0-9a-f]{3,6}|none|url\(#[\w-]+\)", word), word
    shafts = re.findall(r'<path class="shaft"[^>]*fill="(#\w+)"', text)
    (civilians,) = re.findall(r"--civ: (#\w+)", asset("page.css").split("@media screen")[0])
    assert civilians in shafts, "civilians have their colour from page.css"


def test_what_is_only_for_the_mouse_is_left_out(text: str) -> None:
    assert not re.search(r'class="hit|data-|aria-hidden|tabindex', text)


# ---- the same as the page


def test_marks_stand_where_the_page_has_them(data: dict[str, Any], visit: Opener) -> None:
    page = visit(render([small_report()], context=[TOWN])).page
    box = page.evaluate(
        "(({ width, height }) => [width, height])(document.getElementById('stage').getBoundingClientRect())"
    )
    there = page.evaluate("""(() => ({
      places: [...document.querySelectorAll('.marks .place')].map((node) => node.getAttribute('transform')),
      heads: [...document.querySelectorAll('.marks .head')].map((node) => node.getAttribute('d')),
      areas: [...document.querySelectorAll('.marks .area-fill')].map((node) => node.getAttribute('d')),
      labels: [...document.querySelectorAll('.marks .label')]
        .map((node) => node.textContent.replace(/[\u2066-\u2069]/g, '')),
    }))()""")
    text = svg(data, width=box[0], height=box[1], frame=False)
    root = ElementTree.fromstring(text)

    def all_of(name: str, attribute: str) -> list[str]:
        return [node.get(attribute, "") for node in root.iter() if name in node.get("class", "").split()]

    for name, attribute in (("place", "transform"), ("head", "d"), ("area-fill", "d")):
        ours, theirs = all_of(name, attribute), there[{"place": "places", "head": "heads", "area-fill": "areas"}[name]]
        assert len(ours) == len(theirs) and len(ours) > 1, name
        for one, other in zip(ours, theirs, strict=True):
            pairs = zip(re.findall(r"-?[\d.]+", one), re.findall(r"-?[\d.]+", other), strict=True)
            assert max(abs(float(a) - float(b)) for a, b in pairs) <= 1, (name, one, other)
    assert set(there["labels"]) == set(words_of(text))


# ---- safe


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_is_only_text(payload: str) -> None:
    report = hostile_report(payload)
    text = svg(page_data([report], title=payload, language="en"))
    root = ElementTree.fromstring(text)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        "svg", "title", "desc", "style", "defs", "clipPath", "pattern", "g", "path", "circle", "rect", "text"
    }  # fmt: skip
    names = {name.lower() for node in root.iter() for name in node.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name or name == "style"]
    assert not re.search(r"url\((?!#|data:font/ttf;base64,)", text) and "@import" not in text
    shown = "".join(words_of(text)).replace(" ", "")
    assert "7*7" not in payload or "49" not in shown
    visible = re.sub("[\u2028\u202a-\u202e\u2066-\u2069 ]", "", payload)
    assert visible[:8] in re.sub("[\u2028\u2066-\u2069]", "", shown)


def test_characters_that_xml_forbids_are_dropped() -> None:
    text = svg(data_of(title="Dam\x00 holds\x0b\x1f \ufffe"))
    assert ElementTree.fromstring(text).findtext(f"{SVG}title") == "Dam holds "


def test_words_of_any_length_stay_in_their_column() -> None:
    text = svg(data_of(title="Ww" * 400, publisher="مم" * 300))
    for node in ElementTree.fromstring(text).iter(f"{SVG}text"):
        if node.get("class", "").startswith("print-"):
            words, weight = "".join(node.itertext()), int(node.get("font-weight", "400"))
            end = float(node.get("x", "0")) + width(words, weight) * float(node.get("font-size", "0"))
            assert end <= 1200 or node.get("text-anchor") == "end", words


def test_a_call_that_the_stand_in_does_not_know_stops_the_drawing(
    data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(name: str) -> str:
        return asset(name) + ('\nbyId("stage").requestFullscreen();' if name == "overlay.js" else "")

    monkeypatch.setattr(engine, "asset", changed)
    with pytest.raises(RuntimeError, match=r"element\.requestFullscreen"):
        svg(data)


CROWD = """
function openCrowd() {
  const canvas = el("canvas"), ink = getComputedStyle(document.documentElement).getPropertyValue("--ink");
  map.createPane("crowd").append(canvas);
  L.DomUtil.setTransform(canvas, { x: -100, y: -90 });
  const pen = canvas.getContext("2d");
  pen.translate(5, 6);
  pen.save();
  pen.scale(0.5, 0.5);
  Object.assign(pen, { fillStyle: ink, globalAlpha: 0.5 });
  pen.fill(new Path2D("M0 0H5V5Z"));
  pen.restore();
  Object.assign(pen, { font: "600 12px x", textAlign: "center", fillStyle: ink });
  pen.fillText("77", 1, 2);
}
function paintCrowd() {}"""


def test_what_is_painted_on_a_canvas_is_in_the_picture(data: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "asset", lambda name: asset(name) + (CROWD if name == "overlay.js" else ""))
    text = svg(data)
    assert 'class="crowd"><g transform="translate(-100 -90)">' in text
    assert '<path transform="translate(5 6) scale(0.5)" d="M0 0H5V5Z" fill="#22262b" opacity="0.5"/>' in text
    label = re.search(r"<text ([^>]*translate\(5 6\)[^>]*)>77<", text)
    assert (
        label
        and 'font-weight="600"' in label[1]
        and 'text-anchor="middle"' in label[1]
        and 'fill="#22262b"' in label[1]
    )


def test_unknown_elements_and_styles_are_refused() -> None:
    look = sheet("", dark=False)
    for tree in (["foreignObject", {}, []], ["g", {}, [["script", {}, ["x"]]]], ["path", {"style": "fill:red"}, []]):
        with pytest.raises(ValueError, match="pictures know no"):
            markup([tree], look, "en")


# ---- letters


def test_a_character_without_a_glyph_is_an_error() -> None:
    with pytest.raises(InputError, match=r"'北' \(U\+5317, CJK UNIFIED IDEOGRAPH-5317\)"):
        svg(data_of(title="北京"))
    with pytest.raises(InputError, match="HEBREW LETTER ALEF"):
        check(["א"])


def test_every_word_of_the_page_and_every_name_of_the_gazetteer_can_be_drawn() -> None:
    check(asset(name).replace("\t", " ") for name in SCRIPTS)
    for file, columns in (
        ("names.tsv", ("name",)),
        ("admin1.tsv", ("name_en", "name_ar")),
        ("countries.tsv", ("name_en", "name_ar")),
    ):
        with (ROOT / "data/gazetteer" / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row.get("language", "en") in ("ar", "en"):
                    check(row[column] for column in columns)


def test_fonts_are_those_recorded() -> None:
    listed = re.findall(r"\| `([^`]+)` \|.*`([0-9a-f]{64})`", (folder() / "VENDORED.md").read_text("utf-8"))
    assert {name for name, _ in listed} == {"regular.ttf", "bold.ttf", "OFL.txt"}
    for name, digest in listed:
        assert hashlib.sha256((folder() / name).read_bytes()).hexdigest() == digest, name
    assert sum(path.stat().st_size for path in folder().iterdir()) < 1_000_000


def test_arabic_is_measured_as_it_is_joined() -> None:
    alone = sum(width(letter, 400) for letter in "مخيم")
    assert width("مخيم", 400) < 0.9 * alone
    assert width("\u2067مخيم\u2069", 400) == width("مخيم", 400)
    assert wrapped("one two three", 400, 10, 10 * width("one two", 400) + 0.1) == ["one two", "three"]


LABELS = (
    "مخيم الهول", "مخيم (أ) 12", "بحسب \u2068SDF\u2069 (الحدود)", "1,000–2,000", "~300 [200–400]", "Deir (دير) 7",
    "قُتل 20–30 شخصا، بحسب Reuters.", "خروج [نحو 1,200] (2019)", "ڕێگای پیشمەرگە", "≥2 +1", "لا إله",
)  # fmt: skip


def test_png_and_browser_put_words_in_the_same_place(visit: Opener) -> None:
    """Right-to-left and mixed text: the ink of each label in both pictures, within two pixels."""
    rows = []
    for number, label in enumerate(LABELS):
        arabic = bool(re.match("[\u0600-\u06ff]", label))
        shared = {"font-size": "15", "y": str(30 + 40 * number), "class": "ink"}
        rows.append(
            ["text", {**shared, "x": "150", "text-anchor": "middle", "direction": "rtl" if arabic else "ltr"}, [label]]
        )
        line = f"\u2067{label}\u2069" if arabic else label
        rows.append(
            ["text", {**shared, "x": "590" if arabic else "310", "text-anchor": "end" if arabic else "start"}, [line]]
        )
    high = 40 * len(LABELS) + 10
    body = markup(
        [["rect", {"width": "600", "height": str(high), "fill": "#ffffff"}, []], *rows], sheet("", dark=False), "en"
    )
    fonts = embedded({400: "".join(sorted(set("".join(LABELS) + "\u2066\u2067\u2069")))})
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="{high}" viewBox="0 0 600 {high}" '
        f'font-family="{STACK}"><style>{fonts}</style>{body}</svg>'
    )
    page = visit(
        f"<!DOCTYPE html><style>body{{margin:0}}svg{{display:block}}</style>{text}", width=600, height=high, ready=False
    ).page
    page.evaluate("document.fonts.ready")
    seen = boxes(page, page.screenshot(), len(LABELS))
    ours = boxes(page, png(text), len(LABELS))
    for label, one, other in zip([label for label in LABELS for _ in "ab"], ours, seen, strict=True):
        assert one and other and max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 2, (label, one, other)


def boxes(page: Any, image: bytes, rows: int) -> list[list[int] | None]:
    """Give left, top, right and bottom of the ink in each cell of two columns, read by the browser."""
    return list(page.evaluate("""async ([address, rows]) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width: image.width, height: image.height });
      const pen = canvas.getContext("2d");
      pen.drawImage(image, 0, 0);
      const out = [];
      for (let row = 0; row < rows; row += 1) for (const left of [0, 300]) {
        const { data } = pen.getImageData(left, row * 40 + 5, 300, 40), found = [];
        for (let i = 0; i < data.length; i += 4) if (data[i] < 128) found.push([(i / 4) % 300, Math.floor(i / 1200)]);
        const x = found.map((p) => p[0]), y = found.map((p) => p[1]);
        out.push(found.length ? [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)] : null);
      }
      return out;
    }""", ["data:image/png;base64," + base64.b64encode(image).decode(), rows]))  # fmt: skip


# ---- colour


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_grey_is_grey_and_groups_still_differ(data: dict[str, Any], theme: Any) -> None:
    text = without_fonts(svg(data, grey=True, theme=theme))
    colours = set(re.findall(r'"(#\w+)"', text))
    assert colours and all(re.fullmatch(r"#(\w\w)\1\1", colour) for colour in colours)
    tints = dict(re.findall(r'tint-(\w+)[^>]*><path class="shaft"[^>]*fill="#(\w\w)', text))
    assert {"civ", "fight", "mixed"} <= set(tints)
    levels = sorted(int(level, 16) for level in tints.values())
    assert all(b - a >= 12 for a, b in pairwise(levels)), tints


def test_dark_has_the_dark_colours_of_the_page(data: dict[str, Any]) -> None:
    text = svg(data, theme="dark")
    tokens = dict(re.findall(r"--([\w-]+): (#\w+)", asset("page.css").split("@media screen")[1].split("}")[0]))
    assert f'class="print-paper" width="1200" height="630" fill="{tokens["paper"]}"' in text and tokens["civ"] in text


# ---- sizes


def test_png_has_its_size_and_a_card_stays_small(text: str, data: dict[str, Any]) -> None:
    image = png(text)
    assert struct.unpack(">II", image[16:24]) == (1200, 630) and len(image) < 300_000
    assert struct.unpack(">II", png(text, scale=0.5)[16:24]) == (600, 315)
    printed = png(svg(data, width=89, height=70, unit="mm"), scale=300 / 96)
    assert struct.unpack(">II", printed[16:24]) == (1051, 827)
    at = printed.index(b"pHYs")
    assert struct.unpack(">IIB", printed[at + 4 : at + 13]) == (11811, 11811, 1), "300 to the inch"


def test_type_has_the_size_of_print(data: dict[str, Any]) -> None:
    text = svg(data, width=180, height=120, unit="mm")
    found = re.match(r'<svg [^>]*width="180mm" height="120mm" viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    assert found
    points = 180 / 25.4 * 72 / float(found[1])
    sizes = [float(size) * points for size in re.findall(r'<text class="label[^>]*font-size="([\d.]+)"', text)]
    assert sizes and min(sizes) >= 7 and max(sizes) <= 10.5
    assert float(found[1]) / float(found[2]) == pytest.approx(1.5, rel=1e-3)


def test_magnified_type_on_the_same_area(data: dict[str, Any]) -> None:
    text = svg(data, magnify=1.5)
    assert re.match(r'<svg [^>]*width="1200" height="630" viewBox="0 0 800 420"', text)


def test_pdf_is_one_page_in_points_with_its_fonts(data: dict[str, Any]) -> None:
    made = pdf(svg(data, width=180, height=120, unit="mm"))
    box = re.search(rb"/MediaBox \[([\d. ]+)\]", made)
    assert made.startswith(b"%PDF") and box
    assert [float(number) for number in box[1].split()] == pytest.approx([0, 0, 510.236, 340.157], abs=0.01)
    assert made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") <= 1 and b"ConflictmapSans-Bold" in made
    assert set(re.findall(rb"/BaseFont /\w{6}\+([\w-]+)", made)) <= {
        b"ConflictmapSans-Bold",
        b"ConflictmapSans-Regular",
    }
    assert b"/Subtype /Image" not in made, "lines and type, no pixels"


def test_wrong_arguments_are_refused(data: dict[str, Any], text: str) -> None:
    for wrong, message in (
        ({"width": 19, "unit": "mm"}, "from 20 to 2000 mm"), ({"width": 20_000}, "from 100 to 10000 px"),
        ({"unit": "in"}, "'px' or 'mm'"), ({"theme": "pink"}, "'light' or 'dark'"), ({"language": "fr"}, "'fr'"),
        ({"magnify": 9}, "by 0.5 to 4"), ({"width": float("nan")}, "cannot be drawn"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=message):
            svg(data, **wrong)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="100 million"):
        png(text, scale=40)
    with pytest.raises(InputError, match="100 million"):
        png(text, scale=-1)
    with pytest.raises(InputError, match="not a picture"):
        png("<html>")
    for size in ("5", "axb", "12x", "180x120cm", "-5x7"):
        with pytest.raises(InputError, match="a size is like"):
            Size.parse(size)
    assert Size.parse(" 180 × 120 mm") == Size(180, 120, "mm")


def test_a_missing_extra_says_what_to_install(data: dict[str, Any], text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for package, act in (
        ("py_mini_racer", lambda: svg(data)),
        ("resvg_py", lambda: png(text)),
        ("vl_convert", lambda: pdf(text)),
    ):
        monkeypatch.setitem(sys.modules, package, None)
        with pytest.raises(InputError, match=rf"{package}.*pip install 'conflictmap\[print\]'"):
            act()


# ---- the command


def test_command_draws_what_the_name_of_the_file_says(tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    reports.write_bytes(encode(small_report()) + b"\n")

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(cli, ["render", str(reports), *arguments])

    beginnings = {"svg": b"<svg ", "png": b"\x89PNG", "pdf": b"%PDF"}
    for suffix, beginning in beginnings.items():
        made = tmp_path / f"map.{suffix}"
        assert run("-o", str(made), "--size", "120x90mm", "--grey").exit_code == 0
        assert made.read_bytes().startswith(beginning)
    assert struct.unpack(">II", (tmp_path / "map.png").read_bytes()[16:24]) == (1417, 1063)
    for wrong in (("-o", "x.html", "--grey"), ("-o", "x.svg", "--dpi", "300"), ("-o", "x.png", "--dpi", "300")):
        assert run(*wrong).exit_code == 2
    assert "at most 100 million" in str(run("-o", "x.png", "--size", "2000x2000mm", "--dpi", "1200").exception)


def test_many_records_are_circles_in_the_picture_too() -> None:
    text = svg(page_data([many_events(1200)], language="en", title="Invented"))
    counts = re.search(r'class="crowd">(.*?)</g></g>', text, re.DOTALL)
    numbers = [int(word) for word in re.findall(r"<text [^>]*>([0-9]+)<", counts[1] if counts else "")]
    assert len(numbers) > 20 and 200 < sum(numbers) <= 1200

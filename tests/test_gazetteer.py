import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.errors import DataError, MissingPlaceError
from conflictmap.gazetteer import Gazetteer, build, index, tables
from conflictmap.gazetteer.entries import BASE, PREFERRED, VARIANT, Entry
from conflictmap.geo import distance_km
from conflictmap.model import Kind
from conflictmap.text.names import name_key


def entry(identity: str, kind: str, lon: float, lat: float, names: dict[str, int]) -> Entry:
    made = Entry(id=identity, kind=kind, source="test", precision="settlement", lon=lon, lat=lat, country="SY",
                 names={"en": next(iter(names))})  # fmt: skip
    for name, flags in names.items():
        made.add_name(name, flags)
    return made


def handful(_progress: object = None) -> list[Entry]:
    return [
        entry("t-one", "settlement", 40.0, 35.0, {"Hajin": PREFERRED, "هجين": VARIANT}),
        entry("t-two", "settlement", 37.0, 36.0, {"al-Bab": PREFERRED, "الباب": VARIANT}),
        entry("t-three", "camp", 41.0, 36.0, {"al-Hol camp": PREFERRED, "مخيم الهول": VARIANT}),
        entry("t-four", "settlement", 10.0, 50.0, {"Hajin": PREFERRED | BASE}),
    ]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let the builder build from a handful of places, into a cache of its own."""
    monkeypatch.setattr(build, "_entries", handful)
    return tmp_path / "cache"


def found_names(folder: Path) -> list[str]:
    with closing(Gazetteer(folder)) as index:
        return [match.place.id for match in index.lookup("Hajin")]


def test_build_and_open(small: Path) -> None:
    told: list[tuple[str, float]] = []
    folder = build.ensure(small, lambda what, share: told.append((what, share)))
    assert found_names(folder) == ["t-one", "t-four"]
    assert [share for _, share in told] == sorted(share for _, share in told) and told[-1][1] == 1.0
    assert sorted(path.name for path in folder.iterdir()) == ["keys.marisa", "places.sqlite"]
    assert list(small.iterdir()) == [folder]


def test_second_opening_builds_nothing(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = build.ensure(small)
    monkeypatch.setattr(build, "_entries", lambda _progress: pytest.fail("built again"))
    assert build.ensure(small) == folder


@pytest.mark.parametrize(("module", "name", "value"), [(index, "FORMAT", 99), (build, "base_version", lambda: "x-1.0")])
def test_changed_inputs_build_again(
    small: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, value: object
) -> None:
    before = build.ensure(small)
    monkeypatch.setattr(module, name, value)
    after = build.ensure(small)
    assert after != before
    assert found_names(after) == found_names(before)


def test_changed_table_changes_the_fingerprint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = build.fingerprint()
    for name in tables.TABLES:
        (tmp_path / name).write_bytes((tables.folder() / name).read_bytes())
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    assert build.fingerprint() == before
    with (tmp_path / "names.tsv").open("a", encoding="utf-8") as file:
        file.write("sy-hajin\tHajjin\ten\tvariant\tcurated\n")
    assert build.fingerprint() != before


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, OSError])
@pytest.mark.parametrize("where", ["folding the names", "writing the index", "done"])
def test_stopped_half_way_leaves_nothing(small: Path, error: type[BaseException], where: str) -> None:
    def stop(what: str, _share: float) -> None:
        if what == where:
            raise error

    with pytest.raises(error):
        build.ensure(small, stop)
    assert list(small.iterdir()) == []
    assert found_names(build.ensure(small)) == ["t-one", "t-four"]


def test_killed_half_way_leaves_no_index(small: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from conflictmap.gazetteer import build, entries\n"
        "build._entries = lambda _: [entries.Entry(id='a', kind='camp', source='t', precision='site',"
        " spellings={'Hajin': 1})]\n"
        "tell = lambda what, share: os.kill(os.getpid(), signal.SIGKILL) if what == 'done' else None\n"
        "build.ensure(Path(sys.argv[1]), tell)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(small)], check=False, timeout=30)
    assert done.returncode == -9
    assert [path.name for path in small.iterdir() if path.name.startswith("gazetteer-")] == []
    assert found_names(build.ensure(small)) == ["t-one", "t-four"]


def test_two_builders_end_with_one_index(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = threading.Barrier(2, timeout=20)

    def meet(_progress: object) -> list[Entry]:
        both.wait()
        return handful()

    monkeypatch.setattr(build, "_entries", meet)
    folders: list[Path] = []
    threads = [threading.Thread(target=lambda: folders.append(build.ensure(small))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(folders) == 2 and len(set(folders)) == 1
    assert list(small.iterdir()) == [folders[0]]
    assert found_names(folders[0]) == ["t-one", "t-four"]


def test_index_is_the_same_each_time(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build.ensure(small / "a")
    second = build.ensure(small / "b")
    assert (first / "keys.marisa").read_bytes() == (second / "keys.marisa").read_bytes()
    assert (first / "places.sqlite").read_bytes() == (second / "places.sqlite").read_bytes()


@pytest.fixture
def curated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str, str], None]:
    """Give a function that swaps the text of one curated table."""
    for name in tables.TABLES:
        (tmp_path / name).write_bytes((tables.folder() / name).read_bytes())
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    return lambda name, text: (tmp_path / name).write_text(text, encoding="utf-8") and None


def test_short_line_is_told_with_its_place(curated: Callable[[str, str], None]) -> None:
    curated("names.tsv", "place\tname\tlanguage\tstatus\tsource\nsy-hajin\tHajin\n")
    with pytest.raises(DataError, match=r"data/gazetteer/names\.tsv:2: 2 cells"):
        list(tables.rows("names.tsv"))


def test_bad_number_is_told_with_its_place(curated: Callable[[str, str], None]) -> None:
    header = (tables.folder() / "places.tsv").read_text(encoding="utf-8").splitlines()[0]
    cells = ["x", "settlement", "town", "SY", "SY-DY", "forty", "35", "3", *[""] * 9]
    curated("places.tsv", f"{header}\n" + "\t".join(cells) + "\n")
    with pytest.raises(DataError, match=r"places\.tsv:2: 'forty' is not a number"):
        list(build._curated())


def test_name_of_no_place_is_told(curated: Callable[[str, str], None]) -> None:
    curated("names.tsv", "place\tname\tlanguage\tstatus\tsource\nsy-nowhere\tNowhere\ten\tvariant\tcurated\n")
    with pytest.raises(DataError, match=r"names\.tsv:2: no place 'sy-nowhere'"):
        build._add_curated_names({})


def test_curated_tables_are_sound() -> None:
    from conflictmap.gazetteer.check import problems

    assert list(problems()) == []


# The real index.


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("الباغوز", "sy-baghouz"),
        ("Baghuz", "sy-baghouz"),
        ("دير الزور", "sy-deir-ez-zor"),
        ("ديرالزور", "sy-deir-ez-zor"),
        ("Deir Ezzor", "sy-deir-ez-zor"),
        ("DEIR EZ-ZOR", "sy-deir-ez-zor"),
        ("Deir ez‑Zor", "sy-deir-ez-zor"),
        ("مخيم الهول", "sy-hol-camp"),
        ("حقل النفط العمري", "sy-omar-oil-field"),
        ("سوريا", "country-sy"),
        ("بادية تدمر", "sy-palmyra-desert"),
        ("الحسكه", "sy-hasakah"),
    ],
)
def test_lookup(gazetteer: Gazetteer, name: str, place: str) -> None:
    assert place in [match.place.id for match in gazetteer.lookup(name)]


def test_city_and_governorate_share_their_name(gazetteer: Gazetteer) -> None:
    kinds = {match.place.kind for match in gazetteer.lookup("دير الزور")}
    assert {Kind.SETTLEMENT, Kind.ADMIN1} <= kinds


def test_exact_before_folded_before_article(gazetteer: Gazetteer) -> None:
    def how(name: str) -> str:
        return next(m.how for m in gazetteer.lookup(name) if m.place.id == "sy-hajin")

    assert (how("هجين"), how("هـجين"), how("الهجين")) == ("exact", "folded", "article")
    scores = [m.score for m in gazetteer.lookup("الحسكة")]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("name", ["", " ", "-", "قظغثضصش", "Xqzzyv", "\x00"])
def test_no_such_name(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name) == ()


@pytest.mark.parametrize(
    ("name", "country", "place"),
    [
        ("Hajin", None, "sy-hajin"),
        ("قرية هجين", None, "sy-hajin"),
        ("Hajin village", None, "sy-hajin"),
        ("Tripoli, Lebanon", None, "lb-tripoli"),
        ("Tripoli, Libya", None, "ly-tripoli"),
        ("Tripoli", "ly", "ly-tripoli"),
        ("طرابلس", "LB", "lb-tripoli"),
        ("Albukamall", None, "sy-albukamal"),
        ("Qamishly", None, "sy-qamishli"),
    ],
)
def test_find(gazetteer: Gazetteer, name: str, country: str | None, place: str) -> None:
    best = gazetteer.find(name, country=country)[0].place
    assert place in (best.id, *best.same_as)


@given(st.text(max_size=25))
def test_find_never_raises(gazetteer: Gazetteer, name: str) -> None:
    matches = gazetteer.find(name, limit=3)
    assert len(matches) <= 3
    assert all(0 <= match.score <= 1 for match in matches)
    assert matches == gazetteer.find(name, limit=3)


def test_place(gazetteer: Gazetteer) -> None:
    place = gazetteer.place("sy-baghouz")
    assert (place.country, place.admin1, place.kind) == ("SY", "SY-DY", Kind.SETTLEMENT)
    assert "geonames:171943" in place.same_as


@pytest.mark.parametrize("identity", ["nowhere", "", "sy-hajin; DROP TABLE place", "\x00"])
def test_missing_place(gazetteer: Gazetteer, identity: str) -> None:
    with pytest.raises(MissingPlaceError):
        gazetteer.place(identity)
    assert gazetteer.names(identity) == ()


def curated_ids() -> Iterator[str]:
    for name in ("places.tsv", "countries.tsv"):
        for _, row in tables.rows(name):
            yield row["id"]


def test_every_curated_place_has_a_position_and_a_name(gazetteer: Gazetteer) -> None:
    for identity in curated_ids():
        place = gazetteer.place(identity)
        assert place.lonlat is not None and place.name.get("en") and place.name.get("ar"), identity
        assert place.uncertainty_km and place.uncertainty_km > 0, identity


def test_every_outline_is_small_and_around_its_place(gazetteer: Gazetteer) -> None:
    from shapely.geometry import Point, shape

    for _, row in tables.rows("places.tsv"):
        place = gazetteer.place(row["id"])
        if place.area is None:
            continue
        assert len(json.dumps(place.area, separators=(",", ":"))) <= 2000, place.id
        outline = shape(place.area)
        assert outline.is_valid and not outline.is_empty, place.id
        assert outline.distance(Point(place.lonlat)) < 0.5, place.id


def test_every_curated_name_is_found(gazetteer: Gazetteer) -> None:
    for where, row in tables.rows("names.tsv"):
        if len(name_key(row["name"])) >= 2:
            assert row["place"] in {match.place.id for match in gazetteer.lookup(row["name"])}, where


def test_base_towns_lie_in_the_right_governorate(gazetteer: Gazetteer) -> None:
    for name, admin1 in (("Bakhmut", "UA-14"), ("El Fasher", "SD-DN")):
        best = gazetteer.find(name)[0].place
        assert best.admin1 == admin1


def test_one_real_place_is_listed_once(gazetteer: Gazetteer) -> None:
    """A curated place that names its GeoNames twin takes its place; no second Raqqa stands beside it."""
    for name in ("Raqqa", "Mosul", "الرقة", "الموصل"):
        towns = [m.place for m in gazetteer.lookup(name) if m.place.kind == Kind.SETTLEMENT and m.place.lonlat]
        first = towns[0]
        assert first.lonlat is not None
        twins = [t for t in towns[1:] if t.lonlat and distance_km(first.lonlat, t.lonlat) < 5]
        assert twins == [], name

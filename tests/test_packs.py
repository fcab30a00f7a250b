"""Packs as layers: kept whole, unified with the base, overridden by a user's own file, told in every output."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conflictmap.errors import ConflictMapError, DataError, InputError, MissingPlaceError
from conflictmap.gazetteer import Gazetteer, build, own, tables
from conflictmap.gazetteer.layer import Layer
from conflictmap.gazetteer.packs import compiled, importing, store
from conflictmap.gazetteer.packs.importing import Options
from conflictmap.gazetteer.packs.records import Record
from conflictmap.model import Document, Kind
from conflictmap.pipeline import Pipeline

DAY = date(2026, 1, 2)
Opener = Callable[..., Gazetteer]


def pack_info(name: str, **facts: str) -> store.PackInfo:
    usual = {"source": "csv", "title": "t", "licence": "CC0-1.0", "attribution": f"By {name}", "added": "2026-01-02",
             "file": "f.csv", "sha256": "0" * 64}  # fmt: skip
    return store.PackInfo(name=name, **{**usual, **facts})


def record(identity: str, *names: str, lon: float = 40.0, lat: float = 35.0, kind: str = "settlement",
           **facts: object) -> Record:  # fmt: skip
    made = Record(id=identity, kind=kind, lon=lon, lat=lat, uncertainty_km=2.0, country="SY",
                  names=tuple((name, "preferred") for name in names), labels={"en": names[0]})  # fmt: skip
    return replace(made, **facts)  # type: ignore[arg-type]  # the facts of each test


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def opened(gazetteer: Gazetteer, data: Path, tmp_path: Path) -> Opener:
    """Open the real base with the packs of the test's own folder, compiled into a cache of its own."""

    def open_them(own_tables: Sequence[Path] = ()) -> Gazetteer:
        cache, base = tmp_path / "cache", gazetteer.folder
        packs = [Layer(compiled.ensure(cache, data, pack, base), (pack,)) for pack in store.packs(data)]
        return Gazetteer(base, packs, own.layer(cache, base, own_tables) if own_tables else None)

    return open_them


def ids(index: Gazetteer, name: str) -> list[str]:
    return [match.place.id for match in index.lookup(name)]


# Kept whole


def test_a_pack_is_kept_listed_and_removed(data: Path) -> None:
    kept = store.add(data, pack_info("b"), [record("x:1", "Zarqun"), record("x:2", "Zerqa", kind="camp")])
    store.add(data, pack_info("a"), [record("x:1", "Zarqun")])
    assert [pack.name for pack in store.packs(data)] == ["a", "b"]
    assert store.info(data, "b") == kept and kept.places == {"camp": 1, "settlement": 1} and kept.total == 2
    assert [found.id for found in store.records(data, "b")] == ["x:1", "x:2"]
    store.remove(data, "b")
    assert [pack.name for pack in store.packs(data)] == ["a"]
    assert sorted(path.name for path in (data / "packs").iterdir()) == ["a"]


def test_a_pack_is_the_same_each_time(data: Path) -> None:
    made = [store.add(data / name, pack_info("a"), [record("x:1", "Zarqun")]) for name in ("one", "two")]
    assert made[0] == made[1]
    one, two = (data / name / "packs" / "a" / "places.ndjson.gz" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", "ä", "-a", "a" * 65, ".adding", "a b", "a."])
def test_names_that_no_pack_may_have(data: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be the name of a pack"):
        store.add(data, pack_info(name), [record("x:1", "Z")])
    with pytest.raises(InputError):
        store.remove(data, name)


def test_a_name_that_is_taken(data: Path, tmp_path: Path) -> None:
    store.add(data, pack_info("a"), [record("x:1", "Zarqun")])
    before = (data / "packs" / "a" / "pack.json").read_bytes()
    with pytest.raises(InputError, match="there is a pack 'a' already"):
        store.add(data, pack_info("a", title="other"), [record("x:2", "Z")])
    with pytest.raises(InputError, match="gazetteer remove a"):
        importing.add(data, "csv", tmp_path / "no such file", DAY, Options(name="a"))
    assert (data / "packs" / "a" / "pack.json").read_bytes() == before


def test_no_such_pack(data: Path) -> None:
    with pytest.raises(InputError, match="no pack 'x'; there are: none yet"):
        store.info(data, "x")


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, OSError])
def test_an_import_that_stops_leaves_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def stop(_record: Record) -> str:
        raise error

    monkeypatch.setattr(store, "dumps", stop)
    with pytest.raises(error):
        store.add(data, pack_info("a"), [record("x:1", "Zarqun")])
    assert list((data / "packs").iterdir()) == [] and store.packs(data) == ()


def test_a_killed_import_leaves_no_pack(data: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("name,lat,lon\n" + "".join(f"Zarqun{n},35,40\n" for n in range(50)), encoding="utf-8")
    program = (
        "import os, signal, sys; from datetime import date; from pathlib import Path\n"
        "from conflictmap.gazetteer.packs import importing, store\n"
        "written = store._write\n"
        "def kill(*given):\n    written(*given)\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "store._write = kill\n"
        "importing.add(Path(sys.argv[1]), 'csv', Path(sys.argv[2]), date(2026, 1, 2))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(data), str(table)], check=False, timeout=60)
    assert done.returncode == -9
    assert store.packs(data) == ()
    for left in (data / "packs").iterdir():  # swept away by an import of another day
        os.utime(left, (0, 0))
    pack = importing.add(data, "csv", table, DAY)
    assert [path.name for path in (data / "packs").iterdir()] == [pack.name] == ["csv-t"]


def test_a_damaged_pack_is_told(data: Path, opened: Opener) -> None:
    store.add(data, pack_info("a"), [record("x:1", "Zarqun")])
    folder = data / "packs" / "a"
    (folder / "places.ndjson.gz").write_bytes(b"not gzip")
    with pytest.raises(DataError, match="the pack is damaged"):
        opened()
    (folder / "pack.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match="the pack is damaged"):
        store.packs(data)


def test_a_pack_of_another_format_is_told(data: Path) -> None:
    store.add(data, pack_info("a"), [record("x:1", "Zarqun")])
    path = data / "packs" / "a" / "pack.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 99'), encoding="utf-8")
    with pytest.raises(DataError, match="format 99"):
        store.packs(data)


# As a layer


def test_a_new_place_is_found_beside_the_base(data: Path, opened: Opener) -> None:
    store.add(data, pack_info("z"), [
        record("x:1", "Qzarqunabad", "قظرقوناباد", lon=40.9, lat=34.45, same_as=("geonames:999000001",)),
    ])  # fmt: skip
    with closing(opened()) as index:
        (match,) = index.lookup("قظرقوناباد")
        place = match.place
        assert (match.how, match.is_curated, match.is_preferred) == ("exact", False, True)
        assert (place.id, place.source, place.admin1) == ("geonames:999000001", "pack:z", "SY-DY")
        assert set(place.same_as) == {"geonames:999000001", "x:1"}
        assert index.place("geonames:999000001") == place
        assert index.names(place.id) == ("Qzarqunabad", "قظرقوناباد")
        assert index.has_key(build_key("Qzarqunabad")) and index.find("qzarqunabat")[0].how == "fuzzy"
        assert index.lookup("qzarqunabad")[0].how == "exact" and index.lookup("Qzarqun-abad")[0].how == "folded"
        assert index.lookup("al-Qzarqunabad")[0].how == "article"
    with pytest.raises(MissingPlaceError), closing(opened()) as index:
        index.place("x:1")


def build_key(name: str) -> object:
    from conflictmap.text.names import name_key

    return name_key(name)


@pytest.mark.parametrize(
    ("added", "leads_to"),
    [
        (record("x:1", "Qzarqunabad", same_as=("geonames:171943",)), "sy-baghouz"),  # the same id, however far
        (record("x:1", "al-Baghouz", "Qzarqunabad", lon=40.97, lat=34.45), "sy-baghouz"),  # name and distance
        (record("x:1", "al-Baghouz", "Qzarqunabad", lon=39.0, lat=36.0), "x:1"),  # a namesake elsewhere
        (
            record(
                "x:1",
                "Qzarqunabad",
                lon=40.97,
                lat=34.45,
                names=(("Qzarqunabad", "preferred"), ("al-Baghouz", "variant")),
            ),
            "x:1",
        ),  # the name of a neighbour
        (record("x:1", "al-Baghouz", "Qzarqunabad", lon=40.97, lat=34.45, kind="camp"), "x:1"),  # another kind
        (record("x:1", "al-Baghouz", "Qzarqunabad", lon=40.97, lat=34.45, country="IQ"), "x:1"),  # another country
        (record("x:1", "Qzarqunabad", kind="admin2", same_as=("geonames:171943",)), "x:1"),  # a district is no village
        (record("x:1", "Qzarqunabad", kind="admin1", same_as=("geonames:170792",)), "admin1-SY-DY"),
        (record("x:1", "Deir Ezzor", "Qzarqunabad", kind="admin1"), "admin1-SY-DY"),
    ],
)
def test_one_real_place_is_listed_once(data: Path, opened: Opener, added: Record, leads_to: str) -> None:
    store.add(data, pack_info("z"), [added])
    with closing(opened()) as index:
        assert ids(index, "Qzarqunabad") == [leads_to]
        place = index.lookup("Qzarqunabad")[0].place
        assert "x:1" in (*place.same_as, place.id)  # the pack's id is known for the place
        assert "Qzarqunabad" in index.names(leads_to)
        if leads_to == "sy-baghouz":
            assert ids(index, "al-Baghouz") == ["sy-baghouz"]
            assert place.source != "pack:z" and place == index.place("sy-baghouz")


def test_an_id_that_means_another_thing_here_is_not_taken(data: Path, opened: Opener) -> None:
    store.add(data, pack_info("z"), [record("geonames:171943", "Qzarqunabad", kind="admin2")])
    with closing(opened()) as index:
        assert ids(index, "Qzarqunabad") == ["pack:z/geonames:171943"]
        assert ids(index, "الباغوز") == ["sy-baghouz"]


def test_a_historic_name_ranks_low(data: Path, opened: Opener) -> None:
    store.add(data, pack_info("z"), [
        record("x:1", "Qzarqunabad", names=(("Qzarqunabad", "historic"),)),
        record("x:2", "Qzarqunabad", names=(("Qzarqunabad", "variant"),), lon=38.0),
    ])  # fmt: skip
    with closing(opened()) as index:
        assert [(m.place.id, round(m.score, 2)) for m in index.lookup("Qzarqunabad")] == [("x:2", 0.95), ("x:1", 0.8)]


def test_names_of_the_base_stay_as_they_were(data: Path, opened: Opener, gazetteer: Gazetteer) -> None:
    store.add(data, pack_info("z"), [record("x:1", "Hajin", lon=40.83, lat=34.69, same_as=("wikidata:Q1",))])
    with closing(opened()) as index:
        before, after = gazetteer.lookup("Hajin"), index.lookup("Hajin")
        assert [(m.place.id, m.how, m.score, m.is_curated) for m in after] == [
            (m.place.id, m.how, m.score, m.is_curated) for m in before]  # fmt: skip


def test_two_packs_that_share_an_id_share_a_place(data: Path, opened: Opener) -> None:
    store.add(data, pack_info("a"), [record("x:1", "Qzarqunabad", same_as=("wikidata:Q77",))])
    store.add(data, pack_info("b"), [record("y:9", "Qzurqanabad", lon=40.01, same_as=("wikidata:Q77",))])
    with closing(opened()) as index:
        assert ids(index, "Qzurqanabad") == ids(index, "Qzarqunabad") == ["x:1"]
        assert index.place("y:9").id == "x:1"
        assert set(index.names("x:1")) == {"Qzarqunabad", "Qzurqanabad"}


def test_admin1_is_what_the_source_says_else_the_nearest_outline(data: Path, opened: Opener) -> None:
    store.add(data, pack_info("z"), [
        record("x:1", "Qzarqunabad", admin1=("geonames:0", "wikidata:Q232387")),
        record("x:2", "Qzerqabad", admin1=("name:Deir ez-Zor",), lon=37.0, lat=36.0),
        record("x:3", "Qzorqabad", admin1=("iso:IQ-AN",), lon=37.1, lat=36.2),  # no unit of its country
        record("x:4", "Qzirqabad", country=None, lon=43.1, lat=36.3),
    ])  # fmt: skip
    with closing(opened()) as index:
        found = [(index.place(f"x:{n}").country, index.place(f"x:{n}").admin1) for n in range(1, 5)]
    assert found == [("SY", "SY-DY"), ("SY", "SY-DY"), ("SY", "SY-HL"), ("IQ", "IQ-NI")]


def test_towns_within_come_from_all_layers(data: Path, opened: Opener) -> None:
    box = (40.5, 34.3, 41.2, 35.0)
    store.add(data, pack_info("z"), [record("x:1", "Qzarqunabad", lon=40.9, lat=34.6, population=10_000_000)])
    with closing(opened()) as index:
        towns = index.towns_within(box, 4)
    assert towns[0].id == "x:1" and len(towns) == 4
    assert [town.population for town in towns] == sorted((town.population for town in towns), reverse=True)


def test_a_pack_is_compiled_once_and_anew_when_it_changes(
    data: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(data, pack_info("z"), [record("x:1", "Qzarqunabad")])
    opened().close()
    monkeypatch.setattr(compiled, "_entries", lambda *_: pytest.fail("compiled again"))
    opened().close()
    monkeypatch.undo()
    store.remove(data, "z")
    store.add(data, pack_info("z"), [record("x:1", "Qzerqabad")])
    with closing(opened()) as index:
        assert ids(index, "Qzarqunabad") == [] and ids(index, "Qzerqabad") == ["x:1"]
    monkeypatch.setattr(compiled, "FORMAT", 99)
    with closing(opened()) as index:
        assert ids(index, "Qzerqabad") == ["x:1"]


def test_open_takes_the_packs_of_a_folder(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_entries", lambda _tell: [])
    store.add(data, pack_info("z"), [record("x:1", "Qzarqunabad")])
    with closing(Gazetteer.open(tmp_path / "cache", data=data)) as index:
        assert ids(index, "Qzarqunabad") == ["x:1"]
    with closing(Gazetteer.open(tmp_path / "cache", data=data, with_packs=False)) as index:
        assert ids(index, "Qzarqunabad") == [] and index.packs == ()
    monkeypatch.setenv("CONFLICTMAP_DATA", str(data))
    with closing(Gazetteer.open(tmp_path / "cache")) as index:
        assert ids(index, "Qzarqunabad") == ["x:1"]


# A user's own file

SHORT = "id\tkind\tlon\tlat\tname_en\tname_ar\tvariants\n"


def own_table(tmp_path: Path, text: str, name: str = "mine.tsv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_new_place_of_the_user_beats_all_others(data: Path, opened: Opener, tmp_path: Path) -> None:
    store.add(data, pack_info("z"), [record("x:1", "Raqqa", lon=36.0, lat=33.0)])
    table = own_table(tmp_path, SHORT + "my-raqqa\tcamp\t38.5\t35.5\tRaqqa\tالرقة\tRakka camp|Rakka Site\n")
    with closing(opened([table])) as index:
        (match,) = index.lookup("Raqqa")
        assert (match.place.id, match.place.source) == ("my-raqqa", "own:mine")
        assert (match.is_curated, match.is_preferred, match.score) == (True, True, 1.0)
        assert ids(index, "Rakka Site") == ids(index, "الرقه") == ["my-raqqa"]
        assert (match.place.kind, match.place.uncertainty_km, match.place.country) == (Kind.CAMP, 2.0, None)
        assert "sy-raqqa" in ids(index, "الرقة السورية") + ids(index, "Rakka") + [index.place("sy-raqqa").id]


@pytest.mark.parametrize("identity", ["sy-baghouz", "my-baghouz"])
def test_the_same_id_or_geonames_id_replaces_ours(opened: Opener, tmp_path: Path, identity: str) -> None:
    header = "id\tkind\tlon\tlat\tname_en\tgeonames\n"
    table = own_table(tmp_path, f"{header}{identity}\tsettlement\t40.5\t34.5\tBaghouz of mine\t171943\n")
    with closing(opened([table])) as index:
        for name in ("الباغوز", "Baghuz", "Baghouz of mine"):
            assert ids(index, name) == [identity], name  # our names lead to the user's place
        place = index.place("sy-baghouz")
        assert (place.id, place.lonlat, place.admin1, place.country) == (identity, (40.5, 34.5), "SY-DY", "SY")
        assert {"Baghouz of mine", "الباغوز"} <= set(index.names(identity))


def test_the_user_replaces_places_of_packs_too(data: Path, opened: Opener, tmp_path: Path) -> None:
    store.add(data, pack_info("z"), [record("x:1", "Qzarqunabad", same_as=("geonames:999000001",))])
    header = "id\tkind\tlon\tlat\tname_en\tgeonames\tcountry\n"
    table = own_table(tmp_path, f"{header}my-z\tsettlement\t40.9\t34.45\tZ of mine\t999000001\tsy\n")
    with closing(opened([table])) as index:
        assert ids(index, "Qzarqunabad") == ["my-z"]
        assert index.place("geonames:999000001").admin1 == "SY-DY"


def test_a_later_table_overrides_an_earlier_one(opened: Opener, tmp_path: Path) -> None:
    one = own_table(tmp_path, SHORT + "my-z\tcamp\t40\t35\tQzarqunabad\t\t\n", "one.tsv")
    two = own_table(tmp_path, SHORT + "my-z\tcamp\t41\t35\tQzarqunabad\t\t\n", "two.tsv")
    with closing(opened([one, two])) as index:
        assert index.place("my-z").lonlat == (41.0, 35.0)
    with closing(opened([two, one])) as index:
        assert index.place("my-z").lonlat == (40.0, 35.0)


def test_the_whole_header_of_our_table_will_do(opened: Opener, tmp_path: Path) -> None:
    header, row = (tables.folder() / "places.tsv").read_text(encoding="utf-8").splitlines()[:2]
    cells = dict.fromkeys(header.split("\t"), "") | {"id": "my-z", "kind": "facility", "lon": "40", "lat": "35",
                                                      "feature": "dam", "uncertainty_km": "0.2", "country": "SY",
                                                      "name_ar": "سد قظرقون"}  # fmt: skip
    assert row
    table = own_table(tmp_path, "\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n")
    with closing(opened([table])) as index:
        (match,) = index.lookup("سد قظرقون")
        assert (match.place.feature, match.place.uncertainty_km) == ("dam", 0.2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"mine\.tsv:1: the header has no id, kind, lon, lat"),
        ("id\tkind\tlon\tlat\nz\tcamp\t1\t1\n", r"mine\.tsv:1: the header has no name_en or name_ar"),
        ("id\tkind\tlon\tlat\tname_en\tcolour\n", r"mine\.tsv:1: unknown column 'colour'"),
        (SHORT, "no place in it"),
        (SHORT + "z\tcamp\t1\t1\tZ\n", r"mine\.tsv:2: 5 cells, the header has 7"),
        (SHORT + "z\ttent\t1\t1\tZ\t\t\n", r"mine\.tsv:2: kind 'tent' is none of settlement"),
        (SHORT + "z\tcamp\tfar\t1\tZ\t\t\n", r"mine\.tsv:2: lon 'far' is not a number"),
        (SHORT + "z\tcamp\t1\t412\tZ\t\t\n", r"mine\.tsv:2: latitude 412 is outside -90..90"),
        (SHORT + "z\tcamp\tnan\t1\tZ\t\t\n", r"mine\.tsv:2: longitude nan is outside"),
        (SHORT + "z z\tcamp\t1\t1\tZ\t\t\n", r"mine\.tsv:2: id 'z z'"),
        (SHORT + "z\tcamp\t1\t1\t\t\t\n", r"mine\.tsv:2: no name"),
        (SHORT + "z\tcamp\t1\t1\tZ\t\t\nz\tcamp\t1\t1\tY\t\t\n", r"mine\.tsv:3: the id 'z' is in the table twice"),
        (f"country\t{SHORT}Syria\tz\tcamp\t1\t1\tZ\t\t\n", r"mine\.tsv:2: country 'Syria'"),
    ],
)
def test_a_wrong_table_is_told_by_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        own.read(own_table(tmp_path, text))


# Told in every output


def test_packs_reach_report_layers_and_map(data: Path, opened: Opener, tmp_path: Path) -> None:
    from conflictmap.codec import decode, encode
    from conflictmap.export import write_geojson
    from conflictmap.render.payload import payload

    store.add(data, pack_info("z", licence="ODbL-1.0"), [record("x:1", "Qzarqunabad")])
    table = own_table(tmp_path, SHORT + "my-z\tcamp\t40\t35\tQzerqabad\t\t\n")
    text = "Shells hit the town of Qzarqunabad on Monday, killing two people."
    document = Document(id="d", language="en", text=text, sha256="0" * 64, length=len(text))
    with closing(opened([table])) as index:
        report = decode(encode(Pipeline(index).analyse(document)))
    assert [pack.name for pack in report.generator.packs] == ["curated", "geonames-cities500", "z", "own:mine"]
    told = report.generator.packs[2]
    assert (told.licence, told.attribution, len(told.hash)) == ("ODbL-1.0", "By z", 16)
    assert "x:1" in {mention.place for mention in report.mentions}
    assert {place.source for place in report.places if place.id == "x:1"} == {"pack:z"}
    for path in write_geojson([report], tmp_path / "out"):
        assert json.loads(path.read_bytes())["attribution"].endswith("GeoNames (geonames.org, CC BY 4.0); By z")
    shown = payload([report], language="en", title="t", quotes=True)
    assert shown["credits"] == ["By z"]


# The command line


def run(*arguments: str, data: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-m", "conflictmap", "gazetteer", *arguments], capture_output=True,
                          text=True, timeout=120, check=False,
                          env={**os.environ, "CONFLICTMAP_DATA": str(data), "PYTHONIOENCODING": "utf-8"})  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_commands_from_adding_to_removing(data: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    table = tmp_path / "camps.csv"
    table.write_text("name,lat,lon,kind\nQzarqunabad,35,40,camp\nLost,,,camp\n", encoding="utf-8")
    added = run("add", "csv", str(table), "--country", "SY", "--licence", "CC0-1.0", data=data)
    assert added.stdout == "csv-camps: 1 places (1 camp)\n" and "1 no position" in added.stderr
    assert run("list", data=data).stdout.split("\t")[:3] == ["csv-camps", "1", "CC0-1.0"]
    facts = json.loads(run("info", "csv-camps", data=data).stdout)
    assert (facts["file"], facts["source"], facts["skipped"]) == ("camps.csv", "csv", {"no position": 1})
    assert len(facts["sha256"]) == len(facts["hash"]) == 64
    assert "pack" not in run("find", "Qzarqunabad", "--no-packs", data=data).stdout
    assert "Qzarqunabad (camp, SY" in run("find", "Qzarqunabad", data=data).stdout
    assert run("add", "csv", str(table), data=data, code=1).stderr.count("\n") == 1
    assert run("remove", "csv-camps", data=data).stdout == "csv-camps: removed\n"
    assert run("remove", "csv-camps", data=data, code=1).stderr.count("\n") == 1
    assert run("list", data=data).stdout == ""


def test_find_with_a_table_of_the_user(data: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    table = own_table(tmp_path, SHORT + "my-z\tcamp\t40\t35\tQzarqunabad\t\t\n")
    assert "my-z" in run("find", "Qzarqunabad", "--gazetteer", str(table), data=data).stdout
    wrong = own_table(tmp_path, "id\n", "wrong.tsv")
    assert "wrong.tsv:1:" in run("find", "X", "--gazetteer", str(wrong), data=data, code=1).stderr


# The real packs


@pytest.fixture(scope="module")
def real(gazetteer: Gazetteer, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    data, cache = tmp_path_factory.mktemp("real"), tmp_path_factory.mktemp("cache")
    for country in ("sy", "iq"):
        importing.add(data, "whosonfirst", shared / "packs" / f"whosonfirst-{country}.ndgeojson.gz", DAY)
    packs = [Layer(compiled.ensure(cache, data, pack, gazetteer.folder), (pack,)) for pack in store.packs(data)]
    return Gazetteer(gazetteer.folder, packs)


def test_real_packs_have_their_places(real: Gazetteer) -> None:
    iraq, syria = (pack for layer in real.packs for pack in layer.packs)
    assert (syria.name, iraq.name) == ("whosonfirst-sy", "whosonfirst-iq")
    assert syria.total > 10_000 and iraq.total > 21_000
    assert syria.skipped["superseded, deprecated or ended"] == 260
    assert sum(syria.places.values()) + sum(syria.skipped.values()) == 10_680


def test_real_packs_do_not_double_what_we_have(real: Gazetteer) -> None:
    """What has an id of ours is ours, and no second town of that preferred name stands within two kilometres."""
    from conflictmap.geo import distance_km

    for _, row in tables.rows("places.tsv"):
        if row["kind"] != "settlement" or row["country"] not in ("SY", "IQ"):
            continue
        ours = real.place(row["id"])
        assert ours.id == row["id"] and ours.lonlat is not None
        for name in ours.name.values():
            others = [m.place for m in real.lookup(name)
                      if m.how == "exact" and m.is_preferred and m.place.source.startswith("pack:")]  # fmt: skip
            near = [p.id for p in others if p.kind == Kind.SETTLEMENT and p.country == ours.country and p.lonlat
                    and distance_km(p.lonlat, ours.lonlat) < 2]  # fmt: skip
            assert near == [], (row["id"], name)


def test_real_governorates_unify(real: Gazetteer) -> None:
    for _, row in tables.rows("admin1.tsv"):
        if row["country"] in ("SY", "IQ"):
            units = {m.place.id for m in real.lookup(row["name_en"]) if m.place.kind == Kind.ADMIN1}
            assert row["id"] in units and not any(unit.startswith(("wof:", "geonames:")) for unit in units)


def test_packs_are_opened_in_place(real: Gazetteer, gazetteer: Gazetteer) -> None:
    assert real.has_key(build_key("Umm Rajal"))  # type: ignore[arg-type]  # a NameKey
    assert real.lookup("Zzqxabad") == gazetteer.lookup("Zzqxabad") == ()


def test_errors_are_ours() -> None:
    assert issubclass(InputError, ConflictMapError) and issubclass(DataError, ConflictMapError)

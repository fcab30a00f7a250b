"""The importers, one by one, on small files of our own invention."""

import gzip
import json
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap.errors import ConflictMapError, InputError
from conflictmap.gazetteer.keys import mark, name_keys, script_of
from conflictmap.gazetteer.packs import cod, features, files, geonames, importing, osm, records, table, whosonfirst
from conflictmap.gazetteer.packs.importing import Options
from conflictmap.gazetteer.packs.records import Record, Skipped
from conflictmap.model import Kind
from conflictmap.text.names import name_key, without_article
from conflictmap.text.normalise import script


def names(record: Record, status: str) -> set[str]:
    return {name for name, said in record.names if said == status}


def by_id(found: Sequence[Record]) -> dict[str, Record]:
    return {record.id: record for record in found}


# Names


@given(
    st.text(max_size=30) | st.sampled_from(["al-Hol", "Al Bab", "الباغوز", "ash-Shaddadi", "Elba", "İstanbul", "x\x00"])
)
def test_bulk_keys_are_those_of_single_names(name: str) -> None:
    assert name_keys(name) == (name_key(name), without_article(name))
    assert script_of(name) == script(name)
    assert 0 <= mark(name) < 1 << 16 and mark(name) == mark(f"  {name} ")


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from(records.STATUSES)), max_size=6))
def test_sorted_names_are_clean(given_names: list[tuple[object, str]]) -> None:
    found, labels = records.sorted_names(given_names)
    for name, _ in found:
        assert name == " ".join(name.split()) and script_of(name) != "other"
        assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in name)
    assert set(labels.values()) <= {name for name, _ in found}
    assert bool(labels) == bool(found)
    assert len({name for name, _ in found}) == len(found)


def test_the_script_decides_the_label_and_the_status_the_order() -> None:
    found, labels = records.sorted_names([("Zarqun", "variant"), ("زرقون", "variant"), ("Tell Zarqun", "preferred")])
    assert labels == {"en": "Tell Zarqun", "ar": "زرقون"}
    assert found[0] == ("Tell Zarqun", "preferred")


def test_records_survive_writing() -> None:
    record = Record(id="x:1", kind="camp", lon=0.0, lat=-1.5, uncertainty_km=2.0, names=(("Zarqun\u2028", "variant"),),
                    labels={"en": "Zarqun"}, same_as=("geonames:1",), admin1=("name:X",),
                    area={"type": "Point", "coordinates": [1, 2]})  # fmt: skip
    assert list(records.loads([records.dumps(record)])) == [record]


def test_every_feature_code_has_a_kind_of_the_model() -> None:
    assert {kind for kind, _ in features.FEATURES.values()} <= set(Kind)
    assert {kind for kind, _ in osm._KINDS.values()} <= set(Kind)
    assert {"SCH", "MSQE", "HTL", "RD", "ADM1H", "PPLH"}.isdisjoint(features.FEATURES)


# GeoNames


def dump_line(number: int, name: str, code: str, *, letter: str = "P", lat: str = "35.1", lon: str = "40.2",
              others: str = "", unit: str = "07", population: int = 0) -> str:  # fmt: skip
    cells = [str(number), name, name, others, lat, lon, letter, code, "SY", "", unit, "", "", "", str(population), "",
             "200", "Asia/Damascus", "2020-01-01"]  # fmt: skip
    return "\t".join(cells) + "\n"


DUMP = [
    dump_line(9001, "Tall Zarqun", "PPL", others="تل زرقون,Tell Zarqun,てる", population=1200),
    dump_line(9002, "Muhafazat Zarqun", "ADM1", letter="A"),
    dump_line(9003, "Zarqun Camp", "CMPRF", letter="S"),
    dump_line(9004, "Zarqun Oil Field", "OILF", letter="S"),
    dump_line(9005, "Zarqun School", "SCH", letter="S"),
    dump_line(9006, "Zarqun Road", "RD", letter="R"),
    dump_line(9007, "Wadi Zarqun", "WAD", letter="H"),
    dump_line(9008, "Zarqun Quarter", "PPLX", unit=""),
]


def test_geonames_dump() -> None:
    skipped = Skipped()
    found = by_id(geonames.read(DUMP, "SY.txt", skipped))
    assert {key: (record.kind, record.feature) for key, record in found.items()} == {
        "geonames:9001": ("settlement", None),
        "geonames:9002": ("admin1", "first_order_division"),
        "geonames:9003": ("camp", "refugee_camp"),
        "geonames:9004": ("facility", "oil_field"),
        "geonames:9007": ("water", "wadi"),
        "geonames:9008": ("neighbourhood", "quarter"),
    }
    town = found["geonames:9001"]
    assert (town.lon, town.lat, town.country, town.population) == (40.2, 35.1, "SY", 1200)
    assert names(town, "preferred") == {"Tall Zarqun"} and names(town, "variant") == {"تل زرقون", "Tell Zarqun"}
    assert town.labels == {"en": "Tall Zarqun", "ar": "تل زرقون"}
    assert town.admin1 == ("geonames:9002",) and found["geonames:9008"].admin1 == ()
    assert sum(skipped.reasons.values()) == 2 and all("not used" in reason for reason in skipped.reasons)


def test_geonames_alternate_names() -> None:
    lines = [
        "1\t9001\tar\tزرقون التل\t1\t\t\t\t\t\n",
        "2\t9001\tar\tزرقون القديمة\t\t\t\t1\t1900\t1946\n",
        "3\t9001\tlink\thttps://example.org/Zarqun\t\t\t\t\t\t\n",
        "4\t9001\tpost\t12345\t\t\t\t\t\t\n",
        "5\t9001\tiata\tZRQ\t\t\t\t\t\t\n",
        "6\t9001\tja\tザルクーン\t\t\t\t\t\t\n",
        "7\t9001\ten\tZarqoon\t1\t\t1\t\t\t\n",
        "8\t4\ten\tElsewhere\t\t\t\t\t\t\n",
        "9\t9001\tku\tZerqûn\n",
    ]
    found = by_id(geonames.with_alternate_names(geonames.read(DUMP, "d", Skipped()), lines, "a"))
    town = found["geonames:9001"]
    assert names(town, "preferred") == {"Tall Zarqun", "زرقون التل"}
    assert names(town, "historic") == {"زرقون القديمة"}
    assert names(town, "variant") == {"تل زرقون", "Tell Zarqun", "Zarqoon", "Zerqûn"}
    assert town.labels == {"en": "Tall Zarqun", "ar": "زرقون التل"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("9001\tTall Zarqun\n", r"SY\.txt:2: 2 columns, a dump of GeoNames has 19"),
        (dump_line(1, "X", "PPL", lat="north"), r"SY\.txt:2: no line of a dump of GeoNames: .*north"),
        (dump_line(1, "X", "PPL", lat="91"), r"SY\.txt:2: .*latitude 91.0 is outside"),
        (dump_line(1, "X", "PPL", lon=""), r"SY\.txt:2: "),
        ("<html>not found</html>\n", r"SY\.txt:2: 1 columns"),
    ],
)
def test_geonames_wrong_line(line: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        geonames.read([DUMP[0], line], "SY.txt", Skipped())


# Who's On First


def feature(number: int, name: str, lon: float = 40.0, lat: float = 35.0, placetype: str = "locality",
            **facts: object) -> str:  # fmt: skip
    properties = {
        "wof:id": number, "wof:name": name, "wof:placetype": placetype, "iso:country": "SY", "mz:is_current": -1,
        "edtf:cessation": "uuuu", "geom:longitude": lon, "geom:latitude": lat, "wof:superseded_by": [],
        "wof:concordances": {}, "wof:hierarchy": [{"region_id": 7}], **facts,
    }  # fmt: skip
    geometry = facts.pop("geometry", {"type": "Point", "coordinates": [lon, lat]})
    return json.dumps({"type": "Feature", "id": number, "properties": properties, "geometry": geometry})


REGION = feature(7, "Zarqun Region", 40.5, 35.5, "region",
                 **{"wof:concordances": {"gn:id": 70, "wd:id": "Q70", "iso:code": "SY-ZZ"}})  # fmt: skip


def read_wof(*lines: str) -> tuple[dict[str, Record], dict[str, int]]:
    skipped = Skipped()
    return by_id(whosonfirst.read(lines, "wof", skipped)), skipped.reasons


def test_whosonfirst_feature() -> None:
    facts = {"name:ara_x_preferred": ["Zarqun al Latin"], "name:und_x_variant": ["تل زرقون"],
             "name:jpn_x_preferred": ["ザルクーン"], "name:kur_x_variant": ["Zerqûn"], "gn:population": 900,
             "wof:concordances": {"gn:id": 9001}}  # fmt: skip
    found, _ = read_wof(REGION, feature(1, "Tell Zarqun", **facts))
    record = found["wof:1"]
    assert record.labels == {"en": "Zarqun al Latin", "ar": "تل زرقون"}  # the tag says Arabic, the letters do not
    assert {name for name, _ in record.names} == {"Tell Zarqun", "Zarqun al Latin", "تل زرقون", "Zerqûn"}
    assert record.same_as == ("geonames:9001",) and record.population == 900
    assert record.admin1 == ("geonames:70", "wikidata:Q70", "iso:SY-ZZ", "name:Zarqun Region")
    assert (found["wof:7"].kind, record.kind) == ("admin1", "settlement")


def test_whosonfirst_two_ids_in_a_cell() -> None:
    found, _ = read_wof(feature(1, "Zarqun", **{"wof:concordances": {"gn:id": "9001,9002", "wd:id": "Q5, Q6"}}))
    assert found["wof:1"].same_as == ("geonames:9001", "geonames:9002", "wikidata:Q5", "wikidata:Q6")


@pytest.mark.parametrize(
    "facts",
    [
        {"mz:is_current": 0},
        {"edtf:cessation": "2018-09-06"},
        {"edtf:deprecated": "2019-01-01"},
        {"wof:superseded_by": [5]},
        {"wof:placetype": "campus"},
        {"wof:name": "ザルクーン"},
    ],
)
def test_whosonfirst_skips(facts: dict[str, object]) -> None:
    found, reasons = read_wof(feature(1, "Zarqun", **facts))
    assert not found and sum(reasons.values()) == 1


def test_whosonfirst_twins_within_two_km_become_one() -> None:
    gn = {"wof:concordances": {"gn:id": 9001}}
    found, reasons = read_wof(
        feature(1, "Zarqun", 40.01, 35.0, **{"name:ara_x_preferred": ["زرقون الشرقية"]}),
        feature(2, "Zarqun", 40.0, 35.0, **gn),
        feature(3, "Zarqun", 40.1, 35.0),
        feature(4, "Zarqun", 40.0, 35.0, "neighbourhood"),
    )
    assert set(found) == {"wof:2", "wof:3", "wof:4"} and reasons == {"the same name within 2 km": 1}
    assert "زرقون الشرقية" in dict(found["wof:2"].names) and "wof:1" in found["wof:2"].same_as


def test_whosonfirst_county_keeps_a_small_outline() -> None:
    from shapely.geometry import Point, mapping

    outline = mapping(Point(40.0, 35.0).buffer(0.3, quad_segs=400))
    found, _ = read_wof(feature(1, "Zarqun", placetype="county", geometry=outline))
    record = found["wof:1"]
    assert record.area is not None and len(json.dumps(record.area, separators=(",", ":"))) <= 2000
    assert (record.kind, 25 < record.uncertainty_km < 40) == ("admin2", True)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "wof:2: no feature"),
        ("[]", "wof:2: no feature"),
        ('{"properties": {"wof:id": 1}}', "wof:2: .*wof:placetype.* is missing"),
        (feature(1, "Z", lat=95.0), "wof:2: .*latitude 95.0"),
    ],
)
def test_whosonfirst_wrong_line(line: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        whosonfirst.read([REGION, line], "wof", Skipped())


# OCHA


def test_cod_units_by_the_deepest_level() -> None:
    lines = [
        "admin1Name_en,admin1Name_ar,admin1Pcode,admin2Name_en,admin2Name_ar,admin2Pcode,LATITUDE_Y,LONGITUDE_X\n",
        "Zarqun Gov,محافظة زرقون,SY90,,,,35.0,40.0\n",
        "Zarqun Gov,محافظة زرقون,SY90,Upper Zarqun,زرقون العليا,SY9001,35.2,40.1\n",
        "Zarqun Gov,محافظة زرقون,SY90,Lost Zarqun,,SY9002,,\n",
    ]
    skipped = Skipped()
    found = by_id(cod.read(lines, "cod.csv", skipped))
    assert {key: record.kind for key, record in found.items()} == {"pcode:SY90": "admin1", "pcode:SY9001": "admin2"}
    upper = found["pcode:SY9001"]
    assert (upper.lon, upper.lat, upper.country) == (40.1, 35.2, "SY")
    assert upper.labels == {"en": "Upper Zarqun", "ar": "زرقون العليا"} and upper.same_as == ("pcode:SY9001",)
    assert upper.admin1 == ("name:Zarqun Gov", "name:محافظة زرقون")
    assert skipped.reasons == {"no position": 1}


@pytest.mark.parametrize(
    "header",
    [
        "name_en;name_ar;pcode;ADM1_EN;ADM1_PCODE;latitude;longitude",
        "admin4Name_en;admin4Name_ar;admin4Pcode;admin1Name_en;admin1Pcode;Lat;Long",
        "ADM4_EN;ADM4_AR;ADM4_PCODE;ADM1_EN;ADM1_PCODE;POINT_Y;POINT_X",
    ],
)
def test_cod_populated_places(header: str) -> None:
    row = "Tell Zarqun;تل زرقون;SY900101001;Zarqun Gov;SY90;35,25;40,5\n"
    (found,) = cod.read([f"{header}\n", row], "cod.csv", Skipped())
    assert (found.id, found.kind, found.lat, found.lon) == ("pcode:SY900101001", "settlement", 35.25, 40.5)
    assert found.labels == {"en": "Tell Zarqun", "ar": "تل زرقون"} and found.admin1 == ("name:Zarqun Gov",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cod.csv:1: no header"),
        ("name,pcode\nZarqun,SY1\n", "cod.csv:1: no column lat"),
        ("name,lat,lon\nZarqun,35,40\n", "cod.csv:1: no column of P-codes"),
        ("name,pcode,lat,lon\nZarqun,SY1,35,40\nZarqun,SY2,35\n", "cod.csv:3: 3 cells, the header has 4"),
        ("name,pcode,lat,lon\nZarqun,SY1,up,40\n", "cod.csv:2: lat 'up' is not a number"),
        ("name,pcode,lat,lon\nZarqun,SY1,35,400\n", "cod.csv:2: longitude 400.0 is outside"),
    ],
)
def test_cod_wrong_table(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        cod.read(text.splitlines(keepends=True), "cod.csv", Skipped())


# OpenStreetMap


def overpass(*elements: dict[str, object]) -> str:
    return json.dumps({"version": 0.6, "elements": elements}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("tags", "kind", "feature"),
    [
        ({"place": "village"}, "settlement", None),
        ({"place": "suburb"}, "neighbourhood", "quarter"),
        ({"natural": "peak"}, "region", "mountain"),
        ({"waterway": "river"}, "water", "river"),
        ({"waterway": "dam"}, "facility", "dam"),
        ({"aeroway": "aerodrome"}, "facility", "airport"),
        ({"aeroway": "aerodrome", "military": "airfield"}, "facility", "air_base"),
        ({"landuse": "military"}, "facility", "military_base"),
        ({"amenity": "hospital"}, "facility", "hospital"),
        ({"amenity": "refugee_site"}, "camp", "refugee_camp"),
        ({"barrier": "border_control"}, "facility", "border_crossing"),
        ({"boundary": "administrative", "admin_level": "5"}, "admin2", "second_order_division"),
    ],
)
def test_osm_tags(tags: dict[str, str], kind: str, feature: str | None) -> None:
    text = overpass({"type": "node", "id": 1, "lat": 35.0, "lon": 40.0, "tags": {"name": "زرقون", **tags}})
    (record,) = osm.read(text, "osm", Skipped(), "SY")
    assert (record.kind, record.feature, record.id, record.country) == (kind, feature, "osm:node/1", "SY")


def test_osm_names_and_centres() -> None:
    skipped = Skipped()
    tags = {"place": "town", "name": "زرقون", "name:en": "Zarqun", "alt_name": "Zarqoun; Zerqun", "old_name": "Zarka",
            "int_name": "Zarqun Town", "wikidata": "Q5", "population": "12 000"}  # fmt: skip
    found = osm.read(overpass(
        {"type": "relation", "id": 3, "center": {"lat": 35.0, "lon": 40.0}, "tags": tags},
        {"type": "way", "id": 4, "tags": {"place": "town", "name": "Nowhere"}},
        {"type": "node", "id": 5, "lat": 1, "lon": 1, "tags": {"shop": "bakery", "name": "Bread"}},
        {"type": "node", "id": 6, "lat": 1, "lon": 1},
    ), "osm", skipped)  # fmt: skip
    (town,) = found
    assert names(town, "preferred") == {"زرقون", "Zarqun"} and names(town, "historic") == {"Zarka"}
    assert names(town, "variant") == {"Zarqoun", "Zerqun", "Zarqun Town"}
    assert (town.labels, town.same_as, town.population) == ({"en": "Zarqun", "ar": "زرقون"}, ("wikidata:Q5",), 12000)
    assert sum(skipped.reasons.values()) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<osm/>", "osm: not JSON"),
        ("[]", "no answer of Overpass"),
        ('{"remark": "timeout"}', "no answer of Overpass"),
        (
            overpass({"type": "node", "id": "x", "lat": 1, "lon": 1, "tags": {"place": "town", "name": "Z"}}),
            "element 1",
        ),
        (overpass({"type": "node", "id": 1, "lat": 99, "lon": 1, "tags": {"place": "town", "name": "Z"}}), "latitude"),
    ],
)
def test_osm_wrong_file(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        osm.read(text, "osm", Skipped())


# Any table


@pytest.mark.parametrize(
    "text",
    [
        "name,name_ar,lat,lon,kind\nZarqun,زرقون,35.25,40.5,village\n",
        "Name;Arabic name;Latitude;Longitude;Type\nZarqun;زرقون;35,25;40,5;settlement\n",
        "x\ty\tname_ar\tplace_name\n40.5\t35.25\tزرقون\tZarqun\n",
        '"lng","lat","name","name_ar"\r\n"40.5","35.25","Zarqun","زرقون"\r\n',
    ],
)
def test_table_headers(text: str) -> None:
    (record,) = table.read(text.splitlines(keepends=True), "t.csv", Skipped(), "mine", "SY")
    assert (record.lon, record.lat, record.kind, record.country) == (40.5, 35.25, "settlement", "SY")
    assert record.labels == {"en": "Zarqun", "ar": "زرقون"}
    assert record.id == "mine:zarqun@35.2500,40.5000"


def test_table_full_row() -> None:
    text = [
        "id,name,lat,lon,kind,country,uncertainty_km,population,variants,geonames,admin1\n",
        'z1,"Zarqun, Upper",35,40,camp,sy,0.5,300,Zarqoun| Zerqun,9001,SY-DY\n',
        "z2,Lost,,,camp,sy,,,,,\n",
        "\n",
    ]
    skipped = Skipped()
    (record,) = table.read(text, "t.csv", skipped, "mine")
    assert (record.id, record.kind, record.country, record.uncertainty_km) == ("mine:z1", "camp", "SY", 0.5)
    assert dict(record.names) == {"Zarqun, Upper": "preferred", "Zarqoun": "variant", "Zerqun": "variant"}
    assert record.same_as == ("geonames:9001",) and record.admin1[0] == "iso:SY-DY"
    assert skipped.reasons == {"no position": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,lon\nZ,1\n", "t.csv:1: no column lat"),
        ("name,lat,lon,kind\nZ,1,1,spaceport\n", "t.csv:2: kind 'spaceport' is none of settlement"),
        ("name,lat,lon,country\nZ,1,1,Syria\n", "t.csv:2: country 'Syria'"),
        ("name,lat,lon,id\nZ,1,1,a\nY,1,1,a\n", "t.csv:3: the id 'a' is in the table twice"),
        ("name,lat,lon\nZ,1e999,1\n", "t.csv:2: latitude inf"),
        ('name,lat,lon\n"Z,1,1\n', "t.csv:"),
    ],
)
def test_table_wrong(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        table.read(text.splitlines(keepends=True), "t.csv", Skipped(), "mine")


# Files


def test_files_plain_gzip_zip(tmp_path: Path) -> None:
    text = "\ufeffزرقون\n".encode()
    plain, packed, zipped = tmp_path / "a.txt", tmp_path / "b.gz", tmp_path / "SY.zip"
    plain.write_bytes(text)
    packed.write_bytes(gzip.compress(text))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SY.txt", text)
    for path in (plain, packed, zipped):
        with files.lines_of(path) as lines:
            assert list(lines) == ["زرقون\n"]


def write_cut_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress("".join(map(chr, range(0x621, 0x64B))).encode() * 99)[:-20])


def write_two_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
        archive.writestr("b.txt", "b")


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda path: None, "No such file"),
        (lambda path: path.write_bytes("زرقون".encode("cp1256")), "not UTF-8"),
        (write_cut_gzip, "cut short or damaged"),
        (lambda path: path.write_bytes(b"PK\x03\x04rest"), "cut short or damaged"),
        (write_two_members, "the zip holds a.txt, b.txt"),
        (lambda path: path.mkdir(), "directory"),
    ],
)
def test_files_wrong(tmp_path: Path, write: object, message: str) -> None:
    path = tmp_path / "file"
    assert callable(write)
    write(path)
    with pytest.raises(InputError, match=message), files.lines_of(path) as lines:
        list(lines)


@pytest.mark.parametrize("kind", sorted(importing.SOURCES))
@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"{}", b"[1]\n", b"a,b\n1,2\n", b'{"elements": [7]}', b"\xff\xfe"]
)
def test_no_wrong_file_is_a_traceback(tmp_path: Path, kind: str, content: bytes) -> None:
    from datetime import date

    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    with pytest.raises(ConflictMapError, match="wrong"):
        importing.add(tmp_path / "data", kind, path, date(2026, 1, 1))
    assert not list((tmp_path / "data").rglob("*.json"))


def test_a_workbook_is_told(tmp_path: Path) -> None:
    from datetime import date

    with pytest.raises(InputError, match="save the sheet as CSV"):
        importing.add(tmp_path, "cod", tmp_path / "admin.xlsx", date(2026, 1, 1), Options(country="SY"))

"""The fallback to a geocoding service, against a server of our own that speaks Nominatim's and Photon's JSON."""

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from conflictmap.cli import cli
from conflictmap.codec import decode, encode
from conflictmap.errors import ConflictMapError, InputError, ServiceError
from conflictmap.gazetteer import Gazetteer
from conflictmap.geocoding import Service
from conflictmap.geocoding.answers import Answer, dumps, loads, read_answer
from conflictmap.geocoding.cache import Cache, Question
from conflictmap.geocoding.scores import place_of, ranked
from conflictmap.model import Kind, Mention, Report
from conflictmap.pipeline import Pipeline
from conflictmap.read import from_text

TODAY = date(2026, 1, 15)
AGENT = "Example Newsroom (maps@example.org)"
TEXT = "Dozens of civilians fled the village of Qarqoshan to Hajin in Syria on Friday."


def hit(
    number: int = 42, name: str = "Qarqoshan", lat: float = 34.8, lon: float = 40.7, **more: object
) -> dict[str, object]:
    """Give a place as Nominatim's search does with format=json, namedetails and addressdetails."""
    name = "Qarqoshan"
    return {
        "place_id": 1, "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
        "osm_type": "node", "osm_id": number, "lat": str(lat), "lon": str(lon), "class": "place", "type": "village",
        "place_rank": 19, "importance": 0.26, "addresstype": "village", "name": name,
        "display_name": f"{name}, Deir ez-Zor, Syria", "namedetails": {"name": "قرقوشان", "name:en": name},
        "address": {"village": name, "country": "Syria", "country_code": "sy"},
        "boundingbox": [str(lat - 0.02), str(lat + 0.02), str(lon - 0.02), str(lon + 0.02)], **more,
    }  # fmt: skip


class Nominatim:
    """A server that answers by name and keeps what it was asked.

    `before` holds (status, headers, body) that are given first, one for each request.
    """

    def __init__(self) -> None:
        self.places: dict[str, object] = {}
        self.before: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[dict[str, list[str]]] = []
        self.agents: list[str] = []
        self.hang = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                outer.asked.append(parse_qs(parts.query))
                outer.agents.append(self.headers.get("User-Agent", ""))
                if outer.before:
                    status, headers, body = outer.before.pop(0)
                elif "python" in outer.agents[-1] or "geopy" in outer.agents[-1]:
                    status, headers, body = 403, {}, b"Usage policy"
                else:
                    places = outer.places.get(outer.asked[-1]["q"][0], [])
                    status, headers, body = 200, {}, json.dumps(places).encode()
                if status == 0:
                    outer.hang.wait(20)
                    return
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.domain = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.hang.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def names(self) -> list[str]:
        return [question["q"][0] for question in self.asked]


@pytest.fixture
def nominatim(loopback: None) -> Iterator[Nominatim]:
    server = Nominatim()
    server.places["Qarqoshan"] = [hit()]
    yield server
    server.close()


def service(server: Nominatim, folder: Path, today: date = TODAY, name: str = "nominatim", **more: object) -> Service:
    options = {"domain": server.domain, "scheme": "http", **more.pop("options", {})}  # type: ignore[dict-item]
    settings = {"delay_seconds": 0.0, "error_wait_seconds": 0.0, "user_agent": AGENT, **more}
    return Service(name, cache=folder / "answers.sqlite", today=today, options=options, **settings)  # type: ignore[arg-type]


def analysed(gazetteer: Gazetteer, asked: Service | None, text: str = TEXT, language: str = "en") -> Report:
    return Pipeline(gazetteer, geocoder=asked).analyse(from_text(text, language=language, published="2019-02-20"))


def mention(report: Report, surface: str) -> Mention:
    return next(mention for mention in report.mentions if mention.surface == surface)


def test_a_name_that_the_gazetteer_lacks_is_found(gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path) -> None:
    report = analysed(gazetteer, service(nominatim, tmp_path))
    found = mention(report, "Qarqoshan")
    assert (found.place, found.mapped, found.confidence) == ("nominatim:node/42", True, 0.5)
    assert "geocoder:nominatim" in found.why and "not_mapped:unsure" not in found.why
    assert found.candidates[0].why == ("geocoder:nominatim",)
    place = next(place for place in report.places if place.id == found.place)
    assert (place.source, place.country, place.kind, place.lonlat) == ("nominatim", "SY", Kind.SETTLEMENT, (40.7, 34.8))
    assert place.uncertainty_km == 2.9  # half of the diagonal of its box
    assert place.same_as == ("osm:node/42",)
    assert place.name == {"en": "Qarqoshan", "und": "قرقوشان"}
    assert any("nominatim:node/42" in movement.origin for movement in report.movements)
    assert "OpenStreetMap" in report.generator.packs[-1].attribution
    assert report.generator.options["geocoder"] == "nominatim"
    assert encode(decode(encode(report))) == encode(report)


def test_only_the_name_and_the_country_leave(gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path) -> None:
    analysed(gazetteer, service(nominatim, tmp_path))
    assert nominatim.asked == [{"q": ["Qarqoshan"], "format": ["json"], "limit": ["5"], "countrycodes": ["sy"],
                                "namedetails": ["1"], "addressdetails": ["1"]}]  # fmt: skip
    assert nominatim.agents == [AGENT]


def test_nothing_is_asked_without_the_option(gazetteer: Gazetteer, nominatim: Nominatim) -> None:
    report = analysed(gazetteer, None)
    assert mention(report, "Qarqoshan").place is None
    assert nominatim.asked == []
    assert "geocoder" not in report.generator.options


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Moscow said that Hajin in Syria was calm, and Aleppo University agreed."),
        ("en", "Mr. Samir Qarqoshan was taken to the village of Qarqoshan in Syria. Qarqoshan was later released."),
        ("ar", "قال السيد سامر قرقوشان في هجين إنه خرج من بلدة قرقوشان. وأضاف قرقوشان أن أنقرة قالت ذلك."),
    ],
)
def test_never_asked_for(gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path, language: str, text: str) -> None:
    """Names that are resolved, of organisations, governments and persons, and of villages that are also persons'."""
    analysed(gazetteer, service(nominatim, tmp_path), text, language)
    assert nominatim.asked == []


def test_arabic_names_are_sent_as_they_are(gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path) -> None:
    nominatim.places["قرقوشان"] = [hit()]
    report = analysed(gazetteer, service(nominatim, tmp_path), "خرج المدنيون من بلدة قرقوشان إلى هجين في سوريا.", "ar")
    assert nominatim.names == ["قرقوشان"]
    assert mention(report, "قرقوشان").mapped


def test_a_distance_from_a_found_place_is_a_computed_point(gazetteer: Gazetteer, nominatim: Nominatim,
                                                           tmp_path: Path) -> None:  # fmt: skip
    nominatim.places["قرقوشان"] = [hit()]
    text = "قصفت الطائرات رتلا في سوريا على بعد 20 كم شرق بلدة قرقوشان. ولم يصب أحد في هجين."
    found = mention(analysed(gazetteer, service(nominatim, tmp_path), text, "ar"), "قرقوشان")
    assert found.place == "20km-90:nominatim:node/42"


def test_namesakes_are_kept_and_not_mapped(gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path) -> None:
    nominatim.places["Qarqoshan"] = [hit(), hit(43, lat=36.2, lon=37.1), hit(44, lat=34.81, lon=40.71)]
    report = analysed(gazetteer, service(nominatim, tmp_path))
    found = mention(report, "Qarqoshan")
    assert [candidate.place for candidate in found.candidates] == ["nominatim:node/42", "nominatim:node/43"]
    assert (found.confidence, found.mapped) == (0.25, False)
    assert "not_mapped:unsure" in found.why and "namesakes=1" in found.why


def test_answers_are_kept_and_misses_asked_again_after_a_while(nominatim: Nominatim, tmp_path: Path) -> None:
    first = service(nominatim, tmp_path)
    assert len(first.ask("Qarqoshan", "SY")) == 1
    assert first.ask("Nowhere at all") == first.ask("nowhere  at ALL") == ()
    assert len(nominatim.asked) == 2
    later = service(nominatim, tmp_path, TODAY + timedelta(days=90))
    assert later.ask("Qarqoshan", "SY") == first.ask("Qarqoshan", "SY")
    assert later.ask("Nowhere at all") == ()
    assert len(nominatim.asked) == 2
    service(nominatim, tmp_path, TODAY + timedelta(days=91)).ask("Nowhere at all")
    service(nominatim, tmp_path, TODAY + timedelta(days=900)).ask("Qarqoshan", "SY")
    assert len(nominatim.asked) == 3
    first.ask("Qarqoshan", "IQ")  # another question
    assert len(nominatim.asked) == 4


def test_the_delay_is_kept(nominatim: Nominatim, tmp_path: Path) -> None:
    from time import monotonic

    asked, start = service(nominatim, tmp_path, delay_seconds=0.1), monotonic()
    for name in ("One", "Two", "Three"):
        asked.ask(name)
    assert monotonic() - start >= 0.2


def test_a_pause_that_is_asked_for_is_made(nominatim: Nominatim, tmp_path: Path) -> None:
    waits: list[float] = []
    nominatim.before = [(429, {"Retry-After": "7"}, b"slow down"), (503, {}, b"")]
    assert len(service(nominatim, tmp_path, wait=waits.append).ask("Qarqoshan", "SY")) == 1
    assert waits == [7.0]
    assert len(nominatim.asked) == 3


@pytest.mark.parametrize(
    ("reply", "requests", "reason"),
    [
        ((500, {}, b"oops"), 3, "GeocoderServiceError"),
        ((503, {}, b""), 3, "no answer in time"),
        ((429, {}, b""), 3, "too many requests"),
        ((429, {"Retry-After": "3600"}, b""), 1, "too many requests"),
        ((401, {}, b""), 1, "it does not accept the key"),
        ((403, {}, b"<html>blocked"), 1, "it refuses us"),
        ((400, {}, b""), 1, "it does not understand the question"),
        ((200, {}, b"<html>no JSON"), 3, "its answer is unreadable"),
        ((200, {}, b'[{"lat": "north"}]'), 1, "its answer is unreadable"),
        ((200, {}, b"[7]"), 1, "its answer is unreadable"),
    ],
)
def test_a_failure_is_an_issue(
    gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path, reply: tuple[int, dict[str, str], bytes],
    requests: int, reason: str, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    nominatim.before = [reply] * 3
    report = analysed(gazetteer, service(nominatim, tmp_path))
    issue = next(issue for issue in report.issues if issue.code == "geocoder_failed")
    assert issue.message == f"The geocoder failed (nominatim: {reason}): 1 name was not looked up."
    assert len(nominatim.asked) == requests
    assert mention(report, "Qarqoshan").place is None
    assert mention(report, "Hajin").mapped
    assert report.generator.packs == gazetteer.sources()
    assert capfd.readouterr() == ("", "")  # geopy's log has the address with the name in it


def test_a_silent_service_times_out(nominatim: Nominatim, tmp_path: Path) -> None:
    nominatim.before = [(0, {}, b"")] * 3
    with pytest.raises(ServiceError, match="no answer in time"):
        service(nominatim, tmp_path, options={"timeout": "0.05"}).ask("Qarqoshan")
    assert len(nominatim.asked) == 3


def test_an_unreachable_service_is_given_up(gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path) -> None:
    asked = service(nominatim, tmp_path, options={"domain": "127.0.0.1:9"})
    for _ in range(5):
        report = analysed(gazetteer, asked)
        assert [issue.code for issue in report.issues] == ["geocoder_failed"]
        assert "it cannot be reached" in report.issues[0].message


def test_after_three_failures_nobody_is_asked(nominatim: Nominatim, tmp_path: Path) -> None:
    nominatim.before = [(500, {}, b"")] * 9
    asked = service(nominatim, tmp_path)
    for _ in range(5):
        with pytest.raises(ServiceError):
            asked.ask("Qarqoshan")
    assert len(nominatim.asked) == 9


def test_the_batch_goes_on(gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path) -> None:
    nominatim.before = [(500, {}, b"")] * 3
    asked = service(nominatim, tmp_path)
    first, second = analysed(gazetteer, asked), analysed(gazetteer, asked)
    assert [issue.code for issue in first.issues] == ["geocoder_failed"]
    assert second.issues == () and mention(second, "Qarqoshan").mapped


def test_photon(gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path) -> None:
    properties = {"osm_type": "W", "osm_id": 7, "osm_key": "place", "osm_value": "village", "type": "city",
                  "name": "Qarqoshan", "countrycode": "SY", "extent": [40.6, 34.9, 40.8, 34.7]}  # fmt: skip
    street = {**properties, "osm_key": "highway", "osm_id": 8}
    abroad = {**properties, "countrycode": "TR", "osm_id": 9}
    point = {"type": "Point", "coordinates": [40.7, 34.8]}
    nominatim.places["Qarqoshan"] = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": point, "properties": one} for one in (street, abroad, properties)]}  # fmt: skip
    asked = service(nominatim, tmp_path, name="photon", user_agent=None)
    report = analysed(gazetteer, asked)
    assert mention(report, "Qarqoshan").place == "photon:way/7"
    assert [candidate.place for candidate in mention(report, "Qarqoshan").candidates] == ["photon:way/7"]
    assert nominatim.asked == [{"q": ["Qarqoshan"], "limit": ["5"]}]
    assert nominatim.agents[0].startswith("conflictmap/")
    assert "photon" in report.generator.packs[-1].attribution


def test_other_services_are_read_as_far_as_they_tell() -> None:
    box = {"northeast": {"lat": 35.0, "lng": 41.0}, "southwest": {"lat": 34.9, "lng": 40.9}}
    opencage = read_answer("Hajin, Syria", 34.95, 40.95, {"components": {"country_code": "sy"}, "bounds": box})
    assert opencage is not None
    assert (opencage.country, opencage.names, opencage.kind) == ("SY", {"und": "Hajin"}, None)
    assert place_of(opencage, "Hajin", "opencage").id.startswith("geocoder-")
    assert place_of(opencage, "Hajin", "opencage").uncertainty_km == pytest.approx(7.2, abs=0.1)
    geonames = read_answer("Hajin", 34.7, 40.8, {"geonameId": 174506, "fcl": "P", "countryCode": "SY", "name": "Hajin"})
    assert geonames is not None and place_of(geonames, "", "geonames").id == "geonames:174506"
    bare = read_answer("Hajin", 34.7, 40.8, None)
    assert bare is not None and place_of(bare, "Hajin", "arcgis").uncertainty_km == 10.0


@pytest.mark.parametrize("raw", [
    {"class": "highway"}, {"class": "shop"}, {"category": "tourism"},
])  # fmt: skip
def test_streets_and_shops_are_no_places(raw: dict[str, object]) -> None:
    assert read_answer("Qarqoshan", 34.0, 40.0, raw) is None


@pytest.mark.parametrize("lat", [90.1, -91.0, float("nan"), float("inf")])
def test_impossible_points_are_left_out(lat: float) -> None:
    assert read_answer("X", lat, 40.0, {}) is None


@pytest.mark.parametrize("box", [[1, 2], ["a", "b", "c", "d"], [95, 96, 0, 1], [1, 2, 3, None], "1234", None])
def test_impossible_boxes_are_left_out(box: object) -> None:
    answer = read_answer("X", 34.0, 40.0, {"boundingbox": box})
    assert answer is not None and answer.box is None


def test_doubts_cost_confidence() -> None:
    plain = Answer(lon=40.0, lat=34.0, names={"en": "al-Qarqoshan"}, kind=Kind.SETTLEMENT, country="SY")

    def score(name: str, kind: Kind | None, country: str | None, answer: Answer = plain) -> list[float]:
        return [round(one.score, 3) for one in ranked(name, kind, [answer], country)]

    assert score("Qarqoshan", Kind.SETTLEMENT, "SY") == [0.5]
    assert score("Qarqushan", Kind.SETTLEMENT, "SY") == [0.4]
    assert score("قرقوشان", Kind.SETTLEMENT, "SY") == [0.4]
    assert score("Qarqoshan", Kind.CAMP, "SY") == [0.4]
    assert score("Qarqoshan", None, None, replace(plain, kind=None)) == [0.4]
    assert score("Damascus", None, "SY") == []


def test_answers_survive_the_cache() -> None:
    full = Answer(lon=1.5, lat=2.5, names={"ar": "حي"}, box=(1.0, 2.0, 3.0, 4.0), kind=Kind.CAMP, country="SY",
                  reference="node/1")  # fmt: skip
    assert loads(dumps((full, Answer(lon=0.0, lat=0.0)))) == (full, Answer(lon=0.0, lat=0.0))


def test_only_the_owner_may_read_the_cache(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "answers.sqlite")
    question = Question(service="s", domain="d", query="q", country="")
    assert cache.get(question, TODAY) is None
    assert not cache.path.exists()
    cache.put(question, (), TODAY)
    assert cache.get(question, TODAY) == ()
    if os.name == "posix":
        assert stat.S_IMODE(cache.path.stat().st_mode) == 0o600


def test_a_damaged_cache_is_told(gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path) -> None:
    (tmp_path / "answers.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 20)
    report = analysed(gazetteer, service(nominatim, tmp_path))
    assert "delete it" in report.issues[0].message
    assert nominatim.asked == []


_WRITER = """
import sys
from datetime import date
from pathlib import Path
from conflictmap.geocoding.answers import Answer
from conflictmap.geocoding.cache import Cache, Question
cache = Cache(Path(sys.argv[1]))
for number in range(40):
    for owner in (sys.argv[2], "both"):
        question = Question(service="s", domain="d", query=f"{owner}-{number}", country="")
        cache.put(question, (Answer(lon=1.0, lat=float(number)),), date(2026, 1, 1))
        assert cache.get(question, date(2026, 1, 1))[0].lat == number
"""


def test_processes_share_the_cache(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    running = [subprocess.Popen([sys.executable, "-c", _WRITER, str(path), owner]) for owner in "abc"]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    for owner in ("a", "b", "c", "both"):
        for number in range(40):
            question = Question(service="s", domain="d", query=f"{owner}-{number}", country="")
            assert Cache(path).get(question, TODAY) == (Answer(lon=1.0, lat=float(number)),)


def made(name: str, tmp_path: Path, **more: object) -> Service:
    return Service(name, cache=tmp_path / "a.sqlite", today=TODAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "more", "message"),
    [
        ("nominatim", {}, "needs --user-agent"),
        ("nominatim", {"user_agent": " "}, "needs --user-agent"),
        ("nominatim", {"user_agent": AGENT, "delay_seconds": 0.5}, "one question a second"),
        ("nominatim", {"user_agent": AGENT, "options": {"colour": "red"}}, "nominatim takes timeout, proxies, domain"),
        ("nominatim", {"user_agent": AGENT, "options": {"scheme": "gopher"}}, "Supported schemes"),
        ("nominatim", {"user_agent": AGENT, "options": {"timeout": "soon"}}, "--geocoder nominatim:"),
        ("opencage", {}, "needs --geocoder-option api_key=..."),
        ("geonames", {}, "needs --geocoder-option username=..."),
        ("nowhere", {}, "geopy knows no such service"),
    ],
)
def test_wrong_options_are_told(name: str, more: dict[str, object], message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message.replace(".", r"\.")):
        made(name, tmp_path, **more)


def test_every_service_of_geopy_can_be_named(tmp_path: Path) -> None:
    from geopy.geocoders import SERVICE_TO_GEOCODER

    for name in SERVICE_TO_GEOCODER:
        try:
            made(name, tmp_path, user_agent=AGENT)
        except ConflictMapError as error:
            assert str(error).startswith(f"--geocoder {name}")
            assert "key" in str(error) or "option" in str(error)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_the_command_line(nominatim: Nominatim, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    options = ("--geocoder", "nominatim", "--user-agent", AGENT, "--geocoder-option", f"domain={nominatim.domain}",
               "--geocoder-option", "scheme=http", "--geocoder-delay", "0", "--geocoder-cache",
               str(tmp_path / "kept.sqlite"))  # fmt: skip
    done = run("analyse", str(article), "--published", "2019-02-20", *options)
    assert done.exit_code == 0, done.output
    assert "nominatim:node/42" in {place["id"] for place in json.loads(done.stdout)["places"]}
    done = run("map", str(article), "--published", "2019-02-20", "-o", str(tmp_path / "out"), *options)
    assert done.exit_code == 0, done.output
    assert nominatim.names == ["Qarqoshan"]  # the second time from the cache
    assert "OpenStreetMap contributors" in (tmp_path / "out" / "map.html").read_text(encoding="utf-8")
    assert "OpenStreetMap contributors" in (tmp_path / "out" / "places.geojson").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--geocoder", "nominatim"), "needs --user-agent"),
        (("--user-agent", "me"), "go with --geocoder"),
        (("--geocoder", "photon", "--geocoder-option", "domain"), "write KEY=VALUE"),
        (("--recogniser", "magic"), "'dictionary' or 'spacy:MODEL'"),
    ],
)
def test_wrong_options_of_the_command_line(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    done = run("analyse", str(article), *arguments)
    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)


def test_keys_stay_secret(gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path) -> None:
    nominatim.before = [(500, {}, b"")] * 3
    asked = service(nominatim, tmp_path, name="opencage", options={"api_key": "SECRET"})
    failed = analysed(gazetteer, asked)
    assert nominatim.asked[0]["key"] == ["SECRET"]
    assert [issue.code for issue in failed.issues] == ["geocoder_failed"]
    place = {"formatted": "Qarqoshan, Syria", "geometry": {"lat": 34.8, "lng": 40.7},
             "components": {"country_code": "sy"}}  # fmt: skip
    nominatim.places["Qarqoshan"] = {"status": {"code": 200}, "results": [place]}
    report = analysed(gazetteer, asked)
    assert mention(report, "Qarqoshan").confidence == 0.45  # it does not say what it is
    assert b"SECRET" not in encode(failed) + encode(report) + (tmp_path / "answers.sqlite").read_bytes()


@pytest.mark.parametrize(("text", "codes"), [
    ("A Syrian shepherd entered the village of Qarqoshan.", ["sy"]),
    ("Troops entered the village of Qarqoshan.", None),
])  # fmt: skip
def test_the_country_that_is_asked_for(
    gazetteer: Gazetteer, nominatim: Nominatim, tmp_path: Path, text: str, codes: list[str] | None
) -> None:
    analysed(gazetteer, service(nominatim, tmp_path), text)
    assert [question.get("countrycodes") for question in nominatim.asked] == [codes]

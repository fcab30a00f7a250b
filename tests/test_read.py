import hashlib
import io
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictmap import read as module
from conflictmap.errors import InputError
from conflictmap.model import Document, Span
from conflictmap.read import detect_language, from_text, read

ARABIC = "سقطت ثلاث قذائف على بلدة هجين ليلا."
PAGE = """<!doctype html><html lang="en"><head><title>Shells hit a market | Example News</title>
<meta property="og:title" content="Shells hit a market"><meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2021-03-04T08:00:00Z">
<link rel="canonical" href="https://example.org/a"></head><body><nav>Home | Sport | Weather</nav><article>
<h1>Shells hit a market</h1>
<p>Three shells hit the market of Hajin on Thursday morning, two traders said. Nobody was hurt, they added.</p>
<p>The market had been opened again a week before, after the road to the north was cleared of mines.</p>
</article><footer>All rights reserved</footer></body></html>"""


@pytest.fixture
def one(tmp_path: Path) -> Callable[..., Document]:
    """Give a function that writes bytes to a file and reads the one document of it."""

    def read_one(raw: bytes, name: str = "a.txt", **options: object) -> Document:
        file = tmp_path / name
        file.write_bytes(raw)
        (document,) = read([str(file)], **options)  # type: ignore[arg-type]
        return document

    return read_one


def codes(document: Document) -> set[str]:
    return {issue.code for issue in document.issues}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_encodings(one: Callable[..., Document], encoding: str) -> None:
    document = one(ARABIC.encode(encoding))
    assert (document.text, document.language, document.length) == (ARABIC, "ar", len(ARABIC))
    assert ("encoding_guessed" in codes(document)) is (encoding == "cp1256")
    assert document.sha256 == hashlib.sha256(ARABIC.encode(encoding)).hexdigest()


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le")])
def test_utf16_of_both_orders(one: Callable[..., Document], mark: bytes, encoding: str) -> None:
    assert one(mark + ARABIC.encode(encoding)).text == ARABIC


def test_bytes_of_no_encoding_are_shown_as_such(one: Callable[..., Document]) -> None:
    document = one(b"Hajin \x81\x8d\x8f\x90\x9d " + b"\xc3\x28")
    assert document.text.startswith("Hajin ")
    assert codes(document) & {"encoding_guessed", "encoding_unknown"}


@pytest.mark.parametrize("raw", [b"", b"  \n\t ", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_nothing_to_read(one: Callable[..., Document], raw: bytes) -> None:
    document = one(raw)
    assert (document.text.strip(), document.language) == ("", "und")
    assert "empty" in codes(document)


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_binary(one: Callable[..., Document], name: str) -> None:
    document = one(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", name)
    assert document.text == ""
    assert "binary" in codes(document)


def test_too_long(one: Callable[..., Document], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflictmap.read.documents.MAX_CHARACTERS", 20)
    document = one(b"x " * 11)
    assert (document.text, codes(document)) == ("", {"too_long"})
    assert "22 characters" in document.issues[0].message


@pytest.mark.parametrize("path", ["nothing-here.txt", "no-folder/", ""])
def test_missing(tmp_path: Path, path: str) -> None:
    with pytest.raises(InputError, match=r"no such file or folder|no article"):
        list(read([str(tmp_path / path)]))


def test_missing_file_stops_before_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Shells hit Hajin.", encoding="utf-8")
    documents = read([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert next(documents).id == "a"
    with pytest.raises(InputError, match=r"b\.txt"):
        next(documents)


def test_folder_is_read_in_order_without_its_readme(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.HTM", "README.md", "d.json", "e.csv"):
        (tmp_path / name).write_text(PAGE if name == "c.HTM" else "Shells hit Hajin.", encoding="utf-8")
    (tmp_path / "d.json").write_text("{}", encoding="utf-8")
    assert [document.id for document in read([str(tmp_path)])] == ["a", "b", "c"]


def test_inputs_keep_their_order(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")
    assert [d.id for d in read([str(tmp_path / "b.txt"), str(tmp_path / "a.txt")])] == ["b", "a"]


def test_sidecar(one: Callable[..., Document], tmp_path: Path) -> None:
    facts = {"id": "x-1", "title": "T", "published": "2019-02-20", "language": "ar", "publisher": "P", "url": None,
             "note": "unknown keys are passed over"}  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps(facts), encoding="utf-8")
    document = one(ARABIC.encode())
    assert (document.id, document.title, document.publisher, document.url) == ("x-1", "T", "P", None)
    assert (document.published, document.published_from, codes(document)) == (date(2019, 2, 20), "sidecar", set())


@pytest.mark.parametrize("sidecar", [b"{bad", b"[1]", b"\xff\xff", b"", b"3"])
def test_broken_sidecar_stops(one: Callable[..., Document], tmp_path: Path, sidecar: bytes) -> None:
    (tmp_path / "a.json").write_bytes(sidecar)
    with pytest.raises(InputError, match=r"a\.json: "):
        one(ARABIC.encode())


def test_bad_date_is_an_issue(one: Callable[..., Document], tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"published": "20 Feb 2019"}', encoding="utf-8")
    document = one(ARABIC.encode())
    assert document.published is None
    assert {"bad_date", "no_date"} <= codes(document)


@pytest.mark.parametrize("value", ["2019-02-20", "2019-02-20T23:59:00+03:00", "20190220"])
def test_dates(value: str) -> None:
    assert from_text("x", published=value).published == date(2019, 2, 20)


def test_options_come_before_what_an_input_says(one: Callable[..., Document], tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"published": "2019-02-20", "language": "ar"}', encoding="utf-8")
    document = one(b"Shells hit Hajin.", published=date(2020, 1, 1), language="en")
    assert (document.published, document.published_from, document.language) == (date(2020, 1, 1), "option", "en")


def lines_of(tmp_path: Path, *lines: str) -> list[Document]:
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return list(read([str(file)]))


def test_json_lines(tmp_path: Path) -> None:
    first = json.dumps({"id": "one", "text": ARABIC, "published": "2019-02-20", "title": "T"})
    documents = lines_of(tmp_path, first, "", json.dumps({"text": "Troops left Raqqa."}, ensure_ascii=False))
    assert [(d.id, d.language, d.published) for d in documents] == [
        ("one", "ar", date(2019, 2, 20)),
        ("a:3", "en", None),
    ]


@pytest.mark.parametrize(
    "bad",
    ["{", "[]", "null", "3", '"x"', "{}", '{"text": 1}', '{"text": "x", "spans": 1}', '{"text": "x", "spans": [1]}',
     '{"text": "x", "spans": [{"start": 0}]}', '{"text": "x", "spans": [{"start": 0, "end": 2}]}',
     '{"text": "x", "spans": [{"start": 1, "end": 0}]}', '{"text": "x", "spans": [{"start": -1, "end": 1}]}',
     '{"text": "x", "spans": [{"start": "a", "end": 1}]}', "[" * 100_000, "not json"],
)  # fmt: skip
def test_a_bad_line_is_an_issue_and_the_rest_goes_on(tmp_path: Path, bad: str) -> None:
    good = json.dumps({"id": "good", "text": "Troops left Raqqa."})
    before, broken, after = lines_of(tmp_path, good, bad, good)
    assert before.id == after.id == "good"
    assert (broken.id, broken.text) == ("a:2", "")
    assert "bad_record" in codes(broken)
    assert "Line 2 " in broken.issues[0].message


def test_spans_are_sorted_and_unique(tmp_path: Path) -> None:
    spans = [{"start": 3, "end": 5}, {"start": 0, "end": 2}, {"start": 3, "end": 5}]
    (document,) = lines_of(tmp_path, json.dumps({"text": "abcdef", "spans": spans}))
    assert document.spans == (Span(start=0, end=2), Span(start=3, end=5))


def test_no_spans_are_not_empty_spans(tmp_path: Path) -> None:
    none, empty = lines_of(tmp_path, '{"text": "abc"}', '{"text": "abc", "spans": []}')
    assert (none.spans, empty.spans) == (None, ())


def test_html_page(one: Callable[..., Document]) -> None:
    document = one(PAGE.encode(), "page.html")
    assert document.text.startswith("Shells hit a market\n\n")
    assert "two traders said" in document.text
    assert "Sport" not in document.text and "All rights" not in document.text
    assert (document.title, document.publisher) == ("Shells hit a market", "Example News")
    assert (document.published, document.published_from) == (date(2021, 3, 4), "page")
    assert (document.language, document.length) == ("en", len(document.text))


@pytest.mark.parametrize("page", ["<html></html>", "no mark-up", "<", ""])
def test_page_without_an_article(one: Callable[..., Document], page: str) -> None:
    document = one(page.encode(), "page.html")
    assert (document.text, codes(document)) == ("", {"no_article"})


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Shells hit Hajin.", "Shells hit Hajin."),
        (b'\xef\xbb\xbf{"text": "Shells hit Hajin."}\n', "Shells hit Hajin."),
        (PAGE.encode(), "Shells hit a market\n\n"),
        (b"", ""),
    ],
)
def test_standard_input_is_told_by_its_start(monkeypatch: pytest.MonkeyPatch, raw: bytes, text: str) -> None:
    with io.TextIOWrapper(io.BytesIO(raw)) as pipe:
        monkeypatch.setattr(sys, "stdin", pipe)
        (document,) = read(["-"])
    assert document.text.startswith(text)
    assert document.id.startswith("stdin")


@given(st.binary(max_size=120), st.sampled_from(["text", "html", "jsonl", "sniffed"]))
def test_arbitrary_bytes_never_raise(raw: bytes, kind: str) -> None:
    format_of = module._sniff if kind == "sniffed" else lambda _: kind
    for document in module._from_bytes("x", raw, {}, format_of):
        assert document.length == len(document.text)
        assert document.text.strip() or document.issues


@given(st.text(max_size=200), st.sampled_from(["a.txt", "a.html", "a.jsonl"]))
def test_arbitrary_text_never_raises(tmp_path_factory: pytest.TempPathFactory, text: str, name: str) -> None:
    file = tmp_path_factory.getbasetemp() / name
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    for document in read([str(file)]):
        assert document.length == len(document.text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ARABIC, "ar"),
        ("الباغوز (Baghouz) بلدة في سوريا", "ar"),
        ("Fighting in Homs went on for a third day, residents said on Monday.", "en"),
        ("Les combats ont repris dans la ville de Gao, selon des habitants.", "fr"),
        ("Бої тривають біля міста Бахмут, повідомили мешканці.", "uk"),
        ("", "und"),
        ("12 - 34 !", "und"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_issues_follow_from_what_is_known(one: Callable[..., Document]) -> None:
    assert codes(one(b"Fighting in Homs went on for a third day.")) == {"no_date"}
    assert codes(one(b"Les combats ont repris dans la ville.", published=date(2020, 1, 1))) == {"language"}


ARABIC_PAGE = """<!doctype html><html lang="{lang}"><head>
<meta http-equiv="Content-Type" content="text/html; charset={named}">
<title>قصف على سوق هجين | أخبار المثال</title><meta property="og:site_name" content="أخبار المثال">
<meta name="author" content="فلان الفلاني"><link rel="canonical" href="https://example.org/a">
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2021-03-04T08:00:00+03:00"}}</script>
</head><body><article><p>سقطت ثلاث قذائف على سوق بلدة هجين صباح الخميس وأصيب بائعان بحسب السكان.</p>
<p>وكان السوق قد فتح من جديد قبل أسبوع بعد تنظيف الطريق الشمالي من الألغام.</p></article></body></html>"""


@pytest.mark.parametrize(
    ("named", "sent", "is_guessed"),
    [
        ("windows-1256", "cp1256", False),
        ("ISO-8859-6", "iso8859-6", False),
        ("windows-1256", "utf-8", False),
        ("iso-8859-1", "cp1256", True),
        ("utf-8", "cp1256", True),
        ("utf-8", "iso8859-6", True),
        ("utf-8", "utf-16", False),
        ("utf-16", "utf-16-le", False),
        ("utf-16", "utf-16-be", False),
        ("punycode", "cp1256", True),
        ("no-such-thing", "cp1256", True),
    ],
)
def test_pages_in_old_encodings(one: Callable[..., Document], named: str, sent: str, is_guessed: bool) -> None:
    document = one(ARABIC_PAGE.format(lang="ar", named=named).encode(sent), "page.html")
    assert document.text.startswith("سقطت ثلاث قذائف على سوق بلدة هجين")
    assert (document.title, document.publisher) == ("قصف على سوق هجين", "أخبار المثال")
    assert (document.published, document.published_from) == (date(2021, 3, 4), "page")
    assert (document.url, document.language) == ("https://example.org/a", "ar")
    assert ("encoding_guessed" in codes(document)) is is_guessed
    assert "الفلاني" not in repr(document)  # the author is a private person


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(one: Callable[..., Document], encoding: str) -> None:
    assert one((ARABIC + "\n" + ARABIC).encode(encoding)).text == ARABIC + "\n" + ARABIC


@pytest.mark.parametrize(
    ("raw", "word"),
    [(b"%PDF-1.7\n1 0 obj", "PDF"), (b"PK\x03\x04docx", "ZIP"), (b"{\\rtf1 Hajin}", "RTF"),
     (b"\xff\xd8\xff\xe0", "picture"), (b"\x01\x02\x03Hajin\x04\x05", "control")],
)  # fmt: skip
def test_files_of_other_programs(one: Callable[..., Document], raw: bytes, word: str) -> None:
    document = one(raw)
    assert (document.text, codes(document)) == ("", {"binary"})
    assert word in document.issues[0].message


@pytest.mark.parametrize(
    ("lang", "language"), [("ar-SY", "ar"), ("en", "ar"), ("", "ar"), ("fa", "fa"), ("x-klingon", "ar")]
)
def test_the_language_of_a_page_must_fit_its_letters(one: Callable[..., Document], lang: str, language: str) -> None:
    assert one(ARABIC_PAGE.format(lang=lang, named="utf-8").encode(), "page.html").language == language


def test_a_title_of_the_metadata_is_no_text(one: Callable[..., Document]) -> None:
    document = one(PAGE.replace("<h1>Shells hit a market</h1>", "").encode(), "page.html")
    assert document.title == "Shells hit a market"
    assert document.text.startswith("Three shells hit the market")


def test_a_page_is_a_page_in_a_text_file_too(one: Callable[..., Document]) -> None:
    assert one(PAGE.encode()).text == one(b"<!-- saved -->" + PAGE.encode()).text == one(PAGE.encode(), "p.html").text


def test_a_headline_stands_once(one: Callable[..., Document]) -> None:
    assert one(PAGE.encode(), "page.html").text.count("Shells hit a market") == 1


def test_where_the_date_of_a_page_is_from(one: Callable[..., Document], tmp_path: Path) -> None:
    assert one(PAGE.encode(), "page.html").published_from == "page"
    assert one(PAGE.encode(), "page.html", published=date(2020, 1, 1)).published_from == "option"
    (tmp_path / "page.json").write_text('{"published": "2019-02-20", "publisher": "P"}', encoding="utf-8")
    document = one(PAGE.encode(), "page.html")
    assert (document.published, document.published_from) == (date(2019, 2, 20), "sidecar")
    assert (document.publisher, document.title) == ("P", "Shells hit a market")
    assert from_text("x", published="2019-02-20").published_from == "input"


def test_the_date_of_a_page_does_not_depend_on_today(one: Callable[..., Document]) -> None:
    assert one(PAGE.replace("2021-03-04T", "2098-03-04T").encode(), "page.html").published == date(2098, 3, 4)


@pytest.mark.parametrize(
    "page",
    ["<div>" * 50_000 + "x", "<b>" * 100_000, "<" * 100_000, "<html><!--" + "-" * 100_000, "<table><tr><td>" * 3000,
     "<p " + "a=b " * 50_000 + ">x", "<p>" + "&amp;" * 100_000],
)  # fmt: skip
def test_hostile_pages_end_in_an_issue_or_a_text(one: Callable[..., Document], page: str) -> None:
    document = one(page.encode(), "page.html")
    assert document.text or codes(document) == {"no_article"}


def test_a_page_or_file_beyond_the_limit_is_not_read(
    one: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_PAGE", 100)
    assert codes(one(PAGE.encode()[:390], "page.html")) == {"too_long"}
    assert codes(one(b"Shells hit Hajin. " * 30)) == {"too_long"}


def test_a_string_without_a_language_has_it_detected() -> None:
    assert from_text("Government troops entered the town on Monday morning.").language == "en"
    assert from_text("دخلت القوات الحكومية البلدة صباح الاثنين").language == "ar"
    assert {issue.code for issue in from_text("Troops entered the town.").issues} == {"no_date"}

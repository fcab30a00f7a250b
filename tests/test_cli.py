import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conflictmap import __version__
from conflictmap.cli import INTERRUPTED, OUR_BUG, USER_ERROR, cli, main

SEEDS = Path(__file__).parents[1] / "seeds"
ENGLISH = str(SEEDS / "baghouz-2019.en.txt")
HEAVY = {
    "geopandas",
    "pandas",
    "folium",
    "branca",
    "shapely",
    "numpy",
    "trafilatura",
    "marisa_trie",
    "py3langid",
    "rich",
}


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=text)


def exit_code(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the whole command line in this process, as the installed script does."""
    monkeypatch.setattr(sys, "argv", ["conflictmap", *arguments])
    try:
        main()
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def python(*arguments: str, text: bytes = b"", **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *arguments], input=text, capture_output=True, check=False, timeout=60, **options
    )  # type: ignore[call-overload, no-any-return]


def reports(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("arguments", [[], ["analyse"], ["explain"], ["gazetteer"], ["gazetteer", "find"],
                                       ["gazetteer", "explain"], ["gazetteer", "check"]])  # fmt: skip
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_command_has_help_with_an_example(arguments: list[str], flag: str) -> None:
    result = run(*arguments, flag)
    assert result.exit_code == 0
    assert "Example" in result.output or arguments == ["gazetteer"]


def test_version() -> None:
    assert __version__ in run("--version").output


def test_help_loads_nothing_heavy() -> None:
    program = ("import sys; sys.argv = ['conflictmap', '--help']; from conflictmap.__main__ import main; main()\n"
               "print('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))")  # fmt: skip
    done = python("-c", program)
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.decode().partition("LOADED")[2].split()
    assert "conflictmap" in loaded
    assert set(loaded) & HEAVY == set()


def test_exit_codes_and_the_pipe() -> None:
    done = python("-m", "conflictmap", "analyse", "-", "--published", "2019-02-20", "--language", "ar",
                  text="خرجوا من الباغوز إلى مخيم الهول".encode())  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (0, b"")
    report = json.loads(done.stdout)
    assert report["document"]["id"] == "stdin"
    assert [m["place"] for m in report["mentions"] if m["mapped"]] == ["sy-baghouz", "sy-hol-camp"]
    missing = python("-m", "conflictmap", "analyse", "nothing-here.txt")
    assert (missing.returncode, missing.stdout) == (1, b"")
    assert missing.stderr.decode().strip() == "conflictmap: nothing-here.txt: no such file or folder"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["analyse"],
        ["analyse", "x.txt", "--published", "yesterday"],
        ["analyse", "x.txt", "--published", "2019-02-30"],
        ["analyse", "x.txt", "--nonsense"],
        ["analyse", "nothing-here.txt"],
        ["analyse", ENGLISH, "-o", f"{ENGLISH}/out.jsonl"],
        ["explain", ENGLISH, "Ouagadougou"],
        ["gazetteer", "find"],
        ["gazetteer", "explain", "nowhere"],
    ],
)
def test_the_users_faults(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert exit_code(monkeypatch, *arguments) == USER_ERROR
    told = capsys.readouterr()
    assert "Traceback" not in told.err and "our bug" not in told.err


@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt, INTERRUPTED), (ZeroDivisionError, OUR_BUG), (MemoryError, OUR_BUG)]
)
def test_what_happens_below_is_told_by_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: type[BaseException], code: int
) -> None:
    def stop(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr("conflictmap.read.read", stop)
    assert exit_code(monkeypatch, "analyse", ENGLISH) == code
    assert "Traceback" not in capsys.readouterr().err


def test_analyse_writes_a_line_a_document_in_order() -> None:
    result = run("analyse", ENGLISH, str(SEEDS / "baghouz-2019.ar.txt"))
    assert result.exit_code == 0
    assert [report["document"]["id"] for report in reports(result)] == ["baghouz-2019.en", "baghouz-2019.ar"]  # type: ignore[index]


def test_a_folder_of_seeds() -> None:
    assert len(reports(run("analyse", str(SEEDS)))) == len(list(SEEDS.glob("*.txt")))


def test_twice_gives_the_same_bytes() -> None:
    assert run("analyse", ENGLISH).stdout_bytes == run("analyse", ENGLISH).stdout_bytes


@pytest.mark.parametrize(("flags", "has_text"), [([], False), (["--keep-text"], True)])
def test_keep_text(flags: list[str], has_text: bool) -> None:
    (report,) = reports(run("analyse", ENGLISH, *flags))
    assert ("text" in report["document"]) is has_text  # type: ignore[operator]


def test_a_document_without_a_date_is_told_of() -> None:
    result = run("analyse", "-", text="Shells hit a market in Hajin on Monday, residents said.")
    assert "--published" in result.stderr
    dated = run("analyse", "-", "--published", "2019-02-20", text="Shells hit a market in Hajin, residents said.")
    assert dated.stderr.strip() == ""
    assert reports(dated)[0]["document"]["published"] == "2019-02-20"  # type: ignore[index]


def test_json_lines_by_the_pipe_and_a_bad_line() -> None:
    lines = (
        '{"id": "a", "text": "Shells hit Hajin.", "language": "en"}\n{bad\n{"id": "c", "text": "", "language": "en"}\n'
    )
    result = run("analyse", "-", "--published", "2019-02-20", text=lines)
    assert result.exit_code == 0
    codes = {r["document"]["id"]: {i["code"] for i in r["issues"]} for r in reports(result)}  # type: ignore[index, attr-defined]
    assert list(codes) == ["a", "stdin:2", "c"]
    assert codes["a"] == set() and "bad_record" in codes["stdin:2"] and "empty" in codes["c"]


def test_output_file(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert run("analyse", ENGLISH, "-o", str(target)).exit_code == 0
    assert target.read_bytes() == run("analyse", ENGLISH).stdout_bytes
    assert list(tmp_path.iterdir()) == [target]
    assert os.access(target, os.R_OK)


@pytest.mark.parametrize("error", ["nothing-here.txt", "{bad"])
def test_output_file_is_never_half_written(tmp_path: Path, error: str) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("what was there before", encoding="utf-8")
    bad = tmp_path / "bad.txt"
    bad.write_text("Shells hit Hajin.", encoding="utf-8")
    if error == "{bad":
        bad.with_suffix(".json").write_text(error, encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    result = run("analyse", ENGLISH, str(bad if error == "{bad" else tmp_path / error), "-o", str(target))
    assert result.exit_code != 0
    assert target.read_text(encoding="utf-8") == "what was there before"
    assert sorted(tmp_path.iterdir()) == before


def test_one_broken_document_does_not_take_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from conflictmap.pipeline import Pipeline

    whole = Pipeline.analyse

    def analyse(self: Pipeline, document: object) -> object:
        if document.id == "b":  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return whole(self, document)  # type: ignore[arg-type]

    monkeypatch.setattr(Pipeline, "analyse", analyse)
    lines = "".join(f'{{"id": "{name}", "text": "Shells hit Hajin.", "language": "en"}}\n' for name in "abc")
    result = run("analyse", "-", text=lines)
    assert result.exit_code == 0
    codes = {r["document"]["id"]: [i["code"] for i in r["issues"]] for r in reports(result)}  # type: ignore[index, attr-defined]
    assert {name: "failed" in found for name, found in codes.items()} == {"a": False, "b": True, "c": False}


def test_explain() -> None:
    result = run("explain", ENGLISH, "baghouz")
    assert result.exit_code == 0
    assert "-> sy-baghouz (mapped" in result.output
    assert "curated=1.00" in result.output


def test_gazetteer_find() -> None:
    result = run("gazetteer", "find", "Deir Ezzor", "مخيم الهول", "Xqzzyv", "--limit", "2")
    assert result.exit_code == 0
    assert "sy-deir-ez-zor" in result.output and "sy-hol-camp" in result.output


@pytest.mark.parametrize("by_pipe", [True, False])
def test_gazetteer_find_in_bulk(tmp_path: Path, by_pipe: bool) -> None:
    lines = '{"id": 1, "name": "الباغوز"}\n\n{"id": "b", "name": "Tripoli", "country": "LY"}\n'
    lines += '{"id": "c", "name": "Xqzzyv"}\n'
    (tmp_path / "names.jsonl").write_text(lines, encoding="utf-8")
    source = "-" if by_pipe else str(tmp_path / "names.jsonl")
    first, second, third = reports(run("gazetteer", "find", "--jsonl", source, text=lines if by_pipe else None))
    best = first["matches"][0]  # type: ignore[index]
    assert (first["id"], best["place"], best["kind"], best["country"]) == (1, "sy-baghouz", "settlement", "SY")
    assert set(best) == {"place", "name", "lon", "lat", "uncertainty_km", "kind", "country", "score"}
    assert {match["country"] for match in second["matches"]} == {"LY"}  # type: ignore[attr-defined]
    assert third == {"id": "c", "matches": []}


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"name": "x"}', "3"])
def test_bad_line_of_a_bulk_look_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str
) -> None:
    file = tmp_path / "names.jsonl"
    file.write_text(f'{{"id": 1, "name": "Hajin"}}\n{line}\n', encoding="utf-8")
    assert exit_code(monkeypatch, "gazetteer", "find", "--jsonl", str(file)) == USER_ERROR
    assert f"{file}:2" in capsys.readouterr().err


def test_gazetteer_explain() -> None:
    facts = json.loads(run("gazetteer", "explain", "sy-baghouz").output)
    assert (facts["id"], facts["country"]) == ("sy-baghouz", "SY")
    assert "الباغوز" in facts["names"]


def test_gazetteer_check() -> None:
    assert run("gazetteer", "check").exit_code == 0

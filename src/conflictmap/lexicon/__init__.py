"""Words of the languages, as data: one folder a language, one sorted TSV a kind of word.

A word of a lexicon may be several words of the text ("لم يتمكن", "gave up"). Single Arabic words are also found
behind the clitics و ف ب ل ك and the article where the finder allows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from conflictmap.errors import DataError
from conflictmap.text.normalise import fold

Row = Mapping[str, str]
LANGUAGES = ("ar", "en")


@lru_cache(maxsize=128)
def rows(language: str, name: str) -> tuple[Row, ...]:
    """Read `lexicon/LANGUAGE/NAME.tsv` as one mapping a line; an absent file has no rows.

    Raises:
        DataError: where a line has another number of columns than the header.
    """
    path = resources.files(__package__) / language / f"{name}.tsv"
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    return tuple(
        _row(f"{language}/{name}.tsv:{number}", header, line)
        for number, line in enumerate(lines[1:], 2)
        if line and not line.startswith("#")
    )


def _row(where: str, header: list[str], line: str) -> Row:
    cells = line.split("\t")
    if len(cells) != len(header):
        raise DataError(f"{where}: {len(cells)} columns, the header has {len(header)}")
    return dict(zip(header, cells, strict=True))


def words(language: str, name: str, column: str = "word") -> frozenset[str]:
    """Give one column of a lexicon as a set."""
    return frozenset(row[column] for row in rows(language, name))


@lru_cache(maxsize=8)
def word_classes(language: str) -> Mapping[str, str]:
    """Give the class of the ordinary words of a language by their folded form; closed classes win."""
    lists = (rows(language, name) for name in ("common_words", "function_words"))
    return {fold(row["word"]): row["class"] for listed in lists for row in listed}

"""Measure how much work the pipeline is, as a ratio to plain tokenising in the same run.

    python benchmarks/speed.py [ARTICLE...]

Machines differ and are noisy: a ratio of CPU times taken side by side holds where seconds do not. The denominator is
one `re` pass over the same text that finds its words, the least that any reader of text must do. The growth row says
how the CPU time grows when a text is ten times as long (10 is linear). Rates are those of one core, warm: word lists
are read and the words of the articles have been met.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from conflictmap.gazetteer import Gazetteer
from conflictmap.model import Document
from conflictmap.pipeline import Pipeline
from conflictmap.read import read
from conflictmap.recognise.matching import dictionary_hits
from conflictmap.text.tokens import Words

ROUNDS = 5
ARTICLE_BYTES = 3000  # of UTF-8: a usual agency report
SCAN_BYTES = 1_000_000
_SEEDS = Path(__file__).resolve().parents[1] / "seeds"
_WORD = re.compile(r"\w+")
# The most that a process has held counts what its parent held; what it holds now does not. Linux only.
_STATUS = Path("/proc/self/status")
_RESIDENT = f"{{}}; print(next(line for line in open('{_STATUS}') if line.startswith('VmRSS')).split()[1])"
_OPEN = "from conflictmap.gazetteer import Gazetteer; g = Gazetteer.open(); g.lookup('Aleppo')"
_IMPORT = "import marisa_trie, sqlite3; from conflictmap.gazetteer import Gazetteer"


def main(articles: list[str]) -> None:
    pipeline = Pipeline.open()
    documents = list(read(articles))
    for document in documents:
        pipeline.analyse(document)  # word lists and the index's pages are read on first use
        plain, whole, long = (_cpu(work) for work in _works(pipeline, document))
        print(f"{document.id}: {len(document.text)} characters, pipeline / words = {whole / plain:.0f}, "
              f"ten times the text = {long / whole:.1f} times the work")  # fmt: skip
    plain, whole = _cpu(lambda: _found(documents)), _cpu(lambda: [pipeline.analyse(one) for one in documents])
    size = sum(len(document.text.encode()) for document in documents)
    print(f"pipeline: {size / ARTICLE_BYTES / whole:.0f} articles of 3 KB a second, / words = {whole / plain:.0f}")
    _scan(pipeline.gazetteer)
    print(f"gazetteer find, index there: {_cpu_of_find():.2f} s of CPU, start of the program and all")
    if _STATUS.exists():
        print(
            f"open gazetteer: {_resident(_OPEN):.0f} MB resident, of these {_resident(_IMPORT):.0f} MB for the modules"
        )


def _scan(gazetteer: Gazetteer) -> None:
    """Scan Arabic text with clitics for the names of the gazetteer."""
    document = next(iter(read([str(_SEEDS / "baghouz-2019.ar.txt")])))
    text = "\n\n".join([document.text] * (SCAN_BYTES // len(document.text.encode()) + 1))
    words = Words.of(text)
    scan = _cpu(lambda: dictionary_hits(words, gazetteer, "ar"))
    plain = _cpu(lambda: [match.span() for match in _WORD.finditer(text)])
    print(f"dictionary scan: {len(text.encode()) / scan / 1e6:.1f} MB/s of Arabic, / words = {scan / plain:.1f}")


def _found(documents: list[Document]) -> list[list[tuple[int, int]]]:
    return [[match.span() for match in _WORD.finditer(document.text)] for document in documents]


def _works(pipeline: Pipeline, document: Document) -> tuple[Callable[[], object], ...]:
    longer = replace(document, text="\n\n".join([document.text] * 10))
    return (
        lambda: [match.span() for match in _WORD.finditer(document.text)],
        lambda: pipeline.analyse(document),
        lambda: pipeline.analyse(longer),
    )


def _cpu(work: Callable[[], object]) -> float:
    """Give the median CPU seconds of a piece of work; short ones are repeated until they can be timed."""
    times = []
    for _ in range(ROUNDS):
        count, start = 0, time.process_time()
        while time.process_time() - start < 0.05:
            work()
            count += 1
        times.append((time.process_time() - start) / count)
    return statistics.median(times)


def _cpu_of_find() -> float:
    """Give the median CPU seconds (user and system) of looking one name up from the command line."""
    command = [sys.executable, "-m", "conflictmap", "gazetteer", "find", "Aleppo"]
    times = []
    for _ in range(ROUNDS):
        before = os.times()
        subprocess.run(command, check=True, capture_output=True)
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return statistics.median(times)


def _resident(statement: str) -> float:
    """Give the memory in MB that a fresh process holds after a statement."""
    command = [sys.executable, "-c", _RESIDENT.format(statement)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / 1024


if __name__ == "__main__":
    main(sys.argv[1:] or [str(_SEEDS)])

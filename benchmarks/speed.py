"""Measure how much work the pipeline is, as a ratio to plain tokenising in the same run.

    python benchmarks/speed.py [ARTICLE...]

Machines differ and are noisy: a ratio of CPU times taken side by side holds where seconds do not. The denominator is
one `re` pass over the same text that finds its words, the least that any reader of text must do. The growth row says
how the CPU time grows when a text is ten times as long (10 is linear).
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from conflictmap.model import Document
from conflictmap.pipeline import Pipeline
from conflictmap.read import read

ROUNDS = 5
_WORD = re.compile(r"\w+")


def main(articles: list[str]) -> None:
    pipeline = Pipeline.open()
    for document in read(articles):
        pipeline.analyse(document)  # word lists and the index's pages are read on first use
        plain, whole, long = (_cpu(work) for work in _works(pipeline, document))
        print(f"{document.id}: {len(document.text)} characters, pipeline / words = {whole / plain:.0f}, "
              f"ten times the text = {long / whole:.1f} times the work")  # fmt: skip


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


if __name__ == "__main__":
    main(sys.argv[1:] or [str(Path(__file__).resolve().parents[1] / "seeds")])

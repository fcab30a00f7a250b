"""conflictmap as a command line: the only thing that the evaluation knows of it is the contract."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from evaluation.records import Record

ANALYSE = ("-m", "conflictmap", "analyse")
FIND = ("-m", "conflictmap", "gazetteer", "find", "--jsonl")


class PipelineError(RuntimeError):
    """The command wrote nothing that could be scored."""


def analyse(records: Sequence[Record], *, jobs: int = 1, timeout_s: float | None = None) -> list[Record]:
    """The reports of documents, by `conflictmap analyse`; `jobs` processes share the documents."""
    return _in_parallel(ANALYSE, records, jobs=jobs, timeout_s=timeout_s)


def find(names: Sequence[Record], *, jobs: int = 1, timeout_s: float | None = None) -> list[Record]:
    """The matches of names, by `conflictmap gazetteer find --jsonl`."""
    return _in_parallel(FIND, names, jobs=jobs, timeout_s=timeout_s)


def _in_parallel(
    command: Sequence[str], records: Sequence[Record], *, jobs: int, timeout_s: float | None
) -> list[Record]:
    size = max(1, -(-len(records) // max(1, jobs)))
    parts = [records[start : start + size] for start in range(0, len(records), size)]
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        done = list(pool.map(lambda part: run(command, part, timeout_s=timeout_s), parts))
    return [report for reports in done for report in reports]


def run(command: Sequence[str], records: Sequence[Record], *, timeout_s: float | None = None) -> list[Record]:
    """Run Python with `command` and a file of `records`; its JSON lines.

    Raises:
        PipelineError: it failed, or ran longer than `timeout_s` seconds. Its messages may quote the texts,
            which must not be printed: they are left in a temporary file that the error names.
    """
    with tempfile.TemporaryDirectory(prefix="conflictmap-evaluate-") as folder:
        given, written = Path(folder, "input.jsonl"), Path(folder, "output.jsonl")
        given.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
        with (
            tempfile.NamedTemporaryFile(prefix="conflictmap-evaluate-", suffix=".log", delete=False) as log,
            written.open("wb") as output,
        ):
            code = _wait([sys.executable, *command, str(given)], output.fileno(), log.fileno(), timeout_s)
        if code != 0:
            raise PipelineError(f"{' '.join(command)}: {_outcome(code, timeout_s)}; messages are in {log.name}")
        Path(log.name).unlink()
        with written.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines if line.strip()]


def _wait(command: Sequence[str], output: int, log: int, timeout_s: float | None) -> int | None:
    try:
        return subprocess.run(command, stdout=output, stderr=log, timeout=timeout_s, check=False).returncode
    except subprocess.TimeoutExpired:
        return None


def _outcome(code: int | None, timeout_s: float | None) -> str:
    return f"took more than {timeout_s} s" if code is None else f"exit code {code}"

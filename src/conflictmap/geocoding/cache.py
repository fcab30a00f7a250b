"""The answers of geocoding services on disk, so that no name is asked twice: one small database, misses included."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from conflictmap.errors import ServiceError
from conflictmap.geocoding.answers import Answer, dumps, loads

_MISS_DAYS = 90  # after which a name that the service did not know is asked again
_WAIT_SECONDS = 30.0  # for another process that writes
_TABLE = """
CREATE TABLE IF NOT EXISTS answer (
  service TEXT NOT NULL, domain TEXT NOT NULL, query TEXT NOT NULL, country TEXT NOT NULL,
  answers TEXT NOT NULL, asked TEXT NOT NULL, PRIMARY KEY (service, domain, query, country)
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an answer belongs to: the service, the machine that runs it, the name, the country it was asked for in."""

    service: str
    domain: str
    query: str
    country: str


class Cache:
    """A file of answers that several processes may share. Only its owner may read it: it tells what was looked up.

    Args:
        path: the file; it and its folder are made when the first answer is kept.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, question: Question, today: date) -> tuple[Answer, ...] | None:
        """Give what was answered, () where the service knew nothing, None where it is to be asked (again).

        Raises:
            ServiceError: where the file cannot be read.
        """
        if not self.path.exists():
            return None
        with self._open() as store:
            row = store.execute(
                "SELECT answers, asked FROM answer WHERE service = ? AND domain = ? AND query = ? AND country = ?",
                _key(question),
            ).fetchone()
        if row is None:
            return None
        try:
            answers, asked = loads(row[0]), date.fromisoformat(row[1])
        except (ValueError, TypeError, KeyError, AttributeError):
            return None  # of another version: asked again and written over
        return None if not answers and today - asked > timedelta(days=_MISS_DAYS) else answers

    def put(self, question: Question, answers: tuple[Answer, ...], today: date) -> None:
        """Keep an answer, whole or not at all, in place of an older one.

        Raises:
            ServiceError: where the file cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise ServiceError(f"{self.path}: the answers cannot be kept ({error.strerror})") from error
        with self._open() as store, store:
            store.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)",
                (*_key(question), dumps(answers), today.isoformat()),
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=_WAIT_SECONDS)) as store:
                store.execute(_TABLE)
                yield store
        except sqlite3.Error as error:
            raise ServiceError(f"{self.path}: the file of answers is not usable ({error}); delete it") from error


def _key(question: Question) -> tuple[str, str, str, str]:
    return (question.service, question.domain, question.query.casefold(), question.country)

"""The download of a country's dump, against a server of our own on a socket of the machine's own processes."""

import hashlib
import io
import os
import socketserver
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
import pytest

from conflictmap.errors import InputError
from conflictmap.gazetteer.packs import download

URL = "http://dumps/SY.zip"
BODY = bytes(range(256)) * 2000


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Serve one file with Range and If-Range; `cuts` says after how many bytes each of the next answers breaks off."""

    daemon_threads = True

    def __init__(self, address: str) -> None:
        self.body, self.tag, self.cuts, self.status = BODY, '"one"', [], 200  # type: ignore[var-annotated]
        self.ranges: list[str | None] = []
        super().__init__(address, Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: the tests cut connections on purpose."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)
        body, start = self.server.body, 0
        if wanted and self.headers.get("If-Range") == self.server.tag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
        if start >= len(body):
            self.send_response(416)
            self.end_headers()
            return
        self.send_response(206 if start else self.server.status)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("ETag", self.server.tag)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        cut = self.server.cuts.pop(0) if self.server.cuts else len(body)
        self.wfile.write(body[start : start + cut])

    def address_string(self) -> str:
        return "test"

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="cm-") as folder:  # the path of a socket has to be short
        made = Server(f"{folder}/s")
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        made.shutdown()
        made.server_close()
        thread.join()


def fetch(server: Server, target: Path, **options: Any) -> Path:
    transport = httpx.HTTPTransport(uds=str(server.server_address))
    return download.fetch(URL, target, transport=transport, **options)


def only(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_whole(server: Server, tmp_path: Path) -> None:
    told: list[float] = []
    path = fetch(server, tmp_path / "new" / "SY.zip", progress=lambda _what, share: told.append(share),
                 sha256=hashlib.sha256(BODY).hexdigest().upper())  # fmt: skip
    assert path.read_bytes() == BODY and only(tmp_path / "new") == ["SY.zip"]
    assert told == sorted(told) and told[-1] == 1.0


def test_a_broken_connection_goes_on_where_it_was(server: Server, tmp_path: Path) -> None:
    server.cuts = [100_000, 7, 200_000]
    assert fetch(server, tmp_path / "SY.zip").read_bytes() == BODY
    assert server.ranges == [None, "bytes=100000-", "bytes=100007-", "bytes=300007-"]


def test_what_came_is_kept_for_the_next_call(server: Server, tmp_path: Path) -> None:
    server.cuts = [1000, 0]
    with pytest.raises(InputError, match=r"could not be downloaded .*1,000 bytes are kept"):
        fetch(server, tmp_path / "SY.zip")
    assert not (tmp_path / "SY.zip").exists() and (tmp_path / "SY.zip.part").stat().st_size == 1000
    assert fetch(server, tmp_path / "SY.zip").read_bytes() == BODY
    assert server.ranges[-1] == "bytes=1000-" and only(tmp_path) == ["SY.zip"]


def test_a_file_that_has_changed_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    server.cuts = [1000, 0]
    with pytest.raises(InputError):
        fetch(server, tmp_path / "SY.zip")
    server.body, server.tag = BODY[::-1], '"two"'
    assert fetch(server, tmp_path / "SY.zip").read_bytes() == BODY[::-1]


def test_a_part_that_is_whole_already(server: Server, tmp_path: Path) -> None:
    (tmp_path / "SY.zip.part").write_bytes(BODY)
    (tmp_path / "SY.zip.part.json").write_text('{"validator": "\\"one\\""}', encoding="utf-8")
    assert fetch(server, tmp_path / "SY.zip").read_bytes() == BODY


@pytest.mark.parametrize("facts", ["", "[]", "{}", '{"validator": null}'])
def test_a_part_of_unknown_origin_is_not_trusted(server: Server, tmp_path: Path, facts: str) -> None:
    (tmp_path / "SY.zip.part").write_bytes(b"something else")
    (tmp_path / "SY.zip.part.json").write_text(facts, encoding="utf-8")
    assert fetch(server, tmp_path / "SY.zip").read_bytes() == BODY
    assert server.ranges == [None]


def test_another_hash_keeps_nothing(server: Server, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the SHA-256 is"):
        fetch(server, tmp_path / "SY.zip", sha256="0" * 64)
    assert only(tmp_path) == []


@pytest.mark.parametrize("status", [404, 403, 500])
def test_a_refusal_is_told(server: Server, tmp_path: Path, status: int) -> None:
    server.status = status
    with pytest.raises(InputError, match=f"the server says {status}"):
        fetch(server, tmp_path / "SY.zip")
    assert only(tmp_path) == []


def test_no_server(tmp_path: Path) -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route to host")

    with pytest.raises(InputError, match=r"could not be downloaded \(no route to host\)\. Without a network"):
        download.fetch(URL, tmp_path / "SY.zip", transport=httpx.MockTransport(refuse))


SERVE = (
    "import sys; from functools import partial; from http.server import HTTPServer, SimpleHTTPRequestHandler as H\n"
    "server = HTTPServer(('127.0.0.1', 0), partial(H, directory=sys.argv[1]))\n"
    "print(server.server_address[1], flush=True)\n"
    "server.serve_forever()\n"
)


@pytest.fixture
def dumps(tmp_path: Path) -> Iterator[str]:
    """Serve a folder with an invented XX.zip from another process; give its address."""
    folder = tmp_path / "dumps"
    folder.mkdir()
    cells = ["9001", "Qzarqunabad", "Qzarqunabad", "", "35.1", "40.2", "P", "PPL", "SY", "", "07", "", "", "", "1200",
             "", "200", "Asia/Damascus", "2020-01-01"]  # fmt: skip
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("XX.txt", "\t".join(cells) + "\n")
    (folder / "XX.zip").write_bytes(whole.getvalue())
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(folder)], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)  # fmt: skip
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()
    process.stdout.close()


def run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "conflictmap", "gazetteer", *arguments], capture_output=True,
                          text=True, timeout=60, check=False,
                          env={**os.environ, "CONFLICTMAP_DATA": str(data), "PYTHONIOENCODING": "utf-8"})  # fmt: skip


def test_a_country_code_is_downloaded(dumps: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = run("add", "geonames", "xx", "--base-url", dumps, data=data)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "geonames-xx: 1 places (1 settlement)\n"
    assert only(data / "downloads") == []
    done = run("add", "geonames", "yy", "--base-url", f"{dumps}/", data=data)
    assert done.returncode == 1 and "YY.zip: the server says 404" in done.stderr
    assert done.stderr.count("\n") == 1 and only(data / "packs") == ["geonames-xx"]


def test_without_a_network_one_line_is_told(tmp_path: Path) -> None:
    done = run("add", "geonames", "SY", "--base-url", "http://127.0.0.1:9/", data=tmp_path)
    assert done.returncode == 1 and "could not be downloaded" in done.stderr and done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr

"""Files that are one line of 99 MB, sent over HTTP: refused clearly, in little time and memory, by whichever process reads them."""
import contextlib
import http.client
import json
import time
from pathlib import Path

import pytest

from tests.faults.server import PATIENCE, Server

pytestmark = pytest.mark.slow
SIZE, TOO_LARGE = 99_000_000, 100_000_001
MOST_SECONDS, MOST_MEGABYTES = 2, 300
LINES = [
    ("csv", b"prompt,answer\n", b"x"), ("csv", b'prompt,answer\n"', b"x"), ("gift", b"", b"x"), ("gift", b"a{", b"="), ("aiken", b"", b"x"),
    ("markdown", b"1. ", b"x"), ("markdown", b"1. a\n", b"`"), ("json", b'[{"prompt": "', b"x"), ("json", b"", b"["),
    ("ndjson", b'{"prompt": "', b"x"), ("moodle_xml", b"<quiz><question><name><text>", b"x"), ("qti12", b"<questestinterop>", b"x"),
    ("qti3", b"<qti-assessment-item>", b"x"), ("anki", b"#separator:tab\n", b"x"),
]  # fmt: skip
"""Of a format, how a line begins, and what it goes on with."""


@pytest.fixture(scope="module")
def server():
    with Server("sqlite") as server:
        yield server
        assert not server.unexpected()


def sent(server, path, size, start, piece):
    """Send so much, made as it is sent; (status, headers, body)."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) as connection:
        connection.putrequest("POST", f"/api/v1{path}")
        connection.putheader("Authorization", f"Bearer {server.secrets['writer']}")
        connection.putheader("Content-Length", str(size))
        connection.endheaders()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # refused before it has come
            connection.send(start)
            for _ in range((size - len(start)) // 1_000_000):
                connection.send(piece * 1_000_000)
            connection.send(piece * ((size - len(start)) % 1_000_000))
        with connection.getresponse() as response:
            return response.status, response.headers, response.read()


def ended(server, id):
    """A job that has ended."""
    end = time.monotonic() + PATIENCE
    while (found := server.get(f"/jobs/{id}").json)["state"] in ("queued", "running"):
        assert time.monotonic() < end
        time.sleep(0.1)
    return found


def seconds(server):
    """CPU time of the server's processes so far."""
    return sum(sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13])) for pid in server.members()) / 100


def peaks(server):
    """The megabytes that each of the server's processes has held at most since this was asked for last."""
    found = {}
    for pid in server.members():
        found[pid] = int(Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # see proc(5)
    return found


@pytest.mark.parametrize(("format", "start", "piece"), LINES)
def test_a_line_without_end_is_refused_in_little_time_and_memory(server, format, start, piece):
    topic, _ = server.topic(), peaks(server)
    status, _, body = sent(server, f"/imports?format={format}&topic={topic['slug']}", SIZE, start, piece)
    assert status == 202
    before = seconds(server)
    found = ended(server, json.loads(body)["id"])
    took, held = seconds(server) - before, peaks(server)

    print(f"{format}: {took:.1f} s, {held} MB")
    assert found["state"] == "failed" and 400 <= found["result"]["error"]["status"] < 500, found
    assert found["result"]["error"]["detail"].endswith(".")
    assert took < MOST_SECONDS and max(held.values()) < MOST_MEGABYTES


def test_more_than_a_file_may_have_is_413_at_once(server):
    status, headers, body = sent(server, "/imports?format=gift", TOO_LARGE, b"", b"x")
    assert status == 413 and headers["Content-Type"] == "application/problem+json" and json.loads(body)["detail"].endswith(".")

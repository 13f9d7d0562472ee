"""Files that were made to do harm, sent as anybody may send them: a clear answer, in time, and nothing written.

Some are imported at once and some by a job; what is told of them is the same.
"""
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from service import db, jobs
from service.formats import READ
from service.models.content import Question, Topic
from service.models.imports import Upload
from service.models.media import Media
from tests import hostile
from tests.formats.fuzz_samples import samples
from tests.pictures import drawing, png

ROOT = Path(__file__).parent.parent
MOST_SECONDS = 4
ARCHIVES = ("qti3", "qti21", "qti12", "cc", "anki")
TEXTS = ("csv", "gift", "aiken", "markdown", "json", "ndjson")
OUT = ("../../etc/cron.d/x", "/etc/passwd", "C:\\Windows\\x", "a/../../b", "..\\..\\x", "\\\\host\\share\\x", "a\0.xml")


@dataclass
class Outcome:
    """What an import came to: a problem, or else a report."""

    status: int
    problem: dict | None
    report: dict | None

    @property
    def said(self):
        """Everything that was told."""
        if self.problem:
            return self.problem["detail"]
        items = [f"{item['where']}: {item['detail']}" for item in self.report["items"]]
        return "\n".join(items + [f"{each['where']}: {each['detail']}" for each in self.report["not_carried"]])


def outcome(world, data, format, **parameters):
    """Send a file, and wait for its job if it takes one; what is told of it, and that it was told in time."""
    asked = {"format": format, "topic": world.topic()["slug"], **parameters}
    start = time.process_time()
    reply = world.call("POST", "/imports", "writer", data=data, query_string={name: value for name, value in asked.items() if value})
    found = _of_job(world, reply) if reply.status_code == 202 else _of_reply(reply)
    assert time.process_time() - start < MOST_SECONDS
    if found.problem:
        assert 400 <= found.status < 500 and found.problem["detail"].strip().endswith((".", "?", ")")), found.problem
    return found


def _of_reply(reply):
    if reply.status_code == 200:
        return Outcome(200, None, reply.json)
    assert reply.headers["Content-Type"] == "application/problem+json", reply.data[:200]
    return Outcome(reply.status_code, reply.json, None)


def _of_job(world, reply):
    with world.app.app_context():
        while jobs.run_one(world.engine):
            pass
    job = world.get(f"/jobs/{reply.json['id']}", by="writer").json
    if job["state"] == "done":
        return Outcome(200, None, job["result"])
    assert job["state"] == "failed", job
    return Outcome(job["result"]["error"]["status"], job["result"]["error"], None)


def held(world, *models):
    """How much there is in the bank."""
    with world.app.app_context(), db.snapshot(world.engine):
        return [db.execute(select(func.count()).select_from(model.__table__)).scalar_one() for model in models or (Question, Topic, Media)]


def refused(world, data, format, **parameters):
    """What is told of a file that must leave nothing behind."""
    before = held(world)
    found = outcome(world, data, format, **parameters)
    assert found.problem or not found.report["applied"] and found.report["counts"]["rejected"], found
    assert held(world) == [before[0], before[1] + 1, before[2]], "but for the topic it was sent to"
    return found


# -- archives


@pytest.mark.parametrize(("format", "name"), [*((format, OUT[0]) for format in ARCHIVES), *(("qti12", name) for name in OUT[1:])])
def test_no_member_leads_out_of_an_archive(sqlite_world, format, name):
    assert "leads out of the archive" in refused(sqlite_world, hostile.slipping(name), format).said


@pytest.mark.parametrize(
    ("format", "make", "given"),
    [
        ("anki", hostile.bomb, ("collection.anki2", 30)), ("anki", hostile.squeezed, (120_000_000,)), ("anki", hostile.squeezed, (100, 28)),
        ("qti12", hostile.bomb, ("a.xml", 30)), ("qti3", hostile.bomb, ("imsmanifest.xml", 30)), ("qti21", hostile.bomb, ("a.xml", 30)),
        ("cc", hostile.bombs, (9, 5)), ("qti3", hostile.nested, ()), ("qti21", hostile.nested, ()), ("anki", hostile.nested, ()),
        ("qti12", hostile.overlapping, (100,)), ("qti3", hostile.crowded, (21_000,)),
    ],
)  # fmt: skip
def test_what_unpacks_without_end_is_refused_in_time(sqlite_world, format, make, given):
    refused(sqlite_world, make(*given), format)


@pytest.mark.parametrize("format", ["qti12", "qti21"])
@pytest.mark.parametrize("data", [*map(hostile.lying, (0, 4000, 2**32 - 1)), hostile.marked(flag_bits=1), hostile.marked(method=14)])
def test_a_member_that_lies_or_is_locked_is_told(sqlite_world, format, data):
    said = refused(sqlite_world, data, format).said
    assert "a.xml" in said and ("damaged" in said or "encrypted" in said or "compressed" in said)


@pytest.mark.parametrize("format", [None, *ARCHIVES])
@pytest.mark.parametrize("before", [png(), b"<html><script>alert(1)</script>", b"{}"], ids=["image", "page", "object"])
def test_an_archive_that_is_something_else_too_is_taken_for_neither(sqlite_world, format, before):
    refused(sqlite_world, before + hostile.archive([("a.xml", hostile.document("qti12"))]), format)


# -- XML


@pytest.mark.parametrize("format", hostile.INSIDE)
@pytest.mark.parametrize("kind", hostile.ENTITIES)
def test_no_entity_is_ever_opened(sqlite_world, format, kind):
    before, text = hostile.ENTITIES[kind]
    said = refused(sqlite_world, hostile.document(format, text, before), format).said
    assert "line 1" in said and ("DOCTYPE" in said or "entity" in said) and "root:" not in said


@pytest.mark.parametrize("format", hostile.INSIDE)
def test_what_is_to_be_included_is_not(sqlite_world, format):
    found = outcome(sqlite_world, hostile.document(format, f"Say {hostile.INCLUDED}"), format)
    assert "root:" not in str(found)


@pytest.mark.parametrize("format", hostile.INSIDE)
@pytest.mark.parametrize("make", [hostile.growing, hostile.deep], ids=["growing", "deep"])
def test_what_grows_is_refused_at_once(sqlite_world, format, make):
    refused(sqlite_world, make(format), format)


@pytest.mark.parametrize("format", hostile.INSIDE)
@pytest.mark.parametrize("wide", [{"attributes": 100_000}, {"attributes": 0, "spaces": 50_000}], ids=["attributes", "namespaces"])
def test_what_is_wide_is_read_in_time(sqlite_world, format, wide):
    outcome(sqlite_world, hostile.wide(format, **wide), format)


@pytest.mark.parametrize("format", hostile.INSIDE)
@pytest.mark.parametrize(("encoding", "declared"), [("utf-16-le", ""), ("utf-32", "UTF-32"), ("latin-1", "UTF-8"), ("utf-8", "EBCDIC")])
def test_an_encoding_that_is_not_what_it_says_is_told(sqlite_world, format, encoding, declared):
    text = hostile.document(format, "Größe", declared=f'<?xml version="1.0" encoding="{declared}"?>' if declared else "").decode()
    refused(sqlite_world, text.encode(encoding), format)


# -- Anki


@pytest.mark.parametrize("kind", hostile.HOSTILE_SCHEMAS)
def test_a_database_that_acts_is_not_read(sqlite_world, kind):
    said = refused(sqlite_world, hostile.acting(hostile.HOSTILE_SCHEMAS[kind]), "anki").said
    assert "export" in said.lower() and "root:" not in said


@pytest.mark.parametrize("kind", hostile.BROKEN_DATABASES)
def test_a_broken_database_is_told(sqlite_world, kind):
    assert "Check Database" in refused(sqlite_world, hostile.of_another_shape(hostile.BROKEN_DATABASES[kind]), "anki").said


# -- text


NO_TEXTS = (b"What?\0 {T}\nA. a\0\n", bytes(range(256)) * 40, "Größe {T}".encode("utf-16-le"), "A,B".encode("utf-32"), b"\xff" * 5000)


@pytest.mark.parametrize("format", TEXTS)
@pytest.mark.parametrize("data", NO_TEXTS, ids=range(len(NO_TEXTS)))
def test_what_is_no_text_is_told(world, format, data):
    found = outcome(world, data, format)
    assert found.problem or not found.report["applied"] or "\0" not in str(found.report)


@pytest.mark.parametrize("format", sorted(READ))
def test_a_file_that_is_cut_off_anywhere_is_told(sqlite_world, format):
    for data in samples(format)[:2]:
        for place in range(1, 5):
            outcome(sqlite_world, data[: len(data) * place // 5], format)


NASTY = (
    r'"\ud800"', r'"a\u0000b"', '"\u202e\ufeff"', "1e400", "1" * 5000, "-0", "[" * 100_000, "NaN", '{"a": 1, "a": 2}', "1e-400",
    f'"{30_000 * "x"}"',
)  # fmt: skip
FIELDS = ("prompt", "title", "points", "external_id", "answers", "tags", "category", "body", "feedback", "source", "type", r"\ud800")


def nasty(value, field):
    """A question in JSON with this value in this field."""
    others = {"type": '"essay"', "prompt": '"What?"', "answers": "[]", field: value}
    return "{" + ", ".join(f'"{name}": {each}' for name, each in others.items()) + "}"


def test_nothing_that_json_can_hold_breaks_anything(world):
    lines = [nasty(value, field) for value in NASTY for field in FIELDS]
    found = outcome(world, "\n".join(lines).encode(), "ndjson", on_error="skip")
    assert len(found.report["items"]) == len(lines) and found.report["counts"]["rejected"] > len(lines) // 2


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_nor_does_it_in_a_document(world, value):
    found = outcome(world, f'{{"questions": [{nasty(value, "title")}], "\\ud800": [1], "\\u0000": []}}'.encode(), "json")
    assert found.problem or found.report["items"]


# -- media


LIES = {
    "an image that is HTML": b"<html><script>alert(1)</script></html>", "an image that acts": drawing("<script>alert(1)</script>"),
    "an image that fetches": drawing('<image href="http://127.0.0.1/x.png"/>'),
    "an image that reads": drawing(f'<use xlink:href="{hostile.SECRET}"/>'),
    "an image with entities": hostile.growing("qti12").replace(b"<questestinterop>", b'<svg xmlns="http://www.w3.org/2000/svg">'),
    "nothing": b"", "a program": b"\x7fELF" + bytes(100),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("format", ["qti12", "qti21", "moodle_xml", "anki"])
def test_media_that_are_not_what_they_say_are_left_out_and_told(sqlite_world, format, lie):
    before = held(sqlite_world, Media)
    found = outcome(sqlite_world, hostile.showing(format, LIES[lie]), format, on_error="skip")
    assert found.report["counts"]["created"] == 1 and ("image" in found.said or "SVG" in found.said), found
    assert held(sqlite_world, Media) == before


def test_what_is_left_of_a_refused_file_is_nothing(sqlite_world):
    before = held(sqlite_world, Upload)
    assert refused(sqlite_world, b"\0" * 300_000, "gift").problem
    assert held(sqlite_world, Upload) == before


# -- what reading opens


WATCHED = """
import sys
WATCHED = "open sqlite3.connect socket.connect subprocess.Popen os.mkdir os.rename os.remove ctypes.dlopen".split()
seen = []
def watch(event, given):
    if seen and event in WATCHED:
        seen.append((event, str(given[0])))
from service.exchange.entries import entries
from service.exchange.wish import Wish
from service.formats import READ
from service.formats._nouns import File, Unreadable
from tests import hostile
from tests.formats.fuzz_samples import samples
given = [(format, data) for format in READ for data in samples(format)[:3:2]]
given += [("qti12", hostile.slipping(name)) for name in ("../x", "/tmp/x", "a/../../x")]
given += [(format, hostile.document(format, text, before)) for format in hostile.INSIDE for before, text in hostile.ENTITIES.values()]
given += [(format, hostile.document(format, hostile.INCLUDED)) for format in hostile.INSIDE]
given += [("anki", hostile.acting(sql)) for sql in hostile.HOSTILE_SCHEMAS.values()]
def read(format, data):
    try:
        for each in entries(File.of(data), Wish(format)):
            pass
    except Unreadable:
        pass
for each in given:
    read(*each)
sys.addaudithook(watch)
seen.append("now")
for each in given:
    read(*each)
assert not [each for each in seen[1:] if each != ("sqlite3.connect", ":memory:")], seen
"""


def test_reading_opens_no_file_and_no_connection(tmp_path):
    """All is read once before, so that whatever is imported late is there."""
    around = dict.fromkeys(("HOME", "TMPDIR"), str(tmp_path)) | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", WATCHED], cwd=tmp_path, env=os.environ | around, check=True, timeout=120)
    assert {path.name for path in tmp_path.iterdir()} <= {".hypothesis"}, "which is the samples' own"

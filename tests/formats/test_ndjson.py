"""Our own JSON by lines: each line can be read without the others, and one that cannot takes no other with it."""
import io
import json
import random
import time

import pytest

from service.formats import ndjson, recognised
from service.formats._nouns import Container, File, Note, Question, Skipped, Topic, Unreadable
from tests.formats.reading import found
from tests.formats.test_csv_bounds import Endless
from tests.importing import fetched, full_bank, numbers

ONE, TWO = (json.dumps(each).encode() for each in numbers(1, 2))
LINES = b'{"topic": {"title": "T"}}\n{"note": {"heading": "H", "points": [{"text": "P"}]}}\n{"question": ' + ONE + b"}\n"


def test_each_line_tells_what_it_is(world):
    lines = fetched(world, full_bank(world), "ndjson").splitlines()
    kinds = [next(iter(json.loads(line))) for line in lines]
    assert kinds == ["topic"] + ["medium"] * (len(kinds) - 14) + ["note"] * 2 + ["question"] * 11 and "medium" in kinds


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\n\r\n"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_it_is_told_and_read_with_whatever_line_ends(start, end):
    data = start + LINES.replace(b"\n", end)
    assert recognised(File.of(data)) == "ndjson"
    assert [type(each) for each in found(ndjson, data)] == [Container, Topic, Note, Question]
    assert recognised(File.of(start + ONE + end + TWO)) == "ndjson"
    assert [each.wire["prompt"] for each in found(ndjson, start + ONE + end + TWO)] == ["How much is 1?", "How much is 2?"]


@pytest.mark.parametrize(
    "line", [b'{"question": {"a": 1', b"{} {}", b'{"question": 7}', b'{"a": 1, "a": 2}', b"\xff", b"{\x00}", b"[" * 5000, b"7", b"nul"]
)
def test_a_line_that_cannot_be_read_is_told_and_all_others_are_read(line):
    read = found(ndjson, ONE + b"\n" + line + b"\n\n" + TWO)
    assert [(type(each), each.where) for each in read] == [(Question, "line 1"), (Skipped, "line 2"), (Question, "line 4")]


def test_what_is_cut_off_at_the_end_is_told():
    read = found(ndjson, LINES[:-20])
    assert isinstance(read[-1], Skipped) and read[-1].where == "line 3"


def test_a_line_of_half_a_gigabyte_is_refused_at_once():
    started = time.perf_counter()
    with pytest.raises(Unreadable, match="longer than 16,000,000 bytes") as error:
        list(ndjson.read(File(io.BufferedReader(Endless(ONE + b'\n{"question": "', 500_000_000))), None))
    assert error.value.where == "line 2" and time.perf_counter() - started < 3


def test_utf_16_is_none_of_ours():
    data = LINES.decode().encode("utf-16")
    assert recognised(File.of(data)) is None
    assert {type(each) for each in found(ndjson, data)} == {Skipped}


def test_whatever_the_bytes_nothing_but_unreadable_is_raised():
    sure = random.Random(6)
    for _ in range(1000):
        data = bytearray(LINES)
        for _ in range(sure.randint(1, 6)):
            at = sure.randrange(len(data))
            data[at : at + sure.randint(0, 4)] = sure.choice(
                [b'"', b"\n", b",", b"{", b"}", b"[", b"]", b":", b"\xff", b"\\", b"\0", b"1e9", b"null", b""]
            )
        found(ndjson, bytes(data))

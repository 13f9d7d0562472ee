"""Our own JSON: all comes back, byte for byte; and whatever is sent as such, what can be read is read and all else is told."""
import io
import json
import random
import re
import time
import tracemalloc

import pytest

from service.formats import json as own
from service.formats import recognised
from service.formats._nouns import Container, File, Note, Question, Skipped, Topic, Unreadable
from service.wire import sound
from tests.formats.reading import found
from tests.formats.test_csv_bounds import Endless
from tests.importing import counted, fetched, full_bank, numbers, told
from tests.world import World

A_BANK = {
    "quizbank": 1,
    "topic": {"title": "T"},
    "media": [],
    "notes": [{"heading": "H", "points": [{"text": "P"}]}],
    "questions": numbers(1, 2),
}


@pytest.mark.parametrize("format", ["json", "ndjson"])
def test_a_bank_exported_imported_elsewhere_and_exported_again_is_the_same_byte_for_byte(world, format):
    topic = full_bank(world)
    first = fetched(world, topic, format)
    elsewhere = World(world.kind)
    try:
        report = told(elsewhere, first)
        assert (report["applied"], report["format"], counted(report), report["not_carried"]) == (True, format, {"created": 11}, [])
        assert (report["topic"]["slug"], report["containers"][0]["title"]) == (topic["slug"], topic["title"])
        assert fetched(elsewhere, topic, format) == first
        assert counted(told(elsewhere, first)) == {"unchanged": 11} and fetched(elsewhere, topic, format) == first
    finally:
        elsewhere.close()


def test_imported_where_it_came_from_it_changes_nothing(world):
    topic = full_bank(world)
    first = fetched(world, topic)
    report = told(world, first)
    assert counted(report) == {"unchanged": 11} and {item["outcome"] for item in report["items"]} == {"unchanged"}
    assert fetched(world, topic) == first


def test_each_thing_stands_on_a_line_of_its_own_which_is_its_place():
    data = b'{"quizbank": 1,\n"topic": {"title": "T"},\n"media": [],\n"notes": [],\n"questions": [\n{"a": 1},\n\n{"b": 2}]}\n'
    read = found(own, data)
    assert [(type(each), each.where) for each in read] == [
        (Container, "line 2"), (Topic, "line 2"), (Question, "line 6, questions 1"), (Question, "line 8, questions 2"),
    ]  # fmt: skip


def test_members_may_stand_in_any_order():
    data = json.dumps(dict(sorted(A_BANK.items(), reverse=True))).encode()
    assert [type(each) for each in found(own, data)] == [Container, Topic, Note, Question, Question]
    assert recognised(File.of(data)) == "json"


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b" \r\n\t"])
def test_a_bare_list_of_questions_is_read_too(start):
    data = start + json.dumps(numbers(1, 2)).encode()
    assert [each.wire["type"] for each in found(own, data)] == ["numeric", "numeric"] and recognised(File.of(data)) == "json"


def test_a_member_that_there_is_not_is_told():
    (read,) = found(own, b'{"quizbank": 1, "riddles": [{}]}')
    assert isinstance(read, Skipped) and "no member 'riddles'" in read.why


@pytest.mark.parametrize("name", ["x" * 70_000, "\\ud800", "\\u0000"])
def test_a_member_may_have_any_name_and_is_told_as_far_as_it_can_be(name):
    (read,) = found(own, f'{{"{name}": [{{}}]}}'.encode())
    assert sound(read.where) and sound(read.why) and len(read.where) < 200 and len(read.why) < 200


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no JSON object or list"), (b"no", "no JSON object or list"), (b'{"questions": [{"a": 1}', "ends too early"),
        (b'{"questions": [{"a": "1}]', "ends too early"), (b'{"questions": [{}]} more', "behind the end"), (b'{"questions" [', "expected"),
        (b'{questions: []}', "name is expected"), (b"[1 2]", "expected"), (b"[}", "expected"), (b'{"a": ', "ends too early"),
        (json.dumps([1]).encode("utf-16"), "UTF-8"), (json.dumps({"a": 1}).encode("utf-16-be"), "UTF-8"), (json.dumps([1]).encode("utf-32-le"), "UTF-8"),
    ],
)  # fmt: skip
def test_what_is_no_json_is_unreadable_and_says_where(data, why):
    with pytest.raises(Unreadable, match=why) as error:
        found(own, data)
    assert error.value.where.startswith("line ")


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (b'{"a": 1, "a": 2}', "stands twice"), (b'{"a": "\\u0000"}', "NUL"), (b'{"a": "\\ud800"}', "surrogate"), (b'{"a": "\x00"}', "control"),
        (b'{"a": NaN}', "not JSON"), (b'{"a": 1e999999999}', "digits"), (b'{"a": 9007199254740993}', "2\\^53"), (b'{"a": "\xff"}', "UTF-8"),
        (b"[" * 40 + b"]" * 40, "deeper than 32"), (b'{"a":' * 5000 + b"1" + b"}" * 5000, "deeper than 32"), (b"7", "no object"), (b"null", "no object"),
        (b'{"a": tru}', "line 1"), (b"[]", "no object"), (b'"text"', "no object"),
    ],
)  # fmt: skip
def test_an_item_that_cannot_be_is_told_and_the_others_are_read(item, why):
    read = found(own, b'{"questions": [{"a": 1},\n' + item + b',\n{"b": 2}]}')
    assert [type(each) for each in read] == [Question, Skipped, Question]
    assert read[1].where == "line 2, questions 2" and re.search(why, read[1].why), read[1].why


@pytest.mark.parametrize(
    "start", [b'{"questions": ["', b'[{"prompt": "', b"[", b'{"', b"[[", b'{"questions": {"a": [1, ', b"[" + b" " * 100]
)
def test_half_a_gigabyte_without_an_end_is_refused_at_once_and_never_held(start):
    stream = io.BufferedReader(Endless(start, 500_000_000))
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(Unreadable, match="more than 16,000,000 bytes|value is expected"):
        list(own.read(File(stream), None))
    took, (_, peak) = time.perf_counter() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 5 and peak < 150_000_000


@pytest.mark.parametrize("data", [b"[" * 2_000_000, b'{"a":' * 500_000, b'{"questions": ' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}"])
def test_depth_costs_no_more_than_length(data):
    started = time.perf_counter()
    try:
        assert [type(each) for each in found(own, data)] == [Skipped]
    except Unreadable:
        pass
    assert time.perf_counter() - started < 10


def test_whatever_the_bytes_nothing_but_unreadable_is_raised():
    sure, sample = random.Random(5), json.dumps({**A_BANK, "media": [{"name": "n", "data": "aGFsbG8="}]}).encode()
    for _ in range(1000):
        data = bytearray(sample)
        for _ in range(sure.randint(1, 6)):
            at = sure.randrange(len(data))
            data[at : at + sure.randint(0, 4)] = sure.choice(
                [b'"', b"\n", b",", b"{", b"}", b"[", b"]", b":", b"\xff", b"\\", b"\0", b"1e9", b"null", b""]
            )
        try:
            found(own, bytes(data))
        except Unreadable:
            pass


@pytest.mark.parametrize(
    ("medium", "why"), [({"data": "%%%"}, "kept"), ({"data": 7}, "kept"), ({}, "kept"), ({"data": "aGFsbG8=", "name": ["n"]}, "kept")]
)
def test_a_medium_that_cannot_be_kept_is_told(medium, why):
    (read,) = found(own, json.dumps({"media": [medium]}).encode())
    assert isinstance(read, Skipped) and why in read.why

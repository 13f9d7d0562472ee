"""CSV at its bounds: many rows, endless lines, bytes that are no table."""
import io
import random
import time
import tracemalloc

import pytest
from hypothesis import given, settings

from service.formats import csv
from service.formats._csv_writing import meaning
from service.formats._nouns import File, Question, Skipped, Unreadable
from service.question_types import TYPES
from tests.formats import generated
from tests.formats.reading import found, loaded, questions
from tests.formats.test_csv import FULL, rows, written


@given(generated.questions())
@settings(max_examples=60, deadline=None)
def test_whatever_the_question_says_comes_back(wire):
    before = loaded(Question("", wire))
    data, losses = written(wire)
    (read,) = questions(csv, data)
    back = loaded(read)

    assert not losses and not read.lost
    assert meaning(back) == meaning(before)
    assert all(back[name] == before[name] for name in FULL if name not in ("external_id", "source"))


def planted(count, faults):
    """A table of `count` rows, of which `faults` are wrong: (its bytes, the rows that are)."""
    sure = random.Random(7)
    wrong = set(sure.sample(range(count), faults))
    bad = ["riddle,What?,4,,,1", "numeric,What?,four,,,1", ",,4,,,1", ",What?,,,,1", ",What?,e,a,b,1", ",What?,4,,,lots", ",What?,4,,,1,5"]
    good = ["numeric,What?,4,,,1", ",What?,b,one,two,2", ',"Two\nlines?",word,,,1', ",Is it?,true,,,0.5"]
    lines = [sure.choice(bad if place in wrong else good) for place in range(count)]
    return rows("type,prompt,answer,choice_a,choice_b,points", *lines), sorted(place + 2 for place in wrong)


def test_ten_thousand_rows_with_137_faults_report_each_at_its_place():
    data, wrong = planted(10_000, 137)
    started = time.perf_counter()
    read = found(csv, data)

    skipped = [each for each in read if isinstance(each, Skipped)]
    assert len(read) == 10_000
    assert [int(each.where.split()[1]) for each in skipped] == wrong
    lines = data.split(b"\r\n")
    for each in skipped:
        row, line = (int(part) for part in each.where.rstrip(")").replace("(line", "").split()[1:])
        assert line == row + sum(before.count(b"\n") for before in lines[: row - 1])
    assert time.perf_counter() - started < 20


class Endless(io.RawIOBase):
    """A file of one line without end, made as it is read."""

    def __init__(self, start, size):
        self.start, self.size, self.at = start, size, 0

    def seekable(self):
        return True

    def readable(self):
        return True

    def seek(self, at, whence=0):
        self.at = at
        return at

    def readinto(self, into):
        data = (self.start[self.at :] + b"x" * len(into))[: min(len(into), self.size - self.at)]
        into[: len(data)] = data
        self.at += len(data)
        return len(data)


@pytest.mark.parametrize("start", [b"prompt,answer\nWhat?,4\n", b'prompt,answer\n"', b"", b'"', b"prompt,answer\n" + b"\n" * 100])
def test_a_line_of_500_megabytes_is_refused_at_once_and_never_held(start):
    stream = io.BufferedReader(Endless(start, 500_000_000))
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(Unreadable, match="more than 1,000,000 characters"):
        list(csv.read(File(stream), None))
    took, (_, peak) = time.perf_counter() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert took < 2 and peak < 100_000_000


@pytest.mark.parametrize("data", [b";", b"sep=;", b"sep=;\n;;\n", b";;\n;;\n", b"\t", b'\n;"\n"', b"|"])
def test_a_table_of_delimiters_alone_has_no_columns(data):
    with pytest.raises(Unreadable):
        found(csv, data)


def test_a_cell_of_many_lines_is_refused_as_soon_as_it_is_too_long():
    with pytest.raises(Unreadable, match="more than 1,000,000"):
        found(csv, b'prompt,answer\n"' + b"a\n" * 600_000)


def test_whatever_the_bytes_nothing_but_unreadable_is_raised():
    sure = random.Random(11)
    sample, _ = written(*({**module.EXAMPLE, **FULL} for module in TYPES.values()))
    for _ in range(150):
        data = bytearray(sure.choice([sample, csv.TEMPLATE]))
        for _ in range(sure.randint(1, 12)):
            at = sure.randrange(len(data))
            data[at : at + sure.randint(0, 3)] = sure.choice([b'"', b"\n", b",", b"|", b" = ", b"\xff", b"{{", b"1e9", b"[", b"''", b"\r"])
        try:
            found(csv, bytes(data))
        except Unreadable:
            pass


def test_columns_that_nobody_knows_are_compared_once_for_each_row():
    header = ",".join(["question", "answer", *(f"part {number} 1" for number in range(1900))])
    data = "\n".join([header, *[",".join(["Which?", "1", *"x" * 1900])] * 20]).encode()
    start = time.process_time()
    found(csv, data)
    assert time.process_time() - start < 4

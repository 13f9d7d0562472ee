"""What of Moodle's XML is left out, and why; files that cannot be read; and that no bytes lead to anything else."""
import random
import time
import tracemalloc
from pathlib import Path

import pytest

from service.formats import moodle_xml
from service.formats._nouns import File, Question, Skipped, Unreadable
from tests.formats.moodle import answer, question, quiz, read, why_not
from tests.formats.reading import found, refuse

SAMPLES = Path(__file__).parent / "samples"
MATCH = "<subquestion><text>{}</text><answer><text>{}</text></answer></subquestion>"


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (question("description"), "a text between questions"), (question("calculated"), "data sets"),
        (question("ddmarker"), "place on an image"),
        (question("random"), "draws other questions"), (question("coderunner"), "coderunner"),
        (question("somebodysown"), "“somebodysown”"),
        ("<question/>", "says no type"), (question("shortanswer", answer("lots", "a")), "“lots”"),
        (question("numerical", answer(100, "three")), "“three”"),
        (question("truefalse"), "whether true or false"), (question("essay", text=""), "empty"),
        (question("matching", MATCH.format("a", "")), "“a”"),
        (question("essay", "<responseformat>noinline</responseformat>"), "file"),
        (question("ordering", "<selecttype>RANDOM</selecttype><selectcount>2</selectcount>" + answer(1, "a") * 3), "drawn anew"),
        (question("cloze", text="No {1:FOO:=x}"), "embeds no answers"), (question("cloze", text="{1:SA:=x} {1:MR:=a~b}"), "Blank 2"),
        (question("cloze", text="{0:SA:=x}"), "weight 0"), (question("cloze", text="{1:NM:=three}"), "“three”"),
        (question("gapselect", text="[[1]]"), "no such word"), (question("gapselect", text="none"), "no gaps"),
        (question("ddwtos", "<dragbox><text>a</text></dragbox>", text="[[1]]"), "only one word"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_question_is_left_out_with_a_reason_that_fits(xml, told):
    assert told in why_not(xml)


def test_the_others_go_on_where_one_is_broken():
    things = found(moodle_xml, quiz(question("numerical", answer(100, "x"), name="Broken"), "\n", question("essay", name="Whole")))
    assert [type(each) for each in things] == [Skipped, Question]
    assert things[0].where == 'question 1 ("Broken"), line 2'


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ("<vendorthing>7</vendorthing>", "<vendorthing>"), ("<hidden>1</hidden>", "hidden"), ("<penalty>much</penalty>", "“much”"),
        ("<image>old.gif</image>", "old.gif"), ('<file name="loose.png">aaaa</file>', "loose.png"),
        (f"<idnumber>{'x' * 201}</idnumber>", "200"),
    ],
)
def test_nothing_else_is_lost_in_silence(inner, told):
    (lost,) = read(question("essay", inner)).lost
    assert told in lost


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + quiz(question("essay", text="Größe")), quiz(question("essay", text="Größe")).decode().replace("UTF-8",
        "UTF-16").encode("utf-16"),
        quiz(question("essay", text="Größe")).decode().replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    ],
)
def test_files_may_be_in_other_encodings(data):
    assert moodle_xml.recognises(File.of(data))
    (each,) = found(moodle_xml, data)
    assert each.wire["prompt"] == "Größe"


@pytest.mark.parametrize("data", [b"<quiz><question>", b"<other/>", b"", b"no xml", b"<quiz>&nbsp;</quiz>"])
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(data):
    with pytest.raises(Unreadable):
        found(moodle_xml, data)


def test_an_empty_quiz_holds_nothing():
    assert found(moodle_xml, b"<quiz></quiz>") == []


# -- whatever the bytes


@pytest.mark.parametrize("sample", ["moodle_bank.xml", "moodle_cloze.xml"])
def test_changed_bytes_are_read_or_refused(sample):
    data, chance = (SAMPLES / sample).read_bytes(), random.Random(1)
    pieces = [b"", b"<", b">", b"&amp;", b"%", b"[[", b"}}", b"{1:SA:", b"\\", b"~", b"#", b"-1e999", b"9" * 400, b"*", b"\xc3\xa9", b"]]>", b"\n" * 9]
    for _ in range(150):
        changed = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(changed))
            changed[at : at + chance.choice((0, 1, 2, 8, 40))] = chance.choice(pieces)
        try:
            assert all(found(moodle_xml, bytes(changed)))
        except Unreadable as reason:
            assert str(reason)


@pytest.mark.parametrize(
    "xml",
    [
        question("shortanswer", answer(100, "a*b") * 3_000), question("numerical", "".join(answer(50 + i % 2, i) for i in range(3_000))),
        question("multichoice", answer(1, "a") * 5_000), question("gapselect", "<selectoption><text>a</text></selectoption>" * 9, "[[1]]" * 50_000),
        question("cloze", text="{1:SA:=x" * 50_000), question("cloze", text="{1:MC:=a~b}" * 5_000), question("essay", text="@@PLUGINFILE@@/a " * 20_000),
        question("essay", text="&amp;lt;" * 50_000), question("essay", "<hint><text>a</text><clearwrong/></hint>" * 20_000),
        question("essay", '<file name="a"/>' * 50_000), question("essay", text="\n " * 200_000 + "&lt;", format="moodle_auto_format"),
    ],
)  # fmt: skip
def test_long_questions_take_no_longer_than_they_are_long(xml):
    started = time.perf_counter()
    found(moodle_xml, quiz(xml))
    assert time.perf_counter() - started < 10


class Endless:
    """A stream with so many questions, made while it is read."""

    def __init__(self, count):
        one = question("multichoice", answer(100, "yes") + answer(0, "no")).encode()
        self.pieces = iter([b"<quiz>", *([one] * count), b"</quiz>"])

    def seek(self, place):
        pass

    def read(self, size):
        return next(self.pieces, b"")


def test_many_questions_are_read_in_the_memory_of_a_few():
    tracemalloc.start()
    try:
        assert sum(isinstance(each, Question) for each in moodle_xml.read(File(Endless(1_000)), refuse)) == 1_000
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 5_000_000

"""Anki: whatever a question of ours says, its note keeps; whatever a note says, it is read in time."""
import time

import pytest
from hypothesis import given, settings

from service.formats import anki
from service.formats._csv_writing import meaning
from service.formats._nouns import Question
from tests.formats import generated
from tests.formats.anki_packages import BASIC, CLOZE, legacy
from tests.formats.reading import found, loaded, questions
from tests.formats.test_anki import FULL, written


@given(generated.questions())
@settings(max_examples=60, deadline=None)
def test_whatever_the_question_says_comes_back(wire):
    before = loaded(Question("", wire))
    losses, data = written(wire)
    (read,) = questions(anki, data)
    back = loaded(read)

    assert not losses and not read.lost
    assert meaning(back) == meaning(before)
    assert all(back[name] == before[name] for name in FULL if name not in ("external_id", "source"))


def of(front, back="{{F}}"):
    return "Mine", ["F"], [(front, back)], 0


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (CLOZE, ["{{c1::" * 60_000, ""]),
        (CLOZE, ["{{c1::x}} " * 20_000, ""]),
        (BASIC, ["[sound:" * 60_000, "x"]),
        (BASIC, ["[$]" * 60_000, "x"]),
        (of("{{#F}}" * 60_000 + "{{F}}"), ["x"]),
        (of("{{F}}" + "<style" * 40_000), ["x"]),
        (of("{{F}}", "<hr " * 20_000), ["x"]),
        (of("{{F}}" * 20_000), ["x" * 5_000]),
    ],
)
def test_time_grows_with_the_note_alone(kind, fields):
    started = time.perf_counter()
    found(anki, legacy([(kind, "g", "", fields, 7)]))

    assert time.perf_counter() - started < 10

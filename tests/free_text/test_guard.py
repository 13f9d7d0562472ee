"""The guard: an answer's words in disorder or with a denial put into them go to a person; plain right answers do not."""
from decimal import Decimal

import numpy
import pytest

from service import free_text
from service.free_text import guard
from service.free_text.words import words

PROMPT = "Why does a bulb in a series circuit go out when another one is unscrewed?"
REFERENCE = "Because the path of the current is broken, so that no current can flow through any of the bulbs."
RIGHT = ("The circuit is open then, so the current stops everywhere.", "There is a gap in the only path, and current needs a closed one.")


@pytest.mark.parametrize(
    "attacked",
    [
        "bulbs the any flow broken of no current that so path through can Because is the current the of",
        "path current broken current flow bulbs",
        "It is not true that the path of the current is broken, so that no current can flow through any of the bulbs.",
    ],
)
def test_an_attack_on_the_reference_gets_no_credit(each_reader, attacked):
    reading = free_text.read(PROMPT, [REFERENCE], attacked)
    assert reading.credit < 0.5


@pytest.mark.parametrize("right", RIGHT)
def test_a_right_answer_in_whole_sentences_is_let_through(each_reader, right):
    assert not free_text.read(PROMPT, [REFERENCE], right).guarded


def test_what_is_stopped_goes_to_a_person_and_is_not_called_sure(each_reader, monkeypatch):
    monkeypatch.setattr(guard, "stopped", lambda *_: ("order",))
    reading = free_text.read(PROMPT, [REFERENCE], RIGHT[0])
    assert (reading.guarded, reading.needs_review, reading.confidence) == (True, True, 0.5)


def test_what_is_stopped_never_earns_half(each_reader, monkeypatch):
    monkeypatch.setattr(guard, "stopped", lambda *_: ("order",))
    assert free_text.read(PROMPT, [REFERENCE], REFERENCE.replace("so that", "and so")).credit == Decimal("0.45")


def test_a_response_that_a_teacher_credited_is_never_stopped(each_reader, monkeypatch):
    monkeypatch.setattr(guard, "stopped", lambda *_: ("order",))
    reading = free_text.read(PROMPT, [REFERENCE], RIGHT[0], examples=[(RIGHT[0].upper(), 1)])
    assert not reading.guarded and reading.credit > 0


def test_a_few_words_are_not_looked_at():
    assert guard.stopped("words", numpy.zeros(5), PROMPT, REFERENCE, "no current flows") == ()


def test_what_the_models_look_at_is_worked_out_by_hand():
    found = guard.features((7, 8), words("Is it false?"), words("The cat sat on the mat"), words("The mat did not sit on cat"))
    kept, near, lost, covered, precise, light, length, theirs, *evidence = found["denial"][:10]
    # of six pairs "the mat" is the reference's, and "on cat" is of its words
    assert (kept, near, lost) == (pytest.approx(1 / 6), pytest.approx(2 / 6), pytest.approx(1 / 6))
    assert (covered, precise) == (pytest.approx(4 / 5), pytest.approx(4 / 7))  # the, cat, on, mat; and sat here, did, not, sit there
    assert (light, evidence) == (pytest.approx(3 / 7), [7, 8])  # the, did, on
    assert (length, theirs) == (pytest.approx(numpy.log(8)), pytest.approx(numpy.log(7)))
    more, odd, any_more, mine, others, turned, share, untrue, alone, asked = found["denial"][10:]
    assert (more, odd, any_more, mine, others, untrue, alone, asked) == (1, 1, 1, 1, 0, 0, 1, 0)
    assert (turned, share) == (1, pytest.approx(1 / 7))  # the cat, within reach of the "not"
    assert len(found["order"]) == 14 and all(numpy.isfinite(each).all() for each in found.values())


@pytest.mark.parametrize(("text", "times"), [("It is false that", 1), ("It is not true that", 1), ("It is not the case that", 1), ("True", 0)])
def test_what_says_that_something_is_untrue_is_counted(text, times):
    assert guard._untrue(words(text)) == times

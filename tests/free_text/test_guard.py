"""The guard: an answer's words in disorder or with a denial put into them go to a person; plain right answers do not."""
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
    monkeypatch.setattr(guard, "flagged", lambda *_: ("order",))
    reading = free_text.read(PROMPT, [REFERENCE], RIGHT[0])
    assert (reading.credit, reading.guarded, reading.needs_review, reading.confidence) == (0, True, True, 0.5)


def test_a_few_words_are_not_looked_at():
    assert guard.flagged("words", numpy.zeros(5), REFERENCE, "no current flows") == ()


def test_features_are_shares_and_counts_and_end_in_a_one():
    found = guard.features("words", numpy.zeros(5), words(REFERENCE), words(REFERENCE))
    kept, near, lost, covered, precise, more = found[:6]
    assert (kept, near, lost, covered, precise, more, found[-1]) == (1, 1, 0, 1, 1, 0, 1)
    assert numpy.isfinite(found).all()
    assert len(found) + 9 == len(guard.features("encoder", numpy.zeros(4), words(REFERENCE), words("It is not.")))

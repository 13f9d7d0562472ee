"""The guard: an answer's words in disorder or with a denial put into them go to a person; plain right answers do not."""
from decimal import Decimal

import numpy
import pytest

from service import free_text
from service.free_text import guard
from service.free_text.words import words

PROMPT = "Why does a bulb in a series circuit go out when another one is unscrewed?"
REFERENCE = "Because the path of the current is broken, so that no current can flow through any of the bulbs."
NEARLY = REFERENCE.replace("so that", "and so")
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
    reading = free_text.read(PROMPT, [REFERENCE], NEARLY)
    assert (reading.guarded, reading.needs_review, reading.confidence) == (True, True, 0.5)


def test_what_is_stopped_never_earns_half(each_reader, monkeypatch):
    monkeypatch.setattr(guard, "stopped", lambda *_: ("order",))
    assert free_text.read(PROMPT, [REFERENCE], NEARLY).credit == Decimal("0.49")


def test_what_earns_less_than_half_by_itself_is_not_looked_at(each_reader, monkeypatch):
    monkeypatch.setattr(guard, "stopped", lambda *_: ("order",))
    reading = free_text.read(PROMPT, [REFERENCE], "The path of the birds is long today.")
    assert reading.credit < 0.5 and not reading.guarded


def test_a_response_that_a_teacher_credited_is_never_stopped(each_reader, monkeypatch):
    monkeypatch.setattr(guard, "stopped", lambda *_: ("order",))
    reading = free_text.read(PROMPT, [REFERENCE], RIGHT[0], examples=[(RIGHT[0].upper(), 1)])
    assert not reading.guarded and reading.credit > 0


@pytest.mark.parametrize(
    "denied", ["The circuit is not open then, so the current stops everywhere.", "The path of the current is not interrupted, so nothing flows."]
)
def test_a_denial_put_into_a_right_answer_goes_to_a_person_where_there_is_an_encoder(encoder, denied):
    reading = free_text.read(PROMPT, [REFERENCE], denied)
    assert reading.credit < 0.5


@pytest.mark.parametrize(
    "right", ["The current path is broken, so no current can flow through the others.", "No closed path, therefore no current in the others either."]
)
def test_who_denies_what_is_not_so_is_let_through(encoder, right):
    assert not free_text.read(PROMPT, [REFERENCE], right).guarded


@pytest.mark.parametrize("more", ["", " The current needs a closed path to go round." * 12])
def test_a_clause_that_denies_all_that_follows_is_seen_at_any_length(more):
    text = f"It is not the case that the circuit is open then.{more}"
    assert guard.stopped("words", numpy.zeros(5), PROMPT, REFERENCE, text)[-1:] == ("denial",)
    assert "denial" not in guard.stopped("words", numpy.zeros(5), PROMPT, f"It is not the case that all is well. {REFERENCE}", text.replace("not the", "the"))


@pytest.mark.parametrize(("count", "length"), [(4, 0), (29, 0), (30, 1), (49, 1), (50, 2), (10_000, 2)])
def test_responses_are_short_middling_or_long(count, length):
    assert guard.of_length(count) == length


LISTS = ("1 gaussian 2 multi quadrics 3 inverse multi quadrics", "1. heating; 2. bending the metal", "1error correction 2hebbian learning")
NO_LISTS = ("gaussian, 2 multi quadrics", "1 gaussian", "2 gaussian 1 multi quadrics", "1 2 3", "1 gaussian 2", "1 gaussian 2 of 10 kernels", "")


@pytest.mark.parametrize("text", LISTS)
def test_a_text_that_counts_its_parts_is_a_list(text):
    assert guard.counted(words(text))


@pytest.mark.parametrize("text", NO_LISTS)
def test_a_text_with_other_numbers_is_none(text):
    assert not guard.counted(words(text))


def test_a_list_is_not_taken_for_disorder(monkeypatch):
    class Sure:
        def total(self, features):
            return 9.0

    monkeypatch.setattr(guard, "fitted", lambda reader: {name: (Sure(), (0.0, 0.0, 0.0)) for name in guard.MODELS})
    assert guard.stopped("words", numpy.zeros(5), PROMPT, REFERENCE, LISTS[0]) == ("denial",)
    assert guard.stopped("words", numpy.zeros(5), PROMPT, REFERENCE, "gaussian quadrics multi inverse multi") == guard.MODELS


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

"""What answers another question of the topic: none to this one, word for word or reworded, unless the two want the same."""
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.free_text import read, siblings
from service.free_text.siblings import Sibling

ICE = Sibling("Why does ice float on water?", "Water expands when it freezes, so that ice is less dense than the liquid.")
SALT = Sibling("Why is salt put on icy roads?", "Salt dissolves in the film of water on the ice and lowers the temperature at which it freezes.")
STEAM = Sibling("Why does steam burn more than boiling water?", "Steam gives off its heat of condensation as well when it meets the skin.")
OTHERS = (SALT, STEAM)
REWORDED = "The salt goes into solution in the water that covers the ice, and the freezing temperature becomes lower by that."
SHORT = Sibling("What is ice?", "Frozen water.")


def reading(response, others=OTHERS, **more):
    return read(ICE.prompt, [ICE.reference], response, siblings=others, **more)


@pytest.mark.usefixtures("each_reader")
@pytest.mark.parametrize("other", OTHERS)
def test_the_answer_to_another_question_earns_nothing_and_a_person_looks(other):
    for text in (other.reference, other.reference.upper(), f"So: {other.reference}"):
        found = reading(text)
        assert (found.credit, found.guarded, found.needs_review) == (0, True, True)


@pytest.mark.usefixtures("each_reader")
def test_what_says_it_in_disorder_does_not_either():
    stirred = SALT.reference.split()
    random.Random(3).shuffle(stirred)
    assert reading(" ".join(stirred)).credit == 0


@pytest.mark.usefixtures("each_reader")
def test_the_answer_itself_is_worth_everything_whoever_else_wants_it():
    twin = Sibling("What makes ice float?", ICE.reference)
    assert reading(ICE.reference, (twin, *OTHERS)).credit == 1


@pytest.mark.usefixtures("each_reader")
def test_questions_that_want_nearly_the_same_take_nothing_from_each_other():
    near = Sibling("What makes ice float?", "Ice is less dense than the liquid, for water expands when it freezes.")
    assert not siblings.met((near,), (ICE.reference,), near.reference)
    assert reading(near.reference, (near, *OTHERS)) == reading(near.reference, OTHERS)


@pytest.mark.usefixtures("each_reader")
def test_what_a_person_has_graded_stands():
    assert reading(SALT.reference, examples=[(SALT.reference, 1)]).credit > reading(SALT.reference).credit == 0


def test_in_other_words_a_person_looks_where_it_would_have_earned_half(encoder):
    wanted = "Salt water and ice: the film of water freezes at a lower temperature."
    alone, beside = (read("What happens to ice on roads?", [wanted], REWORDED, siblings=some) for some in ((), (SALT, ICE)))
    assert beside.credit <= alone.credit and (beside.credit < 0.5 or not beside.guarded)


def test_it_is_compared_with_the_sibling_that_it_has_most_words_of():
    assert siblings.nearest(OTHERS, (ICE.reference,), REWORDED) == SALT
    assert siblings.nearest((), (ICE.reference,), REWORDED) is None


def test_short_answers_are_not_looked_for():
    assert not siblings.met((SHORT,), (ICE.reference,), SHORT.reference)


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=4))
def test_no_text_is_too_strange_to_be_looked_at(response, answers):
    some = tuple(Sibling("What?", each) for each in answers)
    assert siblings.met(some, (ICE.reference,), response) in (True, False)
    assert siblings.nearest(some, (ICE.reference,), response) in (None, *some)

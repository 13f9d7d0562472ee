"""What answers another question of the topic: none to this one word for word, unless the two want much the same."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.free_text import Sibling, read, remarks, siblings

ICE = Sibling("Why does ice float on water?", "Water expands when it freezes, so that ice is less dense than the liquid.")
SALT = Sibling("Why is salt put on icy roads?", "Salt dissolves in the film of water and lowers the temperature at which it freezes.")
STEAM = Sibling("Why does steam burn more than boiling water?", "Steam gives off its heat of condensation as well when it meets the skin.")
OTHERS = (SALT, STEAM)
SHORT = Sibling("What is ice?", "Frozen water.")


def reading(response, others=OTHERS, **more):
    return read(ICE.prompt, [ICE.reference], response, siblings=others, **more)


@pytest.mark.usefixtures("each_reader")
@pytest.mark.parametrize("other", OTHERS, ids=["salt", "steam"])
def test_the_answer_to_another_question_earns_nothing_and_a_person_looks(other):
    for text in (other.reference, other.reference.upper(), f"So: {other.reference}"):
        found = reading(text)
        assert (found.credit, found.guarded, found.needs_review, found.why) == (0, True, True, siblings.THE_OTHER)


@pytest.mark.usefixtures("each_reader")
def test_a_learner_is_not_told_that_it_is():
    assert remarks(reading(SALT.reference)) == ("This is not sure: a person should look at it.",)


@pytest.mark.usefixtures("each_reader")
def test_the_answer_itself_is_worth_everything_whoever_else_wants_it():
    twin = Sibling("What makes ice float?", ICE.reference)
    assert reading(ICE.reference, (twin, *OTHERS)).credit == 1


OWN = [
    # what may be right here, though its words are nearly those of an answer to another question: prompt, reference, response, other answer
    (
        "Which gases do plants exchange by day?", "By day photosynthesis dominates: carbon dioxide is absorbed, oxygen is released.",
        "Plants take in carbon dioxide and give off oxygen.", "Plants take in oxygen and give off carbon dioxide.",
    ),
    (
        "What is a ribosome for?", "Ribosomes assemble amino acids into proteins.",
        "It is the part of the cell that makes the proteins.", "It is the part of the cell that makes the energy.",
    ),
    (
        "How long does it take at 60 km/h?", "Two hours, since 120 divided by 60 is 2.",
        "It takes 2 hours to get from one end of the road to the other.", "It takes 3 hours to get from one end of the road to the other.",
    ),
    (
        "Is kinetic energy conserved in an inelastic collision?", "Kinetic energy is lost, though momentum is the same.",
        "In it the kinetic energy of the two bodies is not conserved.", "In it the kinetic energy of the two bodies is conserved.",
    ),
]  # fmt: skip
HELD = [
    # answers to another question that hold, or are held by, what is wanted here
    ("Ice is less dense than water.", "Water expands as it freezes in an open lattice, so ice is less dense than water."),
    ("Ice is less dense: frozen water takes up more room than liquid water does.", "Ice is less dense: frozen water takes up more room."),
    (ICE.reference, "Ice is less dense than the liquid, for water expands when it freezes."),
]  # fmt: skip


@pytest.mark.usefixtures("each_reader")
@pytest.mark.parametrize(("prompt", "reference", "response", "other"), OWN, ids=["roles", "another word", "a number", "a denial"])
def test_one_telling_word_more_or_less_is_another_answer(prompt, reference, response, other):
    others = (Sibling("What is asked elsewhere?", other),)
    assert read(prompt, [reference], response, siblings=others) == read(prompt, [reference], response)
    assert read(prompt, [reference], other, siblings=others).credit == 0


@pytest.mark.usefixtures("each_reader")
@pytest.mark.parametrize(("reference", "other"), HELD)
def test_questions_that_want_much_the_same_take_nothing_from_each_other(reference, other):
    others = (Sibling("What is asked elsewhere?", other),)
    assert read(ICE.prompt, [reference], other, siblings=others) == read(ICE.prompt, [reference], other)


@pytest.mark.usefixtures("each_reader")
def test_key_points_are_wanted_as_a_reference_is():
    points, other = ("Water expands when it freezes", "Ice is less dense"), Sibling("And ice?", "Water expands when it freezes. Ice is less dense.")
    asked = ICE.prompt, ["A full account of the lattice."], other.reference
    assert read(*asked, key_points=points, siblings=(other,)) == read(*asked, key_points=points)


@pytest.mark.usefixtures("each_reader")
def test_a_question_that_is_asked_twice_is_no_sibling():
    twice = Sibling(f" {ICE.prompt.lower()}", SALT.reference)
    assert reading(SALT.reference, (twice,)) == reading(SALT.reference, ())


@pytest.mark.usefixtures("each_reader")
def test_what_a_person_has_graded_stands():
    assert reading(SALT.reference, examples=[(SALT.reference, 1)]).credit > reading(SALT.reference).credit == 0


def test_short_answers_are_not_looked_for():
    assert siblings.of_another((SHORT,), ICE.prompt, (ICE.reference,), SHORT.reference) is None


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=4))
def test_no_text_is_too_strange_to_be_looked_at(response, answers):
    some = tuple(Sibling("What?", each) for each in answers)
    assert siblings.of_another(some, ICE.prompt, (ICE.reference,), response) in (None, siblings.THE_OTHER)

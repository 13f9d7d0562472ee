import pytest

from service.question_types import multiple_choice
from service.verdict import Unfit
from tests.question_types.asking import ask, choices, faults, graded

RIGHT = {"choice": "a"}
REFUSED = [
    (ask("multiple_choice", ({"choice": "a"}, 0), choices=choices("ab")), ("/answers", "nothing_earns_credit")),
    (ask("multiple_choice", choices=choices("ab")), ("/answers", "nothing_earns_credit")),
    (ask("multiple_choice", RIGHT, {"choice": "z"}, choices=choices("ab")), ("/answers/1/match/choice", "unknown_choice")),
    (ask("multiple_choice", RIGHT, RIGHT, choices=choices("ab")), ("/answers/1/match/choice", "doubled_choice")),
    (ask("multiple_choice", RIGHT, choices=[*choices("ab"), {"id": "a", "text": "Other"}]), ("/body/choices/2/id", "doubled_choice")),
    (ask("multiple_choice", RIGHT, choices=[*choices("ab"), {"id": "c", "text": " Choice  a"}]), ("/body/choices/2/text", "equal_texts")),
]


@pytest.mark.parametrize(("question", "fault"), REFUSED, ids=lambda each: "-".join(each) if isinstance(each, tuple) else "")
def test_a_question_that_cannot_be_graded_is_refused(question, fault):
    assert faults(question) == {fault}


def test_every_fault_is_told_at_once():
    question = ask("multiple_choice", ({"choice": "z"}, 0), choices=[{"id": "a", "text": "Same"}, {"id": "a", "text": "Same"}])
    assert {code for _, code in faults(question)} == {"doubled_choice", "equal_texts", "unknown_choice", "nothing_earns_credit"}


def test_texts_that_differ_in_capitals_alone_are_two_choices():
    assert not faults(ask("multiple_choice", RIGHT, choices=[{"id": "a", "text": "mW"}, {"id": "b", "text": "MW"}]))


def test_a_choice_that_is_not_there_is_no_response():
    with pytest.raises(Unfit, match="No choice 'z'"):
        graded(multiple_choice.EXAMPLE, "z")


def test_the_answer_to_a_wrong_choice_is_matched_for_its_feedback():
    assert graded(multiple_choice.EXAMPLE, "kiwi").matched[0]["feedback"] == "3 × 7 is 21."

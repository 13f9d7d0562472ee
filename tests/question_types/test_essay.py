from service.question_types import essay
from tests.question_types.asking import ask, faults, graded
from tests.question_types.bank import ESSAY, ESSAY_ALONE


def criterion(name, *levels):
    return {"id": name, "criterion": "Says why", "levels": [{"id": each, "text": "So", "credit": 0.5} for each in levels]}


def test_no_answer_is_needed():
    assert essay.ANSWERS_OPTIONAL
    assert faults(ESSAY_ALONE) == set()


def test_criteria_have_ids_of_their_own():
    assert faults(ask("essay", rubric=[criterion("a", "x"), criterion("a", "x")])) == {("/body/rubric/1/id", "doubled_criterion")}


def test_levels_have_ids_of_their_own_within_a_criterion():
    assert faults(ask("essay", rubric=[criterion("a", "x", "x")])) == {("/body/rubric/0/levels/1/id", "doubled_level")}
    assert faults(ask("essay", rubric=[criterion("a", "x"), criterion("b", "x")])) == set()


def test_only_a_person_can_say():
    verdict = graded(ESSAY_ALONE, "Something.")
    assert (verdict.credit, verdict.word, verdict.needs_review, verdict.confidence, verdict.grader) == (
        None,
        "ungradable",
        True,
        0,
        "person",
    )


def test_what_is_to_be_judged_is_told():
    assert [part.part for part in graded(essay.EXAMPLE, "Something.").breakdown] == ["reasons"]


def test_too_many_words_are_told_to_the_reviewer():
    assert graded(ESSAY, "One two three four five six.").breakdown[-1].detail == "6 words were written, where 5 are allowed."


def test_an_empty_text_needs_nobody():
    assert (graded(ESSAY, " ").word, graded(ESSAY, " ").needs_review) == ("incorrect", False)

"""What items of QTI 2 and 3 say by variables that they declare and do not use, or use and need not declare."""
from tests.formats.qti import choice, declared, item
from tests.formats.test_qti_items import DRAWN
from tests.formats.test_qti_other_habits import MODAL
from tests.formats.test_qti_scoring import CORRECT, base, credits, question, score, when

TRIED = '<equal toleranceMode="exact"><variable identifier="numAttempts"/>{}</equal>'


def test_an_item_that_draws_values_and_uses_none_is_a_question():
    found = question(item(choice("a", "b"), declared(["a"]) + DRAWN, "match_correct"))

    assert credits(found) == {"a": 1} and found.lost == ()


def test_what_is_scored_by_the_number_of_attempts_is_scored_as_at_the_first_and_that_is_told():
    first = TRIED.format(base(1, "integer"))
    found = question(item(choice("a", "b"), declared(["a"]), when((f"<and>{CORRECT}{first}</and>", score(base(3))))))

    assert (credits(found), found.wire["points"]) == ({"a": 1}, 3)
    assert found.lost == ("What it scores or says by how often it was tried is as at the first attempt here.",)


def test_feedback_that_is_hidden_until_something_is_answered_is_general():
    said = MODAL.format("completionStatus", "not_attempted", "hide", "Bread is baked.")
    found = question(item(choice("a", "b"), declared(["a"]), "match_correct", said))

    assert (found.wire["feedback"], found.lost) == ({"general": "Bread is baked."}, ())

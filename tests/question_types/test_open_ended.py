from decimal import Decimal

import pytest

from tests.question_types.asking import ask, faults, graded
from tests.question_types.bank import BLUE, BRIEF, FLOATS, ICE, SKY

SHALLOW = ask(
    "open_ended",
    {"text": "Shallow networks tend to overfit more readily, since complex patterns in the data may escape them."},
    prompt="Name one major drawback of shallow neural networks.",
)


@pytest.mark.parametrize(
    "response", ["They overfit more easily and miss complex patterns in the data.", "More overfitting; complex data patterns escape."]
)
def test_the_same_in_other_words_earns_credit(response):
    assert graded(SHALLOW, response).credit >= Decimal("0.5")


def test_something_else_earns_none():
    verdict = graded(SHALLOW, "Bananas are rich in potassium.")
    assert (verdict.word, verdict.matched) == ("incorrect", ())


def test_two_answers_with_one_text_are_refused():
    assert faults(ask("open_ended", {"text": "Yes."}, ({"text": " yes. "}, 0.5))) == {("/answers/1/match/text", "equal_answers")}


def test_something_must_earn_credit():
    assert faults(ask("open_ended", ({"text": "Yes."}, 0))) == {("/answers", "nothing_earns_credit")}


def test_each_key_point_is_a_part_of_the_score():
    parts = graded(FLOATS, "Ice is less dense.").breakdown
    assert [(part.part, part.credit, part.detail.split(":")[0]) for part in parts] == [
        ("1", 0, "Not found"),
        ("2", Decimal("0.5"), "Found"),
    ]


def test_the_parts_add_up():
    for response in ("It expands.", "Ice is less dense, as water expands on freezing.", ICE, SKY):
        verdict = graded(FLOATS, response)
        assert abs(sum(part.credit for part in verdict.breakdown) - verdict.credit) <= Decimal("0.01")


def test_words_beyond_the_most_are_told_and_not_read():
    verdict = graded(BRIEF, f"One two three four {ICE}")
    assert verdict.credit == 0
    assert verdict.breakdown[-1].detail == "Only the first 4 of 18 words count."


def test_the_better_alternative_is_matched():
    assert graded(BLUE, SKY).matched[0]["match"]["text"] == SKY


def test_it_says_who_graded_and_is_never_certain():
    verdict = graded(FLOATS, ICE)
    assert (verdict.grader, verdict.version) == ("words", "1")
    assert verdict.confidence <= 0.9

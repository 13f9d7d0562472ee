from decimal import Decimal

import pytest

from service import free_text
from service.question_types import open_ended
from tests.question_types.asking import ask, faults, graded, loaded
from tests.question_types.bank import BLUE, BRIEF, DUST, FLOATS, ICE, PART, SKY

pytestmark = pytest.mark.usefixtures("each_reader")

SHALLOW = ask(
    "open_ended",
    {"text": "Shallow networks tend to overfit more readily, since complex patterns in the data may escape them."},
    prompt="Name one major drawback of shallow neural networks.",
)


@pytest.mark.parametrize(
    "response", ["They overfit more easily and miss complex patterns in the data.", "More overfitting; complex data patterns escape."]
)
def test_the_same_in_other_words_earns_credit_or_a_person_looks(response):
    verdict = graded(SHALLOW, response)
    assert verdict.needs_review or verdict.credit >= Decimal("0.25") and verdict.credit > graded(SHALLOW, "Bananas are rich in potassium.").credit


@pytest.mark.parametrize(("question", "response"), [(SHALLOW, "Bananas are rich in potassium."), (FLOATS, SKY), (BLUE, ICE)])
def test_something_else_does_not_count_as_right(question, response):
    assert graded(question, response).credit < Decimal("0.5")


def test_two_answers_with_one_text_are_refused():
    assert faults(ask("open_ended", {"text": "Yes."}, ({"text": " yes. "}, 0.5))) == {("/answers/1/match/text", "equal_answers")}


def test_something_must_earn_credit():
    assert faults(ask("open_ended", ({"text": "Yes."}, 0))) == {("/answers", "nothing_earns_credit")}


def test_each_key_point_is_a_part_of_the_score():
    first, second, *_ = graded(FLOATS, "Ice is less dense.").breakdown
    assert (first.part, second.part, second.detail) == ("1", "2", "Found: Ice is less dense")
    assert first.credit < second.credit <= Decimal("0.5")
    assert first.detail.endswith(": Water expands when it freezes")


@pytest.mark.parametrize("response", ["It expands.", "Ice is less dense, as water expands on freezing.", ICE, SKY, "I don't know.", ""])
def test_the_parts_add_up(response):
    for question in (FLOATS, SHALLOW, PART):
        verdict = graded(question, response)
        assert sum(part.credit for part in verdict.breakdown) == pytest.approx(verdict.credit)


def test_words_beyond_the_most_are_told_and_not_read():
    verdict = graded(BRIEF, f"One two three four {ICE}")
    assert verdict.credit == graded(BRIEF, "One two three four").credit < Decimal("0.5")
    assert verdict.breakdown[-1].detail == "Only the first 4 of 18 words count."


def test_the_better_alternative_is_matched():
    assert [graded(BLUE, response).matched[0]["match"]["text"] for response in (SKY, DUST)] == [SKY, DUST]


MISTAKE = {"text": "The sea is mirrored in the sky."}
EXPECTED = ask("open_ended", {"text": SKY}, (MISTAKE, 0), ({"text": DUST}, 0.6), prompt="Why is the daytime sky blue?")


@pytest.mark.parametrize(("response", "credit"), [(SKY, 1), (DUST.upper(), Decimal("0.6")), ("the sea is mirrored in the sky", 0)])
def test_what_an_author_expects_is_worth_what_the_author_says(response, credit):
    assert graded(EXPECTED, response).credit == credit


def test_what_is_like_an_expected_mistake_earns_no_more_than_without_it():
    mistaken = "The sea is mirrored up in the sky."
    assert graded(EXPECTED, mistaken).credit <= graded(BLUE, mistaken).credit


def test_no_alternative_credits_what_denies_another():
    alike = ("Air scatters short waves of light more strongly than long ones.", "Molecules of the air scatter short waves of light most.")
    several = ask("open_ended", {"text": SKY}, *({"text": each} for each in alike), prompt="Why is the daytime sky blue?")
    verdict = graded(several, f"It is not true that {SKY[0].lower()}{SKY[1:]}")
    assert (verdict.credit, verdict.needs_review) == (0, True)


def test_each_answer_with_key_points_is_read_by_its_own():
    points = [{"text": SKY, "key_points": ["Molecules scatter light"]}, {"text": DUST, "key_points": ["Blue is scattered most"]}]
    parts = [graded(ask("open_ended", *points), response).breakdown[0].detail for response in (SKY, DUST)]
    assert parts == ["Found: Molecules scatter light", "Found: Blue is scattered most"]


def test_an_answer_gives_no_more_than_its_credit():
    assert graded(PART, ICE).credit == Decimal("0.5")
    assert graded(PART, "Freezing water expands and is less dense than the liquid.").credit <= Decimal("0.5")


def test_it_says_who_graded_and_is_never_certain(each_reader):
    verdict = graded(FLOATS, "Freezing water expands.")
    assert verdict.grader == each_reader and verdict.version
    assert max(verdict.confidence, graded(FLOATS, ICE).confidence) < 1


def test_remarks_tell_how_much_is_there_and_nothing_of_the_key():
    assert graded(FLOATS, ICE).remarks == ("All of what is wanted is there.",)
    assert graded(FLOATS, "idk").remarks == ("It says that the answer is not known.",)


def test_examples_and_the_topics_policy_reach_the_reader(monkeypatch):
    given, read = {}, free_text.read

    def reader(*texts, **more):
        given.update(more)
        return read(*texts, **more)

    monkeypatch.setattr(free_text, "read", reader)
    verdict = open_ended.grade(loaded(FLOATS), "It expands.", examples=(("It grows.", 1),), policy={"share": 1})
    assert verdict.needs_review
    assert (given["examples"], given["policy"]) == ((("It grows.", 1),), {"share": 1})

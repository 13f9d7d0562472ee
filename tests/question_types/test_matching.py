import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.verdict import Unfit
from tests.question_types.asking import ask, choices, faults, graded
from tests.question_types.bank import PAIRS, PAIRS_OR_NOTHING

SIDES = {"left": choices("ab"), "right": choices("xyz")}
WHERE = "/answers/0/match/pairs"
REFUSED = [
    ([{"pairs": {"a": "x"}}], {(WHERE, "missing_pair")}),
    ([{"pairs": {}}], {(WHERE, "missing_pair")}),
    ([{"pairs": {"a": "x", "b": "q"}}], {(f"{WHERE}/b", "unknown_choice")}),
    ([{"pairs": {"a": "x", "b": "y", "q": "z"}}], {(f"{WHERE}/q", "unknown_choice")}),
    ([({"pairs": {"a": "x", "b": "y"}}, 0)], {("/answers", "nothing_earns_credit")}),
    ([{"pairs": {"a": "x", "b": "y"}}, {"pairs": {"b": "y", "a": "x"}}], {("/answers/1/match/pairs", "equal_answers")}),
]


@pytest.mark.parametrize(("answers", "expected"), REFUSED)
def test_a_question_that_cannot_be_graded_is_refused(answers, expected):
    assert faults(ask("matching", *answers, **SIDES)) == expected


@pytest.mark.parametrize("side", ["left", "right"])
def test_ids_and_texts_differ_on_either_side(side):
    sides = {**SIDES, side: [*SIDES[side], {"id": SIDES[side][0]["id"], "text": SIDES[side][1]["text"]}]}
    last = len(sides[side]) - 1
    expected = {(f"/body/{side}/{last}/id", "doubled_choice"), (f"/body/{side}/{last}/text", "equal_texts")}
    assert faults(ask("matching", {"pairs": {"a": "x", "b": "y"}}, **sides)) == expected


def test_both_sides_may_use_the_same_ids():
    question = ask("matching", {"pairs": {"1": "2", "2": "1"}}, left=choices("12"), right=choices("12"))
    assert faults(question) == set()
    assert graded(question, {"1": "2"}).credit * 2 == 1


@pytest.mark.parametrize(("response", "pointer"), [({"q": "x"}, "/q"), ({"a": "q"}, "/a"), ({"a": "x", "b": "a"}, "/b")])
def test_an_unknown_id_is_pointed_at(response, pointer):
    with pytest.raises(Unfit) as unfit:
        graded(PAIRS, response)
    assert unfit.value.pointer == pointer


def test_the_breakdown_has_a_part_for_each_on_the_left():
    details = {part.part: part.detail for part in graded(PAIRS, {"a": "x", "b": "w"}).breakdown}
    assert details == {"a": "Right.", "b": "Not what belongs here.", "c": "Nothing stands here."}


def test_with_all_or_nothing_each_pair_is_told_and_earns_only_with_all_others():
    share, all_of_it = (graded(PAIRS_OR_NOTHING, {"a": "x", "b": "y"} | more) for more in ({}, {"c": "z"}))
    assert {part.part: (part.detail, part.credit) for part in share.breakdown}["a"] == ("Right.", 0)
    assert share.matched == () and round(sum(part.credit for part in all_of_it.breakdown), 20) == 1


@given(st.dictionaries(st.sampled_from("abc"), st.sampled_from("wxyz")))
def test_one_more_right_pair_is_never_worth_less(response):
    assert graded(PAIRS, {**response, "a": "x"}).credit >= graded(PAIRS, response).credit

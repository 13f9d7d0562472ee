"""When two questions are the same: what nobody can tell apart is, and what their author would miss is not."""
import copy

import pytest

from service import db, likeness
from service.question_types import TYPES
from service.reading import TREES

NEW = TREES.new()


def whole(type, **fields):
    return NEW.load({**copy.deepcopy(TYPES[type].EXAMPLE), "topic_id": db.new_id(), **fields})


def differing(one, other):
    return likeness.differences(likeness.essence(one), likeness.essence(other))


@pytest.mark.parametrize(("type", "name"), [("ordering", "choices"), ("matching", "left"), ("matching", "right")])
def test_the_kept_order_of_what_is_always_shown_in_another_makes_no_difference(type, name):
    question = whole(type)
    turned = {**question, "body": {**question["body"], name: question["body"][name][::-1]}}
    assert differing(question, turned) == []


def test_the_order_of_choices_that_may_stay_in_theirs_does():
    question = whole("multiple_choice")
    turned = {**question, "body": {**question["body"], "choices": question["body"]["choices"][::-1]}}
    assert "body/choices/0/text" in differing(question, turned)


@pytest.mark.parametrize("type", ["multiple_choice", "multiple_response", "true_false"])
def test_answers_that_each_name_another_choice_have_no_order(type):
    question = whole(type)
    assert differing(question, {**question, "answers": question["answers"][::-1]}) == []


def test_of_texts_that_may_both_be_met_the_first_one_counts():
    question = whole("short_answer")
    assert differing(question, {**question, "answers": question["answers"][::-1]}) != []


def test_answers_that_are_worth_more_count_first_wherever_they_stand():
    question = whole("numeric", answers=[{"match": {"value": 1}, "credit": 1}, {"match": {"value": 1, "tolerance": 1}, "credit": 0.5}])
    assert differing(question, {**question, "answers": question["answers"][::-1]}) == []


@pytest.mark.parametrize(("type", "match"), [("multiple_choice", {"choice": "fig"}), ("true_false", {"value": False})])
def test_an_answer_that_says_nothing_of_its_choice_is_as_if_it_was_not_there(type, match):
    answer = {"match": match, "credit": 0, "feedback": "", "explanation": ""}
    question = whole(type)
    question = {**question, "answers": question["answers"][:1]}
    assert differing(question, {**question, "answers": [*question["answers"], answer]}) == []
    assert differing(question, {**question, "answers": [*question["answers"], {**answer, "feedback": "No."}]}) != []


def test_what_has_other_ids_is_the_same_and_what_is_paired_otherwise_is_not():
    question = whole("matching")
    left = [{**each, "id": f"x{each['id']}"} for each in question["body"]["left"]]
    (answer,) = question["answers"]
    pairs = {f"x{one}": other for one, other in answer["match"]["pairs"].items()}
    renamed = {**question, "body": {**question["body"], "left": left}, "answers": [{**answer, "match": {"pairs": pairs}}]}
    assert differing(question, renamed) == []
    one, other, *_ = question["answers"][0]["match"]["pairs"]
    crossed = copy.deepcopy(question)
    pairs = crossed["answers"][0]["match"]["pairs"]
    pairs[one], pairs[other] = pairs[other], pairs[one]
    assert differing(question, crossed) != []


def test_prose_that_looks_the_same_is_the_same_and_what_is_compared_is_not_shown():
    question = whole("short_answer", prompt="What *is* it?")
    assert differing(question, {**question, "prompt": "What _is_ it?"}) == []
    starred = copy.deepcopy(question)
    starred["answers"][0]["match"]["text"] += "\\!"
    assert differing(question, starred) == ["answers/0/match/text"]


def test_a_member_that_is_missing_is_told_by_its_name():
    question = whole("numeric")
    question = {**question, "body": {"unit": "km"}}
    assert differing(question, {**question, "body": {"unit": ""}}) == ["body/unit"]

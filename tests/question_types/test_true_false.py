import pytest
from marshmallow import ValidationError

from service.question_types import true_false
from tests.question_types.asking import ask, faults


def test_a_value_has_one_answer_at_most():
    assert faults(ask("true_false", {"value": True}, ({"value": True}, 0.5))) == {("/answers/1/match/value", "equal_answers")}


def test_something_must_earn_credit():
    assert faults(ask("true_false", ({"value": True}, 0), ({"value": False}, -1))) == {("/answers", "nothing_earns_credit")}


@pytest.mark.parametrize("response", [1, 0, "true", "", [True]])
def test_only_true_and_false_are_responses(response):
    with pytest.raises(ValidationError):
        true_false.Response().load({"response": response})

"""What responses are worth, beside a table worked out by hand."""
from decimal import Decimal

import pytest

from service.question_types import TYPES
from tests.question_types.asking import faults, score
from tests.question_types.golden import SCORES

NAMES = [f"{question['type']}-{response}-{rule}"[:80] for question, response, _, rule in SCORES]


@pytest.mark.parametrize(("question", "response", "worth", "rule"), SCORES, ids=NAMES)
def test_a_response_is_worth_what_the_contract_says(question, response, worth, rule):
    assert score(question, response) == (None if worth is None else Decimal(str(worth))), rule


@pytest.mark.parametrize("question", {id(row[0]): row[0] for row in SCORES}.values(), ids=lambda question: question["type"])
def test_every_question_of_the_table_can_be_graded(question):
    assert faults(question) == set()


def test_the_table_has_rows_for_every_type():
    assert len(SCORES) >= 150
    assert {question["type"] for question, *_ in SCORES} == set(TYPES)

"""Numbers of QTI that are equal once they are rounded: by decimal places, or by significant figures."""
from decimal import Decimal

import pytest

from tests.formats.qti import choice, declared, item
from tests.formats.test_qti_scoring import CORRECT, ENTRY, RESPONSE, base, question, score, when

ROUNDED = [
    ("decimalPlaces", 2, "3.14159", (Decimal("3.14"), Decimal("0.005"))),
    ("significantFigures", 3, "3.183", (Decimal("3.18"), Decimal("0.005"))),
    ("significantFigures", 2, "1234", (1200, 50)),
    ("significantFigures", 1, "1234", (1225, 275)),  # 940 is 900, and 950 is 1000
    ("significantFigures", 2, "9.96", (Decimal("10.225"), Decimal("0.275"))),
    ("significantFigures", 2, "-10", (Decimal("-10.225"), Decimal("0.275"))),
]


@pytest.mark.parametrize("mode, figures, key, expected", ROUNDED)
def test_numbers_that_round_alike_are_a_span(mode, figures, key, expected):
    test = f'<equalRounded roundingMode="{mode}" figures="{figures}">{RESPONSE}{base(key)}</equalRounded>'

    found = question(item(ENTRY, declared(base="float"), when((test, score("1")))))

    assert (found.wire["answers"][0]["match"]["value"], found.wire["answers"][0]["match"]["tolerance"]) == expected
    assert "an end is not included there" in found.lost[0]


def test_numbers_on_both_sides_of_a_power_of_ten_round_alike():
    rounded = f'<equalRounded roundingMode="significantFigures" figures="2">{base("9.96")}{base("10")}</equalRounded>'

    found = question(item(choice("a", "b"), declared(["a"]), when((f"<and>{CORRECT}{rounded}</and>", score("1")))))

    assert (found.wire["answers"], found.lost) == ([{"match": {"choice": "a"}, "credit": 1}], ())


def test_nothing_else_has_the_figures_of_0():
    test = f'<equalRounded roundingMode="significantFigures" figures="2">{RESPONSE}{base("0")}</equalRounded>'

    found = question(item(ENTRY, declared(base="float"), when((test, score("1")))))

    assert (found.wire["answers"], found.lost) == ([{"match": {"value": 0}, "credit": 1}], ())

from decimal import Decimal

import pytest
from marshmallow import ValidationError

from service.question_types import fill_in_blank
from service.verdict import Unfit
from tests.question_types.asking import ask, choices, faults, graded
from tests.question_types.bank import BLANKS_OR_NOTHING, WATER, WEIGHED

TEXT, NUMBER, CHOICE = {"id": "t", "kind": "text"}, {"id": "n", "kind": "number"}, {"id": "c", "kind": "choice", "choices": choices("xy")}
RIGHT = [{"blank": "t", "text": "a"}, {"blank": "n", "value": 1}, {"blank": "c", "choice": "x"}]
PROMPT = "{{t}} and {{n}} and {{c}}"


def blanks(*more, blanks=(TEXT, NUMBER, CHOICE), prompt=PROMPT, right=RIGHT):
    return faults(ask("fill_in_blank", *right, *more, prompt=prompt, blanks=list(blanks)))


@pytest.mark.parametrize(
    ("prompt", "fault"),
    [
        ("{{t}} and {{n}}", ("/body/blanks/2/id", "missing_blank")),
        ("{{t}} and {{n}} and {{ c }}", ("/body/blanks/2/id", "missing_blank")),
        (PROMPT + "{{z}}", ("/prompt", "unknown_blank")),
        (PROMPT + "{{t}}", ("/prompt", "doubled_blank")),
    ],
)
def test_prompt_and_blanks_agree(prompt, fault):
    assert blanks(prompt=prompt) == {fault}


def test_braces_around_other_things_mean_no_blank():
    assert blanks(prompt=PROMPT + r" $\frac{{ a}}{b}$ {x} {{}} {{a b}}") == set()


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"blank": "z", "text": "a"}, ("/answers/3/match/blank", "unknown_blank")),
        ({"blank": "t", "text": "b", "value": 1}, ("/answers/3/match/value", "unknown_field")),
        ({"blank": "t", "mode": "exact"}, ("/answers/3/match/text", "required")),
        ({"blank": "n", "value": 2, "mode": "exact"}, ("/answers/3/match/mode", "unknown_field")),
        ({"blank": "n", "tolerance": 2}, ("/answers/3/match/value", "required")),
        ({"blank": "c", "choice": "y", "tolerance": 2}, ("/answers/3/match/tolerance", "unknown_field")),
        ({"blank": "c"}, ("/answers/3/match/choice", "required")),
        ({"blank": "t", "text": "A"}, ("/answers/3/match/text", "equal_answers")),
        ({"blank": "t", "text": "(", "mode": "regex"}, ("/answers/3/match/text", "regex_not_linear")),
        (
            {"blank": "n", "value": 0, "tolerance": 1, "tolerance_type": "significant_figures"},
            ("/answers/3/match/value", "zero_has_no_figures"),
        ),
        ({"blank": "c", "choice": "z"}, ("/answers/3/match/choice", "unknown_choice")),
        ({"blank": "c", "choice": "x"}, ("/answers/3/match/choice", "doubled_choice")),
    ],
)
def test_an_answer_is_of_its_blanks_kind_and_could_stand_alone(answer, fault):
    assert blanks(answer) == {fault}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ((TEXT | {"choices": choices("xy")}, NUMBER, CHOICE), ("/body/blanks/0/choices", "unknown_field")),
        ((TEXT, NUMBER | {"case_sensitive": True}, CHOICE), ("/body/blanks/1/case_sensitive", "unknown_field")),
        ((TEXT, NUMBER, CHOICE | {"unit": "m"}), ("/body/blanks/2/unit", "unknown_field")),
        ((TEXT, NUMBER, {"id": "c", "kind": "choice"}), ("/body/blanks/2/choices", "required")),
        (
            (TEXT, NUMBER, CHOICE | {"choices": [*choices("xy"), {"id": "z", "text": "Choice x"}]}),
            ("/body/blanks/2/choices/2/text", "equal_texts"),
        ),
        ((TEXT, NUMBER, CHOICE, TEXT), ("/body/blanks/3/id", "doubled_blank")),
    ],
)
def test_a_blank_has_what_its_kind_needs_and_nothing_else(changed, fault):
    assert blanks(blanks=changed) == {fault}


def test_every_blank_needs_an_answer_that_earns_credit():
    assert blanks(right=[RIGHT[0], (RIGHT[1], 0)]) == {
        ("/body/blanks/1", "nothing_earns_credit"),
        ("/body/blanks/2", "nothing_earns_credit"),
    }


@pytest.mark.parametrize(
    ("response", "pointer", "code"),
    [
        ({"z": "a"}, "/z", "unknown_blank"),
        ({"element": 5}, "/element", "invalid"),
        ({"freezes": 5}, "/freezes", "invalid"),
        ({"freezes": "z"}, "/freezes", "unknown_choice"),
        ({"boils": "hot"}, "/boils", "not_a_number"),
        ({"boils": "1e999"}, "/boils", "out_of_range"),
    ],
)
def test_a_response_that_cannot_be_is_pointed_at(response, pointer, code):
    with pytest.raises(Unfit) as unfit:
        graded(WATER, response)
    assert (unfit.value.pointer, unfit.value.code) == (pointer, code)


def test_the_breakdown_has_a_part_for_each_blank():
    details = {part.part: part.detail for part in graded(WATER, {"element": "helium", "boils": 100}).breakdown}
    assert details == {"element": "Meets no answer.", "boils": "100 lies within 99.5 to 100.5.", "freezes": "Nothing stands here."}


def test_a_blanks_part_of_the_score_is_its_weight_over_the_sum():
    assert {part.part: round(part.credit, 5) for part in graded(WEIGHED, {"a": "a", "b": "almost"}).breakdown} == {
        "a": Decimal("0.26667"), "b": Decimal("0.33333"), "c": 0,
    }  # fmt: skip


@pytest.mark.parametrize("weight", [0, -1, 1000.1, 0.000001, "2", None])
def test_a_weight_is_above_0_and_not_beyond_a_thousand(weight):
    with pytest.raises(ValidationError):
        fill_in_blank.Body().load({"blanks": [TEXT | {"weight": weight}]})


def test_with_all_or_nothing_one_blank_that_is_not_right_takes_all():
    verdict = graded(BLANKS_OR_NOTHING, {"a": "a", "b": "almost"})
    assert [(part.credit, part.detail) for part in verdict.breakdown] == [(0, "Meets an answer."), (0, "Meets an answer.")]


def test_with_all_or_nothing_every_blank_can_earn_its_full_credit():
    question = ask("fill_in_blank", RIGHT[0], (RIGHT[1], 0.9), RIGHT[2], prompt=PROMPT, blanks=[TEXT, NUMBER, CHOICE], scoring="all_or_nothing")
    assert faults(question) == {("/body/blanks/1", "full_credit_unreachable")}


def test_the_answers_that_were_met_are_given_as_they_are():
    met = graded(fill_in_blank.EXAMPLE, {"boils": 212}).matched
    assert [answer["feedback"] for answer in met] == ["That is in degrees Fahrenheit."]
    assert set(met[0]["match"]) == {"blank", "value"}


def test_two_blanks_may_use_the_same_ids_for_their_choices():
    question = ask(
        "fill_in_blank",
        {"blank": "a", "choice": "x"},
        {"blank": "b", "choice": "y"},
        prompt="{{a}} {{b}}",
        blanks=[{"id": each, "kind": "choice", "choices": choices("xy")} for each in "ab"],
    )
    assert faults(question) == set()
    assert graded(question, {"a": "x", "b": "x"}).credit * 2 == 1


def test_a_blank_may_be_filled_in_by_meaning(each_reader):
    question = ask(
        "fill_in_blank", {"blank": "why", "text": "its temperature rises", "mode": "meaning"}, {"blank": "n", "value": 1},
        prompt="Work is done on the gas, so {{why}}; {{n}}.", blanks=[{"id": "why", "kind": "text"}, {"id": "n", "kind": "number"}],
    )  # fmt: skip
    assert faults(question) == set()
    same, other = (graded(question, {"why": why, "n": 1}) for why in ("Its temperature rises", "the temperature of the gas rises"))
    assert (same.credit, same.confidence, same.grader) == (1, 1, "rules")
    assert 0.5 < other.credit <= 1 and other.confidence < 1 and other.grader == each_reader


def test_two_answers_to_a_blank_by_one_meaning_are_refused():
    again = {"blank": "t", "text": " A", "mode": "meaning"}
    assert blanks({"blank": "t", "text": "a", "mode": "meaning"}, again) == {("/answers/4/match/text", "equal_answers")}

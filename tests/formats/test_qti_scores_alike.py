"""A question scores every response the same here and, by the program that is written into its item, there."""
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service import db
from service.formats._qti_item import item_of
from service.formats._qti_names import identifier, normalised
from service.formats._qti_operators import Bag
from service.formats._qti_program import Program
from service.question_types import TYPES
from service.reading import TREES
from service.verdict import clamped
from tests.formats.generated import questions
from tests.formats.qti import VERSIONS, exported, items
from tests.formats.test_qti_round_trip import whole

NEW = TREES.new()
SCORED = ("multiple_choice", "multiple_response", "true_false", "short_answer", "numeric", "matching", "ordering", "fill_in_blank")
THIRDS = {
    "type": "multiple_response", "prompt": "Which?",
    "body": {"choices": [{"id": each, "text": each} for each in "abcd"], "scoring": "per_choice"},
    "answers": [{"match": {"choice": each}, "credit": 0.33333} for each in "abc"],
}  # fmt: skip
ALTERNATIVES = {
    "type": "matching", "prompt": "Match.", "points": 4,
    "body": {"left": [{"id": each, "text": each} for each in "abc"], "right": [{"id": each, "text": each} for each in "abcd"]},
    "answers": [{"match": {"pairs": {"a": "a", "b": "b", "c": "c"}}}, {"match": {"pairs": {"a": "b", "b": "a", "c": "d"}}, "credit": 0.7}],
}  # fmt: skip


def there(question, response, version="2.2"):
    """What the item that is written gives for a response, as a share of the points."""
    losses, package = exported(VERSIONS[version], question)
    (root,) = items(package)
    program = Program(item_of(normalised(root)))
    return program.score(_given(question, response)) / (question["points"] or 1), losses


def _given(question, response):
    """A response in the terms of QTI."""
    kind = question["type"]
    if kind == "fill_in_blank":
        return {identifier(f"RESPONSE.{name}"): _typed(question, name, each) for name, each in response.items()}
    if kind == "true_false":
        return {"RESPONSE": "true" if response else "false"}
    if kind == "matching":
        return {"RESPONSE": Bag(f"{identifier(f'L.{one}')} {identifier(f'R.{two}')}" for one, two in response.items())}
    if kind in ("multiple_response", "ordering"):
        return {"RESPONSE": (Bag if kind == "multiple_response" else tuple)(identifier(each) for each in response)}
    return {"RESPONSE": identifier(response) if kind == "multiple_choice" else response}


def _typed(question, name, each):
    kind = next(blank["kind"] for blank in question["body"]["blanks"] if blank["id"] == name)
    return identifier(each) if kind == "choice" else each


def here(question, response):
    module = TYPES[question["type"]]
    return module.grade({**question, "body": question["body"]}, response).credit


@st.composite
def responses(draw, question):
    """A response that this question takes: often what an answer says, sometimes near it."""
    body, matches = question["body"], [answer["match"] for answer in question["answers"]]
    pick = st.sampled_from
    if question["type"] == "true_false":
        return draw(st.booleans())
    if question["type"] in ("multiple_choice", "multiple_response", "ordering"):
        ids = [choice["id"] for choice in body["choices"]]
        if question["type"] == "multiple_choice":
            return draw(pick(ids))
        return draw(st.permutations(ids) if question["type"] == "ordering" else st.lists(pick(ids), unique=True, min_size=1))
    if question["type"] == "matching":
        return {each["id"]: draw(pick(body["right"]))["id"] for each in body["left"] if draw(st.booleans())}
    if question["type"] == "fill_in_blank":
        of = {blank["id"]: [match for match in matches if match["blank"] == blank["id"]] for blank in body["blanks"]}
        return {blank["id"]: draw(_written(blank["kind"], of[blank["id"]], blank)) for blank in body["blanks"]}
    return draw(_written("number" if question["type"] == "numeric" else "text", matches, body))


@st.composite
def _written(draw, kind, matches, blank):
    if kind == "choice":
        return draw(st.sampled_from(blank["choices"]))["id"]
    match = draw(st.sampled_from(matches))
    if kind == "number":
        near = draw(st.sampled_from([0, 1, -1, "0.0005", "-0.0005", 1000]))
        return Decimal(str(match["value"])) + Decimal(str(match.get("tolerance", 0))) * Decimal(near)
    return draw(st.sampled_from([match["text"], match["text"].upper(), match["text"].replace("*", "so it goes"), "nothing of it"]))


@pytest.mark.parametrize("type", SCORED)
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_every_response_scores_the_same_there(type, data):
    drawn = data.draw(questions(type))
    question = {"id": db.new_id(), **NEW.load({"topic_id": db.new_id(), **drawn})}
    response = data.draw(responses(question))
    given_there, losses = there(question, response)
    assert losses == [] and abs(given_there - here(question, response)) <= Decimal("0.00001")


@pytest.mark.parametrize("response", ["Straße", "STRASSE", "STRAẞE", "strasse", "strase", "*ße"])
@pytest.mark.parametrize("sensitive", [True, False])
def test_a_letter_that_is_two_capitals_is_met_by_both(response, sensitive):
    question = whole({"type": "short_answer", "prompt": "?", "body": {"case_sensitive": sensitive}, "answers": [{"match": {"text": "*ße", "mode": "wildcard"}}]})
    assert there(question, response)[0] == clamped(here(question, response))


@pytest.mark.parametrize(("question", "response"), [
    (THIRDS, ["a"]), (THIRDS, ["a", "b", "c"]), (THIRDS, ["a", "b", "c", "d"]), (THIRDS, ["d"]),
    (ALTERNATIVES, {"a": "a", "b": "b", "c": "c"}), (ALTERNATIVES, {"a": "b", "b": "a", "c": "d"}), (ALTERNATIVES, {"a": "a", "b": "a"}),
    (ALTERNATIVES, {"a": "b", "c": "d"}), (ALTERNATIVES, {}),
])  # fmt: skip
@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_shares_without_a_last_digit_and_alternatives_score_the_same_there(question, response, version):
    loaded = whole(question)
    assert there(loaded, response, version)[0] == clamped(here(loaded, response))

"""What every type keeps, a new one too: its example is its first test."""
from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from schemas.choices import Choices, labels, relabel
from service.question_types import TYPES
from service.verdict import Unfit
from tests.question_types.asking import faults, graded, kept, loaded
from tests.question_types.golden import SCORES
from tests.question_types.sending import ANY_JSON, ids, responses

every_type = pytest.mark.parametrize("name", TYPES)
BY_HAND = "essay"


def public(name, question, naming):
    """The question in its public form, and the same of a response."""
    kind = TYPES[name]
    known = labels(kind.Body(), question["body"], naming)
    answers = [{**answer, "match": relabel(kind.Match(), answer["match"], known)} for answer in question["answers"]]
    body = relabel(kind.Body(), question["body"], known)
    return {**question, "body": body, "answers": answers}, lambda response: relabel(kind.Response().fields["response"], response, known)


def hashed(scope, choice):
    return sha256(f"{scope}/{choice}".encode()).hexdigest()[:16]


def outcome(name, question, response):
    """The credit, or that the response was no fit."""
    try:
        return TYPES[name].grade(question, response).credit
    except Unfit:
        return "unfit"


@every_type
def test_its_example_can_be_graded(name):
    assert TYPES[name].EXAMPLE["type"] == name
    assert faults(TYPES[name].EXAMPLE) == set()


@every_type
def test_its_example_response_earns_full_credit(name):
    verdict = graded(TYPES[name].EXAMPLE, TYPES[name].EXAMPLE_RESPONSE)
    assert verdict.word == ("ungradable" if name == BY_HAND else "correct")
    assert verdict.credit == (None if name == BY_HAND else 1)
    assert verdict.needs_review is (name == BY_HAND)


@every_type
def test_its_example_goes_out_and_comes_in_again_the_same(name):
    kind, question = TYPES[name], loaded(TYPES[name].EXAMPLE)
    assert kind.Body().load(kind.Body().dump(question["body"])) == question["body"]
    for answer in question["answers"]:
        assert kind.Match().load(kind.Match().dump(answer["match"])) == answer["match"]


@pytest.mark.parametrize(("question", "response", "worth", "rule"), SCORES)
def test_a_question_that_was_kept_grades_as_it_did_when_posted(question, response, worth, rule):
    kind = TYPES[question["type"]]
    response = kind.Response().load({"response": response})["response"]
    assert kind.grade(kept(question), response).credit == kind.grade(loaded(question), response).credit


@pytest.mark.parametrize(("question", "response", "worth", "rule"), SCORES)
def test_the_public_form_of_a_question_grades_the_same(question, response, worth, rule):
    name = question["type"]
    response = TYPES[name].Response().load({"response": response})["response"]
    other, renamed = public(name, kept(question), hashed)
    assert outcome(name, other, renamed(response)) == outcome(name, kept(question), response)


@every_type
@settings(deadline=None)  # the first written response loads what reads it
@given(data=st.data())
def test_any_response_to_the_public_form_grades_the_same(name, data):
    kind, question = TYPES[name], loaded(TYPES[name].EXAMPLE)
    known = list(dict.fromkeys(ids(kind.Body(), question["body"])))
    response = loadable(kind, data.draw(responses(kind.Response().fields["response"], known)))
    other, renamed = public(name, question, hashed)
    if response is not None:
        assert outcome(name, other, renamed(response)) == outcome(name, question, response)


@every_type
def test_no_stored_id_of_a_choice_is_left_in_the_public_form(name):
    kind, question = TYPES[name], loaded(TYPES[name].EXAMPLE)
    stored = {choice for _, choice in labels(kind.Body(), question["body"], hashed)}
    other, renamed = public(name, question, hashed)
    said = [other["body"], [answer["match"] for answer in other["answers"]], renamed(loaded_response(name))]
    assert not any(repr(each) in repr(said) for each in stored)


@every_type
def test_the_public_order_of_choices_follows_their_public_ids(name):
    kind, question = TYPES[name], loaded(TYPES[name].EXAMPLE)
    other, _ = public(name, question, hashed)
    for schema, body in bodies(kind.Body(), other["body"]):
        for key in (key for key, field in schema.fields.items() if isinstance(field, Choices) and body.get(key)):
            loose = [choice["id"] for choice in body[key] if not choice.get("pinned")]
            assert loose == sorted(loose)


@every_type
@settings(max_examples=200)
@given(data=st.data())
def test_grading_raises_nothing_but_unfit(name, data):
    kind, question = TYPES[name], loaded(TYPES[name].EXAMPLE)
    known = list(dict.fromkeys(ids(kind.Body(), question["body"])))
    response = loadable(kind, data.draw(responses(kind.Response().fields["response"], known) | ANY_JSON))
    if response is None:
        return
    try:
        verdict = kind.grade(question, response)
    except Unfit as unfit:
        assert unfit.message.strip() and (unfit.pointer == "" or unfit.pointer.startswith("/"))
    else:
        is_sound(name, verdict)


def is_sound(name, verdict):
    assert verdict.credit is None and name == BY_HAND or isinstance(verdict.credit, Decimal) and -1 <= verdict.credit <= 1
    assert 0 <= verdict.confidence <= 1
    assert all(isinstance(part.part, str) and isinstance(part.credit, Decimal) and part.detail for part in verdict.breakdown)


@pytest.mark.parametrize(("question", "response", "worth", "rule"), SCORES)
def test_every_score_says_how_it_came_about(question, response, worth, rule):
    verdict = graded(question, response)
    is_sound(question["type"], verdict)
    assert verdict.breakdown or question["type"] in (BY_HAND, "multiple_response")


def loadable(kind, response):
    """The response as its schema has it, or None where it is refused."""
    try:
        return kind.Response().load({"response": response})["response"]
    except ValidationError:
        return None


def loaded_response(name):
    return loadable(TYPES[name], TYPES[name].EXAMPLE_RESPONSE)


def bodies(schema, body):
    """A body and every object inside it that may hold choices."""
    yield schema, body
    for key, field in schema.fields.items():
        inner = getattr(getattr(field, "inner", None), "schema", None)
        if inner and not isinstance(field, Choices):
            for each in body.get(key) or ():
                yield from bodies(inner, each)

"""Who has a reference's words and stirs or denies them has not answered; who answers in the same words, or in own ones, has."""
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.grading import attacks, lessons
from service import free_text
from service.free_text.altered import altered
from service.free_text.words import words

REFERENCE = "The path of the current is broken, so that no current can flow through any of the bulbs."
REFERENCES = sorted({block.reference for block in lessons.blocks()})


@pytest.mark.parametrize(
    "response",
    [
        "It is not true that the path of the current is broken, so that no current can flow through any of the bulbs.",
        "It is false that the path of the current is broken, so that no current can flow through any of the bulbs.",
        "The path of the current is not broken, so that no current can flow through any of the bulbs.",
        "the path of the current isn't broken so that no current can flow through any of the bulbs",
        "The path of the current is broken, so that current can flow through any of the bulbs.",
    ],
)
def test_a_denial_put_in_or_taken_out_is_seen(response):
    assert "denies" in altered([REFERENCE], response)


@pytest.mark.parametrize(
    "response",
    [
        REFERENCE,
        REFERENCE.upper().replace(",", ""),
        "No current can flow through any of the bulbs, because the path of the current is broken.",
        "The path is broken, so no current flows through the bulbs.",
        "The circuit is not closed, so nothing flows.",
        "It is not true that current flows, as its path is broken.",
    ],
)
def test_the_same_in_the_same_or_in_other_words_is_left_alone(response):
    assert altered([REFERENCE], response) is None


def test_two_denials_deny_two_things():
    response = "The path of the current is not broken, so that it does not flow through any of the bulbs."
    assert altered(["The path of the current is broken, so that it flows through any of the bulbs."], response)


@given(st.sampled_from(REFERENCES), st.integers(0, 10**6))
def test_whatever_reference_is_shuffled_or_denied_it_is_seen(reference, seed):
    chance = random.Random(seed)
    for attack in (attacks.not_inserted, attacks.not_true):
        assert altered([reference], attack(reference, "", [], chance)), attack
    stirred = attacks.shuffled(reference, "", [], chance)
    if len(words(reference)) >= 8:
        assert altered([reference], stirred), stirred


def test_it_earns_nothing_and_a_person_sees_it(each_reader):
    reading = free_text.read("Why does the other bulb go out?", [REFERENCE], "The path of the current is not broken, so that no current"
                             " can flow through any of the bulbs.")  # fmt: skip
    assert (reading.credit, reading.needs_review, reading.guarded) == (0, True, True)

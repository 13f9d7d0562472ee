"""Who has a reference's words and stirs or denies them has not answered; who answers in the same words, or in own ones, has."""
import random

import pytest

from bench.grading import attacks, lessons
from service import free_text
from service.free_text.altered import FEWEST, altered
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


@pytest.mark.parametrize("attack", [attacks.not_inserted, attacks.not_true], ids=lambda attack: attack.__name__)
def test_whatever_reference_is_denied_it_is_seen(attack):
    unseen = [each for each in REFERENCES if len(words(each)) >= FEWEST and not altered([each], attack(each, "", [], random.Random(each)))]
    assert unseen == []


def test_of_a_thousand_references_that_are_shuffled_one_is_not_seen_at_most():
    """Chance may leave most neighbours beside one another."""
    long = [each for each in REFERENCES if len(words(each)) >= 2 * FEWEST]
    unseen = [each for each in long if not altered([each], attacks.shuffled(each, "", [], random.Random(each)))]
    assert len(long) > 1000 and len(unseen) <= len(long) / 1000


def test_no_right_answer_of_ours_is_taken_for_an_altered_reference():
    right = [(block.reference, said) for block in lessons.blocks() for credit, _, said in block.responses if credit >= lessons.RIGHT]
    assert [said for reference, said in right if altered([reference], said)] == []


def test_it_earns_nothing_and_a_person_sees_it(each_reader):
    reading = free_text.read("Why does the other bulb go out?", [REFERENCE], "The path of the current is not broken, so that no current"
                             " can flow through any of the bulbs.")  # fmt: skip
    assert (reading.credit, reading.needs_review, reading.guarded) == (0, True, True)

"""How a text's words stand: a sentence and a list of catchwords read as they should, the same words shuffled do not."""
import random

import numpy
import pytest

from bench.grading import attacks
from service.free_text import disorder

SENTENCES = (
    "Water expands when it freezes, so ice is less dense than the water around it.",
    "the bulb goes out becuase the path of the current is broken",
    "A penalty on large weights keeps the model from learning the noise in its training data.",
    "It was not the rain but the melting snow that made the river rise.",
)
LISTS = ("single layer networks, multi layer networks, recurrent networks", "1. heating 2. bending 3. melting metal")


def read(encoder, text):
    return disorder.disorder(encoder.words(text).early)


@pytest.mark.parametrize("text", SENTENCES + LISTS)
def test_what_a_learner_writes_is_not_in_disorder(encoder, text):
    assert read(encoder, text) < 0


@pytest.mark.parametrize("text", SENTENCES)
def test_nearly_all_shuffles_of_a_sentence_are(encoder, text):
    chance, plain = random.Random(4), read(encoder, text)
    found = numpy.array([read(encoder, attacks.shuffled(text, "", [], chance)) for _ in range(30)])
    assert (found > plain).all() and (found > 0).mean() >= 0.9


@pytest.mark.parametrize("text", ["", "?", "x"])
def test_a_text_of_no_two_pieces_is_in_no_order_at_all(encoder, text):
    assert read(encoder, text) == 0


def test_it_is_worked_out_by_neighbours_in_the_mean_and_at_their_most(monkeypatch):
    one = numpy.eye(2, dtype=numpy.float32)
    monkeypatch.setattr(disorder, "kept", lambda: (one, -one, numpy.float32([0, 1]), numpy.float32([1, 2, 10, 20]), numpy.float32(0.5)))

    # (1, 0) - (0, 3) + (0, 1) = (1, -2), cut to (1, 0); (0, 3) - (2, 1) + (0, 1) = (-2, 3), cut to (0, 3)
    assert disorder.disorder(numpy.float32([[1, 0], [0, 3], [2, 1]])) == 0.5 + 1 * 0.5 + 2 * 1.5 + 10 * 1 + 20 * 3

"""How usual neighbours are: an answer's words in their order are more so than in any other."""
import random

import pytest

from service.free_text.fluency import classes, fluency, written
from service.free_text.words import words

SENTENCES = (
    "The path of the current is broken, so that no current can flow through the other bulb.",
    "It keeps the weights from growing, because a penalty is added to the loss.",
    "Plants need light in order to make sugar out of water and air.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_more_usual_than_nearly_all_of_its_shuffles(sentence):
    some, chance, lower = words(sentence), random.Random(5), 0
    for _ in range(100):
        lower += fluency(chance.sample(some, len(some))).mean() < fluency(some).mean()
    assert lower >= 95


def test_function_words_are_classes_of_their_own_and_others_go_by_their_endings():
    assert classes(words("The 3 trained networks are quickly growing")) == ["^", "the", "#", "-ed", "-s", "are", "-ly", "-ing", "$"]


def test_each_pair_is_counted_once_more_than_it_came_and_measured_against_chance():
    kept = written([words("the of"), words("the of")])
    at = {name: number for number, name in enumerate(kept["names"])}
    assert sorted(at) == ["$", "^", "of", "the"]
    # of 22 (6 and one each for 16): the-of came 2 + 1 times, "the" leads 6 pairs and "of" ends 6: ln(3 · 22 / (6 · 6)) · 20
    assert kept["table"][at["the"], at["of"]] == round(20 * 0.6061)
    assert kept["table"][at["of"], at["the"]] < 0


def test_a_class_that_was_never_met_counts_as_an_unknown_word(monkeypatch):
    monkeypatch.setattr("service.free_text.fluency._kept", lambda: ({"*": 0}, fluency_of_one()))
    assert fluency(words("the cat")).tolist() == [0.5, 0.5, 0.5]


def fluency_of_one():
    import numpy

    return numpy.array([[0.5]])

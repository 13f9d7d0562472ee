"""What the probes are taught by: real texts beside attacks on the same texts, each under its right name."""
import random

import pytest

from bench.grading import lessons, probes, teach
from bench.grading.__main__ import main

BLOCKS = teach.split(lessons.blocks())[0][:60]


@pytest.fixture
def few(monkeypatch):
    for name, count in (("TEXTS", 200), ("LISTS", 40), ("SALADS", 10), ("WITH_DENIAL", 20), ("WITHOUT", 30)):
        monkeypatch.setattr(probes, name, count)


def test_beside_each_text_stand_its_words_in_disorder(few):
    made = probes.disordered(BLOCKS, random.Random(1))
    assert made == probes.disordered(BLOCKS, random.Random(1)) != probes.disordered(BLOCKS, random.Random(2))
    real, stirred = ([text for text, truth in made if truth is wanted] for wanted in (False, True))
    assert len(real) == 240 and 390 <= len(stirred) <= 410
    at = next(number for number, (text, truth) in enumerate(made) if not truth and len(set(text.split())) > 5)
    assert sorted(made[at + 1][0].split()) == sorted(made[at][0].split()) and made[at + 1][0] != made[at][0]
    assert set(made[at + 2][0].split()) < set(made[at][0].split()) | set(made[at][0].replace(".", "").replace(",", "").split())


def test_capitals_and_stops_do_not_tell_which_is_which(few):
    made = probes.disordered(BLOCKS, random.Random(1))[:-50]
    bare = [sum(text == text.lower() and "." not in text for text, truth in made if truth is wanted) for wanted in (False, True)]
    assert min(bare) > 60


def test_a_list_is_made_of_phrases_of_right_responses(few):
    text = probes._listed(BLOCKS[0], random.Random(3))
    right = " ".join([BLOCKS[0].reference, *(said for credit, _, said in BLOCKS[0].responses if credit >= 0.5)]).casefold()
    assert len(text.split()) > 1 and all(word.strip(".,;-*()").casefold() in right or word[0].isdecimal() for word in text.split())


def test_denials_are_put_into_right_responses_and_their_own_are_left(few):
    made = probes.denied(BLOCKS, random.Random(1))
    right = {said for block in BLOCKS for said in (block.reference, *(text for credit, _, text in block.responses if credit >= lessons.RIGHT))}
    for (question, response, reference), put_in in made:
        assert question and reference in right and (response in right) is not put_in
    assert sum(put_in for _, put_in in made) > 2 * sum(not put_in for _, put_in in made)


def test_without_pytorch_it_says_what_to_install(capsys, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    assert main(["probe"]) == 1
    assert "install torch" in capsys.readouterr().err

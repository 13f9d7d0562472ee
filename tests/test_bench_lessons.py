"""What the judge is taught by, and how the weights after it are fitted."""
import dataclasses
import random

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.grading import fit, lessons, pointing, teach
from bench.grading.regression import regression
from service.free_text import policy, scoring

BLOCKS = lessons.blocks()
TEXT = "Ice floats, because water expands when it freezes."


def test_there_are_questions_of_several_fields():
    assert len(BLOCKS) > 50 and len({block.field for block in BLOCKS}) > 3
    references = [block.reference for block in BLOCKS]
    assert len(set(references)) == len(references)


@pytest.mark.parametrize("path", sorted(lessons.FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_block_has_the_form(path):
    for text in filter(str.strip, path.read_text("utf-8").split("\n\n")):
        question, reference, *rest = text.strip().splitlines()
        assert question.startswith("Q: ") and reference.startswith("R: "), text
        points = [line for line in rest if line.startswith("K: ")]
        for line in rest[len(points) :]:
            credit, kind, response = (part.strip() for part in line.split("|", 2))
            kind, *marks = kind.split()
            assert 0 <= float(credit) <= 1 and kind.isidentifier() and response, line
            assert all(1 <= abs(int(mark)) <= len(points) for mark in marks), line


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.question[:40])
def test_every_question_has_right_and_wrong_responses_and_none_twice(block):
    credits = [credit for credit, *_ in block.responses]
    texts = [said for *_, said in block.responses]
    assert max(credits) >= lessons.RIGHT and min(credits) < 0.5
    assert len(set(texts)) == len(texts) and block.reference not in texts
    assert all(credit < 0.5 for credit, kind, _ in block.responses if kind in ("wrong", "contradicting"))
    assert all(credit >= lessons.RIGHT for credit, kind, _ in block.responses if kind == "right")


@given(st.text(min_size=1).filter(str.strip) | st.sampled_from(["...", "the", ", because", "a", "The an very.", TEXT]), st.integers(0, 99))
def test_a_harmless_change_never_empties_a_text(text, seed):
    assert lessons.harmless(text, random.Random(seed)).strip()


def test_a_harmless_change_leaves_most_words_alone():
    for seed in range(100):
        words = set(lessons.harmless(TEXT, random.Random(seed)).lower().replace(".", "").replace(",", "").split())
        assert len(words & {"ice", "floats", "water", "expands", "freezes"}) >= 2


def test_the_reason_may_come_first():
    assert lessons._turned(TEXT, None) == "Because water expands when it freezes, ice floats"


def made(seed=3):
    return lessons.lessons([block for block in BLOCKS if block.field == BLOCKS[0].field][:6], random.Random(seed))


def test_lessons_are_drawn_by_their_seed_and_are_whole():
    assert made() == made() != made(4)
    for lesson in made():
        assert lesson.response.strip() and lesson.reference.strip() and lesson.weight > 0
        assert lesson.credit is None or 0 <= lesson.credit <= 1
        assert lesson.follows in (None, lessons.FOLLOWS, lessons.NEITHER, lessons.DENIES)


def test_what_denies_earns_nothing_and_what_follows_earns_all():
    for lesson in made():
        assert lesson.follows != lessons.DENIES or lesson.credit == 0
        assert lesson.follows != lessons.FOLLOWS or lesson.credit >= lessons.RIGHT


BLOCK = lessons.Block(
    "", "Why does ice float?", "Water expands when it freezes. So ice is lighter.",
    ((1.0, "right", "it gets bigger, therefore lighter"), (0.5, "partly", "it expands but gets heavier")),
    ("Water expands", "Ice is lighter"), ((1, 2), (1, -2)),
)  # fmt: skip


def test_each_point_is_looked_for_in_each_response():
    right, partly = (said for *_, said in BLOCK.responses)
    assert list(lessons.looked_for(BLOCK)) == [
        (right, "Water expands", 1.0, lessons.FOLLOWS), (right, "Ice is lighter", 1.0, lessons.FOLLOWS),
        (partly, "Water expands", 1.0, lessons.FOLLOWS), (partly, "Ice is lighter", 0.0, lessons.DENIES),
    ]  # fmt: skip


def test_half_of_the_only_point_is_half_of_it():
    block = dataclasses.replace(BLOCK, points=("Water expands",), responses=BLOCK.responses[1:], marks=((),))
    assert [share for _, _, share, _ in lessons.looked_for(block)] == [0.5]


def test_points_count_as_their_author_counted_them():
    drawn = numpy.random.default_rng(5)
    found = []
    for _ in range(300):
        shares, whole = drawn.integers(0, 2, 2).astype(float), drawn.normal()
        terms = [[drawn.normal() / 4, 4 * share - 2, 1.0] for share in shares]
        found.append((shares.mean(), numpy.array([whole, 0.0, drawn.normal(), 10.0, 0.0, 10.0]), (terms, list(shares))))
    kept = pointing.fitted(found, numpy.array([1.0, 0.0]))
    assert kept["points"][1] > abs(kept["points"][0]) and kept["pointed"][3] > abs(kept["pointed"][0])


def test_of_all_questions_some_are_left_out():
    taught, left = teach.split(BLOCKS)
    assert len(taught) + len(left) == len(BLOCKS) and not set(taught) & set(left)
    assert len(left) == pytest.approx(len(BLOCKS) / teach.LEFT_OUT, rel=0.25)


def test_further_questions_move_none_from_what_is_taught_to_what_is_left_out():
    taught, left = teach.split(BLOCKS)
    fewer = [block for block in BLOCKS if block.field != BLOCKS[0].field]
    assert all(set(some) <= set(all) for some, all in zip(teach.split(fewer), (taught, left)))


def test_the_regression_finds_the_weights_that_made_the_credits():
    drawn = numpy.random.default_rng(7)
    known = numpy.array([1.5, -0.8, 0.3, 0.5])
    terms = numpy.c_[drawn.normal(size=(4000, 3)), numpy.ones(4000)]
    credits = 1 / (1 + numpy.exp(-terms @ known))
    assert regression(terms, credits, numpy.ones(4000), ridge=1e-6) == pytest.approx(known, abs=1e-4)
    yes_or_no = (drawn.random(4000) < credits).astype(float)
    assert regression(terms, yes_or_no, numpy.ones(4000)) == pytest.approx(known, abs=0.2)


def test_a_row_that_weighs_nothing_counts_for_nothing():
    terms, credits = numpy.array([[1.0], [1.0], [1.0]]), numpy.array([1.0, 1.0, 0.0])
    assert regression(terms, credits, numpy.array([1.0, 1.0, 0.0])) == pytest.approx(regression(terms[:2], credits[:2], numpy.ones(2)))


def test_the_regression_holds_where_all_are_right_and_terms_say_it():
    terms = numpy.array([[-3.0], [-2.0], [2.0], [3.0]])
    (weight,) = regression(terms, numpy.array([0, 0, 1, 1.0]), numpy.ones(4))
    assert 0 < weight < 10


def test_what_is_fitted_is_what_the_readers_look_up(monkeypatch):
    drawn = numpy.random.default_rng(3)
    signals = drawn.random((600, 5))
    credits = (signals[:, :4].sum(1) - signals[:, 4] + drawn.normal(size=600) / 2 > 1.5).astype(float)
    rows = [fit.Seen(scoring.terms("words", each), credit, 40) for each, credit in zip(signals, credits)]
    found = fit.fitted("words", {"one": rows[:100], "two": rows[100:]})
    monkeypatch.setattr(scoring, "fitted", lambda: {"none": fit.NONE, "full": fit.FULL, "words": found})
    right = [(scoring.nearest("words", [each])[1] > 0) == (credit > 0.5) for each, credit in zip(signals, credits)]
    sure = numpy.array([scoring.confidence("words", scoring.nearest("words", [each])[1], 40) for each in signals])
    assert numpy.mean(right) > 0.7 and abs(numpy.mean(right) - sure.mean()) < 0.1
    assert 0.5 <= policy.threshold("words", {"target_accuracy": 0.9}) <= 1

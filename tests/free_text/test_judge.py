"""The judge's opinion of a response is one and the same, whatever else it is asked."""
import random
from concurrent.futures import ThreadPoolExecutor

import numpy
import pytest

from bench.grading import lessons, probes, teach
from service.free_text import graph, judge

ASKED = ("Why does ice float on water?", "Because it is less dense.", "Water expands when it freezes, so ice is less dense.")
OTHERS = [(ASKED[0], f"It {verb} {number} {'times ' * number}", ASKED[2]) for number in range(8) for verb in ("floats", "does not float")]


@pytest.fixture(scope="module")
def judging(encoder):
    return judge.Judge(encoder)


def test_it_gives_five_numbers(judging):
    opinion = judging.opinion(*ASKED)
    assert opinion.shape == (5,) and numpy.isfinite(opinion).all()


def test_without_a_denial_none_was_put_in(judging):
    assert judging.opinion(*ASKED)[-1] == judge.NO_DENIAL


def test_of_questions_that_it_was_not_taught_by_a_denial_that_was_put_in_looks_more_like_it_than_a_learners_own(judging):
    _, left = teach.split(lessons.blocks())
    found = {True: [], False: []}
    for triple, put_in in random.Random(2).sample(probes.denied(left, random.Random(1)), 300):
        found[put_in].append(judging.opinion(*triple)[-1])
    own = [each for each in found[False] if each > judge.NO_DENIAL]

    assert len(own) > 30
    assert numpy.mean([[one > other for one in found[True]] for other in own]) > 0.9  # the ROC AUC


def test_all_pieces_of_the_response_are_seen_and_those_that_deny_among_them(judging):
    first, denying, said, wanted = judging.states(ASKED[0], "No, it does not sink, never.", "It floats.")
    assert (first.shape, len(denying), len(said), len(wanted)) == ((graph.SIZE,), 3, 10, 4)  # each with what stands behind it
    assert numpy.array_equal(denying, said[[0, 4, 7]])


def test_it_is_the_same_bit_for_bit_whatever_else_was_asked(judging, encoder):
    alone = judging.opinion(*ASKED).tobytes()
    for other in OTHERS:
        judging.opinion(*other)
    assert judging.opinion(*ASKED).tobytes() == alone == judge.Judge(encoder).opinion(*ASKED).tobytes()


def test_several_threads_hear_the_same(judging):
    asked = [ASKED, *OTHERS] * 2
    one_by_one = [judging.opinion(*each).tobytes() for each in asked]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda each: judging.opinion(*each).tobytes(), asked)) == one_by_one


ANY = [("", "", ""), ("?", "", "a"), ("\ud800", "[SEP] [CLS]", "心臓"), ("long " * 900, "longer " * 900, "longest " * 900)]


@pytest.mark.parametrize("texts", ANY)
def test_any_text_can_be_judged(judging, texts):
    assert numpy.isfinite(judging.opinion(*texts)).all()


def test_beyond_the_most_nothing_is_read(judging):
    long = ASKED[1] + " very" * 400
    assert judging.opinion(ASKED[0], long, ASKED[2]).tobytes() == judging.opinion(ASKED[0], long + " not", ASKED[2]).tobytes()


def test_the_response_and_the_reference_are_not_the_same_to_it(judging):
    question, one, other = ASKED
    assert judging.opinion(question, one, other).tobytes() != judging.opinion(question, other, one).tobytes()


def test_each_piece_is_of_one_of_the_three_texts():
    pieces, kinds = judge.joined([[7, 8], [], [9]])
    assert pieces == [judge.FIRST, 7, 8, judge.LAST, judge.LAST, 9, judge.LAST]
    assert kinds == [0, 0, 0, 0, 1, 2, 2]


def test_the_update_is_the_product_of_the_narrow_matrices():
    told, wide = {}, {"qkv": (384, 1152), "o": (384, 384), "i": (384, 1536), "f": (1536, 384)}
    drawn = numpy.random.default_rng(1)
    for layer in range(graph.LAYERS):
        for part, (takes, gives) in wide.items():
            for name, shape in (("A", (2, takes)), ("B", (gives, 2)), ("db", (gives,))):
                told[f"layers.{layer}.{part}.{name}"] = drawn.random(shape)
    found = judge.updates(told)
    assert len(found) == graph.LAYERS * 6 * 2
    key = found["encoder.layer.2.attention.self.key.weight"]
    assert numpy.allclose(key, judge.SCALE * told["layers.2.qkv.B"][384:768] @ told["layers.2.qkv.A"])
    assert numpy.array_equal(found["encoder.layer.2.attention.self.value.bias"], told["layers.2.qkv.db"][768:])

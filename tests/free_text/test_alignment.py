"""How much of a reference is found again in a response, by letters and by made-up vectors."""
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.free_text import alignment
from service.free_text.alignment import Chance, Wanted, letters_shared, signals, spelled, total, windows, words_found
from service.free_text.words import dice

WORDS = st.lists(
    st.sampled_from("the a plant plants makes sugar suger light of out two 2 2.5 not photosynthesis fotosynthesis é x".split()), max_size=12
)
SIZE = 8


def text(words):
    return alignment.text(words.split())


def wanted(reference, question=""):
    return Wanted(text(reference), text(question))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("night", "nacht", 2 / 8), ("sugar", "sugar", 1), ("sugar", "suger", 4 / 8), ("light", "lights", 8 / 9), ("aaa", "aa", 2 / 3)],
)
def test_dice_is_twice_the_shared_pairs_over_all(one, other, alike):
    assert dice(one, other) == pytest.approx(alike)


@pytest.mark.parametrize(
    ("reference", "response", "found"),
    [
        ("plants make sugar", "sugar plant", [1, 0, 1]),
        ("photosynthesis", "fotosynthesis", [22 / 25]),
        ("two 1,000", "2 1000", [1, 1]),
        ("cat", "cart", [0]),
        ("light", "", [0]),
    ],
)
def test_each_word_is_found_by_its_stem_or_its_letters(reference, response, found):
    assert spelled(wanted(reference), text(response)) == pytest.approx(found)


@given(st.lists(st.text("abn", min_size=1, max_size=9), max_size=8), st.text("abn", min_size=4, max_size=9))
def test_the_nearest_spelling_is_found(response, word):
    heard = alignment.text(response)
    near = [dice(word, other) for other in response if len(other) >= 4 and abs(len(other) - len(word)) <= 3]
    best = max(near, default=0)
    expected = 1 if set(alignment.text([word]).stems) & set(heard.stems) else best if best >= 0.6 else 0
    assert spelled(wanted(word), heard) == pytest.approx([expected])


def test_letters_shared_are_runs_of_four_with_the_words_ends():
    assert letters_shared(wanted("light"), text("lights")) == pytest.approx(3 / 4)  # " lig", "ligh", "ight", not "ght "


def test_what_the_question_gave_away_weighs_little():
    asked = wanted("plants make sugar", "what do plants make")
    assert words_found(asked, text("plants make"))[0] < 0.3 < 0.7 < words_found(asked, text("sugar"))[0]
    assert words_found(asked, text("plants make"))[1] == 0
    assert words_found(asked, text("sugar"))[1] == 1


def test_a_reference_without_words_is_not_found():
    assert words_found(wanted(""), text("light")) == (0, 0)


@given(WORDS, WORDS, WORDS)
def test_shares_are_shares(reference, question, response):
    asked, heard = Wanted(alignment.text(reference), alignment.text(question)), alignment.text(response)
    for share in (*spelled(asked, heard), letters_shared(asked, heard), *words_found(asked, heard)):
        assert 0 <= share <= 1 + 1e-9


@given(WORDS, WORDS, WORDS, WORDS)
def test_more_words_never_find_less(reference, question, response, more):
    asked = Wanted(alignment.text(reference), alignment.text(question))
    fewer, longer = alignment.text(response), alignment.text([*response, *more])
    assert all(a <= b + 1e-9 for a, b in zip(words_found(asked, fewer), words_found(asked, longer)))
    assert letters_shared(asked, fewer) <= letters_shared(asked, longer)


def vector(word, layer):
    """A unit vector that is the word's own."""
    row = numpy.random.default_rng([layer, *word.encode()]).normal(size=SIZE)
    return row / numpy.linalg.norm(row)


def meant(words):
    """A text with made-up vectors."""
    v, u = (numpy.array([vector(word, layer) for word in words]).reshape(-1, SIZE) for layer in (1, 2))
    return alignment.text(words, v, u)


CHANCE = Chance([meant(each.split()).v for each in ("a river flows", "the king was rich", "an index is sorted")])


@given(WORDS.filter(bool), WORDS, WORDS.filter(bool))
@settings(deadline=None)
def test_signals_are_numbers_and_the_reference_itself_gets_most(reference, question, response):
    asked = Wanted(meant(reference), meant(question), CHANCE)
    found, best = signals(asked, meant(response)), signals(asked, meant(reference))
    assert found.shape == (len(alignment.SIGNALS),)
    assert numpy.isfinite(found).all()
    assert numpy.isfinite(total(found))
    assert (numpy.delete(found, 4) <= numpy.delete(best, 4) + 1e-6).all()


def test_the_reference_itself_gets_more_than_another_text():
    reference = "plants make sugar out of light".split()
    asked = Wanted(meant(reference), meant(["what", "do", "plants", "make"]), CHANCE)
    assert total(signals(asked, meant(reference))) > total(signals(asked, meant("cells burn fat".split())))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_windows_are_of_unit_length(count):
    rows = numpy.random.default_rng(1).normal(size=(count, SIZE))
    found = windows(rows)
    assert len(found) == (0 if not count else max(count - 2, 1))
    assert numpy.linalg.norm(found, axis=1) == pytest.approx(numpy.ones(len(found)))

"""Words and their stems."""
import pytest

from service.free_text.words import near, one_slip, stem, words

FAMILIES = [
    "learn learns learned learning learner",
    "network networks",
    "overfit overfits overfitting",
    "easy easily easier",
    "complex complexity complexities",
    "normalize normalise normalized normalization normalisation",
    "compute computes computing computation computational",
    "represent represents representation",
    "model models modeled modelled modeling",
    "hierarchy hierarchies hierarchical",
    "efficient efficiency efficiently",
    "freeze freezes freezing",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_forms_of_a_word_have_one_stem(family):
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("water", "wine"), ("training", "train station"), ("cell", "call"), ("layer", "lawyer"), ("data", "date")]
)
def test_different_words_have_different_stems(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("pattern", "patern", True),
        ("pattern", "patttern", True),
        ("pattern", "pettern", True),
        ("pattern", "pattren", True),
        ("pattern", "patterns", True),
        ("pattern", "partners", False),
        ("pattern", "pettren", False),
        ("1648", "1748", False),
    ],
)
def test_one_slip_is_a_letter_more_or_less_or_another_or_two_swapped(one, other, slip):
    assert one_slip(one, other) is slip


def test_a_denial_ends_with_its_clause():
    assert [word.denied for word in words("It is not warm. Ice floats") if word.telling] == [True, False, False]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("mitochondria", "mitocondrion", True),
        ("photosynthesis", "fotosynthesis", True),
        ("gradient", "gradeint", True),
        ("gradient", "radiant", False),
        ("cat", "bat", False),
        ("1648", "1748", False),
    ],
)
def test_words_are_near_with_a_slip_or_two(one, other, alike):
    assert near(one, other) is alike is near(other, one)


def test_of_what_learners_write_no_more_than_two_texts_are_remembered():
    for text in ("one", "two", "three", "four"):
        words(text)
    assert words.cache_info().currsize == 2

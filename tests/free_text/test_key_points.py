"""The points of a reference, where its author has named none."""
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.free_text import key_points


@pytest.mark.parametrize(
    ("reference", "points"),
    [
        ("Ice floats.", ("Ice floats.",)),
        ("Water expands when it freezes. It is less dense then.", ("Water expands when it freezes.", "It is less dense then.")),
        ("The sky looks blue because air scatters short waves.", ("The sky looks blue", "because air scatters short waves.")),
        ("It burns more fuel, but the trip is shorter.", ("It burns more fuel", "but the trip is shorter.")),
        ("They dance in the hive, and the angle shows the direction.", ("They dance in the hive", "and the angle shows the direction.")),
        ("Red, green and blue are mixed.", ("Red, green and blue are mixed.",)),
        ("Heat leaves it\nWork is done on it", ("Heat leaves it", "Work is done on it")),
        ("Yes. It does, because it must. No.", ("Yes. It does", "because it must. No.")),
        ("", ("",)), ("  ", ("  ",)), ("...", ("...",)),
    ],
)  # fmt: skip
def test_sentences_and_their_halves_are_points(reference, points):
    assert key_points.split(reference) == points


@given(st.text(max_size=300) | st.lists(st.sampled_from([*"ab,.;-", " ", "because", "and", "\n"]), max_size=60).map(" ".join))
def test_any_text_has_points_and_they_are_its_own_letters_in_order(reference):
    points = key_points.split(reference)
    assert 1 <= len(points) <= key_points.MOST
    assert letters(reference).startswith(letters("".join(points)))


def letters(text):
    return "".join(filter(str.isalnum, text))


def test_of_a_long_text_the_first_points_are_taken():
    reference = " ".join(f"This is the sentence number {number}." for number in range(20))
    assert key_points.split(reference)[-1] == "This is the sentence number 7."


def test_it_takes_no_time_to_speak_of():
    start = perf_counter()
    for reference in (" - " * 6000, ", and" * 4000, " because" * 2500, "\n" * 20_000, "a. " * 6000, f"a{' ' * 19_998}b"):
        assert len(key_points.split(reference)) <= key_points.MOST
    assert perf_counter() - start < 1

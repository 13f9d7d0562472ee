"""Long texts are read in stretches: between words, none too long, and nothing of what is to be read is left out."""
from hypothesis import given
from hypothesis import strategies as st

from service.free_text.pieces import LONGEST, OVERLAP, STRETCHES, stretches

LENGTH = st.one_of(st.integers(1, 6), st.sampled_from([40, LONGEST - 1, LONGEST, LONGEST + 1, 3 * LONGEST]))
LENGTHS = st.lists(LENGTH, min_size=1, max_size=600)


def ranges(lengths, gap):
    """Words of so many pieces, with `gap` pieces of none between them."""
    found, at = [], 0
    for length in lengths:
        found.append((at, at + length))
        at += length + gap
    return found


@given(LENGTHS, st.integers(0, 2))
def test_stretches_follow_one_another(lengths, gap):
    words = ranges(lengths, gap)
    count, done = words[-1][1], 0
    places = list(stretches(count, words))
    for start, end, read in places:
        assert start <= read == done < end <= start + LONGEST
        done = end
    assert len(places) <= STRETCHES and (done == count or len(places) == STRETCHES)


@given(st.lists(st.integers(1, OVERLAP), min_size=1, max_size=600), st.integers(0, 2))
def test_no_word_is_cut_in_two(lengths, gap):
    words = ranges(lengths, gap)
    inside = {piece for first, end in words for piece in range(first + 1, end)}
    for start, end, _ in stretches(words[-1][1], words):
        assert start not in inside and end not in inside


def test_after_a_short_stretch_nothing_is_left_out():
    assert list(stretches(511, [(0, 1), (2, 511)])) == [(0, 2, 0), (2, 511, 2)]


def test_a_later_stretch_begins_with_what_the_earlier_one_ended_with():
    assert list(stretches(1000, [(at, at + 1) for at in range(1000)])) == [(0, 510, 0), (480, 990, 510), (960, 1000, 990)]

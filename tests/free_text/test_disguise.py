"""Letters that look like others are read as what they look like, and symbols and other alphabets left alone."""
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.free_text.disguise import latin, undisguised

ENGLISH = "The plant makes sugar out of light."


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("рhоtоsynthеsis", "photosynthesis"),
        ("сосо", "coco"),
        ("νοtes", "votes"),
        ("𝐩𝐡𝐨𝐭𝐨𝐬𝐲𝐧𝐭𝐡𝐞𝐬𝐢𝐬", "photosynthesis"),
        ("Ⓛⓘⓖⓗⓣ", "Light"),
    ],
)
def test_a_disguised_word_is_read_as_it_looks(text, plain):
    assert undisguised(text, ENGLISH) == (plain, True)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It makes sugar.", "It makes sugar."),
        ("su\u00adgar and li\u200bght", "sugar and light"),
        ("p = ρgh and hν = E", "p = ρgh and hν = E"),
        ("ωt, α, μm, Δt", "ωt, α, μm, Δt"),
        ("H₂O, x², ﬁne", "H2O, x2, fine"),
        ("𝑓(𝑥) = 𝑦", "f(x) = y"),
        ("café, Łódź, ışık", "café, Łódź, ışık"),
        ("cafe\u0301", "café"),
        ("Растение делает сахар, и рот тоже", "Растение делает сахар, и рот тоже"),
        ("Το φυτό φτιάχνει ζάχαρη", "Το φυτό φτιάχνει ζάχαρη"),
        ("植物用光制糖", "植物用光制糖"),
        ("", ""),
    ],
)
def test_what_is_no_disguise_is_left_alone(text, plain):
    assert undisguised(text, ENGLISH) == (plain, False)


def test_where_another_alphabet_is_expected_nothing_is_read_as_latin():
    assert undisguised("рот", "нос и рот") == ("рот", False)


@pytest.mark.parametrize(
    ("text", "is_latin"), [("light", True), ("свет", False), ("свет is light", True), ("光", False), ("", True), ("42", True)]
)
def test_most_letters_tell_the_alphabet(text, is_latin):
    assert latin(text) is is_latin


@given(st.text(), st.text())
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_fail_and_twice_is_once(text, expected):
    plain, _ = undisguised(text, expected)
    again, _ = undisguised(plain, expected)
    assert undisguised(again, expected)[0] == again


@given(st.text(min_size=1, max_size=20))
@settings(max_examples=30, deadline=None)
def test_no_long_text_makes_it_fail(piece):
    undisguised((piece * 20_000)[:20_000], ENGLISH)

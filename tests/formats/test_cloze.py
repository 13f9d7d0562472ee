"""Cloze: where embedded answers begin and end, what they say, and that what is written is read again."""
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.formats import _cloze


def only(text):
    (gap,) = _cloze.gaps(text)
    return gap


@pytest.mark.parametrize(
    ("text", "kind", "weight"),
    [
        ("{1:SHORTANSWER:=x}", "words", 1), ("{:SA:=x}", "words", 1), ("{3:MW:=x}", "words", 3),
        ("{1:SHORTANSWER_C:=x}", "cased", 1), ("{1:SAC:=x}", "cased", 1), ("{1:MWC:=x}", "cased", 1),
        ("{1:NUMERICAL:=3}", "numbers", 1), ("{10:NM:=3}", "numbers", 10),
        ("{1:MULTICHOICE:=x~y}", "choices", 1), ("{1:MC:=x~y}", "choices", 1), ("{1:MCV:=x~y}", "choices", 1),
        ("{1:MCH:=x~y}", "choices", 1),
        ("{1:MULTICHOICE_S:=x~y}", "shuffled", 1), ("{1:MCS:=x~y}", "shuffled", 1), ("{1:MCVS:=x~y}", "shuffled", 1),
        ("{1:MCHS:=x~y}", "shuffled", 1), ("{1:MULTIRESPONSE:=x~y}", "several", 1), ("{1:MRHS:=x~y}", "several", 1),
        ("{0:SA:=x}", "words", 0),
    ],
)  # fmt: skip
def test_all_kinds_are_told(text, kind, weight):
    gap = only(f"before {text} after")
    assert (gap.kind, gap.weight, gap.start, gap.end) == (kind, weight, 7, 7 + len(text))


@pytest.mark.parametrize("text", ["{1:SA:=x", "{1:sa:=x}", "{1:FOO:=x}", "{x:SA:=x}", "{1 :SA:=x}", "{SA:=x}", "{1:SA=x}", "{#1}",
"{{b1}}"])
def test_nothing_else_is_taken_for_embedded_answers(text):
    assert _cloze.gaps(text) == []


@pytest.mark.parametrize(
    ("raw", "share", "text", "feedback"),
    [
        ("=Berlin", "1", "Berlin", ""), ("Berlin", "0", "Berlin", ""), ("%50%Bonn#Until 1990", "0.5", "Bonn", "Until 1990"),
        ("%33.33333%a", "0.3333333", "a", ""), ("%33,33333%a", "0.3333333", "a", ""), ("%-25%a", "-0.25", "a", ""),
        ("%100%a", "1", "a", ""),
        ("%abc%d", "0", "%abc%d", ""), ("%0%=5", "0", "=5", ""),
        (r"=a\}b\#c\~d\"e", "1", 'a}b#c~d"e', ""), (r"=a#b\#c", "1", "a", "b#c"), ("=a#b#c", "1", "a", "b#c"),
        ("=R&amp;D", "1", "R&D", ""), ("=&#123;a&#x7D;", "1", "{a}", ""), ("=a &amp;lt; b", "1", "a &lt; b", ""),
        ("=AT&T &copy now", "1", "AT&T &copy now", ""),
        ("=&nbsp;a", "1", "a", ""), ("=a &gt; b#&quot;so&quot;", "1", "a > b", '"so"'), (r"=2\*3", "1", r"2\*3", ""),
        ("*#no", "0", "*", "no"),
    ],
)  # fmt: skip
def test_an_alternative_says_share_text_and_feedback(raw, share, text, feedback):
    (found,) = only(f"{{1:SA:{raw}}}").alternatives
    assert found == _cloze.Alternative(Decimal(share), text, feedback)


def test_alternatives_stand_between_tildes_and_empty_ones_are_none():
    assert [each.text for each in only("{1:MC:~=a~b~~c\\~d}").alternatives] == ["a", "b", "c~d"]


def test_the_first_closing_brace_ends_it():
    first, second = _cloze.gaps("{1:SA:=a {2:SA:=b} and {2:SA:=c}")
    assert [each.text for each in first.alternatives] == ["a {2:SA:=b"]
    assert second.weight == 2


TEXT = st.text("ab {}#~=%&;\\\"'<>*/:1é\n", min_size=1, max_size=12).map(str.strip).filter(bool)


SAID = st.tuples(st.sampled_from([0, 1, Decimal("0.5"), Decimal("-0.25")]), TEXT, st.one_of(st.just(""), TEXT))


@given(st.lists(SAID, min_size=1, max_size=4))
def test_what_is_written_is_read_again(said):
    alternatives = tuple(_cloze.Alternative(Decimal(share), text, feedback) for share, text, feedback in said)
    text = _cloze.kept_apart("{1:SA:=no} ") + _cloze.written(3, "MULTICHOICE_S", alternatives) + " {1:x"
    gap = only(text)
    assert (gap.weight, gap.kind, gap.alternatives) == (3, "shuffled", alternatives)


@pytest.mark.parametrize("piece", ["{1:SA:=x", "{1:SA:=x~", "{1:SA:=x}", "\\~", "~#", "{" * 3, "{1", "1:SA:", "&amp;#", "%5", "}"])
def test_long_texts_take_no_longer_than_they_are_long(piece):
    text = "{1:MC:" + piece * (200_000 // len(piece)) + "}"
    started = time.perf_counter()
    _cloze.gaps(text)
    assert time.perf_counter() - started < 3

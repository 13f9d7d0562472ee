"""What is heard and how Japanese is read on Anki's cards."""
import pytest

from service.formats._anki_cards import filled
from tests.formats.anki_packages import BASIC, TYPED, legacy
from tests.formats.bounds import within
from tests.formats.test_anki import ADDRESS, only, why


@pytest.mark.parametrize("kind", [BASIC, TYPED], ids=["basic", "typed"])
def test_a_sound_belongs_to_no_answer(kind):
    read = only(legacy, kind, "cat", "Katze [sound:katze.mp3]", media={"katze.mp3": b"picture"})

    assert read.wire["answers"][0]["match"]["text"] == "Katze"
    assert read.wire["answers"][0]["explanation"] == f"Katze [katze.mp3]({ADDRESS})"


def test_of_a_sound_that_is_not_there_nothing_stays():
    read = only(legacy, BASIC, "cat [sound:a.mp3]", "[sound:b.mp3]Katze")

    assert (read.wire["prompt"], read.wire["answers"]) == ("cat", [{"match": {"text": "Katze", "mode": "meaning"}}])
    assert [" ".join(each.split()[:3]) for each in read.lost] == ["The sound “a.mp3”", "The sound “b.mp3”"]


def test_a_back_that_is_only_heard_is_no_answer():
    assert "no text" in why(legacy, BASIC, "cat", "[sound:katze.mp3]")


@pytest.mark.parametrize(
    ("shown", "prompt"),
    [
        ("{{furigana:Front}}", "食(た)べ物(もの)"),
        ("{{kanji:Front}}", "食べ物"),
        ("{{kana:Front}}", "たべもの"),
        ("{{Front}} {{tts ja_JP speed=0.8:Front}}", "食[た]べ 物[もの]"),
    ],
)
def test_filters_show_readings_and_what_is_spoken_is_not_shown(shown, prompt):
    kind = ("Japanese", ["Front", "Back"], [(shown, "{{Back}}")], 0)

    assert only(legacy, kind, "食[た]べ 物[もの]", "food").wire["prompt"] == prompt


@pytest.mark.parametrize("value", ["x" * 900_000, "x[" * 450_000, ("x" * 90 + "[b]") * 9000])
def test_filters_take_time_by_the_length_of_a_field_whatever_is_in_it(value):
    with within(2):
        filled("{{furigana:kana:kanji:F}}" * 20, {"F": value})

"""A response's denials are taken out one by one, so that it can be judged without each."""
import pytest

from service.free_text.denials import MOST, undenied


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("The lamp is not lit.", ["The lamp is lit."]),
        ("It isn't lit, for no current flows.", ["It is lit, for no current flows.", "It isn't lit, for current flows."]),
        ("Water CANNOT pass.", ["Water can pass."]),
        ("Neither acid nor base", ["either acid nor base", "Neither acid or base"]),
        ("It works without power.", ["It works with power."]),
        ("Nothing moves, and none ever", ["something moves, and none ever", "Nothing moves, and all ever"]),
        ("We don’t know", ["We do know"]),
        ("Notable knots are annotated.", []),
        ("", []),
    ],
)
def test_each_denial_is_taken_out_alone(text, without):
    assert list(undenied(text)) == without


def test_of_many_denials_the_first_are_taken_out():
    assert len(list(undenied("not " * 50))) == MOST

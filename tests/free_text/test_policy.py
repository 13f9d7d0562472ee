"""When a person should look."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.free_text import policy, scoring

SEEN = [[0.5, 0.0, 0.7], [0.7, 0.25, 0.85], [0.9, 0.5, 0.95]]
READERS = ("words", "encoder")


@pytest.fixture(autouse=True)
def seen(monkeypatch):
    monkeypatch.setattr(scoring, "fitted", lambda: {name: {"seen": SEEN} for name in READERS})


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("says", "threshold"),
    [
        (None, policy.DEFAULT), ({}, policy.DEFAULT),
        ({"target_accuracy": 0.5}, 0.5), ({"target_accuracy": 0.71}, 0.7), ({"target_accuracy": 0.85}, 0.7),
        ({"target_accuracy": 0.95}, 0.9), ({"target_accuracy": 0.96}, policy.ABOVE_ALL), ({"target_accuracy": 1}, policy.ABOVE_ALL),
        ({"share": 0}, 0.5), ({"share": 0.24}, 0.5), ({"share": 0.25}, 0.7), ({"share": 0.99}, 0.9), ({"share": 1}, policy.ABOVE_ALL),
    ],
)  # fmt: skip
def test_a_topic_says_how_sure_a_reader_must_be(reader, says, threshold):
    assert policy.threshold(reader, says) == threshold


@given(st.sampled_from(["share", "target_accuracy"]), st.floats(0.5, 1), st.floats(0.5, 1))
def test_who_wants_more_looked_at_gets_no_less(key, one, other):
    less, more = sorted((one, other))
    assert policy.threshold("words", {key: less}) <= policy.threshold("words", {key: more})


def test_no_more_than_its_share_goes_to_a_person():
    for share in (0, 0.1, 0.25, 0.3, 0.5, 0.9):
        below = {row[0]: row[1] for row in SEEN}[policy.threshold("words", {"share": share})]
        assert below <= share


def test_all_of_it_means_all_of_it():
    assert policy.everything({"share": 1}) and policy.ABOVE_ALL > 1
    assert not any(map(policy.everything, (None, {}, {"share": 0.99}, {"target_accuracy": 1})))


def test_what_was_measured_is_there_for_both_readers(monkeypatch):
    monkeypatch.undo()
    scoring.fitted.cache_clear()
    for reader in READERS:
        cuts, below, right = zip(*scoring.fitted()[reader]["seen"])
        assert list(cuts) == sorted(cuts) and list(below) == sorted(below)
        assert all(0 <= each <= 1 for each in (*cuts, *below, *right))

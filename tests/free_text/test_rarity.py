"""How rare words are: common ones score high, rare ones low, and what is no word at all nothing."""
import random

import pytest

from service.free_text import rarity
from service.free_text.rarity import NUMBER, RAREST, zipf


@pytest.mark.parametrize(
    ("word", "known"),
    [("the", 7.73), ("and", 7.41), ("because", 6.03), ("network", 5.02), ("learning", 4.92), ("gradient", 3.48), ("photosynthesis", 3.03)],
)
def test_a_word_has_its_known_frequency(word, known):
    assert zipf(word) == pytest.approx(known, abs=0.02)


@pytest.mark.parametrize("word", ["", "backpropagatet", "qzxvkwj", "дерево-ветка", "?", "x" * 10_000, "\ud800"])
def test_what_is_no_word_counts_nothing(word):
    assert zipf(word) == 0


@pytest.mark.parametrize("number", ["0", "7", "2026", "3.14", "1,000", "٣"])
def test_every_number_counts_the_same(number):
    assert zipf(number) == NUMBER


def test_one_apostrophe_is_as_good_as_the_other():
    assert zipf("don’t") == zipf("don't") > 5


def test_hardly_any_nonsense_is_taken_for_a_word():
    chance = random.Random(7)
    words = {"".join(chance.choices("bcdfghjklmnpqrstvwxz", k=12)) for _ in range(5_000)}
    assert sum(zipf(word) > 0 for word in words) < 0.004 * len(words)


def test_the_file_holds_its_words_in_order_and_none_is_rarer_than_said():
    sums, steps = rarity._table()
    assert len(sums) == len(steps) > 230_000 and (sums[1:] > sums[:-1]).all()
    assert steps.min() / rarity.STEPS >= RAREST - 0.5 / rarity.STEPS and steps.max() / rarity.STEPS < 8


def test_a_table_that_is_written_is_read_again(tmp_path, monkeypatch):
    file = tmp_path / "rarity.bin"
    file.write_bytes(rarity.written({"one": 6.5, "tree": 4.98, "rare": 1.2}))
    monkeypatch.setattr(rarity, "FILE", file)
    forget()
    found = [zipf(word) for word in ("one", "tree", "rare", "network")]
    forget()
    assert found == [6.5, pytest.approx(4.98, abs=1 / 64), pytest.approx(1.2, abs=1 / 64), 0]


def forget():
    zipf.cache_clear()
    rarity._table.cache_clear()

"""Flags of items: where they begin, and how often they are right."""
import random

import numpy as np
import pytest

from service import item_analysis, item_flags
from service.item_analysis import Responses
from tests import simulated_class
from tests.simulated_class import CHOICES

SURVEY = {"classes": 60, "learners": 300, "items": 20, "planted": 2}


@pytest.fixture(scope="module")
def survey():
    """[(what was planted, what is flagged, whether a distractor is dead indeed)] of the items of many classes."""
    rng, found = random.Random(55), []
    for _ in range(SURVEY["classes"]):
        planted = ["wrong_key"] * SURVEY["planted"] + ["dead"] * SURVEY["planted"] + [None] * (SURVEY["items"] - 2 * SURVEY["planted"])
        items = [simulated_class.item(rng, dead="d" if each == "dead" else (), wrong_key=each == "wrong_key") for each in planted]
        columns = simulated_class.responses(items, simulated_class.sit(rng, items, SURVEY["learners"]))
        found += [(kind, flagged(item, column), rare(item)) for kind, item, column in zip(planted, items, columns)]
    return found


def flagged(item, column):
    choices = [{**item_analysis.choice(column, name), "credit": int(name == item.key), "together": False} for name in CHOICES]
    return item_flags.flags(item_analysis.figures(column), [choices], column.rested)


def rare(item):
    """Whether, of all learners that there could be, fewer than 5 % choose one of the wrong choices."""
    abilities = np.linspace(-4, 4, 161)
    weights = np.exp(-(abilities**2) / 2)
    unknown = 1 - sum(weights * [item.knows(each) for each in abilities]) / weights.sum()
    alive = sum(each > simulated_class.DEAD for each in item.pull.values()) + 1
    shares = {name: unknown * (0.8 * pull + (0.2 / alive if pull > simulated_class.DEAD else 0)) for name, pull in item.pull.items()}
    return any(share < 0.05 for name, share in shares.items() if name != item.key)


def rate(found):
    return sum(found) / len(found)


def test_planted_wrong_keys_are_found_and_right_ones_left_in_peace(survey):
    hits = rate(["likely_wrong_key" in flags for kind, flags, _ in survey if kind == "wrong_key"])
    alarms = rate(["likely_wrong_key" in flags for kind, flags, _ in survey if kind != "wrong_key"])
    print(f"wrong keys: hits {hits:.3f}, false alarms {alarms:.4f}")
    assert hits >= 0.9 and alarms <= 0.02


def test_planted_dead_distractors_are_found_and_living_ones_left_in_peace(survey):
    hits = rate(["dead_distractor" in flags for kind, flags, _ in survey if kind == "dead"])
    alarms = rate(["dead_distractor" in flags for kind, flags, dead in survey if not dead])
    print(f"dead distractors: hits {hits:.3f}, false alarms {alarms:.4f}")
    assert hits >= 0.9 and alarms <= 0.02


def test_chance_alone_is_seldom_called_a_wrong_key():
    rng, found = random.Random(8), []
    for _ in range(2000):
        rests = [rng.random() for _ in range(60)]
        picked = [rng.choice(CHOICES) for _ in range(60)]
        credits = [float(each == "a") for each in picked]
        column = Responses(credits=credits, totals=rests, rests=rests, chosen=[{each} for each in picked])
        found.append("likely_wrong_key" in flagged(simulated_class.Item(1, 0), column))
    assert rate(found) <= 0.01


def figures(**more):
    return {"n": 100, "omitted": 0, "p": 0.5, "discrimination": 0.4, **more}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, []),
        ({"p": 0.95}, ["too_easy"]),
        ({"p": 0.949}, []),
        ({"p": 0.2}, ["too_hard"]),
        ({"p": 0.201}, []),
        ({"discrimination": 0.199}, ["low_discrimination"]),
        ({"discrimination": 0.2}, []),
        ({"discrimination": None}, []),
        ({"discrimination": -0.25}, ["low_discrimination"]),
        ({"discrimination": -0.35}, ["likely_wrong_key", "low_discrimination"]),
    ],
)
def test_flags_begin_where_it_says(more, expected):
    assert item_flags.flags(figures(**more), [], 100) == expected


def options(*choices, together=False):
    return [{"n": n, "share": n / 100, "discrimination": r, "credit": credit, "together": together} for n, r, credit in choices]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (options((50, 0.4, 1), (25, -0.2, 0), (25, -0.2, 0)), []),
        (options((30, -0.2, 1), (40, 0.4, 0), (30, -0.2, 0)), ["likely_wrong_key"]),
        (options((40, 0.35, 1), (30, 0.4, 0), (30, -0.7, 0)), []),  # two right ones, perhaps
        (options((30, -0.2, 1), (40, 0.4, 0.5), (30, -0.2, 0)), []),  # what earns something is no mistake
        (options((60, 0.4, 1), (40, -0.2, 0), (0, None, 0)), ["dead_distractor"]),
        (options((60, 0.4, 1), (38, -0.2, 0), (2, 0.0, 0)), []),  # too few to be sure
        (options((100, None, 1), (0, None, 0)), []),  # of two, it is only easy
        (options((70, 0.4, 0.5), (60, 0.4, 0.5), (50, 0.4, 0), together=True), ["likely_wrong_key"]),
        (options((70, 0.4, 0.5), (60, -0.4, 0.5), (50, -0.4, 0), together=True), ["likely_wrong_key"]),
        (options((70, 0.4, 0.5), (60, 0.4, 0.5), (50, -0.4, 0), together=True), []),
    ],
)
def test_choices_are_flagged_by_who_makes_them(choices, expected):
    assert item_flags.flags({**figures(), "n": 110}, [choices], 110) == expected

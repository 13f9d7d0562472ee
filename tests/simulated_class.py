"""A class that never was: learners with abilities, items with difficulties, guesses and omissions; the same for the same seed.

An item is a choice of five. Who knows (2PL: 1 / (1 + exp(-a (ability - b)))) takes the right one; who does not guesses among all
or falls for a distractor. `Item.key` is what is marked right, which a planted error may have put elsewhere than `right`.
"""
import math
import random
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import insert

from service import db
from service.item_analysis import Responses
from service.tallies import ATTEMPTS, ITEMS

LEARNERS = 120
CHOICES = ("a", "b", "c", "d", "e")
DEAD = 0.01
"""How many of those who do not know fall for a distractor that is none."""


@dataclass
class Item:
    slope: float
    difficulty: float
    right: str = "a"
    key: str = "a"
    pull: dict = field(default_factory=dict)
    """How strongly each wrong choice pulls; they add up to 1."""

    def knows(self, ability):
        return 1 / (1 + math.exp(-self.slope * (ability - self.difficulty)))

    def chosen(self, rng, ability):
        if rng.random() < self.knows(ability):
            return self.right
        if rng.random() < 0.2:
            return rng.choice([self.right, *(each for each in self.pull if self.pull[each] > DEAD)])
        return rng.choices(list(self.pull), list(self.pull.values()))[0]


def item(rng, dead=(), wrong_key=False):
    """An item by chance, with dead distractors or a wrong key where they are planted."""
    pull = {name: DEAD if name in dead else rng.uniform(0.5, 1) for name in CHOICES[1:]}
    alive = sum(each for each in pull.values() if each > DEAD)
    pull = {name: each if each == DEAD else each / alive * (1 - DEAD * len(dead)) for name, each in pull.items()}
    wrong = rng.choice([name for name in pull if pull[name] > DEAD])
    return Item(rng.lognormvariate(0.1, 0.3), rng.gauss(0, 0.8), key=wrong if wrong_key else "a", pull=pull)


def sit(rng, items, learners, omit=0.05, asked=None):
    """What each learner chose: [{number of the item: choice, or None where omitted}]; `asked` items each, or all."""
    def go():
        ability = rng.gauss(0, 1)
        paper = sorted(rng.sample(range(len(items)), asked or len(items)))
        return {number: None if rng.random() < omit else items[number].chosen(rng, ability) for number in paper}

    return [go() for _ in range(learners)]


def responses(items, attempts):
    """The columns that item analysis takes, an item each."""
    columns = [Responses() for _ in items]
    for attempt in attempts:
        credits = {number: float(choice == items[number].key) for number, choice in attempt.items()}
        total, count = sum(credits.values()), len(credits)
        for number, choice in attempt.items():
            column = columns[number]
            column.credits.append(credits[number])
            column.totals.append(total / count)
            column.rests.append((total - credits[number]) / (count - 1) if count > 1 else math.nan)
            column.chosen.append({choice} - {None})
            column.omitted += choice is None
    return columns


# In the database


def hand_in(world, topic, attempts, state="graded"):
    """Put attempts into the tables: each a list of {"question", "response", "score"} and more columns of an item."""
    moment, heads, rows = db.now(), [], []
    for items in attempts:
        id = db.new_id()
        lines = [_row(id, place, **line) for place, line in enumerate(items)]
        scores = [line["score"] for line in lines if line["score"] is not None]
        heads.append({
            "id": id, "revision": 1, "created_at": moment, "updated_at": moment, "topic_id": topic["id"], "number": 1, "state": state,
            "score": sum(scores), "max_score": sum(line["max_score"] for line in lines), "item_count": len(lines),
            "graded_count": len(scores),
        })  # fmt: skip
        rows += lines
    with db.writing(world.engine):
        db.execute(insert(ATTEMPTS), heads)
        db.execute(insert(ITEMS), rows)


def _row(attempt_id, place, question, response, score, **more):
    return {
        "attempt_id": attempt_id, "place": place, "question_id": question["id"], "revision": question["revision"],
        "key_revision": question["revision"], "ruling": None, "points": question["points"], "response": response,
        "answered": response is not None, "seconds": None, "score": score, "max_score": question["points"],
        "awaits": False, "version": 1, **more,
    }  # fmt: skip


# Through the door


def choice_question(world, topic, key="a", **fields):
    body = {"choices": [{"id": name, "text": f"Choice {name}"} for name in CHOICES]}
    return world.question(topic, body=body, answers=[{"match": {"choice": key}}], **fields)


def attended(world, seed=1, items=6, learners=LEARNERS, asked=None, planted=(), **fields):
    """A topic, its questions and what a class made of it: (topic, questions, credits with NaN where not asked, attempts)."""
    rng = random.Random(seed)
    made = [item(rng, dead="d" if number in planted else ()) for number in range(items)]
    topic = world.topic(**fields)
    questions = [choice_question(world, topic) for _ in made]
    attempts = sit(rng, made, learners, omit=0.1, asked=asked)
    hand_in(world, topic, [[answered(questions[number], choice) for number, choice in attempt.items()] for attempt in attempts])
    credits = np.array([[np.nan if number not in attempt else attempt[number] == "a" for number in range(items)] for attempt in attempts])
    return topic, questions, credits, attempts


def answered(question, response, key="a", **more):
    return {"question": question, "response": response, "score": float(response == key), **more}


def class_of(question, *choices, **more):
    """A class that was asked this question alone, and chose so."""
    return [[answered(question, each, **more)] for each in choices]


def of_question(world, question, query="", by="reviewer"):
    reply = world.get(f"/questions/{question['id']}/statistics{query}", by=by)
    assert reply.status_code == 200, reply.json
    return reply.json


def of_topic(world, topic, by="reviewer"):
    reply = world.get(f"/topics/{topic['id']}/statistics", by=by)
    assert reply.status_code == 200, reply.json
    return reply.json

"""What is credited that should not be: attacks on references and on right answers, beside the same texts as they are."""
import random
from collections import defaultdict
from time import perf_counter

from bench.grading import attacks
from bench.grading.progress import progress
from service.measuring import judged

AS_IT_IS = "as it is"
REFERENCE, RIGHT, ONE = "a reference", "a right answer", "one reference"


def tried(found, read, *, seed=0, most=None, kinds=(REFERENCE, RIGHT, ONE)):
    """Read every attacked text of a set; a line (a dictionary) for each attack on each kind of text.

    `credited` is the share that gets half the credit or more without review, `credited_or_in_review` the share that gets it
    at all, `slowest` the most seconds that one took.
    """
    lines = defaultdict(list)
    for kind, attack, row, text in progress(_cases(found, seed, most, kinds), "attacks"):
        start = perf_counter()
        lines[kind, attack].append((judged({**row, "answer": text}, read), perf_counter() - start))
    return [_line(kind, attack, readings) for (kind, attack), readings in lines.items()]


def _line(kind, attack, readings):
    share = 1 / len(readings)
    return {
        "made_from": kind,
        "attack": attack,
        "texts": len(readings),
        "credited": share * sum(each.right and not each.needs_review for each, _ in readings),
        "credited_or_in_review": share * sum(each.right for each, _ in readings),
        "slowest": max(seconds for _, seconds in readings),
    }


def _cases(found, seed, most, kinds):
    """(kind of text, name of the attack, row, text) of all that is to be read; what an attack leaves as it is, is left out."""
    references = [(row, each) for row in _questions(found) for each in row["references"]]
    all_references = list(dict.fromkeys(each for _, each in references))
    made = {
        REFERENCE: (references, attacks.ON_REFERENCES),
        RIGHT: (_right(found, seed, most), attacks.ON_RIGHT_ANSWERS),
        ONE: (references[:1], attacks.ON_ONE),
    }
    for kind in kinds:
        texts, tricks = made[kind]
        yield from ((kind, AS_IT_IS, row, text) for row, text in texts if kind != ONE)
        for attack in tricks:
            chance = random.Random(f"{seed} {attack.__name__} {kind}")
            for row, text in texts:
                others = [each for each in all_references if each not in row["references"]]
                attacked = attack(text, row["question"], others, chance)
                if attacked.split() != text.split():
                    yield kind, attack.__name__.replace("_", " "), row, attacked


def _questions(found):
    """One row for each question and its references."""
    return list({(row["dataset"], row["question_id"], tuple(row["references"])): row for row in reversed(found)}.values())[::-1]


def _right(found, seed, most):
    """Full-mark answers with their rows, `most` of them at most, drawn."""
    right = [(row, row["answer"]) for row in found if row["credit"] == 1 and row["answer"].strip()]
    return right if most is None or len(right) <= most else random.Random(seed).sample(right, most)

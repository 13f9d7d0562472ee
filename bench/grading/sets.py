"""Sets of graded answers, as `service/graded_answers.py` reads them, and other sets made out of them."""
import random
from collections import defaultdict

from service.graded_answers import Unreadable, rows

__all__ = ["Unreadable", "by_question", "fold", "rows", "swapped"]

FOLDS = 5


def swapped(found, longest=25, references=3, seed=0):
    """A set of short answers out of a set of long ones: short full-mark answers act as references, one after another.

    For each question up to `references` of its full-mark answers of 4 to `longest` words are drawn; beside each stand
    the other answers of at most twice as many words. The question keeps its id with the number of the reference behind it;
    its `group` is the question as it was, by which intervals are made.
    """
    chance, made = random.Random(seed), []
    for (dataset, id), of_one in sorted(by_question(found).items()):
        right = sorted({row["answer"] for row in of_one if row["credit"] == 1 and 4 <= len(row["answer"].split()) <= longest})
        for number, reference in enumerate(chance.sample(right, min(references, len(right)))):
            made += [
                {**row, "dataset": f"{dataset}-short", "question_id": f"{id}/{number}", "references": [reference], "group": (dataset, id)}
                for row in of_one
                if row["answer"] != reference and len(row["answer"].split()) <= 2 * longest
            ]
    return made


def by_question(found):
    """Rows by question: {(dataset, question_id): [row, …]}."""
    groups = defaultdict(list)
    for row in found:
        groups[row["dataset"], row["question_id"]].append(row)
    return dict(groups)


def fold(found, number):
    """The rows of every fifth question (`number` 1 to 5), so that what was fitted on the others can be measured on them."""
    chosen = set(sorted(by_question(found))[number - 1 :: FOLDS])
    return [row for row in found if (row["dataset"], row["question_id"]) in chosen]

"""How well answers are graded: each is graded beside what its teacher gave, and the figures of `measures` are taken of all.

A figure stands with an interval: within it 95 of 100 figures would lie if other questions like these had been asked.
"""
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from service import free_text, measures

RIGHT_FROM, FULL = 0.5, 1
"""The credit from which an answer is right; and that from which it is where only full marks count as right."""
LABELS = {
    "pearson": "Pearson's r",
    "rmse": "root mean square error",
    "mae": "mean absolute error",
    "kappa": "quadratic kappa (quarters)",
    "auc": "ROC AUC",
    "accuracy": "accuracy, right or wrong",
    "macro_f1": "macro-F1",
    "auc_full": "ROC AUC, right = full marks",
    "accuracy_full": "accuracy, right = full marks",
    "macro_f1_full": "macro-F1, right = full marks",
    "surest": "accuracy of the surest 70 %",
    "confidence": "mean confidence",
    "calibration": "calibration error",
    "review": "sent to review",
}


@dataclass(frozen=True)
class Judged:
    """One answer: what its teacher gave, and what we say of it."""

    question: object
    truth: float
    credit: float
    confidence: float
    needs_review: bool
    guarded: bool = False

    @property
    def right(self):
        """Whether we call it right."""
        return self.credit >= RIGHT_FROM


class Figure(NamedTuple):
    """A measure with its interval; None where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None


def judged(row, read=free_text.read, **options):
    """Read one graded answer (see `graded_answers`) beside its references and siblings. Rows with one `group` count as one question."""
    beside = {"siblings": row["siblings"]} if "siblings" in row else {}
    reading = read(row["question"], row["references"], row["answer"], **beside, **options)
    return Judged(
        row.get("group") or (row["dataset"], row["question_id"]), row["credit"], float(reading.credit), float(reading.confidence),
        bool(reading.needs_review), bool(getattr(reading, "guarded", False)),
    )  # fmt: skip


def figures(found, *, right_from=RIGHT_FROM, draws=1000, seed=0):
    """Every measure of some Judged: {name: Figure}, named as in LABELS.

    We call an answer right from half of the credit on, its teacher from `right_from` on. Confidence is that in our right or
    wrong, and is measured against it. The surest are 70 %.
    """
    truth, credit, confidence, review = (
        np.array([getattr(each, name) for each in found], float) for name in ("truth", "credit", "confidence", "needs_review")
    )
    said, right, full = credit >= RIGHT_FROM, truth >= right_from, truth >= FULL
    hit = said == right
    wanted = {
        "pearson": (measures.pearson, truth, credit),
        "rmse": (measures.rmse, truth, credit),
        "mae": (measures.mae, truth, credit),
        "kappa": (measures.quadratic_kappa, truth, credit),
        "auc": (measures.roc_auc, right, credit),
        "accuracy": (measures.accuracy, right, said),
        "macro_f1": (measures.macro_f1, right, said),
        "auc_full": (measures.roc_auc, full, credit),
        "accuracy_full": (measures.accuracy, full, said),
        "macro_f1_full": (measures.macro_f1, full, said),
        "surest": (measures.accuracy_of_surest, hit, confidence),
        "confidence": (measures.mean, confidence),
        "calibration": (measures.calibration_error, hit, confidence),
        "review": (measures.mean, review),
    }
    questions = [each.question for each in found]
    return {
        name: Figure(measure(*columns), *measures.interval(measure, columns, questions, draws=draws, seed=seed))
        for name, (measure, *columns) in wanted.items()
    }


def shown(number, places=3):
    """A number for people; "-" where there is none."""
    return "-" if number is None else f"{number:.{places}f}"

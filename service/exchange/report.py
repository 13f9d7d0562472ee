"""What became of every item of a file, a line each; of a very long file what went well is counted, and what did not is told."""
from collections import Counter

from schemas.exchange import OUTCOMES

WELL = ("created", "unchanged")
MOST_TOLD = 10_000
"""Lines of either sort."""
MOST_CAUSES = 50
LONGEST = {"where": 2000, "detail": 10_000, "title": 2000, "kind": 100}


class Report:
    """Outcomes are counted over all questions; topics, notes and media are told among the items."""

    def __init__(self):
        self.counts, self.causes = dict.fromkeys(OUTCOMES, 0), Counter()
        self.well, self.telling, self.containers, self.not_carried = [], [], [], []
        self.number = self.rejected = self.left_out = 0

    def tell(self, outcome, where, detail="", question_id=None, kind="question"):
        """Add the outcome of one item."""
        self.number += 1
        if kind == "question":
            self.counts[outcome] += 1
        if outcome == "rejected":
            self.rejected += 1
            if detail in self.causes or len(self.causes) < MOST_TOLD:
                self.causes[detail] += 1
        item = {"outcome": outcome, "kind": kind, **fitting(where=where, detail=detail), "question_id": question_id}
        self._add(self.well if outcome in WELL else self.telling, (self.number, item))

    def lose(self, where, sentences):
        """Add what of an item could not be carried over."""
        for sentence in sentences:
            self._add(self.not_carried, fitting(where=where, detail=sentence))

    def contain(self, container):
        """Add a bank, category, quiz or deck that the file names."""
        self._add(self.containers, fitting(where=container.where, kind=container.kind, title=container.title))

    def _add(self, lines, line):
        if len(lines) < MOST_TOLD:
            lines.append(line)
        else:
            self.left_out += 1

    def wire(self, applied, **more):
        """On the wire; of what was taken back there is no id."""
        items = [item for _, item in sorted(self.well + self.telling, key=lambda each: each[0])]
        if not applied:
            items = [item | ({"question_id": None} if item["outcome"] == "created" else {}) for item in items]
        causes = [{**fitting(detail=detail), "count": count} for detail, count in self.causes.most_common(MOST_CAUSES)]
        told = {"applied": applied, **more, "counts": self.counts, "items": items, "not_carried": self.not_carried}
        return told | {"containers": self.containers, "causes": causes, "left_out": self.left_out}


def fitting(**texts):
    """Texts out of any file as they can be sent: not longer than is allowed, with a sign for halves of surrogate pairs."""
    sound = {name: text if text.isascii() else text.encode("utf-8", "replace").decode() for name, text in texts.items()}
    return {name: text if len(text) <= LONGEST[name] else text[: LONGEST[name] - 1] + "…" for name, text in sound.items()}

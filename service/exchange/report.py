"""What became of every item of a file, a line each; of a very long file what went well is counted, and what did not is told."""
from collections import Counter

OUTCOMES = ("created", "updated", "unchanged", "duplicate", "rejected")
WELL = ("created", "unchanged")
MOST_TOLD = 10_000
"""Lines of either sort."""
MOST_CAUSES = 50


class Report:
    """Outcomes are counted over all questions; topics, notes and media are told among the items."""

    def __init__(self):
        self.counts, self.causes = dict.fromkeys(OUTCOMES, 0), Counter()
        self.well, self.telling, self.containers, self.not_carried = [], [], [], []
        self.number = self.left_out = 0

    def tell(self, outcome, where, detail="", question_id=None, kind="question"):
        """Add the outcome of one item."""
        self.number += 1
        if kind == "question":
            self.counts[outcome] += 1
        if outcome == "rejected":
            self.causes[detail] += 1 if detail in self.causes or len(self.causes) < MOST_TOLD else 0
        item = {"outcome": outcome, "kind": kind, "where": where, "detail": detail, "question_id": question_id}
        self._add(self.well if outcome in WELL else self.telling, (self.number, item))

    def lose(self, where, sentences):
        """Add what of an item could not be carried over."""
        for sentence in sentences:
            self._add(self.not_carried, {"where": where, "detail": sentence})

    def contain(self, container):
        """Add a bank, category, quiz or deck that the file names."""
        self._add(self.containers, {"where": container.where, "kind": container.kind, "title": container.title})

    def _add(self, lines, line):
        if len(lines) < MOST_TOLD:
            lines.append(line)
        else:
            self.left_out += 1

    @property
    def rejected(self):
        """How many things were rejected, whatever they are."""
        return self.counts["rejected"] + sum(item["outcome"] == "rejected" and item["kind"] != "question" for _, item in self.telling)

    def wire(self, applied, **more):
        """On the wire."""
        items = [item for _, item in sorted(self.well + self.telling, key=lambda each: each[0])]
        if not applied:
            items = [item | ({"question_id": None} if item["outcome"] == "created" else {}) for item in items]
        causes = [{"detail": detail, "count": count} for detail, count in self.causes.most_common(MOST_CAUSES)]
        told = {"applied": applied, **more, "counts": self.counts, "items": items, "not_carried": self.not_carried}
        return told | {"containers": self.containers, "causes": causes, "left_out": self.left_out}

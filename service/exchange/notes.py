"""Study notes of a file of ours on their way into a topic; and what their points are called there, for the answers that cite them."""
from dataclasses import replace

from service import db, reading, writing
from service.errors import Problem
from service.exchange.entries import said
from service.exchange.losses import OURS


class Notes:
    """Takes the study notes of a file, one by one.

    A note is known by its heading, or by the ids of its points; no two of a file are the same one.
    """

    def __init__(self, topic, wish, report):
        self.topic, self.wish, self.report = topic, wish, report
        self.taken, self.called, self.points = set(), {}, None

    def take(self, found):
        """Write a note, and tell what became of it."""
        try:
            with db.connection().begin_nested():
                outcome, detail = self._put(found.wire)
        except Problem as problem:
            outcome, detail = "rejected", said(problem)
        self.report.tell(outcome, found.where, detail, kind="note")

    def cited(self, entry):
        """An entry whose answers cite the points of the file's notes by the ids that they have here.

        Of a format that has no room for notes, what cites points of another topic's notes is let go of, and named.
        """
        cited = {id for answer in entry.loaded["answers"] for id in answer["cites"]}
        gone = cited - self._there_now() if cited and self.wish.format not in OURS else set()
        if not gone and all(self.called.get(id, id) == id for id in cited):
            return entry
        given, loaded = ({**form, "answers": [self._citing(answer, gone) for answer in form["answers"]]} for form in (entry.given, entry.loaded))
        lost = f"It cites points that this topic's notes do not have: {', '.join(sorted(gone))}."
        return replace(entry, given=given, loaded=loaded, lost=(*entry.lost, lost) if gone else entry.lost)

    def _citing(self, answer, gone):
        return {**answer, "cites": [self.called.get(id, id) for id in answer["cites"] if id not in gone]} if "cites" in answer else answer

    def _there_now(self):
        """Ids of the points of the topic's notes, which a file of such a format does not change."""
        if self.points is None:
            self.points = reading.points_of(self.topic["id"])
        return self.points

    def _put(self, data):
        """(what becomes of a note, in words what that was)."""
        notes = reading.notes_of(self.topic["id"])
        before = self._there(data, [note for note in notes if note["id"] not in self.taken])
        if before:
            self.taken.add(before["id"])
        others = {point["id"] for note in notes if note is not before for point in note["points"]}
        points = self._points(data["points"], before["points"] if before else [], others)
        if before and self.wish.existing == "skip":
            return "unchanged", "It is there, and was left as it is."
        if before and before["heading"] == data["heading"] and before["points"] == points and data.get("position") in (None, before["position"]):
            return "unchanged", ""
        self.taken.add(writing.put_note(self.topic, {**data, "points": points}, before))
        return ("updated", "") if before else ("created", "")

    def _there(self, data, notes):
        """Which of these notes this one is, if any."""
        texts, ids = [point["text"] for point in data["points"]], {point.get("id") for point in data["points"]}
        alike = [note for note in notes if note["heading"] == data["heading"]]
        same = [note for note in alike if [point["text"] for point in note["points"]] == texts]
        sharing = [note for note in notes if any(point["id"] in ids for point in note["points"])]
        return next(iter([*same, *alike, *sharing]), None)

    def _points(self, given, present, others):
        """The points as they are to be: those that say the same keep their ids; an id that is another's already is made anew."""
        there = {point["text"]: point["id"] for point in present}
        kept = {there[point["text"]] for point in given if point["text"] in there}
        points = []
        for point in given:
            own = point.get("id")
            id = there.pop(point["text"], None) or (own if own and own not in others | kept else None) or db.new_id()
            points.append({"id": id, "text": point["text"]})
            self.called |= {own: id} if own else {}
        return points

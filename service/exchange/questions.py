"""Questions of a file on their way into a topic: which are new, which are there, which ask what another asks."""
from dataclasses import dataclass

from marshmallow import ValidationError

from service import db, likeness, writing
from service.errors import Problem, faults
from service.exchange import present
from service.exchange.entries import Rejected, sentence
from service.exchange.merging import merged
from service.reading import TREES

NAMES = ("source", "external_id")


@dataclass(frozen=True)
class Planned:
    """What is to become of an entry: created (`before` is None) or updated."""

    entry: object
    data: dict
    before: dict | None
    detail: str = ""

    @property
    def outcome(self):
        return "updated" if self.before else "created"


class Questions:
    """Takes the questions of a file, batch by batch; what the file brought so far is remembered by name and fingerprint."""

    def __init__(self, wish, report):
        self.wish, self.report = wish, report
        self.places, self.names, self.taken = {}, {}, set()

    def take(self, topic, batch):
        """Plan and write a batch of entries and rejections, and tell of each in the order of the file."""
        entries = [each for each in batch if not isinstance(each, Rejected)]
        there = present.found(topic["id"], entries, lambda entry: self._name(topic, entry))
        whole = present.whole({row.id for rows in (there.by_name.values(), there.by_id.values(), *there.alike.values()) for row in rows})
        told = [self._reject(each) if isinstance(each, Rejected) else self._plan(topic, each, there, whole) for each in batch]
        ids = iter(self._write(topic, [each for each in told if isinstance(each, Planned)]))
        for each in told:
            if isinstance(each, Planned):
                self._tell(each, next(ids))
            else:
                self.report.tell(*each)

    def _name(self, topic, entry):
        """The (source, external_id) of an entry; a file that names no source speaks of this topic alone."""
        external_id = entry.given.get("external_id")
        return (entry.given.get("source") or topic["slug"], external_id) if external_id else None

    def _reject(self, rejected):
        return "rejected", rejected.where, rejected.why, None, rejected.kind

    def _plan(self, topic, entry, there, whole):
        """What is to become of an entry: Planned, or what is told of it at once."""
        name = self._name(topic, entry)
        if name and name in self.names:
            return "rejected", entry.where, f"The item at {self.names[name]} has the same id, '{name[1]}'.", None
        if name:
            self.names[name] = entry.where
        row = name and (there.by_name.get(name) or there.by_id.get(name[1]))
        if row:
            return self._over(topic, entry, row, whole)
        alike = [each for each in there.alike[entry.fingerprint] if each.id not in self.taken]
        if alike:
            return self._beside(entry, alike, whole)
        first = self.places.setdefault(entry.fingerprint, entry.where)
        if first != entry.where and self.wish.duplicates == "skip":
            return "duplicate", entry.where, f"It asks the same, with the same choices, as the item at {first}.", None
        return Planned(entry, {**entry.loaded, "source": name and name[0], "external_id": name and name[1], "topic_id": topic["id"]}, None)

    def _over(self, topic, entry, row, whole):
        """An entry whose name a question has: the file is laid over it."""
        if row.topic_id != topic["id"]:
            detail = f"Question {row.id} of another topic has this id; give these another source, or import into that topic."
            return "rejected", entry.where, detail, None
        self._take_as(row.id, entry)
        if self.wish.existing == "skip" and not row.deleted_at:
            return "unchanged", entry.where, "It is there, and was left as it is.", row.id
        before = whole[row.id]
        try:
            data = TREES.new().load(merged(entry.given, before))
        except ValidationError as error:
            return "rejected", entry.where, sentence(faults(error.normalized_messages())), row.id
        changed = likeness.differences(likeness.essence(data), likeness.essence(before))
        if not changed and not row.deleted_at:
            return "unchanged", entry.where, "", row.id
        return Planned(entry, data, before, "It had been deleted." if row.deleted_at else f"Changed: {_paths(changed)}.")

    def _beside(self, entry, alike, whole):
        """An entry that asks what questions ask that are there: unchanged where one is the same, else a duplicate."""
        differing = {row.id: self._unlike(entry, whole[row.id]) for row in alike}
        id = min(differing, key=lambda each: len(differing[each]))
        self._take_as(id, entry)
        if not differing[id]:
            return "unchanged", entry.where, "", id
        if self.wish.duplicates == "create":
            data = {**entry.loaded, "topic_id": whole[id]["topic_id"], **dict.fromkeys(NAMES)}
            return Planned(entry, data, None, f"Asks what question {id} asks.")
        detail = f"Question {id} asks the same, with the same choices; they differ in {_paths(differing[id])}."
        return "duplicate", entry.where, detail, id

    def _unlike(self, entry, before):
        try:
            data = TREES.new().load(merged(entry.given, before))
        except ValidationError:
            return ["all"]
        return likeness.differences(likeness.essence(data), likeness.essence(before))

    def _take_as(self, id, entry):
        self.taken.add(id)
        self.places.setdefault(entry.fingerprint, entry.where)

    def _write(self, topic, planned):
        """Write what is planned, all at once or, where that fails, one by one: for each its id, or the Problem with it."""
        if not planned:
            return []
        try:
            ids = self._put(topic, planned)
        except Problem as problem:
            return [problem] if len(planned) == 1 else [found for each in planned for found in self._write(topic, [each])]
        self.taken.update(ids)
        return ids

    def _put(self, topic, planned):
        with db.connection().begin_nested():
            ids = writing.put_questions(topic, [(dict(each.data), each.before) for each in planned])
            writing.keep_originals([
                {"question_id": id, "format": self.wish.format, "place": each.entry.where, "text": each.entry.original}
                for each, id in zip(planned, ids) if each.entry.original
            ])  # fmt: skip
        return ids

    def _tell(self, planned, written):
        where = planned.entry.where
        if isinstance(written, Problem):
            self.report.tell("rejected", where, sentence(written.members.get("errors", ())) or written.detail)
        else:
            self.report.tell(planned.outcome, where, planned.detail, written)
            self.report.lose(where, planned.entry.lost)


def _paths(changed):
    shown = ", ".join(path or "all" for path in changed[:5])
    return f"{shown} and {len(changed) - 5} more" if len(changed) > 5 else shown

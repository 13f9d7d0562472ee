"""Questions of a file on their way into a topic: which are new, which are there, which ask what another asks."""
from dataclasses import dataclass

from marshmallow import ValidationError
from sqlalchemy.exc import IntegrityError

from service import db, likeness, references, writing
from service.errors import Problem
from service.exchange import exporting, losses, present
from service.exchange.entries import Rejected, refusal, said
from service.exchange.losses import OURS
from service.exchange.merging import merged
from service.exchange.untouched import left_alone
from service.formats import WRITTEN
from service.reading import TREES


@dataclass(frozen=True)
class Told:
    """What becomes of an item without anything being written."""

    outcome: str
    where: str
    detail: str = ""
    id: str | None = None
    kind: str = "question"
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Planned:
    """What is to become of an entry: created (`before` is None) or updated."""

    entry: object
    data: dict
    before: dict | None = None
    detail: str = ""

    def told(self, written):
        """The same once it was written: `written` is its id, or the Problem with it."""
        if isinstance(written, Problem):
            return Told("rejected", self.entry.where, said(written))
        return Told("updated" if self.before else "created", self.entry.where, self.detail, written, lost=self.entry.lost)


class Questions:
    """Takes the questions of a file into a topic, batch by batch; what the file brought so far is remembered by name, id and fingerprint."""

    def __init__(self, topic, wish, report):
        self.topic, self.wish, self.report = topic, wish, report
        self.alike = present.Alike(topic["id"])
        self.names, self.claimed, self.places = {}, {}, {}

    def take(self, batch):
        """Plan and write a batch of entries and rejections, and tell of each in the order of the file."""
        entries = [each for each in batch if not isinstance(each, Rejected)]
        unfit = dict(self._unfit(entries))
        there = self._there(entries)
        told = [self._plan(each, unfit.get(id(each)), *there) for each in batch]
        ids = iter(self._write([each for each in told if isinstance(each, Planned)]))
        for each in told:
            each = each.told(next(ids)) if isinstance(each, Planned) else each
            self.report.tell(each.outcome, each.where, each.detail, each.id, each.kind)
            self.report.lose(each.where, each.lost)

    def _unfit(self, entries):
        """Yield (which, why) of those entries that refer to what is not there."""
        try:
            references.check([each.loaded for each in entries], self.topic["id"])
        except Problem as problem:
            if len(entries) == 1:
                yield id(entries[0]), said(problem)
            else:
                middle = len(entries) // 2
                yield from self._unfit(entries[:middle])
                yield from self._unfit(entries[middle:])

    def _there(self, entries):
        """(a function that finds the row of a name, the whole forms of all such rows) for a batch of entries."""
        names = [name for each in entries if (name := self._name(each))]
        by_name, by_id = present.named(names), present.called(self.topic["id"], [external_id for _, external_id in names])
        self.alike.look([each.fingerprint for each in entries])
        here = {row.id for row in (*by_name.values(), *by_id.values()) if row.topic_id == self.topic["id"]}
        return lambda name: by_name.get(name) or by_id.get(name[1]), present.whole(here)

    def _name(self, entry):
        """The (source, external_id) of an entry; a file that names no source speaks of this topic alone."""
        external_id = entry.given.get("external_id")
        return (entry.given.get("source") or self.topic["slug"], external_id) if external_id else None

    def _plan(self, entry, unfit, named, whole):
        """What is to become of an entry: Planned or Told."""
        if isinstance(entry, Rejected):
            return Told("rejected", entry.where, entry.why, kind=entry.kind)
        if unfit:
            return Told("rejected", entry.where, unfit)
        name = self._name(entry)
        if name and name in self.names:
            return Told("rejected", entry.where, f"The item at {self.names[name]} has the same id, '{name[1]}'.")
        if name:
            self.names[name] = entry.where
        row = name and named(name)
        if row:
            return self._over(entry, row, whole)
        return self._beside(entry) or self._anew(entry)

    def _anew(self, entry):
        """An entry that asks what no question of the topic asks."""
        first = self.places.setdefault(entry.fingerprint, entry.where)
        if first != entry.where and self.wish.duplicates == "skip":
            return Told("duplicate", entry.where, f"It asks the same, with the same choices, as the item at {first}.")
        return Planned(entry, self._made(entry))

    def _made(self, entry):
        name = self._name(entry)
        named = {"source": name[0], "external_id": name[1]} if name else {}
        return {**entry.loaded, **named, "topic_id": self.topic["id"]}

    def _over(self, entry, row, whole):
        """An entry whose name a question has: the file is laid over it."""
        if row.topic_id != self.topic["id"]:
            detail = f"Question {row.id} of another topic has this id; give these another `source`, or import into that topic."
            return Told("rejected", entry.where, detail)
        if row.id in self.claimed:
            return Told("rejected", entry.where, f"The item at {self.claimed[row.id]} is question {row.id} too.")
        self.claimed[row.id] = entry.where
        self._take(row.id, entry)
        if self.wish.existing == "skip" and not row.deleted_at:
            return Told("unchanged", entry.where, "It is there, and was left as it is.", row.id)
        before = whole[row.id]
        try:
            data, changed = self._laid_over(entry, before if not row.deleted_at else writing.without_lost_cites(self.topic["id"], before))
        except ValidationError as error:
            return Told("rejected", entry.where, refusal(error), row.id)
        if not changed and not row.deleted_at:
            return Told("unchanged", entry.where, "", row.id, lost=entry.lost)
        return Planned(entry, data, before, "It had been deleted." if row.deleted_at else f"Changed: {_paths(changed)}.")

    def _beside(self, entry):
        """An entry that asks what questions ask that are there: unchanged where one is the same, else a duplicate; or None."""
        least = None
        for before in self.alike.of(entry.fingerprint):
            changed = self._unlike(entry, before)
            if least is None or len(changed) < len(least[1]):
                least = before["id"], changed
            if not changed:
                break
        if least is None:
            return None
        id, changed = least
        self._take(id, entry)
        if not changed:
            return Told("unchanged", entry.where, "", id, lost=entry.lost)
        if self.wish.duplicates == "create":
            return Planned(entry, self._made(entry), detail=f"Asks what question {id} asks.")
        return Told("duplicate", entry.where, f"Question {id} asks the same, with the same choices; they differ in {_paths(changed)}.", id)

    def _unlike(self, entry, before):
        try:
            return self._laid_over(entry, before)[1]
        except ValidationError:
            return ["all"]

    def _laid_over(self, entry, before):
        """(the question with what is new in the entry laid over it, what that changes)."""
        data = TREES.new().load(merged(entry.given, before, self.wish.format in OURS))
        changed = likeness.differences(likeness.essence(data), likeness.essence(before))
        if not changed or self.wish.format in OURS or self.wish.format not in WRITTEN:
            return data, changed
        exported, _ = losses.given_back(before, self.topic, self.wish.format, exporting.fetch)
        if exported is None:
            return data, changed
        data = left_alone(data, before, entry.loaded, exported)
        return data, likeness.differences(likeness.essence(data), likeness.essence(before))

    def _take(self, id, entry):
        self.alike.take(id)
        self.places.setdefault(entry.fingerprint, entry.where)

    def _write(self, planned):
        """Write what is planned, all at once or, where that fails, in halves: for each its id, or the Problem with it."""
        if not planned:
            return []
        try:
            return self._put(planned)
        except Problem as problem:
            middle = len(planned) // 2
            return [*self._write(planned[:middle]), *self._write(planned[middle:])] if middle else [problem]

    def _put(self, planned):
        try:
            with db.connection().begin_nested():
                ids = writing.put_questions(self.topic, [(dict(each.data), each.before) for each in planned])
                writing.keep_originals([
                    {"question_id": id, "format": self.wish.format, "place": each.entry.where, "text": each.entry.original}
                    for each, id in zip(planned, ids) if each.entry.original
                ])  # fmt: skip
        except IntegrityError:  # names are unique over all topics, and only this one is locked
            raise Problem(409, "Another request wrote a question of this source and id at the same time; import the file again.") from None
        return ids


def _paths(changed):
    shown = ", ".join(path or "all" for path in changed[:5])
    return f"{shown} and {len(changed) - 5} more" if len(changed) > 5 else shown

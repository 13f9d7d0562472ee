"""Writing a bank as a file of some format, question by question; and saying what that loses."""
from tempfile import SpooledTemporaryFile

from sqlalchemy import literal, select, tuple_

from service import answer_key, db, media, reading
from service.exchange import losses
from service.formats import FORMATS
from service.formats._nouns import Bank
from service.models.content import Question

QUESTIONS = Question.__table__
BATCH = 200
IN_MEMORY = 1_000_000


def bank(topic, eyes, filters=()):
    """A topic (its row) with those of its questions that pass these filters (SQL), as these eyes see them, who see all answers."""
    seen = reading.topic(topic, eyes, [name for name in reading.TOPIC_FIELDS if name != "answer_gate"])
    return Bank(seen, lambda: _questions(topic["id"], eyes, filters), tuple(reading.notes_of(topic["id"])))


def written(bank, format):
    """(a binary stream at its start, which holds the file; the questions that had to be left out, as Losses)."""
    out = SpooledTemporaryFile(max_size=IN_MEMORY)
    try:
        left_out = list(FORMATS[format].write(bank, out, fetch))
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return out, left_out


def fetch(address):
    """The Medium behind an address that prose refers to, or None."""
    id = media.id_of(address)
    return media.fetch([id]).get(id) if id else None


def report(bank, format):
    """What the format cannot hold of a bank: how many questions are carried, and a line for each thing lost."""
    carried, lines, left_out = 0, [], 0
    for question in bank.questions():
        lost = losses.of(question, bank.topic, format, fetch)
        carried += not any(path == "" for path, _ in lost)
        for path, why in lost:
            if len(lines) < losses.MOST_TOLD:
                lines.append({"question_id": question["id"], "field": path, "detail": why})
            else:
                left_out += 1
    lines += [{"question_id": None, "field": path, "detail": why} for path, why in losses.of_topic(bank, format)]
    return {"format": format, "questions": carried, "not_carried": lines, "left_out": left_out}


def _questions(topic_id, eyes, filters):
    """Yield the questions of a topic, whole, in their order, some at a time."""
    columns = select(QUESTIONS.c.id, QUESTIONS.c.position).where(QUESTIONS.c.topic_id == topic_id, QUESTIONS.c.deleted_at.is_(None), *filters)
    ordered, after = columns.order_by(QUESTIONS.c.position, QUESTIONS.c.id).limit(BATCH), ()
    while rows := db.execute(ordered.where(*after)).all():
        found = answer_key.whole([row.id for row in rows], eyes)
        yield from (found[row.id] for row in rows)
        after = (tuple_(QUESTIONS.c.position, QUESTIONS.c.id) > tuple_(literal(rows[-1].position, QUESTIONS.c.position.type), literal(rows[-1].id)),)

"""The one way in: post, patch, hide, restore and import all end here.

The topic's row is locked first. Every change raises its stamp with the change, and ends in the history: the whole form
as its author sees it, who made it so, and when.
"""
from decimal import Decimal

from sqlalchemy import bindparam, delete, func, insert, select, tuple_, update

from schemas.original import LONGEST
from schemas.question import silence
from service import answer_key, db, likeness, public_form, reading, references, search
from service.auth import caller
from service.errors import Problem
from service.models.answers import Answer, Feedback
from service.models.content import Note, Question, Revision, Search, Topic
from service.models.feedback import Case, Report, Viewer, Views
from service.models.imports import Original
from service.models.media import MediaUse
from service.sight import LISTED

TOPICS, QUESTIONS, NOTES, ANSWERS = Topic.__table__, Question.__table__, Note.__table__, Answer.__table__
FARTHEST = 10**9
"""The last position that there is; ties are told apart by id."""
REVISIONS, SEARCH = Revision.__table__, Search.__table__
FEEDBACK, USES, ORIGINALS = Feedback.__table__, MediaUse.__table__, Original.__table__
CASES, REPORTS, VIEWS, VIEWERS = Case.__table__, Report.__table__, Views.__table__, Viewer.__table__
TOPIC_KEPT = tuple(name for name in reading.wanted(reading.TOPIC_FIELDS, ()) if name not in ("question_count", "note_count", "answer_gate"))
ERASED_WITH_QUESTIONS = (
    (CASES, "question_id"), (ANSWERS, "question_id"), (FEEDBACK, "question_id"), (REVISIONS, "of"), (SEARCH, "of"), (USES, "of"),
    (ORIGINALS, "question_id"), (QUESTIONS, "id"),
)  # fmt: skip


def lock(*topic_ids):
    """Lock these topics, in the order of their ids so that no two writers wait for each other; their rows by id."""
    statement = select(TOPICS).where(TOPICS.c.id.in_(topic_ids)).order_by(TOPICS.c.id).with_for_update()
    return {row["id"]: row for row in db.execute(statement).mappings()}


def present(id):
    """The whole present form of a question, to be changed."""
    return answer_key.whole([id])[id]


def put_topic(data, before=None):
    """Write a topic, new or over `before` (its locked row); returns its row."""
    moment, id = db.now(), before["id"] if before else db.new_id()
    clash = select(TOPICS.c.id).where(TOPICS.c.slug == data["slug"], TOPICS.c.id != id)
    if db.execute(clash).first():
        raise Problem(409, f"Another topic has the slug '{data['slug']}'.", kind="slug_taken")
    references.check([data])
    values = {**data, "updated_at": moment, "deleted_at": None, "revision": before["revision"] + 1 if before else 1}
    if before:
        db.execute(update(TOPICS).where(TOPICS.c.id == id).values(values))
    else:
        counts = {"question_count": 0, "note_count": 0, "sample_count": 0}
        db.execute(insert(TOPICS).values(id=id, created_at=moment, stamp=0, **counts, **values))
    index({id: search.words(data["title"], data["description"], *data["tags"])})
    row = touch(id)
    remember({id: (row["revision"], reading.narrowed(row, TOPIC_KEPT))}, moment)
    return row


def put_questions(topic, items):
    """Write questions of one (locked) topic: [(data, before)], `before` a question's present whole form or None; their ids.

    New ones go in by one executemany, however many they are.
    """
    moment, written = db.now(), []
    last = _last_position(QUESTIONS, topic["id"])
    references.check([data for data, _ in items], topic["id"])
    for data, before in items:
        if data.get("position") is None:
            data["position"] = before["position"] if before else (last := min(last + 1, FARTHEST))
        written.append(_question_rows(topic["id"], data, before, moment))
    _refuse_doubles([question for question, _ in written])
    _insert_or_update(QUESTIONS, [question for question, _ in written], {before["id"] for _, before in items if before})
    ids = [question["id"] for question, _ in written]
    for table in (ANSWERS, FEEDBACK):
        many(delete(table).where(table.c.question_id == bindparam("of")), [{"of": before["id"]} for _, before in items if before])
    many(insert(ANSWERS), [answer for _, answers in written for answer in answers])
    said = [{"question_id": id, **data["feedback"]} for id, (data, _) in zip(ids, items)]
    many(insert(FEEDBACK), [row for row in said if any(row[name] for name in data["feedback"])])
    index({question["id"]: search.words_of(question) for question, _ in written})
    touch(*{topic["id"], *(before["topic_id"] for _, before in items if before)})
    remember_questions(ids, moment)
    return ids


def _question_rows(topic_id, data, before, moment):
    """The rows of a question and its answers."""
    id = before["id"] if before else db.new_id()
    names = public_form.known(id, data["type"], data["body"])
    question = {name: value for name, value in data.items() if name not in ("answers", "feedback")}
    question |= {
        "id": id, "topic_id": topic_id, "public_body": public_form.public_body(data["type"], data["body"], names),
        "created_at": before["created_at"] if before else moment, "updated_at": moment, "deleted_at": None,
        "revision": before["revision"] + 1 if before else 1, "fingerprint": likeness.fingerprint(data),
    }  # fmt: skip
    kept, taken = {answer["id"] for answer in before["answers"]} if before else set(), set()
    answers = []
    for place, answer in enumerate(data["answers"], 1):
        own = answer.get("id") if answer.get("id") in kept - taken else db.new_id()
        taken.add(own)
        match = public_form.public_match(data["type"], answer["match"], names)
        answers.append({"position": place, **answer, "id": own, "question_id": id, "public_match": match})
    return question, answers


def keep_originals(rows):
    """Keep questions as they stood in the file: [{"question_id", "format", "place", "text"}], each instead of the one before."""
    fresh, moment = db.insert(ORIGINALS), db.now()
    kept = {name: fresh.excluded[name] for name in ("created_at", "format", "place", "text")}
    statement = fresh.on_conflict_do_update(index_elements=["question_id"], set_=kept)
    many(statement, [{**row, "created_at": moment, "place": _storable(row["place"]), "text": _storable(row["text"])} for row in rows])


def _storable(text):
    """The beginning of a text out of any file, with a sign for what no database holds: NUL, and halves of surrogate pairs."""
    return text[:LONGEST].encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def put_note(topic, data, before=None):
    """Write a study note of a (locked) topic; returns its id."""
    moment, id = db.now(), before["id"] if before else db.new_id()
    points = [{"id": point.get("id") or db.new_id(), "text": point["text"]} for point in data["points"]]
    _refuse_known_points(topic["id"], id, points)
    references.check([data])
    if before:
        refuse_cited({point["id"] for point in before["points"]} - {point["id"] for point in points}, topic["id"])
    position = data.get("position")
    if position is None:
        position = before["position"] if before else min(_last_position(NOTES, topic["id"]) + 1, FARTHEST)
    row = {
        "id": id, "topic_id": topic["id"], "heading": data["heading"], "points": points, "position": position,
        "created_at": before["created_at"] if before else moment, "updated_at": moment, "deleted_at": None,
        "revision": before["revision"] + 1 if before else 1,
    }  # fmt: skip
    _insert_or_update(NOTES, [row], {id} if before else set())
    index({id: search.words(row["heading"], *(point["text"] for point in points))})
    touch(topic["id"])
    remember({id: (row["revision"], reading.note(reading.note_row(id, "author")))}, moment)
    return id


def without_lost_cites(topic_id, question):
    """A question out of the past, citing only those points that are still there."""
    known = reading.points_of(topic_id)
    return {**question, "answers": [{**each, "cites": [cited for cited in each["cites"] if cited in known]} for each in question["answers"]]}


def erase_questions(topic_id, ids):
    """Erase questions of a topic for good, with their answers, their history and what was reported of them."""
    lock(topic_id)
    db.execute(delete(REPORTS).where(REPORTS.c.case_id.in_(select(CASES.c.id).where(CASES.c.question_id.in_(ids)))))
    for table, column in ERASED_WITH_QUESTIONS:
        db.execute(delete(table).where(table.c[column].in_(ids)))
    touch(topic_id)


def erase_topic(id):
    """Erase a topic for good, with all that is in it and its history."""
    erase_questions(id, select(QUESTIONS.c.id).where(QUESTIONS.c.topic_id == id))
    notes = db.execute(select(NOTES.c.id).where(NOTES.c.topic_id == id)).scalars().all()
    for table, column in ((NOTES, "id"), (REVISIONS, "of"), (SEARCH, "of"), (USES, "of"), (VIEWS, "topic_id"), (VIEWERS, "topic_id"), (TOPICS, "id")):
        db.execute(delete(table).where(table.c[column].in_([id, *notes])))


def hide(table, row):
    """Hide what this row is of; restoring brings it back."""
    moment = db.now()
    values = {"deleted_at": moment, "updated_at": moment, "revision": row["revision"] + 1}
    db.execute(update(table).where(table.c.id == row["id"]).values(values))
    touch(row["topic_id"] if table is not TOPICS else row["id"])
    remember({row["id"]: (row["revision"] + 1, None)}, moment)


def touch(*topic_ids):
    """Raise the stamp of these topics and count again what is in them; the row of the first."""
    rows = [_touched(id) for id in topic_ids]
    return rows[0]


def _touched(id):
    inside = (QUESTIONS.c.topic_id == id, LISTED)
    samples = db.execute(select(TOPICS.c.sample_answers).where(TOPICS.c.id == id)).scalar_one()
    # counted over all, whatever their status: else hiding one would open the answer to the next
    ordered = select(QUESTIONS.c.position, QUESTIONS.c.id).where(QUESTIONS.c.topic_id == id).order_by(QUESTIONS.c.position, QUESTIONS.c.id)
    first = db.execute(ordered.limit(samples)).all() if samples else []
    position, last = first[-1] if first else (None, None)
    is_sample = tuple_(QUESTIONS.c.position, QUESTIONS.c.id) <= tuple_(bindparam("p", position, QUESTIONS.c.position.type), bindparam("l", last))
    values = {
        "stamp": TOPICS.c.stamp + 1,
        "question_count": select(func.count()).select_from(QUESTIONS).where(*inside).scalar_subquery(),
        "note_count": select(func.count()).select_from(NOTES).where(NOTES.c.topic_id == id, NOTES.c.deleted_at.is_(None)).scalar_subquery(),
        "sample_count": select(func.count()).select_from(QUESTIONS).where(*inside, is_sample).scalar_subquery() if first else 0,
        "sample_position": position, "sample_id": last,
    }  # fmt: skip
    return db.execute(update(TOPICS).where(TOPICS.c.id == id).values(values).returning(*TOPICS.c)).mappings().one()


def remember_questions(ids, moment):
    """Add the present whole form of these questions to the history."""
    remember({id: (question["revision"], question) for id, question in answer_key.whole(ids).items()}, moment)


def remember(forms, moment):
    """Add forms to the history: {id: (revision, wire form)}."""
    by = caller().as_author
    many(insert(REVISIONS), [{"of": id, "revision": revision, "at": moment, "by": by, "wire": wire} for id, (revision, wire) in forms.items()])
    references.note(forms)


def changes(of, revision):
    """The names of the fields that have changed since a revision."""
    wanted = select(REVISIONS.c.revision, REVISIONS.c.wire).where(REVISIONS.c.of == of)
    then = db.execute(wanted.where(REVISIONS.c.revision == revision)).one_or_none()
    latest = db.execute(wanted.order_by(REVISIONS.c.revision.desc()).limit(1)).one_or_none()
    if not (then and latest and then.wire and latest.wire):
        return []
    before = _lasting(then.wire)
    return sorted(name for name, value in _lasting(latest.wire).items() if value != before.get(name))


def _lasting(wire):
    """A wire form without what every write moves."""
    lasting = {name: value for name, value in wire.items() if name not in ("revision", "updated_at")}
    if "answers" not in wire:
        return lasting
    return lasting | {"feedback": wire.get("feedback") or silence(), "answers": [_lasting(answer) for answer in wire["answers"]]}


def index(words):
    """Make these findable by their words: {id: words}."""
    many(delete(SEARCH).where(SEARCH.c.of == bindparam("id")), [{"id": id} for id in words])
    many(insert(SEARCH), [{"of": id, "words": " ".join(each)} for id, each in words.items()])


def many(statement, rows):
    """Run a statement for all of these rows at once."""
    if rows:
        db.execute(statement, rows)


def refuse_cited(points, topic_id):
    """A point that an answer cites may not go."""
    if points and (questions := answer_key.citing(topic_id, points)):
        raise Problem(409, f"An answer of question {questions[0]} cites a point that would go.", kind="point_cited", questions=questions)


def _refuse_known_points(topic_id, note_id, points):
    others = {point["id"] for note in reading.notes_of(topic_id) if note["id"] != note_id for point in note["points"]}
    errors = [
        {"pointer": f"#/points/{index}/id", "detail": f"Another note of this topic has a point '{point['id']}'.", "code": "doubled"}
        for index, point in enumerate(points)
        if point["id"] in others
    ]
    if errors:
        raise Problem.invalid(errors)


def _refuse_doubles(questions):
    """`source` and `external_id` name one question."""
    named = {(question["source"], question["external_id"]): question["id"] for question in questions if question["external_id"]}
    if not named:
        return
    pair = tuple_(QUESTIONS.c.source, QUESTIONS.c.external_id)
    for row in db.execute(select(QUESTIONS.c.id, QUESTIONS.c.source, QUESTIONS.c.external_id).where(pair.in_(list(named)))):
        if row.id != named[row.source, row.external_id]:
            detail = f"Question {row.id} has the external_id '{row.external_id}' of source '{row.source}'."
            raise Problem(409, detail, kind="external_id_taken", question_id=row.id)


def _last_position(table, topic_id):
    last = db.execute(select(func.max(table.c.position)).where(table.c.topic_id == topic_id)).scalar_one()
    return Decimal(str(last)) // 1 if last is not None else Decimal(0)


def _insert_or_update(table, rows, existing):
    fresh = [row for row in rows if row["id"] not in existing]
    many(insert(table), fresh)
    changed = [row for row in rows if row["id"] in existing]
    if changed:
        names = [name for name in changed[0] if name not in ("id", "created_at")]
        statement = update(table).where(table.c.id == bindparam("this")).values({name: bindparam(f"new_{name}") for name in names})
        many(statement, [{"this": row["id"]} | {f"new_{name}": row[name] for name in names} for row in changed])

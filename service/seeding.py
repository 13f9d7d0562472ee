"""The content that a new database begins with, loaded by the same door as everything else."""
from pathlib import Path

import seed_data
from schemas.note import NewNote
from schemas.topic import NewTopic
from service import db, wire, writing
from service.models.content import Question, Topic
from service.reading import TREES

from sqlalchemy import select

FOLDER = Path(seed_data.__file__).parent
TOPICS, QUESTIONS = Topic.__table__, Question.__table__


def subjects():
    """The folders of content, one per topic."""
    return sorted(folder for folder in FOLDER.iterdir() if (folder / "topic.json").is_file())


def seed(engine):
    """Load every topic that is not there yet; all or nothing. The titles of those loaded."""
    loaded = []
    with db.writing(engine):
        db.in_turn("set up", however_long=True)
        for folder in subjects():
            topic, questions = NewTopic().load(_read(folder / "topic.json")), _read(folder / "questions.json")
            if not _is_there(topic, questions):
                _load(folder, topic, questions)
                loaded.append(topic["title"])
    return loaded


def _is_there(topic, questions):
    """Whether it was loaded before, though its owner may have renamed it since."""
    named = QUESTIONS.c.source == questions[0]["source"], QUESTIONS.c.external_id == questions[0]["external_id"]
    found = select(TOPICS.c.id).where(TOPICS.c.slug == topic["slug"]).union_all(select(QUESTIONS.c.id).where(*named))
    return db.execute(found).first() is not None


def seed_if_empty(engine):
    """Load the content into a database without a single topic."""
    with db.snapshot(engine):
        empty = db.execute(select(TOPICS.c.id).limit(1)).first() is None
    return seed(engine) if empty else []


def _load(folder, topic, questions):
    row = writing.put_topic(topic)
    for note in _read(folder / "notes.json"):
        writing.put_note(row, NewNote().load(note))
    writing.put_questions(row, [(TREES.new().load({**question, "topic_id": row["id"]}), None) for question in questions])


def _read(path):
    return wire.read(path.read_bytes())

"""The content that a new database begins with, loaded by the same door as everything else."""
from pathlib import Path

import seed_data
from schemas.note import NewNote
from schemas.topic import NewTopic
from service import db, wire, writing
from service.models.content import Topic
from service.reading import TREES

from sqlalchemy import select

FOLDER = Path(seed_data.__file__).parent
TOPICS = Topic.__table__


def subjects():
    """The folders of content, one per topic."""
    return sorted(folder for folder in FOLDER.iterdir() if (folder / "topic.json").is_file())


def seed(engine):
    """Load every topic that is not there yet; all or nothing. The titles of those loaded."""
    loaded = []
    with db.writing(engine) as connection:
        db.take_turns(connection)
        for folder in subjects():
            topic = NewTopic().load(_read(folder / "topic.json"))
            if db.execute(select(TOPICS.c.id).where(TOPICS.c.slug == topic["slug"])).first() is None:
                _load(folder, topic)
                loaded.append(topic["title"])
    return loaded


def seed_if_empty(engine):
    """Load the content into a database without a single topic."""
    with db.snapshot(engine):
        empty = db.execute(select(TOPICS.c.id).limit(1)).first() is None
    return seed(engine) if empty else []


def _load(folder, topic):
    row = writing.put_topic(topic)
    for note in _read(folder / "notes.json"):
        writing.put_note(row, NewNote().load(note))
    questions = [TREES.new().load({**question, "topic_id": row["id"]}) for question in _read(folder / "questions.json")]
    writing.put_questions(row, [(question, None) for question in questions])


def _read(path):
    return wire.read(path.read_bytes())

"""The usual way, as most would write it: entities of an ORM, loaded with selectinload, dumped by nested schemas, sent by jsonify.

It reads the tables of the service and says the same. Nothing else is asked of it: no limits, logs, metrics, ETags or snapshot.
"""
from flask import Flask, abort, jsonify
from marshmallow import Schema, fields
from sqlalchemy import JSON, ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, contains_eager, mapped_column, relationship, selectinload

from service.db import Moment, Scaled


class Base(DeclarativeBase):
    type_annotation_map = {dict: JSON, list: JSON}


class Kept:
    id: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    created_at: Mapped[str] = mapped_column(Moment)
    updated_at: Mapped[str] = mapped_column(Moment)
    deleted_at: Mapped[str | None] = mapped_column(Moment)


class Topic(Kept, Base):
    __tablename__ = "topics"
    slug: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    language: Mapped[str]
    author: Mapped[str | None]
    team: Mapped[str | None]
    licence: Mapped[str | None]
    tags: Mapped[list]
    status: Mapped[str]
    answer_access: Mapped[str]
    sample_answers: Mapped[int]
    open_grading: Mapped[bool]
    review: Mapped[dict | None] = mapped_column(JSON)
    reveal: Mapped[dict] = mapped_column(JSON)
    opens_at: Mapped[str | None] = mapped_column(Moment)
    closes_at: Mapped[str | None] = mapped_column(Moment)
    time_limit_s: Mapped[int | None]
    max_attempts: Mapped[int | None]
    question_count: Mapped[int]
    note_count: Mapped[int]
    sample_count: Mapped[int]
    sample_position: Mapped[float | None] = mapped_column(Scaled)
    sample_id: Mapped[str | None]

    questions: Mapped[list["Question"]] = relationship(
        primaryjoin="and_(Question.topic_id == Topic.id, Question.status == 'published', Question.deleted_at.is_(None))",
        order_by="(Question.position, Question.id)", back_populates="topic",
    )  # fmt: skip
    notes: Mapped[list["Note"]] = relationship(
        primaryjoin="and_(Note.topic_id == Topic.id, Note.deleted_at.is_(None))", order_by="(Note.position, Note.id)"
    )

    @property
    def answer_gate(self):
        visible = self.question_count if self.answer_access == "public" else self.sample_count
        return {"visible_questions": visible, "total_questions": self.question_count, "opens_by": self.answer_access}


class Question(Kept, Base):
    __tablename__ = "questions"
    topic_id: Mapped[str] = mapped_column(ForeignKey("topics.id"))
    type: Mapped[str]
    title: Mapped[str]
    prompt: Mapped[str]
    public_body: Mapped[dict]
    points: Mapped[float] = mapped_column(Scaled)
    difficulty: Mapped[str | None]
    tags: Mapped[list]
    hints: Mapped[list]
    status: Mapped[str]
    position: Mapped[float] = mapped_column(Scaled)
    source: Mapped[str | None]
    external_id: Mapped[str | None]
    category: Mapped[str | None]
    attribution: Mapped[str | None]
    penalty: Mapped[float | None] = mapped_column(Scaled)
    licence: Mapped[str | None]

    topic: Mapped[Topic] = relationship(back_populates="questions")

    @property
    def answers_visible(self):
        topic = self.topic
        is_sample = topic.sample_id is not None and (self.position, self.id) <= (topic.sample_position, topic.sample_id)
        return topic.answer_access == "public" or is_sample


class Note(Kept, Base):
    __tablename__ = "notes"
    topic_id: Mapped[str] = mapped_column(ForeignKey("topics.id"))
    position: Mapped[float] = mapped_column(Scaled)
    heading: Mapped[str]
    points: Mapped[list]


class KeptSchema(Schema):
    id = fields.String()
    revision = fields.Integer()
    created_at = fields.String()
    updated_at = fields.String()


class PointSchema(Schema):
    id = fields.String()
    text = fields.String()


class NoteSchema(KeptSchema):
    topic_id = fields.String()
    position = fields.Float()
    heading = fields.String()
    points = fields.List(fields.Nested(PointSchema))


class QuestionSchema(KeptSchema):
    topic_id = fields.String()
    type = fields.String()
    title = fields.String()
    prompt = fields.String()
    body = fields.Dict(attribute="public_body")
    points = fields.Float()
    difficulty = fields.String()
    tags = fields.List(fields.String())
    hints = fields.List(fields.String())
    status = fields.String()
    position = fields.Float()
    source = fields.String()
    external_id = fields.String()
    category = fields.String()
    attribution = fields.String()
    penalty = fields.Float()
    licence = fields.String()
    answers_visible = fields.Boolean()


class GateSchema(Schema):
    visible_questions = fields.Integer()
    total_questions = fields.Integer()
    opens_by = fields.String()


class TopicSchema(KeptSchema):
    slug = fields.String()
    title = fields.String()
    description = fields.String()
    language = fields.String()
    author = fields.String()
    team = fields.String()
    licence = fields.String()
    tags = fields.List(fields.String())
    status = fields.String()
    answer_access = fields.String()
    sample_answers = fields.Integer()
    open_grading = fields.Boolean()
    review = fields.Raw()
    reveal = fields.Raw()
    opens_at = fields.String()
    closes_at = fields.String()
    time_limit_s = fields.Integer()
    max_attempts = fields.Integer()
    question_count = fields.Integer()
    note_count = fields.Integer()
    answer_gate = fields.Nested(GateSchema)
    questions = fields.List(fields.Nested(QuestionSchema))
    notes = fields.List(fields.Nested(NoteSchema))


TOPIC, QUESTION = TopicSchema(), QuestionSchema()


def create_app(url):
    """The application; its engine is as SQLAlchemy makes it."""
    app = Flask(__name__)
    app.extensions["engine"] = engine = create_engine(url)

    @app.get("/api/v1/topics/<slug>")
    def topic(slug):
        with Session(engine) as session:
            wanted = select(Topic).where(Topic.slug == slug, Topic.status == "published", Topic.deleted_at.is_(None))
            found = session.scalars(wanted.options(selectinload(Topic.questions), selectinload(Topic.notes))).one_or_none()
            return jsonify(TOPIC.dump(found or abort(404)))

    @app.get("/api/v1/questions/<id>")
    def question(id):
        with Session(engine) as session:
            wanted = select(Question).join(Question.topic).options(contains_eager(Question.topic))
            wanted = wanted.where(Question.id == id, Question.status == "published", Question.deleted_at.is_(None))
            found = session.scalars(wanted.where(Topic.status == "published", Topic.deleted_at.is_(None))).one_or_none()
            return jsonify(QUESTION.dump(found or abort(404)))

    return app

"""A bank with a canary in every private place: a word, number or id that stands nowhere else and sings wherever it gets.

Who may hear which is derived here from the contract alone ("Who sees answers"), not from the service's own rules.
"""
import itertools
import re
from dataclasses import dataclass, field

from service import db, writing
from tests import pictures
from tests.access.nests import KINDS, Nest, labelled, renamed

ROLES = {
    "stranger": "qz_" + "x" * 43,  # a key that nobody was ever given
    "anonymous": None, **{role: role for role in ("learner", "grader", "reviewer", "reader", "writer", "admin")},
}  # fmt: skip
AUTHORS = {"writer", "admin"}
ACCESSES = ("key", "learner", "after_attempt", "public")
SONG = re.compile(r"cnry\d{6}|98765\d{5}|[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
POINTS_OF_A_NOTE = 60
SAID = ("general", "correct", "partial", "incorrect")
"""What a question's own feedback is said of."""
NOWHERE = "01900000-0000-7000-8000-000000000000"
"""An id that nothing has."""


@dataclass(eq=False)
class Topic:
    """A topic of the bank; `place` is its number."""

    place: int
    access: str = "key"
    samples: int = 0
    status: str = "published"
    deleted: bool = False
    id: str = ""
    slug: str = ""
    note: str = ""
    receipt: str = ""
    attempts: list = field(default_factory=list)
    questions: list = field(default_factory=list)

    @property
    def open_grading(self):
        return self.samples == 0 and self.access != "after_attempt"


@dataclass(eq=False)
class Question:
    """A question of the bank as it is now; `place` counts from 1 over all of its topic, whatever became of them."""

    topic: Topic
    type: str
    place: int
    state: str = "published"
    id: str = ""
    right: object = None
    wrong: object = None
    body: dict = field(default_factory=dict)
    answers: list = field(default_factory=list)


@dataclass(eq=False)
class Canary:
    """`kind`: `answer` and `cite` (part of an answer, or of what is said of it), `stored` (a choice's own id), `former` and `former cite`
    (of an older revision), `original` (of the file that a question came from), `drawn` (what everybody could read once, and a
    receipt repeats) or `unknown` (never published).
    """

    kind: str
    of: object
    where: str


def knows(role, thing):
    """Whether a caller may know that a topic or question is there."""
    if role in AUTHORS:
        return True
    if isinstance(thing, Question):
        return thing.state in ("published", "archived") and knows(role, thing.topic)
    return thing.status in ("published", "archived") and not thing.deleted


def sees(role, question):
    """Whether a caller may see the answers to a question, as the contract has it."""
    topic = question.topic
    if role == "stranger" or not knows(role, question):
        return False
    sample = question.place <= topic.samples
    return role in AUTHORS or role == "reader" or sample or topic.access == "public" or (topic.access == "learner" and role == "learner")


def may_hear(role, canary, repeats=False):
    """Whether a caller may come to know of a canary; `repeats` where a receipt repeats a former draw."""
    if role in AUTHORS:
        return True
    if canary.kind in ("answer", "cite"):
        return canary.of is not None and sees(role, canary.of)
    return canary.kind == "drawn" and repeats and knows(role, canary.of.topic)


class Bank:
    """The topics and questions, and all canaries: {what sings: Canary}."""

    def __init__(self, world, topics=None):
        self.world = world
        self.canaries, self.numbers, self.public_ids = {}, itertools.count(1), {}
        self.pictures = {}  # {id of a file: the canary in it}
        self.topics = topics or self._all()
        for topic in self.topics:
            self._fill(topic)

    @staticmethod
    def _all():
        """Topics of every access, with and without samples; some archived, drafts or hidden."""
        topics = [Topic(place, access, samples) for place, (access, samples) in enumerate(itertools.product(ACCESSES, (0, 2)))]
        more = itertools.count(len(topics))
        topics += [Topic(next(more), access, 1, "archived") for access in ("key", "learner")]
        topics += [Topic(next(more), access, 1, "draft") for access in ("key", "public")]
        topics += [Topic(next(more), access, 1, "published", True) for access in ("key", "public")]
        return topics

    @property
    def questions(self):
        return [question for topic in self.topics for question in topic.questions]

    def find(self, access="key", samples=0, state="published", place=None, type=None):
        """The first question of a published topic that is so."""
        topic = next(topic for topic in self.topics if (topic.access, topic.samples) == (access, samples))
        return next(
            each for each in topic.questions if each.state == state and place in (None, each.place) and type in (None, each.type)
        )  # fmt: skip

    def of(self, question, *kinds):
        """All canaries of these kinds that a question has."""
        return {song for song, canary in self.canaries.items() if canary.of is question and canary.kind in kinds}

    def choir(self):
        """A few canaries, of every sort there is."""
        hidden = self.find("key", 0)
        singing = [self.of(hidden, "answer"), self.of(hidden, "stored"), self.of(hidden, "answer") & set(hidden.answers)]
        for kind, start in (("former", "cnry"), ("unknown", "cnry"), ("answer", "98765")):
            singing.append({song for song, canary in self.canaries.items() if canary.kind == kind and song.startswith(start)})
        return [min(songs) for songs in singing]

    @staticmethod
    def like(song):
        """A word that looks like this canary and is none."""
        return "cnry999999" if song.startswith("cnry") else "9876599999" if song.isdecimal() else NOWHERE

    def in_public(self, question, response):
        """The same response in the ids that the public sees, told by the texts that they stand with."""
        if question.id not in self.public_ids:
            shown = self.world.get(f"/questions/{question.id}").json
            by_text = {text: id for id, text in labelled(shown.get("body"))}
            self.public_ids[question.id] = {id: by_text.get(text, id) for id, text in labelled(question.body)}
        return renamed(response, self.public_ids[question.id])

    def heard(self, text):
        """All canaries in a text."""
        return self.canaries.keys() & set(SONG.findall(text))

    # Making it

    def mint(self, kind, of, where, number=False):
        song = 9876500000 + next(self.numbers) if number else f"cnry{next(self.numbers):06d}"
        self.canaries[str(song)] = Canary(kind, of, where)
        return song

    def picture(self, kind, of, where):
        """Prose that shows a picture of a canary."""
        song = self.mint(kind, of, f"picture in {where}")
        id = pictures.kept(self.world, pictures.drawing(f"<text>{song}</text>"))
        self.pictures[id] = self.canaries[song]
        return pictures.shown(id)

    def posted(self, path, json):
        reply = self.world.post(path, json, by="writer")
        assert reply.status_code == 201, reply.json
        return reply.json

    def patched(self, path, **changes):
        reply = self.world.patch(path, changes)
        assert reply.status_code == 200, reply.json
        return reply.json

    def _fill(self, topic):
        whole = topic.place < 2 * len(ACCESSES)
        hidden = "unknown" if topic.status == "draft" else None
        word = self.mint(hidden, topic, "title") if hidden else f"Topic {topic.place} of the bank"
        fields = {"answer_access": topic.access, "sample_answers": topic.samples, "open_grading": topic.open_grading, "author": "Fancier"}
        made = self.posted("/topics", {"title": word, "status": "draft" if hidden else "published", "tags": ["bank"], **fields})
        topic.id, topic.slug = made["id"], made["slug"]
        from tests.access import attempts

        self.free_points = [self.mint("cite", None, "cites") for _ in range(POINTS_OF_A_NOTE)]
        points = [{"id": point, "text": f"Point {number}"} for number, point in enumerate(self.free_points)]
        heading = self.mint(hidden, topic, "heading") if hidden else "What is known"
        topic.note = self.posted(f"/topics/{topic.id}/notes", {"heading": heading, "points": points})["id"]
        for state, kind in self._layout(topic, whole):
            self._ask(topic, kind, state)
        topic.receipt = self.world.get(f"/topics/{topic.id}/draw?count=200&seed=bank", by="writer").json["receipt"]
        if whole:
            topic.attempts = [attempts.take(self, topic, *how) for how in (("learner",), ("learner", "graded"), ("grader", "graded"))]
        for question in topic.questions:
            self._settle(question)
        self._import(topic.questions[0])
        if topic.status == "archived":
            self.patched(f"/topics/{topic.id}", status="archived")
        if topic.deleted:
            assert self.world.delete(f"/topics/{topic.id}").status_code == 204

    def _layout(self, topic, whole):
        """What stands where: among the samples some that are hidden, so that none of their neighbours may move up."""
        turn = topic.place % len(KINDS)
        kinds = [*KINDS][turn:] + [*KINDS][:turn]
        ordinary = [("published", kind) for kind in kinds[: None if whole else 2]]
        states = [(state, kinds[number]) for number, state in enumerate(("draft", "deleted", "archived", "withdrawn"))]
        if not whole:
            return [ordinary[0], states[0], ordinary[1]]
        first, second = (states[:1], states[1:]) if (topic.place // 2) % 2 else (states[1:3], [states[0], states[3]])
        return [*first, *ordinary, *second]

    def _ask(self, topic, kind, state):
        question = Question(topic, kind, len(topic.questions) + 1, state)
        never = state == "draft" or topic.status == "draft"
        once = state in ("deleted", "withdrawn") or topic.deleted
        public = "Which?"
        if never or once:
            public = " ".join(make("unknown" if never else "drawn", question, "prompt") for make in (self.mint, self.picture))
        status = "draft" if state == "draft" else "published"
        data = self._worded(question, public)
        made = self.posted("/questions", {**data, "topic_id": topic.id, "type": kind, "status": status, "position": question.place})
        self._met(question, made)
        if never:
            self.canaries[question.id] = Canary("unknown", question, "id")
        topic.questions.append(question)

    def _worded(self, question, public):
        """What a question says, its canaries new; what it asked for before is former."""
        for canary in (canary for canary in self.canaries.values() if canary.of is question):
            canary.kind = {"answer": "former", "stored": "former", "cite": "former cite"}.get(canary.kind, canary.kind)
        nest = Nest(self, question)
        body, answers, question.right, question.wrong, *blanks = KINDS[question.type](nest)
        feedback = {when: f"{when.title()}: {self.mint('answer', question, when)}.{nest.picture(when)}" for when in SAID}
        return {"prompt": " ".join([public, *blanks]), "body": body, "answers": answers, "feedback": feedback}

    def _met(self, question, made):
        question.id, question.body, question.answers = made["id"], made["body"], [answer["id"] for answer in made["answers"]]
        for answer in question.answers:
            self.canaries.setdefault(answer, Canary("answer", question, "id"))

    def _settle(self, question):
        """Change it or hide it, as its state says; every third has other answers than it had."""
        path = f"/questions/{question.id}"
        if question.place % 3 == 0 and question.state != "draft":
            self.patched(path, prompt=f"Before this: {self.mint('drawn', question, 'prompt')} " + self._blanks(question))
            self._met(question, self.patched(path, **self._worded(question, "Which now?")))
            if question.state in ("deleted", "withdrawn") or question.topic.status == "draft" or question.topic.deleted:
                kind = "unknown"  # changed and hidden before anybody drew it again
                self.patched(path, prompt=f"{self.mint(kind, question, 'prompt')} " + self._blanks(question))
        if question.state == "archived":
            self.patched(path, status="archived")
        if question.state == "withdrawn":
            self.patched(path, status="draft")
        if question.state == "deleted":
            assert self.world.delete(path).status_code == 204

    def _import(self, question):
        """As if it came from a file, in which its key stood too."""
        text = f"Which? {{={self.mint('original', question, 'original')}}}"
        with self.world.app.app_context(), db.writing(self.world.engine):
            writing.keep_originals([{"question_id": question.id, "format": "gift", "place": "line 1", "text": text}])

    @staticmethod
    def _blanks(question):
        return " ".join(f"{{{{{blank['id']}}}}}" for blank in question.body.get("blanks", ()))

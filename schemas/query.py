"""What may stand behind the `?` of each address."""
from schemas.attempt import NAME as LEARNER
from schemas.attempt import STATES
from schemas.base import Schema
from schemas.fields import Boolean, Commas, Enum, Id, Integer, Text, Time
from schemas.question import DIFFICULTIES
from schemas.report import REASONS
from schemas.report import STATES as CASE_STATES
from schemas.review import ORDERS
from schemas.review import STATES as REVIEW_STATES
from schemas.topic import STATUSES

NAME = r"^[a-z0-9_]{1,40}$"


class Nothing(Schema):
    """No parameter at all."""


class Fields(Schema):
    """Which fields are wanted; `id` always comes too."""

    fields_ = Commas(Text(pattern=NAME), data_key="fields", metadata={"description": "names of the fields wanted"})


class Reading(Fields):
    """One resource; who may write content may also see what was deleted."""

    include_deleted = Boolean(load_default=False)


class ReadingTopic(Reading):
    include = Commas(Enum("questions", "answers", "notes"), load_default=list)


class ReadingQuestion(Reading):
    include = Commas(Enum("answers"), load_default=list)


class Paged(Schema):
    """A page of a list."""

    limit = Integer(min=1, max=200, load_default=50)
    cursor = Text(max=2000, metadata={"description": "from `page.next` of the page before"})
    count = Enum("exact", metadata={"description": "adds `page.total`"})


def sorts(*names):
    """Sort by one of these, `-` before it for descending; or, where `q` is given, the best first."""
    return Enum(*names, *(f"-{name}" for name in names), "relevance")


class Listing(Paged, Fields):
    """What all content lists take."""

    q = Text(min=1, max=200, metadata={"description": "full text: every word, or its beginning"})
    updated_since = Time()
    include_deleted = Boolean(load_default=False, metadata={"description": "with updated_since: also {id, deleted_at}"})


class ListingTopics(Listing):
    sort = sorts("created_at", "updated_at", "title")
    status = Commas(Enum(*STATUSES), load_default=lambda: ["published"])
    author = Text(max=40)
    language = Text(max=35)
    tags_all = Commas(Text(min=1, max=50))
    tags_any = Commas(Text(min=1, max=50))


class ListingTopicQuestions(ListingTopics):
    sort = sorts("position", "created_at", "updated_at", "title")
    type = Commas(Text(pattern=NAME))
    difficulty = Commas(Enum(*DIFFICULTIES))
    source = Text(max=200)
    external_id = Text(max=200)
    category = Text(min=1, max=500, metadata={"description": "this category and all below it: Biology also finds Biology/Cells"})
    licence = Text(max=100)


class ListingQuestions(ListingTopicQuestions):
    topic = Text(max=80, metadata={"description": "a topic's id or slug"})


class ListingNotes(Listing):
    sort = sorts("position", "created_at", "updated_at")


class Drawing(Fields):
    count = Integer(min=1, max=200, load_default=10)
    difficulty = Commas(Enum(*DIFFICULTIES))
    tags_any = Commas(Text(min=1, max=50))
    seed = Text(min=1, max=100, metadata={"description": "the same seed repeats the draw while the pool is unchanged"})
    receipt = Text(min=1, max=16_000, metadata={"description": "repeats a former draw for ever"})


class ListingReports(Paged):
    """Cases of reports; those that are open unless asked otherwise."""

    sort = Enum("created_at", "-created_at", load_default="created_at")
    topic = Text(max=80, metadata={"description": "a topic's id or slug"})
    question_id = Id()
    reason = Commas(Enum(*REASONS))
    state = Commas(Enum(*CASE_STATES), load_default=lambda: ["open"])


class ListingReviews(Paged):
    """What people should decide, or have decided; what awaits one unless asked otherwise."""

    sort = Enum(*ORDERS, load_default="created_at")
    topic = Text(max=80, metadata={"description": "a topic's id or slug"})
    question_id = Id()
    type = Commas(Text(pattern=NAME))
    state = Enum(*REVIEW_STATES, load_default="open")


class Regrading(Schema):
    dry_run = Boolean(load_default=False, metadata={"description": "tell what would come of it, and change nothing"})


class Naming(Schema):
    name = Text(max=200, load_default="", metadata={"description": "the file's name"})


class OneLearner(Schema):
    learner = Text(max=200, pattern=LEARNER, required=True, metadata={"description": "the caller's own name for a learner"})


class ListingAttempts(Paged):
    sort = Enum("created_at", "-created_at", "updated_at", "-updated_at")
    topic = Text(max=80, metadata={"description": "a topic's id or slug"})
    learner = Text(min=1, max=200, metadata={"description": "the caller's own name for a learner, or a learner's id"})
    state = Commas(Enum(*STATES))
    updated_since = Time()


class Importing(Schema):
    """How a file is imported."""

    format = Text(pattern=NAME, metadata={"description": "one of the formats that are read; told by the file unless given"})
    topic = Text(max=80, metadata={"description": "the id or slug of the topic it goes into; quizbank's own files name theirs"})
    name = Text(max=200, load_default="", metadata={"description": "the file's name, which helps to tell its format"})
    dry_run = Boolean(load_default=False, metadata={"description": "tell what would come of it, and change nothing"})
    on_error = Enum("stop", "skip", load_default="stop", metadata={"description": "stop: where one item is rejected, nothing is written"})
    source = Text(min=1, max=200, metadata={"description": "the source whose external_ids the file's ids are; the topic's slug unless the file names one"})
    status = Enum(*STATUSES, load_default="draft", metadata={"description": "of new questions, where the file does not say"})
    existing = Enum("update", "skip", load_default="update", metadata={"description": "what becomes of a question whose id is known, and of a topic and notes that are there"})
    duplicates = Enum("skip", "create", load_default="skip", metadata={"description": "what becomes of one that asks what another asks"})


class Exporting(Schema):
    """What is exported, and how."""

    format = Text(pattern=NAME, required=True, metadata={"description": "one of the formats that are written"})
    status = Commas(Enum(*STATUSES), metadata={"description": "all of them for who may write content, unless given; else published"})
    type = Commas(Text(pattern=NAME))
    difficulty = Commas(Enum(*DIFFICULTIES))
    tags_all = Commas(Text(min=1, max=50))
    tags_any = Commas(Text(min=1, max=50))
    category = Text(max=500)
    licence = Text(max=100)

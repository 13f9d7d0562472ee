"""A question in three trees grown from one set of fields: new (with answers), seen (without), seen with answers.

`questions(types)` is given the question types; each has its own `body` and `match`.
"""
from types import SimpleNamespace

from schemas.base import READ_ONLY, Content, Resource, Schema, Union
from schemas.fields import Boolean, Enum, Fault, Id, List, Number, Text
from schemas.prose import Prose
from schemas.topic import licence, status, tags

from marshmallow import ValidationError, fields, post_load, pre_load, validates_schema

DIFFICULTIES = ("easy", "medium", "hard")
CATEGORY = {"description": "a path, as in Biology/Cells"}
PENALTY = {"description": "the share of the points that a further try costs, for systems with several tries"}
ATTRIBUTION = {"description": "who is to be named"}


def points():
    return Number(min=0, max=10_000, places=5, load_default=1)


def silence():
    """The feedback of a question that has nothing to say."""
    return {"general": "", "correct": "", "partial": "", "incorrect": ""}


class NewQuestionFeedback(Schema):
    """What a whole question says once it was answered: always, or by what became of it. It may tell the key as any answer's does."""

    general = Prose(max=5000, load_default="")
    correct = Prose(max=5000, load_default="")
    partial = Prose(max=5000, load_default="")
    incorrect = Prose(max=5000, load_default="")


class QuestionFeedback(Schema):
    """What a whole question says once it was answered; of one whose answers may not be seen, nothing."""

    general = Text(max=5000)
    correct = Text(max=5000)
    partial = Text(max=5000)
    incorrect = Text(max=5000)


class NewAnswerFields(Schema):
    """What earns credit, as it is posted; an `id` is kept when it is this question's already."""

    id = Text(max=64)
    position = Number(min=-1e9, max=1e9, places=5)
    credit = Number(min=-1, max=1, places=5, load_default=1)
    feedback = Prose(max=5000, load_default="")
    explanation = Prose(load_default="")
    cites = List(Text(max=64), max=100, unique=True, load_default=list)

    derived = READ_ONLY - {"id"} | {"question_id"}


class AnswerFields(Resource):
    """What earns credit. It shares its question's revision."""

    question_id = Id()
    position = Number()
    credit = Number()
    feedback = Text(max=5000)
    explanation = Text(max=20_000)
    cites = List(Text(max=64), max=100)


class NewQuestionFields(Schema):
    """A question as it is posted, whole, its answers inside."""

    topic_id = Id(required=True)
    title = Text(max=200, load_default="")
    prompt = Prose(required=True, min=1)
    points = points()
    difficulty = Enum(*DIFFICULTIES, load_default=None, allow_none=True)
    tags = tags()
    hints = List(Prose(min=1, max=2000), max=20, load_default=list)
    status = status()
    position = Number(min=-1e9, max=1e9, places=5)
    source = Text(min=1, max=200, load_default=None, allow_none=True)
    external_id = Text(min=1, max=200, load_default=None, allow_none=True)
    category, attribution = (Text(min=1, max=500, load_default=None, allow_none=True, metadata=about) for about in (CATEGORY, ATTRIBUTION))
    penalty = Number(min=0, max=1, places=5, load_default=None, allow_none=True, metadata=PENALTY)
    licence = licence(load_default=None)
    feedback = fields.Nested(NewQuestionFeedback, load_default=silence)

    derived = READ_ONLY | {"answers_visible", "deleted_at"}

    @validates_schema
    def external_id_has_a_source(self, data, **_):
        if data.get("external_id") and not data.get("source"):
            raise ValidationError({"source": [Fault("An external_id needs the source whose name it is.", "required")]})


class QuestionFields(Content):
    """A question as anybody may see it."""

    topic_id = Id()
    title = Text(max=200)
    prompt = Text(max=20_000)
    points = points()
    difficulty = Enum(*DIFFICULTIES, allow_none=True)
    tags = tags()
    hints = List(Text(max=2000), max=20)
    status = status()
    position = Number()
    source = Text(max=200, allow_none=True)
    external_id = Text(max=200, allow_none=True)
    category, attribution = (Text(max=500, allow_none=True, metadata=about) for about in (CATEGORY, ATTRIBUTION))
    penalty = Number(min=0, max=1, allow_none=True, metadata=PENALTY)
    licence = licence()
    answers_visible = Boolean()


def named(name, doc, schema):
    """The same schema class under the name that the API's document shows."""
    schema.__name__, schema.__doc__ = name, doc
    return schema


def nested_faults(complaints):
    """Turn (pointer, message, code) into marshmallow's nested messages, so that all faults are told in one way."""
    root = {}
    for pointer, message, code in complaints:
        here = root
        for step in pointer.split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            here = here.setdefault(int(step) if step.isdecimal() and str(int(step)) == step else step, {})
        here.setdefault("_schema", []).append(Fault(message, code))
    return root


def new_answer(word, kind, module):
    class NewAnswer(NewAnswerFields):
        match = fields.Nested(module.Match, required=True)

    return named(f"New{word}Answer", f"What earns credit in a {kind} question, as it is posted.", NewAnswer)


def seen_answer(word, kind, module):
    class Answer(AnswerFields):
        match = fields.Nested(module.Match)

    return named(f"{word}Answer", f"What earns credit in a {kind} question.", Answer)


def new_question(word, kind, module, answer):
    """The schema that loads a question of this type: by its fields, then by the type's `check`, into its wire form."""
    body_schema, match_schema = module.Body(), module.Match()
    bare = not any(field.required for field in body_schema.fields.values())
    needs_answers = not getattr(module, "ANSWERS_OPTIONAL", False)

    class NewQuestion(NewQuestionFields):
        type = Enum(kind, required=True)
        body = fields.Nested(module.Body, required=not bare)
        answers = List(fields.Nested(answer), required=needs_answers, max=1000)

        @pre_load
        def fill_in(self, data, **_):  # a load_default of a Nested is not loaded: its inner defaults would be lost
            return {**({"body": {}} if bare else {}), **({} if needs_answers else {"answers": []}), **data}

        @validates_schema(skip_on_field_errors=True)
        def can_be_graded(self, data, **_):
            if complaints := list(module.check(data)):
                raise ValidationError(nested_faults(complaints))

        @post_load
        def to_wire(self, data, **_):
            answers = [{**each, "match": match_schema.dump(each["match"])} for each in data["answers"]]
            return {**data, "body": body_schema.dump(data["body"]), "answers": answers}

    return named(f"New{word}", f"A {kind} question as it is posted.", NewQuestion)


def seen_question(word, kind, module):
    class Question(QuestionFields):
        type = Enum(kind, required=True)
        body = fields.Nested(module.Body)

    return named(word, f"A {kind} question.", Question)


def whole_question(word, kind, seen, answer):
    class QuestionWithAnswers(seen):
        feedback = fields.Nested(QuestionFeedback)
        answers = List(fields.Nested(answer), max=1000)

    return named(f"{word}WithAnswers", f"A {kind} question with its feedback and those of its answers that this caller may see.", QuestionWithAnswers)


def questions(types):
    """The trees for these types: `new`, `seen`, `whole` (seen with answers) and the same of an answer; each a Union."""
    trees = {name: {} for name in ("new", "seen", "whole", "new_answer", "answer")}
    for kind, module in types.items():
        word = "".join(part.title() for part in kind.split("_"))
        trees["new_answer"][kind] = new_answer(word, kind, module)
        trees["answer"][kind] = seen_answer(word, kind, module)
        trees["new"][kind] = new_question(word, kind, module, trees["new_answer"][kind])
        trees["seen"][kind] = seen_question(word, kind, module)
        trees["whole"][kind] = whole_question(word, kind, trees["seen"][kind], trees["answer"][kind])
    told_by = {"new": "type", "seen": "type", "whole": "type", "new_answer": None, "answer": None}
    return SimpleNamespace(**{
        tree: type(f"Any{tree.title().replace('_', '')}", (Union,), {"members": members, "discriminator": told_by[tree], "tree": tree})
        for tree, members in trees.items()
    })  # fmt: skip

"""What formats hold, as tables for people: which kinds of question, which of their fields, and why not the others."""
from functools import cache, partial

from service.formats import FORMATS, READ, WRITTEN
from tests.formats.fullest import KINDS, OF_ANY_TYPE, held, lost, round_trip, whole
from tests.formats.responses import scored_alike

*IN_TEXTS, TENTHS = OF_ANY_TYPE
ALIKE, OTHERWISE, NOT = "✓", "~", "–"
FIELDS = {
    "external_id": "id and source", "title": "title", "points": "points", "penalty": "penalty for further tries", "tags": "tags",
    "category": "category", "difficulty": "difficulty", "hints": "hints", "licence": "licence", "attribution": "attribution",
    "feedback/general": "feedback: always", "feedback/correct": "feedback: if right", "feedback/partial": "feedback: if partly right",
    "feedback/incorrect": "feedback: if wrong", "answers/feedback": "feedback on each answer",
    "answers/explanation": "explanation of each answer", "answers/cites": "study notes that answers cite",
    "body/shuffle": "choices: shuffled or not", "body/choices/pinned": "choices: pinned to their place",
    "body/case_sensitive": "short answer: whether capitals count", "body/unit": "numeric: unit", "body/max_words": "written: most words",
    "body/rubric": "essay: rubric",
}  # fmt: skip
"""What is told field by field; how a question is scored is told by kind."""


@cache
def kind(format, type, name):
    """What a format makes of a kind of question: held with the same scores, held with some others, or not."""
    if lost(format, type, name)[1]:
        return NOT
    question, back, _ = round_trip(format, type, name)
    return ALIKE if scored_alike(question, back) else OTHERWISE


@cache
def field(format, path):
    """Whether a format keeps a field: of all types that have it and that it holds, of none, or of which not."""
    kept, gone = set(), set()
    for type in KINDS:
        for name in held(format, type):
            if path in paths(type, name):
                (gone if _is_lost(path, lost(format, type, name)[0]) else kept).add(type)
    return _told(kept, gone)


@cache
def manner(format, name):
    """The same of what may be in any question's texts, or of numbers of points."""
    kept, gone = set(), set()
    for type in filter(lambda type: held(format, type), KINDS):
        plain, marked = (lost(format, type, held(format, type)[0], each)[0] for each in (None, name))
        (gone if marked - plain else kept).add(type)
    return _told(kept, gone)


@cache
def paths(type, name):
    """The paths of all that a full question of a kind says."""
    return set(_paths(whole(type, KINDS[type][name])))


def _paths(value, path=""):
    yield path
    for key, each in value.items() if isinstance(value, dict) else ():
        if each not in (None, "", [], {}) or key == "shuffle":
            yield from _paths(each, f"{path}/{key}".lstrip("/"))
    for each in value if isinstance(value, list) else ():
        yield from _paths(each, path)


def _is_lost(path, told):
    return any(path == each or path.startswith(f"{each}/") or each.startswith(f"{path}/") for each in told)


def _told(kept, gone):
    kept = kept - gone
    if not gone:
        return ALIKE if kept else ""
    if not kept:
        return NOT
    word, fewer = ("only", kept) if len(kept) < len(gone) else ("not", gone)
    return f"{word} {', '.join(f'`{type}`' for type in KINDS if type in fewer)}"


def column(format):
    """All that is told of a format, to see which are alike."""
    kinds = [kind(format, type, name) for type in KINDS for name in KINDS[type]]
    return (*kinds, *(field(format, path) for path in FIELDS), *(manner(format, name) for name in OF_ANY_TYPE))


@cache
def columns():
    """The written formats, those that hold the same together: [[name, …], …]."""
    alike = {}
    for format in WRITTEN:
        alike.setdefault(column(format), []).append(format)
    return list(alike.values())


def _head(word):
    return [word, *(" ".join(f"`{format}`" for format in formats) for formats in columns())]


def formats():
    """(head, rows): every format, and whether it is read and written."""
    def can(name, ways):
        return ALIKE if name in ways else NOT

    rows = [[f"`{name}`", each.TITLE, can(name, READ), can(name, WRITTEN), f"`{each.SUFFIX}`"] for name, each in FORMATS.items()]
    return ["format", "what it is", "read", "written", "file"], rows


def kinds():
    """(head, rows): every kind of question, and the formats that hold it."""
    rows = [[f"`{type}`: {name}", *(kind(formats[0], type, name) for formats in columns())] for type in KINDS for name in KINDS[type]]
    return _head("question"), rows


def kept():
    """(head, rows): every field, and the formats that keep it."""
    told = {path: _points if path == "points" else partial(field, path=path) for path in FIELDS}
    rows = [[words, *(told[path](formats[0]) for formats in columns())] for path, words in FIELDS.items()]
    rows += [[name, *(manner(formats[0], name) for formats in columns())] for name in IN_TEXTS]
    return _head("field"), rows


def _points(format):
    found = field(format, "points")
    return "whole and half ones" if found == ALIKE and manner(format, TENTHS) != ALIKE else found


def left_out():
    """(head, rows): why a format leaves a kind of question out."""
    reasons = {}
    for formats in columns():
        for type in KINDS:
            for name in KINDS[type]:
                if why := lost(formats[0], type, name)[1]:
                    reasons.setdefault((" ".join(f"`{format}`" for format in formats), why), {}).setdefault(type, []).append(name)
    return ["format", "it leaves out", "because"], [[formats, _listed(types), why] for (formats, why), types in reasons.items()]


def _listed(types):
    """Types, and where only some kinds of one are meant, which."""
    return "; ".join(f"`{type}`{_named(names, [each for each in KINDS[type] if each not in names])}" for type, names in types.items())


def _named(names, others):
    if not others:
        return ""
    return f" (all but {', '.join(others)})" if len(others) < len(names) else f" ({', '.join(names)})"

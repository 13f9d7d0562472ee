"""What content refers to, and whether it is there: the points of study notes that answers cite, the files that prose shows.

Every form that a topic, question or note ever had keeps hold of its files: a former one may be brought back, and attempts go
on showing what was asked in them.
"""
from sqlalchemy import insert, select

from schemas.base import made
from schemas.note import NewNote
from schemas.prose import MEDIUM, media, texts
from schemas.topic import NewTopic
from service import db, reading
from service.errors import Problem
from service.models.media import Media, MediaUse

MEDIA, USES = Media.__table__, MediaUse.__table__


def check(forms, topic_id=None):
    """422 with every fault unless all that these topics, notes, or questions of a topic, refer to is there."""
    errors = [*_unknown_points(topic_id, forms), *_unknown_media(forms)]
    if errors:
        raise Problem.invalid(errors)


def note(forms):
    """Note which files these forms refer to: {id: (revision, wire form, or None where it was hidden)}."""
    found = {
        (medium, id, revision, _part(pointer)) for id, (revision, form) in forms.items() if form for pointer, medium in _media_in(form)
    }  # fmt: skip
    if found:
        db.execute(insert(USES), [dict(zip(USES.c.keys(), each)) for each in sorted(found)])


def _unknown_points(topic_id, forms):
    if not any(answer["cites"] for form in forms for answer in form.get("answers", ())):
        return
    known = reading.points_of(topic_id)
    for form in forms:
        for place, answer in enumerate(form["answers"]):
            for index, cited in enumerate(answer["cites"]):
                if cited not in known:
                    detail = f"This topic's notes have no point '{cited}'."
                    yield {"pointer": f"#/answers/{place}/cites/{index}", "detail": detail, "code": "unknown_point"}


def _unknown_media(forms):
    found = [each for form in forms for each in _media_in(form)]
    if not found:
        return
    known = set(db.execute(select(MEDIA.c.id).where(MEDIA.c.id.in_({id for _, id in found}))).scalars())
    for pointer, id in found:
        if id not in known:
            detail = f"No file is kept at /api/v1/media/{id}; send it to /api/v1/media first."
            yield {"pointer": pointer, "detail": detail, "code": "unknown_medium"}


def _media_in(form):
    """Every reference to a file in a form: (pointer, id)."""
    if not MEDIUM.search(str(form)):  # most have none, and need not be gone through place by place
        return []
    return [(pointer, id) for pointer, text in texts(_schema(form), form) for id in media(text)]


def _schema(form):
    """By which schema a form was loaded."""
    if "prompt" in form:
        return made(reading.TREES.new.members[form["type"]])
    return made(NewNote if "heading" in form else NewTopic)


def _part(pointer):
    """In which part of a form this place is, see MediaUse."""
    steps = pointer.split("/")
    if steps[1] == "feedback":
        return steps[-1]
    if steps[1] == "answers":
        return "feedback" if steps[-1] == "feedback" else "explanation"
    return "public"

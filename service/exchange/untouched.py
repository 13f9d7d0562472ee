"""What of a file is as an export of the question that is there would have it: nobody changed that, so it is no change of the question.

So a format that holds less than we do, or says the same in other words, takes nothing away when its file comes back: only
what its author changed is laid over the question.
"""
from marshmallow import ValidationError

from service import likeness
from service.reading import TREES

TIED = ("type", "prompt", "body", "answers")
"""These name each other's choices and blanks: where they do not fit together one by one, they are taken together."""


def left_alone(data, before, entry, exported):
    """The question as it is to be: as `before` where the entry is as what is `exported` of it, else as `data`, the entry laid over it."""
    touched = set(likeness.differences(likeness.essence(entry), likeness.essence(exported)))
    names = {path.partition("/")[0] for path in touched}
    whole = {**data, **{name: before[name] for name in data if name in before and name not in names}}
    given = data["feedback"]
    whole["feedback"] = {part: given[part] if f"feedback/{part}" in touched else text for part, text in before["feedback"].items()}
    try:
        return TREES.new().load(whole)
    except ValidationError:
        return TREES.new().load({**whole, **{name: data[name] for name in TIED}})

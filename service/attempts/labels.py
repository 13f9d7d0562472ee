"""The ids by which one attempt calls choices. What learners send is kept in their author's ids; every attempt sees others."""
from decimal import Decimal

from marshmallow import ValidationError

from schemas.base import made
from schemas.fields import wire_number
from service import public_form
from service.errors import Problem, faults
from service.grading import LONGEST, judged, size
from service.question_types import READ, TYPES
from service.verdict import Unfit

class Strict(dict):
    """{(scope, this attempt's id): author's id}, which knows no other id: an author's own may spell the key."""

    def get(self, key, default=None):
        if key not in self and any(scope == key[0] for scope, _ in self):
            raise Unfit(f"No choice '{key[1]}'.")
        return super().get(key, default)


def names(form, attempt_id):
    """{(scope, author's id): this attempt's id} of a question."""
    return public_form.known(form["id"], form["type"], form["body"], attempt_id)


def question(form, attempt_id):
    """A question's body as an attempt shows it: its choices by the attempt's ids, in their order."""
    return public_form.public_body(form["type"], form["body"], names(form, attempt_id))


def told(form, response, attempt_id):
    """A kept response in the attempt's ids."""
    return response if response is None else public_form.public_response(form["type"], response, names(form, attempt_id))


def understood(form, response, attempt_id, pointer):
    """A response in its author's ids, to be kept; raises the 413 or 422 that it earns, whose pointers begin with this one."""
    if response is None:
        return None
    if size(response) > LONGEST:
        raise Problem(413, f"A response may have {LONGEST} characters at most.")
    known = names(form, attempt_id)
    try:
        made(TYPES[form["type"]].Response).load({"response": response})
        kept = public_form.public_response(form["type"], response, Strict({(scope, label): id for (scope, id), label in known.items()}))
        if form["type"] not in READ:  # those take any text: nothing is found out by grading, which takes long
            judged(form, kept, public=False)
    except ValidationError as error:
        raise Problem.invalid([_here(each, pointer, {}) for each in faults(error.normalized_messages())]) from None
    except Unfit as error:
        raise Problem.invalid([{"pointer": pointer + error.pointer, "detail": error.message, "code": error.code}]) from None
    except Problem as problem:
        raise Problem.invalid([_here(each, pointer, known) for each in problem.members["errors"]]) from None
    return plain(kept)


def plain(value):
    """JSON as it is kept: numbers as JSON has them."""
    if isinstance(value, Decimal):
        return wire_number(value)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def _here(fault, pointer, known):
    """A fault told at its place, in the attempt's ids."""
    where, detail = fault["pointer"].removeprefix("#/response"), fault["detail"]
    for (_, stored), label in known.items():
        detail = detail.replace(f"'{stored}'", f"'{label}'")
        where = "/".join(label if step == stored else step for step in where.split("/"))
    return {**fault, "pointer": pointer + where.removeprefix("#"), "detail": detail}

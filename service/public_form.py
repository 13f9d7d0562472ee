"""The form in which all but its authors see a question: other ids for its choices, in another order (see schemas.choices)."""
import base64
import hashlib
import hmac

from flask import current_app

from schemas.base import made
from schemas.choices import labels, relabel
from service.question_types import TYPES


def known(question_id, kind, body, attempt=None):
    """The public id of each choice of a body: {(scope, stored id): public id}, the same whenever it is asked; each attempt has others."""
    secret = current_app.config["SETTINGS"].secret.encode()

    def name(scope, choice):
        digest = hmac.digest(secret, "\0".join((question_id, scope, choice, *([attempt] if attempt else []))).encode(), hashlib.sha256)
        return base64.b32encode(digest[:10]).decode().lower()

    return labels(_schema(kind, "Body"), body, name)


def public_body(kind, body, names):
    return relabel(_schema(kind, "Body"), body, names)


def public_match(kind, match, names):
    return relabel(_schema(kind, "Match"), match, names)


def public_response(kind, response, names):
    """A response that may speak of choices by their stored ids, speaking of them by their public ones."""
    return relabel(_schema(kind, "Response").fields["response"], response, names)


def breakdown(parts, names):
    """The parts of a score, those that are choices by their public ids."""
    known = {stored: public for (_, stored), public in names.items()}
    return [{**each, "part": known.get(each["part"], each["part"])} for each in parts]


def stored_response(kind, response, names):
    """The other way round."""
    return public_response(kind, response, {(scope, public): stored for (scope, stored), public in names.items()})


def _schema(kind, part):
    return made(getattr(TYPES[kind], part))

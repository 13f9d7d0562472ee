"""Prose: CommonMark without raw HTML, with links to http, https or mailto only, and LaTeX in `$…$`.

It may also show, or link to, an image or a sound that is kept here: `![A leaf](/api/v1/media/<64 hexadecimal digits>)`.
"""
import re

from markdown_it import MarkdownIt

from schemas.base import Schema
from schemas.fields import Text

from marshmallow import fields

COMMONMARK = MarkdownIt("commonmark")
COMMONMARK.validateLink = lambda url: True  # ours is the one check, so that no other reader sees a link that we did not
DEEPEST = COMMONMARK.options["maxNesting"] - 1
MAY_HOLD_MORE = re.compile(r"[<\]]")
"""Text without these holds neither HTML nor a link with an address of its own, and need not be parsed."""
ALLOWED_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
MEDIUM = re.compile(r"/api/v1/media/([0-9a-f]{64})")
"""The address of a file that is kept here."""


def tokens(text):
    """Yield every token of a CommonMark text, those inside a line included."""
    for block in COMMONMARK.parse(text):
        yield block
        yield from block.children or ()


def media(text):
    """The ids of the files kept here that a CommonMark text refers to, in their order."""
    if not MEDIUM.search(text):  # the address is never in disguise, see Prose
        return []
    found = (MEDIUM.fullmatch(_address(token) or "") for token in tokens(text))
    return list(dict.fromkeys(each[1] for each in found if each))


def texts(field, value, pointer="#"):
    """Yield every prose in what a schema or field has loaded: (JSON pointer, text)."""
    if isinstance(field, Prose):
        yield pointer, value or ""
    elif isinstance(field, fields.Nested):
        yield from texts(field.schema, value, pointer)
    elif isinstance(field, fields.List):
        for place, each in enumerate(value or ()):
            yield from texts(field.inner, each, f"{pointer}/{place}")
    elif isinstance(field, Schema):
        for name, inner in field.fields.items():
            yield from texts(inner, (value or {}).get(name), f"{pointer}/{name}")


def _address(token):
    return token.attrs.get("href", token.attrs.get("src"))


class Prose(Text):
    """Prose of at most `max` characters. Refuses raw HTML (`html_not_allowed`) and other links (`link_not_allowed`)."""

    default_error_messages = {
        "html_not_allowed": "Raw HTML is not allowed; write CommonMark (and < as &lt; or in a code span).",
        "nested_too_deep": "Nested too deep to be read.",
        "link_not_allowed": "A link may lead to http, https or mailto only, an image or sound also to /api/v1/media/….",
    }

    def __init__(self, *, max=20_000, **kwargs):
        super().__init__(max=max, **{"metadata": {"description": "CommonMark without raw HTML"}, **kwargs})

    def _deserialize(self, value, attr, data, **kwargs):
        value = super()._deserialize(value, attr, data, **kwargs)
        if MAY_HOLD_MORE.search(value):
            self._check(value)
        return value

    def _check(self, text):
        for token in tokens(text):
            if token.level >= DEEPEST:  # what lies deeper was not read, and another reader might
                raise self.make_error("nested_too_deep")
            if token.type in ("html_block", "html_inline"):
                raise self.make_error("html_not_allowed")
            address = _address(token)
            kept = address in text and MEDIUM.fullmatch(address) if address else False
            if address is not None and not (kept or ALLOWED_LINK.match(address)):
                raise self.make_error("link_not_allowed")

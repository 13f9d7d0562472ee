"""Markdown as people write it elsewhere, with HTML and with links to their own files in it, as prose.

What is prose already stays as it is, to the letter. Else it is rendered as CommonMark says, and the HTML read as any other;
LaTeX in `$…$` is kept out of that.
"""
import re

from marshmallow import ValidationError

from schemas.prose import COMMONMARK, Prose
from service.formats import _prose

LATEX = re.compile(r"\$[^$\n]{1,2000}\$")
ASIDE = re.compile("\ue000([0-9]+)\ue001")
LONGEST = 100_000
"""Characters that are looked at; what is longer is refused as prose anyway."""
PROSE = Prose(max=10**9)


def prose(text, keep=None):
    """(prose, sentences that say what of the text it could not hold)."""
    if len(text) > LONGEST or is_prose(text):
        return text, ()
    aside = []

    def put_aside(found):
        aside.append(found[0])
        return f"\ue000{len(aside) - 1}\ue001"

    html = COMMONMARK.render(LATEX.sub(put_aside, ASIDE.sub("", text)))
    written, lost = _prose.from_html(html, keep)
    written = ASIDE.sub(lambda found: aside[int(found[1])], written)
    if is_prose(written):
        return written, tuple(lost)
    return _prose.from_plain(_prose.plain(written)), (*lost, "Markup that is not taken here was left out; its text was kept.")


def is_prose(text):
    """Whether the text holds no raw HTML and no link that prose may not have."""
    try:
        PROSE.deserialize(text)
    except ValidationError:
        return False
    return True

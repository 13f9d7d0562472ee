"""What learners read in QTI 1.2: `material` and all that stands in it, as HTML and as prose.

mattext is plain text unless its `texttype` says HTML (ASI information model 1.2, section 3.2.2); where there is no
texttype, what can only be HTML is taken for it. Blackboard has mat_formattedtext inside mat_extension.
"""
import re
from html import escape, unescape

from lxml import etree

from service.formats import _prose
from service.formats._qti12_xml import attribute, name, words

MARKED_UP = re.compile(r"<(?:/?(?:p|br|div|span|b|i|u|em|strong|img|su[bp]|table|t[rdh]|[uo]l|li|font|a|h[1-6]|pre|code)\b[^<>]*)>", re.I)
TAG = re.compile(r"<[^<>]*>")
START, END = "\ue000", "\ue001"
"""Around the number of a blank in HTML that is about to become prose: characters for private use, which no prose reader touches."""
MARK = re.compile(f"{START}(\\d+){END}")
RESPONSES = frozenset(("response_lid", "response_str", "response_num", "response_xy", "response_grp"))
ELSEWHERE = {"response_extension", "render_choice", "render_fib", "render_hotspot", "render_slider", "render_extension", "hint", "solution"}
HTML_TYPES = ("html", "xhtml", "smart_text", "smarttext")
SOUNDS = ("mataudio", "matvideo", "matapplet", "matapplication")


def pieces(element, skip=ELSEWHERE, blocks=()):
    """Yield ("html", text) and ("response", element) in order; blocks are flow classes that are left out."""
    todo = [iter(element)]
    while todo:
        each = next(todo[-1], None)
        if each is None:
            todo.pop()
        elif name(each) in RESPONSES:
            yield "response", each
        elif name(each) == "material":
            yield "html", "".join(_html(each))
        elif name(each) not in skip and attribute(each, "class").upper() not in blocks:
            todo.append(iter(each))


def html_of(element, skip=ELSEWHERE, blocks=()):
    """All material under an element as one HTML text; several stand in paragraphs of their own."""
    texts = [text for kind, text in pieces(element, skip, blocks) if kind == "html" and text.strip()]
    return texts[0] if len(texts) == 1 else "".join(f"<div>{each}</div>" for each in texts)


def bare(html):
    """The words of HTML, without its tags."""
    return " ".join(unescape(TAG.sub(" ", html)).split())


def _html(material):
    """Yield the HTML of what stands in a material."""
    for each in material.iter():
        kind = name(each)
        if kind in ("mattext", "mat_formattedtext", "matemtext"):
            yield f"<em>{_text(each)}</em>" if kind == "matemtext" else _text(each)
        elif kind == "matbreak":
            yield "<br/>"
        elif kind == "matimage":
            yield _image(each)
        elif kind in SOUNDS and attribute(each, "uri"):
            uri, label = attribute(each, "uri"), attribute(each, "label") or words(each)
            picture = re.search(r"\.(png|jpe?g|gif|webp|svg)$", uri, re.I)
            yield f'<img src="{escape(uri)}" alt="{escape(label)}"/>' if picture else f'<a href="{escape(uri)}">{escape(label or uri)}</a>'


def _text(element):
    if len(element):
        inner = (etree.tostring(each, encoding="unicode") for each in element)
        return escape(element.text or "", quote=False) + "".join(inner)
    text = element.text or ""
    kind = (attribute(element, "texttype") or attribute(element, "type")).lower()
    unsaid = not kind or attribute(element, "charset") == "ascii-us"  # Sakai calls all of its HTML plain text of this charset
    if any(each in kind for each in HTML_TYPES) or unsaid and MARKED_UP.search(text):
        return text
    return escape(text, quote=False).replace("\n", "<br/>") if text.strip() else ""


def _image(element):
    source, label = attribute(element, "uri"), attribute(element, "label")
    if words(element) and (attribute(element, "embedded").lower() == "base64" or not source):
        kind = attribute(element, "imagtype") or "image/png"
        source = f"data:{kind};base64,{''.join((element.text or '').split())}"
    return f'<img src="{escape(source)}" alt="{escape(label)}"/>' if source else ""


class Prose:
    """Turns HTML into prose, and gathers once each what was lost on the way.

    `shown(source)` gives the address of what is kept for a file that the HTML shows, or raises Refused.
    """

    def __init__(self, shown=None):
        self.shown, self.lost = shown, []

    def __call__(self, html):
        text, lost = _prose.from_html(html, self.shown)
        self.lose(*lost)
        return text.strip()

    def of(self, element, blocks=()):
        """The prose of all material under an element."""
        return self(html_of(element, blocks=blocks))

    def plain(self, html):
        """The text of HTML without its markup."""
        return _prose.plain(self(html))

    def lose(self, *sentences):
        self.lost += [each for each in sentences if each not in self.lost]

"""What an item says, as prose: its elements read as HTML, images and sounds beside it kept, interactions left as marked holes.

A hole stands where a response goes; `HOLE` finds it in prose, and its number is that of the interaction.
"""
import re
from urllib.parse import unquote

from lxml import etree

from service.formats import _prose
from service.formats._data_url import data_url
from service.formats._nouns import Refused, Unreadable
from service.formats._xml import text_of

HOLE = re.compile("\uf8f0([0-9]+)\uf8f1")
IMAGE = re.compile(r"(?i)\.(png|jpe?g|gif|svg|webp)$")
WEB = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
UNSEEN = ("stylesheet", "catalogInfo", "apipAccessibility", "companionMaterialsInfo", "templateBlock", "templateInline")
PRINTED = "The value of {} is shown in its text there; here nothing stands in its place."
WRAPPERS = {"contentBody": "div", "prompt": "div", "infoControl": "div", "hottext": "span", "printedVariable": "span"}


class Speech:
    """Reads elements of one item as prose; `lost` gathers what of them could not be held."""

    def __init__(self, beside, keep):
        """`beside(href)` gives the bytes of a file that the item names, or None; `keep` as in formats."""
        self.beside, self.keep, self.lost = beside, keep, []

    def prose(self, element):
        """The content of an element."""
        if element is None:
            return ""
        for each in list(element.iter(*UNSEEN)):
            if each is not element:
                cut(each)
        for each in list(element.iter("object")):
            _shown(each)
        self.lost += [PRINTED.format(each.get("identifier", "?")) for each in element.iter("printedVariable")]
        for each in element.iter(*WRAPPERS):
            each.tag = WRAPPERS[each.tag] if each is not element else each.tag
        inner = etree.Element("div")
        inner.text = element.text
        html = _html(inner)[: -len("</div>")] + "".join(_html(each) for each in element) + "</div>"
        said, lost = _prose.from_html(html, self._kept)
        self.lost += lost
        return said.strip()

    def page(self, data):
        """The text of a page of HTML (bytes) that is no XML."""
        try:
            html = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            html = data.decode("cp1252", "replace")
        body = BODY.search(html)
        said, lost = _prose.from_html(html[body.end() :] if body else html, self._kept)
        self.lost += lost
        return said.strip()

    def _kept(self, source):
        """The address by which we know a file that the item names."""
        data, name = data_url(source) or (self.beside(source), unquote(source.rsplit("/", 1)[-1]))
        if data is None:
            raise Refused("it is not among the files")
        return self.keep(data, name)


def _shown(element):
    """Let an object be the image, sound or video, or the link into the web, that it is; what stands in it is its description."""
    kind, source = element.get("type", "").partition("/")[0], element.get("data", "")
    if kind in ("audio", "video") and source:
        _become(element, kind, src=source)
    elif WEB.match(source) and "html" in element.get("type", ""):
        _become(element, "a", source.removeprefix("//"), href=source)
    elif element.get("type", "").startswith("image/") or IMAGE.search(element.get("data", "")):
        element.set("alt", " ".join((element.get("alt") or text_of(element)).split()))
        _become(element, "img", src=source, alt=element.get("alt"))


def _become(element, tag, text=None, **attributes):
    """Make another element of one, with nothing in it but text."""
    for each in list(element):
        element.remove(each)
    element.tag, element.text = tag, text
    element.attrib.clear()
    element.attrib.update(attributes)


def cut(element):
    """Take an element out of its tree, and leave the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)
    return element


def hole(element, number):
    """Leave a hole where an element stands, and give the element."""
    element.tail = f"\uf8f0{number}\uf8f1{element.tail or ''}"
    return cut(element)


def beside_of(read, name):
    """The function that gives a file that an item of this name refers to, out of an archive that `read(name)` reads."""
    folder = name.rpartition("/")[0]

    def beside(href):
        path = _joined(folder, unquote(href.split("#")[0].split("?")[0]))
        for each in dict.fromkeys((path, _joined("", href))):
            try:
                return read(each)
            except Unreadable:
                continue
        return None

    return beside


def _joined(folder, href):
    """A relative address as a name in the archive."""
    parts = [] if href.startswith("/") else folder.split("/")
    for part in href.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(part for part in parts if part)


def _html(element):
    return etree.tostring(element, method="html", encoding="unicode")

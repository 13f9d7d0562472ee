"""Documents of QTI 1.2 (IMS Question & Test Interoperability, ASI XML binding 1.2.1), opened, and found one's way in.

Elements are called by their local names: makers write them with the namespace of the binding, with others, or with none.
"""
import re
from html.entities import html5

from service.formats import _xml
from service.formats._nouns import Unreadable

ROOT = b"questestinterop"
POOL = re.compile(rb"<POOL[\s>]")
SUBSET = re.compile(rb"(<!DOCTYPE[^\[<>]{0,2000})\[([^\]]{0,60000})\](?=\s*>)")
JOINED = re.compile(rb"""\A(\s*<\?xml\s[^>]{0,50}?["'])(?=(?:encoding|standalone))""")
NAMED = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&([A-Za-z][A-Za-z0-9]{1,30});", re.DOTALL)
OF_XML = {b"lt", b"gt", b"amp", b"quot", b"apos"}


def begins(head):
    """Whether a document that begins so is of QTI 1.2, or a pool of Blackboard's."""
    head = head.replace(b"\0", b"")
    return ROOT in head or POOL.search(head) is not None


def opened(data, where=""):
    """The root of a document; what is harmless but no XML in it (see below) is mended on the way."""
    data = _mended(data)
    try:
        return _xml.tree(data, where)
    except Unreadable:
        named = _with_characters(data) if b"&" in data else data
        if named is data or named == data:
            raise
        return _xml.tree(named, where)


def _mended(data):
    """Without declarations in a DOCTYPE that name no entity, and with the blank in the first line that some forget."""
    if JOINED.match(data):
        data = JOINED.sub(rb"\1 ", data, count=1)
    found = SUBSET.search(data, 0, 1 << 16)
    if not found or b"ENTITY" in found[2]:
        return data
    blank = re.sub(rb"[^\n]", b" ", found[0][len(found[1]) :])
    return data[: found.start()] + found[1] + blank + data[found.end() :]


def _with_characters(data):
    """With characters for the names that only HTML has (&nbsp;), outside CDATA."""

    def character(found):
        named = found[1] and html5.get(found[1].decode() + ";")
        return found[0] if found[1] in OF_XML or not named else b"".join(b"&#%d;" % ord(each) for each in named)

    return NAMED.sub(character, data)


def name(element):
    """The local name of an element, in lower case."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def attribute(element, wanted, default=""):
    """An attribute by its local name, with any prefix; makers differ in its case too."""
    value = element.get(wanted)
    if value is None:
        value = next((each for key, each in element.items() if key.rpartition("}")[2].lower() == wanted), default)
    return value.strip()


def says_yes(text):
    return text.strip().lower() in ("yes", "true", "1", "y")


def children(element, *names):
    """The children with one of these names."""
    return [each for each in element if name(each) in names]


def below(element, *names):
    """All elements with one of these names under an element, itself left out, in the document's order."""
    return [each for each in element.iter() if each is not element and name(each) in names]


def first(element, *names):
    return next(iter(below(element, *names)), None)


def words(element):
    """An element's text with single blanks, or "" for None."""
    return " ".join(_xml.text_of(element).split())

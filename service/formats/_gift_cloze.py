"""Cloze in GIFT: answers such as `{1:MC:~for~=with}` within a text, as many as it likes.

Moodle's own import of GIFT does not know them and takes `1:MC:` for a choice; who writes them means what Moodle reads in a question
of that type (qtype_multianswer), and so they are read as if they stood in one.
"""
from lxml import etree

from service.formats import _cloze, _xml
from service.formats._gift_prose import MARKER
from service.formats._gift_source import BRACE, Fault
from service.formats._moodle_gaps import multianswer
from service.formats._moodle_item import Item, NotCarried

FORMATS = {"moodle": "moodle_auto_format", "html": "html", "markdown": "markdown", "plain": "plain_text"}


def cloze(source, keep):
    """(the wire of a text with such answers, what is lost), or nothing where it has none."""
    gaps = _cloze.gaps(source.live)
    if not gaps:
        return None
    pieces = [source.cut(one, other) for one, other in zip([0, *(gap.end for gap in gaps)], [*(gap.start for gap in gaps), None])]
    for piece in pieces:
        if brace := BRACE.search(piece.live):
            raise Fault(piece.cut(brace.start()), f"A {brace[0]} beside Cloze answers such as {{1:SA:=word}}: all are to be of that kind.")
    text = "".join(piece.text + source.raw[gap.start : gap.end] for piece, gap in zip(pieces, gaps)) + pieces[-1].text
    item = Item(_element(text), keep)
    try:
        return multianswer(item), item.lost
    except NotCarried as reason:
        raise Fault(source, str(reason)) from None


def _element(text):
    """The question as it would stand in Moodle's XML."""
    marker = MARKER.match(text)
    question = etree.Element("question", type="cloze")
    holder = etree.SubElement(question, "questiontext", format=FORMATS[marker[1] if marker else "moodle"])
    etree.SubElement(holder, "text").text = _xml.holdable(text[marker.end() :] if marker else text)
    return question

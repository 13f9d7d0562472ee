"""HTML that stands in an item as plain text: some makers put it into CDATA sections, and mean what it would be outside of them.

So do it's learning and makers of state tests. CDATA sections are after XML 1.0, section 2.7.
"""
import re

from lxml import etree, html

START, END = b"<![CDATA[", b"]]>"
VALUE = re.compile(rb"<(?:[\w.-]{1,50}:)?(?:qti-)?(?:value|base-?[Vv]alue)\b[^<>]*>\s*\Z")
MARKUP = re.compile(
    rb"<(?:br|hr|img)\b[^<>]*>|</(?:a|b|div|em|h[1-6]|i|li|ol|p|pre|s|span|strong|sub|sup|table|td|th|tr|u|ul)\s*>|&(?:nbsp|#[0-9]{1,7});",
    re.IGNORECASE,
)
LOOKED_BACK = 300
NAME = re.compile(r"[A-Za-z_][\w.-]*")
READ = "HTML that stands in it as plain text (in CDATA) was read as HTML."


def opened(data):
    """(the bytes of a document with HTML in the place of the sections that spell it, whether there are any).

    A value is never opened: it is what it spells.
    """
    pieces, at, some = [], 0, False
    while (start := data.find(START, at)) >= 0 and (end := data.find(END, start)) >= 0:
        made = None if VALUE.search(data[max(at, start - LOOKED_BACK) : start]) else _elements(data[start + len(START) : end])
        pieces += [data[at:start], data[start : end + len(END)] if made is None else made]
        at, some = end + len(END), some or made is not None
    return b"".join([*pieces, data[at:]]) if some else data, some


def _elements(text):
    """The elements that a text spells, or None where it spells none."""
    if not MARKUP.search(text):
        return None
    try:
        made = etree.tostring(_holdable(html.fragment_fromstring(text.decode(), create_parent="span")))
        etree.fromstring(made)
    except (AssertionError, UnicodeDecodeError, ValueError, etree.LxmlError):
        return None
    return made


def _holdable(element):
    """The element without what HTML lets pass and XML does not: comments, `<o:p>`, what a stray quote makes an attribute of."""
    etree.strip_elements(element, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for each in element.iter(etree.Element):
        each.tag = each.tag if NAME.fullmatch(each.tag) else "span"
        for name in [name for name in each.attrib if not NAME.fullmatch(name)]:
            del each.attrib[name]
    return element

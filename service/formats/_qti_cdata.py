"""HTML that stands in an item as plain text: some makers put it into CDATA sections, and mean what it would be outside of them.

That is how it's learning and several makers of state tests write. CDATA is after XML 1.0, section 2.7.
"""
import re

from lxml import etree, html

SECTION = re.compile(
    rb"(?P<value><(?:[\w.-]+:)?(?:qti-)?(?:value|base-?[Vv]alue)\b[^<>]*>\s*)?<!\[CDATA\[(?P<text>.*?)\]\]>", re.DOTALL
)
MARKUP = re.compile(
    rb"<(?:br|hr|img)\b[^<>]*>|</(?:a|b|div|em|h[1-6]|i|li|ol|p|pre|s|span|strong|sub|sup|table|td|th|tr|u|ul)\s*>|&(?:nbsp|#[0-9]{1,7});",
    re.IGNORECASE,
)
READ = "HTML that stands in it as plain text (in CDATA) was read as HTML."


def opened(data):
    """(the bytes of a document with HTML in the place of the sections that hold it, whether there are any)."""
    if b"<![CDATA[" not in data:
        return data, False
    made = SECTION.sub(_opened, data)
    return made, made != data


def _opened(section):
    """The elements that a section spells, or itself where it spells none; a value is always what it is."""
    text = section["text"]
    if section["value"] or not MARKUP.search(text):
        return section[0]
    try:
        root = html.fragment_fromstring(text.decode(), create_parent="span")
        return etree.tostring(root)
    except (UnicodeDecodeError, ValueError, etree.LxmlError):
        return section[0]

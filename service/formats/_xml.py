"""XML from strangers, read without trust: no entities, no network, no DOCTYPE but a bare name, and bounds on all that grows.

After XML 1.0 (5th edition). Bytes are decoded here and not by the parser, so that a wrong encoding is told with its line; and
because the parser gets no DOCTYPE, there is nothing in a file that it could expand or fetch.
"""
import codecs
import io
import re

from lxml import etree

from service.formats._nouns import Unreadable

MOST_BYTES = 100_000_000
MOST_BYTES_STREAMED = 1_000_000_000
MOST_ELEMENTS, MOST_ELEMENTS_STREAMED = 1_000_000, 5_000_000
MOST_TEXT, MOST_TEXT_STREAMED = 16_000_000, 50_000_000
"""Characters that may follow one another without a tag between them: an image in base64 may be long."""
DEEPEST = 200
CHUNK = 1 << 16
LONGEST_PROLOG = 1 << 16
"""Characters that may stand before the first element."""
DECLARATION = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
LITERAL = r"""(?:"[^"<>]*"|'[^'<>]*')"""
DOCTYPE = rf"<!DOCTYPE\s+[^\s\[<>]+(?:\s+SYSTEM\s+{LITERAL}|\s+PUBLIC\s+{LITERAL}(?:\s+{LITERAL})?)?\s*>"
MISCELLANY = r"(?:\s++|<!--.*?-->|<\?.*?\?>)*+"
BEFORE = re.compile(MISCELLANY, re.DOTALL)
START = re.compile(rf"{MISCELLANY}(?P<doctype>{DOCTYPE})?{MISCELLANY}<(?![!?])", re.DOTALL)
"""A document up to its first element (XML 1.0, section 2.8), if its DOCTYPE declares nothing of its own."""
ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "utf-16": "utf-8",
             "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252",
             "iso-8859-15": "iso-8859-15"}  # fmt: skip
"""How bytes are read that say so. Whoever says ISO-8859-1 means windows-1252 (WHATWG Encoding Standard, section 4.2); and what
says UTF-16 in single bytes is not (XML 1.0, appendix F)."""
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
BARE = {b"<\0?\0": "utf-16-le", b"\0<\0?": "utf-16-be"}
SPOKEN = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
          "cp1252": "windows-1252"}  # fmt: skip
TOO_DEEP = f"Elements are nested more than {DEEPEST} deep."
CUT_OFF = "The file ends within {}: it is cut off."
TOLD = tuple((re.compile(pattern), told) for pattern, told in (
    (r"Excessive depth", TOO_DEEP),
    (r"Premature end of data in tag (\S+) line (\d+)", CUT_OFF.format("the element {0} that begins in line {1}")),
    (r"Couldn't find end of Start Tag (\S+)", "The tag of {0} is not closed with >, or the file is cut off within it."),
    (r"Comment not terminated", CUT_OFF.format("a comment")),
    (r"CData section not finished", CUT_OFF.format("a CDATA section")),
    (r"tag mismatch: (\S+) line (\d+) and (\S+)", "The element {0} that begins in line {1} is closed as {2}."),
    (r"Entity '(.+)' not defined", "XML has no entity &{0}; of its own; write the character itself, or its number (&#160;)."),
    (r"xmlParseEntityRef|EntityRef", "An & stands alone; write &amp; for it."),
    (r"invalid (?:xmlChar|Char) value (\d+)", "It holds a control character (number {0}), which XML cannot; take it out."),
    (r"declaration allowed only at the start", "Something stands before the XML declaration (<?xml …?>); it has to come first."),
    (r"Document is empty|Start tag expected", "This is no XML: it does not begin with an element."),
    (r"Extra content at the end", "Something stands after the end of the first element; XML has one only."),
    (r"Unescaped '<' not allowed", "A < stands in an attribute; write &lt; for it."),
    (r"Attribute (\S+) redefined", "The attribute {0} is given twice."),
    (r"Namespace prefix (\S+)", "The namespace prefix {0} is not declared."),
))  # fmt: skip
"""What libxml2 says, and what is told."""
NOT_HELD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tree(data, where=""):
    """The root element of an XML document (bytes, or a stream of them). Comments and processing instructions are left out."""
    root, stream = None, io.BytesIO(data) if isinstance(data, bytes) else data
    for _, element, _ in _events(stream, where, MOST_BYTES, MOST_ELEMENTS, MOST_TEXT):
        root = element if root is None else root
    return root


def elements(stream, tags, where=""):
    """Yield each complete element with one of these tags from a binary stream, in constant memory.

    What was yielded is emptied when the next is asked for. An element inside another that is yielded is not yielded by itself.
    """
    tags, inside = frozenset([tags] if isinstance(tags, str) else tags), 0
    for event, element, depth in _events(stream, where, MOST_BYTES_STREAMED, MOST_ELEMENTS_STREAMED, MOST_TEXT_STREAMED):
        if event == "start":
            inside = inside or (depth if element.tag in tags else 0)
        elif inside in (0, depth):
            if inside:
                yield element
            inside = 0
            _forget(element)


def _forget(element):
    """Empty an element that is done with, and drop what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def text_of(element):
    """All text in an element and below, or "" for None."""
    return "" if element is None else "".join(element.itertext())


def written(element):
    """An element as a document in UTF-8."""
    made = etree.tostring(element, encoding="UTF-8", xml_declaration=False, with_tail=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + made + b"\n"


def holdable(text):
    """The text with U+FFFD for each character that XML 1.0 cannot hold (section 2.2): most control characters."""
    return NOT_HELD.sub("\ufffd", text)


def _events(stream, where, *most):
    """Yield ("start" or "end", element, depth) while a document keeps within bounds; one that does not is let go of at once.

    lxml's parser and the elements that are open in it hold each other, until they are collected by chance.
    """
    element = None
    try:
        for event, element, depth in _bounded(stream, where, *most):
            yield event, element, depth
    except Unreadable:
        while element is not None:
            element.clear()
            element = element.getparent()
        raise


def _bounded(stream, where, most_bytes, most_elements, most_text):
    parser = etree.XMLPullParser(
        events=("start", "end"), encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    depth = count = text = 0
    for piece in _fed(parser, _without_doctype(_decoded(stream, where, most_bytes), where), where):
        text += len(piece)
        for event, element in parser.read_events():
            text = 0
            if event == "end":
                yield event, element, depth
                depth -= 1
                continue
            depth, count = depth + 1, count + 1
            if depth > DEEPEST:
                raise Unreadable(f"line {element.sourceline}: {TOO_DEEP}", where)
            if count > most_elements:
                raise Unreadable(f"line {element.sourceline}: More than {most_elements:,} elements; split it into several files.", where)
            yield event, element, depth
        if text > most_text:
            raise Unreadable(f"A text of more than {most_text:,} characters.", where)


def _fed(parser, pieces, where):
    """Feed a parser; yield each piece that it took, and an empty one at the end. Unreadable at the first error."""
    line = 1
    try:
        for piece in pieces:
            parser.feed(piece.encode())
            if len(parser.feed_error_log):
                break
            line += piece.count("\n")
            yield piece
        parser.close()
        yield ""
    except etree.XMLSyntaxError as error:
        raise Unreadable(_told(parser.feed_error_log, line), where) from error


def _told(log, end):
    """The first error of a parser in plain words."""
    first = next((entry for entry in log if entry.level_name != "WARNING"), None)
    if first is None:
        return f"line {end}: The file holds no XML, or it is cut off."
    message = " ".join(first.message.split())
    for pattern, told in TOLD:
        if found := pattern.search(message):
            return f"line {first.line}: {told.format(*found.groups())}"
    return f"line {first.line}: This is not well-formed XML: {message}."


def _decoded(stream, where, most):
    """Yield the text of a binary stream piece by piece."""
    head = stream.read(CHUNK)
    encoding = _encoding(head, where)
    decoder, line, size, data = codecs.getincrementaldecoder(encoding)(), 1, 0, head
    while True:
        size += len(data)
        if size > most:
            raise Unreadable(f"More than {most:,} bytes of XML.", where)
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            byte = error.object[error.start] if error.object else 0
            raise Unreadable(
                f"line {line}: The byte 0x{byte:02X} does not belong to {SPOKEN.get(encoding, encoding)}, in which the file is read; "
                "save it in one encoding, best UTF-8, and name that in its first line.", where) from error  # fmt: skip
        line += text.count("\n")
        yield text
        if not data:
            return
        data = stream.read(CHUNK)


def _encoding(head, where):
    for start, encoding in (BOMS | BARE).items():
        if head.startswith(start):
            return encoding
    said = DECLARATION.match(head.lstrip())
    name = said[1].decode().lower() if said else "utf-8"
    if name not in ENCODINGS:
        raise Unreadable(f"line 1: The encoding {name} is not read; save the file as UTF-8.", where)
    return ENCODINGS[name]


def _without_doctype(texts, where):
    """Yield the text with blanks for a DOCTYPE that only names an outer document type; refuse any other."""
    prolog, texts, found = "", iter(texts), None
    for text in texts:
        prolog += text
        found = START.match(prolog)
        if found or len(prolog) > LONGEST_PROLOG:
            break
    if found and found["doctype"]:
        prolog = prolog[: found.start("doctype")] + re.sub(r"[^\n]", " ", found["doctype"]) + prolog[found.end("doctype") :]
    at = BEFORE.match(prolog).end()
    if not found and prolog.startswith("<!DOCTYPE", at):
        line = prolog.count("\n", 0, at) + 1
        raise Unreadable(f"line {line}: The DOCTYPE declares something of its own, which is not read; take it out.", where)
    if not found and len(prolog) > LONGEST_PROLOG:
        raise Unreadable(f"No element begins within the first {LONGEST_PROLOG:,} characters.", where)
    yield prolog
    yield from texts

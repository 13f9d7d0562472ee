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
MOST_ELEMENTS = 5_000_000
DEEPEST = 200
CHUNK = 1 << 16
LONGEST_PROLOG = 1 << 16
"""Characters that may stand before the first element."""
BEFORE = re.compile(r"(?:\s++|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)
DECLARATION = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
LITERAL = r"""(?:"[^"]*"|'[^']*')"""
DOCTYPE = re.compile(rf"<!DOCTYPE\s+[^\s\[<>]+(?:\s+SYSTEM\s+{LITERAL}|\s+PUBLIC\s+{LITERAL}(?:\s+{LITERAL})?)?\s*>")
ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "utf-16": "utf-8",
             "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252",
             "iso-8859-15": "iso-8859-15"}  # fmt: skip
"""How bytes are read that say so. Whoever says ISO-8859-1 means windows-1252 (WHATWG Encoding Standard, section 4.2); and what
says UTF-16 in single bytes is not (XML 1.0, appendix F)."""
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
BARE = {b"<\0?\0": "utf-16-le", b"\0<\0?": "utf-16-be"}
NOT_HELD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tree(data, where=""):
    """The root element of an XML document (bytes). Comments and processing instructions are left out."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"More than {MOST_BYTES:,} bytes of XML.", where)
    root = None
    for _, element, _ in _events(io.BytesIO(data), where, MOST_BYTES):
        root = element if root is None else root
    return root


def elements(stream, tags, where=""):
    """Yield each complete element with one of these tags from a binary stream, in constant memory.

    What was yielded is emptied when the next is asked for. An element inside another that is yielded is not yielded by itself.
    """
    tags, inside = frozenset([tags] if isinstance(tags, str) else tags), 0
    for event, element, depth in _events(stream, where, MOST_BYTES_STREAMED):
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
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True) + b"\n"


def holdable(text):
    """The text with U+FFFD for each character that XML 1.0 cannot hold (section 2.2): most control characters."""
    return NOT_HELD.sub("\ufffd", text)


def _events(stream, where, most):
    """Yield ("start" or "end", element, depth) while a document keeps within bounds."""
    parser = etree.XMLPullParser(
        events=("start", "end"), encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    depth = count = 0
    try:
        for text in _without_doctype(_decoded(stream, where, most), where):
            parser.feed(text.encode())
            for event, element in parser.read_events():
                if event == "end":
                    yield event, element, depth
                    depth -= 1
                    continue
                depth, count = depth + 1, count + 1
                if depth > DEEPEST:
                    raise Unreadable(f"line {element.sourceline}: Elements are nested more than {DEEPEST} deep.", where)
                if count > MOST_ELEMENTS:
                    raise Unreadable(f"It has more than {MOST_ELEMENTS:,} elements; split it into several files.", where)
                yield event, element, depth
        parser.close()
    except etree.XMLSyntaxError as error:
        raise Unreadable(_told(error), where) from error


def _told(error):
    line = error.lineno or 1
    return f"line {line}: This is not well-formed XML, or it is cut off: {error.msg}."


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
            raise Unreadable(
                f"line {line}: A byte (0x{error.object[error.start]:02X}) is not {encoding.upper()}, as which the file is read; "
                "save it in one encoding, best UTF-8, and say so in its first line.", where) from error  # fmt: skip
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
    prolog, texts = "", iter(texts)
    for text in texts:
        prolog += text
        at = BEFORE.match(prolog).end()
        if (at < len(prolog) - 10 and not prolog.startswith(("<!--", "<?"), at)) or len(prolog) > LONGEST_PROLOG:
            break
    at = BEFORE.match(prolog).end()
    if prolog.startswith("<!DOCTYPE", at):
        found = DOCTYPE.match(prolog, at)
        if not found:
            line = prolog.count("\n", 0, at) + 1
            raise Unreadable(f"line {line}: The DOCTYPE declares things of its own, which is not read; take it out.", where)
        prolog = prolog[:at] + re.sub(r"[^\n]", " ", found[0]) + prolog[found.end() :]
    yield prolog
    yield from texts

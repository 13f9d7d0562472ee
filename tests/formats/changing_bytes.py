"""Changing the bytes of a file: flipped, cut, repeated, spliced with others, with a format's own signs and odd numbers in it."""
import re

LARGEST = 100_000
LONGEST_REPEATED = 30_000
"""Bytes that a changed file may have, and that may be added by saying the same again and again."""
NUMBER = re.compile(rb"\d+(?:\.\d+)?")
ODD_NUMBERS = (
    b"0", b"-1", b"1e999", b"-1e999", b"1e-400", b"9" * 400, b"0." + b"3" * 400, b"NaN", b"Infinity", b"1.", b"00", b"1,5",
    b"1e5000000", b"",
)  # fmt: skip
ODD_TEXTS = (
    "", " ", "\u202e", "\ufeff", "\u2028", "<b>", "<img src='a.png'>", "&nbsp;", "\\(x\\)", "$", "$x$", "{{c1::x::y}}", "{1:SA:=x~%50%y#z}",
    "[[1]]", "{{b1}}", "*", "\\", "![](x)", "[a](javascript:alert(1))", "1e999", "9" * 30, "#", "%", "\n\n", "\t", "true", "-", "ß" * 300,
    "x" * 6000, "<" * 400, "[" * 400, "(" * 400, "> " * 400, "&lt;p&gt;", "<!--", "]]>", "\x1c", "\x00", "file:///etc/passwd", "../../x",
    "a" * 70_000,
)  # fmt: skip
ODD_BYTES = (
    b"\0", b"\xff", b"\xfe", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b"\x1a", b"\xf4\x90\x80\x80", b"\t", b'"',
    b"'", b"<", b">", b"&",
)  # fmt: skip


def by_bytes(data, chance, others, tokens):
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        data = chance.choice(BYTE_CHANGES)(bytearray(data or b" "), chance, others, tokens)[:LARGEST]
    return bytes(data)


def _span(data, chance):
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.choice((1, 2, 8, 40, 300)))


def flipped(data, chance, *_):
    for _ in range(chance.choice((1, 3, 20))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _cut(data, chance, *_):
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _end(data, chance, *_):
    return data[: chance.randrange(len(data))]


def _repeat(data, chance, *_):
    start, end = _span(data, chance)
    times = min(chance.choice((2, 5, 50, 20_000)), LONGEST_REPEATED // (end - start))
    return data[:end] + data[start:end] * times + data[end:]


def _splice(data, chance, others, _):
    other = chance.choice(others)
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def _insert(data, chance, _, tokens):
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(chance.choice((tokens or ODD_BYTES, ODD_BYTES))) + data[at:]


def _replace(data, chance, _, tokens):
    """One of the format's signs for another, wherever one stands."""
    places = [found for token in tokens if (found := (data.find(token, chance.randrange(len(data))), len(token)))[0] >= 0]
    if not places:
        return data
    at, length = chance.choice(places)
    return data[:at] + chance.choice(tokens) + data[at + length :]


def _number(data, chance, *_):
    found = list(NUMBER.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start()] + chance.choice(ODD_NUMBERS) + data[match.end() :]


def _text(data, chance, *_):
    start, end = _span(data, chance)
    return data[:start] + chance.choice(ODD_TEXTS).encode() + data[end:]


def _lines(data, chance, *_):
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _encode(data, chance, *_):
    encoding = chance.choice(("utf-16", "utf-16-le", "latin-1", "cp1252", "utf-8-sig", "utf-7"))
    return data.decode("utf-8", "replace").encode(encoding, "replace")


BYTE_CHANGES = (flipped, _cut, _end, _repeat, _splice, _insert, _insert, _replace, _replace, _number, _text, _lines, _cut, _encode)

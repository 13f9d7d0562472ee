"""A note's cards as Anki shows them: its templates filled with its fields, as HTML; and what its own notation becomes there.

After the chapters on templates and on media of Anki's manual: `{{Field}}`, filters (`{{hint:Field}}`), parts that are shown
only where a field is filled (`{{#Field}}…{{/Field}}`) or empty (`{{^Field}}`), `[sound:…]`, `[latex]` and `[$]`.
"""
import re

TAG = re.compile(r"\{\{([#^/]?)\s*([^{}]*?)\s*\}\}")
ANSWER_BELOW = re.compile(r"<hr[^>]{0,100}\bid\s*=\s*[\"']?answer\b[^>]{0,100}>", re.IGNORECASE)
UNSEEN = re.compile(r"<(/?)(style|script)\b", re.IGNORECASE)
SOUND = re.compile(r"\[sound:([^\]\n]{1,300})\]")
FORMULA = re.compile(r"\[\$\$?\]((?:[^\[]|\[(?!/?\$))*+)\[/\$\$?\]")
LATEX = re.compile(r"\[/?latex\]")
LARGEST = 1_000_000
TYPED, SPOKEN = "type:", "tts "
READING = re.compile(r" ?(?<![^ >\[\]])([^ >\[\]]{1,100})\[(?!sound:)([^\[\]\n]{1,100})\]")
READINGS = {"furigana": r"<ruby>\1<rt>\2</rt></ruby>", "kanji": r"\1", "kana": r"\2"}
"""What filters for Japanese make of signs with their reading behind them in brackets."""
SPECIAL = {"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag"}


def filled(template, values):
    """The template with {field: value} in it; nothing of the other side, of tags or of decks."""
    parts, hidden, at, out, size = [], 0, 0, [], 0
    for tag in TAG.finditer(template):
        if not hidden:
            out.append(template[at : tag.start()])
        at = tag.end()
        sign, name = tag[1], tag[2]
        if sign in ("#", "^") and sign:
            parts.append(bool(values.get(name, "").strip()) != (sign == "#"))
            hidden += parts[-1]
        elif sign == "/":
            hidden -= parts.pop() if parts else 0
        elif not hidden and name not in SPECIAL and size < LARGEST:
            value = _value(name, values)
            size += max(len(value), len(values.get(name.rpartition(":")[2].strip(), "")))
            out.append(value)
    out.append(template[at:])
    return _seen("".join(out))


def _value(name, values):
    """What a field shows through its filters; what is typed or only spoken shows nothing."""
    *filters, field = name.split(":")
    if name.startswith((TYPED, SPOKEN)):
        return ""
    value = values.get(field.strip(), "")
    for reading in filter(READINGS.get, dict.fromkeys(map(str.strip, filters))):
        value = READING.sub(READINGS[reading], value)
    return value


def _seen(html):
    """The HTML without its styles and scripts."""
    out, at, inside = [], 0, ""
    for tag in UNSEEN.finditer(html):
        if not inside and not tag[1]:
            out.append(html[at : tag.start()])
            inside = tag[2].lower()
        elif tag[1] and tag[2].lower() == inside and (end := html.find(">", tag.end())) >= 0:
            at, inside = end + 1, ""
    return "".join([*out, "" if inside else html[at:]])


def typed_field(template):
    """The field that is to be typed on this card, if one is."""
    found = (tag[2] for tag in TAG.finditer(template) if not tag[1] and tag[2].startswith(TYPED))
    return next((name.rpartition(":")[2].strip() for name in found), None)


def cloze_field(template):
    found = (tag[2] for tag in TAG.finditer(template) if not tag[1] and "cloze:" in tag[2])
    return next((name.rpartition(":")[2].strip() for name in found), None)


def back(template, values):
    """What the other side adds to the front."""
    parts = ANSWER_BELOW.split(template, maxsplit=1)
    return filled(parts[-1], values)


def as_html(text):
    """Anki's own notation as HTML, and whether there was LaTeX of its older kind, which is a document of its own."""
    text = SOUND.sub(lambda found: f'<audio src="{found[1].replace(chr(34), "%22")}"></audio>', text)
    text = FORMULA.sub(lambda found: rf"\({found[1].strip()}\)", text)
    return LATEX.sub("", text), bool(LATEX.search(text))

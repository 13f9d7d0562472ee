"""Runs of text into one block of CommonMark, and proof that it says what it should.

A run is (kind, value, marks): kind is text, code, latex, image (address, alternative, title) or break; marks are those that are
open around it, outermost first: ("em",), ("strong",) or ("a", address, title, number). Escaping by rule alone is either ugly or
wrong somewhere, so a block is written as plainly as it may work, rendered, and written more carefully until it shows the runs.
"""
import re
from itertools import product

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import escapeHtml

from schemas.prose import COMMONMARK
from service.formats._prose_latex import PROSE, held, without_tags

LONGEST = 20_000
"""Past so many characters no prose is taken, and so no care is taken either."""
TOO_LONG = f"Past {LONGEST:,} characters, more than any prose may have, stress, links and images are not kept."
MAY_BE_MARKUP = re.compile(r"[\\`*_\[\]<&$]|^ *(?:[-+=#>~]|\d{1,9}[.)])|#$|[^\S \n]", re.MULTILINE)
CAREFULLY = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n]|$)|[`*$\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?]|$)|&(?=[#A-Za-z])|!(?=\[|$)|#(?=$)"
)
EVERY = re.compile(r"[!-/:-@\[-`{-~]")
LINE_START = re.compile(r"^( *)(?:([-+=#>~])|(\d{1,9})(?=[.)]))", re.MULTILINE)
WAYS = ((None, False, "*"), *product((CAREFULLY, EVERY), (False, True), "*_"))
"""What is escaped, whether letters next to a mark are written as entities (so that the mark is taken for one), and how to stress."""
OUT_OF_LINE = str.maketrans({"\\": "%5C", "<": "%3C", ">": "%3E", '"': "%22", "`": "%60"})


def block(runs, level=0, careful=True):
    """(CommonMark of a paragraph, or of a heading of this level; what had to go, or ""). The runs are tidy.

    `careful` is false where there is so much of it that proof would take long.
    """
    if level:
        runs = [("text", " ", marks) if kind == "break" else (kind, value.replace("\n", " ") if kind == "text" else value, marks)
                for kind, value, marks in runs]  # fmt: skip
    if all(kind == "text" and not marks for kind, _, marks in runs):
        text = "".join(value for _, value, _ in runs)
        if not level and not MAY_BE_MARKUP.search(text):
            return text, ""
    if any(">" in value for kind, value, _ in runs if kind == "text"):
        runs = [(kind, held(without_tags(value)) if kind == "latex" else value, marks) for kind, value, marks in runs]
    for stressed in (runs, _without_stress(runs)) if careful else ():
        found = _proven(stressed, level)
        if found is not None:
            return found, "" if stressed is runs else "Some stress (bold or italic) is lost."
    gone = not careful and TOO_LONG or "Some stress, links or images of a paragraph are lost."
    text = _lined(_written([("text", _bare(runs), ())], EVERY, False, "*"), level)
    return text, gone if any(marks or kind == "image" for kind, _, marks in runs) else ""


def _proven(runs, level):
    """The plainest way to write these runs that shows them, or None."""
    expected = _rendered(runs)
    expected = f"<h{level}>{expected}</h{level}>\n" if level else f"<p>{expected}</p>\n"
    tried = set()
    for escaped, coded, stress in WAYS:
        text = _written(runs, escaped, coded, stress)
        text = _lined(text if escaped is None else LINE_START.sub(_escaped_start, text), level)
        if text not in tried and PROSE.render(text) == expected and _taken(text, runs):
            return text
        tried.add(text)
    return None


def _taken(text, runs):
    """Whether a reader who knows HTML and no LaTeX sees no tag in this, nor a link that is not there."""
    if "<" not in text and not ("](" in text and any(kind == "latex" for kind, _, _ in runs)):
        return True
    found = [each for token in COMMONMARK.parse(text) for each in (token, *(token.children or ()))]
    known = {normalizeLink(each) for each in _addresses(runs)}
    seen = {token.attrs.get("href", token.attrs.get("src")) for token in found} - {None}
    return seen <= known and not any(token.type in ("html_inline", "html_block") for token in found)


def _addresses(runs):
    for kind, value, marks in runs:
        if kind == "image":
            yield value[0]
        yield from (mark[1] for mark in marks if mark[0] == "a")


def _escaped_start(found):
    blanks, sign, number = found.groups()
    return f"{blanks}\\{sign}" if sign else f"{blanks}{number}\\"


def _lined(text, level):
    return f"{'#' * level} {text}" if level else text


def _bare(runs):
    return "".join({"text": value, "code": value, "latex": f"\\({value}\\)", "break": " "}.get(kind) or value[1] for kind, value, _ in runs)


def _without_stress(runs):
    return [(kind, value, tuple(mark for mark in marks if mark[0] == "a")) for kind, value, marks in runs]


def steps(runs):
    """Yield ("open", mark), ("close", mark) and ("run", run) in the order of reading."""
    opened = ()
    for run in [*runs, ("end", "", ())]:
        shared = 0
        while shared < min(len(opened), len(run[2])) and opened[shared] == run[2][shared]:
            shared += 1
        yield from (("close", mark) for mark in reversed(opened[shared:]))
        yield from (("open", mark) for mark in run[2][shared:])
        opened = run[2]
        if run[0] != "end":
            yield "run", run


def _rendered(runs):
    """The HTML that these runs are to give."""
    pieces = []
    for step, what in steps(runs):
        if step == "run":
            pieces.append(_shown(*what[:2]))
        elif what[0] == "a":
            title = f' title="{escapeHtml(what[2])}"' if what[2] else ""
            pieces.append(f'<a href="{escapeHtml(normalizeLink(what[1]))}"{title}>' if step == "open" else "</a>")
        else:
            pieces.append(f"<{what[0]}>" if step == "open" else f"</{what[0]}>")
    return "".join(pieces)


def _shown(kind, value):
    if kind == "code":
        return f"<code>{escapeHtml(value)}</code>"
    if kind == "latex":
        return rf"\({escapeHtml(value)}\)"
    if kind == "break":
        return "<br />\n"
    if kind == "image":
        address, alternative, title = value
        title = f' title="{escapeHtml(title)}"' if title else ""
        return f'<img src="{escapeHtml(normalizeLink(address))}" alt="{escapeHtml(alternative)}"{title} />'
    return escapeHtml(value)


def _written(runs, escaped, coded, stress):
    """The CommonMark of these runs in one of the WAYS."""
    pieces, taken = [], list(steps(runs))
    for place, (step, what) in enumerate(taken):
        if step != "run":
            pieces.append(_mark(step, what, stress))
        elif what[0] != "text":
            pieces.append(_other(*what[:2], escaped))
        else:
            before = coded and place > 0 and _is_mark(taken[place - 1])
            after = coded and place + 1 < len(taken) and _is_mark(taken[place + 1])
            pieces.append(_text(what[1], escaped, before, after))
    return "".join(pieces)


def _is_mark(step):
    return step[0] != "run" or step[1][0] == "latex"


def _text(text, escaped, before, after):
    """Text with what would be read as markup escaped, and its first or last letter as an entity where it touches a mark."""
    first = text[0] if before and text[0].isalnum() else ""
    last = text[-1] if after and len(text) > len(first) and text[-1].isalnum() else ""
    middle = text[len(first) : len(text) - len(last)]
    middle = escaped.sub(r"\\\g<0>", middle) if escaped else middle
    return "".join([*(f"&#{ord(each)};" for each in first), middle, *(f"&#{ord(each)};" for each in last)])


def _mark(step, mark, stress):
    if mark[0] != "a":
        return stress if mark[0] == "em" else "**"
    return "[" if step == "open" else f"]({_target(mark[1], mark[2])})"


def _target(address, title):
    """Where a link or an image leads, and its title."""
    address = re.sub(r"[&()]", r"\\\g<0>", re.sub(r"\s", "%20", address.strip().translate(OUT_OF_LINE)))
    title = re.sub(r'[\\"&]', r"\\\g<0>", " ".join(title.split()))
    return f'{address} "{title}"' if title else address


def _other(kind, value, escaped):
    """Code, LaTeX, a break or an image."""
    if kind == "code":
        lengths = {len(found) for found in re.findall("`+", value)}
        fence = "`" * next(length for length in range(1, len(lengths) + 2) if length not in lengths)
        padded = value[:1] == "`" or value[-1:] == "`" or (value.strip(" ") and value[:1] == " " == value[-1:])
        return f"{fence} {value} {fence}" if padded else f"{fence}{value}{fence}"
    if kind == "latex":
        return f"${value}$"
    if kind == "break":
        return "\\\n"
    alternative = (escaped or CAREFULLY).sub(r"\\\g<0>", value[1])
    return f"![{alternative}]({_target(value[0], value[2])})"

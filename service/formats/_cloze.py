r"""Cloze: the answers that a text of Moodle embeds, as in `{2:SHORTANSWER:=Berlin#Yes~%50%Bonn#Not any more~*#No}`.

After question/type/multianswer of Moodle 4.5: weight, kind, then alternatives with `~` between them, each with `=` for full
credit or a percentage, and a feedback after `#`. A backslash takes `}`, `#` and `~` their meaning, and both texts are HTML whose
entities are decoded once more. Where a text begins that is read as embedded answers, and where not, is Moodle's rule.
"""
import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from html import unescape

from service.formats import _moodle_numbers

WORDS, CASED, NUMBERS, CHOICES, SHUFFLED, SEVERAL = "words", "cased", "numbers", "choices", "shuffled", "several"
KINDS = {
    WORDS: "SHORTANSWER SA MW", CASED: "SHORTANSWER_C SAC MWC", NUMBERS: "NUMERICAL NM",
    CHOICES: "MULTICHOICE MC MULTICHOICE_V MCV MULTICHOICE_H MCH",
    SHUFFLED: "MULTICHOICE_S MCS MULTICHOICE_VS MCVS MULTICHOICE_HS MCHS",
    SEVERAL: "MULTIRESPONSE MR MULTIRESPONSE_H MRH MULTIRESPONSE_S MRS MULTIRESPONSE_HS MRHS",
}  # fmt: skip
KIND = {name: kind for kind, names in KINDS.items() for name in names.split()}
START = re.compile(rf"\{{([0-9]*):({'|'.join(KIND)}):")
LIKE_A_START = re.compile(r"\{[0-9.,]{0,20}:[A-Za-z_]{2,20}:|\{#[0-9]+\}")
"""What looks like a start, or like the mark by which Moodle remembers where an answer stood."""
END, BETWEEN, FEEDBACK = re.compile(r"(?<!\\)\}"), re.compile(r"(?<!\\)~"), re.compile(r"(?<!\\)(?<!&)(?<!&amp;)#")
WORTH = re.compile(r"=|%(-?[0-9]{1,20}(?:[.,][0-9]{0,20})?)%")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,40});")
NUMBER = re.compile(r"([^:]*)(?::([^:]*))?")
LONGEST_WEIGHT = 5


@dataclass(frozen=True)
class Alternative:
    """One answer: the share that it earns, its text and its feedback, both decoded."""

    share: Decimal
    text: str
    feedback: str


@dataclass(frozen=True)
class Gap:
    """An embedded answer: from where to where it stands, its weight, its kind, the name of that, and its alternatives."""

    start: int
    end: int
    weight: int
    kind: str
    name: str
    alternatives: tuple


def gaps(text):
    """The embedded answers of a text, in its order."""
    ends, found, at = [each.start() for each in END.finditer(text)], [], 0
    for start in START.finditer(text):
        place = bisect_left(ends, start.end())
        if start.start() < at or place == len(ends):
            continue
        at = ends[place] + 1
        weight = int(start[1][:LONGEST_WEIGHT + 1] or 1)
        alternatives = tuple(_alternative(each) for each in BETWEEN.split(text[start.end() : at - 1]) if each.strip())
        found.append(Gap(start.start(), at, weight, KIND[start[2]], start[2], alternatives))
    return found


def _alternative(raw):
    worth, share = WORTH.match(raw), Decimal(0)
    if worth:
        share = Decimal(worth[1].replace(",", ".")) / 100 if worth[1] else Decimal(1)
        raw = raw[worth.end() :]
    text, *feedback = FEEDBACK.split(raw, maxsplit=1)
    return Alternative(share, _decoded(text), _decoded("".join(feedback)))


def _decoded(raw):
    """A text without what kept it from being read as something else; entities without a semicolon are none, as in PHP."""
    text = ENTITY.sub(lambda found: unescape(found[0]), raw.replace("\\~", "~").replace('\\"', '"'))
    return text.replace("\\}", "}").replace("\\#", "#").strip()


def number(text):
    """The (number, tolerance) that a text says, each a Decimal or None."""
    found = NUMBER.fullmatch(text)
    return tuple(_moodle_numbers.read(each) for each in (found[1], found[2] or "0")) if found else (None, None)


def written(weight, name, alternatives):
    """An embedded answer as it stands in a text."""
    return f"{{{weight}:{name}:{'~'.join(map(_written, alternatives))}}}"


def _written(alternative):
    share = _moodle_numbers.percent(alternative.share)
    worth = {"100": "=", "0": ""}.get(share, f"%{share}%")
    feedback = f"#{_encoded(alternative.feedback)}" if alternative.feedback else ""
    return worth + _encoded(alternative.text) + feedback


def _encoded(text):
    """A text in which nothing is read as something else; numbered entities stand wherever Moodle's marks do not."""
    coded = text.replace("\\", "\0").replace("&", "&#38;").replace("<", "&lt;").replace(">", "&gt;").replace("~", "&#126;")
    coded = re.sub(r"(?<!&)#", r"\\#", coded).replace("}", "\\}").replace("\0", "&#92;")
    first = coded[:1]
    return (f"&#{ord(first)};" if first in "=%" and first else first) + coded[1:]


def kept_apart(html):
    """HTML in which nothing is read as an embedded answer, and which shows the same."""
    return LIKE_A_START.sub(lambda found: "&#123;" + found[0][1:], html)

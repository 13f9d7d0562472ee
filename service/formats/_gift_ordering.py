"""Ordering in GIFT, as Moodle's qtype_ordering (in its core since 4.5) reads and writes it: `{>3 ALL VERTICAL ABSOLUTE_POSITION SHOW none`,
then the items, each on a line of its own and in their right order, and `}`.

All words but the number may be missing. They say which items are shown, how they lie, what scores, whether that is told, and how
the items are numbered.
"""
import re

from service.formats._gift_source import Fault
from service.formats._moodle_choices import scoring_of

ALL = ("ALL", "EXACT")
HEAD = re.compile(
    r">\s*(?P<count>\d{1,9})\b[ \t]*(?P<shown>(?:ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG)\b)?[ \t]*"
    r"(?:(?:HORIZONTAL|HORI|H|1|VERTICAL|VERT|V|0)\b)?[ \t]*"
    r"(?P<grading>(?:ALL_OR_NOTHING|ABSOLUTE_POSITION|ABSOLUTE|ABS|RELATIVE\w*|REL|LONGEST_(?:ORDERED|CONTIGUOUS)_SUBSET)\b)?[ \t]*"
    r"(?:(?:SHOW|TRUE|YES|1|HIDE|FALSE|NO|0)\b)?[ \t]*(?P<style>(?:none|123|abc|ABC|iii|III)[ \t]*(?:\n|\Z))?"
)
LEAST, MOST_SHOWN = 3, 6
"""As few items as Moodle shows, and as many where the number says nothing it would take."""


def is_ordering(section):
    return HEAD.match(section.raw) is not None


def ordering(section, reader):
    """(body, answers, what is lost)."""
    head = HEAD.match(section.raw)
    texts = [text for item in _lines(section.cut(head.end())) if (text := reader.prose(item))]
    if len(texts) < 2:
        raise Fault(section, "Ordering needs two items at least, each on a line of its own below the > and its words.")
    if head["shown"] not in ALL and (some := _shown(int(head["count"]), len(texts))) < len(texts):
        raise Fault(section, f"Each attempt is shown {some} of its {len(texts)} items, drawn anew ({head['shown'] or 'RANDOM'}).")
    scoring, lost = scoring_of(head["grading"] or "")
    if head["style"] and (style := head["style"].strip()) != "none":
        lost = [*lost, f"The numbering of its items ({style}) is not kept."]
    choices = [{"id": f"c{place}", "text": text} for place, text in enumerate(texts, 1)]
    answer = {"match": {"order": [choice["id"] for choice in choices]}, "credit": 1}
    return {"choices": choices, "scoring": scoring}, [answer], lost


def _shown(count, items):
    return count if LEAST <= count <= items else min(MOST_SHOWN, items)


def _lines(source):
    start = 0
    for line in source.raw.split("\n"):
        yield source.cut(start, start + len(line)).strip()
        start += len(line) + 1

r"""A few words, compared with the answers; the best that is met counts.

Before they are compared, both lose blanks at their ends, every run of blanks becomes one, and capitals count only where
the question says so. An answer is taken in one of four ways:
`exact`: the same text.
`wildcard`: `*` stands for any text, also none; `\*` for a star.
`regex`: the pattern fits the whole text. Patterns are RE2's, which knows no back references and no look-around, and so
never takes long. A response without any text meets no answer.
`meaning`: the text says the same in other words, as far as it does; read as written answers are (service/free_text).
A response that is an answer's own text is worth what that answer says, and is not read.
"""
import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

import re2

from schemas.base import Schema
from schemas.fields import Boolean, Enum, Text
from service import free_text
from service.question_types._checks import different, earning
from service.text import folded
from service.verdict import FULL, NOTHING, Part, Verdict, best, exact

MODES = ("exact", "wildcard", "regex", "meaning")
LARGEST_PATTERN = 256 * 1024
"""Bytes that RE2 may use for one pattern. With these the slowest found took 9 ms for the longest response."""
MOST_PATTERNS = 100
READ = True


class Body(Schema):
    case_sensitive = Boolean(load_default=False)


class Match(Schema):
    text = Text(min=1, max=1000, required=True)
    mode = Enum(*MODES, load_default="exact")


class Response(Schema):
    response = Text(max=20_000, required=True)


def check(question):
    """Patterns can be used, no two answers mean the same, one of them earns credit."""
    case_sensitive = question["body"]["case_sensitive"]

    def meaning(match):
        return match["mode"], match["text"] if match["mode"] == "regex" else folded(match["text"], case_sensitive=case_sensitive)

    patterns = [(index, answer["match"]["text"]) for index, answer in enumerate(question["answers"]) if answer["match"]["mode"] == "regex"]
    for index, text in patterns:
        if reason := _refusal(text, case_sensitive):
            yield f"/answers/{index}/match/text", reason, "regex_not_linear"
    if len(patterns) > MOST_PATTERNS:
        yield f"/answers/{patterns[MOST_PATTERNS][0]}/match/mode", f"At most {MOST_PATTERNS} answers may be patterns.", "too_many"
    yield from different(question, "text", meaning)
    yield from earning(question)


def grade(question, response, *, examples=(), policy=None):
    """Give the best credit among the answers that the text meets."""
    case_sensitive = question["body"]["case_sensitive"]
    text = folded(response, case_sensitive=case_sensitive)
    as_written = folded(response, case_sensitive=True)

    def meets(match):
        mode = match.get("mode")
        if mode == "regex":
            return bool(_pattern(match["text"], case_sensitive).fullmatch(as_written))
        wanted = folded(match["text"], case_sensitive=case_sensitive)
        return _fits(wanted, text) if mode == "wildcard" else text == wanted

    met = best(answer for answer in question["answers"] if text and meets(answer["match"]))
    to_read = [answer for answer in question["answers"] if answer["match"].get("mode") == "meaning"]
    if not text or not to_read or met.credit >= FULL or _named(question, text):
        return met
    read = max((_by_meaning(question, answer, response, examples, policy) for answer in to_read), key=_credit)
    if read.credit > max(met.credit, NOTHING):
        return read
    # that a text says nothing of an answer is less sure than that it meets one
    return met if met.credit else replace(read, matched=met.matched)


def _credit(verdict):
    return verdict.credit


def _named(question, text):
    """Whether the text is, word for word, an answer that the author names: then it is worth what he says."""
    case_sensitive = question["body"]["case_sensitive"]
    exactly = (answer["match"] for answer in question["answers"] if answer["match"].get("mode", "exact") in ("exact", "meaning"))
    return any(text == folded(match["text"], case_sensitive=case_sensitive) for match in exactly)


def _by_meaning(question, answer, response, examples, policy):
    """The verdict on a response by how much of an answer it says."""
    beside = {"examples": examples, "policy": policy, "siblings": question.get("siblings", ())}
    reading = free_text.read(question["prompt"], [answer["match"]["text"]], response, **beside)
    credit = reading.credit * exact(answer["credit"])
    said = "Says so much of the answer in its own words." if credit else "Says nothing of the answer."
    part = Part("answer", credit, reading.why or said)
    return Verdict(
        credit, (part,), (answer,) if reading.credit else (), reading.confidence, reading.needs_review, reading.grader, reading.version,
        remarks=free_text.remarks(reading),
    )  # fmt: skip


def _fits(pattern, text):
    """Whether a text fits a pattern with stars: each piece is looked for after the one before it."""
    first, *rest = (piece.replace("\\*", "*") for piece in re.split(r"(?<!\\)\*", pattern))
    if not rest:
        return text == first
    *middle, last = rest
    if not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end


@lru_cache(maxsize=1024)
def _pattern(text, case_sensitive):
    options = re2.Options()
    options.max_mem, options.log_errors = LARGEST_PATTERN, False
    options.case_sensitive, options.never_capture = case_sensitive, True
    return re2.compile(unicodedata.normalize("NFC", text), options)


def _refusal(text, case_sensitive):
    """Say why a pattern cannot be used, or nothing."""
    try:
        _pattern(text, case_sensitive)
    except re2.error as error:
        reason = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
        return f"Not a pattern that can be matched in linear time ({reason}): RE2 has no back references and no look-around."


EXAMPLE = {
    "type": "short_answer",
    "prompt": "Which river flows through Vienna and Budapest?",
    "answers": [
        {"match": {"text": "Danube"}, "credit": 1},
        {"match": {"text": "*danube*", "mode": "wildcard"}, "credit": 0.8, "feedback": "The name alone would do."},
        {"match": {"text": "dona[uv]|du(na|nav|nărea)", "mode": "regex"}, "credit": 1, "feedback": "So it is called along its banks."},
        {"match": {"text": "Rhine"}, "credit": 0, "feedback": "It flows the other way, to the North Sea."},
    ],
}
EXAMPLE_RESPONSE = " DANUBE"

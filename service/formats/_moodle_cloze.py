"""A text with blanks as Moodle's Cloze: each blank's answers stand in the text.

Its weights are whole numbers, and their sum is its grade. Where the points of a question are no multiple of the smallest that will
do, a `defaultgrade` says them, which Moodle passes over.
"""
import re
from decimal import Decimal
from math import gcd

from service.formats import _cloze, _moodle_numbers
from service.formats._first_match import Numbers, Words, in_order
from service.question_types.fill_in_blank import IN_PROMPT
from service.verdict import FULL, clamped, exact

PLACES = 10**5
MARK = re.compile("\ue000([0-9]+)\ue001")


class CannotBeWritten(Exception):
    """Why Moodle has no room for a question."""


def written(question, texts):
    """(the text with its embedded answers, what else there is to say)."""
    blanks, files = question["body"]["blanks"], {}
    _by_blank(question)
    marks, more = _marks(blanks, exact(question.get("points", 1)), texts)
    embedded = [_embedded(question, blank, mark, texts, files) for blank, mark in zip(blanks, marks)]
    places = {blank["id"]: place for place, blank in enumerate(blanks)}
    marked = IN_PROMPT.sub(lambda found: f"\ue000{places[found[1]]}\ue001", MARK.sub("", question["prompt"]))
    html = MARK.sub(lambda found: embedded[int(found[1])], _cloze.kept_apart(texts.html(marked, files)))
    return texts.holder("questiontext", html, files), more


def _by_blank(question):
    """Each blank must count by itself."""
    whole = question["body"].get("scoring") == "all_or_nothing"
    credits = {exact(answer["credit"]) for answer in question["answers"]}
    if whole and (len(question["body"]["blanks"]) > 1 or any(0 < credit < FULL for credit in credits)):
        raise CannotBeWritten("In Moodle each blank counts by itself; it cannot give all or nothing for several.")


def _marks(blanks, points, texts):
    """(whole numbers in the proportion of the weights, which add up to the points if they can; the points if they cannot)."""
    weights = [int(exact(blank.get("weight", 1)) * PLACES) for blank in blanks]
    marks = [weight // gcd(*weights) for weight in weights]
    times, rest = divmod(points, sum(marks))
    if times and not rest:
        marks = [int(mark * times) for mark in marks]
    if max(marks) >= 10**_cloze.LONGEST_WEIGHT:
        raise CannotBeWritten("Moodle weighs blanks by whole numbers, and these would be too large.")
    return marks, "" if sum(marks) == points else texts.element("defaultgrade", _moodle_numbers.plain(points))


def _embedded(question, blank, mark, texts, files):
    answers = [
        {**answer, "credit": clamped(exact(answer["credit"]))} for answer in question["answers"] if answer["match"]["blank"] == blank["id"]
    ]
    if blank["kind"] == "choice":
        return _choice(blank, answers, mark, texts, files)
    case_sensitive = blank.get("case_sensitive", False)
    answers = in_order(answers, Numbers if blank["kind"] == "number" else lambda match: Words(match, case_sensitive))
    as_text = _number if blank["kind"] == "number" else words
    name = "NUMERICAL" if blank["kind"] == "number" else "SHORTANSWER_C" if case_sensitive else "SHORTANSWER"
    return _cloze.written(mark, name, [_alternative(each, as_text(each["match"]), texts, files) for each in answers])


def _alternative(answer, text, texts, files):
    return _cloze.Alternative(answer["credit"], text, texts.inline(answer.get("feedback") or "", files))


def _choice(blank, answers, mark, texts, files):
    """A list to choose from, or the choices one below the other where they have more than text can hold."""
    known, alternatives = {answer["match"]["choice"]: answer for answer in answers}, []
    for choice in blank["choices"]:
        answer, html = known.get(choice["id"], {"credit": Decimal(0)}), texts.inline(choice["text"], files)
        alternatives.append(_alternative(answer, html, texts, files))
    marked = any("<" in each.text for each in alternatives)
    return _cloze.written(mark, "MULTICHOICE_VS" if marked else "MULTICHOICE_S", alternatives)


def _number(match):
    value, tolerance = number(match)
    return value if tolerance == "0" else f"{value}:{tolerance}"


def words(match):
    """The text of an answer as Moodle has it: a star that is a star has a backslash before it."""
    mode = match.get("mode") or "exact"
    if mode not in ("exact", "wildcard"):
        raise CannotBeWritten(f"Moodle compares letters, and stars for any text; it has no answers of mode {mode}.")
    return match["text"] if mode == "wildcard" else match["text"].replace("*", "\\*")


def number(match):
    """(a number, what may be more or less) as Moodle has them."""
    found = _moodle_numbers.value_and_tolerance(match)
    if found is None:
        raise CannotBeWritten(f"Moodle takes absolute tolerances, and that of {match['value']} would have more than 15 digits.")
    return found

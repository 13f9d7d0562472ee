"""What is written of a question by its type, if Moodle can score every response to it as we do; else why it cannot be written.

Each writer gives (Moodle's type, what that type needs). `texts` are the Texts of _moodle_writing.
"""
from decimal import Decimal
from html import escape, unescape

from service.formats import _moodle_cloze, _moodle_numbers, _prose
from service.formats._first_match import Numbers, Words, in_order
from service.formats._moodle_cloze import CannotBeWritten, number, words
from service.formats._moodle_item import COMBINED
from service.verdict import FULL, exact

UNITS = {"unitgradingtype": "0", "unitpenalty": "0.1", "unitsleft": "0"}
ESSAY = {"responseformat": "editor", "responserequired": "1", "responsefieldlines": "15", "minwordlimit": ""}
ORDERING = {"layouttype": "VERTICAL", "selecttype": "ALL"}


def part(question, texts):
    """(Moodle's type, the element with the question's text, what else its type needs)."""
    if question["type"] == "fill_in_blank":
        return "cloze", *_moodle_cloze.written(question, texts)
    writer = WRITERS.get(question["type"])
    if not writer:
        raise CannotBeWritten("Moodle has no question type that scores a text by what it covers; its essays are scored by people.")
    kind, inner = writer(question, texts)
    return kind, texts.prose("questiontext", question["prompt"]), inner


def fraction(credit):
    """A credit as Moodle's fraction in percent, which must be one of its list."""
    share = exact(credit)
    if _moodle_numbers.listed(share) is None:
        raise CannotBeWritten(
            f"Moodle knows no fraction of {_moodle_numbers.percent(share)} %, and refuses a file that has one. "
            f"It knows {', '.join(_moodle_numbers.percent(each) for each in _moodle_numbers.LISTED)} %, and the same below 0."
        )
    return _moodle_numbers.percent(share)


def options(texts, **values):
    return "".join(texts.element(name, value) for name, value in values.items())


def combined(question, texts):
    said = question.get("feedback") or {}
    return "".join(texts.prose(theirs, said.get(ours) or "") for theirs, ours in COMBINED.items())


def _choices(question, texts, single, credits):
    """The choices with these credits; an answer says what is said of its choice."""
    said = {answer["match"]["choice"]: answer.get("feedback") or "" for answer in question["answers"]}
    shuffle = question["body"].get("shuffle", True)
    given = options(texts, single=_word(single), shuffleanswers=_word(shuffle), answernumbering="abc", showstandardinstruction="0")
    answers = [_choice(each, credits.get(each["id"], 0), said.get(each["id"], ""), texts) for each in question["body"]["choices"]]
    return "multichoice", given + combined(question, texts) + "".join(answers)


def _choice(choice, credit, said, texts):
    files = {}
    html = texts.html(choice["text"], files)
    return texts.holder("answer", html, files, texts.prose("feedback", said), fraction=fraction(credit))


def _word(yes):
    return "true" if yes else "false"


def _credits(question):
    return {answer["match"]["choice"]: exact(answer["credit"]) for answer in question["answers"]}


def multiple_choice(question, texts):
    return _choices(question, texts, True, _credits(question))


def multiple_response(question, texts):
    """Moodle adds fractions up; with what a wrong choice takes off, that can be right minus wrong, and one right choice or nothing."""
    credits, scoring = _credits(question), question["body"].get("scoring", "per_choice")
    right = [choice for choice, credit in credits.items() if credit > 0]
    if scoring == "all_or_nothing" and len(right) > 1:
        raise CannotBeWritten("Moodle adds up what the choices are worth; it cannot give all or nothing for several right ones.")
    if scoring != "per_choice":
        each = FULL / len(right)
        credits = {choice["id"]: each if choice["id"] in right else -each for choice in question["body"]["choices"]}
    return _choices(question, texts, False, credits)


def true_false(question, texts):
    answers = {answer["match"]["value"]: answer for answer in question["answers"]}
    credits = {value: exact(answers[value]["credit"]) if value in answers else Decimal(0) for value in (True, False)}
    if sorted(credits.values()) != [0, 1]:
        raise CannotBeWritten("In Moodle one of true and false is worth everything, and the other nothing.")
    said = {value: answer.get("feedback") or "" for value, answer in answers.items()}
    given = (texts.answer(_moodle_numbers.percent(credit), _word(value), said.get(value, "")) for value, credit in credits.items())
    return "truefalse", "".join(given)


def short_answer(question, texts):
    case_sensitive = question["body"].get("case_sensitive", False)
    answers = in_order(question["answers"], lambda match: Words(match, case_sensitive))
    given = [texts.answer(fraction(each["credit"]), words(each["match"]), each.get("feedback") or "") for each in answers]
    return "shortanswer", options(texts, usecase=str(int(case_sensitive))) + "".join(given)


def numeric(question, texts):
    answers = in_order(question["answers"], Numbers)
    given, unit = "".join(_number(each, texts) for each in answers), question["body"].get("unit")
    if unit:
        name = texts.element("multiplier", "1") + texts.element("unit_name", escape(unit, quote=False))
        given += texts.element("units", texts.element("unit", name))
    return "numerical", given + options(texts, **UNITS, showunits="0" if unit else "3")


def _number(answer, texts):
    value, tolerance = number(answer["match"])
    return texts.answer(fraction(answer["credit"]), value, answer.get("feedback") or "", texts.element("tolerance", tolerance))


def essay(question, texts):
    models = "\n\n".join(answer["match"]["text"] for answer in question.get("answers", ()))
    most = question["body"].get("max_words")
    given = options(texts, **ESSAY, maxwordlimit=str(most or ""), attachments="0", attachmentsrequired="0")
    return "essay", given + texts.plain("graderinfo", models, format="plain_text") + texts.prose("responsetemplate", "")


def only_answer(question, whole):
    """The one answer that Moodle can hold, if a share of it counts there too; `whole` is whether all or nothing is earned."""
    (answer, *more) = question["answers"]
    if more:
        raise CannotBeWritten("Moodle has one right answer here, and no alternatives.")
    if exact(answer["credit"]) != FULL:
        raise CannotBeWritten("In Moodle the right answer is worth everything here.")
    if whole:
        raise CannotBeWritten("In Moodle each pair counts by itself; it cannot give all or nothing for several.")
    return answer["match"]


def matching(question, texts):
    body = question["body"]
    pairs = only_answer(question, body.get("scoring") == "all_or_nothing" and len(body["left"]) > 1)["pairs"]
    right = {each["id"]: _right(each, texts) for each in body["right"]}
    if len(set(right.values())) < len(right):
        raise CannotBeWritten("Without markup, which Moodle does not take on the right, two things there would be the same.")
    rows = [(each["text"], right[pairs[each["id"]]]) for each in body["left"]]
    rows += [("", text) for id, text in right.items() if id not in pairs.values()]
    given = (texts.prose("subquestion", stem, texts.plain("answer", text)) for stem, text in rows)
    return "matching", options(texts, shuffleanswers="true") + combined(question, texts) + "".join(given)


def _right(choice, texts):
    """A text on the right, which Moodle shows as HTML without tags."""
    html = texts.inline(choice["text"], {})
    text = html if "<" not in html else escape(_prose.plain(choice["text"]), quote=False)
    if not unescape(text).strip():
        raise CannotBeWritten("Moodle has only text on the right, and no images.")
    return text.strip()


def ordering(question, texts):
    order, body = only_answer(question, False)["order"], question["body"]
    known = {choice["id"]: choice["text"] for choice in body["choices"]}
    grading = "ALL_OR_NOTHING" if body.get("scoring") == "all_or_nothing" else "ABSOLUTE_POSITION"
    given = options(texts, **ORDERING, selectcount=str(len(order)), gradingtype=grading, showgrading="SHOW", numberingstyle="none")
    return "ordering", given + combined(question, texts) + "".join(_item(known[id], place, texts) for place, id in enumerate(order, 1))


def _item(text, place, texts):
    files = {}
    return texts.holder("answer", texts.html(text, files), files, fraction=str(place))


WRITERS = {
    each.__name__: each
    for each in (multiple_choice, multiple_response, true_false, short_answer, numeric, essay, matching, ordering)
}  # fmt: skip

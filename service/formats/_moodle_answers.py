"""Moodle's questions whose response is written: short answer, numerical and essay.

In the first two the first answer that fits counts (Moodle 4.5, `question_first_matching_answer_grading_strategy` and
`qtype_numerical`); here the best does, and _first_match says where that differs. Blanks are folded here when texts are compared.
"""
from service.formats import _moodle_numbers, _prose
from service.formats._first_match import ANY_NUMBER, STAR, Numbers, Words, as_best
from service.formats._moodle_choices import combined
from service.formats._moodle_item import NotCarried, content, shown

MOST_WORDS = 5000
OF_ITS_RULES = {
    "enableautograde", "itemtype", "itemcount", "showfeedback", "showcalculation", "showtextstats", "textstatitems", "showgradebands",
    "addpartialgrades", "showtargetphrases", "errorcmid", "errorpercent", "errorfullmatch", "errorcasesensitive", "errorignorebreaks",
    "allowsimilarity", "answer", "gradebands", "targetphrases",
}  # fmt: skip
"""By what qtype_essayautograde scores."""
OPTIONAL_UNIT, UNITS_CHOSEN = ("0", ""), ("1", "2")


def short_answer(item):
    case_sensitive = item.flag("usecase", False)
    answers = [item.answer(holder, words(content(holder))) for holder in given(item)]
    answers, lost = as_best(answers, lambda match: Words(match, case_sensitive))
    item.lose(*lost)
    item.full_marks(answers)
    return {"type": "short_answer", "body": {"case_sensitive": case_sensitive}, "answers": answers}


def given(item):
    """The answers that say something; Moodle leaves the others out too."""
    for holder in item.children("answer"):
        if content(holder):
            yield holder
        elif content(holder.find("feedback")):
            item.lose(f"The feedback {shown(content(holder.find('feedback')))} of an empty answer is left out.")


def words(text):
    """The match of a text in which a star stands for any text, and a star after a backslash for itself."""
    return {"text": text, "mode": "wildcard"} if STAR.search(text) else {"text": text.replace("\\*", "*")}


def numeric(item):
    answers = [item.answer(holder, _number(item, holder)) for holder in given(item)]
    answers, lost = as_best(answers, Numbers)
    item.lose(*lost)
    item.full_marks(answers)
    return {"type": "numeric", "body": {"unit": _unit(item)}, "answers": answers}


def _number(item, holder):
    tolerance = _moodle_numbers.read(content(holder.find("tolerance")) or "0")
    return number(item, content(holder), tolerance)


def number(item, text, tolerance):
    """The match of a number, of which `*` stands for any."""
    if text == "*":
        return dict(ANY_NUMBER)
    value = _moodle_numbers.read(text)
    if value is None or tolerance is None:
        raise NotCarried(f"The answer {shown(text)}, or its tolerance, is not a number.")
    return {"value": _kept(item, value), "tolerance": _kept(item, abs(tolerance))}


def _kept(item, value):
    kept, same = _moodle_numbers.in_digits(value)
    if not same:
        item.lose(f"{value} became {kept}: numbers have at most {_moodle_numbers.DIGITS} digits here.")
    return _moodle_numbers.wire(kept)


def _unit(item):
    """The unit in which the answers are given, which responses may have; what else Moodle asks of units is lost."""
    units = [(content(each.find("unit_name")), _moodle_numbers.read(content(each.find("multiplier")) or "1"))
             for holder in item.children("units") for each in holder.findall("unit")]  # fmt: skip
    chosen = next((name for name, factor in units if factor == 1), "")
    for name, factor in units:
        if name != chosen and factor is not None:
            item.lose(f"The unit {shown(name)}, of which there are {_moodle_numbers.plain(factor)} to 1, is not taken here.")
        elif name != chosen:
            item.lose(f"The unit {shown(name)} has no number as its multiplier.")
    graded, penalty = item.text("unitgradingtype") not in OPTIONAL_UNIT, item.text("unitpenalty")
    from_a_list, on_the_left = item.text("showunits") in UNITS_CHOSEN, item.flag("unitsleft", False)
    if units and graded:
        item.lose(f"A missing or wrong unit costs marks in Moodle (unitpenalty {penalty or '0.1'}); here it may be left out.")
    if units and from_a_list:
        item.lose("The unit is chosen from a list in Moodle; here it is written after the number, or left out.")
    if units and on_the_left:
        item.lose("The unit stands before the number in Moodle, and after it here.")
    return chosen


def essay(item):
    if item.text("responseformat") == "noinline":
        raise NotCarried("Its response is a file that learners upload, and not a text.")
    _of_files(item)
    if least := item.number("minwordlimit"):
        item.lose(f"That a response has at least {least:f} words is not asked for here.")
    if template := item.prose(item.child("responsetemplate")):
        item.lose(f"The text with which a response begins is left out: {shown(template)}.")
    most, body = item.number("maxwordlimit"), {}
    if most and 1 <= most <= MOST_WORDS:
        body["max_words"] = int(most)
    elif most:
        item.lose(f"A limit of {most:f} words is not kept; {MOST_WORDS} are the most here.")
    model = _model(item, item.child("graderinfo"))
    return {"type": "essay", "body": body, "answers": [{"match": {"text": model}}] if model else []}


def essay_scored_by_rules(item):
    """Written as essays are; what qtype_essayautograde counts and looks for in them is its own."""
    item.lose("That Moodle scores it by itself (essayautograde), by its length and by phrases, is not kept; people score it here.")
    item.known |= OF_ITS_RULES
    return {**essay(item), "feedback": combined(item)}


def _of_files(item):
    count, types = item.text("attachments"), item.text("filetypeslist")
    item.known |= {"attachmentsrequired"}
    if count not in ("0", ""):
        item.lose("That learners may upload files with their text is not kept.")
    elif types:
        item.lose(f"The kinds of files that may be uploaded are not kept: {shown(types)}.")


def _model(item, holder):
    """What a grader is told, as the plain text that responses are compared with."""
    plain = holder is not None and holder.get("format") == "plain_text"
    return content(holder) if plain else _prose.plain(item.prose(holder))


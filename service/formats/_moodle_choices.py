"""Moodle's questions whose response is chosen: multiple choice, true or false, matching and ordering.

Several choices are scored by the sum of their fractions, within 0 and 1 (qtype_multichoice), which is our `per_choice`; the
widespread plugin qtype_multichoiceset scores all or nothing.
"""
from decimal import Decimal

from service.formats import _moodle_numbers, _prose
from service.formats._moodle_item import COMBINED, NotCarried, content, shown
from service.formats._same_choices import once
from service.verdict import FULL, exact

IN_PLACE, ALL_OR_NOTHING = {"0", "ABS", "ABSOLUTE", "ABSOLUTE_POSITION"}, {"-1", "ALL_OR_NOTHING"}
TRUE = {"true", "wahr", "richtig", "vrai", "verdadero", "cierto", "vero", "verdadeiro", "waar", "верно", "правда", "истина"}
FALSE = {"false", "falsch", "faux", "falso", "onwaar", "неверно", "ложь"}
GRADINGS = {str(number): name for number, name in enumerate((
    "RELATIVE_NEXT_EXCLUDE_LAST", "RELATIVE_NEXT_INCLUDE_LAST", "RELATIVE_ONE_PREVIOUS_AND_NEXT", "RELATIVE_ALL_PREVIOUS_AND_NEXT",
    "LONGEST_ORDERED_SUBSET", "LONGEST_CONTIGUOUS_SUBSET", "RELATIVE_TO_CORRECT",
), start=1)}  # fmt: skip


def combined(item):
    """What is said of a response that is right, partly right or wrong; of Moodle's count of right parts nothing is kept."""
    if item.child("shownumcorrect") is not None:
        item.lose("That Moodle tells how many parts of a response are right (shownumcorrect) is not kept.")
    said = {ours: item.prose(item.child(theirs)) for theirs, ours in COMBINED.items()}
    return {name: prose for name, prose in said.items() if prose}


def numbering(item):
    if (style := item.text("answernumbering")) not in ("", "abc"):
        item.lose(f"The numbering of its choices ({style}) is not kept.")


def multichoice(item):
    """Several may be chosen where it says so; or where it says nothing, and none alone but all together earn full marks."""
    shares = [_moodle_numbers.read(each.get("fraction", "0")) for each in item.children("answer")]
    together = [share for share in shares if share is not None and share > 0]
    several = len(together) > 1 and max(together) < 100 and abs(sum(together) - 100) < 1
    if item.child("single") is None and several:
        item.lose("It does not say whether several may be chosen; they may here, as only together its right choices make 100 %.")
    return _choices(item, None if item.flag("single", not several) else "per_choice")


def multichoiceset(item):
    return _choices(item, "all_or_nothing")


def oumultiresponse(item):
    """Its rule (qtype_oumultiresponse): right ones over their number, less one for each choice beyond that number."""
    answers = item.children("answer")
    wire = _choices(item, "right_minus_wrong")
    right = sum(answer["credit"] > 0 for answer in wire["answers"])
    for answer in wire["answers"]:
        answer["credit"] = item.places(Decimal(1) / right, "A share of") if answer["credit"] > 0 else 0
    if right < len(answers):
        item.lose("A wrong choice takes a point off here; there only one beyond as many choices as are right does.")
    return wire


def _choices(item, scoring):
    numbering(item)
    listed, answers, holders = [], [], item.children("answer")
    shares = _of_thirds(item, holders) if scoring == "per_choice" else {}
    for holder in holders:
        text, answer = item.prose(holder), item.answer(holder, {"choice": f"c{len(listed) + 1}"})
        answer["credit"] = shares.get(holder, answer["credit"])
        if text:
            listed.append({"id": answer["match"]["choice"], "text": text})
        elif answer["credit"] or "feedback" in answer:
            item.lose("A choice without any text is left out, as Moodle does.")
        if text and (answer["credit"] or "feedback" in answer):
            answers.append(answer)
    if len(listed) < 2:
        count = f"It needs two choices at least, and {len(listed)} of its {len(holders)} has a text."
        raise NotCarried(" ".join([count, *item.lost]))
    listed, answers, lost = once(listed, answers, several=scoring is not None)
    item.lose(*lost)
    if not scoring:
        item.full_marks(answers)
    if scoring == "per_choice":
        tell_what_suffices(item, answers)
    body = {"choices": listed, "shuffle": item.flag("shuffleanswers", False), **({"scoring": scoring} if scoring else {})}
    kind = "multiple_response" if scoring else "multiple_choice"
    return {"type": kind, "body": body, "answers": answers, "feedback": combined(item)}


def tell_what_suffices(item, answers):
    """Say so where full marks need not all of what is right."""
    right = [exact(answer["credit"]) for answer in answers if answer["credit"] > 0]
    if len(right) > 1 and sum(right) - min(right) >= FULL:
        item.lose("Its fractions add up to more than 100 %: as in Moodle, some of the right choices earn full marks without the others.")


def _of_thirds(item, holders):
    """{answer: its credit} where fractions such as 33.33 miss 100 together for want of places."""
    right = [holder for holder in holders if (_moodle_numbers.read(holder.get("fraction", "")) or 0) > 0]
    shares = _moodle_numbers.rounded([holder.get("fraction") for holder in right])
    if shares is None:
        return {}
    item.lose("Its fractions were cut short, so that they miss 100 together; they were read as the thirds and so on that they were.")
    return {holder: _moodle_numbers.wire(share) for holder, share in zip(right, shares)}


def truefalse(item):
    """Moodle looks at whether an answer's fraction is 100; if they are called neither true nor false, the first is true."""
    right, said = None, {}
    for place, holder in enumerate(item.children("answer")):
        text, fraction = _prose.plain(item.prose(holder)).strip(), _moodle_numbers.read(holder.get("fraction", "0"))
        value = text.lower() in TRUE if text.lower() in TRUE | FALSE else place == 0
        if text.lower() not in TRUE | FALSE:
            item.lose(f"Its answer {shown(text)} stands for {str(value).lower()}, as the first does for true in Moodle.")
        right, said[value] = value == (fraction == 100), item.prose(holder.find("feedback"))
        if fraction not in (0, 100):
            item.lose(f"A fraction of {shown(holder.get('fraction', '0'))} counts as 0 in a true or false question, as in Moodle.")
    if right is None:
        raise NotCarried("It does not say whether true or false is right.")
    answers = [item.earning({"value": value}, int(value == right), said.get(value)) for value in (True, False)]
    return {"type": "true_false", "answers": [each for each in answers if each["credit"] or "feedback" in each]}


def matching(item):
    """What stands on the right twice is one; what nothing stands before belongs to nothing (qtype_match)."""
    left, right, pairs = [], {}, {}
    for holder in item.children("subquestion"):
        stem, other = item.prose(holder), _right(item, holder.find("answer"))
        if not other:
            if stem:
                raise NotCarried(f"Nothing belongs to {shown(stem)}.")
            continue
        id = right.setdefault(other, f"r{len(right) + 1}")
        if stem:
            left.append({"id": f"l{len(left) + 1}", "text": stem})
            pairs[left[-1]["id"]] = id
    if not item.flag("shuffleanswers", True):
        item.lose("That its left side keeps its order is not kept; both sides are shown in an order of their own here.")
    if len(right) < 2:
        raise NotCarried("It has only one thing on the right, so that there is nothing to match.")
    body = {"left": left, "right": [{"id": id, "text": text} for text, id in right.items()]}
    return {"type": "matching", "body": body, "answers": [{"match": {"pairs": pairs}, "credit": 1}], "feedback": combined(item)}


def _right(item, holder):
    """The right side, plain text in Moodle and shown as HTML; in the plugin qtype_ddmatch it has a format of its own."""
    return "" if holder is None else item.prose(holder, None) if "format" in holder.attrib else item.html(content(holder), holder)


def ordering(item):
    """The answers stand in their right order (qtype_ordering, in Moodle's core since 4.5)."""
    choices, texts = [], [item.prose(holder) for holder in item.children("answer")]
    for place, text in enumerate(filter(None, texts), 1):
        choices.append({"id": f"c{place}", "text": text})
    _all_are_shown(item, len(choices))
    for holder in item.children("answer"):
        if said := content(holder.find("feedback")):
            item.lose(f"What is said of one of its items has no place here: {shown(said)}.")
    if (style := item.text("numberingstyle")) not in ("", "none"):
        item.lose(f"The numbering of its items ({style}) is not kept.")
    body, order = {"choices": choices, "scoring": _scoring(item)}, [choice["id"] for choice in choices]
    return {"type": "ordering", "body": body, "answers": [{"match": {"order": order}, "credit": 1}], "feedback": combined(item)}


def _all_are_shown(item, count):
    """Moodle may draw some of the items anew for each attempt; there is no such thing here."""
    kind, some = (item.text("selecttype") or item.text("logical")).upper(), item.number("selectcount") or item.number("studentsee", 6)
    item.known |= {"selectcount", "studentsee", "logical"}
    if kind not in ("ALL", "EXACT", "0") and some < count:
        raise NotCarried(f"Each attempt is shown {some:f} of its {count} items, drawn anew (selecttype {kind or 'RANDOM'}).")


def _scoring(item):
    scoring, lost = scoring_of(item.text("gradingtype").upper())
    for sentence in lost:
        item.lose(sentence)
    return scoring


def scoring_of(grading):
    """(how orders are scored here, what of Moodle's way that loses)."""
    if grading in ALL_OR_NOTHING:
        return "all_or_nothing", []
    if grading in IN_PLACE:
        return "in_place", []
    name = GRADINGS.get(grading or "1", grading)
    return "in_place", [f"Orders that are partly right score otherwise in Moodle ({name}); here each item in its place counts."]

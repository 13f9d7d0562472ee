"""Moodle's questions with gaps in their text: Cloze (qtype_multianswer), words to drag into it (ddwtos) and to select (gapselect).

A Cloze counts its weights as its grade, and Moodle neither writes a `defaultgrade` for it nor reads one; a file that has one says
how many points the question is worth, which is kept. In the other two every gap weighs the same.
"""
import re
from decimal import Decimal
from math import gcd

from service.formats import _cloze
from service.formats._first_match import Numbers, Words, as_best
from service.formats._moodle_answers import number, words
from service.formats._moodle_choices import combined, tell_what_suffices
from service.formats._moodle_item import NotCarried, content, shown
from service.formats._moodle_numbers import wire
from service.formats._same_choices import once
from service.question_types.fill_in_blank import IN_PROMPT
from service.text import folded

MOST_GAPS, HEAVIEST = 100, 1000
PLACE = re.compile(r"\[\[([0-9]{1,6})\]\]")


def multianswer(item):
    holder = item.child("questiontext")
    text = content(holder)
    gaps = _cloze.gaps(text)
    if not gaps:
        raise NotCarried("Its text embeds no answers that can be read, as in {1:SHORTANSWER:=Berlin}.")
    pieces = [text[one:other] for one, other in zip([0, *(gap.end for gap in gaps)], [*(gap.start for gap in gaps), len(text)])]
    if len(gaps) == 1 and gaps[0].kind == _cloze.SEVERAL:
        return {**several(item, gaps[0]), "prompt": item.prose(holder, "".join(pieces)), "points": gaps[0].weight}
    blanks, answers = [], []
    for place, gap in enumerate(gaps, 1):
        blank, its = _blank(item, place, gap)
        blanks.append(blank)
        answers += [{**answer, "match": {"blank": blank["id"], **answer["match"]}} for answer in its]
    weights = [gap.weight for gap in gaps]
    if len(set(weights)) > 1:
        blanks = [{**blank, "weight": weight} for blank, weight in zip(blanks, _in_proportion(weights))]
    for found in dict.fromkeys(_cloze.LIKE_A_START.findall(" ".join(pieces))):
        item.lose(f"What begins with {shown(found)} cannot be read as embedded answers; it stands in the text as it is.")
    if loose := [str(place) for place, gap in enumerate(gaps, 1) if gap.kind == _cloze.CHOICES]:
        item.lose(f"The order of the choices of {_named(loose)} is not kept; they are shown in an order of their own here.")
    asked = prompt(item, holder, pieces)
    return {"type": "fill_in_blank", "prompt": asked, "points": sum(weights), "body": {"blanks": blanks}, "answers": answers}


def several(item, gap):
    """A text with one embedded answer that takes several choices asks for these, and for nothing else."""
    if not 1 <= gap.weight < 10**_cloze.LONGEST_WEIGHT:
        raise NotCarried(f"It has the weight {gap.weight}; it must count, and less than {10**_cloze.LONGEST_WEIGHT}.")
    listed, answers = _listed(item, gap, several=True)
    tell_what_suffices(item, answers)
    body = {"choices": listed, "shuffle": gap.name.endswith("S"), "scoring": "per_choice"}
    return {"type": "multiple_response", "body": body, "answers": answers}


def _in_proportion(weights):
    """The smallest whole numbers in the same proportion, or a tenth or hundredth of them where one is too heavy."""
    weights = [Decimal(weight // gcd(*weights)) for weight in weights]
    while max(weights) > HEAVIEST:
        weights = [weight / 10 for weight in weights]
    return [wire(weight) for weight in weights]


def _named(places):
    return f"blank{'s' * (len(places) > 1)} {', '.join(places)}"


def prompt(item, holder, pieces):
    """The text with {{b1}} and so on between its pieces, and with no other blanks."""
    apart = [IN_PROMPT.sub(r"{ {\1} }", piece) for piece in pieces]
    if apart != pieces:
        item.lose("Blanks were put between double braces in the text, which would mean a blank here.")
    marks = [f"{{{{b{place}}}}}" for place in range(1, len(pieces))]
    asked = item.prose(holder, "".join(each for pair in zip(apart, [*marks, ""]) for each in pair))
    if sorted(IN_PROMPT.findall(asked)) != sorted(mark[2:-2] for mark in marks):
        raise NotCarried("A gap stands where its text cannot hold one, as in a link's address or a comment.")
    return asked


def _blank(item, place, gap):
    """(a blank, its answers)."""
    if gap.kind == _cloze.SEVERAL:
        raise NotCarried(f"Blank {place} takes several choices ({gap.name}); a blank has one here.")
    if not 1 <= gap.weight < 10**_cloze.LONGEST_WEIGHT:
        raise NotCarried(f"Blank {place} has the weight {gap.weight}; it must count, and less than {10**_cloze.LONGEST_WEIGHT}.")
    if any(alternative.share < 0 for alternative in gap.alternatives):
        item.lose(f"An answer of blank {place} takes points off the others in Moodle; here a blank gives at least 0.")
    blank = {"id": f"b{place}", "kind": {_cloze.WORDS: "text", _cloze.CASED: "text", _cloze.NUMBERS: "number"}.get(gap.kind, "choice")}
    if blank["kind"] == "choice":
        return _choices(item, blank, gap)
    if gap.kind == _cloze.CASED:
        blank["case_sensitive"] = True
    for each in gap.alternatives:
        if not each.text:
            item.lose(f"The feedback {shown(each.feedback)} of an answer without any text is left out.")
    answers = [_answer(item, each, _match(item, gap, each)) for each in gap.alternatives if each.text]
    answers, lost = as_best(answers, Numbers if blank["kind"] == "number" else lambda match: Words(match, gap.kind == _cloze.CASED))
    item.lose(*lost)
    return blank, answers


def _match(item, gap, alternative):
    if gap.kind != _cloze.NUMBERS:
        return words(alternative.text)
    value, tolerance = _cloze.number(alternative.text)
    return number(item, "*" if alternative.text == "*" else alternative.text if value is None else str(value), tolerance)


def _answer(item, alternative, match):
    feedback = item.html(alternative.feedback, item.element.find("questiontext"))
    return item.earning(match, item.places(alternative.share, "The fraction"), feedback)


def _choices(item, blank, gap):
    choices, answers = _listed(item, gap, several=False)
    return {**blank, "choices": choices}, answers


def _listed(item, gap, several):
    """(the choices of an embedded answer, its answers)."""
    choices, answers = [], []
    for alternative in gap.alternatives:
        if text := item.html(alternative.text, item.element.find("questiontext")):
            choices.append({"id": f"c{len(choices) + 1}", "text": text})
            answer = _answer(item, alternative, {"choice": choices[-1]["id"]})
            if answer["credit"] or "feedback" in answer:
                answers.append(answer)
    choices, answers, lost = once(choices, answers, several=several)
    item.lose(*lost)
    return choices, answers


def ddwtos(item):
    return _of_groups(item, "dragbox")


def gapselect(item):
    return _of_groups(item, "selectoption")


def _of_groups(item, name):
    """`[[2]]` is a gap for the second word of all; it may be filled with any word of the same group."""
    groups, right = _groups(item, item.children(name))
    holder = item.child("questiontext")
    pieces = PLACE.split(content(holder))
    places, blanks, answers = pieces[1::2], [], []
    if not 0 < len(places) <= MOST_GAPS:
        raise NotCarried(f"Its text has {len(places) or 'no'} gaps like [[1]]; a question has 1 to {MOST_GAPS}.")
    for number_, place in enumerate(places, 1):
        if int(place) not in right:
            raise NotCarried(f"Its text has a gap [[{place}]], but there is no such word.")
        group, choice = right[int(place)]
        if len(groups[group]) < 2:
            raise NotCarried(f"In the gap [[{place}]] there is only one word to choose.")
        blanks.append({"id": f"b{number_}", "kind": "choice", "choices": groups[group]})
        answers.append({"match": {"blank": f"b{number_}", "choice": choice}, "credit": 1})
    if not item.flag("shuffleanswers", True):
        item.lose("The order of the words is not kept; they are shown in an order of their own here.")
    asked = prompt(item, holder, pieces[::2])
    return {"type": "fill_in_blank", "prompt": asked, "body": {"blanks": blanks}, "answers": answers, "feedback": combined(item)}


def _groups(item, holders):
    """({group: its choices}, {number of a word: (its group, the id of its choice)})."""
    groups, right, known, once = {}, {}, {}, False
    for place, holder in enumerate(holders, 1):
        group, text = content(holder.find("group")) or "1", item.html(content(holder), holder)
        once = once or (holder.tag == "dragbox" and holder.find("infinite") is None)
        if not text:
            continue
        choices, key = groups.setdefault(group, []), (group, folded(text, case_sensitive=True))
        if key not in known:
            known[key] = f"c{place}"
            choices.append({"id": f"c{place}", "text": text})
        else:
            item.lose(f"The word {shown(text)} is there twice; here it is one choice, which may be taken for several gaps.")
        right[place] = group, known[key]
    if once:
        item.lose("That a word can be dragged into one gap only is not kept.")
    return groups, right

"""What an item says beside its question: notes for those who score and teach, and what only our own files write.

Notes stand in rubric blocks with a view of their own (QTI 2.2 Information Model, section 6.5). Our own files mark by a class what
each note is: a hint, an explanation, a model answer, a key point, a criterion.
"""
import re
from dataclasses import dataclass, field
from decimal import Decimal

from service.formats import _prose
from service.formats._qti_choices import Read
from service.formats._qti_feedback import Trial
from service.formats._qti_item import decimal
from service.formats._qti_names import identifier
from service.formats._qti_operators import Meeting
from service.formats._qti_prose import cut
from service.formats._qti_scores import Scale, wire
from service.formats._xml import text_of

WORDS = re.compile(r"\\s\*\(\\S\+\\s\+\)\{0,([0-9]{1,4})\}\(\\S\+\)\?\\s\*")
LEFT_OUT = "A note for {who} was left out: “{text}”"
OF_THE_WHOLE = ("general", "correct", "partial", "incorrect")
LONGEST_SHOWN = 60


@dataclass
class Notes:
    """The notes of an item: those of ours by their class, what others wrote for scorers, and why choices are right or wrong."""

    ours: list = field(default_factory=list)
    scorers: list = field(default_factory=list)
    reasons: dict = field(default_factory=dict)
    lost: list = field(default_factory=list)
    unit: str = ""


def notes(item, speech):
    """Take the notes out of an item; what is for learners stays where it is."""
    found, scoring = Notes(), item.body.find(".//extendedTextInteraction") is not None
    _taught(item, found, speech)
    for block in list(item.body.iter("rubricBlock")):
        views = (block.get("view") or "candidate").split()
        if "candidate" in views:
            block.tag = "div"
            continue
        cut(block)
        if item.own:
            found.ours.append(block)
        elif text := speech.prose(block):
            if scoring and "scorer" in views:
                found.scorers.append(_prose.plain(text))
            else:
                found.lost.append(_left_out(" and ".join(views), text))
    if item.own:
        for each in [each for each in item.body.iter("span") if each.get("class") == "unit"]:
            found.unit = text_of(cut(each)).removeprefix(" ")
    return found


def _taught(item, found, speech):
    """Take out what makers of state tests say to teachers alone, beyond QTI: how to give an item, and why each choice is right or wrong."""
    for block in list(item.body.iter("teacherInstructions")):
        if text := speech.prose(cut(block)):
            found.lost.append(_left_out("teachers", text))
    for block in list(item.body.iter("choiceRationales")):
        told = {each.get("identifier", ""): text for each in cut(block).iter("rationale") if (text := speech.prose(each))}
        found.reasons.setdefault(block.get("responseIdentifier", ""), {}).update(told)


def reasoned(interactions, noted, read):
    """Give each answer the reason why its choice is right or wrong, in place; where none can be given, say so."""
    for name, reasons in noted.reasons.items():
        alone = len(interactions) == 1 and interactions[0].get("responseIdentifier") == name
        for choice, text in reasons.items():
            if alone and choice in read.names:
                read.answers[read.names[choice]]["explanation"] = text
            else:
                noted.lost.append(_left_out("teachers", text))


def _left_out(who, text):
    return LEFT_OUT.format(who=who, text=text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN].rstrip() + "…")


def written(item, interaction):
    """A text that is written: an essay, unless our own file says that it is open_ended."""
    points = item.number("MAXSCORE")
    if points is None:
        points = item.outcomes.get("SCORE", {}).get("most")
    kind = "open_ended" if item.marks[:1] == ["open_ended"] else "essay"
    words = WORDS.fullmatch(interaction.get("patternMask", ""))
    body = {"max_words": int(words[1]) + 1} if words else {}
    response = item.responses.get(interaction.get("responseIdentifier", ""))
    texts = response.correct if response and response.base == "string" else ()
    answers = [{"match": {"text": each.strip()}} for each in texts if each.strip()]
    scale = Scale.__new__(Scale)
    scale.points, scale.full, scale.lost = (Decimal(0) if item.worthless else points), points or Decimal(1), []
    lost = []
    if not item.own and item.processing is not None and response and (response.correct or response.mapping):
        lost.append("Its scoring compares the text with its key; here a person judges it.")
    trials = [Trial({response.name: Meeting(())}, Decimal(0))] if response else []
    return Read(kind, body, answers, scale, trials, {}, lost)


def extras(item, question, remarks, noted, speech):
    """Add what our own files say beside a question, in place."""
    answers, feedback, hints, criteria = question["answers"], {}, [], []
    for block in noted.ours:
        kind, *more = (block.get("class") or "note").split()
        place = next((int(each[7:]) - 1 for each in more if re.fullmatch(r"answer_[0-9]{1,4}", each)), None)
        if kind == "hint":
            hints += [each for each in [speech.prose(block)] if each]
        elif kind == "criterion":
            criteria.append(_criterion(block, speech))
        elif kind == "model" and place is not None:
            answers.append({"match": _model(block), "credit": wire(item.number(f"CREDIT_{place + 1}") or Decimal(0))})
        elif kind == "explanation" and place is not None and place < len(answers):
            answers[place]["explanation"] = speech.prose(block)
    for remark in remarks:
        text, answer = speech.prose(remark.element), re.fullmatch(r"answer_([0-9]{1,4})", remark.value)
        if answer and int(answer[1]) <= len(answers):
            answers[int(answer[1]) - 1]["feedback"] = text
        elif not answer:
            feedback[remark.value] = text
    if criteria:
        question["body"] = {**question["body"], "rubric": criteria}
    if noted.unit and question["type"] == "numeric":
        question["body"] = {**question["body"], "unit": noted.unit}
    for blank in question["body"].get("blanks", ()) if question["type"] == "fill_in_blank" else ():
        if unit := item.outcomes.get(f"UNIT_{identifier('RESPONSE.' + blank['id'])}", {}).get("default"):
            blank["unit"] = unit[0]
    penalty = item.number("PENALTY")
    given = {"hints": hints, "feedback": {name: text for name, text in feedback.items() if name in OF_THE_WHOLE}}
    question |= {name: each for name, each in given.items() if each} | ({"penalty": wire(penalty)} if penalty is not None else {})


def _model(block):
    texts = [text_of(each) for each in block.iter("pre")]
    return {"text": texts[0] if texts else "", **({"key_points": texts[1:]} if texts[1:] else {})}


def _criterion(block, speech):
    """A criterion of a rubric: what it looks at, and its levels with their credits."""
    levels = [each for each in block.iter("div") if (each.get("class") or "").startswith("level ")]
    found = []
    for level in levels:
        credit, text = (next((each for each in level if each.get("class") == word), level) for word in ("credit", "text"))
        found.append({"id": _named(level), "text": speech.prose(text), "credit": wire(decimal(credit.text) or Decimal(0))})
    said = next((each for each in block.iter("div") if each.get("class") == "text" and each.getparent() not in levels), None)
    return {"id": _named(block), "criterion": speech.prose(said), "levels": found}


def _named(element):
    """The id that stands second among the classes of an element."""
    return [*(element.get("class") or "").split(), "", ""][1]

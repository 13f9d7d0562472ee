"""What stands between the braces of a GIFT question: its type, its body and its answers.

The type is told as Moodle tells it (question/format/gift): nothing is an essay, > and a number begin things to put in order, # begins
numbers, ~ makes a choice, = and -> make pairs, T, TRUE, F or FALSE a statement, and all else a short answer. Where no answer of a
choice has =, several may be chosen.
"""
import re
from dataclasses import dataclass, field
from decimal import Decimal

from schemas.fields import wire_number
from service.formats._first_match import MOST_ANSWERS, STAR, Numbers, Words, as_best
from service.formats._gift_numbers import number_match, shortened
from service.formats._gift_ordering import is_ordering, ordering
from service.formats._gift_prose import OPEN_TAG, WITH_TAGS, marked
from service.formats._gift_source import Fault
from service.formats._moodle_numbers import rounded
from service.formats._prose import from_plain
from service.formats._same_choices import once
from service.question_types.multiple_response import LAST_DIGIT
from service.verdict import FULL, NOTHING

WEIGHT = re.compile(r"%(-?\d{1,9}(?:\.\d{0,30})?)%")
INSIDE = re.compile(r"[^\s~=]=")
PLACES = Decimal("0.00001")
TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
PAIR = "->"


@dataclass(frozen=True)
class Found:
    """What answers say of their question; `lost` as in a Question."""

    type: str
    body: dict = field(default_factory=dict)
    answers: list | None = None
    feedback: dict = field(default_factory=dict)
    lost: tuple[str, ...] = ()


def answers(section, reader):
    """Read the section, its texts by the reader."""
    if not section.live:
        return Found("essay")
    if is_ordering(section):
        body, answers, lost = ordering(section, reader)
        return Found("ordering", body, answers, lost=tuple(lost))
    if section.live.startswith("#"):
        return _numeric(section.cut(1).strip(), reader)
    if "~" in section.live:
        return _choice(section, reader)
    if "=" in section.live and PAIR in section.live:
        return _matching(section, reader)
    if section.parted("#")[0].raw in TRUTH:
        return _true_false(section, reader)
    return _short_answer(section, reader)


def _choice(section, reader):
    """One choice, or several."""
    pieces = [(mark, piece) for mark, piece in _whole(section.pieces("~="), reader) if piece.live]
    if len(pieces) < 2:
        raise Fault(section, "A choice needs two answers at least, each after a ~ or a =.")
    single = any(mark == "=" for mark, _ in pieces)
    choices, answers, weights = [], [], []
    for number, (mark, piece) in enumerate(pieces, 1):
        weights += [weight[1]] if mark == "~" and (weight := WEIGHT.match(piece.raw)) and Decimal(weight[1]) > 0 else []
        credit, piece = _weighed(piece, FULL if mark == "=" else NOTHING)
        if mark == "=" and credit != FULL:
            raise Fault(piece, "An answer after = is worth 100 % in a choice: write ~ before another weight.")
        text, feedback = _commented(piece, reader)
        choices.append({"id": f"c{number}", "text": _some(reader.prose(text), piece)})
        answer = _answer({"choice": f"c{number}"}, credit, reader.prose(feedback))
        if credit or "feedback" in answer:
            answers.append(answer)
    lost = [] if single else _of_thirds(answers, weights)
    choices, answers, twice = once(choices, answers, several=not single)
    lost += [*twice, *_inside_words(section, answers)] if single else twice
    if single:
        return Found("multiple_choice", {"choices": choices}, answers, lost=tuple(lost))
    _full_credit_can_be_reached(section, answers)
    return Found("multiple_response", {"choices": choices, "scoring": "per_choice"}, answers, lost=tuple(lost))


def _inside_words(section, answers):
    """What to say where several earn full marks, and an = that is no first sign of a word may be part of a text."""
    if sum(answer["credit"] == 1 for answer in answers) > 1 and (found := INSIDE.search(section.live)):
        near = section.raw[max(0, found.start() - 20) : found.end() + 20]
        yield f"The = in '{' '.join(near.split())}' begins an answer of full marks, as in Moodle: write \\= for a mere sign."


def _of_thirds(answers, weights):
    """Read weights such as 33.33, which miss 100 together for want of places, as the shares that they were; say so."""
    if (shares := rounded(weights)) is None:
        return []
    for answer, share in zip([answer for answer in answers if answer["credit"] > 0], shares):
        answer["credit"] = wire_number(share)
    return ["Its weights were cut short, so that they miss 100 % together; they were read as the thirds and so on that they were."]


def _full_credit_can_be_reached(section, answers):
    credits = [Decimal(str(answer["credit"])) for answer in answers if answer["credit"] > 0]
    total = sum(credits, NOTHING)
    if not credits:
        raise Fault(section, "No answer is right: write = before the right one, or ~%50% and the like before several.")
    if total + LAST_DIGIT * len(credits) < FULL:
        raise Fault(section, f"The weights of the right answers add up to {(total * 100).normalize():f} %: full marks need 100 %.")


def _matching(section, reader):
    left, right, pairs = [], {}, {}
    pieces = _whole(section.pieces("="), reader)
    if len(pieces) < 2:
        raise Fault(section, "Matching needs two pairs at least, each as in =left -> right.")
    for _, piece in pieces:
        one, other = piece.parted(PAIR)
        if other is None:
            raise Fault(piece, "Here is no -> in a question that has -> elsewhere, which makes it a matching one.")
        place = right.setdefault(_some(other.text, piece), f"r{len(right) + 1}")
        if one.live:
            left.append({"id": f"l{len(left) + 1}", "text": _some(reader.prose(one), piece)})
            pairs[left[-1]["id"]] = place
    if not left:
        raise Fault(section, "Nothing stands before any ->.")
    body = {"left": left, "right": [{"id": place, "text": from_plain(text)} for text, place in right.items()]}
    return Found("matching", body, [{"match": {"pairs": pairs}, "credit": 1}])


def _true_false(section, reader):
    """The first feedback is for the wrong response, the second for the right one."""
    word, rest = section.parted("#")
    wrong, right = rest.parted("#") if rest is not None else (None, None)
    value, wrong, right = TRUTH[word.raw], reader.prose(wrong), reader.prose(right)
    answers = [_answer({"value": value}, FULL, right)] + [_answer({"value": not value}, NOTHING, wrong)] * bool(wrong)
    return Found("true_false", {}, answers)


def _short_answer(section, reader):
    answers, lost = [], []
    for _, piece in _whole(section.pieces("="), reader):
        credit, piece = _weighed(piece, FULL)
        text, feedback = _commented(piece, reader)
        words = _some(marked(text)[1], piece)
        match = {"text": words, "mode": "wildcard"} if STAR.search(words) else {"text": words.replace("\\*", "*")}
        answers.append(_answer(match, credit, reader.prose(feedback)))
    if (word := section.parted("#")[0].raw.upper()) in TRUTH:
        lost.append(f"Read as a short answer, as Moodle does; a true or false question has {word} in capitals.")
    return _earning("short_answer", section, as_best(answers, Words), lost)


def _numeric(section, reader):
    """Numbers, and after ~ what is said to any other number."""
    section, others = section.parted("~")
    answers, lost, feedback = [], [], {}
    for _, piece in _whole(section.pieces("="), reader):
        credit, piece = _weighed(piece, FULL)
        text, said = _commented(piece, reader)
        match, dropped = shortened(number_match(text))
        lost += dropped
        answers.append(_answer(match, credit, reader.prose(said)))
    if others is not None:
        unused, said = others.parted("#")
        lost += [f"'{unused.text[:100]}' after ~ says nothing: what follows its # is for every other number."] * bool(unused.live)
        feedback = {"incorrect": said} if (said := reader.prose(said)) else {}
    return _earning("numeric", section, as_best(answers, Numbers), lost, feedback)


def _earning(kind, section, answers, lost, feedback=None):
    """What is found where the first answer that fits counts."""
    kept, changed = answers
    if not kept:
        raise Fault(section, "No answer stands between the braces.")
    most = max(answer["credit"] for answer in kept)
    if most <= 0:
        raise Fault(section, "No answer earns anything: one needs a weight above 0.")
    if most < 1:
        lost = [*lost, f"No answer earns full marks: the best has a weight of {most * 100:g} %."]
    return Found(kind, {}, kept, feedback or {}, (*lost, *changed))


def _whole(pieces, reader):
    """The pieces, none of them torn apart by a mark within a tag."""
    if len(pieces) > MOST_ANSWERS:
        raise Fault(pieces[0][1], f"{len(pieces):,} answers: a question has {MOST_ANSWERS:,} at most.")
    for (_, piece), (mark, after) in zip(pieces, pieces[1:]):
        _not_torn(piece, mark, after, reader)
    return pieces


def _not_torn(before, mark, after, reader):
    """A mark that was not escaped in an attribute would part a tag, and nobody would see it."""
    tag = marked(before, reader.format)[0] in WITH_TAGS and OPEN_TAG.search(before.live[-1000:])
    if tag and (after.live.startswith(('"', "'")) or tag[0].count('"') % 2):
        raise Fault(before, f"A {mark} stands inside an HTML tag here: write \\{mark} there.")


def _weighed(piece, default):
    """The credit of an answer, and the rest of it. A credit has five decimal places: a third is 0.33333."""
    if not (weight := WEIGHT.match(piece.raw)):
        return default, piece
    credit = (Decimal(weight[1]) / 100).quantize(PLACES)
    if abs(credit) > 1:
        raise Fault(piece, f"A weight of {weight[1]} %: it goes from -100 to 100.")
    return credit, piece.cut(weight.end()).strip()


def _commented(piece, reader):
    """An answer's text and its feedback."""
    text, feedback = piece.parted("#")
    if feedback is not None:
        _not_torn(text, "#", feedback, reader)
    return text, feedback


def _answer(match, credit, feedback):
    return {"match": match, "credit": wire_number(credit)} | ({"feedback": feedback} if feedback else {})


def _some(text, piece):
    if not text.strip():
        raise Fault(piece, "An answer has no text, or none that can be kept.")
    return text

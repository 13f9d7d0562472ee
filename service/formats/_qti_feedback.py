"""An item's feedback, given to whom it is shown: the question, one way that it may end, or an answer.

Which feedback is shown is asked of the item's own scoring (see _qti_program) for every response that was tried.
"""
from dataclasses import dataclass
from decimal import Decimal

from service.formats import _prose
from service.formats._qti_item import value_of
from service.formats._qti_prose import cut

TAGS = ("modalFeedback", "feedbackBlock", "feedbackInline")
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Trial:
    """A response that was tried: what it is, its share of the points, and the places of the answers that it meets."""

    given: dict
    share: Decimal
    met: frozenset = frozenset()


@dataclass(frozen=True)
class Remark:
    """A feedback of an item: its element, and the variable whose value shows it (or hides it)."""

    element: object
    variable: str
    value: str
    shown: bool

    def seen(self, outcomes):
        """Whether it is seen after these outcomes."""
        value = outcomes.get(self.variable)
        held = value if isinstance(value, tuple) else (value,)
        wanted = self.value
        return (any(each == wanted or value_of(str(each), "identifier") == wanted for each in held if each is not None)) is self.shown


def remarks(root):
    """Every feedback of an item, taken out of it."""
    found = [each for each in root.iter(*TAGS) if not any(above.tag in TAGS for above in each.iterancestors())]
    return [
        Remark(cut(each), each.get("outcomeIdentifier", ""), each.get("identifier", ""), each.get("showHide", "show") != "hide")
        for each in found
    ]


def assigned(found, trials, program, names, speech):
    """What each feedback becomes: ({"general": …}, {place of an answer: text}, sentences on those that have no place here).

    `names` are the answers' own names in the file ({name: place}): a feedback of this name is that answer's, where it is shown so.
    """
    whole, single, lost = {}, {}, []
    outcomes = [program.run(trial.given) for trial in trials] if found else []
    for remark in found:
        text = _text(remark.element, speech)
        if not text:
            continue
        seen = frozenset(at for at, after in enumerate(outcomes) if remark.seen(after))
        places, ends = _shown_for(remark, seen, trials, names)
        for place in places:
            single[place] = _joined(single.get(place), text)
        for end in ends:
            whole[end] = _joined(whole.get(end), text)
        if not places and not ends:
            lost.append(f"A feedback was left out, for {_why(seen)}: “{_start(text)}”")
    return whole, single, lost


def _shown_for(remark, seen, trials, names):
    """(the answers, the ends) for which a feedback is seen, both empty where it is neither."""
    everything = frozenset(range(len(trials)))
    by_answer = {}
    for at, trial in enumerate(trials):
        for place in trial.met:
            by_answer[place] = by_answer.get(place, frozenset()) | {at}
    ends = {
        "correct": frozenset(at for at, trial in enumerate(trials) if trial.share >= 1),
        "partial": frozenset(at for at, trial in enumerate(trials) if 0 < trial.share < 1),
        "incorrect": frozenset(at for at, trial in enumerate(trials) if trial.share <= 0),
    }
    named = names.get(remark.value)
    if named is not None and seen and by_answer.get(named) == seen:
        return (named,), ()
    if seen == everything:
        return (), ("general",)
    if remark.value in ends and seen == ends[remark.value]:
        return (), (remark.value,)
    whole = [name for name, which in ends.items() if which and which <= seen]
    if seen and seen == frozenset().union(*(ends[name] for name in whole)):
        return (), tuple(whole)
    inside = [place for place, which in by_answer.items() if which <= seen]
    if seen and seen == frozenset().union(*(by_answer[place] for place in inside)):
        return tuple(inside), ()
    return (), ()


def _text(element, speech):
    title, said = (element.get("title") or "").strip(), speech.prose(element)
    return _joined(_prose.from_plain(title), said) if title else said


def _joined(before, text):
    return "\n\n".join(each for each in (before, text) if each)


def _start(text):
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN].rstrip() + "…"


def _why(seen):
    return "it is shown on conditions that no feedback here has" if seen else "no response that was tried shows it"

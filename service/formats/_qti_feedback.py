"""An item's feedback, given to whom it is shown: the question, one way that it may end, or an answer.

Which feedback is shown is asked of the item's own scoring (see _qti_program) for every response that was tried.
"""
from dataclasses import dataclass
from decimal import Decimal

from service.formats import _prose
from service.formats._qti_item import value_of
from service.formats._qti_operators import Unclear
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
    choice: str = ""
    """The choice that it stands in, where no variable shows it."""

    def seen(self, outcomes):
        """Whether it is seen after these outcomes."""
        value = outcomes.get(self.variable)
        held = value if isinstance(value, tuple) else (value,)
        return any(_said(each) == self.value for each in held if each is not None) is self.shown


def _said(value):
    """A value as the identifier of a feedback has it; ONYX shows some where a boolean is true."""
    return str(value).lower() if isinstance(value, bool) else value_of(str(value), "identifier")


def remarks(root):
    """Every feedback of an item, taken out of it."""
    found = [each for each in root.iter(*TAGS) if not any(above.tag in TAGS for above in each.iterancestors())]
    return [_remark(each) for each in found]


def _remark(element):
    variable, above = element.get("outcomeIdentifier", ""), next(element.iterancestors("simpleChoice"), None)
    choice = above.get("identifier", "") if above is not None and not variable else ""
    return Remark(cut(element), variable, element.get("identifier", ""), element.get("showHide", "show") != "hide", choice)


def assigned(found, trials, program, names, speech):
    """What each feedback becomes: ({"general": …}, {place of an answer: text}, sentences on those that have no place here).

    `names` are the answers' own names in the file ({name: place}): a feedback of this name is that answer's, where it is shown so.
    """
    whole, single, lost = {}, {}, []
    outcomes = [_after(program, trial) for trial in trials] if found else []
    followed = any(after is not None for after in outcomes)
    sight = _Sight(trials, names)
    for remark in found:
        text = told(remark.element, speech)
        if not text:
            continue
        seen = frozenset(at for at, after in enumerate(outcomes) if after is not None and remark.seen(after))
        places, ends = ((names[remark.choice],), ()) if remark.choice in names else sight.of(remark, seen)
        for place in places:
            single[place] = _joined(single.get(place), text)
        for end in ends:
            whole[end] = _joined(whole.get(end), text)
        if not places and not ends:
            lost.append(f"A feedback was left out, for {_why(seen, followed)}: “{_start(text)}”")
    return whole, single, lost


def _after(program, trial):
    """The outcomes of a response, or None where they cannot be told."""
    try:
        return program.run(trial.given) if program else None
    except Unclear:
        return None


class _Sight:
    """Which of the responses that were tried belong to an answer, or to one way that a question may end."""

    def __init__(self, trials, names):
        self.names, self.by_answer, self.everything = names, {}, frozenset(range(len(trials)))
        for at, trial in enumerate(trials):
            for place in trial.met:
                self.by_answer.setdefault(place, set()).add(at)
        self.ends = {
            "correct": frozenset(at for at, trial in enumerate(trials) if trial.share >= 1),
            "partial": frozenset(at for at, trial in enumerate(trials) if 0 < trial.share < 1),
            "incorrect": frozenset(at for at, trial in enumerate(trials) if trial.share <= 0),
        }

    def of(self, remark, seen):
        """(the answers, the ends) for which a feedback is seen, both empty where it is neither."""
        named = self.names.get(remark.value)
        if named is not None and seen and self.by_answer.get(named) == seen:
            return (named,), ()
        if seen and seen == self.everything:
            return (), ("general",)
        whole = [name for name, which in self.ends.items() if which and which <= seen]
        if seen and seen == frozenset().union(*(self.ends[name] for name in whole)):
            return (), tuple(whole)
        inside = [place for place, which in self.by_answer.items() if which <= seen]
        if seen and seen == frozenset().union(*(self.by_answer[place] for place in inside)):
            return tuple(inside), ()
        return (), ()


def told(element, speech):
    """What a feedback says, with its title."""
    title, said = (element.get("title") or "").strip(), speech.prose(element)
    return _joined(_prose.from_plain(title), said) if title else said


def _joined(before, text):
    return "\n\n".join(each for each in (before, text) if each)


def _start(text):
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN].rstrip() + "…"


def _why(seen, followed):
    if not followed:
        return "what shows it could not be followed"
    return "it is shown on conditions that no feedback here has" if seen else "no response that was tried shows it"

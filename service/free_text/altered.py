"""A reference's own words, stirred, or with a denial put in: what somebody made of it who has seen it, and no answer.

Both rules ask for nearly all of the words of a reference and hardly any others, so that nobody who answers in own words
meets them. What is less plain is left to the guard.
"""
from collections import Counter
from difflib import SequenceMatcher

from service.free_text.words import DENYING, known_words, words

FEWEST = 4
"""Words of the shortest reference that is looked at."""
SAME_WORDS, SAME_PAIRS = 0.97, 0.6
"""From which share of common words it is the same words, and below which share of common neighbours they are stirred."""
SAME_TEXT = 0.9
"""From which likeness two texts are the same but for a denial."""
HELPING = frozenset("do does did then".split())
"""Words that a denial brings along."""
UNTRUE = frozenset("false wrong incorrect untrue".split())
DENIED_BEFORE = frozenset("it is was that s the not true case false wrong incorrect untrue".split())
"""The words of a clause that denies what follows: "it is not the case that"."""


def altered(references, response):
    """Say what was done to a reference to make this response of it, or nothing at all."""
    said = words(response)
    for reference in references:
        wanted = known_words(reference)
        if len(wanted) >= FEWEST and said != wanted:
            if _denied(said, wanted):
                return "It denies what the answer says, in its own words."
            if _stirred(said, wanted):
                return "It has an answer's words, but in disorder."
    return None


def _stirred(said, wanted):
    mine, theirs = [word.text for word in said], [word.text for word in wanted]
    if _common(mine, theirs) < SAME_WORDS:
        return False
    return _common(list(zip(mine, mine[1:])), list(zip(theirs, theirs[1:]))) < SAME_PAIRS


def _denied(said, wanted):
    """Whether it is the same text but for its denials."""
    before = clause_before(said)
    denials = bool(before) + _denials(said[before:]) - _denials(wanted)
    return denials != 0 and SequenceMatcher(None, _plain(said[before:]), _plain(wanted), autojunk=False).ratio() >= SAME_TEXT


def clause_before(said):
    """How many words a clause at the beginning has that denies all that follows; 0 where there is none."""
    texts = [word.text for word in said[:8]]
    clause = set(texts[: texts.index("that") + 1]) if "that" in texts else set()
    return texts.index("that") + 1 if clause <= DENIED_BEFORE and clause & (UNTRUE | {"not"}) else 0


def _denials(some):
    """How many words deny; "yes or no" denies nothing."""
    texts = [word.text for word in some]
    return sum(text in DENYING and texts[max(at - 2, 0) : at] != ["yes", "or"] for at, text in enumerate(texts))


def _plain(some):
    return [word.stem for word in some if word.text not in DENYING and word.text not in HELPING]


def _common(some, others):
    """Twice what two lists share, over what they have (Dice)."""
    return 2 * (Counter(some) & Counter(others)).total() / max(len(some) + len(others), 1)

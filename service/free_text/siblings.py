"""What answers another question of the same topic, and not the one that was asked.

Two texts about one matter share many words, so that an answer to a neighbouring question earns a little here, too. Those
questions are known: a response that is the answer to one of them word for word is none to this one, unless the two want
much the same.
"""
from difflib import SequenceMatcher
from functools import cached_property

from service.free_text.words import DENYING, heard, known_words, words
from service.text import same

FEWEST = 4
"""Words of the shortest answer that is looked for."""
SAME_TEXT = 0.9
"""From which likeness of their words, one after another, two texts are the same that tell the same and deny as much."""
ALIKE = 0.6
"""The share of its telling words from which one of two answers is held by the other, so that one may stand for the other."""
THE_OTHER = "It is the answer to another question."
"""Why a response is not credited; for those alone who may see the key."""


class Sibling:
    """Another question of the topic: what it asks, and an answer to it. What is looked for of that is worked out once."""

    def __init__(self, prompt, reference):
        self.prompt, self.reference = prompt, reference

    @cached_property
    def said(self):
        return _Said(heard(self.reference))


class _Said:
    """The stems of a text in order, those that tell anything, and how many words deny."""

    def __init__(self, some):
        self.stems = [word.stem for word in some]
        self.telling = frozenset(word.stem for word in some if word.telling)
        self.denying = sum(word.text in DENYING for word in some)


def of_another(siblings, prompt, wanted, response):
    """Say so where the response is the answer to a sibling, word for word or nearly; `wanted`: texts that would be right here."""
    said = _Said(words(response))
    met = any(_same(said, each.said) and not _stands_for(each, prompt, wanted) for each in siblings)
    return THE_OTHER if met else None


def _same(said, theirs):
    if len(theirs.stems) < FEWEST or not said.telling or (said.telling, said.denying) != (theirs.telling, theirs.denying):
        return False
    return SequenceMatcher(None, said.stems, theirs.stems, autojunk=False).ratio() >= SAME_TEXT


def _stands_for(sibling, prompt, wanted):
    """Whether a sibling asks the same, or its answer holds, or is held by, a text that would be right here."""
    theirs = sibling.said.telling
    own = (frozenset(word.stem for word in known_words(each) if word.telling) for each in wanted)
    return same(sibling.prompt, prompt) or any(max(_share(theirs, each), _share(each, theirs)) >= ALIKE for each in own)


def _share(some, wanted):
    """How much of what is wanted is among some."""
    return len(some & wanted) / max(len(wanted), 1)

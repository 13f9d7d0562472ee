"""What answers another question of the same topic, and not the one that was asked.

Two texts about one matter share many words, so that an answer to a neighbouring question earns a little here, too. Those
questions are known: a response that is the answer to one of them word for word is none to this one, and one that says far
more of such an answer than of what is wanted is looked at by a person.
"""
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from service.free_text.words import known_words, words

FEWEST = 4
"""Words of the shortest answer that is looked for."""
SAME_WORDS, ALIKE = 0.9, 0.5
"""From which share of common words a response is an answer word for word; and from which of those that tell anything two answers are so
alike that one may stand for the other."""
MOST = 200
"""Siblings that are looked at, the first of them."""


class Sibling(NamedTuple):
    """Another question of the topic: what it asks, and a full answer to it."""

    prompt: str
    reference: str


class _Known(NamedTuple):
    sibling: Sibling
    bag: Counter
    stems: frozenset


def met(siblings, references, response):
    """Whether the response is the answer to a sibling, word for word or nearly."""
    said = _bag(words(response))
    return any(_common(said, each.bag) >= SAME_WORDS for each in _others(siblings, references))


def nearest(siblings, references, response):
    """The sibling of whose telling words the response has the largest share, or None."""
    said = _stems(words(response))
    return max(_others(siblings, references), key=lambda each: len(said & each.stems) / len(each.stems), default=_NONE).sibling


@lru_cache(maxsize=500)
def _others(siblings, references):
    """The siblings whose answers are unlike these references."""
    own = [_stems(known_words(each)) for each in references]
    known = [_known(each) for each in siblings[:MOST]]
    return [each for each in known if each and not any(_alike(each.stems, stems) for stems in own)]


@lru_cache(maxsize=1000)
def _known(sibling):
    """A sibling's answer, ready to be looked for; None where it says too little."""
    found = known_words(sibling.reference)
    stems = _stems(found)
    return _Known(sibling, _bag(found), stems) if len(found) >= FEWEST and stems else None


def _bag(some):
    return Counter(word.stem for word in some)


def _stems(some):
    return frozenset(word.stem for word in some if word.telling)


def _common(one, other):
    """Twice what two bags of words share, over what they have (Dice)."""
    least, total = min(one.total(), other.total()), one.total() + other.total()
    return 2 * (one & other).total() / total if 2 * least >= SAME_WORDS * total > 0 else 0.0  # their lengths alone may keep them apart


def _alike(one, other):
    return 2 * len(one & other) >= ALIKE * (len(one) + len(other))


_NONE = _Known(None, Counter(), frozenset())

"""How much of what is wanted a text says: its words, those with one slip of the pen, and what is said the other way round."""
from dataclasses import dataclass

from service.free_text.words import one_slip, weight

NONE_FROM, FULL_FROM = 0.15, 0.6
"""Coverage up to which a text says nothing of the matter, and from which it says all of it."""
AT_ODDS_FROM = 0.25
"""The share of what is covered from which words said the other way round make a contradiction."""
BESIDE = 3
"""How near to a number the word stands that tells what it counts."""
IN_QUESTION, NEARLY, OF_A_NUMBER = 0.3, 0.9, 1.5
"""What a word weighs that the question gave away, one that is nearly right, and a number."""
SHORTEST = 5
"""Letters of the shortest word that may hold a slip."""
MOST = 50
"""How many words with the same beginning or end are looked at."""


@dataclass(frozen=True)
class Found:
    """How a text compares with one that is wanted."""

    share: float
    contradicted: tuple[str, ...]
    covered: tuple[str, ...]
    missing: tuple[str, ...]


class Sought:
    """Words that are wanted, beside the stems that the question has: what tells anything, and what each weighs."""

    def __init__(self, wanted, asked):
        telling = [word for word in wanted if word.telling] or wanted
        self.wanted, self.asked, self.ways = wanted, asked, _ways(telling)
        self.weights = {word.stem: _weight(word, asked) for word in telling}
        self.total = sum(self.weights.values())


class Heard:
    """The words of a response, put so that many texts can be looked for in them quickly."""

    def __init__(self, said):
        self.said, self.ways, self.by_end = said, _ways(said), {}
        for word in self.ways:
            for end in _ends(word):
                self.by_end.setdefault(end, []).append(word)

    def find(self, word):
        """The word as it was written, perhaps with a slip; None where it was not."""
        if word in self.ways:
            return word
        alike = (other for end in _ends(word) for other in self.by_end.get(end, ())[:MOST])
        return next((other for other in alike if one_slip(word, other)), None)


def compare(sought, heard):
    """How much of the wanted words was said, and what was said the other way round."""
    weights, ways, asked = sought.weights, sought.ways, sought.asked
    met = {each: written for each in weights if (written := heard.find(each)) is not None}
    reversed_ = [each for each, written in met.items() if each not in asked and _at_odds(ways[each], heard.ways[written])]
    of_met, of_reversed = (sum(weights[each] for each in some) for some in (met, reversed_))
    contradicted = _replaced(sought.wanted, heard.said, met, asked) | (set(reversed_) if of_reversed >= AT_ODDS_FROM * of_met else set())
    covered = [each for each in met if each not in contradicted]
    gained = sum(weights[each] * (1 if met[each] == each else NEARLY) for each in covered)
    share = _credit(gained / sought.total) / (2 if contradicted else 1) if sought.total else 0.0
    return Found(
        share, tuple(each for each in weights if each in contradicted), tuple(covered), tuple(each for each in weights if each not in met)
    )


def _replaced(wanted, said, met, asked):
    """The wanted numbers in whose place, beside the same word, another number stands."""
    lost = [at for at, word in enumerate(wanted) if word.number and word.stem not in met]
    if not lost:
        return set()
    theirs = {word.stem for word in wanted if word.number} | asked
    others = [at for at, word in enumerate(said) if word.number and word.stem not in theirs]
    beside = {word.stem for at in others for word in _around(said, at)}
    return {wanted[at].stem for at in lost if any(word.telling and word.stem in beside for word in _around(wanted, at))}


def _around(found, at):
    return found[max(at - BESIDE, 0) : at] + found[at + 1 : at + 1 + BESIDE]


def _weight(word, asked):
    return (OF_A_NUMBER if word.number else weight(word.stem)) * (IN_QUESTION if word.stem in asked else 1)


def _ways(found):
    """For each stem: whether it stands denied, failed, and plain: {stem: {(denied, failed), …}}."""
    ways = {}
    for word in found:
        ways.setdefault(word.stem, set()).add((word.denied, word.failed))
    return ways


def _at_odds(wanted, written):
    """Whether a word is denied on one side and on the other neither denied nor failed."""

    def plain(ways):
        return any(not denied and not failed for denied, failed in ways)

    def denied(ways):
        return all(denied for denied, _ in ways)

    return denied(wanted) and not denied(written) and plain(written) or denied(written) and not denied(wanted) and plain(wanted)


def _credit(coverage):
    return min(max((coverage - NONE_FROM) / (FULL_FROM - NONE_FROM), 0.0), 1.0)


def _ends(word):
    """One slip leaves the first two letters or the last two as they are."""
    return (f"{word[:2]}-", f"-{word[-2:]}") if len(word) >= SHORTEST else ()

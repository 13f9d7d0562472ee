"""How much of what is wanted a text says: its words, those with one slip of the pen, and what is said the other way round."""
from dataclasses import dataclass

from service.free_text.words import weight

NONE_FROM, FULL_FROM = 0.2, 0.7
"""Coverage up to which a text says nothing of the matter, and from which it says all of it."""
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


def compare(wanted, said, asked):
    """How much of the wanted words was said, and what was said the other way round."""
    wanted = [word for word in wanted if word.telling] or wanted
    weights = {word.stem: _weight(word, asked) for word in wanted}
    met = near(weights, dict.fromkeys(word.stem for word in said))
    other_number = any(word.number and word.stem not in weights and word.stem not in asked for word in said)
    denials, here = _denials(said), _denials(wanted)
    numbers = {word.stem for word in wanted if word.number}
    contradicted = {each for each, written in met.items() if each not in asked and _at_odds(here[each], denials[written])}
    contradicted |= {each for each in numbers - met.keys() if other_number}
    covered = [each for each in weights if each in met and each not in contradicted]
    gained = sum(weights[each] * (1 if met[each] == each else NEARLY) for each in covered)
    total = sum(weights.values())
    share = _credit(gained / total) / (2 if contradicted else 1) if total else 0.0
    return Found(share, tuple(each for each in weights if each in contradicted), tuple(covered), tuple(each for each in weights if each not in met))


def _weight(word, asked):
    return (OF_A_NUMBER if word.number else weight(word.stem)) * (IN_QUESTION if word.stem in asked else 1)


def _denials(found):
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


def near(wanted, written):
    """For each wanted word the written one that it is, or nearly is: {wanted: written}. Quick however many there are."""
    found = {word: word for word in wanted if word in written}
    by_end = {}
    for word in written:
        for end in _ends(word):
            by_end.setdefault(end, []).append(word)
    for word in (each for each in wanted if each not in found):
        alike = (other for end in _ends(word) for other in by_end.get(end, ())[:MOST] if one_slip(word, other))
        if (other := next(alike, None)) is not None:
            found[word] = other
    return found


def one_slip(one, other):
    """Whether one slip makes one word the other."""
    if abs(len(one) - len(other)) > 1 or not one.isalpha() or not other.isalpha():
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or swapped


def _ends(word):
    """One slip leaves the first two letters or the last two as they are."""
    return (("first", word[:2]), ("last", word[-2:])) if len(word) >= SHORTEST else ()

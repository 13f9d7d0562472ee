"""How much of a reference is found again in a response, word by word: by spelling, and by meaning where there is an encoder.

Six signals, each from 0 to 1 or nearly so, and their sum in standard deviations. Words that the question gave away and
words that are common weigh little. The constants were chosen on two exams and carry over to questions of other fields.
"""
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

import numpy

from service.free_text.rarity import NUMBER, zipf
from service.free_text.words import DENYING, FUNCTION_WORDS, NUMBER_WORDS, stemmed

STOP_WORDS = FUNCTION_WORDS - DENYING
SIGNALS = ("meaning", "beyond chance", "last layer", "letters", "neighbours", "length")
MEANS = numpy.array([0.635, 0.507, 0.520, 0.308, 0.466, 0.7])
SPREADS = numpy.array([0.224, 0.155, 0.216, 0.244, 0.174, 0.3])
WEIGHTS = numpy.array([1, 1, 1, 0.5, 0.5, 0.4])
GIVEN_AWAY = 0.2
"""What a word weighs that stands in the question."""
NEARLY, SURE = 0.8, 0.9
"""From which likeness of spelling two words count as one, and how alike they then are in meaning at least."""
ALIKE_FROM, SHORTEST, LONGER = 0.6, 4, 3
"""From which share of letter pairs spellings are alike at all, of how many letters, and how many more one word may have."""
COMMONEST, LEAST_RARE = 8, 0.3
"""How rare a word is counts down from here, on the Zipf scale, but no further than to the other."""


@dataclass(frozen=True)
class Text:
    """A text of n words: as they stand, their stems, whether each is a function word; its vectors or None."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    stops: numpy.ndarray
    v: numpy.ndarray | None = None
    u: numpy.ndarray | None = None

    @cached_property
    def known(self):
        """Its stems, each once."""
        return frozenset(self.stems)

    @cached_property
    def by_pair(self):
        """The words that have a pair of letters, for each pair, so that few need be compared."""
        found = {}
        for word in dict.fromkeys(self.words):
            for pair in _pairs(word) if len(word) >= SHORTEST else ():
                found.setdefault(pair, []).append(word)
        return found

    @cached_property
    def grams(self):
        """How often each run of four letters comes in it."""
        return Counter(chain.from_iterable(map(grams, self.words)))


def text(words, v=None, u=None):
    """A text out of its words in lower case and their vectors."""
    stops = numpy.array([word in STOP_WORDS for word in words], bool)
    return Text(tuple(words), tuple(map(stemmed, words)), stops, v, u)


class Chance:
    """The vectors v of each of some unrelated texts, and their middle."""

    def __init__(self, texts):
        self.texts, self.center = texts, numpy.concatenate(texts).mean(0)


class Wanted:
    """A reference beside its question, prepared once: what each of its words weighs, and how near chance brings any text to it."""

    def __init__(self, reference, question, chance=None):
        """`reference`, `question`: Texts; `chance`: the Chance of texts that have vectors."""
        self.text = reference
        plain = numpy.where(reference.stops, 0, _rarity(reference.words))
        self.plain = plain if plain.any() else numpy.ones(len(reference.words))
        asked = numpy.array([stem in question.known for stem in reference.stems], bool)
        self.weights = self.plain * numpy.where(asked, GIVEN_AWAY, 1)
        self.new = _or(self.plain * ~asked, self.plain)
        self.grams = Counter(gram for word, weight in zip(reference.words, self.new) if weight > 0 for gram in grams(word))
        self.count = max(self.grams.total(), 1)
        if reference.v is None or not len(reference.words):
            return
        near_question = _best(reference.u, question.u)
        self.beyond = _or(self.plain * (1 - numpy.clip((near_question - 0.4) / 0.5, 0, 1)), self.plain)
        by_chance = numpy.array([_best(reference.v, each) for each in chance.texts])
        self.mean, self.spread = by_chance.mean(0), by_chance.std(0)
        self.center = chance.center
        self.windows = windows(reference.v[self.new > 0] - self.center)


def spelled(wanted, response):
    """For each word of the reference how nearly it is spelled in the response: 1 for an equal stem, else the best Dice of letter pairs."""
    stems, heard = response.known, response.by_pair
    return numpy.array([1.0 if stem in stems else _nearest(word, heard) for word, stem in zip(wanted.text.words, wanted.text.stems)])


def sure(wanted, response):
    """For each word of the reference what likeness of meaning its spelling stands for at least; -1 where it is spelled otherwise."""
    return numpy.where(spelled(wanted, response) >= NEARLY, SURE, -1)


def signals(wanted, response):
    """The six signals of a response that has words, in the order of SIGNALS."""
    spelling = sure(wanted, response)
    by_v, by_u = (
        numpy.maximum(_best(rows, others), spelling) for rows, others in ((wanted.text.v, response.v), (wanted.text.u, response.u))
    )
    content = response.v[~response.stops] - wanted.center
    theirs = windows(content)
    return numpy.array([
        _mean(_sigmoid(by_v, 0.4, 0.12), wanted.weights),
        _mean(_sigmoid((by_v - wanted.mean) / (wanted.spread + 0.03), 1.5, 2), wanted.weights),
        _mean(by_u, wanted.beyond),
        letters_shared(wanted, response),
        float((wanted.windows @ theirs.T).max(1).mean()) if len(theirs) and len(wanted.windows) else 0.0,
        min(1.0, len(response.words) / max(len(wanted.text.words), 1)),
    ])  # fmt: skip


def contexts(one, other):
    """For each word of a text that another has, too: the cosine of their contexts (u), where it is most alike; whether it tells anything."""
    places = {}
    for at, stem in enumerate(other.stems):
        places.setdefault(stem, []).append(at)
    met = [(at, places[stem]) for at, stem in enumerate(one.stems) if stem in places]
    alike = numpy.array([(other.u[there] @ one.u[at]).max() for at, there in met])
    return alike, numpy.array([not one.stops[at] for at, _ in met], bool)


def share(wanted, response):
    """The share of a text, by weight, that is found by meaning."""
    if not response.words:
        return 0.0
    by_v = numpy.maximum(_best(wanted.text.v, response.v), sure(wanted, response))
    return _mean(_sigmoid(by_v, 0.55, 0.08), wanted.weights)


def letters_shared(wanted, response):
    """The share of the reference's runs of four letters that the response has, too."""
    theirs = response.grams
    return sum(min(count, theirs[gram]) for gram, count in wanted.grams.items() if gram in theirs) / wanted.count


def total(found):
    """Signals as one number: about 0 for the usual answer, 1 for a very full one, -2 for one with nothing of it."""
    return float((WEIGHTS * (found - MEANS) / SPREADS).sum() / WEIGHTS.sum())


def words_found(wanted, response):
    """The share of the reference, by weight, whose words are in the response: all words, and those that the question lacks."""
    letters = spelled(wanted, response)
    return _mean(letters, wanted.weights), _mean(letters, wanted.new)


@lru_cache(maxsize=16384)
def grams(word):
    """The runs of four letters of a word, its beginning and end among them."""
    padded = f" {word} "
    return tuple(padded[at : at + 4] for at in range(max(len(padded) - 3, 1)))


def windows(rows):
    """The mean of every three neighbouring rows, of unit length."""
    if not len(rows):
        return rows
    means = (rows[:-2] + rows[1:-1] + rows[2:]) / 3 if len(rows) > 2 else rows.mean(0, keepdims=True)
    return means / numpy.maximum(numpy.sqrt(numpy.square(means).sum(axis=1, keepdims=True)), 1e-9)


@lru_cache(maxsize=8192)
def _pairs(word):
    """The letter pairs of a word; one that comes again is told apart by how often it came before."""
    pairs = [sys.intern(word[at : at + 2]) for at in range(len(word) - 1)]
    if len(set(pairs)) < len(pairs):
        came = Counter()
        for at, pair in enumerate(pairs):
            pairs[at] = f"{pair}{came[pair]}" if pair in came else pair
            came[pair] += 1
    return tuple(pairs)


def _nearest(word, heard):
    """The best Dice of letter pairs with a word that is about as long."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0.0
    shared, length = {}, len(word)
    for pair in _pairs(word):
        for other in heard.get(pair, ()):
            shared[other] = shared.get(other, 0) + 1
    alike = (2 * count / (length + len(other) - 2) for other, count in shared.items() if abs(len(other) - length) <= LONGER)
    best = max(alike, default=0.0)
    return best if best >= ALIKE_FROM else 0.0


def _rarity(words):
    common = numpy.array([NUMBER if word in NUMBER_WORDS else zipf(word) for word in words], float)
    return numpy.sqrt(numpy.maximum(LEAST_RARE, COMMONEST - common))


def _best(rows, others):
    """For each row the cosine with the nearest of the others."""
    return (rows @ others.T).max(1) if len(others) else numpy.zeros(len(rows))


def _mean(values, weights):
    return float((values * weights).sum() / weights.sum()) if weights.any() else 0.0


def _or(weights, otherwise):
    return weights if weights.any() else otherwise


def _sigmoid(values, middle, width):
    return 1 / (1 + numpy.exp(-(values - middle) / width))

"""The words of a text: stemmed, with what denies them, and how much each tells.

Scripts that put no blanks between words are read in pairs of characters. Stems and function words are English; in other
languages words count by their length alone.
"""
import re
import unicodedata
from collections import Counter
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff"
"""Vowels and accents that Python does not take for parts of a word."""
TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|[{UNSPACED}]+|(?:[^\W\d_{UNSPACED}]|[{MARKS}])+|[.;:!?。；！？]")
OF_UNSPACED = re.compile(f"[{UNSPACED}]")
CLAUSE_ENDS = frozenset(".;:!?。；！？")
DENYING = frozenset("not no never cannot without neither nor none nothing hardly n't non".split())
FAILING = frozenset(
    "lack lacks lacking fail fails failing failed miss misses missing missed unable lose loses losing lost escape escapes".split()
)
REACH = 4
"""How many words a denial reaches, within its clause."""
ALIKE, SHORTEST_ALIKE = 0.7, 4
"""From which share of letter pairs two words are nearly one, and the letters that such words have at least."""
FUNCTION_WORDS = frozenset("""
a about above after again all also although am an and another any are as at be because been before being below between
both but by can could did do does doing done down during each either else especially etc even ever every few for from
further had has have having he hence her here hers him his how however i if in instead into is it its itself just let
like many may me might more most much must my of off often on once one only or other our out over own per quite rather
same shall she should since so some such than that the their them themselves then there therefore these they thing
things this those though through thus to too under until up upon us use used using very via was we were what when
where whether which while who whom whose why will with within would yet you your s t d ll re ve m
""".split()) | DENYING  # fmt: skip
NUMBER_WORDS = {word: str(number) for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)}
ENDINGS = frozenset("""
s es ed ing er ers or ors ly y ies ied ier iest ily e al ally ic ical ically ity ities ive ively ness ment ments able ible ably ibly
ation ations ational ization izations isation isations ize izes ized izing izer ise ises ised ising iser ate ates ated ating ion ions
ance ances ence ences ient iently iency iencies ous ously ful fully
""".split())  # fmt: skip
LONGEST_ENDING = max(map(len, ENDINGS))


class Word(NamedTuple):
    """One word: as it stands, its stem, whether it tells anything, is a number, is denied ("not …") or failed ("lacks …")."""

    text: str
    stem: str
    telling: bool = True
    number: bool = False
    denied: bool = False
    failed: bool = False


def heard(text):
    """The words of a text, in order."""
    found, deny, fail = [], 0, 0
    text = unicodedata.normalize("NFC", text).casefold().replace("can't", "cannot").replace("can’t", "cannot")
    for token in TOKEN.findall(re.sub("n['’]t\\b", " not", text)):
        if token in CLAUSE_ENDS:
            deny = fail = 0
            continue
        if token in DENYING:
            deny = REACH
        elif token in FAILING:
            fail = REACH
        denied, failed = deny > 0 and token not in DENYING, fail > 0 and token not in FAILING
        number, telling = token[0].isdecimal() or token in NUMBER_WORDS, token not in FUNCTION_WORDS
        found += [Word(text, stem, telling, number, denied, failed) for text, stem in _pieces(token)]
        deny, fail = deny and deny - 1, fail and fail - 1
    return tuple(found)


words = lru_cache(maxsize=2)(heard)
"""The same for a learner's text: rules, reader and guard all ask for it, so the last two are remembered, and no more."""
known_words = lru_cache(maxsize=256)(heard)
"""The same for texts that come again: prompts, references, key points."""


def weight(stem):
    """How much a word tells: long words are rarer, and rare ones tell more."""
    return min(len(stem), 8) / 8 + 0.25


def stem(word):
    """A word without its ending: "learned", "learns" and "learning" are one."""
    for length in range(min(LONGEST_ENDING, len(word) - 3), 0, -1):
        if word[-length:] in ENDINGS:
            word = word[:-length]
            break
    word = word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou" else word
    return word[:-1] if len(word) > 3 and word[-1] in "iey" else word


@lru_cache(maxsize=8192)
def stemmed(word):
    """What a word in lower case counts as: its stem, a number as one text, a function word itself."""
    word = re.sub("['’]s$", "", word)
    return _pieces(word)[0][1] if word else word


def one_slip(one, other):
    """Whether one slip makes one word the other."""
    if abs(len(one) - len(other)) > 1 or not one.isalpha() or not other.isalpha():
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or swapped


@lru_cache(maxsize=8192)
def dice(one, other):
    """Twice the letter pairs that two words share, over those that they have."""
    pairs = [Counter(word[at : at + 2] for at in range(len(word) - 1)) for word in (one, other)]
    return 2 * (pairs[0] & pairs[1]).total() / max(pairs[0].total() + pairs[1].total(), 1)


def near(one, other):
    """Whether two words of four letters and more are one, but for a slip or two of the pen."""
    if min(len(one), len(other)) < SHORTEST_ALIKE or not one.isalpha() or not other.isalpha():
        return False
    return one_slip(one, other) or dice(one, other) >= ALIKE


def _pieces(token):
    """The words of a token as (text, stem): one, or the pairs of characters of an unspaced script."""
    if OF_UNSPACED.match(token):
        pairs = [token[at : at + 2] for at in range(max(len(token) - 1, 1))]
        return list(zip(pairs, pairs))
    return [(token, _stem(token))]


@lru_cache(maxsize=8192)
def _stem(token):
    """The stem of a token that is one word."""
    if token[0].isdecimal():
        return _plain(token)
    if token in FUNCTION_WORDS or token in NUMBER_WORDS:
        return NUMBER_WORDS.get(token, token)
    return stem(token)


def _plain(token):
    """A number as one text however it was written: 2.50 is 2.5, 1,000 is 1000."""
    token = re.sub(r",(?=\d{3}(?:\D|$))", "", token).replace(",", ".")
    return f"{Decimal(token).normalize():f}" if token.count(".") < 2 and len(token) < 40 else token

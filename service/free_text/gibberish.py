"""Letters that make no words: struck at random, held down, or run along the keyboard.

A word that no list has may be a name, a formula, a piece of code, a slip of the pen or a word of another language. So
unknown words are gibberish only where they are many and their letters follow one another as they seldom do in words.
"""
import re
import unicodedata

from service.free_text.languages import language
from service.free_text.rarity import RAREST, zipf
from service.free_text.words import OF_UNSPACED, near

FOLLOWERS = dict(
    each.split(":")
    for each in """
    a:abcdefghijklmnoprstuvwxyz b:abeijlorstuy c:acehijklortuyz d:adegilmnorstuvwyz e:abcdefghijklmnopqrstuvwxyz f:aefgilorstuy
    g:adeghilmnorstuy h:aeilmnorstuwy i:abcdefgijklmnopqrstuvwxz j:adeiknosu k:aehiklnorstuwy l:abcdefgiklmnopstuvwy m:abeilmnopstuy
    n:abcdefghijklmnoqrstuvwyz o:abcdefghijklmnoprstuvwxyz p:aefhiloprstuy q:u r:abcdefghiklmnoprstuvwyz s:abcefghiklmnopqrstuvwyz
    t:abcefghijklmnorstuwyz u:abcdefghijklmnoprstuvwxyz v:aeioruy w:aehilnorsuy x:acehiptuy y:abcdejklmnoprstwz z:acdeikmnotuwyz
    """.split()
)
"""Which letters follow each in many words of seven European languages."""
ROWS = ("qwertyuiop", "qwertzuiop", "asdfghjkl", "lkjhgfdsa", "zxcvbnm", "yxcvbnm", "mnbvcxz")
RUN, MOSTLY = 4, 0.6
"""How many neighbours on the keyboard make a run, and how much of a word: "property" has a run, too."""
RUNS = frozenset(row[at : at + RUN] for row in ROWS for at in range(len(row) - RUN + 1))
AGAIN = re.compile(r"(.{1,3})\1{2,}.?")
SHORT = re.compile("(?<![A-Za-z])(?:[A-Z][a-z]?){2,5}(?![A-Za-z])")
"""Abbreviations and chemical formulas: KMnO, RREQ."""
CODE = re.compile(r"[={}<>*&_\\]|\w\(")
HALF, SELDOM = 0.5, 0.18
"""The share of unknown words, and of pairs of letters in them that are seldom, from which a text is gibberish."""
MOST_UNKNOWN, MOST_KNOWN = 40, 1000
"""How many words are compared for slips of the pen."""


def gibberish(response, said, known):
    """Whether at least half of the words of a response are letters at random; `known`: words that the question and references have."""
    short = {each.casefold() for each in SHORT.findall(response)}
    new = [(word.text, _struck(word.text), word.number) for word in said if word.text not in known]
    struck = [text for text, by_chance, _ in new if by_chance]
    strange = struck + [text for text, by_chance, number in new if not (by_chance or number or _known(text, short))]
    if len(strange) < HALF * len(said) or len(struck) < len(strange) and CODE.search(response) or language(response) not in ("", "en"):
        return False
    strange = strange[:: len(strange) // MOST_UNKNOWN + 1]
    alike = sorted(known)[:MOST_KNOWN]
    if sum(any(near(word, other) for other in alike) for word in dict.fromkeys(strange)) > (1 - HALF) * len(set(strange)):
        return False
    pairs, seldom = sum(max(len(word) - 1, 1) for word in strange), sum(map(_seldom, strange))
    return seldom >= max(2, SELDOM * pairs)


def _known(text, short):
    return text in short or zipf(text) >= RAREST or OF_UNSPACED.match(text)


def _struck(word):
    """Whether a word is a run along the keyboard, or the same few letters again and again."""
    if len(word) < RUN or OF_UNSPACED.match(word):
        return False
    return bool(AGAIN.fullmatch(word)) or _in_runs(word) >= MOSTLY * len(word)


def _in_runs(word):
    """How many letters of a word are in a run along the keyboard."""
    return len({at + step for at in range(len(word) - RUN + 1) if word[at : at + RUN] in RUNS for step in range(RUN)})


def _seldom(word):
    """How many pairs of neighbouring letters are such as words seldom have; all, where a word was struck without thought."""
    if _struck(word):
        return len(word) - 1
    letters = "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))
    return sum(other.isascii() and one in FOLLOWERS and other not in FOLLOWERS[one] for one, other in zip(letters, letters[1:]))

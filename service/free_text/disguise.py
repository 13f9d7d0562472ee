"""Text as it looks: letters of other alphabets put among Latin ones, letters in costume, and marks that nobody sees.

Only where the reader expects Latin letters, and every letter of a word is Latin or has a Latin double, the word is read
as what it looks like; a text that even then is in another alphabet is left alone. Short words with Greek letters are
symbols ("ρgh", "ωt"), as are single letters in costume.
"""
import re
import unicodedata

DOUBLES = str.maketrans(
    "асеорхуіјѕһԁԛԝѵӏкмтАВСЕНІЈКМОРЅТХУԚԜ" + "αονρτυκιγωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "ɡɑıꓲ",
    "aceopxyijshdqwvlkmtABCEHIJKMOPSTXYQW" + "aovptukiywABEZHIKMNOPTYX" + "gaiI",
)
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
COSTUME = re.compile("[\u24b6-\u24e9\U0001d400-\U0001d7cb\U0001f130-\U0001f189]{4}")
"""Four letters for formulas or in circles: nobody writes a word so."""
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
GREEK = re.compile("[\u0370-\u03ff]")
LONGEST_SYMBOL = 3
"""Letters of the longest word with Greek ones that is taken for a formula."""


def undisguised(text, expected):
    """The text as a person sees it who expects what `expected` is written in, and whether a word was disguised."""
    if text.isascii():
        return text, False
    shown = unicodedata.normalize("NFKC", text)
    plain = UNSEEN.sub("", shown)
    if latin(expected):
        read = WORD.sub(lambda found: _seen(found[0]), plain)
        plain = read if latin(read) else plain
    return plain, bool(COSTUME.search(text)) or plain != shown and _letters(plain) != _letters(shown)


def latin(text):
    """Whether at least half of a text's letters are Latin; so, too, where it has none."""
    return text.isascii() or 2 * len(LATIN.findall(text)) >= sum(map(str.isalpha, text))


def _seen(word):
    if word.isascii() or all(map(LATIN.match, word)) or len(word) <= LONGEST_SYMBOL and GREEK.search(word):
        return word
    seen = word.translate(DOUBLES)
    return seen if all(map(LATIN.match, seen)) else word


def _letters(text):
    return [letter for letter in text if letter.isalpha()]

"""A text's words and the word pieces that each is made of; long texts in stretches that the encoder can read at once."""
import re
from bisect import bisect_right

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
UNKNOWN = 100
"""The id of a piece that is not known."""
LONGEST, OVERLAP, STRETCHES = 510, 30, 4
"""Pieces that are read at once, those that two such stretches share, and how many stretches of a text are read."""


def whole(text):
    """A text without halves of characters: what replaces each is as long."""
    return text.encode(errors="replace").decode()


def cut(text, found):
    """The words of a whole text in lower case, the ids of all its pieces, and for each word where its pieces begin and end.

    `found`: what the tokenizer makes of it.
    """
    ids, places = found.ids, found.offsets
    words, ranges, at = [], [], 0
    for word in WORD.finditer(text):
        while at < len(ids) and places[at][1] <= word.start():
            at += 1
        first = at
        if first >= LONGEST * STRETCHES:
            break
        while at < len(ids) and places[at][0] < word.end():
            at += 1
        if first == at:  # a letter that the tokenizer takes for nothing
            ids.insert(at, UNKNOWN)
            places.insert(at, word.span())
            at += 1
        words.append(word[0].lower())
        ranges.append((first, at))
        at -= places[at - 1][1] > word.end()  # "3d" is one piece of two words
    return words, ids, ranges


def stretches(count, ranges):
    """Yield (where a stretch of pieces begins, where it ends, up to where an earlier one has read).

    They begin and end between words, save in a word that is longer than a stretch, and what two share gives the later
    one something to begin with.
    """
    inside = {piece for first, end in ranges for piece in range(first + 1, end)}
    between = [piece for piece in range(count + 1) if piece not in inside]
    start = read = 0
    for _ in range(STRETCHES):
        end = _last(between, min(start + LONGEST, count), read) or min(start + LONGEST, count)
        yield start, end, read
        if end == count:
            return
        start, read = _last(between, end - OVERLAP, start) or end, end


def _last(places, most, above):
    """The last of these places up to `most`, the first of which is 0; None where it is not above the other."""
    place = places[bisect_right(places, max(most, 0)) - 1]
    return place if place > above else None

"""How rare an English word is, on the Zipf scale: the tens logarithm of how often it comes in a billion words.

"the" has 7.7, "network" 5.0, "gradient" 3.5. The scale is van Heuven and others' (2014, SUBTLEX-UK); the frequencies are
wordfreq's (Speer, 2022), of the 231,484 words that come once in 63 million or more. The file holds each word's CRC-32
and its frequency in steps of 1/32, so it is small and needs no reading in; two words in a thousand share a sum with
another, or seem to be known though they are not.
"""
import zlib
from functools import cache, lru_cache
from pathlib import Path

import numpy

FILE = Path(__file__).with_name("rarity.bin")
STEPS = 32
RAREST = 1.2
"""The frequency of the rarest words in the file."""
NUMBER = 3.5
"""What a number counts as, however rare it is."""


@lru_cache(maxsize=8192)
def zipf(word):
    """The Zipf frequency of a word in lower case; 0 for a word that is not known."""
    if word[:1].isdecimal():
        return NUMBER
    sums, steps = _table()
    wanted = numpy.uint32(zlib.crc32(word.replace("’", "'").encode(errors="replace")))  # beside an int all sums would be converted
    at = int(numpy.searchsorted(sums, wanted))
    return int(steps[at]) / STEPS if at < len(sums) and sums[at] == wanted else 0.0


@cache
def _table():
    """Sorted sums and their frequencies, as they lie in the file; processes share the memory."""
    kept = numpy.memmap(FILE, numpy.uint8, "r")
    count = len(kept) // 5
    return kept[: count * 4].view("<u4"), kept[count * 4 :]


def written(frequencies):
    """The bytes of a table: {word: frequency on the Zipf scale}."""
    kept = {}
    for word, frequency in frequencies.items():
        key = zlib.crc32(word.encode())
        kept[key] = max(kept.get(key, 0), min(round(frequency * STEPS), 255))
    keys = numpy.array(sorted(kept), "<u4")
    return keys.tobytes() + bytes(kept[int(key)] for key in keys)

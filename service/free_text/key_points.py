"""The points of a reference: its sentences, and the halves of those that say two things."""
import re

BLANKS = re.compile(r"\s+")
SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+|\s+-\s+")
HALVES = re.compile(r",?\s+(?=(?:because|since|so that|whereas|while|but|which means|therefore)\b)|,\s+(?=(?:and|or)\s+\w+\s+\w+\s+\w+)")
FEWEST_WORDS, MOST = 3, 8


def split(reference):
    """The parts of a reference, in its own words; one where it says but one thing."""
    spaced = BLANKS.sub(lambda found: "\n" if "\n" in found[0] else " ", reference)  # long runs of blanks would take long
    parts = [part for sentence in SENTENCE.split(spaced) for part in HALVES.split(sentence)]
    joined = []
    for part in filter(None, (part.strip(" ,;") for part in parts)):
        if joined and (len(part.split()) < FEWEST_WORDS or len(joined[-1].split()) < FEWEST_WORDS):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return tuple(joined[:MOST]) or (reference,)

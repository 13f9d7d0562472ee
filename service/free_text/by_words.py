"""Reading by words alone: what share of the reference's words a response has, and what it turns into its opposite.

It sees no meaning, so it is unsure, and says so; it does the work where there is no encoder, and for languages that the
encoder has not learnt.
"""
from functools import lru_cache

import numpy

from service.free_text import alignment
from service.free_text.coverage import Heard, Sought, compare
from service.free_text.words import known_words, words

NAME, VERSION = "words", "5"


class ByWords:
    """The reader without an encoder."""

    name, version = NAME, VERSION

    def prepare(self, prompt, references):
        return _Prepared(prompt, references)

    def signals(self, prepared, response):
        """For each reference: what share of its words, of those that the question lacks, and of its letters was found; length; at odds."""
        text, heard = _heard(response)
        return [
            numpy.array([
                *alignment.words_found(wanted, text), alignment.letters_shared(wanted, text),
                min(1.0, len(heard.said) / max(len(sought.wanted), 1)), float(bool(compare(sought, heard).contradicted)),
            ])
            for wanted, sought in prepared.wanted
        ]  # fmt: skip

    def evidence(self, prepared, number, response, signals):
        """What the guard is told beside the words: the signals of a reference."""
        return signals

    def shares(self, prompt, prepared, points, response):
        """For each point: the share of it that was found, and whether it is contradicted."""
        _, heard = _heard(response)
        found = [compare(point, heard) for point in prepared.points(points)]
        return [(each.share, bool(each.contradicted)) for each in found]

    def parts(self, prompt, prepared, parts, response, signals):
        """The same for the parts of a reference."""
        return self.shares(prompt, prepared, parts, response)

    def gist(self, response):
        """The stems of a response that tell anything."""
        return frozenset(word.stem for word in words(response) if word.telling)

    def likeness(self, one, other):
        """How alike the gists of two responses are: the share of their stems that they have in common."""
        return len(one & other) / max(len(one | other), 1)


class _Prepared:
    def __init__(self, prompt, references):
        self._asked, self._points = {word.stem for word in known_words(prompt) if word.telling}, {}
        question = _text(known_words(prompt))
        known = [known_words(each) for each in references]
        self.references = [text for text, each in zip(references, known) if each]
        self.wanted = [(alignment.Wanted(_text(each), question), Sought(each, self._asked)) for each in known if each]

    def points(self, points):
        """Key points, or parts of a reference, prepared once."""
        if points not in self._points:
            self._points[points] = [Sought(known_words(point), self._asked) for point in points]
        return self._points[points]


@lru_cache(maxsize=2)
def _heard(response):
    """A response as a text and as what was heard; of the last two, for several questions are asked of each, one after another."""
    said = words(response)
    return _text(said), Heard(said)


def _text(some):
    return alignment.text([word.text for word in some])

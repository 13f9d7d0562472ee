"""Reading by words alone: what share of the reference's words a response has, and what it turns into its opposite.

It sees no meaning, so it is unsure, and says so; it does the work where there is no encoder, and for languages that the
encoder has not learnt.
"""
import numpy

from service.free_text import alignment
from service.free_text.coverage import Heard, compare
from service.free_text.words import known_words, words

NAME, VERSION = "words", "2"


class ByWords:
    """The reader without an encoder."""

    name, version = NAME, VERSION

    def prepare(self, prompt, references):
        return _Prepared(prompt, references)

    def signals(self, prepared, response):
        """For each reference: what share of its words, of those that the question lacks, and of its letters was found; length; at odds."""
        said = words(response)
        text, heard = alignment.text([word.text for word in said]), Heard(said)
        return [
            numpy.array([
                *alignment.words_found(wanted, text), alignment.letters_shared(wanted, text),
                min(1.0, len(said) / max(len(known), 1)), float(bool(compare(known, heard, prepared.asked).contradicted)),
            ])
            for wanted, known in prepared.wanted
        ]  # fmt: skip

    def shares(self, prompt, prepared, points, response):
        """For each point: the share of it that was found, and whether it is contradicted."""
        asked, heard = _asked(prompt), Heard(words(response))
        found = [compare(known_words(point), heard, asked) for point in points]
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
        self.asked = _asked(prompt)
        question = alignment.text([word.text for word in known_words(prompt)])
        known = [known_words(each) for each in references]
        self.references = [text for text, each in zip(references, known) if each]
        self.wanted = [(alignment.Wanted(alignment.text([word.text for word in each]), question), each) for each in known if each]


def _asked(prompt):
    return {word.stem for word in known_words(prompt) if word.telling}

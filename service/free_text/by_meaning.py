"""Reading by meaning: the encoder finds the reference again word by word, the judge reads both texts together."""
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy

from service.free_text import alignment, denials, disorder, graph, kept, scoring
from service.free_text.judge import Judge

UNRELATED = Path(__file__).with_name("unrelated.txt")
NAME, VERSION = "encoder", "5"
FURTHEST = 6.0
"""Beyond this a logit says nothing more."""
NOWHERE = -1.0
"""How alike contexts are of words that are not there."""


class ByMeaning:
    """The reader with an encoder; safe to use from several threads. `folder()`: where encoded references are kept, or None."""

    name, version = NAME, VERSION

    def __init__(self, encoder, folder=lambda: None):
        self.encoder, self.folder = encoder, folder
        self.judge = Judge(encoder)
        self._last = "", None

    @cached_property
    def chance(self):
        """Unrelated texts: how near any word comes to a reference's by chance."""
        return alignment.Chance([kept.words(self.encoder, line, self.folder()).v for line in UNRELATED.read_text().splitlines()])

    def prepare(self, prompt, references):
        return _Prepared(self, prompt, references)

    def signals(self, prepared, response):
        """For each reference: the judge's logits of credit and of contradiction, the alignment's sum, the reference's words, the judge's
        logit of a denial that was put in, and the response's words."""
        text = self._heard(response).text
        return [self._beside(prepared.prompt, text, response, *each) for each in prepared.wanted] if text.words else []

    def _beside(self, prompt, text, response, reference, wanted):
        credit, against, put_in = self._opinion(prompt, response, reference)
        return numpy.array([credit, against, alignment.total(alignment.signals(wanted, text)), len(wanted.text.words), put_in, len(text.words)])

    def evidence(self, prepared, number, response, signals):
        """What the guard is told beside the words: the signals of a reference (it counts the response's words itself), how disordered
        the response reads, contexts, and what denials turn into its opposite."""
        disordered = disorder.disorder(self._heard(response).early)
        contexts, turned = self._contexts(prepared, number, response), self._turned(prepared, number, response, signals)
        return numpy.array([*signals[:-1], disordered, *contexts, *turned])

    def _contexts(self, prepared, number, response):
        """How alike the contexts are of words that both texts have: in the mean, of those that tell anything, of the least alike fifth."""
        alike, tells = alignment.contexts(prepared.wanted[number][1].text, self._heard(response).text)
        return [alike.mean(), alike[tells].mean() if tells.any() else NOWHERE, least_fifth(alike)] if len(alike) else [NOWHERE] * 3

    def _turned(self, prepared, number, response, signals):
        """How much more right the judge finds the response without one of its denials, and how much less a contradiction; 0 without any."""
        without = [self._opinion(prepared.prompt, each, prepared.wanted[number][0])[:2] for each in denials.undenied(response)]
        changes = numpy.array(without or [signals[:2]]) - signals[:2]
        return changes[:, 0].max(), -changes[:, 1].min()

    def shares(self, prompt, prepared, points, response):
        """For each point: the share of it that was found, and whether it is contradicted."""
        return [
            (scoring.of_point(found, credit), bool(credit < 0 < against and found < 1))
            for found, credit, against in self.of_points(prompt, prepared, points, response)
        ]

    def of_points(self, prompt, prepared, points, response):
        """For each point: the alignment's sum and the judge's logits of credit and of contradiction."""
        read, wanted = self._heard(response).text, prepared.parts(self, points)
        found = [alignment.total(alignment.signals(each, read)) if each else 0.0 for each in wanted]
        return [(each, *self._opinion(prompt, response, point)[:2]) for each, point in zip(found, points)]

    def parts(self, prompt, prepared, parts, response, signals):
        """The same for the parts of a reference, word by word; where the judge finds the whole denied, what was found is denied."""
        read = self._heard(response).text
        denied = all(credit < 0 < against for credit, against, *_ in signals)
        shares = [alignment.share(wanted, read) if wanted else 0.0 for wanted in prepared.parts(self, parts)]
        return [(share, denied and share >= 0.5) for share in shares]

    def gist(self, response):
        """The mean of a response's words' vectors, of length 1."""
        vectors = self._heard(response).text.v
        mean = vectors.mean(0) if len(vectors) else numpy.zeros(graph.SIZE)
        return mean / max(numpy.linalg.norm(mean), 1e-9)

    def likeness(self, one, other):
        """How alike the gists of two responses are: their cosine."""
        return float(one @ other)

    def _heard(self, response):
        """A response as the encoder reads it. Only the last one is remembered: several questions are asked of it, one after another."""
        known, heard = self._last
        if heard is None or known != response:
            read = self.encoder.words(response)
            heard = _Heard(_text(read), read.early)
            self._last = response, heard
        return heard

    def _opinion(self, prompt, response, reference):
        credit, follows, neither, denies, put_in = self.judge.opinion(prompt, response, reference)
        against = denies - numpy.logaddexp(follows, neither)
        return numpy.clip([credit, against, put_in], -FURTHEST, FURTHEST)


class _Heard(NamedTuple):
    """A response: its words, and its pieces as an early layer has them."""

    text: alignment.Text
    early: numpy.ndarray


class _Prepared:
    def __init__(self, reader, prompt, references):
        self.prompt, self._parts = prompt, {}
        self.wanted = [(one, wanted) for one, wanted in zip(references, self._wanted(reader, references)) if wanted]
        self.references = [one for one, _ in self.wanted]

    def _wanted(self, reader, texts):
        question, *read = (_text(kept.words(reader.encoder, each, reader.folder())) for each in (self.prompt, *texts))
        return [alignment.Wanted(text, question, reader.chance) if text.words else None for text in read]

    def parts(self, reader, parts):
        """Parts of a reference, prepared once."""
        if parts not in self._parts:
            self._parts[parts] = self._wanted(reader, parts)
        return self._parts[parts]


def least_fifth(values):
    """The value that the least fifth of some floats reaches up to: numpy.quantile(values, 0.2) to the bit, which takes 0.1 ms."""
    values, at = numpy.sort(values), 0.2 * (len(values) - 1)
    below, share = int(at), at - int(at)
    one, other = values[below], values[min(below + 1, len(values) - 1)]
    narrow = values.dtype.type
    return one + (other - one) * narrow(share) if share < 0.5 else other - (other - one) * narrow(1 - share)


def _text(read):
    return alignment.text(read.texts, read.v, read.u)

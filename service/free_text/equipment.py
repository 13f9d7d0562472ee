"""What this process reads with: by meaning where the encoder is to be had, by words else and for other languages."""
import logging
from functools import cache
from threading import Lock

from service.free_text import encoder
from service.free_text.by_meaning import ByMeaning
from service.free_text.by_words import ByWords
from service.free_text.languages import foreign

LOG = logging.getLogger(__name__)
WORDS = ByWords()
FEWEST_THAT_TELL = 8
_set = {"place": (True, None), "kept": None}
_lock = Lock()


def use(on=True, folder=None, kept=None):
    """Set whether the encoder is used, which folder it is in (none: the installed one) and where encoded texts are kept."""
    _set.update(place=(on, folder or None), kept=kept)


def by_meaning():
    """The reader by meaning, loaded when it is first needed; None where it is switched off or cannot be had."""
    with _lock:  # two threads that come first at once must not load it twice
        return _loaded(*_set["place"])


@cache
def _loaded(on, folder):
    place = encoder.find(folder) if on else None
    if place is None:
        return None
    try:
        return ByMeaning(encoder.load(place), lambda: _set["kept"])
    except encoder.Unavailable as error:
        LOG.warning("written answers are graded by words alone: %s", error)
        return None


def reader(references, response):
    """The reader for these texts, and whether they are in a language that it was made for."""
    english = not foreign(" ".join(references)) and not _foreign(response)
    return (by_meaning() or WORDS) if english else WORDS, english


def _foreign(response):
    """A few words do not tell: "no idea" could be Spanish, too."""
    return _unspaced(response) or len(response.split()) >= FEWEST_THAT_TELL and foreign(response)


def _unspaced(text):
    return any("\u0e00" <= letter <= "\u0eff" or "\u3040" <= letter <= "\u9fff" for letter in text)

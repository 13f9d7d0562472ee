"""What this process reads with: by meaning where the encoder is to be had, by words else and for other languages."""
import logging
import re
from functools import cache, lru_cache
from threading import Lock

from service.free_text import encoder
from service.free_text.by_meaning import ByMeaning
from service.free_text.by_words import ByWords
from service.free_text.languages import foreign

LOG = logging.getLogger(__name__)
WORDS = ByWords()
FEWEST_THAT_TELL = 8
UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u9fff]")
_set = {"place": (True, None), "kept": None}
_lock = Lock()


def use(on=True, folder=None, kept=None):
    """Set whether the encoder is used, which folder it is in (none: the installed one) and where encoded texts are kept."""
    _set.update(place=(on, folder or None), kept=kept)


def by_meaning():
    """The reader by meaning, loaded when it is first needed; None where it is switched off or cannot be had."""
    with _lock:  # two threads that come first at once must not load it twice
        return loaded(*_set["place"])


@cache
def loaded(on, folder):
    """The reader by meaning with the encoder in this folder, or None."""
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
    english = not _known_foreign(" ".join(references)) and not _foreign(response)
    return (by_meaning() or WORDS) if english else WORDS, english


_known_foreign = lru_cache(maxsize=256)(foreign)


def _foreign(response):
    """A few words do not tell: "no idea" could be Spanish, too."""
    return bool(UNSPACED.search(response)) or len(response.split()) >= FEWEST_THAT_TELL and foreign(response)

"""Anki's decks: packages (.apkg, .colpkg) of every version since 2.0, and its notes as text.

A note becomes one question: see `_anki_note`. Its deck is the category, its guid the external_id. When cards are due, and how
often they were answered, stays behind. Packages are written so that old and new versions of Anki read them.
"""
from functools import partial
from urllib.parse import unquote

from service.formats import _anki_note, _anki_text, _zip
from service.formats._anki_collection import Collection
from service.formats._anki_package import COLLECTIONS, Package
from service.formats._anki_writing import write
from service.formats._nouns import Container, Refused, Skipped, Unreadable

__all__ = ["MEDIA_TYPE", "PLACE", "SUFFIX", "TITLE", "read", "recognises", "write"]
TITLE = "Anki"
MEDIA_TYPE = "application/apkg"
SUFFIX = ".apkg"
PLACE = 30


def recognises(file):
    """Whether it is an archive with a collection, or one of Anki's text files, or a table of terms and definitions."""
    try:
        return bool(set(COLLECTIONS) & set(_zip.names(file))) or _anki_text.recognises(file)
    except Unreadable:
        return False


def read(file, keep):
    """Yield the questions that a package's notes or a text file's rows make, and the decks they are in."""
    if file.head.startswith(b"PK"):
        yield from _packaged(file, keep)
    else:
        yield from _anki_text.read(file, keep)


def _packaged(file, keep):
    package = Package(file)
    collection = Collection(package.collection)
    package.collection = None  # it may be large, and the database is a copy
    try:
        decks = set()
        media, again = _kept_by(package, keep)
        for note in collection.notes():
            if note.deck and note.deck not in decks:
                decks.add(note.deck)
                yield Container(f"deck {note.deck}", "deck", note.deck)
            yield _anki_note.question(note, media, again)
        if collection.studied():
            yield Skipped("the cards' history", "When cards are due and how they were answered is not carried over: only their notes are.")
    finally:
        collection.close()


def _kept_by(package, keep):
    """What keeps a medium by its name on a card, and what keeps one again that our own export names by its address."""
    kept = {}

    def media(source):
        name = unquote(source)
        if name not in kept:
            found = package.medium(name) or package.medium(source)
            if found is None:
                raise Refused(f"The package does not hold the file '{name[:100]}' that a card shows.")
            kept[name] = keep(*found)
        return kept[name]

    def again(named, address, lost):
        name = named.get(address.rpartition("/")[2])
        try:
            return media(name) if name else None
        except Refused as refused:
            lost.append(str(refused))
            return None

    return media, partial(again, {name.partition(".")[0]: name for name in package.media})

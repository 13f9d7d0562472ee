"""Packages with QTI 1.2 in them: exports of Canvas, Blackboard, D2L and Respondus, and Common Cartridges.

A member holds questions where its outermost element is questestinterop (or POOL), whatever its name (Canvas: <id>.xml and .xml.qti,
Blackboard: res00001.dat, D2L: questiondb.xml).
"""
import posixpath
from dataclasses import replace

from service.formats import _zip
from service.formats._nouns import Question, Skipped, Unreadable
from service.formats._qti12_document import found_in
from service.formats._qti12_media import Folder
from service.formats._qti12_xml import begins, first, opened, says_yes, words

SUFFIXES = (".xml", ".qti", ".dat")
MANIFEST = "imsmanifest.xml"
HEAD = 4096


NONE = "This archive holds no QTI 1.2: none of its members begins with a questestinterop element."


def found_in_package(file, keep, none=NONE):
    """Yield what the documents of an archive hold; `none` says that there are no such documents."""
    members = _zip.members(file)
    wanted = documents(members)
    if not wanted:
        raise Unreadable(none)
    folder, told = Folder(members, keep), {}
    for name in wanted:
        better = _in_full(name, members)
        if better:
            yield Skipped(name, f"The same quiz stands in full in {better}; it was read there.")
            continue
        try:
            if (settings := _settings(name)) not in told:
                told[settings] = _shuffled(settings, members)
            shuffle = told[settings]
            for found in found_in(members.read(name), folder.beside(name), name):
                yield _mixed(found, shuffle) if isinstance(found, Question) and shuffle is not None else found
        except Unreadable as error:
            yield Skipped(name, f"It could not be read. {error.detail}")


def manifest(members):
    """The manifest of a package, or nothing."""
    found = members.find(MANIFEST)
    return members.read(found) if found else b""


def documents(members):
    """The names of the members with questions; one that cannot be unpacked is among them, to be told of later."""
    return [name for name in members.names if name.lower().endswith(SUFFIXES) and name != MANIFEST and _begins(members, name)]


def _begins(members, name):
    try:
        return begins(members.read(name)[:HEAD])
    except Unreadable:
        return True


def _in_full(name, members):
    """Where Canvas has the quiz in full whose assessment_qti.xml holds only what cartridges may hold; "" elsewhere."""
    if not name.endswith("/assessment_qti.xml"):
        return ""
    full = f"non_cc_assessments/{posixpath.dirname(name).rpartition('/')[2]}.xml.qti"
    return members.find(full) or ""


def _settings(name):
    """Where Canvas says what holds for a whole quiz."""
    place = posixpath.dirname(name)
    if place == "non_cc_assessments":
        place = posixpath.basename(name).removesuffix(".xml.qti")
    return f"{place}/assessment_meta.xml"


def _shuffled(settings, members):
    """Whether a quiz shuffles all choices, by its settings; None where nothing is said."""
    try:
        said = words(first(opened(members.read(settings), settings), "shuffle_answers")) if members.find(settings) else ""
    except Unreadable:
        return None
    return says_yes(said) if said else None


def _mixed(question, shuffle):
    """The question, with its choices shuffled as its quiz does where it does not say so itself."""
    if question.wire["type"] not in ("multiple_choice", "multiple_response") or "shuffle" in question.wire["body"]:
        return question
    return replace(question, wire={**question.wire, "body": {**question.wire["body"], "shuffle": shuffle}})

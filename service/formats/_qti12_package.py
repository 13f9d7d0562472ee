"""Packages with QTI 1.2 in them: exports of Canvas, Blackboard, D2L and Respondus, and Common Cartridges.

A member holds questions where its outermost element is questestinterop, whatever its name (Canvas: <id>.xml and .xml.qti,
Blackboard: res00001.dat, D2L: questiondb.xml). Images are found by the ways in which these makers refer to them.
"""
import posixpath
import re
from urllib.parse import unquote

from service.formats import _zip
from service.formats._nouns import Refused, Skipped, Unreadable
from service.formats._qti12_document import found_in
from service.formats._qti12_xml import ROOT

SUFFIXES = (".xml", ".qti", ".dat")
MANIFEST = "imsmanifest.xml"
BASES = re.compile(
    r"^(\$IMS[-_]CC[-_]FILE_?BASE\$|\$CANVAS_COURSE_REFERENCE\$/file_ref|@X@EmbeddedFile\.(?:requestUrlStub|location)@X@)/*", re.IGNORECASE
)
NUMBERED = re.compile(r"xid-\d+_\d+")
"""Blackboard's names for files: …/xid-123_1 for csfiles/home_dir/picture__xid-123_1.png."""
HEAD = 4096


NONE = "This archive holds no QTI 1.2: none of its members begins with a questestinterop element."


def found_in_package(file, keep, none=NONE):
    """Yield what the documents of an archive hold; `none` says that there are no such documents."""
    members = _zip.members(file)
    wanted = documents(members)
    if not wanted:
        raise Unreadable(none)
    folder = _Folder(members, keep)
    for name in wanted:
        better = _in_full(name, members)
        if better:
            yield Skipped(name, f"The same quiz stands in full in {better}; it was read there.")
            continue
        try:
            yield from found_in(members.read(name), keep, name, folder.beside(name))
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
        return ROOT in members.read(name)[:HEAD].replace(b"\0", b"")
    except Unreadable:
        return True


def _in_full(name, members):
    """Where Canvas has the quiz in full whose assessment_qti.xml holds only what cartridges may hold; "" elsewhere."""
    if not name.endswith("/assessment_qti.xml"):
        return ""
    full = f"non_cc_assessments/{posixpath.dirname(name).rpartition('/')[2]}.xml.qti"
    return full if full in members.names else ""


class _Folder:
    """The files of an archive, by what documents call them."""

    def __init__(self, members, keep):
        self.members, self.keep, self.kept = members, keep, {}
        self.by_base, self.by_number = {}, {}
        for name in members.names:
            self.by_base.setdefault(posixpath.basename(name).casefold(), []).append(name)
            for number in NUMBERED.findall(posixpath.basename(name)):
                self.by_number.setdefault(number, name)

    def beside(self, document):
        """`local(source)` for what this document shows: the address of what is kept of it; Refused where the archive has no such file."""

        def kept(source):
            name = self._named(source, posixpath.dirname(document))
            if name is None:
                raise Refused(f"The archive has no file '{source[:200]}'.")
            if name not in self.kept:
                self.kept[name] = self.keep(self.members.read(name), posixpath.basename(name))
            return self.kept[name]

        return kept

    def _named(self, source, beside):
        path = BASES.sub("", unquote(source)).partition("?")[0].replace("\\", "/").lstrip("/")
        if not path:
            return None
        plain = posixpath.normpath(path)
        for each in (posixpath.join("web_resources", plain), posixpath.normpath(posixpath.join(beside, plain)), plain):
            if found := self.members.find(each):
                return found
        number = NUMBERED.search(path)
        if number and number[0] in self.by_number:
            return self.by_number[number[0]]
        found = self.by_base.get(posixpath.basename(plain).casefold(), [])
        ending = [each for each in found if each.casefold().endswith("/" + plain.casefold())]
        return next(iter(ending or found), None) if len(ending or found) == 1 else None

"""What documents of QTI 1.2 show: files of the archive, by the names that makers have for them, and pictures inside the text.

Canvas writes $IMS-CC-FILEBASE$/… for what stands in web_resources, Blackboard @X@EmbeddedFile.requestUrlStub@X@… with a
number (xid-123_1) for csfiles/home_dir/picture__xid-123_1.png, D2L the place of a file in the course; others a path.
"""
import posixpath
import re
from urllib.parse import unquote

from service.formats._data_url import data_url
from service.formats._nouns import Refused, Unreadable

BASES = re.compile(
    r"^(\$IMS[-_]CC[-_]FILE_?BASE\$|\$CANVAS_COURSE_REFERENCE\$/file_ref|@X@EmbeddedFile\.(?:requestUrlStub|location)@X@)/*", re.IGNORECASE
)
NUMBERED = re.compile(r"xid-\d+_\d+")


class Folder:
    """The files of an archive, by what documents call them."""

    def __init__(self, members, keep):
        self.members, self.keep, self.kept = members, keep, {}
        self.by_base, self.by_number = {}, {}
        for name in members.names:
            self.by_base.setdefault(posixpath.basename(name).casefold(), []).append(name)
            for number in NUMBERED.findall(posixpath.basename(name)):
                self.by_number.setdefault(number, name)

    def beside(self, document):
        """`shown(source)` for this document."""
        folder = posixpath.dirname(document)

        def shown(source):
            if inside := data_url(source):
                return self.keep(*inside)
            name = self._named(source, folder)
            if name is None:
                raise Refused("the archive has no such file")
            if name not in self.kept:
                self.kept[name] = self._taken(name)
            if isinstance(self.kept[name], Refused):
                raise self.kept[name]
            return self.kept[name]

        return shown

    def _taken(self, name):
        """The address of what is kept of a member, or why nothing is."""
        try:
            return self.keep(self.members.read(name), posixpath.basename(name))
        except Refused as refused:
            return refused
        except Unreadable as unreadable:
            return Refused(unreadable.detail)

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

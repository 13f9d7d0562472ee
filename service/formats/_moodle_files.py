"""The files inside a question of Moodle's XML, and where its texts refer to them.

A file stands in base64 beside the text that shows it as `@@PLUGINFILE@@/name`; some tools put all of them beside the question's text.
Pasted images stand in a text as `data:` addresses (RFC 2397).
"""
import re
from urllib.parse import unquote

from service.formats._data_url import data_url, decoded
from service.formats._nouns import Refused

REFERENCE = re.compile(r"@@PLUGINFILE@@(/[^\"'\s()<>?]*)(?:\?[^\"'\s()<>]*)?")
IN_HTML = re.compile(r"\s*@@PLUGINFILE@@(/[^?]*)", re.DOTALL)
OF_A_FILE = ("file", "image_base64")


class Files:
    """The files of one question; `keep(data, name)` keeps one and gives its address."""

    def __init__(self, element, keep):
        self.all, self.keep, self.kept, self.found = list(element.iter(*OF_A_FILE)), keep, {}, {}
        for file in self.all:
            path = file.get("path", "/") + file.get("name", "")
            self.found |= {(file.getparent(), path): file, path: self.found.get(path, file)}

    def address(self, source, holder):
        """The address of what a text of this element refers to, or None where that is no file; Refused where it is not taken."""
        if reference := IN_HTML.match(source):
            path = unquote(reference[1].strip())
            file = self.found.get((holder, path), self.found.get(path))
            if file is None:
                raise Refused("the export holds only a reference to it, and no file")
            return self.taken(file)
        pasted = data_url(source)
        return pasted and self.keep(*pasted)

    def taken(self, file):
        """The address of a file."""
        if file not in self.kept:
            self.kept[file] = None
            self.kept[file] = self._taken(file)
        if self.kept[file] is None:
            raise Refused("it could not be taken before")
        return self.kept[file]

    def _taken(self, file):
        if (encoding := file.get("encoding", "base64")) != "base64":
            raise Refused(f"it is encoded in {encoding[:20]}, and not in base64")
        return self.keep(decoded(file.text or ""), file.get("name", ""))

    def shown_in(self, markdown, holder):
        """The same Markdown with addresses for the files that it refers to."""

        def address(found):
            try:
                return self.address(found[0], holder)
            except Refused:
                return found[0]

        return REFERENCE.sub(address, markdown)

    def unused(self):
        return [file for file in self.all if file not in self.kept]

    def take_out(self):
        """Put a note where the data of each file stands."""
        for file in self.all:
            file.text = f"[{len(file.text or '')} characters of base64 left out]"

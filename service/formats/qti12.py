"""QTI 1.2, as Canvas, Blackboard and D2L write it: one document, or a package with documents and images; written as Canvas reads it.

After IMS Question & Test Interoperability, ASI 1.2.1, and what these makers' exports hold beyond it.
"""
from service.formats import _zip
from service.formats._data_url import alone
from service.formats._nouns import Unreadable
from service.formats._qti12_document import found_in
from service.formats._qti12_package import documents, found_in_package, manifest
from service.formats._qti12_writing_package import write as written
from service.formats._qti12_xml import begins

TITLE = "QTI 1.2 (Canvas, Blackboard, D2L)"
MEDIA_TYPE = "application/zip"
SUFFIX = ".zip"
PLACE = 50
KINDS = (b"imsqti_xmlv1p", b"assessment/x-bb-", b"d2lquiz", b"d2lquestionlibrary")
"""How manifests call documents of QTI 1.2: IMS, Blackboard, D2L."""


def recognises(file):
    """Whether it begins with a questestinterop element or a pool of Blackboard's, or is a package with such documents."""
    if begins(file.head):
        return True
    try:
        if not _zip.names(file):
            return False
        members = _zip.members(file)
        said = manifest(members)
        return any(each in said for each in KINDS) or b"imsqti_" not in said and bool(documents(members))
    except Unreadable:
        return False


def read(file, keep):
    """Yield what a document or a package holds."""
    if _zip.names(file):
        yield from found_in_package(file, keep)
        return
    file.stream.seek(0)
    yield from found_in(file.stream.read(), alone(keep))


def write(bank, out, fetch):
    """Write a package that Canvas imports, and yield a Loss for each question that it has no counterpart of."""
    yield from written(bank, out, fetch)

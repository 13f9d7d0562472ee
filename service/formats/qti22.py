"""QTI 2.2: single items and packages of them, read by what their own scoring gives, and written valid by its schemas."""
from service.formats import _qti_package, _qti_version, _qti_writing
from service.formats._qti_names import V22 as VERSION

TITLE = "QTI 2.2"
MEDIA_TYPE, SUFFIX = "application/zip", ".zip"
PLACE = 21


def recognises(file):
    return _qti_version.version(file) == VERSION.number


def read(file, keep):
    yield from _qti_package.read(file, keep)


def write(bank, out, fetch):
    yield from _qti_writing.write(VERSION, bank, out, fetch)

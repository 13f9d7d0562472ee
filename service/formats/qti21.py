"""QTI 2.1: single items and packages of them, read by what their own scoring gives, and written valid by its schemas.

Items of QTI 2.0 are read as well.
"""
from service.formats import _qti_package, _qti_version, _qti_writing
from service.formats._qti_names import V21 as VERSION

TITLE = "QTI 2.1"
MEDIA_TYPE, SUFFIX = "application/zip", ".zip"
PLACE = 22


def recognises(file):
    return _qti_version.version(file) == VERSION.number


def read(file, keep):
    yield from _qti_package.read(file, keep)


def write(bank, out, fetch):
    yield from _qti_writing.write(VERSION, bank, out, fetch)

"""Common Cartridge 1.1 to 1.3: the quizzes and question banks in it (QTI 1.2 by the profile of cartridges, or Canvas' own).

After IMS Common Cartridge 1.3, Implementation: chapter 4 (packaging) and the profile of QTI in it.
"""
from service.formats import _zip
from service.formats._nouns import Unreadable
from service.formats._qti12_package import found_in_package, manifest

TITLE = "Common Cartridge 1.1 to 1.3 (quizzes and question banks)"
MEDIA_TYPE = "application/zip"
SUFFIX = ".imscc"
PLACE = 40
SCHEMA = b"Common Cartridge<"


def recognises(file):
    """Whether it is an archive whose manifest calls itself a Common Cartridge."""
    try:
        return bool(_zip.names(file)) and SCHEMA in manifest(_zip.members(file))
    except Unreadable:
        return False


def read(file, keep):
    """Yield what the quizzes and banks of a cartridge hold; its pages, files and links are no questions."""
    yield from found_in_package(file, keep, "This cartridge holds no quizzes and no question banks.")

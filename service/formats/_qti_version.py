"""Which version of QTI a file is in, told by the names in its manifest or at the beginning of its items."""
import re

from service.formats import _zip
from service.formats._nouns import HEAD, Unreadable

VERSIONS = {
    b"imsqti_v2p0": "2.1", b"imsqti_v2p1": "2.1", b"imsqti_v2p2": "2.2", b"imsqtiasi_v3p0": "3.0",
    b"imsqti_item_xmlv2p0": "2.1", b"imsqti_item_xmlv2p1": "2.1", b"imsqti_item_xmlv2p2": "2.2", b"imsqti_item_xmlv3p0": "3.0",
    b"imsqti_test_xmlv2p1": "2.1", b"imsqti_test_xmlv2p2": "2.2", b"imsqti_test_xmlv3p0": "3.0",
}  # fmt: skip
ROOTS = re.compile(rb"<(?:[A-Za-z0-9]+:)?(?:assessment(?:Item|Test|Section)|qti-assessment-(?:item|test|section))[\s>]")
OTHERS = (b"imsqti_xmlv1p", b"Common Cartridge<", b"assessment/x-bb-", b"d2lquiz")
"""What manifests of QTI 1.2 say."""
MANIFEST = "imsmanifest.xml"
MOST_LOOKED_AT = 20


def version(file):
    """The version of QTI (2.0 counts as 2.1) that a file seems to be in, or None."""
    try:
        names = _zip.names(file)
        members = _zip.members(file) if names else None
    except Unreadable:
        return None
    if not names:
        return _told(file.head)
    manifest = manifest_of(members)
    try:
        said = members.read(manifest) if manifest else b""
    except Unreadable:
        said = b""
    if found := _version(said, packaged=True):
        return found
    looked_at = () if any(each in said for each in OTHERS) else [name for name in names if name.lower().endswith(".xml")]
    return next(filter(None, (_told(_head(members, name)) for name in looked_at[:MOST_LOOKED_AT])), None)


def _head(members, name):
    try:
        return members.read(name)[:HEAD]
    except Unreadable:
        return b""


def _told(data):
    """The version that the beginning of an item or test is of: by its namespace, or where that is none of ours, by its element."""
    root = ROOTS.search(data)
    return root and (_version(data) or ("3.0" if b"qti-" in root[0] else "2.1"))


def _version(data, packaged=False):
    """The version whose names stand in these bytes, the one that is there most often."""
    item_types = {name: data.count(name) for name in VERSIONS if name.startswith((b"imsqti_item", b"imsqti_test"))}
    counted = item_types if packaged and any(item_types.values()) else {name: data.count(name) for name in VERSIONS if b"xmlv" not in name}
    if packaged and counted is not item_types and not ROOTS.search(data):
        return None
    name = max(counted, key=counted.get)
    return VERSIONS[name] if counted[name] else None


def manifest_of(members):
    """The name of an archive's manifest, or None."""
    return next((name for name in members.names if name.rpartition("/")[2].lower() == MANIFEST), None)

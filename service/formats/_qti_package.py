"""A file of QTI: one item, or a package (a zip archive with a manifest) of items, tests, passages, images and sounds.

After the IMS Content Packaging 1.2 Information Model and QTI's profile of it. Items come in the order of the tests that name them,
then in the manifest's, then those that no manifest names.
"""
import re
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from lxml import etree

from service.formats import _zip
from service.formats._nouns import HEAD, Container, Skipped, Unreadable
from service.formats._qti_cdata import READ, opened
from service.formats._qti_item import NotHeld
from service.formats._qti_metadata import metadata
from service.formats._qti_names import TOOL, camel, normalised
from service.formats._qti_prose import beside_of
from service.formats._qti_reading import question
from service.formats._qti_version import manifest_of
from service.formats._xml import MOST_BYTES, tree

ITEM = re.compile(rb"<(?:[A-Za-z0-9]+:)?(?:assessmentItem|qti-assessment-item)[\s>]")
MEANT = re.compile(rb"<schema>\s*(?:IMS )?QTI[^<]{0,40}Package", re.IGNORECASE)


@dataclass
class Package:
    """The members of an archive, what was read of them, and what its manifest says of each item."""

    members: _zip.Members
    keep: object
    told: dict = field(default_factory=dict)
    done: set = field(default_factory=set)

    def root(self, name):
        return tree(self.members.read(name), name)

    def item(self, name, weight=""):
        """The Question of a member, or Skipped."""
        self.done.add(self.members.find(name))
        try:
            data, read = opened(self.members.read(name))
            root = tree(data, name)
            if kind_of(root) != "assessmentItem":
                return Skipped(name, f"This is no item of QTI, but {kind_of(root)}.")
            where = f"item {root.get('identifier') or '?'} in {name}"
            resource = self.told.get(self.members.find(name))
            own = TOOL in (root.get("toolName"), root.get("tool-name"))
            extra, lost = metadata(resource, own) if resource is not None else ({}, [])
            return _with(read_item(root, where, beside_of(self.members.read, name), self.keep, extra), [*lost, *weight, *[READ] * read])
        except Unreadable as error:
            return Skipped(name, str(error.detail))


def _with(found, lost):
    return found if isinstance(found, Skipped) or not lost else replace(found, lost=(*found.lost, *lost))


def read_item(root, where, beside, keep, extra):
    """The Question that an item is, or Skipped."""
    try:
        return question(root, where, beside, keep, extra)
    except NotHeld as reason:
        return Skipped(where, str(reason))


def read(file, keep):
    """Yield what a file of QTI holds, in its order."""
    if _zip.names(file):
        package = Package(_zip.members(file), keep)
        found = _package(package)
        first = list(islice(found, 1))
        if not first and not _is_meant(package.members):
            raise Unreadable("This package holds no items and no tests of QTI.", file.name)
        yield from chain(first, found)
        return
    file.stream.seek(0)
    data, read = opened(file.stream.read(MOST_BYTES + 1))
    root = tree(data, file.name)
    if kind_of(root) == "assessmentItem":
        yield _with(read_item(root, f"item {root.get('identifier') or '?'}", lambda href: None, keep, {}), [READ] * read)
    elif kind_of(root) in ("assessmentTest", "assessmentSection"):
        yield from _alone(normalised(root))
    else:
        raise Unreadable(f"This is no item, test or package of QTI, but a document <{kind_of(root)}>.", file.name)


def _is_meant(members):
    """Whether a manifest calls this a package of QTI, even one of nothing."""
    name = manifest_of(members)
    return name is not None and MEANT.search(members.read(name)) is not None


def kind_of(root):
    """What a root element is, by its name in QTI 2."""
    return camel(etree.QName(root).localname)


def _alone(root):
    """Yield a test that came without its items."""
    for element in root.iter("assessmentTest", "assessmentSection", "assessmentItemRef"):
        name = element.get("identifier") or "?"
        if element.tag == "assessmentItemRef":
            yield Skipped(f"item {name}", f"The test only names its file ({element.get('href')}); send the package (zip) that holds both.")
        else:
            yield _container(element, "")


def _container(element, name):
    kind = "test" if element.tag == "assessmentTest" else "section"
    title = " ".join((element.get("title") or element.get("identifier") or "").split())
    return Container(f"{kind} {element.get('identifier') or '?'}{f' in {name}' if name else ''}", kind, title)


def _package(package):
    resources = []
    manifest = manifest_of(package.members)
    if manifest:
        try:
            resources = list(_resources(package, manifest))
        except Unreadable as error:
            yield Skipped(manifest, f"{error.detail} So the items are taken in the order of the archive.")
    for name, kind in resources:
        if "_test_" in kind or "_section_" in kind:
            yield from _test(package, name)
    for name, kind in resources:
        if "_item_" in kind and package.members.find(name) not in package.done:
            yield package.item(name)
    for name in package.members.names:
        if name not in package.done and name != manifest and name.lower().endswith(".xml") and _is_item(package, name):
            yield package.item(name)


def _resources(package, manifest):
    """Yield (name, type) of each resource that is a file of QTI, and note what the manifest says of it."""
    root, folder = normalised(tree(package.members.read(manifest), manifest)), manifest.rpartition("/")[0]
    for resource in root.iter("resource"):
        href, kind = resource.get("href") or "", resource.get("type") or ""
        first = resource.find("file")
        href = href or (first.get("href") or "" if first is not None else "")
        name = f"{folder}/{href}" if folder else href
        if href and "imsqti" in kind:
            found = package.members.find(name)
            if found is not None:
                package.told[found] = resource
            yield name, kind


def _test(package, name):
    """Yield a test, its sections and their items; a section in a file of its own in its place."""
    found = package.members.find(name)
    if found in package.done:
        return
    package.done.add(found)
    try:
        root = normalised(package.root(name))
    except Unreadable as error:
        yield Skipped(name, str(error.detail))
        return
    waiting, folder = [root], name.rpartition("/")[0]
    while waiting:
        element = waiting.pop()
        if element.tag in ("assessmentTest", "assessmentSection"):
            yield _container(element, name)
        if element.tag == "assessmentItemRef":
            yield _referred(package, element, folder)
        elif element.tag == "assessmentSectionRef":
            section = _section(package, element, folder)
            if isinstance(section, Skipped):
                yield section
            else:
                waiting.append(section)
        waiting += [each for each in reversed(element) if isinstance(each.tag, str) and each.tag in NESTED]


NESTED = ("testPart", "assessmentSection", "assessmentItemRef", "assessmentSectionRef")


def _joined(folder, href):
    parts = folder.split("/") if folder else []
    for part in href.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)


def _referred(package, element, folder):
    name = _joined(folder, element.get("href") or "")
    found = package.members.find(name) if name else None
    where = f"item {element.get('identifier') or '?'}"
    if found is None:
        return Skipped(where, f"The test names a file that is not in the package: {element.get('href')}.")
    if found in package.done:
        return Skipped(where, f"The item in {found} was named before, and is read once.")
    weight = element.find("weight")
    value = weight.get("value") if weight is not None else "1"
    return package.item(found, [f"The test weighs it by {value}; its points are those of the item."] * (value not in ("1", "1.0", None)))


def _section(package, element, folder):
    """The section in a file of its own, once, or Skipped."""
    name, where = _joined(folder, element.get("href") or ""), f"section {element.get('identifier') or '?'}"
    found = package.members.find(name) if name else None
    if found is None:
        return Skipped(where, f"The test names a file that is not in the package: {element.get('href')}.")
    if found in package.done:
        return Skipped(where, f"The section in {found} was named before, and is read once.")
    package.done.add(found)
    try:
        return normalised(package.root(found))
    except Unreadable as error:
        return Skipped(found, str(error.detail))


def _is_item(package, name):
    """Whether a member that no manifest names is an item, even a broken one."""
    try:
        return bool(ITEM.search(package.members.read(name)[:HEAD]))
    except Unreadable:
        return True  # what cannot be read is told where it is read



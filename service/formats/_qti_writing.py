"""Questions as a package of QTI: one file for each item, images and sounds beside them, and the manifest that names them all."""
import re
from dataclasses import dataclass, field

from lxml import etree

from service.formats import _qti_metadata, _zip
from service.formats._nouns import Loss
from service.formats._qti_draft import Draft
from service.formats._qti_names import XSI, identifier, in_names_of
from service.formats._qti_rules import CannotHold
from service.formats._qti_written_choices import matching, multiple_choice, multiple_response, ordering, true_false
from service.formats._qti_written_texts import essay, fill_in_blank, numeric, open_ended, short_answer
from service.formats._xml import written

TYPES = {
    "multiple_choice": multiple_choice, "multiple_response": multiple_response, "true_false": true_false, "ordering": ordering,
    "matching": matching, "short_answer": short_answer, "numeric": numeric, "open_ended": open_ended, "essay": essay,
    "fill_in_blank": fill_in_blank,
}  # fmt: skip
LONGEST_NAME = 80


@dataclass
class Written:
    """What was put into a package: names in use, media by address, and the manifest's resources."""

    names: set = field(default_factory=set)
    media: dict = field(default_factory=dict)
    resources: list = field(default_factory=list)

    def name(self, folder, stem, suffix):
        """A name that no other file has, also where capitals do not count."""
        stem, number, name = stem[:LONGEST_NAME], 1, ""
        while not name or name.casefold() in self.names:
            name = f"{folder}/{stem}{f'-{number}' if number > 1 else ''}{suffix}"
            number += 1
        self.names.add(name.casefold())
        return name


def write(version, bank, out, fetch):
    """Write a bank; yield a Loss for each question that has no place in QTI."""
    done = Written()
    with _zip.Writer(out) as package:
        for question in bank.questions():
            used = []
            try:
                item = drafted(question, version, lambda url, used=used: _medium(url, done, package, fetch, used)).item()
            except CannotHold as reason:
                yield Loss(question, "", str(reason))
                continue
            name = done.name("items", re.sub(r"[^A-Za-z0-9._-]", "_", item.get("identifier")), ".xml")
            package.add(name, written(in_names_of(item, version)))
            done.resources.append((name, question, list(dict.fromkeys(used))))
        package.add("imsmanifest.xml", written(manifest(version, bank.topic, done)))


def drafted(question, version, address=None):
    """The draft of a question's item."""
    draft = Draft(question, version, address)
    if question["type"] != "fill_in_blank":
        draft.blocks += draft.paragraphs(question["prompt"])
    TYPES[question["type"]](draft, lambda name: f"{version.templates}{name}{version.template_suffix}")
    return draft


def _medium(url, done, package, fetch, used):
    """The address by which an item refers to an image or sound of ours, which is put into the package once; another's stays."""
    if url not in done.media:
        medium = fetch(url)
        if medium is None:
            return url
        stem, dot, suffix = re.sub(r"[^A-Za-z0-9._-]", "_", medium.name or "medium").rpartition(".")
        done.media[url] = done.name("media", stem or suffix or "medium", f".{suffix}" if dot and stem else "")
        package.add(done.media[url], medium.data)
    used.append(done.media[url])
    return f"../{done.media[url]}"


def manifest(version, topic, done):
    """The manifest: what the package is, and a resource for each file."""
    space = version.packages

    def under(parent, tag, text=None, **attributes):
        made = etree.SubElement(parent, f"{{{space}}}{tag}", attributes)
        made.text = text
        return made

    root = etree.Element(f"{{{space}}}manifest", identifier=identifier(f"package-{topic.get('slug') or topic.get('id') or 'questions'}"),
                         nsmap={None: space, "imsmd": _qti_metadata.LOM, "xsi": XSI})  # fmt: skip
    root.set(f"{{{XSI}}}schemaLocation", f"{space} {version.package_schema}")
    metadata = under(root, "metadata")
    under(metadata, "schema", version.schema_name)
    under(metadata, "schemaversion", version.schema_version)
    under(root, "organizations")
    resources = under(root, "resources")
    ids = {name: f"media-{number}" for number, name in enumerate(done.media.values(), 1)}
    for number, (name, question, used) in enumerate(done.resources, 1):
        resource = under(resources, "resource", identifier=f"item-{number}", type=version.item, href=name)
        if (lom := _qti_metadata.written(question)) is not None:
            under(resource, "metadata").append(lom)
        under(resource, "file", href=name)
        for each in used:
            under(resource, "dependency", identifierref=ids[each])
    for name, medium in ids.items():
        under(under(resources, "resource", identifier=medium, type="webcontent", href=name), "file", href=name)
    return root

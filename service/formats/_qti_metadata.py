"""What a manifest says of an item: LOM, in its own binding and the older one of IMS; read, and written.

After IEEE 1484.12.3 (LOM's XML binding), IMS Learning Resource Metadata 1.2 and QTI's metadata. Names are read whatever their
namespace: keywords are tags, difficulty is difficulty, a taxon path is the category, rights are the licence, a contributor is who
is to be named.
"""
import re

from lxml import etree

from service.formats._qti_names import LOM
from service.formats._xml import holdable, text_of

DIFFICULTY = {"very easy": "easy", "easy": "easy", "medium": "medium", "difficult": "hard", "very difficult": "hard", "hard": "hard"}
LOMS = {"easy": "easy", "medium": "medium", "hard": "difficult"}
LICENCE = re.compile(r"\(*[A-Za-z0-9.+-]*(?:[0-9-]|\b[A-Z]{2,6}\b)[A-Za-z0-9.+-]*\)*(?: (?:AND|OR|WITH) \(*[A-Za-z0-9.+-]+\)*)*")
"""An expression of SPDX, and not any one word: it has a hyphen or a digit, or is all capitals (MIT)."""
CARD = re.compile(r"(?:^|[\s:])FN:(.*?)(?=\r?\n|\s+(?:END:VCARD|N:|ORG:|EMAIL|TITLE:)|$)", re.IGNORECASE | re.DOTALL)
LONGEST_TAG, LONGEST = 50, 500


def metadata(resource, own=False):
    """(what it says as fields of a question, sentences on what of it could not be kept); our own files name licences alone as rights."""
    lom = next((each for each in resource.iter("lom")), None)
    if lom is None:
        return {}, []
    lost, found = [], {}
    if tags := list(_tags(lom, lost)):
        found["tags"] = tags
    difficulty = DIFFICULTY.get(_said(lom.find(".//educational/difficulty/value")).lower())
    if difficulty:
        found["difficulty"] = difficulty
    path = [_said(each.find("entry")) for each in lom.iterfind("classification/taxonPath/taxon")]
    if category := "/".join(each for each in path if each):
        found["category"] = _short(category, "category", lost)
    rights = _said(lom.find("rights/description"))
    if rights and (own or len(rights) <= 100 and LICENCE.fullmatch(rights)):
        found["licence"] = rights
    names = [_name(_said(each)) for each in (*lom.iterfind("lifeCycle/contribute/entity"), *lom.iterfind("lifecycle/contribute/centity"))]
    attribution = "; ".join(dict.fromkeys(each for each in names if each))
    if rights and "licence" not in found:
        attribution = "; ".join(each for each in (attribution, rights) if each)
    if attribution:
        found["attribution"] = _short(attribution, "attribution", lost)
    return found, lost


def _tags(lom, lost):
    seen = {}
    for keyword in lom.iterfind("general/keyword"):
        for word in _said(keyword).split(","):
            tag = " ".join(word.split())
            if len(tag) > LONGEST_TAG:
                lost.append(f"A keyword of more than {LONGEST_TAG} characters was left out: {tag[:LONGEST_TAG]}…")
            elif tag:
                seen.setdefault(tag)
    if len(seen) > LONGEST_TAG:
        lost.append(f"Of {len(seen)} keywords the first {LONGEST_TAG} were kept as tags.")
    return list(seen)[:LONGEST_TAG]


def _said(element):
    """What an element says: in one language, the first where there are several."""
    if element is None:
        return ""
    first = next(element.iter("string", "langstring"), element)
    return text_of(first).strip()


def _name(card):
    """The name on a vCard (RFC 6350), or the text where it is none."""
    found = CARD.search(card)
    if not found:
        return "" if "VCARD" in card else " ".join(card.split())
    return re.sub(r"\\(.)", lambda escape: "\n" if escape[1] in "nN" else escape[1], found[1]).strip()


def _short(text, word, lost):
    if len(text) > LONGEST:
        lost.append(f"Its {word} was longer than {LONGEST} characters, and was cut.")
    return text[:LONGEST].rstrip()


def written(question):
    """LOM's element for a question, or None where there is nothing to say."""
    lom = etree.Element(f"{{{LOM}}}lom", nsmap={"imsmd": LOM})
    if question.get("tags"):
        general = _under(lom, "general")
        for tag in question["tags"]:
            _string(_under(general, "keyword"), tag)
    if question.get("attribution"):
        contribute = _under(lom, "lifeCycle", "contribute")
        _vocabulary(_under(contribute, "role"), "author")
        name = re.sub(r"([\\,;])", r"\\\1", question["attribution"]).replace("\n", "\\n")
        _under(contribute, "entity").text = holdable(f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEND:VCARD")
    if question.get("difficulty"):
        _vocabulary(_under(lom, "educational", "difficulty"), LOMS[question["difficulty"]])
    if question.get("licence"):
        rights = _under(lom, "rights")
        _vocabulary(_under(rights, "copyrightAndOtherRestrictions"), "yes")
        _string(_under(rights, "description"), question["licence"])
    if question.get("category"):
        classification = _under(lom, "classification")
        _vocabulary(_under(classification, "purpose"), "discipline")
        path = _under(classification, "taxonPath")
        for step in question["category"].split("/"):
            _string(_under(path, "taxon", "entry"), step)
    return lom if len(lom) else None


def _under(parent, *names):
    for name in names:
        parent = etree.SubElement(parent, f"{{{LOM}}}{name}")
    return parent


def _string(parent, text):
    _under(parent, "string").text = holdable(text)


def _vocabulary(parent, value):
    _under(parent, "source").text = "LOMv1.0"
    _under(parent, "value").text = value

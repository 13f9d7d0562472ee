"""The versions of QTI and the names of their elements and identifiers.

QTI 2.x writes choiceInteraction and responseIdentifier, QTI 3 qti-choice-interaction and response-identifier. All are read
as the former, and written from it. (1EdTech: QTI 2.1 and 2.2 Information Model; QTI 3.0 ASI Information Model and binding.)
"""
import re
from dataclasses import dataclass

from lxml import etree

TOOL = "quizbank"
"""What our own files say wrote them; only in these some names mean what only we mean by them."""
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LOM = "http://ltsc.ieee.org/xsd/LOM"
HTML = frozenset(
    "a abbr acronym address b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img kbd li "
    "object ol p param pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var".split()
)
NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_.-]|_(?=x)")
ESCAPED = re.compile(r"_x([0-9A-F]{1,6})_")


@dataclass(frozen=True)
class Version:
    """What one version calls things."""

    number: str
    namespace: str
    schema: str
    packages: str
    package_schema: str
    schema_name: str
    schema_version: str
    item: str
    templates: str
    template_suffix: str = ""
    dashed: bool = False


V21 = Version(
    "2.1", "http://www.imsglobal.org/xsd/imsqti_v2p1", "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    "http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
    "QTIv2.1 Package", "1.0.0", "imsqti_item_xmlv2p1", "http://www.imsglobal.org/question/qti_v2p1/rptemplates/",
)  # fmt: skip
V22 = Version(
    "2.2", "http://www.imsglobal.org/xsd/imsqti_v2p2", "http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd",
    "http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.imsglobal.org/xsd/qti/qtiv2p2/qtiv2p2_imscpv1p2_v1p0.xsd",
    "QTIv2.2 Package", "1.0.0", "imsqti_item_xmlv2p2", "http://www.imsglobal.org/question/qti_v2p2/rptemplates/",
)  # fmt: skip
V30 = Version(
    "3.0", "http://www.imsglobal.org/xsd/imsqtiasi_v3p0", "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
    "QTI Package", "3.0.0", "imsqti_item_xmlv3p0", "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/", ".xml", True,
)  # fmt: skip


def camel(name):
    """`qti-simple-choice` and `simple-choice` as `simpleChoice`; names that hold data for others stay."""
    if name.startswith(("data-", "aria-")):
        return name
    first, *rest = name.removeprefix("qti-").split("-")
    joined = first + "".join(part[:1].upper() + part[1:] for part in rest)
    return joined if re.match(r"[^\W\d]", joined) else name


def dashed(name):
    """`simpleChoice` as `simple-choice`."""
    return re.sub(r"(?<!^)([A-Z])", lambda letter: "-" + letter[1].lower(), name)


def normalised(root):
    """The tree with the names of QTI 2 and without namespaces; the root keeps what version it says it is in `version`."""
    root.set("version", etree.QName(root).namespace or "")
    for element in root.iter(etree.Element):
        local = etree.QName(element).localname
        element.tag = camel(local) if local.startswith("qti-") else local
        for name in [each for each in element.keys() if "-" in each or "{" in each]:
            value, plain = element.attrib.pop(name), camel(etree.QName(name).localname)
            if plain not in element.attrib:
                element.set(plain, value)
    return root


def in_names_of(root, version):
    """The tree with this version's namespace and names; a new tree."""
    def name(tag):
        return f"{{{version.namespace}}}{tag if tag in HTML or not version.dashed else 'qti-' + dashed(tag)}"

    made = {}
    for element in root.iter():
        parent = made.get(element.getparent())
        attributes = {dashed(key) if version.dashed and element.tag not in HTML else key: each for key, each in element.attrib.items()}
        new = etree.Element(name(element.tag), attributes, nsmap={None: version.namespace, "xsi": XSI}) if parent is None else \
            etree.SubElement(parent, name(element.tag), attributes)  # fmt: skip
        new.text, new.tail = element.text, element.tail
        made[element] = new
        if version.dashed and element.tag in ("modalFeedback", "rubricBlock"):  # QTI 3 has a body inside these
            made[element] = etree.SubElement(new, name("contentBody"))
            made[element].text, new.text = new.text, None
    root = made[root]
    root.set(f"{{{XSI}}}schemaLocation", f"{version.namespace} {version.schema}")
    return root


def identifier(text):
    """Any text as an identifier (an NCName of XML); `meant` gives the text back."""
    name = NOT_IN_A_NAME.sub(lambda sign: f"_x{ord(sign[0]):X}_", text)
    return name if re.match(r"[A-Za-z]", name) else "_" + name


def meant(name):
    """The text that `identifier` made this name of."""
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)) if int(code[1], 16) < 0x110000 else code[0], name.removeprefix("_"))

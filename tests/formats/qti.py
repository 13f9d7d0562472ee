"""What the tests of QTI share: an export of questions and what it reads as again, its files, and items of few words."""
import io
import zipfile

from lxml import etree

from service.formats import qti3, qti21, qti22
from service.formats._nouns import Bank, File, Question
from tests.formats import changing

VERSIONS = {"3.0": qti3, "2.1": qti21, "2.2": qti22}
NAMESPACES = {"2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1", "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2"}


def address_of(data, name):
    """Keep any file under an address that tells its name."""
    return f"https://media.example.org/{name}"


def exported(module, *questions, fetch=lambda address: None):
    """(the losses, the bytes of the package)."""
    out = io.BytesIO()
    return list(module.write(Bank({"id": "t", "title": "A topic"}, lambda: questions), out, fetch)), out.getvalue()


def files(package):
    """The members of a package: {name: bytes}."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def items(package):
    """The root of each item in a package."""
    return [etree.fromstring(data) for name, data in files(package).items() if name.startswith("items/")]


def packed(members):
    """A package of these members: {name: text or bytes}."""
    return changing.packed(members.items(), zipfile.ZIP_STORED)


def read(module, data, name="", keep=address_of):
    return list(module.read(File.of(data, name), keep))


def again(module, question):
    """A question as it is read from its own export."""
    losses, package = exported(module, question)
    assert losses == []
    (found,) = read(module, package, "export.zip")
    assert isinstance(found, Question), found
    return found


def item(body, declarations="", processing="", feedback="", version="2.2", **attributes):
    """An item of QTI 2 from its parts; `processing` is a template's name or rules."""
    told = "".join(f' {name}="{value}"' for name, value in {"identifier": "i1", "title": "T", "adaptive": "false", **attributes}.items())
    rules = f"<responseProcessing>{processing}</responseProcessing>" if processing else ""
    if processing.isidentifier():
        rules = f'<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/{processing}"/>'
    return (
        f'<assessmentItem xmlns="{NAMESPACES[version]}" timeDependent="false"{told}>{declarations}'
        f'<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        f"<itemBody>{body}</itemBody>{rules}{feedback}</assessmentItem>"
    ).encode()


def declared(correct=(), entries=(), cardinality="single", base="identifier", name="RESPONSE", **mapping):
    """A response declaration with its key and its mapping."""
    key = "".join(f"<value>{each}</value>" for each in correct)
    full = ((*each, "")[:3] for each in entries)
    made = "".join(f'<mapEntry mapKey="{each}" mappedValue="{worth}"{more}/>' for each, worth, more in full)
    told = "".join(f' {word}="{value}"' for word, value in mapping.items())
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
        + (f"<correctResponse>{key}</correctResponse>" if key else "")
        + (f"<mapping{told}>{made}</mapping>" if made else "")
        + "</responseDeclaration>"
    )


def choice(*ids, most=1, **attributes):
    """A choice interaction whose choices are called as they are shown."""
    told = "".join(f' {name}="{value}"' for name, value in attributes.items())
    made = "".join(f'<simpleChoice identifier="{each}">Text {each}</simpleChoice>' for each in ids)
    return f'<choiceInteraction responseIdentifier="RESPONSE" maxChoices="{most}"{told}><prompt>Which?</prompt>{made}</choiceInteraction>'


def one(data, module=qti22, keep=address_of):
    """The one thing that a file holds."""
    (found,) = read(module, data, "item.xml", keep)
    return found

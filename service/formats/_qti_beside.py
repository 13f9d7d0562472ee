"""What stands beside the question in an item of QTI: passages in files of their own, buttons that ask for a hint, sounds, support.

Passages come as a stimulus that is referred to (QTI 3, APIP), as a page in an `object` (many makers of state tests), or by XInclude
(TAO). A button is an endAttemptInteraction; where pressing it shows a feedback, that is a hint (OpenOLAT).
"""
import posixpath

from lxml import etree

from service.formats._nouns import Unreadable
from service.formats._qti_feedback import told
from service.formats._qti_names import normalised
from service.formats._qti_operators import Unclear
from service.formats._qti_prose import Speech, cut
from service.formats._xml import tree

MOST_PASSAGES, MOST_HINTS = 20, 20
PAGES = (".html", ".htm", ".xhtml", ".xml")
SHARED = "A passage that it shares with other items was put before its prompt."
SUPPORT = "Support for some learners (such as a glossary or text to be read aloud) was left out."
MATERIALS = "Its companion materials (such as a calculator or a reference sheet) were left out."
BUTTON = "A button that ends the attempt was left out."
BESIDE = {"catalogInfo": SUPPORT, "apipAccessibility": SUPPORT, "companionMaterialsInfo": MATERIALS}


def passages(item, beside, keep, speech):
    """The texts in files of their own, which are taken out of the item; a file that is missing is told."""
    found = {}
    for element in list(item.root.iter("assessmentStimulusRef", "include", "object"))[:MOST_PASSAGES]:
        href = element.get("href") or element.get("data") or ""
        data = beside(href) if href and (element.tag != "object" or _is_page(element)) else None
        if data is not None:
            found[href] = found[href] if href in found else _page(data, href, beside, keep, speech)
        elif element.tag != "object":
            speech.lost.append(f"The passage {href} is not among the files.")
        if (data is not None or element.tag == "include") and element is not item.root:
            cut(element)
    said = [text for text in found.values() if text]
    speech.lost += [SHARED] * bool(said)
    return said


def _is_page(element):
    kind, name = element.get("type", ""), element.get("data", "").partition("?")[0].lower()
    return "html" in kind or not kind and name.endswith(PAGES)


def _page(data, href, beside, keep, speech):
    """The text of a page; what it shows lies beside it, not beside the item."""
    folder = posixpath.dirname(href.partition("#")[0])
    own = Speech(lambda source: beside(source if source.startswith("/") else posixpath.join(folder, source)), keep)
    try:
        root = normalised(tree(data, href))
        text = own.prose(next(root.iter("stimulusBody", "body"), root))
    except Unreadable as error:
        if b"html" not in data[:1000].lower():
            speech.lost.append(f"The passage {href} cannot be read: {error.detail}")
            return ""
        text = own.page(data)
    speech.lost += own.lost
    return text


def left_out(item):
    """Sentences on what no question has."""
    return list(dict.fromkeys(BESIDE[each.tag] for each in item.root.iter(*BESIDE) if len(each) or (each.text or "").strip()))


def played(item):
    """Let what is only played be a part of the text, where something else is to be answered."""
    asked = [each for each in item.body.iter(etree.Element) if each.tag.endswith("Interaction") and each.tag != "mediaInteraction"]
    for each in list(item.body.iter("mediaInteraction")) if asked else ():
        each.tag = "div"


def buttons(item):
    """Take the buttons out; the names of their responses."""
    found = [each for each in item.body.iter("endAttemptInteraction")]
    return [cut(each).get("responseIdentifier", "") for each in found]


def hints(found, names, program, speech):
    """(the feedback that no button shows, what those show that a button shows, sentences)."""
    if not names or program is None:
        return found, [], [BUTTON] * bool(names)
    try:
        before, after = program.run({}), [program.run({name: True}) for name in names[:MOST_HINTS]]
    except Unclear:
        return found, [], [BUTTON]
    shown = [each for each in found if any(map(each.seen, after)) and not each.seen(before)]
    texts = [text for each in shown[:MOST_HINTS] if (text := told(each.element, speech))]
    return [each for each in found if each not in shown], texts, [BUTTON] * (not texts)


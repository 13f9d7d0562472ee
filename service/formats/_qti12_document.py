"""A document of QTI 1.2: assessments, object banks and sections, and the items in them."""
from collections import Counter
from dataclasses import replace

from service.formats._nouns import Container, Skipped, Unreadable
from service.formats._qti12_numbers import PLACES, number, wire
from service.formats._qti12_pool import found_in_pool
from service.formats._qti12_question import question
from service.formats._qti12_text import Prose, html_of
from service.formats._qti12_xml import attribute, below, children, first, name, opened, words

KINDS = {"assessment": "assessment", "objectbank": "bank", "section": "section"}
REFERENCES = ("itemref", "sectionref", "bankentry_item")
REFERS = "It only refers to a question of a bank; that is read where it stands."
NOT_ITS_OWN = "Its identifier is that of other items too; it was left out."
LONGEST, MOST_POINTS = 200, 10_000
TOPS = ("questestinterop", "assessment", "objectbank", "section", "item")


def found_in(data, shown, member=""):
    """Yield what a document (bytes) holds: Container, Question, Skipped. `shown` as in Prose."""
    root = opened(data, member)
    if name(root) == "pool":
        yield from found_in_pool(root, shown, member)
        return
    if name(root) not in TOPS:
        raise Unreadable("This is no QTI 1.2: its outermost element should be questestinterop.", member)
    texts, known = _texts(root), {attribute(each, key) for each in root.iter("{*}item") for key in ("ident", "label")}
    idents = Counter(attribute(each, "ident") for each in root.iter("{*}item"))
    count, todo, worths = 0, [iter((root,))], [None]
    while todo:
        each = next(todo[-1], None)
        if each is None:
            todo.pop()
            worths.pop()
        elif name(each) == "item":
            count += 1
            found = _with_its_own_name(_item(each, _where(each, count, member), texts, shown), each, idents)
            yield found if worths[-1] is None or isinstance(found, Skipped) else replace(found, wire={**found.wire, "points": worths[-1]})
        elif name(each) in REFERENCES:
            ident = attribute(each, "linkrefid") or attribute(each, "item_ref")
            if ident not in known:
                yield Skipped(_placed(f"{name(each)} {ident}", member), REFERS)
        elif name(each) in TOPS:
            yield from _containers(each, member)
            yield from _before(each, member)
            todo.append(iter(each))
            worths.append(_worth(each))


def _worth(element):
    """The points that each question of a group counts there, whatever it says itself (Canvas); None where no group says so."""
    said = next((one for each in children(element, "selection_ordering") for one in below(each, "points_per_item")), None)
    value = number(words(said))
    return wire(value.quantize(PLACES)) if value is not None and 0 <= value <= MOST_POINTS else None


def _item(element, where, texts, shown):
    """What an item is; a text that questions stand under is said to be read with them."""
    found = question(element, where, texts, shown)
    if isinstance(found, Skipped) and attribute(element, "ident") in texts:
        return Skipped(where, "It is a text to read; it stands at the head of each question that belongs to it.")
    return found


def _with_its_own_name(found, element, idents):
    """The label for an identifier that several items share, as those have of which D2L draws some."""
    ident, label = attribute(element, "ident"), attribute(element, "label")
    if isinstance(found, Skipped) or idents[ident] < 2 or not ident:
        return found
    if label:
        return replace(found, wire={**found.wire, "external_id": label[:LONGEST]})
    return replace(found, wire={key: each for key, each in found.wire.items() if key != "external_id"}, lost=(*found.lost, NOT_ITS_OWN))


def _before(element, member):
    """Say what text stands before the questions of a section or a test."""
    said = " ".join(Prose().plain("".join(html_of(each) for each in children(element, "presentation_material"))).split())
    if said:
        where = _placed(f"{name(element)} {attribute(element, 'ident')}".strip(), member)
        shown = said if len(said) <= LONGEST else said[:LONGEST].rstrip() + "…"
        yield Skipped(where, f"The text that stands before its questions was left out, since each question stands alone here: {shown}")


def _texts(root):
    """{ident: HTML} of the items that others name as the text they stand under."""
    named = {words(first(each, "fieldentry")) for each in root.iter("{*}qtimetadatafield")
             if words(first(each, "fieldlabel")) == "parent_stimulus_item_ident"}  # fmt: skip
    if not named:
        return {}
    items = {attribute(each, "ident"): each for each in root.iter("{*}item")}
    return {ident: "".join(html_of(each) for each in children(items[ident], "presentation")) for ident in named if ident in items}


def _where(element, count, member):
    ident = attribute(element, "ident") or words(first(element, "bbmd_asi_object_id")) or str(count)
    return _placed(f"item {ident}", member)


def _placed(what, member):
    return f"{what} in {member}" if member else what


def _containers(element, member):
    """Yield a Container for what has a title, with how many of its questions are drawn."""
    if name(element) not in KINDS:
        return
    fields = (each for each in children(element, "qtimetadata") for each in below(each, "qtimetadatafield"))
    titles = {words(first(each, "fieldlabel")).lower(): words(first(each, "fieldentry")) for each in fields}
    title = " ".join((attribute(element, "title") or titles.get("bank_title", "")).split())
    drawn = next((words(one) for each in children(element, "selection_ordering") for one in below(each, "selection_number")), "")
    if drawn:
        items = len(children(element, "item"))
        title = f"{title or 'Group'} ({drawn} of {items} drawn)" if items else f"{title or 'Group'} ({drawn} drawn from a bank)"
    if title:
        yield Container(_placed(f"{name(element)} {attribute(element, 'ident')}".strip(), member), KINDS[name(element)], title)


"""One item of QTI as a question: what kind its interactions make it, and all that it says beside them.

After the QTI 2.2 Information Model, section 7 (interactions). What makes several of one kind of item is not guessed at: an item is
read by its own scoring where that can be followed, else by its answer key, which is then said.
"""
import re
from decimal import DecimalException
from html import unescape

from lxml import etree

from service.formats._nouns import Question
from service.formats._qti_beside import buttons, hints, left_out, passages, played
from service.formats._qti_blanks import blanks, entry, slider
from service.formats._qti_choices import choice
from service.formats._qti_extras import extras, notes, reasoned, written
from service.formats._qti_feedback import TAGS, assigned, remarks
from service.formats._qti_gaps import gaps, hottexts
from service.formats._qti_item import NotHeld, item_of
from service.formats._qti_names import meant, normalised
from service.formats._qti_numbers import numbered
from service.formats._qti_operators import Unclear
from service.formats._qti_orders import order
from service.formats._qti_pairs import associate, match
from service.formats._qti_program import program
from service.formats._qti_prose import HOLE, Speech, hole
from service.formats._qti_scores import wire
from service.formats._same_choices import once
from service.question_types.fill_in_blank import IN_PROMPT

INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
READERS = {
    "choiceInteraction": choice, "orderInteraction": order, "matchInteraction": match, "associateInteraction": associate,
    "gapMatchInteraction": gaps, "hottextInteraction": hottexts, "textEntryInteraction": entry,
    "sliderInteraction": slider,
}  # fmt: skip
LIST = "choiceInteraction"
PICTURE = "a place in a picture"
ELSE = {
    **dict.fromkeys(("hotspotInteraction", "selectPointInteraction", "positionObjectInteraction"), PICTURE),
    **dict.fromkeys(("graphicOrderInteraction", "graphicAssociateInteraction", "graphicGapMatchInteraction"), "places in a picture"),
    "drawingInteraction": "a drawing", "uploadInteraction": "a file that is handed in", "mediaInteraction": "what is played",
    "customInteraction": "a program of its maker's own", "portableCustomInteraction": "a program of its maker's own",
}  # fmt: skip
LONGEST, MOST_BESIDE, MOST_BLANKS = 200, 1000, 100
BY_KEY = "Its own scoring could not be followed ({why}): what its answer key says is scored here instead."
NO_SCORING = "It has no scoring of its own: what its answer key says is scored."
SEVERAL = "Its key names several values where one is given: each of them is right here."
DRAWING = ("templateDeclaration", "templateProcessing")
WORD = re.compile(r"\w+")
SAID = etree.XPath("descendant::text() | descendant-or-self::*/@*", smart_strings=False)
"""All texts and attributes: lxml's own dictionary of attributes takes quadratic time."""
FIRST_TRY = "What it scores or says by how often it was tried is as at the first attempt here."
BLANK = "\\_\\_\\_\\_"


def question(root, where, beside, keep, extra):
    """The Question in the root element of an item; NotHeld says why it is none. `extra` is what its package says of it."""
    original = etree.tostring(root, encoding="unicode", with_tail=False)
    item = item_of(normalised(root))
    _held(item)
    speech = Speech(beside, keep)
    found = remarks(item.root)
    noted = notes(item, speech)
    above, pressed, beyond = passages(item, beside, keep, speech), buttons(item), left_out(item)
    played(item)
    interactions = [each for each in item.body.iter(etree.Element) if each.tag.endswith("Interaction") and not _inner(each)]
    kind = _kind(interactions, item)
    read, ran, lost = _scored(item, interactions, kind, speech)
    found, asked, unheard = hints(found, pressed, ran, speech)
    whole, single, unseen = ({}, {}, []) if item.own else assigned(found, read.trials, ran, read.names, speech)
    prompt = _prompt(item, interactions, read, speech)
    wire_form = {"type": read.type, "prompt": "\n\n".join([*above, prompt]), "body": read.body, "answers": read.answers}
    for place, text in single.items():
        read.answers[place]["feedback"] = text
    read.answers += [{"match": {"text": text}} for text in noted.scorers]
    reasoned(interactions, noted, read)
    if read.scale and read.scale.points is not None:
        wire_form["points"] = wire(read.scale.points)
    if not item.own and read.type in ("multiple_choice", "multiple_response"):  # only ours say of a choice that it earns nothing
        answers = [each for each in read.answers if each["credit"] or each.get("feedback") or each.get("explanation")]
        read.body["choices"], read.answers[:], same = once(read.body["choices"], answers, read.type == "multiple_response")
        read.lost += same
    lost += [SEVERAL] * (not item.own and read.type != "essay" and any(map(_several, item.responses.values())))
    lost += [FIRST_TRY] * (item.processing is not None and item.processing.find(".//variable[@identifier='numAttempts']") is not None)
    lost = [*lost, *read.lost, *(read.scale.lost if read.scale else ()), *unseen, *unheard, *beyond, *noted.lost]
    wire_form |= _named(item, lost) | extra | ({"feedback": whole} if whole else {}) | ({"hints": asked} if asked else {})
    if item.own:
        extras(item, wire_form, found, noted, speech)
    return Question(where, wire_form, original, tuple(dict.fromkeys([*lost, *speech.lost])))


def _held(item):
    """NotHeld for kinds of items that are no single question."""
    if item.root.get("adaptive") in ("true", "1"):
        raise NotHeld("It is adaptive: it goes on by what was answered before, and a question here is answered once.")
    if _drawn(item.root):
        raise NotHeld("It is a template: its values are drawn anew for each learner, and a question here says the same to all.")
    if item.body is None:
        raise NotHeld("It has no body, so it asks nothing.")
    if sum(1 for _ in item.root.iter(*TAGS, "rubricBlock", "gap")) > MOST_BESIDE:
        raise NotHeld(f"It has more than {MOST_BESIDE} pieces of feedback, notes and gaps.")


def _drawn(root):
    """Whether values drawn for each learner are in what is said, scored or right: some makers' items declare some and use none."""
    templates = [each for each in root if each.tag in DRAWING]
    if any(rule.tag != "setTemplateValue" for each in templates if each.tag == "templateProcessing" for rule in each.iterchildren("*")):
        return True
    rest = [part for part in root if part.tag not in DRAWING]
    said = {word for part in rest for text in SAID(part) for word in WORD.findall(text)}
    return any(said.issuperset(WORD.findall(each.get("identifier", ""))) for each in templates if each.tag == "templateDeclaration")


def _several(response):
    return response.cardinality == "single" and len(set(response.correct)) > 1


def _inner(element):
    """Whether an interaction is a part of another, as the program of a custom one is."""
    return any(each.tag.endswith("Interaction") for each in element.iterancestors())


def _kind(interactions, item):
    """The one kind of the interactions; NotHeld where it is none that can be a question."""
    names = list(dict.fromkeys(each.tag for each in interactions))
    if not names:
        raise NotHeld("It has no interaction: it shows something, and asks for no answer.")
    if len(interactions) > MOST_BLANKS:
        raise NotHeld(f"It has more than {MOST_BLANKS} interactions.")
    if all(_inline(each, item) for each in interactions) and (len(interactions) > 1 or names == ["inlineChoiceInteraction"]):
        return "blanks"
    if len(interactions) > 1:
        raise NotHeld(f"It is an item of several interactions ({', '.join(names)}), and a question here has one: make an item of each.")
    if names[0] not in READERS and names[0] != "extendedTextInteraction":
        answered = f"It is answered by {ELSE[names[0]]} ({names[0]}), which" if names[0] in ELSE else f"Its interaction ({names[0]})"
        raise NotHeld(f"{answered} has no question type here.")
    return names[0]


def _inline(interaction, item):
    """Whether an interaction can be a blank in a text: one of a list of choices can, beside others."""
    response = item.responses.get(interaction.get("responseIdentifier", ""))
    return interaction.tag in INLINE or interaction.tag == LIST and response is not None and response.cardinality == "single"


def _scored(item, interactions, kind, speech):
    """(what was read, the program that scores it, sentences on its scoring)."""
    if kind == "extendedTextInteraction":
        return written(item, interactions[0]), _shown(item), []
    numbered(item)
    many = kind == "blanks" or item.marks[:1] == ["fill_in_blank"]
    lost, why, own = [], "", item.processing is not None and (len(item.processing) or item.processing.get("template"))
    for standard in ("", "standard", "key"):
        if standard and own and not any(each.correct or each.mapping for each in item.responses.values()):
            break
        item.by_key = bool(standard) or not own
        try:
            ran = program(item, standard)
            read = blanks(item, interactions, ran, speech) if many else READERS[kind](item, interactions[0], ran, speech)
            return read, _shown(item) if own and standard else ran, lost or [NO_SCORING] * (ran.kind == "standard")
        except (Unclear, DecimalException) as error:
            why = why or (str(error) if isinstance(error, Unclear) else "numbers beyond what can be reckoned with")
            lost = [BY_KEY.format(why=why)]
    raise NotHeld(f"What in it earns points could not be made out: it has {why}.")


def _shown(item):
    """The program that says which feedback a text gets that a person scores; None where it cannot be followed."""
    try:
        return program(item)
    except Unclear:
        return None


def _prompt(item, interactions, read, speech):
    """What the body says, with a place for each response inside its text."""
    inside = read.type == "fill_in_blank"
    for number, interaction in enumerate(interactions):
        if interaction.tag in INLINE:
            for asked in interaction.findall("prompt"):  # no part of it by the specification, but some makers ask there
                interaction.addprevious(asked)
            hole(interaction, number)
            continue
        for each in list(interaction):
            if each.tag in ("simpleChoice", "simpleMatchSet", "simpleAssociableChoice", "gapText", "gapImg"):
                interaction.remove(each)
        if inside and interaction.tag == LIST:
            hole(etree.SubElement(interaction, "span"), number)
        for at, gap in enumerate(list(interaction.iter("gap"))):
            hole(gap, at)
        interaction.tag = "div"
    names = [blank["id"] for blank in read.body["blanks"]] if inside else []
    prompt = speech.prose(item.body)
    if not inside:
        return _asked(HOLE.sub(BLANK, prompt).removesuffix(BLANK).rstrip(), item)
    apart = IN_PROMPT.sub(lambda found: f"{{ {found[0][1:-1]} }}", prompt)
    if apart != prompt:
        speech.lost.append("A blank was put between doubled braces, which would mean a place to fill in.")
    return _asked(HOLE.sub(lambda found: f"{{{{{names[int(found[1])]}}}}}", apart), item)


def _asked(prompt, item):
    if not prompt:
        raise NotHeld("It has no text, so that nobody could tell what it asks.")
    return prompt


def _named(item, lost):
    """Its title and its identifier, where they can be ours."""
    named = {}
    title = item.root.get("title") or ""
    title = title if item.own else " ".join(unescape(title).split())
    name = item.root.get("identifier", "").strip()
    name = meant(name) if item.own else name
    if len(title) > LONGEST:
        lost.append("Its title was longer than 200 characters, and was cut.")
    if title:
        named["title"] = title[:LONGEST]
    if len(name) > LONGEST:
        lost.append("Its identifier was longer than 200 characters, and was left out.")
    elif name:
        named["external_id"] = name
    return named



"""A question as an item of QTI 1.2 in the manner of Canvas: what it says of itself, its text, its feedback.

Canvas reads question_type, points_possible and the names of feedback; the other fields are free by the specification and
kept for whoever reads them.
"""
from dataclasses import dataclass

from lxml import etree

from service.formats import _prose
from service.formats._xml import holdable

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
WHOLE = {"general": "general_fb", "correct": "correct_fb", "incorrect": "general_incorrect_fb", "partial": "partial_fb"}


def add(parent, tag, text=None, **attributes):
    """A new element under another."""
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", {key.rstrip("_"): holdable(value) for key, value in attributes.items()})
    made.text = None if text is None else holdable(text)
    return made


@dataclass
class Shell:
    """An item that is being written: its parts, and `address` for what its prose shows."""

    question: dict
    item: object
    presentation: object
    processing: object
    address: object

    def html(self, markdown):
        return _prose.to_html(markdown, self.address)

    def material(self, parent, markdown):
        """Prose as text to be read."""
        self.raw(parent, self.html(markdown), "text/html")

    @staticmethod
    def raw(parent, text, kind):
        add(add(parent, "material"), "mattext", text, texttype=kind)

    def condition(self, goes_on, *shows, score=None, action="Set", title=""):
        """A respcondition; gives its conditionvar."""
        said = {"continue": "Yes" if goes_on else "No"} if goes_on is not None else {}
        made = add(self.processing, "respcondition", **said, **({"title": title} if title else {}))
        test = add(made, "conditionvar")
        if score is not None:
            add(made, "setvar", written(score), action=action, varname="SCORE")
        for each in shows:
            add(made, "displayfeedback", feedbacktype="Response", linkrefid=each)
        return test

    def shown_if_right(self):
        return ["correct_fb"] if self.question.get("feedback", {}).get("correct") else []

    def comment(self, place):
        """The name of the feedback on an answer, or None where it has none."""
        answer = self.question["answers"][place]
        return f"answer_{place + 1}_fb" if answer.get("feedback") or answer.get("explanation") else None


def written(number):
    """A number without an exponent."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def shell(section, question, kind, address, fields=()):
    """The Shell of a question under a section: everything but its presentation and its scoring."""
    titled = {"title": question["title"]} if question.get("title") else {}
    item = add(section, "item", ident=str(question.get("external_id") or question["id"]), **titled)
    facts = add(add(item, "itemmetadata"), "qtimetadata")
    said = {
        "question_type": kind, "points_possible": question.get("points"), "qmd_levelofdifficulty": question.get("difficulty"),
        "qmd_keywords": ",".join(question.get("tags") or ()), "cc_question_category": question.get("category"),
        "penalty": question.get("penalty"), "unit": question.get("body", {}).get("unit"),
        "licence": question.get("licence"), "attribution": question.get("attribution"),
        **dict(fields),
    }  # fmt: skip
    for label, entry in said.items():
        if entry not in (None, ""):
            field = add(facts, "qtimetadatafield")
            add(field, "fieldlabel", label)
            add(field, "fieldentry", str(entry))
    presentation, processing = add(item, "presentation"), add(item, "resprocessing")
    add(add(processing, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    made = Shell(question, item, presentation, processing, address)
    if (question.get("feedback") or {}).get("general"):
        add(made.condition(True, "general_fb"), "other")
    return made


def closed(made):
    """Add what stands at an item's end: the condition for all that is wrong, and all feedback."""
    question = made.question
    whole = question.get("feedback") or {}
    if whole.get("incorrect"):
        add(made.condition(True, "general_incorrect_fb"), "other")
    for part, ident in WHOLE.items():
        if whole.get(part):
            made.material(add(add(made.item, "itemfeedback", ident=ident), "flow_mat"), whole[part])
    for place, answer in enumerate(question["answers"]):
        if question["type"] != "essay" and made.comment(place):
            feedback = add(made.item, "itemfeedback", ident=made.comment(place))
            if answer.get("feedback"):
                made.material(add(feedback, "flow_mat"), answer["feedback"])
            if answer.get("explanation"):
                made.material(add(add(feedback, "solution"), "solutionmaterial"), answer["explanation"])
    for place, hint in enumerate(question.get("hints") or (), 1):
        made.material(add(add(add(made.item, "itemfeedback", ident=f"hint_{place}"), "hint"), "hintmaterial"), hint)

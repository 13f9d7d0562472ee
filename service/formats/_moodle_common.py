"""What every question of Moodle's XML has: name, text, grade, penalty, id number, tags, hints, general feedback.

Moodle takes a penalty near a third for a third, whatever its places. The number in the comment before a question changes with
each of its versions, so that it is no id.
"""
import re
from decimal import Decimal

from service.formats._moodle_item import LONGEST_ID, LONGEST_TAG, LONGEST_TITLE, NotCarried, content, name_after, shown
from service.formats._nouns import Refused

THIRD, NEAR_A_THIRD = Decimal("0.3333333"), Decimal("0.005")
CONTEXT = re.compile(r"\$[a-z]+[0-9]*\$")
OPTIONS_OF_HINTS = {
    "shownumcorrect": "tells how many parts are right", "clearwrong": "clears wrong parts", "options": "has options of its type",
    "statenumberofcorrectresponses": "tells how many parts are right", "clearincorrectresponses": "clears wrong parts",
}  # fmt: skip


def wire(item, part, category):
    """The whole wire: what the type's reader found, and what all questions have."""
    prompt = part["prompt"] if "prompt" in part else question_text(item)
    if not prompt:
        raise NotCarried("Its text is empty.")
    feedback = {"general": item.prose(item.child("generalfeedback"))} | part.pop("feedback", {})
    found = {
        **part, "prompt": prompt, "title": _title(item, prompt), "category": category, "external_id": _id(item), "tags": _tags(item),
        "hints": _hints(item), "feedback": {name: prose for name, prose in feedback.items() if prose},
    }  # fmt: skip
    numbers = {"points": _number(item, "defaultgrade", "Its grade"), "penalty": _penalty(item)}
    if item.flag("hidden", False):
        item.lose("It was hidden in Moodle.")
    item.look_over()
    return {name: value for name, value in found.items() if value or name in part} | {k: v for k, v in numbers.items() if v is not None}


def question_text(item):
    """The question's text, and at its end the one image that very old files have beside it."""
    holder, name, data = item.child("questiontext"), item.text("image"), item.child("image_base64")
    text = item.prose(holder)
    if name and data is None:
        item.lose(f"The image {shown(name)} is not in the export, only a reference to it.")
    elif name:
        data.set("name", name.replace("/", "_"))
        try:
            text += f"\n\n![]({item.files.taken(data)})"
        except Refused as refusal:
            item.lose(f"The image {shown(name)} was not taken: {refusal}")
    return text


def _title(item, prompt):
    """Its name on one line; one that only begins like its text is none, for so questions are named that have no title."""
    name = " ".join(item.text("name").split())
    if name.endswith("…") and name == name_after(prompt):
        return ""
    if len(name) > LONGEST_TITLE:
        item.lose(f"Its name is shortened, from {len(name)} characters to {LONGEST_TITLE}.")
        return name[: LONGEST_TITLE - 1].rstrip() + "…"
    return name


def _id(item):
    id = item.text("idnumber")
    if len(id) > LONGEST_ID:
        item.lose(f"Its ID number {shown(id)} is longer than {LONGEST_ID} characters.")
        return ""
    return id


def _number(item, name, what):
    value = item.number(name)
    return None if value is None else item.places(value, what)


def _penalty(item):
    value = item.number("penalty")
    return None if value is None else item.places(THIRD if abs(value - THIRD) < NEAR_A_THIRD else value, "Its penalty")


def _tags(item):
    """Its tags and those of its course, each once."""
    tags = []
    for holder in (*item.children("tags"), *item.children("coursetags")):
        for each in holder.findall("tag"):
            tag = " ".join(content(each).split())
            if "," in tag or len(tag) > LONGEST_TAG:
                item.lose(f"The tag {shown(tag)} is left out: a tag has at most {LONGEST_TAG} characters and no commas.")
            elif tag:
                tags.append(tag)
    return list(dict.fromkeys(tags))


def _hints(item):
    hints = []
    for place, holder in enumerate(item.children("hint"), 1):
        text = holder.find("hintcontent")
        hints += [prose] if (prose := item.prose(holder if text is None else text)) else []
        for each in holder:
            if does := OPTIONS_OF_HINTS.get(each.tag):
                item.lose(f"That Moodle {does} ({each.tag}) with hint {place} is not kept.")
    return hints


def category(path):
    """A category's path without its context and without the `top` that holds all others; `//` is a slash in a name."""
    names = [name.strip() for name in re.split(r"(?<!/)/(?!/)", path.strip())]
    names = names[1:] if CONTEXT.fullmatch(names[0]) else names
    return "/".join(names[1:] if names[:1] == ["top"] else names)

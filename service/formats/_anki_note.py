"""A note of Anki's as a question.

A card's front is the prompt. What is typed (`{{type:Field}}`) is a short answer, word for word. Else the back is what a
learner compares with in his own mind: up to five words become a short answer that is read by its meaning, more an open one;
a back with more to it than text stands in the explanation too. A cloze note is one question with a blank for each deletion.
"""
import html
import json
import re

from service.formats import _anki_choices, _prose
from service.formats._anki_cards import SOUND, as_html, back, cloze_field, filled, typed_field
from service.formats._anki_cloze import parted, with_blanks
from service.formats._anki_ours import FIELD, ours
from service.formats._nouns import Question, Refused, Skipped

FEW_WORDS = 5
MOST_BLANKS = 100
LONGEST_SHORT, LONGEST_TAG, LONGEST_GUID = 1000, 50, 200
COVERED = "An image with covered parts (image occlusion) cannot be a question here."
OCCLUDED = "image-occlusion:"
OCCLUSION = re.compile(r"image-occlusion:|<svg\b", re.IGNORECASE)


class Reading:
    """A note while it is read: `lost` gathers what cannot be carried over."""

    def __init__(self, media):
        self.media, self.lost = media, []

    def prose(self, text):
        text, older = as_html(SOUND.sub(self._sound, text))
        if older:
            self.lost.append("LaTeX of Anki's older kind ([latex]…) is shown as it is typed.")
        written, lost = _prose.from_html(text, self.media)
        self.lost += lost
        return written

    def _sound(self, found):
        """A sound's own notation if it can be taken, else nothing of it, as it has no words of its own."""
        why = ""
        try:
            if self.media and self.media(found[1]):
                return found[0]
        except Refused as refused:
            why = f" ({refused})"
        self.lost.append(f"The sound “{found[1][:100]}” could not be taken{why}; nothing of it stays.")
        return ""

    def text(self, text):
        """Text without markup and sounds, as answers are compared."""
        return " ".join(_prose.plain(_prose.from_html(as_html(SOUND.sub("", text))[0])[0]).split())


def question(note, media, keep_ours):
    """The note as a Question, or Skipped."""
    title = " ".join(re.sub(r"<[^>]{0,200}>", " ", note.values[0])[:200].split())[:40]
    where = f"note {note.number}{f' ({title})' if title else ''}"
    if note.kind is None or not note.kind.templates or len(note.kind.fields) != len(note.values):
        return Skipped(where, "Its note type is missing or has other fields: in Anki, use Tools > Check Database, and export it again.")
    reading, original = Reading(media), "\n".join(note.values)[:20_000]
    if wire := _ours(note, reading, keep_ours) if FIELD in note.kind.fields else None:
        return Question(where, wire, original, tuple(reading.lost))
    wire = _cloze(note, reading) if note.kind.cloze else _card(note, reading)
    if isinstance(wire, str):
        return Skipped(where, wire)
    about = {"external_id": note.guid[:LONGEST_GUID], "tags": tags_of(note.tags, reading.lost), "category": note.deck[:500]}
    return Question(where, wire | {name: each for name, each in about.items() if each}, original, tuple(dict.fromkeys(reading.lost)))


def _ours(note, reading, keep_ours):
    """What our own export left in a field of the note; None if there is nothing, or nothing that can be read."""
    try:
        found = json.loads(html.unescape(note.value(FIELD)))
    except (ValueError, RecursionError):
        return None
    return ours(found, note, reading.lost, keep_ours)


def tags_of(tags, lost):
    """The tags that can be tags here."""
    odd = [tag for tag in tags if "," in tag or len(tag) > LONGEST_TAG]
    lost += [f"The tag '{tag[:60]}' was left out: a tag has at most {LONGEST_TAG} characters and no comma." for tag in odd]
    return [tag for tag in dict.fromkeys(tags) if tag not in odd]


def _card(note, reading):
    values = dict(zip(note.kind.fields, note.values))
    if note.kind.occlusion or OCCLUSION.search(note.value("Occlusion") or "") or {"Image", "Question Mask"} <= set(note.kind.fields):
        return COVERED
    if _anki_choices.are(note.kind.fields) and (found := _anki_choices.question(values, reading, note.kind.templates[0][0])):
        return found
    sides = ((front, other, reading.prose(filled(front, values))) for front, other in note.kind.templates)
    front, other, prompt = next((each for each in sides if each[2].strip()), ("", "", ""))
    if not prompt:
        return "Its front is empty."
    rest = (each for each, _ in note.kind.templates if each != front)
    extra = [each for each in rest if filled(each, {}) != filled(each, values)]
    if extra:
        which = "card, which asks the other way round or something else," if len(extra) == 1 else "cards, which ask something else,"
        reading.lost.append(f"Its {len(extra)} further {which} were left out: a note is one question here, made of its first card.")
    typed = typed_field(front)
    shown = back(other, values) if not typed else values.get(typed, "")
    return answered(prompt, shown, reading, typed)


def answered(prompt, shown, reading, typed=False):
    """The question with this back, or why it cannot be one."""
    text = reading.text(shown)
    if not text:
        return "Its back has no text that an answer could be compared with."
    answer, rich = {"match": {"text": text}}, reading.prose(shown)
    if " ".join(rich.split()) != " ".join(_prose.from_plain(text).split()):
        answer["explanation"] = rich
    if typed or len(text.split()) <= FEW_WORDS:
        if len(text) > LONGEST_SHORT:
            return f"Its answer has more than {LONGEST_SHORT} characters, which nobody can type word for word."
        answer["match"]["mode"] = "exact" if typed else "meaning"
        return {"type": "short_answer", "prompt": prompt, "body": {}, "answers": [answer]}
    return {"type": "open_ended", "prompt": prompt, "body": {}, "answers": [answer]}


def _cloze(note, reading):
    front, other = note.kind.templates[0]
    field = cloze_field(front) or note.kind.fields[0]
    text = note.value(field)
    if note.kind.occlusion or OCCLUDED in text:
        return COVERED
    wire = blanks(text, reading)
    if isinstance(wire, dict):
        others = {name: "" if name == field else value for name, value in zip(note.kind.fields, note.values)}
        if explanation := reading.prose(filled(other, others)):
            wire["answers"][0]["explanation"] = explanation
    return wire


def blanks(text, reading):
    """A text with deletions as a question with blanks, or why it cannot be one."""
    html_with_signs, found, nested = parted(text)
    if not found:
        return "It has no deletion ({{c1::…}}) that could be asked for."
    if len(found) > MOST_BLANKS:
        return f"It has more than {MOST_BLANKS} deletions, too many for one question."
    prompt = with_blanks(reading.prose(html_with_signs), [reading.text(hint) for _, hint in found])
    if prompt is None:
        return "A part of a formula cannot be filled in here."
    if nested:
        reading.lost.append("A deletion within another one is not asked for by itself.")
    texts = [reading.text(each) for each, _ in found]
    if not all(texts):
        return "One of its deletions has no text that could be filled in."
    if any(len(each) > LONGEST_SHORT for each in texts):
        return f"One of its deletions has more than {LONGEST_SHORT} characters, which nobody can type word for word."
    names = [f"b{place}" for place in range(1, len(found) + 1)]
    if any(prompt.count(f"{{{{{name}}}}}") != 1 for name in names):
        return "One of its deletions stands where no blank can be, such as in an address."
    body = {"blanks": [{"id": name, "kind": "text"} for name in names]}
    return {"type": "fill_in_blank", "prompt": prompt, "body": body, "answers": [
        {"match": {"blank": name, "text": each}} for name, each in zip(names, texts)]}  # fmt: skip

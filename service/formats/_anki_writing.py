"""Questions as an Anki package: a card each, the question and its choices in front, the answer and why behind.

What a card has no place for stands beside it in a field that no card shows (`_anki_ours`). The same questions give the same
bytes: ids come from the topic's and the questions' own, and times are theirs. Anki finds a note again by its guid.
"""
import hashlib
import html
import itertools
import json
import re
import sqlite3
from datetime import datetime
from pathlib import PurePosixPath

import genanki

from schemas.prose import MEDIUM
from service.formats import _prose, _zip
from service.formats._anki_ours import FIELD, KEPT, as_field
from service.formats._nouns import Loss
from service.formats._own import SOURCE
from service.question_types.fill_in_blank import IN_PROMPT

MODEL = genanki.Model(
    1_719_300_417,
    "Quizbank",
    fields=[{"name": "Front"}, {"name": "Back"}, {"name": FIELD}],
    templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"}],
    css=".card { font-family: arial; font-size: 20px; text-align: left; color: black; background-color: white; }",
)
LONG_AGO = 1_600_000_000
"""The time of what has none, in seconds."""
LONGEST = 1_000_000
IMAGE = re.compile(r'<img[^>]*?\bsrc="([^"]*)"[^>]*>')
SUFFIXES = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/svg+xml": ".svg", "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg", "audio/wav": ".wav", "audio/x-wav": ".wav", "audio/mp4": ".m4a", "video/mp4": ".mp4", "video/webm": ".webm",
}  # fmt: skip


def write(bank, out, fetch):
    """Write a package with a deck for the topic, and one below it for each category."""
    media, times = _Media(fetch), itertools.count(LONG_AGO * 1000 + _number(str(bank.topic.get("id", "")), 10**11))
    with_notes = sqlite3.connect(":memory:")
    try:
        cursor, decks = with_notes.cursor(), {}
        genanki.Package([]).write_to_db(cursor, LONG_AGO, times)
        for question in bank.questions():
            note = _note(question, media)
            if sum(map(len, note.fields)) > LONGEST:
                yield Loss(question, "", f"A note holds {LONGEST:,} characters at most, and this question takes more.")
                continue
            name = _deck_name(bank.topic, question)
            if name not in decks:
                decks[name] = _deck(bank.topic, name)
                decks[name].write_to_db(cursor, LONG_AGO, times)
            note.write_to_db(cursor, _time(question), decks[name].deck_id, times)
        with_notes.commit()
        with _zip.Writer(out) as package:
            package.add("collection.anki2", with_notes.serialize())
            package.add("media", json.dumps({str(place): name for place, name in enumerate(media.names.values())}).encode())
            for place, address in enumerate(media.names):
                package.add(str(place), fetch(address).data)
    finally:
        with_notes.close()


class _Media:
    """The media that cards show: {address: name in the package}."""

    def __init__(self, fetch):
        self.fetch, self.names, self.sounds = fetch, {}, set()

    def name(self, address):
        """The name by which a card shows what is at an address; None if there is nothing."""
        if address not in self.names and MEDIUM.fullmatch(address) and self.fetch and (medium := self.fetch(address)):
            suffix = PurePosixPath(medium.name).suffix.lower() or SUFFIXES.get(medium.media_type, "")
            self.names[address] = f"{address.rpartition('/')[2]}{suffix if re.fullmatch(r'[.][a-z0-9]{1,5}', suffix) else ''}"
            if medium.media_type.startswith("audio/"):
                self.sounds.add(self.names[address])
        return self.names.get(address)

    def html(self, prose):
        """Prose as HTML with the media under their names in the package."""
        shown = _prose.to_html(prose, self.name)
        return IMAGE.sub(lambda found: f"[sound:{found[1]}]" if found[1] in self.sounds else found[0], shown)


def _note(question, media):
    named = {} if question.get("external_id") else {"source": question.get("source") or SOURCE, "external_id": question.get("id")}
    wire = {name: question[name] for name in KEPT if question.get(name) not in (None, "", [])} | (named if question.get("id") else {})
    if not any((wire.get("feedback") or {}).values()):
        wire.pop("feedback", None)
    wire["answers"] = [
        {name: answer[name] for name in ("match", "credit", "feedback", "explanation", "cites") if answer.get(name) not in (None, "", [])}
        for answer in question["answers"]
    ]
    for found in MEDIUM.finditer(json.dumps(wire, default=str)):
        media.name(found[0])
    front, back = _front(question, media.html), _back(question, media.html)
    fields = [front, back, html.escape(as_field(wire, front, back), quote=False)]
    tags = [re.sub(r"\s+", "_", tag) for tag in question.get("tags") or ()]
    return genanki.Note(MODEL, fields, guid=str(wire.get("external_id", "")) or None, tags=tags)


def _front(question, shown):
    """The question as a learner sees it, with what there is to choose from."""
    body, kind = question["body"], question["type"]
    parts = [shown(IN_PROMPT.sub("\\_\\_\\_\\_", question["prompt"]) if kind == "fill_in_blank" else question["prompt"])]
    if kind == "true_false":
        parts.append("<p>True or false?</p>")
    lists = [body.get(name) for name in ("left", "right")] if kind == "matching" else [body.get("choices")]
    lists += [blank.get("choices") for blank in body.get("blanks") or ()]
    for choices in filter(None, lists):  # by their texts, since their order may be the answer
        in_order = choices if body.get("shuffle") is False else sorted(choices, key=lambda choice: choice["text"])
        parts.append("<ul>" + "".join(f"<li>{shown(choice['text'])}</li>" for choice in in_order) + "</ul>")
    return "\n".join(parts)


def _back(question, shown):
    """The best answers, and why they are."""
    right = _best(question)
    lines = [_answer(question, answer["match"], shown) for answer in right]
    whys = [shown(answer["explanation"]) for answer in right if answer.get("explanation")]
    general = (question.get("feedback") or {}).get("general")
    return "\n".join(f"<div>{line}</div>" for line in [*lines, *whys, *([shown(general)] if general else [])])


def _best(question):
    """The answers that earn most, of each blank or of all; every right one where several are chosen."""
    most = {}
    for answer in question["answers"]:
        blank = answer["match"].get("blank")
        most[blank] = max(most.get(blank, 0), answer.get("credit", 1))
    several = question["type"] == "multiple_response"
    right = [each for each in question["answers"] if 0 < each.get("credit", 1) >= (0 if several else most[each["match"].get("blank")])]
    return [each for each in right if each["match"].get("mode") not in ("regex", "wildcard")] or right


def _answer(question, match, shown):
    """An answer as people read it."""
    body = question["body"]
    texts = {choice["id"]: choice["text"] for name in ("choices", "left", "right") for choice in body.get(name) or ()}
    if question["type"] == "matching":
        right = {choice["id"]: choice["text"] for choice in body["right"]}
        return "<br/>".join(f"{shown(choice['text'])} – {shown(right[match['pairs'][choice['id']]])}" for choice in body["left"])
    if question["type"] == "fill_in_blank":
        texts = {c["id"]: c["text"] for blank in body["blanks"] if blank["id"] == match["blank"] for c in blank.get("choices") or ()}
    if "order" in match:
        return "<br/>".join(f"{place}. {shown(texts[choice])}" for place, choice in enumerate(match["order"], 1))
    if "choice" in match:
        return shown(texts[match["choice"]])
    if isinstance(match.get("value"), bool):
        return "True" if match["value"] else "False"
    if "value" in match:
        return html.escape(f"{match['value']} {body.get('unit') or ''}".strip())
    return html.escape(str(match.get("text", "")), quote=False).replace("\n", "<br/>")


def _deck_name(topic, question):
    parts = [str(topic.get("title") or "Questions"), *str(question.get("category") or "").split("/")]
    return "::".join(each for part in parts if (each := " ".join(part.replace("::", ":").split())))


def _deck(topic, name):
    deck = genanki.Deck((1 << 30) + _number(f"{topic.get('id')}\x1f{name}", 1 << 30), name)
    deck.add_model(MODEL)
    return deck


def _number(text, below):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % below


def _time(question):
    """When the question changed last, in seconds: Anki takes a note again where it is newer than its own."""
    try:
        return int(datetime.fromisoformat(question["updated_at"].replace("Z", "+00:00")).timestamp())
    except (KeyError, AttributeError, ValueError):
        return LONG_AGO

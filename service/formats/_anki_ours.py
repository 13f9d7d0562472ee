"""What our own notes in Anki hold beside what they show: the question itself, as JSON in a field that no card shows."""
import hashlib
import json

from schemas.fields import wire_number
from schemas.prose import MEDIUM

FIELD = "quizbank"
KEPT = (
    "type", "prompt", "body", "answers", "title", "points", "difficulty", "tags", "hints", "category", "penalty", "licence", "attribution",
    "feedback", "source", "external_id", "status",
)  # fmt: skip


def as_field(wire, front, back):
    """The question and a fingerprint of the sides that go with it."""
    return json.dumps({"question": wire, "sides": fingerprint(front, back)}, ensure_ascii=False, default=wire_number)


def fingerprint(front, back):
    return hashlib.sha256(f"{front}\x1f{back}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def ours(found, note, lost, keep):
    """The wire that stands in such a field; None where there is none. `keep(address)` keeps a medium again, and gives its address."""
    wire = found.get("question") if isinstance(found, dict) else None
    if not isinstance(wire, dict) or not isinstance(wire.get("type"), str):
        return None
    if found.get("sides") != fingerprint(note.value("Front"), note.value("Back")):
        lost.append("The card was changed in Anki after its export. It is read as it was exported: make the change to the question itself.")
    if note.guid != wire.get("external_id"):
        lost.append("The note is a copy made in Anki, and was read as a question of its own.")
        wire = {**wire, "external_id": note.guid}
    text = json.dumps({name: wire[name] for name in KEPT if name in wire})
    addresses = {found[0]: keep(found[0], lost) for found in MEDIUM.finditer(text)}
    return json.loads(MEDIUM.sub(lambda found: addresses[found[0]] or found[0], text))

"""Files as they might come, made by chance and repeatable: what is new, what is there, what changed, what is doubled, what is broken."""
import copy
import io
import json
import random

from service import db
from service.formats import WRITTEN
from service.formats._nouns import Bank
from service.question_types import TYPES
from service.reading import TREES

FORMATS = ("json", "ndjson", "csv", "gift", "moodle_xml", "aiken", "markdown", "qti21", "qti12")
PLAIN = ("multiple_choice", "true_false", "short_answer", "numeric")


def add_to(sure, item):
    name, value = sure.choice(
        [
            ("title", f"Title {sure.randint(1, 5)}"),
            ("points", sure.randint(1, 5)),
            ("difficulty", "hard"),
            ("tags", ["t"]),
            ("hints", ["H"]),
        ]
    )
    return {**item, name: value}


def ask_otherwise(sure, item):
    return {**item, "prompt": f"{item['prompt']} ({sure.randint(1, 9)})" if item["type"] != "fill_in_blank" else item["prompt"]}


def explain(sure, item):
    return {
        **item,
        "answers": [{**each, "explanation": f"Because {sure.randint(1, 3)}.", "feedback": "So."} for each in item.get("answers", ())],
    }


def break_it(sure, item):
    faults = [
        {"points": -1},
        {"type": "riddle"},
        {"prompt": ""},
        {"prompt": "<b>x</b>"},
        {"answers": []},
        {"tags": ["a,b"]},
        {"colour": "red"},
        {"hints": "H"},
    ]
    faults += [
        {"answers": [{**each, "cites": ["nowhere"]} for each in item.get("answers", ())]},
        {"prompt": f"![x](/api/v1/media/{'0' * 64})"},
    ]
    return {**item, **sure.choice(faults)}


class Files:
    """Files for one topic, whose questions grow and change with each that is imported."""

    def __init__(self, world, number):
        self.world, self.topic = world, world.topic()
        world.note(self.topic, {"p1": "A point."})
        self.known = []

    def state(self):
        """The stamp of the topic, which goes up with whatever changes in it, and the revisions of its questions."""
        path = f"/topics/{self.topic['id']}"
        listed = self.world.get(f"{path}/questions?limit=200&status=draft,published,archived", by="writer").json["data"]
        return self.world.get(path, by="writer").headers["ETag"], [(each["id"], each["revision"]) for each in listed]

    def next(self, seed):
        """(a file, the parameters with which it is imported)."""
        sure = random.Random(seed)
        format = sure.choice(FORMATS)
        items = [self._item(sure) for _ in range(sure.randint(3, 8))]
        asked = {
            "topic": self.topic["id"], "format": format, "on_error": sure.choice(["skip", "skip", "stop"]), "existing": sure.choice(["update", "update", "skip"]),
            "duplicates": sure.choice(["skip", "skip", "create"]), **sure.choice([{}, {}, {"source": "elsewhere"}]), "status": sure.choice(["draft", "published"]),
        }  # fmt: skip
        data = self._ours(format, sure, items) if format in ("json", "ndjson") else self._others(format, sure, items)
        return data, asked

    def _item(self, sure):
        if self.known and sure.random() < 0.6:
            item = copy.deepcopy(sure.choice(self.known))
        else:
            type = sure.choice([*TYPES, *PLAIN, *PLAIN])
            item = ask_otherwise(sure, {"type": type, **copy.deepcopy(TYPES[type].EXAMPLE)})
            if sure.random() < 0.5:
                item["external_id"] = f"id-{sure.randint(1, 30)}"
            self.known.append(copy.deepcopy(item))
        for change, chance in ((add_to, 0.3), (explain, 0.2), (ask_otherwise, 0.1)):
            if sure.random() < chance:
                item = change(sure, item)
        return item

    def _ours(self, format, sure, items):
        items = [break_it(sure, each) if sure.random() < 0.2 else each for each in items]
        if format == "json":
            return json.dumps({"notes": [{"heading": "H", "points": [{"id": "p1", "text": "A point."}]}], "questions": items})
        return "\n".join('{"question": ' if sure.random() < 0.1 else json.dumps({"question": each}) for each in items)

    def _others(self, format, sure, items):
        """As the format's writer has it, now and then with something broken in it."""
        whole = []
        for item in items:
            loaded = TREES.new().load({**item, "topic_id": db.new_id(), **({"source": "elsewhere"} if "external_id" in item else {})})
            whole.append({**loaded, "id": db.new_id()})
        out = io.BytesIO()
        list(WRITTEN[format].write(Bank(self.topic, lambda: iter(whole)), out, lambda address: None))
        data = bytearray(out.getvalue())
        for _ in range(sure.choice([0, 0, 1, 2]) if not format.startswith("qti") else 0):
            at = sure.randrange(len(data) or 1)
            data[at : at + sure.randint(0, 3)] = sure.choice([b"{", b"}", b"~", b"=", b",", b'"', b"\n\n", b"x", b"<b>", b"&"])
        return bytes(data) or b"\n"

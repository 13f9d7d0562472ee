"""Notes of the add-on "Multiple Choice for Anki", which shows choices on a card: single choice, multiple choice and Kprim.

After its manual and its templates: `Q_1` to `Q_5` hold the choices, `Answers` a 1 for each that is right and a 0 for each that is
not, `QType` what they are: 0 is Kprim, a yes or a no to each, 1 several out of all, 2 one. Older notes have `MC_1` to `MC_5` and no
type, and are single choice. Cards mix their choices. Of Kprim each row counts by itself, as in the share that the card tells.
"""
import re

from service.formats import _prose

NAMED = "allinone (kprim"
FIELDS = ("Question", "Title", "QType (0=kprim,1=mc,2=sc)", "Q_1", "Q_2", "Q_3", "Q_4", "Q_5", "Answers", "Sources", "Extra 1")
"""Its fields in their order, where a file does not name them."""
CHOICE = re.compile(r"(?:q|mc)_[0-9]{1,2}")
KPRIM, SEVERAL, ONE = "0", "1", "2"
LONGEST_TITLE = 200
MARKS = re.compile(r"[01](?: [01])*")


def are(fields):
    """Whether these are the fields of such a note."""
    low = [field.casefold() for field in fields]
    return {"question", "answers"} <= set(low) and sum(bool(CHOICE.fullmatch(each)) for each in low) > 1


def question(values, reading, front=""):
    """The question that {field: value} makes, or why it is none; what else the front shows belongs to the prompt."""
    by_name = {name.casefold(): value for name, value in values.items()}
    title, marks = reading.text(by_name.get("title", ""))[:LONGEST_TITLE], reading.text(by_name["answers"])
    choices = [text for name, value in by_name.items() if CHOICE.fullmatch(name) and (text := reading.prose(value))]
    if not MARKS.fullmatch(marks) or "1" in marks.split()[len(choices) :]:
        return f"Its field Answers says “{marks[:30]}”: write a 1 or a 0 for each of its {len(choices)} choices, with a space between them."
    right = [mark == "1" for mark in marks.split()][: len(choices)]
    if len(right) < len(choices):
        reading.lost.append("Its last choices have no mark in the field Answers; they are taken for wrong, as on the card.")
    above, below = _around(values, front)
    prompt = "\n\n".join(filter(None, map(reading.prose, [by_name["question"], *above])))
    wire = {"prompt": prompt or _prose.from_plain(title), **({"title": title} if title and prompt else {})}
    told = "\n\n".join(filter(None, map(reading.prose, below)))
    return wire | _asked(_kind(by_name, reading), choices, right) | ({"feedback": {"general": told}} if told else {})


def _around(values, front):
    """What else the note holds: what its front shows, and what comes behind."""
    named = {"question", "title", "answers"}
    rest = {name: value for name, value in values.items() if value.strip() and not CHOICE.fullmatch(name.casefold())}
    rest = {name: value for name, value in rest.items() if name.casefold() not in named and not name.casefold().startswith("qtype")}
    above = [value for name, value in rest.items() if f"{{{{{name}}}}}" in front]
    return above, [value for value in rest.values() if value not in above]


def _kind(by_name, reading):
    """What it is; the card takes what is none of the three for several."""
    said = next((reading.text(value) for name, value in by_name.items() if name.startswith("qtype")), ONE)
    return said if said in (KPRIM, ONE) else SEVERAL


def _asked(kind, choices, right):
    """A yes or no to each as pairs, else choices."""
    if kind == KPRIM:
        left = [{"id": f"l{place}", "text": text} for place, text in enumerate(choices, 1)]
        body = {"left": left, "right": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}], "scoring": "per_pair"}
        pairs = {each["id"]: "yes" if mark else "no" for each, mark in zip(left, right + [False] * len(left))}
        return {"type": "matching", "body": body, "answers": [{"match": {"pairs": pairs}, "credit": 1}]}
    body = {"choices": [{"id": f"c{place}", "text": text} for place, text in enumerate(choices, 1)], "shuffle": True}
    answers = [{"match": {"choice": each["id"]}, "credit": 1} for each, mark in zip(body["choices"], right) if mark]
    if kind == ONE and len(answers) == 1:
        return {"type": "multiple_choice", "body": body, "answers": answers}
    return {"type": "multiple_response", "body": body | {"scoring": "right_minus_wrong"}, "answers": answers}

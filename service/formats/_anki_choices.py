"""Notes that hold choices: of the add-on "Multiple Choice for Anki", and of note types with a field for each option.

After its manual and its templates: `Q_1` to `Q_5` hold the choices, `Answers` a 1 for each that is right and a 0 for each that is
not, `QType` what they are: 0 is Kprim, a yes or a no to each, 1 several out of all, 2 one. Older notes have `MC_1` to `MC_5` and no
type, and are single choice. Cards mix their choices. Of Kprim each row counts by itself, as in the share that the card tells.

Other note types have `OptionA`, `OptionB` and so on, and a field with the letters of the right ones, or the text of one.
"""
import re

from service.formats import _prose

NAMED = "allinone (kprim"
FIELDS = ("Question", "Title", "QType (0=kprim,1=mc,2=sc)", "Q_1", "Q_2", "Q_3", "Q_4", "Q_5", "Answers", "Sources", "Extra 1")
"""Its fields in their order, where a file does not name them."""
CHOICE = re.compile(r"(?:q|mc)_[0-9]{1,2}")
OPTION = re.compile(r"(?:option|choice)[ _]?([a-j])")
KEYS = {"answer", "answers", "correct", "correctanswer", "correctanswers", "correctoption", "correctoptions"}
LETTERS = re.compile(r"[a-j](?:[ ,;/]{0,3}[a-j]){0,9}[.)]?")
LED = re.compile(r"^[A-Ja-j][.):] +")
KPRIM, SEVERAL, ONE = "0", "1", "2"
LONGEST_TITLE = 200
SHOWN = re.compile(r"\{\{([^{}]+)\}\}")
MARKS = re.compile(r"[01](?: [01])*")


def are(fields):
    """Whether these are the fields of such a note."""
    low = {field.casefold() for field in fields}
    return "question" in low and bool(_marked(low) or _keys(low) and sum(bool(OPTION.fullmatch(each)) for each in low) > 1)


def question(values, reading, front=""):
    """The question that {field: value} makes, or why it is none; what else the front shows belongs to the prompt.

    None where its options or what is right among them are not told: it is a card as any other.
    """
    low = {name.casefold() for name in values}
    return _by_marks(values, reading, front) if _marked(low) else _by_letters(values, reading, front)


def _marked(low):
    return "answers" in low and sum(bool(CHOICE.fullmatch(each)) for each in low) > 1


def _keys(low):
    """The fields that may tell which options are right."""
    return [each for each in low if each.replace(" ", "").replace("_", "") in KEYS]


def _by_letters(values, reading, front):
    by_name = {name.casefold(): value for name, value in values.items()}
    options = {found[1]: value for name, value in by_name.items() if value.strip() and (found := OPTION.fullmatch(name))}
    (key, *others), said = _keys(by_name), reading.text(by_name[_keys(by_name)[0]])
    short = OPTION.sub(r"\1", said.casefold())
    letters = set(filter(str.isalnum, short)) if LETTERS.fullmatch(short) else set()
    named = [letter in letters for letter in options] if letters <= set(options) else []
    worded = [bool(said) and reading.text(each) in (said, LED.sub("", said, count=1)) for each in options.values()]
    right = named if any(named) else worded
    if others or len(options) < 2 or not any(right) or any(worded) and worded != right:
        return None
    asked = _asked(ONE, [reading.prose(each) for each in options.values()], right)
    asked["body"]["shuffle"] = False  # they are known by their letters
    return _whole(values, front, reading, {"question", "title", key}, asked)


def _whole(values, front, reading, used, asked):
    """What is asked, with the note's other fields around it."""
    by_name = {name.casefold(): value for name, value in values.items()}
    title = reading.text(by_name.get("title", ""))
    if len(title) > LONGEST_TITLE:
        reading.lost.append(f"Its title was cut off after {LONGEST_TITLE} characters.")
        title = title[:LONGEST_TITLE]
    above, below = _around(values, front, used)
    prompt = "\n\n".join(filter(None, map(reading.prose, [by_name["question"], *above])))
    told = "\n\n".join(filter(None, map(reading.prose, below)))
    named = {"title": title} if title and prompt else {}
    return {"prompt": prompt or _prose.from_plain(title), **named, **asked, **({"feedback": {"general": told}} if told else {})}


def _by_marks(values, reading, front):
    by_name = {name.casefold(): value for name, value in values.items()}
    marks = reading.text(by_name["answers"])
    every = [reading.prose(value) for name, value in by_name.items() if CHOICE.fullmatch(name)]
    choices = [text for text in every if text]
    if "" in every[: len(choices)]:
        return "One of its choices is empty and one below it is not, so that nobody can tell whose the marks in Answers are: leave no gap."
    if not MARKS.fullmatch(marks) or "1" in marks.split()[len(choices) :]:
        return (
            f"Its field Answers says “{marks[:30]}”: write a 1 or a 0 for each of its {len(choices)} choices, with a space between them."
        )  # fmt: skip
    if "1" not in marks.split() and _kind(by_name, reading) != KPRIM:
        return "Its field Answers says of no choice that it is right."
    right = [mark == "1" for mark in marks.split()][: len(choices)]
    if len(right) < len(choices):
        reading.lost.append("Its last choices have no mark in the field Answers; they are taken for wrong, as on the card.")
    return _whole(values, front, reading, {"question", "title", "answers"}, _asked(_kind(by_name, reading), choices, right))


def _around(values, front, used):
    """What else the note holds: what its front shows, and what comes behind."""
    rest = {name: value for name, value in values.items() if value.strip() and not _of_choices(name.casefold())}
    rest = {name: value for name, value in rest.items() if name.casefold() not in used}
    shown = set(SHOWN.findall(front)) & rest.keys()
    return [value for name, value in rest.items() if name in shown], [value for name, value in rest.items() if name not in shown]


def _of_choices(name):
    return CHOICE.fullmatch(name) or OPTION.fullmatch(name) or name.startswith("qtype")


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

"""A row of a CSV file as a question: what every type has, and of which type it is where the row does not say."""
import re

from service.formats import _csv_languages, _mixed
from service.formats._csv_names import without_accents
from service.formats._csv_pieces import Faulty, is_number, listed, number
from service.formats._csv_choices import right_ones
from service.formats._csv_types import IN_PROMPT, READ

DRAWN = re.compile(r"_{2,}")
FEEDBACK = ("general", "correct", "partial", "incorrect")
TEXTS = ("title", "category", "external_id", "source", "licence", "attribution", "status")
DIFFICULTIES = ("easy", "medium", "hard")
TYPE_NAMES = {
    "multichoice": "multiple_choice", "multiple": "multiple_choice", "multiplechoice": "multiple_choice", "radio": "multiple_choice",
    "dropdown": "multiple_choice", "multi": "multiple_response", "subjective": "essay", "numerical_input": "numeric",
    "single": "multiple_choice", "single_select": "multiple_choice", "single_answer": "multiple_choice",
    "single_correct": "multiple_choice",
    "msq": "multiple_response", "multi_select": "multiple_response", "multiselect": "multiple_response", "ms": "multiple_response",
    "multiple_correct": "multiple_response", "boolean": "true_false", "t_f": "true_false",
    "judge": "true_false", "judgement": "true_false",
    "one_word": "short_answer", "text": "short_answer", "short_text": "short_answer", "shortanswer": "short_answer",
    "short_response": "short_answer", "paragraph": "essay", "long_answer": "essay", "long_text": "essay", "ess": "essay",
    "descriptive": "essay", "integer": "numeric", "fib": "fill_in_blank", "fitb": "fill_in_blank", "fill_blank": "fill_in_blank",
    "fill": "fill_in_blank",
    "match": "matching", "match_the_following": "matching", "reorder": "ordering", "sequencing": "ordering",
    "mc": "multiple_choice", "mcq": "multiple_choice", "single_choice": "multiple_choice", "choice": "multiple_choice",
    "ma": "multiple_response", "mr": "multiple_response", "multiple_answer": "multiple_response", "multiple_answers": "multiple_response",
    "multiple_select": "multiple_response", "checkbox": "multiple_response", "checkboxes": "multiple_response",
    "tf": "true_false", "truefalse": "true_false", "true_or_false": "true_false",
    "short": "short_answer", "sa": "short_answer", "number": "numeric", "numerical": "numeric", "num": "numeric",
    "open": "open_ended", "matching_pairs": "matching", "order": "ordering", "sequence": "ordering",
    "fill_in_the_blank": "fill_in_blank", "fill_in_the_blanks": "fill_in_blank", "cloze": "fill_in_blank",
}  # fmt: skip
WORD_AMONG_WORDS = "It was read as a short answer, as other rows ask for words too: write true_false as its type if that is meant."
OF_CHOICES = ("objective", "qcm")
"""What may take one choice or several."""


def question(cells):
    """(the question's wire, what was lost) of a row; Faulty where it is none."""
    prompt = cells.take("prompt")
    if not prompt.strip():
        raise Faulty("It has no prompt: write the question into that column.")
    lost = []

    def prose(text):
        written, more = _mixed.prose(text)
        lost.extend(more)
        return written

    kind = _kind(cells, prompt, lost)
    body, answers = READ[kind](cells, prose, prompt)
    wire = {"type": kind, "prompt": prose(prompt), "body": body, "answers": answers, **_about(cells, prose, lost)}
    return wire, (*lost, *cells.lost(kind))


def _about(cells, prose, lost):
    """What every question may have."""
    wire = {name: text for name in TEXTS if (text := cells.take(name).strip())}
    if "status" in wire:
        wire["status"] = wire["status"].casefold()
    for name in ("points", "penalty"):
        if name in cells:
            wire[name] = number(cells.take(name), f"The number of {name}" if name == "points" else "The penalty")
    if level := cells.take("difficulty").strip():
        plain = without_accents(level[:60].casefold())
        if (known := _csv_languages.OTHER_LEVELS.get(plain, plain)) in DIFFICULTIES:
            wire["difficulty"] = known
        else:
            lost.append(f"The difficulty '{level[:60]}' was left out: write one of {', '.join(DIFFICULTIES)}.")
    if tags := cells.take("tags"):
        mark = "," if "," in tags else ";"
        wire["tags"] = list(dict.fromkeys(" ".join(tag.split()) for tag in tags.split(mark) if tag.strip()))
    if hints := cells.take("hints"):
        wire["hints"] = [prose(each) for each in listed(hints)]
    if feedback := {name: prose(text) for name in FEEDBACK if (text := cells.take(f"{name}_feedback"))}:
        wire["feedback"] = feedback
    return wire


def _kind(cells, prompt, lost):
    if word := cells.take("type").strip():
        plain = re.sub(r"[\W_]+", "_", word[:60].casefold()).strip("_")
        kind = TYPE_NAMES.get(plain) or _csv_languages.TYPES.get(plain, plain)
        if plain in OF_CHOICES:
            kind = _single_or_several(cells)
        if kind not in READ:
            raise Faulty(f"There is no type '{word[:60]}': write one of {', '.join(READ)}, or leave the cell empty.")
        return _as_filled(kind, cells, prompt, lost)
    return _guessed(cells, prompt, lost)


def _as_filled(kind, cells, prompt, lost):
    """The type as the other columns can only mean it: a text that holds no blank has a short answer; who gives none wants an essay."""
    if "body" in cells or "answers" in cells:
        return kind
    if kind == "fill_in_blank" and not IN_PROMPT.search(prompt) and "blanks" not in cells and len(DRAWN.findall(prompt)) < 2:
        lost += ["Its text holds no blank such as {{city}}; it became a question with a short answer."] * (not DRAWN.search(prompt))
        return "short_answer"
    return "essay" if kind == "open_ended" and "answer" not in cells and not cells.numbered("answer") else kind


def _guessed(cells, prompt, lost):
    """The type that the filled columns can only mean."""
    if "body" in cells or "answers" in cells:
        raise Faulty("A row with a body or answers in JSON must name its type.")
    for column, kind in (("pairs", "matching"), ("order", "ordering"), ("rubric", "essay"), ("key_points", "open_ended")):
        if column in cells:
            return kind
    if "blanks" in cells or cells.beginning("blank_"):
        return "fill_in_blank"
    if "choices" in cells or cells.numbered("choice"):
        return _single_or_several(cells)
    answer = cells.look("answer")
    if cells.numbered("answer") or not answer.strip():
        cells.sure_of_the_key(max(cells.numbered("answer"), default=0))
    if not answer.strip():
        raise Faulty("It has no answer: fill that column, or write essay as its type if a person is to judge.")
    if answer.strip().casefold() in (*_csv_languages.TRUE, *_csv_languages.FALSE):
        if not cells.words or answer.strip().casefold() in ("true", "false"):
            return "true_false"
        lost.append(WORD_AMONG_WORDS)
    cells.sure_of_no_choices(answer.strip().casefold())
    return "numeric" if is_number(answer) else "short_answer"


def _single_or_several(cells):
    """With several right ones, whether all of them are wanted or any of them will do is told by the answer."""
    named, credited = right_ones(cells)
    if len(named) == 1:
        return "multiple_choice"
    if not named and len(credited) > 1:
        raise Faulty("Several choices earn credit: write multiple_choice (one is chosen) or multiple_response (several are) as its type.")
    return "multiple_response" if named else "multiple_choice"

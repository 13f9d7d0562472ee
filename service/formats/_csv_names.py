"""What the columns of a CSV file of questions are called: their own names, and the names that people and other systems give them.

Capitals, blanks, `-`, `_` and brackets do not count in a name, nor does a note behind it (`Question - max 120 characters`), and
`questionText` is `question_text`. Columns that there are several of end in a letter or a number: `choice_a` is `choice_1`, and the
first answer's column needs neither (`answer`, `tolerance`). What is not known in English may be so in `_csv_languages`.
"""
import re
import unicodedata

from service.formats import _csv_flags, _csv_languages

PLAIN = (
    "type", "prompt", "answer", "choices", "choice_ids", "pinned", "shuffle", "scoring", "credit", "explanation", "mode", "case_sensitive",
    "tolerance", "tolerance_type", "unit", "key_points", "max_words", "rubric", "pairs", "distractors", "right", "left_ids", "right_ids",
    "order", "blanks", "body", "answers", "title", "points", "penalty", "difficulty", "tags", "hints", "category", "external_id", "source",
    "status", "licence", "attribution", "general_feedback", "correct_feedback", "partial_feedback", "incorrect_feedback",
)  # fmt: skip
NUMBERED = ("choice", "answer", "credit", "feedback", "explanation", "mode", "tolerance", "tolerance_type", "key_points")
OF_A_VALUE = tuple(f"{name}_{value}" for name in ("credit", "feedback", "explanation") for value in ("true", "false"))
KNOWN = (*PLAIN, *(f"{name}_a …" for name in NUMBERED), *OF_A_VALUE, "blank_<its id>")
OTHER_NAMES = {
    "question": "prompt", "question_text": "prompt", "questiontext": "prompt", "question_content": "prompt", "question_stem": "prompt",
    "stem": "prompt", "text": "prompt", "mcq": "prompt", "questionname": "title", "question_name": "title", "question_title": "title",
    "ans": "answer", "correct_ans": "answer", "right_option": "answer", "right_choice": "answer", "correct_letter": "answer",
    "correct_response": "answer", "answer_key": "answer", "answer_letter": "answer", "correct_answer_letter": "answer",
    "answer_options": "choices", "answer_choices": "choices", "possible_answers": "choices", "answer_explanation": "explanation",
    "justification": "explanation", "difficulty_level": "difficulty", "subject": "category", "chapter": "category",
    "incorrect_answers": "wrong", "wrong_answers": "wrong", "incorrect_options": "wrong",
    "correctfeedback": "correct_feedback", "partiallycorrectfeedback": "partial_feedback", "incorrectfeedback": "incorrect_feedback",
    "generalfeedback": "general_feedback", "defaultmark": "points", "defaultgrade": "points",
    "correct": "answer", "correct_answer": "answer", "correct_answers": "answer", "correct_option": "answer", "right_answer": "answer",
    "right_answers": "answer", "correct_choice": "answer", "key": "answer", "solution": "answer", "options": "choices",
    "mark": "points", "marks": "points", "score": "points", "max_points": "points", "question_type": "type", "kind": "type",
    "tag": "tags", "keywords": "tags", "hint": "hints", "id": "external_id", "question_id": "external_id", "name": "title",
    "feedback": "general_feedback", "rationale": "explanation", "license": "licence", "level": "difficulty", "units": "unit",
    "topic": "category", "deck": "category", "folder": "category", "randomize": "shuffle", "author": "attribution",
    "case": "case_sensitive", "word_limit": "max_words", "wrong_feedback": "incorrect_feedback", "match": "pairs",
}  # fmt: skip
SINGLE_LETTER = re.compile(r"[a-z]|[1-9][0-9]{0,2}")
WITH_INDEX = re.compile(r"([^\W\d](?:\w*?[^\W\d_])??)_?([1-9][0-9]{0,2}|(?<=_)[a-z]|(?<=[^\x00-\x7f])[a-z])")
NOTE = re.compile(r"\s+[-–—]\s.*|(?<=[^\s(])\s*\([^()]*\)\W*\Z|\n.*", re.DOTALL)
OTHER_BASES = {
    "option": "choice", "alternative": "choice", "opt": "choice", "mark": "credit", "ans": "answer", "incorrect_answer": "wrong",
    "wrong_answer": "wrong", "incorrect_option": "wrong", "wrong_option": "wrong", "incorrect": "wrong", "distractor": "wrong",
}  # fmt: skip
UNACCENTED = str.maketrans("łøđı", "lodi")
"""Letters that Unicode does not take apart."""
BETWEEN_WORDS = re.compile(r"[\s_.-]+")
LONGEST_NAME = 300
MOST_CHOICES = 200
MOST_COLUMNS = 2000
BLANK = "blank_"


def canonical(name):
    """The name by which a column is known here, or None: `Option A` is `choice_1`."""
    plain = _plain(name)
    if plain in OTHER_NAMES or plain in PLAIN or plain in OF_A_VALUE:
        return OTHER_NAMES.get(plain, plain)
    if abroad := _csv_languages.OTHER_NAMES.get(bare := without_accents(plain)):
        return abroad
    if SINGLE_LETTER.fullmatch(plain):
        return f"choice_{index(plain)}"
    if plain.startswith(BLANK) and len(plain) > len(BLANK):
        return plain
    if (label := _csv_flags.place(bare)) and index(label) <= MOST_CHOICES:
        return f"{_csv_flags.BASE}_{index(label)}"
    found = WITH_INDEX.fullmatch(bare)
    base = found and (OTHER_BASES.get(found[1]) or _csv_languages.OTHER_BASES.get(found[1], found[1]))
    if (base in NUMBERED or base == "wrong") and index(found[2]) <= MOST_CHOICES:
        number = index(found[2])
        return base if number == 1 and base in ("tolerance", "tolerance_type", "mode", "key_points") else f"{base}_{number}"
    return None


def _plain(name):
    """The name in small letters with `_` between its words, and nothing else."""
    name = name.strip()[:LONGEST_NAME]
    for _ in range(2):  # a note may stand behind another: "Correct answer(s) - choose at least one"
        name = NOTE.sub("", name) or name
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).casefold()
    return BETWEEN_WORDS.sub("_", name.strip("[]() \t\r\n.:*?")).strip("_")


def without_accents(text):
    """A text whose Latin letters have no accents; those of other scripts stay whole."""
    bare = re.sub(r"(?<=[a-z])[\u0300-\u036f]+", "", unicodedata.normalize("NFD", text.translate(UNACCENTED)))
    return unicodedata.normalize("NFC", bare)


def index(label):
    """The number that a letter or the digits stand for."""
    return int(label) if label.isdecimal() else ord(label) - ord("a") + 1


def letter(number):
    """The letter of a number, as far as there are letters."""
    return chr(ord("a") + number - 1) if number <= 26 else str(number)


def shown(column):
    """The name under which a column is written: `choice_a` for `choice_1`."""
    base, _, number = column.rpartition("_")
    return f"{base}_{letter(int(number))}" if base in NUMBERED and number.isdecimal() else column


def known(cells):
    """How many columns a header names that are known; none at all unless it has a prompt."""
    names = [canonical(cell) for cell in cells[:MOST_COLUMNS]]
    return sum(name is not None for name in names) if "prompt" in names else 0

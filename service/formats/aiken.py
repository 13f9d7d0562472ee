"""Aiken, the plainest of Moodle's formats: a question, its options by letter, and one line that names the right one.

After Moodle's documentation (docs.moodle.org, "Aiken format") and import: options begin with a capital and a full stop or
bracket, blank lines mean nothing, and there is no feedback. A question may take several lines that follow each other, as
in newer Moodle; letters may be small, but go on without a gap, so that the letter of the answer is that of its option. An
explanation below the answer, for which Aiken has no place and people have a line, is the feedback of its question.
"""
import re
from dataclasses import dataclass, field, replace
from string import ascii_uppercase

from service.formats._lines import LONGEST
from service.formats._nouns import File, Loss, Question, Skipped, Unreadable
from service.formats._prose import from_plain, plain
from service.formats._same_choices import once
from service.formats._text_lines import guessed, text_lines
from service.verdict import FULL, NOTHING, exact

TITLE = "Aiken (Moodle)"
MEDIA_TYPE = "text/plain"
SUFFIX = ".txt"
PLACE = 80
MOST_NAMED = 40
OPTION = re.compile(r"([A-Za-z])[.)]\s*(.*)")
BOLD_LETTER = re.compile(r"\A\*\*([A-Za-z][.)])\*\*")
ANSWER = re.compile(r"(?:CORRECT[ \t])?ANSWER\s*:(.*)", re.IGNORECASE)
EXPLANATION = re.compile(r"\**(?:explanation|rationale|feedback|justification)\**:\**(.*)", re.IGNORECASE)
RULE = re.compile(r"```\s*\w*|-{3,}|={3,}|\*{3,}|_{3,}")
"""What parts questions where they were copied out of Markdown, and says nothing."""
ONE_LETTER = re.compile(r"([A-Za-z])(?:[.)](?:\s.*)?)?")
LOOKS_LIKE_IT = re.compile(r"^[ \t]*A[.)].*\n(?:.*\n)*?[ \t]*ANSWER[ \t]*:[ \t]*[A-Z]", re.MULTILINE | re.IGNORECASE)


@dataclass
class Draft:
    """A question as far as it has been read."""

    lines: list = field(default_factory=list)
    prompt: list = field(default_factory=list)
    options: list = field(default_factory=list)
    size: int = 0

    def take(self, line):
        self.lines.append(line)
        self.size += len(line.text) + 1
        if self.size > LONGEST:
            raise Unreadable(f"Over {LONGEST:,} characters stand here without an ANSWER: line.", self.where)

    @property
    def where(self):
        return f"line {self.lines[0].number}"


def recognises(file):
    text = re.sub(r"\r\n?", "\n", file.head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
    return "\0" not in text and LOOKS_LIKE_IT.search(text) is not None


def read(file, keep):
    draft, done, apart, above = Draft(), None, False, None
    for line in text_lines(file):
        if not line.text or (RULE.fullmatch(line.text) and (not draft.lines or apart and not draft.options)):
            apart = True
            continue
        if done and (said := EXPLANATION.fullmatch(line.text)):
            done = _explained(done, said[1], line)
            continue
        yield from _taken(done, above)
        above, done = (None if done else above), None
        answer, option = _answer(line.text), _option(line.text, draft)
        if answer is None and not option and draft.lines and (apart or draft.options):
            yield _unfinished(draft, line.number)
            above = None if draft.options else draft.where
            draft = Draft()
        draft.take(line)
        apart = False
        if answer is not None:
            done, draft = _finished(draft, answer), Draft()
        elif option:
            draft.options.append(option.groups())
        else:
            draft.prompt.append(line.text)
    yield from _taken(done, above)
    if draft.lines:
        yield _unfinished(draft)


def _taken(done, above):
    """What is finished, and what is said of a text above it that a blank line parts from it."""
    if isinstance(done, Question) and above:
        done = replace(done, lost=(*done.lost, f"The text in {above}, which a blank line parts from it, is no part of it."))
    return [done] if done else []


def _answer(text):
    """What an ANSWER: line names, or None where it is no such line."""
    found = ANSWER.fullmatch(text.strip("*"))
    return found and found[1].strip("* \t")


def _explained(done, said, line):
    """A question with what a line below it says; one that is left out is left out with it."""
    said = from_plain(said.strip("* \t"))
    if not isinstance(done, Question) or not said:
        return done
    before = done.wire.get("feedback", {}).get("general")
    told = {"general": f"{before}\n\n{said}" if before else said}
    original, lost = f"{done.original}\n{line.text}", (*done.lost, *guessed([line]))
    return replace(done, wire={**done.wire, "feedback": told}, original=original, lost=lost)


def _option(text, draft):
    """An option: with a capital anywhere, as in Moodle; with a small letter where it is the next one."""
    found = OPTION.fullmatch(BOLD_LETTER.sub(r"\1", text))
    if found and (found[1].isupper() or found[1].upper() == ascii_uppercase[len(draft.options) : len(draft.options) + 1]):
        return found
    return None


def _unfinished(draft, line=None):
    if not draft.options:
        return Skipped(draft.where, "This text has no options (A. …) and no ANSWER: line below it, and so is no question.")
    before = f" before line {line}, which is neither an option nor an answer; each stands on a line of its own" if line else ""
    return Skipped(draft.where, f"This question has options, but no line such as ANSWER: A{before}.")


def _finished(draft, answer):
    answer = _letter(draft, answer)
    if fault := _fault(draft, answer):
        return Skipped(draft.where, fault)
    choices = [{"id": f"c{place}", "text": from_plain(text)} for place, (_, text) in enumerate(draft.options, 1)]
    right = {"match": {"choice": f"c{_place(answer) + 1}"}, "credit": 1}
    choices, answers, lost = once(choices, [right])
    wire = {"type": "multiple_choice", "prompt": from_plain("\n".join(draft.prompt)), "body": {"choices": choices}, "answers": answers}
    return Question(draft.where, wire, "\n".join(line.text for line in draft.lines), (*guessed(draft.lines), *lost))


def _letter(draft, answer):
    """The answer, by its letter where it is the text of the one option."""
    named = [letter for letter, text in draft.options if text.strip().casefold() == answer.casefold()]
    return named[0] if len(named) == 1 and not ONE_LETTER.fullmatch(answer) else answer


def _place(answer):
    return ascii_uppercase.index(answer[0].upper())


def _fault(draft, answer):
    """Why this is no question, or nothing."""
    letters, last = "".join(letter.upper() for letter, _ in draft.options), draft.lines[-1].number
    if not "".join(draft.prompt).strip():
        return "No question stands before its options." if letters else "No question stands before this answer."
    if len(letters) < 2:
        return "It needs two options at least, each on a line such as A. Vienna."
    if letters != ascii_uppercase[: len(letters)]:
        named = ", ".join(letters[:MOST_NAMED]) + " …" * (len(letters) > MOST_NAMED)
        return f"Its options are named {named}: they are to go from A on without a gap, so that it is clear which is right."
    if empty := [letter for letter, text in draft.options if not text.strip()]:
        return f"The option {empty[0]} has no text."
    if not ONE_LETTER.fullmatch(answer):
        said = f"not '{answer[:50]}'" if answer else "and here is none"
        return f"ANSWER: (line {last}) names one letter, {said}. Several right answers are beyond Aiken: use GIFT."
    if _place(answer) >= len(letters):
        return f"ANSWER: (line {last}) names {answer[0]}, but the options end with {letters[-1]}."
    return None


def write(bank, out, fetch):
    for question in bank.questions():
        if reason := _unsaid(question):
            yield Loss(question, "", reason)
            continue
        text = _written(question)
        if _read_back(text) != _meant(question):
            yield Loss(question, "", "Without markup its texts are empty, the same, or look like an option or an answer of Aiken.")
        else:
            out.write(text.encode())


def _unsaid(question):
    """Why Aiken cannot hold a question, or nothing."""
    if question["type"] != "multiple_choice":
        return "Aiken has questions with one choice only."
    credits = sorted(exact(answer["credit"]) for answer in question["answers"] if exact(answer["credit"]) != NOTHING)
    if credits != [FULL]:
        return "Aiken gives one option full credit, and all others none."
    if len(question["body"]["choices"]) > len(ascii_uppercase):
        return f"Aiken has {len(ascii_uppercase)} letters for options."
    return None


def _line(prose):
    return " ".join(plain(prose).split())


def _right(question):
    full = next(answer["match"]["choice"] for answer in question["answers"] if exact(answer["credit"]) == FULL)
    return next(place for place, choice in enumerate(question["body"]["choices"]) if choice["id"] == full)


def _written(question):
    options = [f"{letter}. {_line(choice['text'])}\n" for letter, choice in zip(ascii_uppercase, question["body"]["choices"])]
    return f"{_line(question['prompt'])}\n{''.join(options)}ANSWER: {ascii_uppercase[_right(question)]}\n\n"


def _meant(question):
    """What is to be read back: how many different options, and the right one."""
    options = [_line(choice["text"]) for choice in question["body"]["choices"]]
    return _line(question["prompt"]), len(options), _right(question), len(options) == len(set(options))


def _read_back(text):
    found = list(read(File.of(text.encode()), None))
    if len(found) != 1 or isinstance(found[0], Skipped):
        return None
    wire = found[0].wire
    return _line(wire["prompt"]), len(wire["body"]["choices"]), int(wire["answers"][0]["match"]["choice"][1:]) - 1, True

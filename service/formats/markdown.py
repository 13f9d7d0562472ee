"""Quizzes as plain text with Markdown, as text2qti reads them: questions with 1., choices with a), the right one with *a).

After the documentation of text2qti 0.7. Choices stay in their order unless the quiz says `shuffle answers: true`, as there.
Questions with [*] give credit for exactly the right ones. Code is never run. What the format has no place for and no
learner sees (ids, tags and so on) stands in a comment of our own, `% quizbank: {…}`, before its question.
"""
import re

from service.formats._nouns import Container, Skipped
from service.formats._text2qti_blocks import blocks
from service.formats._text2qti_draft import POINTS, Draft
from service.formats._text2qti_writing import write

__all__ = ["MEDIA_TYPE", "PLACE", "SUFFIX", "TITLE", "read", "recognises", "write"]
TITLE = "Markdown quiz (text2qti)"
MEDIA_TYPE = "text/markdown"
SUFFIX = ".md"
PLACE = 90
QUESTION = re.compile(rb"^(?:\xef\xbb\xbf)?[0-9]{1,9}\.[ \t]+\S", re.MULTILINE)
ANSWER = re.compile(rb"^(?:\*?[a-zA-Z]\)[ \t]+\S|\[[* ]?\][ \t]+\S|[*=][ \t]+\S|_{3,}\s*$|\^{3,}\s*$)", re.MULTILINE)
NOT_A_QUESTION = {
    "text_title": "A title between questions is no question.",
    "text": "A text between questions is no question: put it into the prompts that need it, or make it a study note.",
    "quiz_description": "The quiz's description is no question: put it into the topic's description.",
    "option": "This is a rule for the quiz as a whole, which no question can carry.",
    "pick": "How many questions of a group are drawn is a rule of the quiz; all questions of the group are read.",
    "solutions_pick": "How many solutions are shown is a rule of the quiz; all questions of the group are read.",
    "code": "Code is not run here: run it, and put what it prints in its place.",
    "listing": "Code between questions is no question: put it into the prompts that need it.",
    "unended": "This comment or code is never ended, so that all below it was left out: end it.",
}
OF_A_QUESTION = {
    "right_choice", "wrong_choice", "right_of_several", "wrong_of_several", "short_answer", "numerical", "essay", "upload", "feedback",
    "correct", "incorrect", "solution",
}  # fmt: skip


def recognises(file):
    """Whether a numbered question and an answer in this manner are at its start."""
    head = file.head.replace(b"\r", b"")
    return bool(QUESTION.search(head) and ANSWER.search(head)) and not re.search(rb"^ANSWER:", head, re.MULTILINE)


def read(file, keep):
    """Yield what a quiz holds."""
    return _Quiz().read(blocks(file.stream))


class _Quiz:
    """Where the reader stands: the question that is being read, and what was said for the next one."""

    def __init__(self):
        self.draft = self.title = self.points = self.ours = self.group_points = None
        self.shuffle = self.in_group = False

    def read(self, found):
        for block in found:
            if self.draft and block.kind in OF_A_QUESTION:
                self.draft.add(block)
            elif self.draft and block.kind == "listing":
                self.draft.list(block)
            elif self.draft and block.kind in ("unknown", "code"):
                self.draft.seen(block)
                self.draft.wrong(block, _stray(block))
            else:
                yield from self._finished()
                yield from self._between(block)
        yield from self._finished()
        yield from self._unused()

    def _finished(self):
        """The question that has been read, if there is one."""
        if self.draft:
            yield self.draft.done()
        self.draft = None

    def _between(self, block):
        """What stands between questions."""
        kind, text = block.kind, block.text
        if kind == "question":
            self._begin(block)
        elif kind in ("title", "points", "ours"):
            if kind == "points" and not POINTS.fullmatch(text):
                yield Skipped(block.where, f"'{text[:60]}' is no number of points: write it as in 2 or 0.5. The next question has none.")
            elif kind == "points":
                self.points = float(text) if "." in text else int(text)
            else:
                setattr(self, kind, text if kind == "title" else block)
        elif kind == "quiz_title":
            yield Container(block.where, "quiz", " ".join(text.split()))
        elif kind == "shuffle":
            self.shuffle = text.casefold() == "true"
            if text.casefold() not in ("true", "false"):
                yield Skipped(block.where, f"'{text[:60]}' is neither true nor false: choices stay in their order.")
        else:
            yield from self._grouped(block)

    def _grouped(self, block):
        if block.kind == "group":
            self.in_group, self.group_points = True, None
            yield Container(block.where, "group", "")
        elif block.kind == "end_group":
            self.in_group, self.group_points = False, None
        elif block.kind == "points_per_question" and POINTS.fullmatch(block.text) and self.in_group:
            self.group_points = float(block.text) if "." in block.text else int(block.text)
        elif block.kind == "points_per_question":
            yield Skipped(block.where, "This is no number of points, or stands in no group: write it as in 2, below GROUP.")
        else:
            yield Skipped(block.where, NOT_A_QUESTION.get(block.kind) or _stray(block))

    def _begin(self, block):
        points = self.points if self.group_points is None else self.group_points
        self.draft = Draft(block, self.shuffle, self.title, points, self.ours)
        if None not in (self.points, self.group_points) and self.points != self.group_points:
            self.draft.lost.append(f"Its own {self.points} points were left out: in its group every question has {self.group_points}.")
        self.title = self.points = self.ours = None

    def _unused(self):
        if self.title is not None or self.points is not None:
            yield Skipped("end of the file", "A title or points stand here without a question below them.")


def _stray(block):
    if block.kind == "code":
        return NOT_A_QUESTION["code"]
    shown = block.text.strip()[:60]
    return (
        f"The line '{shown}' belongs to nothing: indent it as far as the text that it goes on with, "
        "or begin it with a mark and a blank (1. or a) or *a) or [*] or = or ...)."
    )

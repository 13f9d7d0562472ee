"""The blocks of a quiz in text2qti's plain text: what a line begins with, and all that is indented below it.

After the documentation of text2qti 0.7. A block begins at the start of a line with its mark and a blank (`1. `, `*b) `,
`... `); lines below that are indented as far as its text go on with it, also after empty lines. `%` begins a comment, and
COMMENT and END_COMMENT stand around one. A fence at the start of a line is around code to be run where it says `.run`, which
text2qti asks for, and else around code to be shown.
"""
import re
from dataclasses import dataclass, field
from functools import cached_property

from service.formats._lines import lines
from service.formats._text_lines import begun, decoded

TAB = 4
LONGEST = 200_000
"""Characters in a block: ten times as many as any text here may have."""
ALONE = {"essay": r"_{3,}", "upload": r"\^{3,}", "group": "GROUP", "end_group": "END_GROUP"}
WITH_TEXT = {
    "question": r"[0-9]{1,9}\.", "right_choice": r"\*[a-zA-Z]\)", "wrong_choice": r"[a-zA-Z]\)", "right_of_several": r"\[\*\]",
    "wrong_of_several": r"\[ ?\]", "short_answer": r"\*", "feedback": r"\.\.\.", "correct": r"\+", "incorrect": "-", "solution": "!",
    "numerical": "=", "title": "[Tt]itle:", "points": "[Pp]oints:", "text_title": "[Tt]ext [Tt]itle:", "text": "[Tt]ext:",
    "quiz_title": "[Qq]uiz [Tt]itle:", "quiz_description": "[Qq]uiz [Dd]escription:", "pick": "[Pp]ick:",
    "solutions_pick": "[Ss]olutions pick:", "points_per_question": "[Pp]oints per question:", "shuffle": "[Ss]huffle answers:",
    "option": "(?:[Ss]how correct answers|[Oo]ne question at a time|[Cc]an't go back|[Ff]eedback is solution"
              "|[Ss]olutions sample groups|[Ss]olutions randomize groups):",
}  # fmt: skip
ONE_LINE = {"short_answer", "numerical", "points", "pick", "solutions_pick", "points_per_question", "shuffle", "option"}
ONE_PARAGRAPH = {"title", "text_title", "quiz_title"}
START = re.compile(
    "|".join([f"(?P<{kind}>{mark})[ \\t]*$" for kind, mark in ALONE.items()])
    + "|" + "|".join(f"(?P<{kind}>{mark})[ \\t]+(?=\\S)" for kind, mark in WITH_TEXT.items())
)  # fmt: skip
MARK = re.compile("|".join(f"(?:{mark})" for kind, mark in WITH_TEXT.items() if kind != "short_answer"))
OURS = "% quizbank:"
FENCE = re.compile(r"(`{3,})[ \t]*\S")
RUN = re.compile(r"`+[ \t]*\{[^}]*\.run\b")


@dataclass
class Block:
    """A piece of a quiz: `kind` as in the tables above, or `code`, `listing`, `ours` (a comment of our own), `unknown` or `unended`."""

    number: int
    kind: str
    first: str
    original: list[str]
    indent: int | None = None
    guessed: bool = False
    more: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def where(self):
        return f"line {self.number}"

    @property
    def too_long(self):
        return self.size > LONGEST

    @cached_property
    def text(self):
        return "\n".join([self.first, *self.more]).rstrip()

    def go_on(self, line, text):
        """Take one more line, unless the block is too long already."""
        self.size += len(line) + 1
        if not self.too_long:
            self.original.append(line)
            self.more.append(text)


def blocks(stream):
    """Yield every block, in bounded memory."""
    found, skipping, listing = None, None, None  # `skipping` is what ends the comment or the code that is being left out or listed
    for number, line, guessed in _decoded(stream):
        if skipping:
            skipping = None if _ends(line, skipping[1]) else skipping
            if listing:
                listing.go_on(line, line.rstrip())
                listing.guessed |= guessed
                if not skipping:
                    yield listing
                    listing = None
            continue
        if found and _goes_on(found, line):
            found.guessed |= guessed
            continue
        if found:
            yield found
        found = None
        if line.startswith("COMMENT"):
            skipping = (number, "END_COMMENT")
        elif fence := FENCE.match(line):
            skipping = (number, fence[1])
            if RUN.match(line):
                yield Block(number, "code", line, [line])
            else:
                listing = Block(number, "listing", line.rstrip(), [line], guessed=guessed)
        elif line.startswith("%"):
            if line.startswith(OURS):
                yield Block(number, "ours", line.removeprefix(OURS), [line])
        elif line.strip():
            found = _begun(number, line, guessed)
    if found:
        yield found
    if skipping:
        yield Block(skipping[0], "unended", skipping[1], [])


def _ends(line, end):
    return line.strip() == end if end == "END_COMMENT" else line.startswith(end) and not line.strip("` \t")


def _begun(number, line, guessed):
    match = START.match(line)
    if not match:
        return Block(number, "unknown", line, [line], guessed=guessed)
    kind, text = match.lastgroup, line[match.end() :].strip()
    indent = None if match[kind].endswith(":") else len(line[: match.end()].expandtabs(TAB))
    return Block(number, kind, text, [line], indent, guessed=guessed, size=len(line))


def _goes_on(block, line):
    """Take the line into the block if it belongs to it."""
    if block.kind in ALONE or block.kind in ONE_LINE or block.kind == "unknown":
        return False
    if not line.strip():
        if block.kind in ONE_PARAGRAPH:
            return False
        block.go_on("", "")
        return True
    wide = line.expandtabs(TAB)
    leading = len(wide) - len(wide.lstrip(" "))
    if block.indent is None and leading >= 2:
        block.indent = leading
    if block.indent is None or leading < block.indent:
        return False
    block.go_on(line, wide[block.indent :].rstrip())
    return True


def _decoded(stream):
    """Yield (number, line, whether its letters were guessed)."""
    for number, data in lines(stream):
        yield number, *decoded(number, begun(data) if number == 1 else data)

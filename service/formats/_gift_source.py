r"""GIFT as it stands in a file: blocks between blank lines, their comments, and text with its escapes.

After Moodle's documentation (docs.moodle.org, "GIFT format") and what Moodle 4 does on import: blank lines part questions,
a line that begins with // is a comment, and of `\~ \= \# \{ \} \: \\ \n` the last is a line end and the others stand for
themselves. Other than Moodle, which then reads neither half, a blank line between braces ends no question; and where the blank
line between two questions is missing, a second one begins all the same: below a closing brace, or with a title.
"""
import re
from dataclasses import dataclass
from functools import cached_property

from service.formats._lines import LONGEST
from service.formats._nouns import Unreadable
from service.formats._text_lines import BLANKS, Line, text_lines

ESCAPE = re.compile(r"\\([\\~=#{}:n])")
BRACE = re.compile(r"[{}]")
NEW = ("::", "$CATEGORY:")
"""What begins a question or a category, and so never goes on with one."""
TITLE = re.compile(r"\$CATEGORY:|::(?:[^:\\]|\\.|:(?!:))+::")
"""A category or a whole title, which is no line of a text even where no brace closed what stands above it."""
CLOZE = re.compile(r"\{\d*:[A-Z_]+:")
"""How answers begin of which a text may have several."""
FENCE = re.compile(r"```\s*(?:gift|moodle|plaintext|text|txt)?", re.IGNORECASE)
"""What comes along where GIFT was copied out of Markdown."""
NAMED_FENCE = re.compile(r"```\s*[\w-]*")
"""The same by another name, if a title follows at once."""


class Fault(Exception):
    """Why a question cannot be read, and where in its block that stands."""

    def __init__(self, source, why):
        super().__init__(why)
        self.why, self.at = why, source.at


@dataclass(frozen=True)
class Source:
    """A piece of GIFT: `raw` as written; `live` the same with escapes blotted out, so that what is left in it has its meaning."""

    raw: str
    live: str
    at: int = 0

    @classmethod
    def of(cls, raw):
        return cls(raw, ESCAPE.sub("\0\0", raw))

    @property
    def text(self):
        """What is meant, without the escapes."""
        return ESCAPE.sub(lambda escape: "\n" if escape[1] == "n" else escape[1], self.raw)

    def cut(self, start, end=None):
        return Source(self.raw[start:end], self.live[start:end], self.at + start)

    def strip(self):
        start = len(self.live) - len(self.live.lstrip(BLANKS))
        return self.cut(start, max(start, len(self.live.rstrip(BLANKS))))

    def parted(self, mark):
        """What stands before the first `mark` and what after it, stripped; the second is None where there is no mark."""
        at = self.live.find(mark)
        return (self.strip(), None) if at < 0 else (self.cut(0, at).strip(), self.cut(at + len(mark)).strip())

    def pieces(self, marks):
        """(mark, piece) for what follows each of these marks; with no mark for what stands before the first of them, if anything."""
        starts = [found.start() for found in re.finditer(f"[{marks}]", self.live)]
        first = self.cut(0, starts[0] if starts else None).strip()
        found = [("", first)] if first.live else []
        return found + [
            (self.live[start], self.cut(start + 1, end).strip()) for start, end in zip(starts, [*starts[1:], len(self.live)])
        ]


@dataclass(frozen=True)
class Block:
    """Lines that belong together; `parted` where only braces tell that these are no part of the question above."""

    lines: tuple[Line, ...]
    parted: bool = False

    @cached_property
    def kept(self):
        """The lines that are no comments."""
        return [line for line in self.lines if not line.text.startswith("//")]

    @cached_property
    def comments(self):
        return [line.text for line in self.lines if line.text.startswith("//")]

    @cached_property
    def source(self):
        return Source.of("\n".join(line.text for line in self.kept))

    @property
    def original(self):
        return "\n".join(line.text for line in self.lines)

    @property
    def number(self):
        """The line where it begins."""
        return (self.kept or self.lines)[0].number

    def line(self, at):
        """The number of the line in which this place of its source stands."""
        return self.kept[self.source.raw.count("\n", 0, at)].number

    def without_first(self):
        """The block without the first of its lines that is no comment."""
        return Block(tuple(line for line in self.lines if line is not self.kept[0]), self.parted)


def blocks(file):
    """Yield the blocks of a file. One with a brace left open goes on to the block that closes it, if no other begins before that."""
    held, loose, size = [], [], 0
    for block in _between_blank_lines(file):
        braces = BRACE.findall(block.source.live)
        size += len(block.source.raw)
        if held and (block.source.raw.startswith(NEW) or braces[:1] == ["{"] or size > LONGEST):
            yield from (_joined(held), *loose)
            held, loose = [], []
        if held and not braces:
            loose.append(block)
            continue
        held += [*loose, block]
        loose = []
        if braces[-1:] != ["{"]:
            yield _joined(held)
            held, size = [], 0
    if held:
        yield from (_joined(held), *loose)


def _between_blank_lines(file):
    found = Lines()
    for line in text_lines(file):
        if FENCE.fullmatch(line.text) and (found.closed or not found.lines):
            continue
        if (end := found.ends_before(line)) is not None:
            before, found = found.parted(end, line)
            if not (TITLE.match(line.text) and NAMED_FENCE.fullmatch(before.original)):
                yield before
        if line.text:
            found.take(line)
        if found.size > LONGEST:
            why = f"Over {LONGEST:,} characters stand here without a blank line: no question is so long."
            raise Unreadable(why, f"line {found.lines[0].number}")
    if found.lines:
        yield found.block()


class Lines:
    """Lines since the last blank one. `closed`: their braces are; `end`: how many there are up to the last that is no comment.

    `next` is where what stands below a closing brace at the end of its line begins.
    """

    def __init__(self, lines=(), is_parted=False):
        self.lines, self.is_parted, self.size, self.depth, self.closed, self.end, self.next = [], is_parted, 0, 0, False, 0, None
        for line in lines:
            self.take(line)

    def take(self, line):
        self.lines.append(line)
        self.size += len(line.text) + 1
        if line.text.startswith("//"):
            return
        live = ESCAPE.sub("", line.text)
        if self.closed and self.next is None and self.lines[self.end - 1].text.endswith("}"):
            self.next = self.end
        self.depth += live.count("{") - live.count("}")
        if "}" in live:
            self.closed, self.next = self.depth == 0, None
        self.end = len(self.lines)

    def ends_before(self, line):
        """How many of these lines are a block, if this line or one above it begins another."""
        if not line.text:
            return len(self.lines) or None
        if self.closed and line.text.startswith(NEW) or self.depth == 0 and TITLE.match(line.text):
            return self.end or None
        if self.closed and not line.text.startswith("//") and "{" in CLOZE.sub("", ESCAPE.sub("", line.text)):
            return self.next or (self.end if self.lines[self.end - 1].text.endswith("}") else None)
        return None

    def parted(self, end, line):
        """(the block of the first of these lines, the others)."""
        before = Block(tuple(self.lines[:end]), self.is_parted)
        return before, Lines(self.lines[end:], bool(line.text) and not line.text.startswith(NEW))

    def block(self):
        return Block(tuple(self.lines), self.is_parted)


def _joined(blocks):
    first, *rest = blocks
    return Block((*first.lines, *(line for block in rest for line in (Line(block.lines[0].number, ""), *block.lines))), first.parted)

"""GIFT, Moodle's format for questions typed as plain text, by its documentation and as Moodle 4 itself reads and writes it.

Moodle's `short answer` and `numerical` take the first answer that fits, ours the best: where that differs it is said. What GIFT
has no word for (points, hints, penalties, pictures) Moodle sets to its own defaults, and so does whoever imports here.
"""
import re

from service.formats._gift_question import named, question
from service.formats._gift_source import blocks
from service.formats._gift_writing import Unsaid, written_question
from service.formats._nouns import Container, Loss, Skipped

TITLE = "GIFT (Moodle)"
MEDIA_TYPE = "text/plain"
SUFFIX = ".gift"
PLACE = 85
INSIDE = r"(?:[^{}\\]|\\.)*+"
ANSWERS = re.compile(
    rf"(?:(?<![\\{{])|(?<=\\\{{))(?:\\\\)*+\{{\s*(?:(?:[=~#]|>\s*\d){INSIDE}(?:\}}|\\?\Z)|(?:T|TRUE|F|FALSE)\s*(?:#{INSIDE})?\}}[ \t]*$|\}}[ \t]*$)",
    re.MULTILINE | re.DOTALL,
)
CATEGORY = "$CATEGORY:"
LINE_END = re.compile(r"[\r\n]+")
CONTEXT = re.compile(r"(?:\$[a-z]+\d*\$)?/?(?:top(?=/|$))?/?", re.IGNORECASE)
"""Where in a Moodle a category belongs ("$course$/top/"): that is no part of its name."""
OTHER_KIND = re.compile(rb"\s*(?:<\?xml|<!doctype|PK\x03\x04|\{\s*\"|\[\s*\{|quiz title:|% quizbank:)", re.IGNORECASE)
MOODLE_NAMED = re.compile(r"// question: \d+\s+name: (?!Switch category to)(.+)")


def recognises(file):
    head = file.head.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in head or OTHER_KIND.match(head):
        return False
    text = "\n".join(line for line in re.split(r"\r\n?|\n", head.decode("utf-8", "replace")) if not line.lstrip().startswith("//"))
    return text.lstrip().startswith(CATEGORY) or ANSWERS.search(text) is not None


def read(file, keep):
    category = ""
    for block in blocks(file):
        while block.kept and block.kept[0].text.startswith(CATEGORY):
            name = block.kept[0].text.removeprefix(CATEGORY).strip()
            yield Container(f"line {block.number}", "category", name)
            category, block = name[CONTEXT.match(name).end() :], block.without_first()
        if block.kept:
            yield question(block, category, keep)
        elif block.lines:
            yield from _only_comments(block)


def _only_comments(block):
    """Comments are for people; but where one names a question that does not follow, something is amiss."""
    where = f"line {block.number}"
    for name in MOODLE_NAMED.findall("\n".join(block.comments)):
        yield Skipped(where, f"Moodle names a question '{name[:300]}' here, which GIFT could not hold. Export it as Moodle XML.")
    if named(block.comments)[0]:
        yield Skipped(where, "No question follows this [id:…] or [tag:…]: leave no blank line between them.")


def write(bank, out, fetch):
    category = ""
    for each in bank.questions():
        try:
            text = written_question(each)
        except Unsaid as unsaid:
            yield Loss(each, "", str(unsaid))
            continue
        if (each.get("category") or "") != category:
            category = each.get("category") or ""
            out.write(f"{CATEGORY} $course$/top{'/' * bool(category)}{LINE_END.sub(' ', category)}\n\n".encode())
        out.write(text.encode())

"""The text formats of GIFT (`[html]`, `[markdown]`, `[plain]`, `[moodle]`) as prose, and prose as GIFT.

In `[moodle]`, which holds where nothing is said, HTML counts, and so do line ends. After Moodle's text_to_html and
clean_text: a < that begins no tag is a mere sign.
"""
import re

from marshmallow import ValidationError

from schemas.prose import COMMONMARK, Prose
from service.formats._data_url import alone
from service.formats._gift_source import Fault
from service.formats._prose import from_html, from_plain
from service.formats._text_lines import BLANKS

MARKER = re.compile(r"\[(html|markdown|plain|moodle)\]")
TAG_NAMES = (
    "a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn "
    "div dl dt em embed figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i iframe img ins kbd lang li link main mark math "
    "nolink object ol p param pre q s samp script section small source span strike strong style sub summary sup table tbody td tex "
    "tfoot th thead time tr track tt u ul var video wbr"
).split()
TAG = rf"</?(?:{'|'.join(TAG_NAMES)})(?![a-z0-9-])"
MERE_SIGN = re.compile(rf"<(?!!--)(?!{TAG[1:]})", re.IGNORECASE)
HTML = re.compile(rf"{TAG}|<!--|&(?:[a-z][a-z0-9]{{1,30}}|#\d{{1,7}}|#x[0-9a-f]{{1,6}});", re.IGNORECASE)
OPEN_TAG = re.compile(rf"{TAG}[^<>]*\Z", re.IGNORECASE)
WITH_TAGS = ("moodle", "html")
"""Formats in which what looks like a tag is one."""
TORN_COMMAND = re.compile(r"(?<!\\)(?:\\\\)*(\\n(?:eq?|abla|u|ot(?:in)?|mid|sim|leq|geq|exists|earrow|warrow|olimits)(?![a-z]))")
"""A command of LaTeX that begins as an escaped line end does."""
SPECIAL = {sign: "\\" + sign for sign in "\\~=#{}:"} | {"\n": "\\n"}
ESCAPES = str.maketrans(SPECIAL)
LONGEST_TEXT = 200_000
"""Characters of HTML. Prose has a tenth of them at most."""


class Reader:
    """Reads the texts of one question: what holds unless a text says otherwise is the prompt's format; `lost` gathers as it goes."""

    def __init__(self, keep):
        self.shown, self.format, self.lost = alone(keep), "moodle", []

    def prompt(self, source):
        """The prompt as prose; its format holds for the other texts too."""
        if marker := MARKER.match(source.raw):
            self.format = marker[1]
        return self.prose(source)

    def prose(self, source):
        """A text as prose, or nothing where there is none."""
        if source is None or not source.live:
            return ""
        name, text = marked(source, self.format)
        if len(text) > LONGEST_TEXT:
            raise Fault(source, f"A text of {len(text):,} characters: none is so long here.")
        found, lost = FORMATS[name](text, self.shown)
        torn = TORN_COMMAND.search(source.raw) if "$" in text or "\\(" in text else None
        self.lost += [*lost, *([f"{torn[1]} is read as a line end: in GIFT the command is written \\{torn[1]}."] if torn else [])]
        return found.strip(BLANKS)


def marked(source, default=""):
    """The name of a text's format, and the text."""
    marker = MARKER.match(source.raw)
    return (marker[1], source.cut(marker.end()).text.strip(BLANKS)) if marker else (default, source.text.strip(BLANKS))


def from_moodle(text, shown=None):
    """Text of Moodle's own kind: HTML where there is any, and line ends count."""
    if not HTML.search(text):
        return from_plain(text), ()
    text = re.sub(r"(?<=>)\s+|(?<!\s)\s+(?=</?[a-z])", " ", text, flags=re.IGNORECASE)
    return from_html(MERE_SIGN.sub("&lt;", text).replace("\n", "<br>\n"), shown)


def from_markdown(text, shown=None):
    """Markdown, which in Moodle may hold HTML."""
    try:
        return Prose(max=len(text)).deserialize(text), ()
    except ValidationError:
        return from_html(COMMONMARK.render(text), shown)


FORMATS = {"html": from_html, "markdown": from_markdown, "plain": lambda text, _: (from_plain(text), ()), "moodle": from_moodle}


def says_itself(text):
    """Whether prose can stand in GIFT as it is, without a word on its format."""
    return not text.startswith(("//", "%", "[")) and "\n" not in text and from_moodle(text) == (text, ())


def escaped(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(ESCAPES)


def written(prose):
    """Prose as an answer or as feedback, in the format of its question; what only looks like a weight or a format is set apart."""
    return ("[markdown]" if prose.startswith("%") or MARKER.match(prose) else "") + escaped(prose)

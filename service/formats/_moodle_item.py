"""A question of Moodle's XML while it is read: its texts as prose, its numbers, and what of it is lost.

After question/format/xml/format.php of Moodle 3.x to 4.5. A text stands in `<text>`, in the `format` that is named beside it or
that the question's text has.
"""
from lxml import etree

from service.formats import _mixed, _moodle_numbers, _prose, _xml
from service.formats._gift_prose import TAG_NAMES, from_moodle
from service.formats._moodle_files import Files
from service.question_types.fill_in_blank import IN_PROMPT
from service.verdict import FULL, NOTHING, exact

FORMATS = ("html", "moodle_auto_format", "markdown", "plain_text")
COMBINED = {"correctfeedback": "correct", "partiallycorrectfeedback": "partial", "incorrectfeedback": "incorrect"}
OF_ALL = {
    "name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber", "tags", "coursetags", "hint",
    "image", "image_base64", "file",
}  # fmt: skip
"""What every question may have."""
OF_THE_PAGE = {
    "showstandardinstruction", "responsefieldlines", "responserequired", "layouttype", "showgrading", "maxbytes", "shuffleanswers",
}  # fmt: skip
"""How Moodle's page looks; it says nothing of the question. Up to 2.x questions without choices say too whether these are shuffled."""
OF_AN_ANSWER = {"text", "feedback", "tolerance", "fraction", "file", *TAG_NAMES}
NO = ("false", "0", "")
"""What Moodle takes for no; the capitals in which some tools write it are meant so too."""
LONGEST_NAME, LONGEST_TITLE, LONGEST_ID, LONGEST_TAG = 80, 200, 200, 50


class NotCarried(Exception):
    """Why an element cannot be a question here."""


def content(holder):
    """The text of an element: of its `<text>`, or its own where it has none, as very old files do.

    HTML whose tags were not escaped, as Moodle's are, is part of it.
    """
    if holder is None:
        return ""
    text = holder.find("text")
    return "".join(_pieces(holder, TAG_NAMES) if text is None else _pieces(text)).strip()


def _pieces(element, tags=None):
    """Its text and its elements (those with these tags) as they would stand in HTML."""
    yield element.text or ""
    for child in element:
        if tags is None or child.tag in tags:
            yield etree.tostring(child, encoding="unicode", method="html", with_tail=False)
        yield child.tail or ""


def _says(element):
    """Whether there is a text in it, or a file."""
    return element.find(".//file") is not None or any(text.strip() for text in element.itertext())


def shown(text):
    """A text within a sentence."""
    text = " ".join(text.split())
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def name_after(prompt):
    """The name of a question that has no title: how its prompt begins."""
    words = " ".join(_prose.plain(IN_PROMPT.sub("___", prompt)).split())
    return f"{words[:LONGEST_NAME].rstrip()} …".strip()


class Item:
    """A question element, `lost` what of it could not be carried over, and `known` the elements that were looked at."""

    def __init__(self, element, keep):
        self.element, self.keep, self.lost, self.known = element, keep, [], set(OF_ALL | OF_THE_PAGE)
        self.format, self.files = self._format(element.find("questiontext"), "html"), Files(element, keep)

    def lose(self, *sentences):
        self.lost += sentences

    def child(self, name):
        self.known.add(name)
        return self.element.find(name)

    def children(self, name):
        self.known.add(name)
        return self.element.findall(name)

    def text(self, name):
        return content(self.child(name))

    def flag(self, name, unsaid):
        """What is yes or no; `unsaid` where there is none."""
        child = self.child(name)
        return unsaid if child is None else content(child).lower() not in NO

    def number(self, name, unsaid=None):
        """The number in an element; `unsaid` where there is none."""
        text = self.text(name)
        if not text:
            return unsaid
        value = _moodle_numbers.read(text)
        if value is None:
            self.lose(f"Its {name} {shown(text)} is not a number.")
        return unsaid if value is None else value

    def places(self, number, what):
        """The number in the five places that we keep."""
        value, same = _moodle_numbers.in_places(number)
        if not same:
            self.lose(f"{what} {_moodle_numbers.plain(number)} became {_moodle_numbers.plain(value)}.")
        return _moodle_numbers.wire(value)

    def credit(self, answer):
        """The share of the mark that an answer earns: its `fraction` in percent, in very old files a share inside it."""
        inside = answer.find("fraction")
        text = answer.get("fraction", "0") if inside is None else content(inside)
        value = _moodle_numbers.read(text)
        if value is None:
            raise NotCarried(f"The fraction {shown(text)} of the answer {shown(content(answer))} is not a number.")
        return self.places(value if inside is not None else value / 100, "The fraction")

    def answer(self, holder, match):
        """An answer of ours after one of Moodle's."""
        return self.earning(match, self.credit(holder), self.prose(holder.find("feedback")))

    def earning(self, match, credit, feedback):
        return {"match": match, "credit": credit, **({"feedback": feedback} if feedback else {})}

    def prose(self, holder, raw=None):
        """The text of an element as prose; `raw` is read in its stead."""
        if holder is None:
            return ""
        raw, kind = content(holder) if raw is None else raw, self._format(holder, self.format)
        if kind == "plain_text":
            return _prose.from_plain(raw)
        if kind == "markdown":
            return self._read(_mixed.prose, self.files.shown_in(raw, holder), holder)
        return self._read(from_moodle, raw, holder) if kind == "moodle_auto_format" else self.html(raw, holder)

    def html(self, text, holder):
        """HTML as prose; `holder` holds its files."""
        return self._read(_prose.from_html, text, holder)

    def _read(self, reader, text, holder):
        prose, lost = reader(text, lambda source: self.files.address(source, holder))
        self.lose(*lost)
        return prose

    def _format(self, holder, unsaid):
        """A text's format; of one that Moodle does not know it assumes html, and so do we of wiki_like, which it gave up."""
        said = unsaid if holder is None else holder.get("format", unsaid).strip()
        return said if said in FORMATS else "html"

    def original(self):
        """Its XML, with a note where the data of a file stood."""
        self.files.take_out()
        self.element.tail = None
        return _xml.written(self.element).decode().partition("?>")[2].strip()

    def look_over(self):
        """Say what else it holds: files that no text shows, and elements that were not looked at."""
        for file in self.files.unused():
            self.lose(f"The file {shown(file.get('name', ''))} is left out, as no text refers to it.")
        for child in self.element:
            if child.tag not in self.known and _says(child):
                self.known.add(child.tag)
                self._no_place(child)
        for child in (each for answer in self.element.findall("answer") for each in answer):
            if child.tag not in OF_AN_ANSWER and (child.text or "").strip():
                self._no_place(child)

    def _no_place(self, child):
        self.lose(f"What its <{child.tag}> says has no place here: {shown(_xml.text_of(child))}.")

    def full_marks(self, answers):
        """Say so where no single answer earns them; Moodle asks for one that does."""
        most = max((exact(answer["credit"]) for answer in answers), default=FULL)
        if NOTHING < most < FULL:
            self.lose(f"No answer earns full marks: the best has a fraction of {_moodle_numbers.percent(most)} %.")


"""Moodle's XML as it is written: elements, texts with their files, and what every question has.

Texts stand in CDATA where Moodle writes them so; a file is written beside the first text that shows it, in base64.
"""
import base64
import re
from html import escape
from urllib.parse import quote

from service.formats import _moodle_numbers, _moodle_written, _prose, _xml
from service.formats._moodle_cloze import CannotBeWritten
from service.formats._moodle_item import name_after
from service.formats._nouns import Loss

LONGEST_ID = 100
ALONE = re.compile(r"<p>((?:(?!<p>|</p>).)*+)</p>", re.DOTALL)


def write(bank, out, fetch):
    """Write the questions without a category, then the others, with an element before each that begins another category."""
    for with_category in (False, True):
        category = ""
        for question in bank.questions():
            if bool(question.get("category")) is not with_category:
                continue
            try:
                xml = _question(question, Texts(fetch))
            except CannotBeWritten as reason:
                yield Loss(question, "", str(reason))
                continue
            if with_category and question["category"] != category:
                category = question["category"]
                out.write(_category(category).encode())
            out.write(xml.encode())


def element(name, inner="", /, **attributes):
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{inner}</{name}>\n"


def character_data(text):
    """A text as Moodle writes it: in CDATA if it holds markup, which a `]]>` in it must not end."""
    text = _xml.holdable(text)
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>" if re.search("[&<>\r]", text) else text


class Texts:
    """The texts of one question, whose images and sounds `fetch` gives."""

    element = staticmethod(element)

    def __init__(self, fetch):
        self.fetch = fetch

    def prose(self, name, markdown, inner=""):
        """An element with prose in it, as HTML with its files, and before what else stands in it."""
        files = {}
        return self.holder(name, self.html(markdown, files), files, inner)

    def holder(self, name, html, files, inner="", **attributes):
        """An element with HTML in it, the files that this refers to, and what else stands in it."""
        data = [
            element("file", base64.b64encode(each.data).decode(), name=name, path="/", encoding="base64") for name, each in files.values()
        ]
        return element(name, element("text", character_data(html)) + "".join(data) + inner, format="html", **attributes)

    def plain(self, name, text, inner="", **attributes):
        return element(name, element("text", character_data(text)) + inner, **attributes)

    def html(self, markdown, files):
        """Prose as HTML; the files that it refers to are added to `files`, {address: (name, Medium)}."""

        def address(url):
            if url not in files:
                if not (medium := self.fetch(url)):
                    return url
                files[url] = (_name(medium.name, {name for name, _ in files.values()}), medium)
            return f"@@PLUGINFILE@@/{quote(files[url][0])}"

        return _prose.to_html(markdown, address)

    def inline(self, markdown, files):
        """Prose as HTML within a line, where it is one paragraph."""
        html = self.html(markdown, files).strip()
        alone = ALONE.fullmatch(html)
        return alone[1] if alone else html

    def answer(self, fraction, text, feedback, inner="", **attributes):
        """An answer with plain text."""
        said = self.prose("feedback", feedback)
        return self.plain("answer", text, said + inner, fraction=fraction, **{"format": "moodle_auto_format", **attributes})


def _name(name, taken):
    """A file's name that no other has here."""
    name = re.sub(r"[/\\\s]+", "_", _xml.holdable(name)) or "file"
    return name if name not in taken else _name(f"{len(taken)}_{name}", taken)


def _category(path):
    path = f"$course$/top/{path}"
    inner = element("category", element("text", character_data(path))) + element("info", element("text"), format="moodle_auto_format")
    return element("question", inner + element("idnumber"), type="category")


def _question(question, texts):
    kind, text, part = _moodle_written.part(question, texts)
    parts = [texts.plain("name", question.get("title") or name_after(question["prompt"])), text]
    parts += [texts.prose("generalfeedback", (question.get("feedback") or {}).get("general") or "")]
    if kind != "cloze":
        parts.append(element("defaultgrade", _moodle_numbers.plain(question.get("points", 1))))
    if question.get("penalty") is not None:
        parts.append(element("penalty", _moodle_numbers.seven(question["penalty"])))
    parts += [element("hidden", str(int(question.get("status") == "archived"))), element("idnumber", character_data(_id(question))), part]
    parts += [texts.prose("hint", hint) for hint in question.get("hints", ())]
    if tags := question.get("tags"):
        parts.append(element("tags", "\n" + "".join(texts.plain("tag", tag) for tag in tags)))
    return element("question", "\n" + "".join(parts), type=kind)


def _id(question):
    """The id by which an import finds the question again; one too long for Moodle (question.idnumber) would break its import."""
    id = question.get("external_id") or question.get("id") or ""
    return id if len(id) <= LONGEST_ID else question.get("id") or ""

"""Clean HTML (see _prose_cleaning) into blocks of CommonMark, event by event: no recursion, whatever the depth."""
from lxml import etree

from service.formats._prose_blocks import LISTS, Frame, fenced, joined, listed, quoted, sign_after
from service.formats._prose_inline import paragraphs
from service.formats._prose_media import Media
from service.formats._prose_writing import LONGEST, block

MOST_LEVELS = 16
"""Levels of lists (two each) and quotes that prose may nest (see schemas.prose.DEEPEST), with room for what is inside."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {"p", "div", *HEADINGS}
STRESS, CODE = {"em", "strong"}, {"code", "pre"}


class Page:
    """HTML as it is read: open frames, the runs of the paragraph at hand with the marks around them, and what was lost."""

    def __init__(self, keep=None):
        self.lost = []
        self.media = Media(keep, self.lost)
        self.frames, self.runs, self.marks = [Frame("page")], [], ()
        self.level = self.levels = self.tables = self.links = self.size = 0
        self.row = False
        self.verbatim, self.verbatim_root = None, None

    def read(self, root):
        """Take in a whole tree; the CommonMark."""
        left = []
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                left.append((self.marks, self.level, len(self.frames)))
                self._mark(*element.get("data-marks", "").split())
                opened = getattr(self, f"_open_{self._kind(element)}", None)
                if opened:
                    opened(element)
                self._text(element.text)
            else:
                closed = getattr(self, f"_close_{self._kind(element)}", None)
                if closed:
                    closed(element, left[-1][2])
                self.marks, self.level, _ = left.pop()
                self._text(element.tail if element is not root else "")
        self._flush()
        return joined(self.frames[0].blocks)

    def read_text(self, text):
        """Take in text without any element; the CommonMark."""
        self._text(text)
        self._flush()
        return joined(self.frames[0].blocks)

    def _kind(self, element):
        """What an element is here: inside code all is text, inside a table all blocks are parts of a line."""
        tag = element.tag
        if self.verbatim is not None and element is not self.verbatim_root:
            return "line_of_code" if tag in BLOCKS | LISTS | {"br", "li"} else "img" if tag == "img" else "piece_of_code"
        if tag in STRESS:
            return "stress"
        if tag in CODE:
            return "code"
        if self.tables and tag in BLOCKS | LISTS | {"li", "blockquote", "hr"}:
            return "piece_of_a_cell"
        if tag in BLOCKS:
            return "block"
        return "list" if tag in LISTS else tag

    def _mark(self, *names):
        self.marks += tuple((name,) for name in names if (name,) not in self.marks)

    def _text(self, text):
        if not text:
            return
        if self.verbatim is not None:
            self.verbatim.append(text)
        else:
            self._run("text", text)

    def _run(self, kind, value):
        self.runs.append((kind, value, self.marks))

    def _flush(self):
        """End the paragraph at hand."""
        runs, self.runs = self.runs, []
        for part in paragraphs(runs):
            self.size += sum(1 if kind == "image" else len(value) + 1 for kind, value, _ in part)
            text, lost = block(part, self.level, careful=self.size <= LONGEST)
            if lost:
                self.lost.append(lost)
            self._add("heading" if self.level else "paragraph", text)

    def _add(self, kind, text):
        """Put a finished block where it belongs."""
        frame = self.frames[-1]
        if frame.kind not in LISTS:
            frame.blocks.append((kind, text))
        elif frame.blocks and kind in LISTS:  # a list straight inside a list belongs to the item before it
            frame.blocks[-1].blocks.append((kind, text))
        else:
            frame.blocks.append(Frame("item", [(kind, text)]))

    def _open_stress(self, element):
        self._mark(element.tag)

    def _open_br(self, element):
        self._run("break", "")

    def _open_span(self, element):
        if element.get("data-latex"):
            self._run("latex", element.get("data-latex"))
        elif element.text == "$" and not len(element):  # see _prose.to_html
            self._run("literal", "$")
            element.text = ""

    def _open_block(self, element):
        self._flush()
        self.level = HEADINGS.get(element.tag, self.level)
        if element.tag == "p" and self.frames[-1].kind == "item" and len(self.frames) > 1:
            self.frames[-2].loose = True

    def _close_block(self, element, frames):
        self._flush()

    def _open_hr(self, element):
        self._flush()
        self._add("line", "***")

    def _open_a(self, element):
        address = self.media.link(element)
        if address and not any(mark[0] == "a" for mark in self.marks):
            self.links += 1
            self.marks += (("a", address, element.get("title", ""), self.links),)

    def _open_img(self, element):
        address = self.media.image(element)
        if address:
            self._run("image", (address, " ".join(element.get("alt", "").split()), " ".join(element.get("title", "").split())))
        else:
            self._text(element.get("alt"))

    def _open_code(self, element):
        if element.tag == "pre" and not self.tables:
            self._flush()
        self.verbatim, self.verbatim_root = [], element

    def _close_code(self, element, frames):
        text, self.verbatim, self.verbatim_root = "".join(self.verbatim).replace("\r\n", "\n").replace("\r", "\n"), None, None
        if element.tag == "pre" and not self.tables:
            self._add("code", fenced(text, element.get("data-language", "")))
        elif text.strip("\n"):
            self._run("code", text.strip("\n").replace("\n", " "))

    def _open_line_of_code(self, element):
        if element.tag == "br" or (self.verbatim and not self.verbatim[-1].endswith("\n")):
            self.verbatim.append("\n")

    def _open_piece_of_code(self, element):
        if element.get("data-latex"):
            self.verbatim.append(rf"\({element.get('data-latex')}\)")
        elif element.tag in STRESS | {"a"}:
            self.lost.append("Stress and links within code are lost; their text is kept.")

    def _open_table(self, element):
        if not self.tables:
            self._flush()
        self.tables += 1

    def _close_table(self, element, frames):
        self.tables -= 1
        if not self.tables:
            self._flush()

    def _open_tr(self, element):
        self.row = False

    def _close_tr(self, element, frames):
        if self.tables == 1:
            self._run("break", "")

    def _open_td(self, element):
        self._run("text", " | " if self.row else " ")

    def _close_td(self, element, frames):
        self.row = True

    _open_th, _close_th = _open_td, _close_td

    def _open_piece_of_a_cell(self, element):
        self._run("text", " ")

    def _close_piece_of_a_cell(self, element, frames):
        self._run("text", " ")

    def _open_blockquote(self, element):
        self._begin(1, lambda: Frame("quote"))

    def _close_blockquote(self, element, frames):
        self._end(1, frames, lambda frame: ("quote", quoted(frame)))

    def _open_list(self, element):
        self._begin(2, lambda: Frame(element.tag, start=_start(element), sign=sign_after(self.frames, element.tag)))

    def _close_list(self, element, frames):
        self._end(2, frames, lambda frame: (frame.kind, listed(frame)))

    def _open_li(self, element):
        self._flush()
        if self.frames[-1].kind in LISTS:
            item = Frame("item")
            self.frames[-1].blocks.append(item)
            self.frames.append(item)

    def _close_li(self, element, frames):
        self._flush()
        del self.frames[frames:]

    def _begin(self, levels, frame):
        """Open a frame, or none where they are nested too deep already."""
        self._flush()
        self.levels += levels
        if self.levels <= MOST_LEVELS:
            self.frames.append(frame())
        else:
            self.lost.append("Lists and quotes that were nested more than eight deep are less deep now.")

    def _end(self, levels, frames, finished):
        self._flush()
        self.levels -= levels
        if len(self.frames) > frames:
            frame = self.frames.pop()
            if frame.blocks:
                self._add(*finished(frame))


def _start(element):
    start = element.get("start", "1")
    return int(start) if start.isascii() and start.isdecimal() and len(start) < 9 else 1

"""XML from strangers is read with nothing expanded or fetched, within bounds; what is wrong with it is told with its line."""
import codecs
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree

from service.formats import _xml
from service.formats._nouns import Unreadable
from tests.formats.bounds import within

ITEM = b"<other><deep><x/></deep>y</other>\n<item id='%d'><text>Text %d</text></item>\n"
BANK = b"<bank>" + b"".join(ITEM % (number, number) for number in range(9)) + b"</bank>"


def refused(data):
    """Why these bytes cannot be read."""
    with pytest.raises(Unreadable) as error:
        _xml.tree(data)
    assert error.value.detail.endswith(".") and "\n" not in error.value.detail
    return error.value.detail


def test_a_document_is_read():
    root = _xml.tree(b"<a>\n<b c='d'>x<!-- no --><?no no?>y<![CDATA[<z>]]></b>\n</a>")
    assert (root.tag, root[0].get("c"), _xml.text_of(root[0]), root[0].sourceline) == ("a", "d", "xy<z>", 2)


def test_no_element_has_no_text():
    assert _xml.text_of(None) == ""


def test_lines_are_told_beyond_the_bound_of_sixteen_bits():
    root = _xml.tree(b"<a>" + b"<b>x</b>\n" * 200_000 + b"<c>x</c></a>")
    assert abs(root[-1].sourceline - 200_001) <= 1


def test_what_is_written_is_read_again():
    root = etree.Element("a", b="ü \"<&>'")
    root.text, root.tail = "x\r\ny", "not this"
    data = _xml.written(root)
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<a ') and b"not this" not in data
    assert (_xml.tree(data).get("b"), _xml.tree(data).text) == ("ü \"<&>'", "x\r\ny")


@given(some.text())
def test_any_text_can_be_held(text):
    element = etree.Element("a")
    element.text = _xml.holdable(text)
    assert _xml.text_of(_xml.tree(_xml.written(element))) == _xml.holdable(text)


def test_what_can_be_held_stays():
    assert _xml.holdable("a\tb\nc 😀 \u2028\ud800\x08\0\ufffe") == "a\tb\nc 😀 \u2028\ufffd\ufffd\ufffd\ufffd"


@pytest.mark.parametrize(
    "data",
    ["<a>é “q”</a>".encode(), codecs.BOM_UTF8 + "<a>é “q”</a>".encode(), "<a>é “q”</a>".encode("utf-16"),
     codecs.BOM_UTF16_BE + "<a>é “q”</a>".encode("utf-16-be"), "<?xml version='1.0'?><a>é “q”</a>".encode("utf-16-le"),
     "<?xml version='1.0' encoding='UTF-16'?><a>é “q”</a>".encode("utf-16"),
     "<?xml version='1.0' encoding='UTF-16'?><a>é “q”</a>".encode(),
     "<?xml version='1.0' encoding='windows-1252'?><a>é “q”</a>".encode("cp1252"),
     '<?xml version="1.0" encoding="ISO-8859-1" ?><a>é “q”</a>'.encode("cp1252")],
    ids=range(9),
)  # fmt: skip
def test_every_usual_encoding_is_read(data):
    assert _xml.text_of(_xml.tree(data)) == "é “q”"


@pytest.mark.parametrize(
    ("data", "line", "why"),
    [
        (b"<a>\n<b>\xe9</b></a>", 2, "0xE9 does not belong to UTF-8"),
        ("<a>\né\n".encode() + "é</a>".encode("latin1"), 3, "0xE9 does not belong to UTF-8"),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>\n\x81</a>", 3, "0x81 does not belong to windows-1252"),
        (b"<?xml version='1.0' encoding='big5'?><a/>", 1, "encoding big5 is not read"),
        (b"<a>\n" + b"x" * 100_000 + b"\n\xff</a>", 3, "0xFF"),
    ],
)
def test_a_wrong_encoding_is_told_with_its_line(data, line, why):
    assert refused(data).startswith(f"line {line}: ") and why in refused(data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "line 1: This is no XML"),
        (b"Just text", "line 1: This is no XML"),
        (b"PK\3\4", "line 1: This is no XML"),
        (b"<a>\n<b>\n", "line 3: The file ends within the element b that begins in line 2: it is cut off"),
        (b"<a>\n<b", "line 2: The tag of b is not closed"),
        (b"<a>\n<!-- x", "line 2: The file ends within a comment"),
        (b"<a>\n<![CDATA[ x", "line 2: The file ends within a CDATA section"),
        (b"<a>\n<b>\n</c></a>", "line 3: The element b that begins in line 2 is closed as c"),
        (b"<a>\nx & y</a>", "line 2: An & stands alone"),
        (b"<a>\nx&nbsp;y</a>", "line 2: XML has no entity &nbsp;"),
        (b"<a>\n\x08</a>", "line 2: It holds a control character (number 8)"),
        (b"<a>\n&#0;</a>", "line 2: It holds a control character (number 0)"),
        (b"\n<?xml version='1.0'?><a/>", "line 2: Something stands before the XML declaration"),
        (b"<a/>\n<b/>", "line 2: Something stands after the end"),
        (b"<a>\n<b c='<'/></a>", "line 2: A < stands in an attribute"),
        (b"<a\nb='1' b='2'/>", "line 2: The attribute b is given twice"),
        (b"<a>\n<b:c/></a>", "line 2: The namespace prefix b is not declared"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(data, told):
    assert refused(data).startswith(told)


def test_where_a_file_lies_is_told_too():
    with pytest.raises(Unreadable, match="^quiz.xml: line 1: "):
        _xml.tree(b"<a>", "quiz.xml")


@pytest.mark.parametrize(
    "doctype",
    ["<!DOCTYPE questestinterop SYSTEM 'ims_qtiasiv1p2.dtd'>",
     '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/x.dtd">',
     "<!DOCTYPE a>", "<?x y?>\n<!-- [<!ENTITY -->\n<!DOCTYPE a\n SYSTEM 'file:///etc/passwd' >\n<!-- > -->"],
    ids=range(4),
)  # fmt: skip
def test_a_doctype_that_only_names_a_type_is_not_read(doctype):
    root = _xml.tree(f"<?xml version='1.0'?>\n{doctype}\n<a><b/></a>".encode())
    assert root[0].sourceline == doctype.count("\n") + 3
    assert root.getroottree().docinfo.internalDTD is None


@pytest.mark.parametrize(
    "before",
    ["<!DOCTYPE a [<!ENTITY x 'y'>]>", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "<!DOCTYPE a SYSTEM 'b' [ ]>",
     "<!DOCTYPE a [<!ELEMENT a ANY>]>", "<!DOCTYPE a><!DOCTYPE a [<!ENTITY x 'y'>]>",
     "<?xml version='1.0'?><!-- > --><!DOCTYPE a [<!ENTITY x 'y'>]>",
     "<!DOCTYPE a [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;'>]>", "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://x/y.dtd'>%p;]>", "<!DOCTYPE a ["],
    ids=range(9),
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_that_declares_something_is_refused(before, encoding):
    assert "DOCTYPE" in refused(f"{before}<a>&x;</a>".encode(encoding))


@pytest.mark.parametrize("before", ["<!--{}-->", "{}", "<?x {}?>", "<!DOCTYPE a SYSTEM '{}'>"])
def test_no_doctype_hides_behind_a_long_beginning(before):
    document = before.format(" " * 70_000) + "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"
    assert "DOCTYPE" in refused(document.encode()) or "No element begins" in refused(document.encode())


@pytest.mark.parametrize(
    "data",
    [b"<a>" * 300_000, b"<a>\n" * 300_000, b"<a>" * 300_000 + b"</a>" * 300_000, b"<a>" * 201 + b"</a>" * 201,
     b"<!--" * 30_000, b"<?a " * 30_000, b"<!DOCTYPE " * 20_000, b"<a" * 100_000, b"&" * 100_000, b"<a>" + b"x" * 17_000_000 + b"</a>"],
    ids=range(10),
)  # fmt: skip
def test_what_is_too_much_is_refused_in_time(data):
    with within(2):
        refused(data)


@pytest.mark.parametrize(
    "data",
    [b"<a " + b" ".join(b"a%d='1'" % n for n in range(50_000)) + b"/>",
     b"<a " + b" ".join(b"xmlns:a%d='1'" % n for n in range(50_000)) + b"/>",
     b"<a>" + b"&amp;" * 500_000 + b"</a>", b"<a>" * 200 + b"</a>" * 200, b"<a b='" + b"x" * 15_000_000 + b"'/>"],
    ids=range(5),
)  # fmt: skip
def test_what_is_only_long_is_read_in_time(data):
    with within(2):
        _xml.tree(data)


def test_too_many_bytes_or_elements_are_refused(monkeypatch):
    monkeypatch.setattr(_xml, "MOST_BYTES", 10)
    assert "More than 10 bytes" in refused(b"<a>12345</a>")
    monkeypatch.undo()
    monkeypatch.setattr(_xml, "MOST_ELEMENTS", 2)
    assert "line 2: More than 2 elements" in refused(b"<a>\n<b/><c/>")


def test_elements_are_found_one_by_one():
    found = [(item.get("id"), _xml.text_of(item)) for item in _xml.elements(io.BytesIO(BANK), ["item"])]
    assert found == [(str(n), f"Text {n}") for n in range(9)]


def test_elements_of_several_tags_come_in_their_order_and_the_outer_one_with_what_is_inside():
    data = b"<a><b>1<c>2</c></b><c>3</c><d/><b/></a>"
    assert [(each.tag, _xml.text_of(each)) for each in _xml.elements(io.BytesIO(data), {"b", "c"})] == [("b", "12"), ("c", "3"), ("b", "")]


def test_the_root_can_be_an_element_that_is_asked_for():
    assert [each.get("b") for each in _xml.elements(io.BytesIO(b"<a b='c'/>"), "a")] == ["c"]


def test_what_surrounds_an_element_is_known_while_it_is_at_hand():
    data = b"<a><group name='x'><item/></group><group name='y'><item/></group></a>"
    assert [each.getparent().get("name") for each in _xml.elements(io.BytesIO(data), "item")] == ["x", "y"]


@pytest.mark.parametrize("cut", range(1, len(BANK), 50))
def test_a_stream_that_is_cut_off_is_told_after_what_was_whole(cut):
    with pytest.raises(Unreadable, match="^line "):
        list(_xml.elements(io.BytesIO(BANK[:cut]), ["item"]))


class Endless(io.RawIOBase):
    """A root, and then the same bytes again and again."""

    def __init__(self, piece, times):
        self.piece, self.left, self.rest = piece, times, b"<a>"

    def readable(self):
        return True

    def readinto(self, buffer):
        while self.left and len(self.rest) < len(buffer):
            take = min(self.left, 1000)
            self.rest, self.left = self.rest + self.piece * take, self.left - take
        given, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


@pytest.mark.parametrize("piece", [b"<item><t>%s</t></item>\n", b"<other><t>%s</t></other>\n", b"<other/>%s"])
def test_a_long_stream_takes_no_more_memory_than_a_short_one(piece):
    import resource  # of the whole process, since libxml2 keeps its own memory

    def read(times):
        with pytest.raises(Unreadable, match="cut off"):
            for _ in _xml.elements(io.BufferedReader(Endless(piece % (b"x" * 500), times)), "item"):
                pass
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = read(2_000)
    assert read(150_000) - before < 30_000  # kilobytes, of 75 megabytes that were read


@settings(max_examples=300, deadline=None)
@given(some.lists(some.tuples(some.integers(0, len(BANK) - 1), some.integers(0, 255)), max_size=6), some.integers(0, len(BANK)))
def test_whatever_is_damaged_there_is_an_answer(changes, end):
    data = bytearray(BANK)
    for place, value in changes:
        data[place] = value
    for read in (lambda: _xml.tree(bytes(data[:end])), lambda: list(_xml.elements(io.BytesIO(bytes(data[:end])), "item"))):
        try:
            read()
        except Unreadable as error:
            assert error.detail.startswith("line ") and error.detail.endswith(".")

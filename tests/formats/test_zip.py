"""Zip archives from strangers are read member by member, within bounds that count what really comes out."""
import io
import struct
import warnings
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from service.formats import _zip
from service.formats._nouns import File, Unreadable
from tests.formats.bounds import holding, within


def archive(*members, compression=zipfile.ZIP_DEFLATED):
    """The bytes of an archive with these (name, bytes), as another program writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two members with one name
        for name, data in members:
            made.writestr(zipfile.ZipInfo(name), data, compression)
    return out.getvalue()


def opened(data):
    return _zip.members(File.of(data))


def patched(data, offset, value, at=b"PK\1\2"):
    """The archive with another value at this offset of the first record of this kind."""
    place = data.index(at) + offset
    return data[:place] + value + data[place + len(value) :]


def test_what_was_written_is_read():
    out = io.BytesIO()
    with _zip.Writer(out) as package:
        package.add("imsmanifest.xml", b"<manifest/>")
        package.add("items/ä b.xml", "<ä/>".encode())
    assert _zip.names(File.of(out.getvalue())) == ("imsmanifest.xml", "items/ä b.xml")
    assert opened(out.getvalue()).read("items/ä b.xml") == "<ä/>".encode()


def test_the_same_members_give_the_same_bytes():
    def written():
        out = io.BytesIO()
        with _zip.Writer(out) as package:
            package.add("b", b"2" * 1000)
            package.add("a", b"1")
        return out.getvalue()

    assert written() == written()
    assert opened(written()).names == ("b", "a")


@pytest.mark.parametrize("data", [b"", b"PK", b"<a/>", b"plain", b"xPK\3\4"])
def test_what_is_no_archive_has_no_names(data):
    assert _zip.names(File.of(data)) == ()


@pytest.mark.parametrize(
    ("stored", "asked"),
    [("a.xml", "a.xml"), ("A.XML", "a.xml"), ("a b.xml", "a%20b.xml"), ("a%20b.xml", "a b.xml"), ("x\\y.xml", "x/y.xml"),
     ("x/y.xml", "x\\y.xml"), ("./a.xml", "a.xml"), ("a.xml", "./a.xml"), ("ü.png", "u\u0308.png"), ("Ü.png", "%C3%BC.png")],
)  # fmt: skip
def test_a_member_is_found_as_manifests_call_it(stored, asked):
    assert opened(archive((stored, b"here"))).read(asked) == b"here"


def test_the_exact_name_goes_before_a_like_one():
    members = opened(archive(("A.xml", b"upper"), ("a.xml", b"lower")))
    assert (members.read("a.xml"), members.read("A.xml")) == (b"lower", b"upper")


def test_folders_are_no_members():
    assert opened(archive(("items/", b""), ("items/a.xml", b"x"))).names == ("items/a.xml",)


@pytest.mark.parametrize("name", ["/etc/passwd", "../a", "a/../../b", "a/..", "C:/a", "c:\\a", "\\\\host\\a", "..\\a"])
def test_a_name_that_leads_out_is_refused(name):
    with pytest.raises(Unreadable, match="leads out"):
        opened(archive((name, b"x")))


@pytest.mark.parametrize("name", ["a..b", "..a/b", "a.b/..c", "...", "ab:c"])
def test_a_name_that_only_looks_so_is_not(name):
    assert opened(archive((name, b"x"))).names == (name,)


def test_a_name_with_a_nul_is_refused():
    with pytest.raises(Unreadable, match="leads out"):
        opened(archive(("a_b", b"x")).replace(b"a_b", b"a\0b"))


def test_a_name_without_end_is_refused():
    with pytest.raises(Unreadable, match="more than 1000") as refused:
        opened(archive(("x" * 60_000, b"")))
    assert len(str(refused.value)) < 400


def test_two_members_of_one_name_are_refused():
    with pytest.raises(Unreadable, match="two members"):
        opened(archive(("a", b"1"), ("a", b"2")))


def test_a_member_that_is_not_there_is_named():
    with pytest.raises(Unreadable, match="gone.xml"):
        opened(archive(("a", b"1"))).read("gone.xml")


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_is_not_read_is_said(compression):
    with pytest.raises(Unreadable, match="deflate"):
        opened(archive(("a", b"1"), compression=compression)).read("a")


def test_an_encrypted_member_is_said():
    data = patched(patched(archive(("a", b"1")), 8, b"\1\0"), 6, b"\1\0", at=b"PK\3\4")
    with pytest.raises(Unreadable, match="encrypted"):
        opened(data).read("a")


@pytest.mark.parametrize("size", [0, 1, 999, 1001, 0x7FFFFFFF])
def test_a_size_that_lies_is_not_believed(size):
    data = patched(archive(("a", b"x" * 1000)), 24, struct.pack("<L", size))
    with pytest.raises(Unreadable, match="damaged"):
        opened(data).read("a")


def test_what_unpacks_to_much_more_than_its_size_is_refused_while_it_is_read():
    data = archive(("bomb", bytes(300_000_000)))
    lying = patched(data, 24, struct.pack("<L", 10))
    for each in (data, lying):
        with within(2), holding(80), pytest.raises(Unreadable, match="200 times|damaged"):
            opened(each).read("bomb")


def test_a_member_may_have_so_many_bytes_and_no_more(monkeypatch):
    monkeypatch.setattr(_zip, "MOST_BYTES_A_MEMBER", 1000)
    members = opened(archive(("fits", b"x" * 1000), ("does not", b"x" * 1001)))
    assert len(members.read("fits")) == 1000
    with pytest.raises(Unreadable, match="does not"):
        members.read("does not")


def test_all_members_together_may_have_so_many_bytes_and_each_counts_once(monkeypatch):
    monkeypatch.setattr(_zip, "MOST_BYTES", 2000)
    members = opened(archive(("a", b"x" * 1000), ("b", b"y" * 1000), ("c", b"z")))
    for name in ("a", "a", "a", "b", "a"):
        assert len(members.read(name)) == 1000
    with pytest.raises(Unreadable, match="archive unpacks to more"):
        members.read("c")


def test_a_hundred_thousand_members_are_refused_at_once():
    data = archive(*((f"m/{number}.xml", b"") for number in range(100_000)))
    with within(2), pytest.raises(Unreadable, match="20,000 members"):
        _zip.names(File.of(data))
    hidden = patched(patched(data, 12, struct.pack("<L", 46), at=b"PK\5\6"), 8, b"\1\0\1\0", at=b"PK\5\6")
    with within(2), pytest.raises(Unreadable):
        _zip.names(File.of(hidden))


def test_twenty_thousand_members_are_read():
    data = archive(*((f"m/{number}.xml", b"") for number in range(20_000)))
    with within(2):
        assert len(_zip.names(File.of(data))) == 20_000


def test_members_that_share_their_bytes_are_refused():
    data = archive(("a", b"x" * 1000), ("b", b"y" * 1000))
    second = data.rindex(b"PK\1\2") + 42
    with pytest.raises(Unreadable, match="shares its bytes"):
        opened(data[:second] + struct.pack("<L", 0) + data[second + 4 :])


@pytest.mark.parametrize("before", [b"\x89PNG\r\n", b"<html>", b" "])
def test_an_archive_that_begins_as_something_else_is_none(before):
    data = before + archive(("a", b"x"))
    assert _zip.names(File.of(data)) == ()
    with pytest.raises(Unreadable, match="no zip archive"):
        opened(data)


@pytest.mark.parametrize("length", range(4, 230, 7))
def test_an_archive_that_is_cut_off_is_told(length):
    data = archive(("a", b"x" * 100), ("b", b"y" * 100))
    with pytest.raises(Unreadable):
        opened(data[: min(length, len(data) - 1)])


@settings(max_examples=200, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 400), some.integers(0, 255)), min_size=1, max_size=8))
def test_whatever_is_damaged_there_is_an_answer(changes):
    data = bytearray(archive(("a.xml", b"<a/>" * 20), ("b/c.png", bytes(range(256)))))
    for place, value in changes:
        data[-1 - place % len(data)] = value
    try:
        members = opened(bytes(data))
        for name in members.names:
            members.read(name)
    except Unreadable as error:
        assert error.detail.endswith(".")

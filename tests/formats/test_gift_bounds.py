"""GIFT from strangers: whatever it is, it is read in time and memory that fit its length, or refused."""
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from service.formats import gift
from service.formats._nouns import Container, File, Question, Skipped, Unreadable
from tests.formats.reading import found


@pytest.mark.parametrize(("data", "why"), [(b"a\0{T}", "NUL"), ("a{T}".encode("utf-16"), "UTF-16")])
def test_what_is_no_text_is_refused(data, why):
    with pytest.raises(Unreadable, match=why):
        found(gift, data)


class Endless(io.RawIOBase):
    """Half a gigabyte of one byte, made as it is read."""

    def __init__(self, piece):
        self.piece, self.left = piece, 500_000_000

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, place, whence=0):
        return place

    def readinto(self, buffer):
        size = min(len(buffer), self.left)
        buffer[:size] = (self.piece * (size // len(self.piece) + 1))[:size]
        self.left -= size
        return size


@pytest.mark.parametrize("piece", [b"x", b"{", b"x\n", b"=\r", b"// x\n"])
def test_half_a_gigabyte_without_a_blank_line_is_refused_at_once(piece):
    start = time.monotonic()
    with pytest.raises(Unreadable):
        list(gift.read(File(io.BufferedReader(Endless(piece))), None))
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "text", ["a{T}\n\n" * 5000, "}{\n\n" * 20_000, "{\n\nx\n\n" * 10_000, "{" * 900_000, "a{" + "=b" * 200_000 + "}",
             "a{#" + "=%1%1..9 " * 50_000 + "}", "a{" + "".join(f"=%{n % 90 + 1}%a*{n}*" for n in range(999)) + "}",
             "\\" * 900_000, "<" * 300_000 + "{T}", "<a " * 200_000 + "{=b ~c}", "a{" + "~<b" * 100_000 + "=c}", "[id:" * 200_000,
             "// " + "[tag:\\]" * 100_000 + "\na{}", "$ (\\n" * 150_000 + "{}"],
    ids=range(14),
)  # fmt: skip
def test_long_files_take_no_longer_than_their_length(text):
    start = time.monotonic()
    assert all(isinstance(each, (Question, Skipped)) for each in found(gift, text.encode()))
    assert time.monotonic() - start < 20


SIGNS = ":: { } ~ = # #### -> %50% % \\ .. : T 1 a // [id:x] [html] [markdown] <b> $ $CATEGORY: * é \xff".split() + ["\n", "\n\n", " "]


@given(some.lists(some.sampled_from(SIGNS), max_size=60))
def test_no_mixture_of_its_signs_breaks_the_reader(pieces):
    for coding in ("utf-8", "latin-1"):
        for each in found(gift, "".join(pieces).encode(coding)):
            assert isinstance(each, (Question, Skipped, Container))

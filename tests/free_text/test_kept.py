"""References are encoded once."""
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy
import pytest

from service.free_text import graph, kept
from service.free_text.encoder import Words
from service.free_text.pieces import WORD

ROOT = Path(__file__).parent.parent.parent
TEXT = "Its temperature rises, as the work done on it can't leave as heat."


class Counting:
    """Stands for an encoder, and counts what it is asked for."""

    digest = "counting-1"

    def __init__(self):
        self.asked = []

    def words(self, text):
        self.asked.append(text)
        found = [word.lower() for word in WORD.findall(text)]
        drawn = numpy.random.default_rng(len(text)).random((2, len(found), graph.SIZE), numpy.float32)
        return Words(tuple(found), *drawn)


def same(one, other):
    return one.texts == other.texts and all(
        left.dtype == right.dtype and left.tobytes() == right.tobytes() for left, right in ((one.v, other.v), (one.u, other.u))
    )


@pytest.fixture
def counting():
    return Counting()


def files(folder):
    return sorted(folder.iterdir())


def test_a_text_is_encoded_once(counting, tmp_path):
    first, again = (kept.words(each, TEXT, tmp_path / "new" / "place") for each in (counting, Counting()))
    assert same(first, again) and counting.asked == [TEXT]
    another = Counting()
    assert same(kept.words(another, TEXT, tmp_path / "new" / "place"), first) and another.asked == []


def test_who_encodes_a_text_shares_it_with_those_that_come_later(counting, tmp_path):
    first, later = (kept.words(each, TEXT, tmp_path) for each in (counting, Counting()))
    assert all(isinstance(rows.base, numpy.memmap) for each in (first, later) for rows in (each.v, each.u))


def test_without_a_folder_nothing_is_kept(counting):
    assert [same(kept.words(counting, TEXT), kept.words(counting, TEXT)), len(counting.asked)] == [True, 2]


def test_other_texts_and_other_encoders_have_files_of_their_own(counting, tmp_path):
    other = SimpleNamespace(digest="another", words=counting.words)
    for encoder, text in ((counting, TEXT), (counting, TEXT.lower()), (other, TEXT)):
        kept.words(encoder, text, tmp_path)
    assert len(files(tmp_path)) == 3
    assert not any(word in path.name for path in files(tmp_path) for word in ("temperature", "work"))


def damaged(content):
    numpy_file = content.startswith(b"\x93NUMPY")
    assert numpy_file
    yield b""
    yield content[:5]
    yield content[:60]
    yield content[:-1]
    yield b"nonsense" * 100
    yield b"PK\x03\x04" + content
    yield content.replace(b"<f4", b"<f8", 1)
    yield content.replace(b"<f4", b"|O8", 1)


def test_a_damaged_file_is_made_anew(counting, tmp_path):
    whole = kept.words(counting, TEXT, tmp_path)
    (path,) = files(tmp_path)
    content = path.read_bytes()
    for number, bad in enumerate(damaged(content), 2):
        path.unlink()
        path.write_bytes(bad)
        assert same(kept.words(counting, TEXT, tmp_path), whole)
        assert len(counting.asked) == number and path.read_bytes() == content


@pytest.mark.parametrize("shape", [(), (2,), (3, 5, graph.SIZE), (2, 5, 7), (2, 100, graph.SIZE)])
def test_a_file_that_holds_something_else_is_made_anew(counting, tmp_path, shape):
    whole = kept.words(counting, TEXT, tmp_path)
    (path,) = files(tmp_path)
    path.unlink()
    numpy.save(path, numpy.zeros(shape, numpy.float32))
    assert same(kept.words(counting, TEXT, tmp_path), whole)


def test_a_place_that_cannot_be_written_is_no_failure(counting, tmp_path):
    (tmp_path / "file").write_text("")
    for _ in range(2):
        assert kept.words(counting, TEXT, tmp_path / "file" / "folder").texts[0] == "its"
    assert len(counting.asked) == 2


def test_a_full_disk_is_no_failure_and_leaves_no_litter(counting, tmp_path, monkeypatch):
    def full(file, rows):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(numpy, "save", full)
    assert kept.words(counting, TEXT, tmp_path).texts[0] == "its"
    assert files(tmp_path) == []


def test_no_more_is_kept_than_the_most(counting, tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    for text in ("one", "two", "three", "one", "three"):
        assert kept.words(counting, text, tmp_path).texts == (text,)
    assert len(files(tmp_path)) == 2 and counting.asked == ["one", "two", "three", "three"]


@pytest.mark.parametrize("text", ["", "?!", "half a character \ud800 of two", "ΑΣ 3d İstanbul ﬁne", "心臓 a\u0301", TEXT * 80])
def test_the_encoder_itself_and_what_is_kept_of_it_are_the_same(encoder, tmp_path, text):
    alone = encoder.words(text)
    assert all(same(kept.words(encoder, text, tmp_path), alone) for _ in range(2))


def test_another_process_reads_the_same_bits(encoder, tmp_path):
    code = f"""
from service.free_text import encoder, kept
print(kept.words(encoder.load(encoder.find()), {TEXT!r}, {str(tmp_path)!r}).v.tobytes().hex())
"""
    asked = {"cwd": ROOT, "check": True, "capture_output": True, "text": True}
    told = [subprocess.run([sys.executable, "-c", code], **asked) for _ in range(2)]
    ours = kept.words(encoder, TEXT, tmp_path).v.tobytes().hex()
    assert [each.stdout.strip() for each in told] == [ours, ours] and len(files(tmp_path)) == 1

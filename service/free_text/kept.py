"""References as the encoder read them, kept in a folder: encoded once, and shared by all processes that read them there."""
import os
import tempfile
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import numpy
from numpy.lib.format import open_memmap

from service.free_text import graph
from service.free_text.encoder import Words
from service.free_text.pieces import WORD

MOST = 5000
"""Files that are kept; beyond that, a text is encoded by each process for itself."""


def words(encoder, text, folder=None):
    """The words of a text and their vectors, from the folder if they are there; they are put there if not."""
    if folder is None:
        return encoder.words(text)
    path = Path(folder) / f"{blake2b(f'{encoder.digest} {text}'.encode(errors='replace'), digest_size=16).hexdigest()}.npy"
    with suppress(OSError, ValueError):  # not there, or damaged: it is made anew
        return _read(path, text)
    read = encoder.words(text)
    with suppress(OSError, ValueError):  # a full disk must not stand in the way of grading
        _keep(path, numpy.stack([read.v, read.u]))
        return _read(path, text)  # whose memory is shared
    return read


def _read(path, text):
    v, u = _checked(open_memmap(path, mode="r"))
    words = [word.lower() for word in WORD.findall(text.encode(errors="replace").decode())]
    if len(v) > len(words):
        raise ValueError("It is of another text.")
    return Words(tuple(words[: len(v)]), v, u)


def _checked(rows):
    if rows.ndim != 3 or (len(rows), rows.shape[2], rows.dtype) != (2, graph.SIZE, numpy.float32):
        raise ValueError("It holds something else.")
    return rows


def _keep(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    if sum(1 for _ in path.parent.iterdir()) >= MOST:
        return
    file, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(file, "wb") as new:
            numpy.save(new, rows)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise

"""The numbers in a safetensors file, as they lie on the disk: processes share the memory (huggingface.co/docs/safetensors)."""
import json
import mmap

import numpy

KINDS = {"F32": "<f4", "I64": "<i8"}


def read(path):
    """The file's tensors: {name: array that is read from the file when it is looked at}."""
    with open(path, "rb") as file:
        kept = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = 8 + int.from_bytes(kept[:8], "little")
    named = json.loads(kept[8:start])
    return {name: _tensor(kept, start, **about) for name, about in named.items() if name != "__metadata__"}


def _tensor(kept, start, dtype, shape, data_offsets):
    kind = numpy.dtype(KINDS[dtype])
    first, last = data_offsets
    return numpy.frombuffer(kept, kind, (last - first) // kind.itemsize, start + first).reshape(shape)


def forget(weights):
    """Give back the memory of what was looked at; it is read anew when it is needed."""
    for kept in {id(each): each for each in (_file_of(array) for array in weights.values())}.values():
        kept.madvise(mmap.MADV_DONTNEED)


def _file_of(array):
    while not isinstance(array, mmap.mmap):
        array = array.obj if isinstance(array, memoryview) else array.base
    return array

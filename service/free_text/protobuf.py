"""The few parts of the protobuf wire format that writing a model takes (protobuf.dev/programming-guides/encoding).

A message is a list of pieces of bytes, so that the large ones in it are copied once, at the end: `b"".join(message)`.
"""
import struct

VARINT, LENGTH, FIXED32 = 0, 2, 5


def message(*fields):
    """A message of (number, value): a whole number, a float, a text, bytes, or another message."""
    return [piece for number, value in fields for piece in _field(number, value)]


def _field(number, value):
    if isinstance(value, int):
        return [_varint(number << 3 | VARINT) + _varint(value)]
    if isinstance(value, float):
        return [_varint(number << 3 | FIXED32) + struct.pack("<f", value)]
    pieces = value if isinstance(value, list) else [value.encode() if isinstance(value, str) else value]
    return [_varint(number << 3 | LENGTH) + _varint(sum(map(len, pieces))), *pieces]


def _varint(value):
    """Seven bits a byte, the lowest first; a negative number as its 64 bits."""
    value &= (1 << 64) - 1
    kept = bytearray()
    while value > 127:
        kept.append(value & 127 | 128)
        value >>= 7
    return bytes([*kept, value])

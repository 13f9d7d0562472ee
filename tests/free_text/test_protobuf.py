"""What is written in protobuf's format is what its page says, and is read back as it was."""
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.free_text.protobuf import message

WHOLE = st.integers(-(2**63), 2**63 - 1)
VALUES = st.one_of(WHOLE, st.floats(width=32, allow_nan=False), st.text(), st.binary())
FIELDS = st.lists(st.tuples(st.integers(1, 2**20), VALUES), max_size=6)


def written(*fields):
    return b"".join(message(*fields))


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ([(1, 150)], "08 96 01"),
        ([(2, "testing")], "12 07 74 65 73 74 69 6e 67"),
        ([(3, message((1, 150)))], "1a 03 08 96 01"),
        ([(1, 0)], "08 00"),
        ([(1, -2)], "08 fe ff ff ff ff ff ff ff ff 01"),
        ([(16, 1)], "80 01 01"),
        ([(2, 0.5)], "15 00 00 00 3f"),
        ([(1, 1), (1, 2)], "08 01 08 02"),
        ([(4, b"")], "22 00"),
        ([], ""),
    ],
)
def test_a_message_is_these_bytes(fields, wanted):
    assert written(*fields) == bytes.fromhex(wanted)


@given(FIELDS)
def test_what_is_written_can_be_read(fields):
    assert read(written(*fields)) == [(number, kept(value)) for number, value in fields]


@given(st.integers(1, 99), FIELDS)
def test_a_message_in_a_message_is_its_bytes(number, fields):
    assert written((number, message(*fields))) == written((number, written(*fields)))


def kept(value):
    """A value as it comes back: texts as bytes, the rest as it was."""
    return value.encode() if isinstance(value, str) else value


def read(data):
    """A plain reader, written from the format's description."""
    fields = []
    while data:
        key, data = varint(data)
        if key & 7 == 0:
            value, data = varint(data)
            value -= (value >> 63) << 64
        elif key & 7 == 5:
            value, data = struct.unpack("<f", data[:4])[0], data[4:]
        else:
            size, data = varint(data)
            value, data = data[:size], data[size:]
        fields.append((key >> 3, value))
    return fields


def varint(data):
    end = next(at for at, byte in enumerate(data) if byte < 128) + 1
    return sum((byte & 127) << 7 * at for at, byte in enumerate(data[:end])), data[end:]

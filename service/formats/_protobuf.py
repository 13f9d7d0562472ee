"""Reading messages of Protocol Buffers without their schema: numbered fields with what stands in them.

After the encoding page of the language guide (proto3). Groups, which proto3 has no more, are refused.
"""


def fields(data):
    """Yield (number, an int or bytes) of each field; ValueError where this is no message."""
    at, end = 0, len(data)
    while at < end:
        tag, at = _varint(data, at)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            value, at = _varint(data, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
            value, at = int.from_bytes(data[at : at + size], "little"), at + size
        elif kind == 2:
            size, at = _varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            raise ValueError("a field of an unknown kind")
        if at > end:
            raise ValueError("the message is cut off")
        yield number, value


def first(data, wanted, otherwise):
    """The first field with this number, if it is of the same kind as `otherwise`; else that."""
    return next((value for number, value in fields(data) if number == wanted and isinstance(value, type(otherwise))), otherwise)


def _varint(data, at):
    """A number of at most 64 bits, seven to a byte."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise ValueError("the message is cut off")
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
    raise ValueError("a number of more than 64 bits")

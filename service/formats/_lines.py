"""Lines of a file, however long: one at a time, none longer than is allowed."""
from service.formats._nouns import Unreadable

LONGEST = 1_000_000


def lines(stream, longest=LONGEST):
    """Yield (number, bytes without its line end) from the start of a binary stream; a longer line is Unreadable at once."""
    stream.seek(0)
    number = 0
    while line := stream.readline(longest + 2):
        number += 1
        if len(line) > longest + 1 or (len(line) > longest and not line.endswith(b"\n")):
            raise Unreadable(f"This line is longer than {longest:,} bytes.", f"line {number}")
        yield number, line.rstrip(b"\r\n")

"""Comparing what people write."""
import unicodedata


def folded(text, *, case_sensitive=False):
    """Text as it is compared: NFC, trimmed, runs of white space as one blank and, unless told otherwise, case folded."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text if case_sensitive else unicodedata.normalize("NFC", text.casefold())


def same(one, other):
    """Whether two texts are the same but for that and for marks at their ends; an empty one is like none."""
    one, other = (folded(each).strip(".!?,;: ") for each in (one, other))
    return one == other != ""

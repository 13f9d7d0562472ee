"""Comparing what people write."""
import unicodedata


def folded(text, *, case_sensitive=False):
    """Text as it is compared: NFC, trimmed, runs of white space as one blank and, unless told otherwise, case folded."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return text if case_sensitive else unicodedata.normalize("NFC", text.casefold())

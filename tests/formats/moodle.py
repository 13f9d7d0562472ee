"""What the tests of Moodle's XML share: questions in it, and questions written to it and read again."""
import io

from service.formats import moodle_xml
from service.formats._nouns import Question, Skipped
from tests.formats.reading import bank, found, loaded, refuse

ONE_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)  # fmt: skip
ADDRESS = f"/api/v1/media/{'a' * 64}"


def quiz(*questions):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'.encode()


def question(type, inner="", text="What?", name="A name", format="html"):
    head = f"<name><text>{name}</text></name>" if name else ""
    return f'<question type="{type}">{head}<questiontext format="{format}"><text>{text}</text></questiontext>{inner}</question>'


def answer(fraction, text, feedback="", inner=""):
    said = f"<feedback><text>{feedback}</text></feedback>" if feedback else ""
    return f'<answer fraction="{fraction}"><text>{text}</text>{said}{inner}</answer>'


def read(*questions, keep=refuse):
    """The one question that these elements are; loaded, so that it could be posted."""
    (each,) = [each for each in found(moodle_xml, quiz(*questions), keep=keep) if isinstance(each, Question)]
    loaded(each)
    return each


def why_not(*questions):
    """Why a question is left out."""
    (each,) = found(moodle_xml, quiz(*questions))
    assert isinstance(each, Skipped), each
    return each.why


def written(*questions, fetch=lambda address: None):
    """(the file, the Losses) of these questions as they are posted."""
    out = io.BytesIO()
    losses = list(moodle_xml.write(bank(*questions), out, fetch))
    return out.getvalue(), losses


def there_and_back(posted, fetch=lambda address: None, keep=refuse):
    """A question as it comes back from a file, loaded."""
    data, losses = written(posted, fetch=fetch)
    assert losses == []
    (each,) = [each for each in found(moodle_xml, data, keep=keep) if isinstance(each, Question)]
    return loaded(each)

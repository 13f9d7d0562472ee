"""The texts of Moodle's XML in all their formats, and the files that they show."""
import base64

import pytest

from service.formats._nouns import Refused
from service.formats._prose import plain
from tests.formats.moodle import ADDRESS, ONE_PIXEL, answer, question, read


@pytest.mark.parametrize(
    ("format", "text", "prompt"),
    [
        ("html", "<![CDATA[<p>5 &lt; 6 &amp;amp; more</p>]]>", "5 < 6 &amp; more"), ("html", "5 &amp;lt; 6", "5 < 6"),
        ("plain_text", "5 &lt; 6 &amp;lt;", "5 < 6 &lt;"), ("html", "<![CDATA[a]]]]><![CDATA[>b]]>", "a]]>b"),
        ("html", "a&amp;nbsp;b", "a b"),
        ("plain_text", "*a* _b_ # c", "*a* _b_ # c"), ("moodle_auto_format", "one\ntwo", "one two"),
        ("unheard_of", "a &lt;b>c&lt;/b>", "a c"),
    ],
)  # fmt: skip
def test_texts_show_what_they_showed(format, text, prompt):
    shown = plain(read(question("essay", text=text, format=format)).wire["prompt"])
    assert " ".join(shown.split()) == prompt


def test_markdown_stays_as_it_is():
    assert read(question("essay", text="A *b* and `c`\n\n- d", format="markdown")).wire["prompt"] == "A *b* and `c`\n\n- d"


def test_answers_take_the_format_of_their_question():
    each = read(question("multichoice", answer(100, "*a*") + answer(0, "b"), format="plain_text"))
    assert each.wire["body"]["choices"][0]["text"] == r"\*a\*"


@pytest.mark.parametrize(
    ("text", "prompt"),
    [(r"Let \(x_1 &lt; 2\) be.", "Let $x_1 < 2$ be."), ("<![CDATA[<p>Is $$a*b*c$$ so?</p>]]>", "Is $a*b*c$ so?")],
)
def test_latex_stays_latex(text, prompt):
    assert read(question("essay", text=text)).wire["prompt"].replace("$$", "$") == prompt


def keep(data, name):
    if not data.startswith(b"\x89PNG"):
        raise Refused("It is no image.")
    return ADDRESS


def with_file(text, name="a%20b.png", file="a b.png", data=ONE_PIXEL, more=""):
    holder = f'<text><![CDATA[{text.format(name)}]]></text><file name="{file}" path="/" encoding="base64">{data}</file>'
    return f'<question type="essay"><name><text>n</text></name><questiontext format="html">{holder}</questiontext>{more}</question>'


@pytest.mark.parametrize("name", ["a%20b.png", "a b.png", "a%20b.png?time=123"])
def test_images_are_kept_and_shown(name):
    each = read(with_file('<p>Look: <img src="@@PLUGINFILE@@/{}" alt="dot"></p>', name), keep=keep)
    assert f"![dot]({ADDRESS})" in each.wire["prompt"]
    assert each.lost == ()


def test_pasted_images_are_kept():
    each = read(question("essay", text=f"&lt;img alt='dot' src='data:image/png;base64,{ONE_PIXEL}'&gt;"), keep=keep)
    assert (each.wire["prompt"], each.lost) == (f"![dot]({ADDRESS})", ())


def test_files_may_stand_beside_another_text_of_the_question():
    hint = '<hint format="html"><text><![CDATA[<img src="@@PLUGINFILE@@/a%20b.png" alt="dot">]]></text></hint>'
    each = read(with_file("No image {}", more=hint), keep=keep)
    assert (each.wire["hints"], each.lost) == ([f"![dot]({ADDRESS})"], ())


def test_the_text_that_is_kept_has_no_data_of_files():
    each = read(with_file('<img src="@@PLUGINFILE@@/{}">'), keep=keep)
    assert ONE_PIXEL not in each.original and "base64 left out" in each.original


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"data": base64.b64encode(b"%PDF").decode()}, "It is no image."), ({"data": "a"}, "base64 is broken"),
        ({"name": "other.png"}, "only a reference"),
        ({"text": "no image {}"}, "no text refers to it"),
    ],
)  # fmt: skip
def test_files_that_are_not_kept_are_told(changed, told):
    given = {"text": 'Look: <img src="@@PLUGINFILE@@/{}">', **changed}
    assert told in " ".join(read(with_file(**given), keep=keep).lost)


def test_the_image_beside_a_very_old_question_is_kept():
    each = read(question("essay", f"<image>pics/a.png</image><image_base64>{ONE_PIXEL}</image_base64>"), keep=keep)
    assert each.wire["prompt"] == f"What?\n\n![]({ADDRESS})"

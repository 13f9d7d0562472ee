"""GIFT: what is read from it, what is not and why."""
from decimal import Decimal
from pathlib import Path

import pytest

from service import text as texts
from service.formats import gift
from service.formats._nouns import Container, File, Question, Skipped
from service.formats._prose import plain
from service.question_types import TYPES
from tests.formats.gift import READ, choice, one
from tests.formats.reading import found, loaded, questions

SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize("text", READ)
def test_gift_is_read_as_moodle_reads_it(text):
    read = one(text)
    assert (read.wire, read.lost, read.original) == (READ[text], (), text)


def test_plain_text_shows_its_tags():
    assert plain(one("[plain]a <b> c{}").wire["prompt"]) == "a <b> c"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("Only a text.", 1, "nothing to answer"),
        ("a\nb {=c ~d", 1, "The { has no } to end the answers. (In line 2.)"),
        ("a }", 1, "A } without a {"),
        ("a } {T}", 1, "A } stands before the {"),
        ("a {=$\\frac{1}{2}$ ~b}", 1, "A second {: write \\{ for a mere brace"),
        ("a {=b} c }", 1, "A second }: write \\}"),
        ("{T}", 1, "No text stands before the answers."),
        ("::Title::{T}", 1, "No text stands before the answers."),
        ("\n\na {=}", 3, "An answer has no text"),
        ("a {~b ~c}", 1, "No answer is right"),
        ("a {~%50%b ~%25%c}", 1, "add up to 75 %"),
        ("a {~%150%b ~c}", 1, "A weight of 150 %"),
        ("a {=%50%b ~c}", 1, "worth 100 %"),
        ("a {~b}", 1, "two answers at least"),
        ("a {=\u2028}", 1, "An answer has no text"),
        ("\u2028 {=b}", 1, "No text stands before"),
        ("a {=b -> c}", 1, "two pairs at least"),
        ("a {=b -> c\n=d}", 1, "Here is no ->"),
        ("a {=b -> \n=c -> d}", 1, "An answer has no text"),
        ("a {= -> c = -> d}", 1, "before any ->"),
        ("a {#}", 1, "No answer stands"),
        ("a {#3,5}", 1, "'3,5' is no number. (Write a decimal point.)"),
        ("a {#three}", 1, "'three' is no number"),
        ("a {#1e999}", 1, "beyond 1e300"),
        ("a {#5..1}", 1, "the smaller one comes first"),
        ("a {#3:-1}", 1, "A tolerance below 0"),
        ("a {=%0%b}", 1, "No answer earns anything"),
        ('a {=<img src="x.png"> ~b}', 1, "A = stands inside an HTML tag here: write \\= there."),
        ('a {~<b style\\="color\\:#f00">b</b> =c}', 1, "A # stands inside an HTML tag"),
        ("// question: 7  name: Drag", 1, "Export it as Moodle XML"),
        ("// [id:x]", 1, "leave no blank line"),
    ],
)
def test_what_is_no_question_is_skipped_with_its_line_and_the_reason(text, line, why):
    skipped = one(text)
    assert isinstance(skipped, Skipped) and skipped.where == f"line {line}"
    assert why in skipped.why


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("a {true}", "true or false question has TRUE"), ("a {f # no}", "true or false question has F in"),
        ("a {=%50%b}", "No answer earns full marks: the best has a weight of 50 %."),
        ("a {=b =%50%B}", "The answer for 'b' is left out"),
        ("a {=%50%b* =bc}", "The answer for 'bc' is left out"),
        ("a {=%0%cat =*}", "earns 1 of the points here"),
        ("a {#=%50%1..3 =2..4}", "What fits both 1 to 3 and 2 to 4 earns 1"),
        ("a {#=%50%1..5 =2..4}", "The answer for 2 to 4 is left out"),
        ("a {#1~2#no}", "'2' after ~ says nothing"),
        ("a {#3.14159265358979323846}", "rounded to 15 digits"),
        ("::a {}", "has no second one"),
        ("// [id:a] [id:b]\na {}", "[id:b] is left out"),
        (f"// [tag:{'x' * 51}]\na {{}}", "is left out: tags have"),
        (f"// [id:{'x' * 201}]\na {{}}", "The external id is cut to 200"),
        (f"::{'x' * 201}::a {{}}", "The title is cut to 200"),
        (r"Is $1 \neq 2$? {T}", r"\neq is read as a line end: in GIFT the command is written \\neq."),
    ],
)
def test_what_of_a_question_is_lost_is_said(text, lost):
    read = one(text)
    assert any(lost in each for each in read.lost), read.lost


def test_escaped_commands_of_latex_survive():
    read = one(r"[markdown]Is $\\frac\{a\}\{b\} \\neq 0$ and $\\nu \= 1$? {T}")
    assert read.wire["prompt"] == r"Is $\frac{a}{b} \neq 0$ and $\nu = 1$?" and not read.lost


def test_text_of_moodles_own_kind_may_hold_html_and_mere_signs():
    read = one("If x<y, is <b>x</b> &lt; y? {T}")
    assert "y, is" in read.wire["prompt"] and "<b>" not in read.wire["prompt"]


def test_markdown_with_html_in_it_becomes_prose():
    assert "<u>" not in one("[markdown]a <u>b</u> c{}").wire["prompt"]


def test_a_picture_within_the_text_is_kept_and_one_elsewhere_is_said_to_be_lost():
    kept = []

    def keep(data, name):
        kept.append(data)
        return "/api/v1/media/" + "0" * 64

    text = '[html]<p>See <img alt\\="a" src\\="data\\:image/png;base64,aGk\\="> <img alt\\="b" src\\="@@PLUGINFILE@@/b.png"></p>{}'
    [read] = questions(gift, text.encode(), keep=keep)
    assert kept == [b"hi"] and "![a](/api/v1/media/000" in read.wire["prompt"]
    assert "b.png" in read.lost[0]


def test_a_category_holds_for_what_follows_it():
    read = found(gift, b"a{T}\n\n$CATEGORY: $course$/top/A/B\n\nb{T}\n\n$CATEGORY: top\nc{T}\n\n$CATEGORY: D")
    assert [each.title for each in read if isinstance(each, Container)] == ["$course$/top/A/B", "top", "D"]
    assert [each.wire.get("category") for each in read if isinstance(each, Question)] == [None, "A/B", None]


def test_a_file_by_hand_ends_as_questions_or_reasons():
    read = found(gift, (SAMPLES / "gift_by_hand.gift").read_bytes())
    assert [each.wire["type"] for each in read if isinstance(each, Question)] == (
        "multiple_choice true_false fill_in_blank multiple_choice multiple_response short_answer numeric numeric matching essay "
        "numeric multiple_choice"
    ).split()
    assert [each.where for each in read if isinstance(each, Skipped)] == ["line 39", "line 43", "line 47", "line 49"]
    first = next(each for each in read if isinstance(each, Question))
    assert first.wire["answers"][1] == choice(2, -0.25, feedback="It keeps the plans.\\\nLook again.")
    assert (first.wire["external_id"], first.wire["tags"], first.wire["category"]) == ("cell-1", ["cells", "exam 2024"], "Biology/Cells")


def test_what_moodle_exports_is_read_and_what_it_left_out_is_named():
    read = found(gift, (SAMPLES / "gift_moodle_export.gift").read_bytes())
    assert [type(each) for each in read] == [Container, Question, Skipped, Question, Question, Question]
    assert read[1].wire["feedback"] == {"general": "Light beats dark"} and read[1].wire["external_id"] == "L-41"
    assert "A cloze" in read[2].why


def test_windows_files_are_read_and_guessed_letters_are_said():
    one, other = questions(gift, (SAMPLES / "gift_windows.gift").read_bytes())
    assert (one.wire["prompt"], one.lost) == ("Wo liegt Köln?", ())
    assert (other.wire["title"], other.wire["prompt"]) == ("Naïve", "Ein Café für €1")
    assert "Windows-1252" in other.lost[0]


def test_line_ends_of_old_macintoshes_count():
    assert [each.where for each in questions(gift, (SAMPLES / "gift_old_macintosh.gift").read_bytes())] == ["line 1", "line 3"]


@pytest.mark.parametrize("answers", ["=a =b*", "=%0%cat =*", "=%50%a* =ab =%20%*b =%100%*", "=%50%b =%20%*b* =%100%c"])
def test_where_the_first_answer_that_fits_would_count_differently_it_is_said(answers):
    """Score every short text over three letters by the first answer that fits, and by what was read."""
    read = one(f"Q{{{answers}}}")
    rules = []
    for each in answers.replace(" =", "\n").lstrip("=").split("\n"):
        credit, text = each[1:].split("%") if each.startswith("%") else (100, each)
        rules.append((text, Decimal(credit) / 100))
    grade, whole = TYPES["short_answer"].grade, loaded(read)
    for response in [f"{x}{y}{z}".strip() for x in "abc " for y in "abt " for z in "abt "]:
        met = [credit for text, credit in rules if fits(text, response)]
        if response and grade(whole, response).credit != (met[0] if met else 0):
            assert read.lost


def fits(pattern, response):
    alone = {"body": {"case_sensitive": False}, "answers": [{"match": {"text": pattern, "mode": "wildcard"}, "credit": Decimal(1)}]}
    return bool(TYPES["short_answer"].grade(alone, texts.folded(response)).matched)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("a {=b ~c}", True), ("// c\n\n::t::a {T}\n", True), ("$CATEGORY: x", True), ("a {#3}", True), ("a {}", True),
        ("\ufeffa {\n~b\n=c", True), ('{"questions": []}', False), ("[{}]", False), ("<?xml version='1.0'?><a>{=b}</a>", False),
        (r"a {=b\}\{ ~c\=}", True), ("a\\\\{=b}", True), (r"a \{{}", True), ("Quiz title: t\n\n1.  a {=b}\n*   c\n", False),
        ("a;b\n{{c1::x}};y", False), (r"a,$\frac{T}{F}$ b", False), ("text", False), ("", False), ("a{T}\0", False),
    ],
)  # fmt: skip
def test_gift_is_recognised_by_its_braces(text, is_one):
    assert gift.recognises(File.of(text.encode())) is is_one

"""QTI 1.2: what Canvas, Blackboard and D2L write becomes questions that score the same; what is written comes back."""
import io
from decimal import Decimal
from pathlib import Path

import pytest

from service.formats import _zip, qti12
from service.formats._nouns import Container, File, Medium, Question, Skipped, Unreadable
from tests.formats.reading import bank, found, loaded, questions

SAMPLES = Path(__file__).parent / "samples"
NAMES = ("qti12_canvas.xml", "qti12_blackboard.xml", "qti12_d2l.xml")


def sample(name):
    return (SAMPLES / name).read_bytes()


def read(name):
    """{external id: what an item of a sample became}."""
    return {each.wire["external_id"]: each for each in questions(qti12, sample(name))}


CANVAS, BLACKBOARD, D2L = map(read, NAMES)


def choices(question):
    return {each["match"]["choice"]: each["credit"] for each in question.wire["answers"]}


def item(conditions, responses="", facts="", title="T", text="What?", maximum='maxvalue="100"'):
    """An item in a document."""
    told = "".join(f"<qtimetadatafield><fieldlabel>{key}</fieldlabel><fieldentry>{value}</fieldentry></qtimetadatafield>" for key, value in
                   (pair.split("=") for pair in facts.split()))  # fmt: skip
    return f"""<questestinterop><item ident="i" title="{title}"><itemmetadata><qtimetadata>{told}</qtimetadata></itemmetadata>
<presentation><material><mattext>{text}</mattext></material>{responses}</presentation>
<resprocessing><outcomes><decvar varname="SCORE" {maximum}/></outcomes>{conditions}</resprocessing></item></questestinterop>""".encode()


def lid(*idents, cardinality="Single", more="", ident="r"):
    labels = "".join(f'<response_label ident="{each}"><material><mattext>text {each}</mattext></material></response_label>' for each in idents)
    return f'<response_lid ident="{ident}" rcardinality="{cardinality}">{more}<render_choice>{labels}</render_choice></response_lid>'


def when(test, score, action="Set", more=""):
    return f'<respcondition {more}><conditionvar>{test}</conditionvar><setvar action="{action}" varname="SCORE">{score}</setvar></respcondition>'


def equal(value, ident="r", more=""):
    return f'<varequal respident="{ident}" {more}>{value}</varequal>'


def only(data):
    (each,) = found(qti12, data)
    if isinstance(each, Question):
        loaded(each)
    return each


WRITE = '<response_str ident="r"><render_fib/></response_str>'


# what the makers write


def test_every_item_of_the_samples_is_a_question_or_says_why_not():
    items = {name: [each for each in found(qti12, sample(name)) if not isinstance(each, Container)] for name in NAMES}

    assert {name: len(each) for name, each in items.items()} == {name: sample(name).count(b"<item ") for name in NAMES}
    assert all(each.why for group in items.values() for each in group if isinstance(each, Skipped))


def test_canvas_choices_keep_their_feedback_and_that_of_the_whole_question():
    assert CANVAS["mc"].wire == {
        "type": "multiple_choice", "title": "Question", "external_id": "mc", "prompt": "Who dances?", "points": 2,
        "body": {"choices": [{"id": "11", "text": r"The \<b>bee"}, {"id": "12", "text": "The wasp"}]},
        "answers": [{"match": {"choice": "11"}, "credit": 1}, {"match": {"choice": "12"}, "credit": 0, "feedback": "It hunts."}],
        "feedback": {"general": "Karl von Frisch saw it.", "correct": "Yes.", "incorrect": "No."},
    }  # fmt: skip
    assert CANVAS["mc"].lost == ()


def test_a_group_says_how_many_of_its_questions_are_drawn():
    titles = [each.title for each in found(qti12, sample("qti12_canvas.xml")) if isinstance(each, Container)]

    assert titles == ["Bees & wasps", "Pick (1 of 1 drawn)"]


def test_canvas_asks_for_exactly_the_right_choices_in_its_file_and_its_own_way_is_told():
    assert CANVAS["ma"].wire["body"]["scoring"] == "all_or_nothing"
    assert choices(CANVAS["ma"]) == {"1": 1, "3": 1}
    assert "Canvas itself gives part credit" in CANVAS["ma"].lost[0]


def test_texts_that_differ_in_case_alone_are_one_answer():
    assert [each["match"]["text"] for each in CANVAS["sa"].wire["answers"]] == ["honey", "wax"]


def test_blanks_stand_where_their_names_stood_with_the_weight_that_their_scores_give():
    wire = CANVAS["fimb"].wire

    assert wire["prompt"].startswith("The {{who}} has {{n_legs}} legs")
    assert [each["weight"] for each in wire["body"]["blanks"]] == [1, 3]
    assert [(each["match"]["text"], each["credit"]) for each in wire["answers"]] == [("bee", 1), ("wasp", Decimal("0.5")), ("6", 1)]


def test_numbers_have_a_margin_significant_figures_or_a_range():
    assert [each["match"] for each in CANVAS["num"].wire["answers"]] == [
        {"value": 6, "tolerance": Decimal("0.5")},
        {"value": Decimal("3.142"), "tolerance": 4, "tolerance_type": "significant_figures"},
        {"value": 150, "tolerance": 50},
    ]
    assert CANVAS["num"].lost == ("There a response of exactly 3.1415 is wrong; here it is right.",)


def test_a_text_that_questions_stand_under_is_read_with_each_of_them():
    skipped = [each for each in found(qti12, sample("qti12_canvas.xml")) if isinstance(each, Skipped)]

    assert CANVAS["child"].wire["prompt"] == "A hive has one queen.\n\nIt has two."
    assert [each.where for each in skipped] == ["item txt", "item up"]


def test_blackboard_gives_part_credit_by_percentages_beside_its_points():
    assert BLACKBOARD["_101_1"].wire["points"] == 8
    assert choices(BLACKBOARD["_101_1"]) == {"aa": 1, "bb": Decimal("0.25")}
    assert [each["feedback"] for each in BLACKBOARD["_101_1"].wire["answers"]] == ["It is 1642 m deep.", "The second deepest."]


def test_blackboard_pairs_by_the_order_of_the_right_side():
    assert BLACKBOARD["_103_1"].wire["answers"] == [{"match": {"pairs": {"L1": "r2", "L2": "r1"}}}]
    assert [each["text"] for each in BLACKBOARD["_103_1"].wire["body"]["left"]] == ["Rhine", "Rhône"]


@pytest.mark.parametrize(
    "ident, kind, answers",
    [
        ("_102_1", "multiple_response", [{"choice": "d1"}, {"choice": "d2"}]),
        ("_104_1", "ordering", [{"order": ["o2", "o1", "o3"]}]),
        ("_105_1", "short_answer", [{"text": "Seine"}, {"text": "*la Seine*", "mode": "wildcard"}]),
        ("_106_1", "fill_in_blank", [{"blank": "a", "text": "Inn"}, {"blank": "a", "text": "Ilz"}, {"blank": "b", "text": "Danube"}]),
        ("_107_1", "numeric", [{"value": 346, "tolerance": 5}]),
        ("_108_1", "essay", [{"text": "They cut away the outer bank."}]),
        ("_110_1", "true_false", [{"value": True}]),
    ],
)
def test_blackboard_types(ident, kind, answers):
    assert BLACKBOARD[ident].wire["type"] == kind
    assert [each["match"] for each in BLACKBOARD[ident].wire["answers"]] == answers


def test_braces_that_mean_no_blank_are_kept_apart():
    assert BLACKBOARD["_106_1"].wire["prompt"].startswith("The {{a}} joins the {{b}} at Passau; { {this}}")
    assert BLACKBOARD["_106_1"].wire["body"]["scoring"] == "all_or_nothing"


def test_d2l_has_hints_general_feedback_and_bonus_questions():
    wire = D2L["OBJ_1"].wire

    assert (wire["points"], wire["hints"], wire["feedback"]) == (Decimal("2.5"), ["7 times 13"], {"general": "Try small divisors."})
    assert wire["type"] == "multiple_choice" and choices(D2L["OBJ_1"]) == {"QUES_1_A1": 0, "QUES_1_A2": 1}
    assert D2L["OBJ_1"].lost == ("It counts as a bonus there.",)


@pytest.mark.parametrize(
    "ident, scoring", [("OBJ_2", "right_minus_wrong"), ("OBJ_3", "all_or_nothing"), ("OBJ_4", "in_place"), ("OBJ_5", "per_blank")]
)
def test_d2l_says_apart_how_it_scores(ident, scoring):
    assert D2L[ident].wire["body"]["scoring"] == scoring


def test_d2l_patterns_and_blanks_in_the_text():
    wire = D2L["OBJ_5"].wire

    assert wire["prompt"] == "2, 3, 5, {{QUES_5_1_STR}}, 11, {{QUES_5_2_STR}} and so on."
    assert wire["answers"][-1]["match"] == {"blank": "QUES_5_2_STR", "text": "1[34]", "mode": "regex"}


# conditions in general


@pytest.mark.parametrize(
    "conditions, maximum, credits, points",
    [
        (when(equal("a"), 100) + when(equal("b"), 50), 'maxvalue="100"', {"a": 1, "b": Decimal("0.5")}, None),
        (when(equal("a"), 4) + when(equal("b"), -1), "", {"a": 1, "b": Decimal("-0.25")}, 4),
        (when(equal("a"), 10, "Add"), 'maxvalue="10"', {"a": 1}, 10),
        (when(f"<not>{equal('a')}</not>", 1), "", {"b": 1, "c": 1}, 1),
        (when(f"<or>{equal('a')}{equal('b')}</or>", 2), "", {"a": 1, "b": 1}, 2),
        (when(equal("a") + equal("b"), 2), "", {"a": 1, "b": 1}, 2),
        (when(equal("a"), 5, more='continue="No"') + when("<other/>", 1), 'maxvalue="5"', {"a": 1, "b": Decimal("0.2"), "c": Decimal("0.2")}, 5),
        (when(equal("a"), "SCORE.max"), 'maxvalue="3"', {"a": 1}, 3),
    ],
)  # fmt: skip
def test_what_a_choice_is_worth_is_what_its_conditions_give(conditions, maximum, credits, points):
    question = only(item(conditions, lid("a", "b", "c"), maximum=maximum))

    assert choices(question) == credits
    assert question.wire.get("points") == points


@pytest.mark.parametrize(
    "conditions, scoring, credits",
    [
        (when(equal("a"), 50, "Add") + when(equal("b"), 50, "Add"), "per_choice", {"a": Decimal("0.5"), "b": Decimal("0.5")}),
        ("".join(when(equal(each), "33.33", "Add") for each in "abc"), "per_choice",
         {"a": Decimal("0.33333"), "b": Decimal("0.33333"), "c": Decimal("0.33333")}),
        (when(equal("a"), 100, "Add") + when(equal("b"), -50, "Add"), "per_choice", {"a": 1, "b": Decimal("-0.5")}),
        (when(f"<and>{equal('a')}{equal('b')}<not>{equal('c')}</not></and>", 100), "all_or_nothing", {"a": 1, "b": 1}),
        (when(f"{equal('a')}{equal('b')}<not><or>{equal('c')}</or></not>", 100), "all_or_nothing", {"a": 1, "b": 1}),
    ],
)  # fmt: skip
def test_the_rule_for_several_choices_is_the_one_that_gives_the_same(conditions, scoring, credits):
    question = only(item(conditions, lid("a", "b", "c", cardinality="Multiple")))

    assert question.wire["body"]["scoring"] == scoring
    assert choices(question) == credits
    assert question.lost == ()


def test_a_rule_that_is_none_of_ours_is_told():
    question = only(item(when(equal("a") + equal("b"), 100), lid("a", "b", "c", cardinality="Multiple")))

    assert question.wire["body"]["scoring"] == "all_or_nothing"
    assert question.lost == ("Its conditions give points in other ways too; here only exactly the right choices count.",)


@pytest.mark.parametrize(
    "conditions, sensitive, matches",
    [
        (when(equal("Ute", more='case="Yes"'), 100), True, [{"text": "Ute"}]),
        (when(equal("Ute", more='case="Yes"') + equal("a b"), 100), True, [{"text": "Ute"}, {"text": r"(?i)a\s+b", "mode": "regex"}]),
        (when('<varsubstring respident="r">a*b</varsubstring>', 100), False, [{"text": r"*a\*b*", "mode": "wildcard"}]),
    ],
)
def test_texts_are_compared_as_the_conditions_say(conditions, sensitive, matches):
    question = only(item(conditions, WRITE))

    assert question.wire["body"]["case_sensitive"] is sensitive
    assert [each["match"] for each in question.wire["answers"]] == matches


@pytest.mark.parametrize(
    "data, why",
    [
        (item("", lid("a", "b")), "names no right answer"),
        (item(when(equal("a"), 1), lid("a", "b"), text=""), "no text"),
        (item(when(equal("a"), 1), lid("a")), "fewer than two choices"),
        (item("", ""), "no place to answer"),
        (item("", WRITE, "question_type=short_answer_question"), "names no right answer"),
        (item("", WRITE, "question_type=calculated_question"), "formula"),
        (item(when('<vargte respident="r">3</vargte>', 100), '<response_num ident="r"/>'), "names no right answer"),
    ],
)
def test_what_can_be_no_question_says_why(data, why):
    each = only(data)

    assert isinstance(each, Skipped) and why in each.why


def test_an_essay_needs_no_right_answer():
    assert only(item("", WRITE)).wire["type"] == "essay"


@pytest.mark.parametrize("data", [b"", b"<html/>", b"<questestinterop>", b"PK\3\4", b"\xff\xfe\0", b"<questestinterop/>"[:-2]])
def test_what_is_no_document_is_said_to_be_none(data):
    with pytest.raises(Unreadable):
        found(qti12, data)


def test_harmless_faults_before_the_first_element_are_mended():
    data = item(when(equal("a"), 1), lid("a", "b"), text="x&nbsp;y")
    head = b'<?xml version="1.0"encoding="UTF-8"?><!DOCTYPE questestinterop SYSTEM "q.dtd" [\n<!ELEMENT x (y)>\n]>\n'

    assert only(head + data).wire["type"] == "multiple_choice"


def test_an_item_far_too_large_is_no_question_and_takes_no_time():
    each = only(item("".join(when(equal(f"c{number}"), 1) for number in range(3000)), lid(*(f"c{number}" for number in range(3000)))))

    assert "more choices and conditions" in each.why


# packages


def package(members):
    out = io.BytesIO()
    with _zip.Writer(out) as archive:
        for name, data in members.items():
            archive.add(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "source, member",
    [
        ("$IMS-CC-FILEBASE$/a%20b.png", "web_resources/a b.png"),
        ("%24IMS-CC-FILEBASE%24/images/a.png?canvas_download=1", "images/a.png"),
        ("$IMS_CC_FILE_BASE$org1/a.png", "exam/org1/a.png"),
        ("pictures/a.png", "quiz/pictures/a.png"),
        ("@X@EmbeddedFile.requestUrlStub@X@bbcswebdav/xid-12_1", "csfiles/home_dir/a__xid-12_1.png"),
        ("/content/enforced/12-X/a.png", "a.png"),
    ],
)
def test_images_are_found_by_all_the_names_that_makers_have_for_them(source, member):
    text = f'&lt;img src="{source}" alt="a picture"&gt;'
    data = package({"quiz/q.xml": item(when(equal("a"), 1), lid("a", "b"), text=text), member: b"PNG"})

    (question,) = questions(qti12, data, keep=lambda data, name: f"https://media.example/{data.decode()}")

    assert question.wire["prompt"] == "![a picture](https://media.example/PNG)"
    assert question.where == "item i in quiz/q.xml"


def test_a_member_that_cannot_be_read_is_told_and_the_others_are_read():
    data = package({"a.xml": b"<questestinterop><item>", "b.dat": item(when(equal("a"), 1), lid("a", "b"))})

    broken, question = found(qti12, data)

    assert isinstance(broken, Skipped) and broken.where == "a.xml" and "well-formed" in broken.why
    assert question.wire["type"] == "multiple_choice"


def test_packages_and_documents_are_recognised():
    assert qti12.recognises(File.of(sample("qti12_d2l.xml")))
    assert qti12.recognises(File.of(package({"res00001.dat": sample("qti12_blackboard.xml")})))
    assert not qti12.recognises(File.of(package({"a.xml": b"<quiz/>"})))
    assert not qti12.recognises(File.of(b"<quiz/>"))


# there and back


WHOLE = {
    "title": "A title", "points": 2.5, "difficulty": "hard", "tags": ["one", "two words"], "hints": ["First.", "Then *this*."],
    "external_id": "q-1", "source": "here", "category": "Biology/Cells", "penalty": 0.25, "licence": "CC-BY-4.0", "attribution": "A. Bee",
    "feedback": {"general": "All.", "correct": "Yes.", "partial": "Nearly.", "incorrect": "No."},
}  # fmt: skip
CHOICES = [{"id": "a", "text": "One < two", "pinned": True}, {"id": "b", "text": "*Two*"}, {"id": "c", "text": "3"}]
HELD = [
    {"type": "multiple_choice", "prompt": "Which?", "body": {"choices": CHOICES, "shuffle": False}, "answers": [
        {"match": {"choice": "a"}, "credit": 1, "feedback": "Good.", "explanation": "Because."},
        {"match": {"choice": "b"}, "credit": 0.33333}, {"match": {"choice": "c"}, "credit": -0.5}]},
    {"type": "true_false", "prompt": "So?", "answers": [{"match": {"value": False}, "feedback": "Right."}, {"match": {"value": True}, "credit": 0, "feedback": "Oh."}]},
    *({"type": "multiple_response", "prompt": "Which?", "body": {"choices": CHOICES, "scoring": scoring}, "answers": [
        {"match": {"choice": "a"}, "credit": 1, "feedback": "Good."}, {"match": {"choice": "b"}, "credit": 1}, {"match": {"choice": "c"}, "credit": 0, "feedback": "No."}]}
      for scoring in ("all_or_nothing", "right_minus_wrong")),
    {"type": "multiple_response", "prompt": "Which?", "body": {"choices": CHOICES}, "answers": [
        {"match": {"choice": "a"}, "credit": 0.66667}, {"match": {"choice": "b"}, "credit": 0.33333}, {"match": {"choice": "c"}, "credit": -1}]},
    {"type": "short_answer", "prompt": "Who?", "body": {"case_sensitive": True}, "answers": [
        {"match": {"text": "Ada"}, "feedback": "Yes."}, {"match": {"text": "ada"}, "credit": 0.5}, {"match": {"text": "Bob"}, "credit": 0, "feedback": "No."}]},
    {"type": "numeric", "prompt": "How many?", "answers": [
        {"match": {"value": 3.14159, "tolerance": 3, "tolerance_type": "significant_figures"}}, {"match": {"value": 7}},
        {"match": {"value": 100, "tolerance": 2.5}, "credit": 0.5, "feedback": "Nearly."}]},
    {"type": "essay", "prompt": "Why?", "answers": [{"match": {"text": "Because <it> is."}}, {"match": {"text": "For *no* reason."}}]},
    *({"type": "matching", "prompt": "Pair them.", "body": {"scoring": scoring,
        "left": [{"id": "x", "text": "*X*"}, {"id": "y", "text": "Y & co"}],
        "right": [{"id": "r1", "text": "1"}, {"id": "r2", "text": "2"}, {"id": "r3", "text": "3"}]},
       "answers": [{"match": {"pairs": {"x": "r2", "y": "r1"}}, "feedback": "Well paired."}]} for scoring in ("per_pair", "all_or_nothing")),
    {"type": "fill_in_blank", "prompt": "The {{who}} says {{what}}, [who] knows.", "body": {"blanks": [
        {"id": "who", "kind": "text", "weight": 3}, {"id": "what", "kind": "text", "case_sensitive": True}]}, "answers": [
        {"match": {"blank": "who", "text": "cow"}, "feedback": "Moo."}, {"match": {"blank": "who", "text": "bull"}, "credit": 0.5},
        {"match": {"blank": "what", "text": "Moo"}}]},
    {"type": "fill_in_blank", "prompt": "It is {{how}}.", "body": {"scoring": "all_or_nothing", "blanks": [
        {"id": "how", "kind": "choice", "choices": [{"id": "u", "text": "up"}, {"id": "d", "text": "down"}]}]},
        "answers": [{"match": {"blank": "how", "choice": "d"}}]},
]  # fmt: skip


def nothing(address):
    return None


def written(*posted, fetch=nothing):
    out = io.BytesIO()
    losses = list(qti12.write(bank(*posted), out, fetch))
    return out.getvalue(), losses


@pytest.mark.parametrize("posted", HELD, ids=lambda each: each["type"])
def test_what_canvas_has_comes_back_as_it_was(posted):
    whole = {**posted, **WHOLE}
    (before,) = bank(whole).questions()

    data, losses = written(whole)
    (question,) = questions(qti12, data)
    after = loaded(question)

    told = ("type", "prompt", "body", *(each for each in WHOLE if each not in ("source", "tags") and each in before), "tags")
    assert not losses
    assert {each: after[each] for each in told} == {each: before[each] for each in told}
    assert [(each["match"], each["credit"], each["feedback"]) for each in after["answers"]] == [
        (each["match"], each["credit"], each["feedback"]) for each in before["answers"]
    ]
    assert [each for each in question.lost if "exactly" not in each] == []


@pytest.mark.parametrize(
    "posted",
    [
        {"type": "ordering", "prompt": "Sort.", "body": {"choices": CHOICES[1:]}, "answers": [{"match": {"order": ["c", "b"]}}]},
        {"type": "open_ended", "prompt": "Why?", "answers": [{"match": {"text": "So."}}]},
        {"type": "short_answer", "prompt": "Who?", "answers": [{"match": {"text": "A*", "mode": "wildcard"}}]},
        {"type": "fill_in_blank", "prompt": "{{n}}", "body": {"blanks": [{"id": "n", "kind": "number"}]}, "answers": [{"match": {"blank": "n", "value": 1}}]},
    ],
)  # fmt: skip
def test_what_canvas_has_not_is_left_out_and_told(posted):
    posted = {**posted, "body": {**posted.get("body", {})}}
    if posted["type"] == "ordering":
        posted["body"]["choices"] = [{"id": each["id"], "text": each["text"]} for each in CHOICES[1:]]
    data, losses = written(posted, HELD[0])

    assert [(loss.question["type"], loss.field) for loss in losses] == [(posted["type"], "")]
    assert len(questions(qti12, data)) == 1


def test_images_go_with_the_questions_and_come_back():
    picture = Medium("a bee.png", "image/png", b"PNG")
    address = "https://example.org/media/1"
    posted = {**HELD[0], "prompt": f"See ![a bee]({address})."}

    data, _ = written(posted, {**posted, "prompt": f"Again ![a bee]({address})."}, fetch={address: picture}.get)
    members = _zip.members(File.of(data))
    read = questions(qti12, data, keep=lambda data, name: f"https://media.example/{name}")

    assert members.read("images/a_bee.png") == b"PNG"
    assert members.read("quiz/quiz.xml").count(b"$IMS-CC-FILEBASE$/images/a_bee.png") == 2
    assert read[0].wire["prompt"] == "See ![a bee](https://media.example/a_bee.png)."


def test_the_same_bank_gives_the_same_bytes():
    whole = bank(*HELD)
    first, second = io.BytesIO(), io.BytesIO()
    list(qti12.write(whole, first, nothing))
    list(qti12.write(whole, second, nothing))

    assert first.getvalue() == second.getvalue()

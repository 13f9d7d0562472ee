"""QTI 1.2 as ILIAS, OLAT and Sakai write it, and what Canvas leaves to be understood."""
from decimal import Decimal

import pytest

from service.formats import qti12, recognised
from service.formats._nouns import File, Skipped
from tests.formats.qti12_items import WRITE, equal, item, lid, only, package, when
from tests.formats.reading import found, questions


def answers(question):
    return [(each["match"], each["credit"]) for each in question.wire["answers"]]


def zero(test, *shown):
    """A condition as Sakai writes it: it adds nothing, and shows whether this is right."""
    called = "".join(f'<displayfeedback feedbacktype="Response" linkrefid="{each}"/>' for each in shown)
    return f'<respcondition><conditionvar>{test}</conditionvar><setvar action="Add" varname="SCORE">0</setvar>{called}</respcondition>'


SAKAI = 'maxvalue="6.0" minvalue="0.0"'


def test_sakai_says_by_its_feedback_which_choice_is_right():
    conditions = zero(equal("A"), "InCorrect") + zero(equal("B"), "Correct")

    question = only(item(conditions, lid("A", "B"), "qmd_itemtype=x", maximum=SAKAI))

    assert question.wire["points"] == 6
    assert answers(question) == [({"choice": "B"}, 1)]


@pytest.mark.parametrize("partial, scoring", [("true", "right_minus_wrong"), ("false", "all_or_nothing")])
def test_sakai_says_apart_how_several_choices_are_scored(partial, scoring):
    conditions = zero(equal("A"), "Correct") + zero(equal("B"), "InCorrect") + zero(equal("C"), "Correct")

    question = only(item(conditions, lid("A", "B", "C", cardinality="Multiple"), f"mcms_partial_credit={partial}", maximum=SAKAI))

    assert (question.wire["points"], question.wire["body"]["scoring"]) == (6, scoring)
    assert answers(question) == [({"choice": "A"}, 1), ({"choice": "C"}, 1)]


def test_sakai_names_only_right_words_for_its_blanks_and_ends_lists_with_an_empty_choice():
    fib = '<response_str ident="{0}" rcardinality="Ordered"><render_fib/></response_str><material><mattext>and</mattext></material>'
    conditions = zero(f"<or>{equal('ant', 'F1')}{equal('bee', 'F1')}</or>") + zero(equal("fly", "F2"))
    question = only(item(conditions, fib.format("F1") + fib.format("F2"), "qmd_itemtype=x", maximum=SAKAI))
    listed = only(item(zero(equal("A"), "Correct"), lid("A", "B").replace("</render", "<response_label/></render"), maximum=SAKAI))

    assert question.wire["points"] == 6
    assert answers(question) == [({"blank": f"F{blank}", "text": text}, 1) for blank, text in ((1, "ant"), (1, "bee"), (2, "fly"))]
    assert [each["id"] for each in listed.wire["body"]["choices"]] == ["A", "B"]


def test_html_that_sakai_calls_plain_text_is_html():
    conditions = zero(equal("A"), "Correct")
    text = '</mattext><mattext charset="ascii-us" texttype="text/plain">&lt;p&gt;Which &lt;b&gt;bee&lt;/b&gt;?&lt;/p&gt;'

    question = only(item(conditions, lid("A", "B"), maximum=SAKAI, text=text))

    assert question.wire["prompt"] == "Which **bee**?"


def test_a_range_of_sakais_is_a_number_with_a_tolerance():
    write = '<response_str ident="r" rcardinality="Ordered"><render_fin fintype="String"/></response_str>'
    data = item(zero(equal("1|2")), write, "qmd_itemtype=Numeric_Response", maximum=SAKAI)

    assert only(data).wire["answers"][0]["match"] == {"value": Decimal("1.5"), "tolerance": Decimal("0.5")}


def group(lefts, rights, **attributes):
    label = '<response_label ident="{0}" {1}><material><mattext>text {0}</mattext></material></response_label>'
    sides = (("left", lefts), ("right", rights))
    labels = [label.format(each, attributes.get(side, "")) for side, idents in sides for each in idents]
    return f'<response_grp ident="MQ" rcardinality="Multiple"><render_choice shuffle="Yes">{"".join(labels)}</render_choice></response_grp>'


def test_pairs_of_ilias_are_matched_and_what_nothing_belongs_to_stays_on_the_right():
    pairs = ("7,1", "8,2")
    conditions = "".join(when(f'<varsubset respident="MQ">{each}</varsubset>', 2, "Add") for each in pairs)

    question = only(item(conditions, group("12", "789", left='match_max="1" match_group="7,8,9"'), "questiontype=MATCHING", maximum=""))

    assert question.wire["type"] == "matching" and question.wire["points"] == 4
    assert [each["id"] for each in question.wire["body"]["right"]] == ["7", "8", "9"]
    assert question.wire["answers"] == [{"match": {"pairs": {"1": "7", "2": "8"}}}]


def test_pairs_of_sakai_are_matched():
    tests = {(one, other): f'<varequal respident="{one}" index="1">{other}</varequal>' for one in "ab" for other in "xyz"}
    conditions = "".join(zero(test, "Correct" if pair in (("a", "y"), ("b", "x")) else "InCorrect") for pair, test in tests.items())

    question = only(item(conditions, group("ab", "xyz", right='match_group="" match_max="1"'), "qmd_itemtype=Matching", maximum=SAKAI))

    assert question.wire["points"] == 6
    assert question.wire["answers"] == [{"match": {"pairs": {"a": "y", "b": "x"}}}]


def test_one_thing_that_belongs_to_several_is_told_to_be_too_much():
    pairs = ("7,1", "8,1", "7,2", "8,2")
    conditions = "".join(when(f'<varsubset respident="MQ">{each}</varsubset>', 2, "Add") for each in pairs)

    each = only(item(conditions, group("12", "78"), maximum=""))

    assert isinstance(each, Skipped) and "one thing belongs to several" in each.why


def test_statements_that_are_judged_are_matched_with_plus_and_minus():
    judged = ("1:correct", "2:wrong", "3:correct")
    olat = "".join(when(equal(each), "0.25", "Add") + when(f"<not>{equal(each)}</not>", "-0.25", "Add") for each in judged)
    ilias = when("<and>" + equal("1", "1") + equal("0", "2") + equal("1", "3") + "</and>", 2, "Add")

    read = [
        only(item(olat, lid("1", "2", "3", cardinality="Multiple"), maximum='minvalue="0.0" maxvalue="1.0"')),
        only(item(ilias, lid("1", "2", "3", cardinality="Multiple"), "questiontype=asskprimchoice", maximum='minvalue="0" maxvalue="2"')),
    ]

    assert [each.wire["answers"][0]["match"]["pairs"] for each in read] == [{"1": "right", "2": "wrong", "3": "right"}] * 2
    assert [each.wire["body"]["scoring"] for each in read] == ["per_pair", "all_or_nothing"]
    assert "costs points" in read[0].lost[0]


def test_gaps_of_ilias_are_lists_numbers_and_texts():
    listed = lid("0", "1", ident="gap_0").replace("response_lid", "response_str")
    boxed = '<response_num ident="gap_1"><render_fib fibtype="Decimal" minnumber="3" maxnumber="5"/></response_num>'
    conditions = when(equal("text 1", "gap_0"), 2, "Add") + when(equal("text 0", "gap_0"), 0, "Add") + when(equal("4", "gap_1"), 1, "Add")

    question = only(item(conditions, listed + boxed, "questiontype=CLOZE", maximum=""))

    assert [each["kind"] for each in question.wire["body"]["blanks"]] == ["choice", "number"]
    assert question.wire["points"] == 3
    assert answers(question) == [({"blank": "gap_0", "choice": "1"}, 1), ({"blank": "gap_1", "value": 4, "tolerance": 1}, 1)]


def test_an_order_is_worth_what_its_places_are_worth():
    conditions = "".join(when(f'<varequal respident="r" index="{place}">{each}</varequal>', 2, "Add") for place, each in enumerate("ba"))

    question = only(item(conditions, lid("a", "b", cardinality="Ordered"), maximum=""))

    assert (question.wire["answers"][0]["match"]["order"], question.wire["points"]) == (["b", "a"], 4)


def test_a_blank_of_canvas_takes_every_text_that_is_listed_though_its_file_scores_the_first_alone():
    label = '<response_label ident="{0}"><material><mattext>{1}</mattext></material></response_label>'
    listed = "".join(label.format(*each) for each in (("1", "grey"), ("2", "gray")))
    named = "<material><mattext>a</mattext></material>"
    blank = f'<response_lid ident="response_a">{named}<render_choice>{listed}</render_choice></response_lid>'
    data = item(when(equal("1", "response_a"), 100, "Add"), blank, "question_type=fill_in_multiple_blanks_question", text="It is [a].")

    assert answers(only(data)) == [({"blank": "a", "text": "grey"}, 1), ({"blank": "a", "text": "gray"}, 1)]


@pytest.mark.parametrize("said, told", [("1", 0), ("7", 1)])
def test_a_difficulty_that_is_a_number_is_told(said, told):
    data = item(when(equal("a"), 1), lid("a", "b")).replace(
        b"<presentation>", f"<itemproc_extension><difficulty>{said}</difficulty></itemproc_extension><presentation>".encode()
    )

    assert sum("difficulty" in each for each in only(data).lost) == told


def test_items_that_share_an_identifier_are_told_apart_by_their_labels():
    one = item(when(equal("a"), 1), lid("a", "b")).decode().removeprefix("<questestinterop>").removesuffix("</questestinterop>")
    other, none = one.replace('ident="i"', 'ident="i" label="Q2"'), one
    read = found(qti12, f"<questestinterop>{other}{none}</questestinterop>".encode())

    assert [each.wire.get("external_id") for each in read] == ["Q2", None]
    assert "its identifier" in read[1].lost[-1].lower()


def test_the_text_that_stands_before_the_questions_of_a_section_is_told():
    data = item(when(equal("a"), 1), lid("a", "b")).decode()
    text = "<flow_mat><material><mattext>Read on.</mattext></material></flow_mat>"
    before = f'<section ident="s"><presentation_material>{text}</presentation_material>'
    data = data.replace("<item ", f"{before}<item ").replace("</item>", "</item></section>")

    told, question = found(qti12, data.encode())

    assert told.where == "section s" and told.why.endswith("Read on.")
    assert question.wire["type"] == "multiple_choice"


POOL = """<POOL><TITLE value="Bees"/><QUESTIONLIST><QUESTION id="q1" class="QUESTION_TRUEFALSE" points="2"/></QUESTIONLIST>
<QUESTION_TRUEFALSE id="q1"><BODY><TEXT>&lt;b&gt;Bees&lt;/b&gt; dance.</TEXT><FLAGS><ISHTML value="true"/></FLAGS></BODY>
<ANSWER id="a1"><TEXT>False</TEXT></ANSWER><ANSWER id="a2"><TEXT>True</TEXT></ANSWER>
<GRADABLE><CORRECTANSWER answer_id="a2"/><FEEDBACK_WHEN_CORRECT>Yes.</FEEDBACK_WHEN_CORRECT></GRADABLE></QUESTION_TRUEFALSE>
<QUESTION_MULTIPLEANSWER id="q2"><BODY><TEXT>a &lt; b?</TEXT><FLAGS><ISHTML value="false"/></FLAGS></BODY>
<ANSWER id="a1"><TEXT>one</TEXT></ANSWER><ANSWER id="a2"><TEXT>two</TEXT></ANSWER><ANSWER id="a3"><TEXT>one</TEXT></ANSWER>
<GRADABLE><CORRECTANSWER answer_id="a2"/></GRADABLE></QUESTION_MULTIPLEANSWER>
<QUESTION_MATCH id="q3"><BODY><TEXT>Sort.</TEXT></BODY><ANSWER id="a1"><TEXT>frog</TEXT></ANSWER>
<ANSWER id="a2"><TEXT>cat</TEXT></ANSWER>
<CHOICE id="c1"><TEXT>mammal</TEXT></CHOICE><CHOICE id="c2"><TEXT>amphibian</TEXT></CHOICE>
<GRADABLE><CORRECTANSWER answer_id="a1" choice_id="c2"/><CORRECTANSWER answer_id="a2" choice_id="c1"/></GRADABLE></QUESTION_MATCH>
<QUESTION_FILLINBLANK id="q4"><BODY><TEXT>It ___.</TEXT></BODY><ANSWER id="a1"><TEXT>buzzes</TEXT></ANSWER><GRADABLE/>
</QUESTION_FILLINBLANK>
<QUESTION_ESSAY id="q5"><BODY><TEXT>Why?</TEXT></BODY><ANSWER id="a1"><TEXT>Because.</TEXT></ANSWER><GRADABLE/></QUESTION_ESSAY>
<QUESTION_MULTIPLECHOICE id="q6"><BODY><TEXT>Who?</TEXT></BODY><ANSWER id="a1"><TEXT>I</TEXT></ANSWER><GRADABLE/></QUESTION_MULTIPLECHOICE>
<QUESTION_ORDER id="q7"><BODY><TEXT>Order.</TEXT></BODY></QUESTION_ORDER></POOL>""".encode()


@pytest.mark.parametrize("data", [POOL, package({"res00001.dat": POOL})], ids=["alone", "packed"])
def test_pools_of_blackboards_own_kind_are_read(data):
    read = questions(qti12, data)

    assert recognised(File.of(data, "res00001.dat")) == "qti12"
    assert [each.wire["type"] for each in read] == ["true_false", "multiple_response", "matching", "short_answer", "essay"]
    assert read[0].wire == {"type": "true_false", "prompt": "**Bees** dance.", "points": 2, "feedback": {"correct": "Yes."},
                            "answers": [{"match": {"value": True}, "credit": 1}]}  # fmt: skip
    assert (read[1].wire["prompt"], [each["id"] for each in read[1].wire["body"]["choices"]]) == ("a < b?", ["c1", "c2"])
    assert read[2].wire["answers"] == [{"match": {"pairs": {"l1": "r2", "l2": "r1"}}}]


def test_what_a_pool_holds_that_can_be_no_question_says_why():
    skipped = [each for each in found(qti12, POOL) if isinstance(each, Skipped)]

    assert [each.where for each in skipped] == ["question q6", "question q7"]
    assert "names no right answer" in skipped[0].why and "Its kind (order)" in skipped[1].why


def test_a_question_of_a_group_is_worth_what_the_group_says():
    worth = "<selection_extension><points_per_item>3.0</points_per_item></selection_extension>"
    data = item(when(equal("a"), 100), lid("a", "b"), "points_possible=1").decode()
    group = f"<section><selection_ordering><selection>{worth}</selection></selection_ordering>"
    data = data.replace("<item ", f"{group}<item ").replace("</item>", "</item></section>")

    (read,) = questions(qti12, data.encode())

    assert read.wire["points"] == 3


@pytest.mark.parametrize(("said", "shuffle"), [("true", True), ("false", False)])
def test_sakai_says_apart_whether_choices_are_shuffled(said, shuffle):
    choices = lid("A", "B").replace("<render_choice>", '<render_choice shuffle="No">')

    question = only(item(zero(equal("A"), "Correct"), choices, f"qmd_itemtype=x RANDOMIZE={said}", maximum=SAKAI))

    assert question.wire["body"]["shuffle"] is shuffle


def counted(one, other, variable):
    return when(equal(other, one), 1, "Add").replace('"SCORE"', f'"Respondus_{variable}"')


def test_pairs_that_respondus_counts_before_it_divides_are_matched():
    counts = [counted(one, each, "Correct" if one == each.lower() else "Incorrect") for one in "abc" for each in "ABC"]
    last = "".join(
        f'<setvar varname="que_score" action="{action}">{value}</setvar>'
        for action, value in (("Set", 0), ("Add", "Respondus_Correct"), ("Divide", 3))
    )
    always = f"<respcondition><conditionvar><and><other/> <not><other/></not></and></conditionvar>{last}</respcondition>"
    variables = 'maxvalue="3"/><decvar varname="Respondus_Correct" maxvalue="3"/><decvar varname="que_score" maxvalue="100"'
    rows = "".join(lid("A", "B", "C", ident=each, more=f"<material><mattext>row {each}</mattext></material>") for each in "abc")

    question = only(item("".join(counts) + always, rows, "qmd_itemtype=Matching", maximum=variables))

    assert question.wire["answers"] == [{"match": {"pairs": {"a": "r1", "b": "r2", "c": "r3"}}}]
    assert question.wire["body"]["scoring"] == "per_pair" and question.wire["points"] == 1 and question.lost == ()


@pytest.mark.parametrize("said", ["Multiple-choice", "True/false"])
def test_words_that_others_have_in_common_with_d2l_do_not_make_points_percentages(said):
    question = only(item(when(equal("A"), 5), lid("A", "B"), f"qmd_questiontype={said}", maximum=""))

    assert question.wire["points"] == 5
    assert answers(question) == [({"choice": "A"}, 1)]


def test_what_is_right_may_be_named_by_its_text():
    named = only(item(when(equal("text B"), 100), lid("A", "B")))
    idents_first = only(item(when(equal("A"), 100), lid("A", "B").replace("text B", "A")))

    assert answers(named) == [({"choice": "B"}, 1)]
    assert answers(idents_first) == [({"choice": "A"}, 1)]


def test_a_choice_that_is_an_image_is_not_named_by_saying_nothing():
    image = "&lt;img src='https://example.org/b.png'&gt;"
    assert isinstance(only(item(when(equal(""), 100), lid("A", "B").replace("text B", image))), Skipped)


def test_what_is_written_and_not_scored_is_an_essay():
    unscored = item("", WRITE, "cc_profile=cc.fib.v0p1")
    start, end = unscored.index(b"<resprocessing>"), unscored.index(b"</item>")

    assert only(unscored[:start] + unscored[end:]).wire["type"] == "essay"
    assert "no right answer" in only(unscored).why


def test_an_order_that_is_not_told_is_missed():
    conditions = when(equal("A"), 1, "Add") + when(equal("B"), 1, "Add")

    assert only(item(conditions, lid("A", "B", cardinality="Ordered"))).why == "It does not say which order is right."

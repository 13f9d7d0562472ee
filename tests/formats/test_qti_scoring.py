"""What items of others score is what they score here: by whatever rules they say it, or it is told."""
from decimal import Decimal

import pytest

from service.formats._nouns import Question, Skipped
from tests.formats.qti import choice, declared, item, one
from tests.formats.reading import loaded

ENTRY = '<p>Say <textEntryInteraction responseIdentifier="RESPONSE"/></p>'
RESPONSE = '<variable identifier="RESPONSE"/>'
CORRECT = f'<match>{RESPONSE}<correct identifier="RESPONSE"/></match>'


def base(value, kind="float"):
    return f'<baseValue baseType="{kind}">{value}</baseValue>'


def score(value, name="SCORE"):
    return f'<setOutcomeValue identifier="{name}">{value if value.startswith("<") else base(value)}</setOutcomeValue>'


def when(*branches, otherwise=""):
    """The rules of the first branch, (condition, rules), that holds."""
    tags = ["responseIf", *["responseElseIf"] * len(branches)]
    made = "".join(f"<{tag}>{condition}{rules}</{tag}>" for tag, (condition, rules) in zip(tags, branches))
    return f"<responseCondition>{made}{f'<responseElse>{otherwise}</responseElse>' if otherwise else ''}</responseCondition>"


def is_text(text, sensitive="false", **more):
    told = "".join(f' {name}="{value}"' for name, value in more.items())
    return f'<stringMatch caseSensitive="{sensitive}"{told}>{RESPONSE}{base(text, "string")}</stringMatch>'


def question(data):
    found = one(data)
    assert isinstance(found, Question), found
    loaded(found)
    return found


def credits(found, key="choice"):
    return {answer["match"][key]: answer["credit"] for answer in found.wire["answers"]}


AB = f"<multiple>{base('a', 'identifier')}{base('b', 'identifier')}</multiple>"
CHOSEN = [
    ("a mapping", "map_response", [("a", 1), ("b", 2), ("c", -1)], {"a": Decimal("0.5"), "b": 1, "c": Decimal("-0.5")}, 2),
    ("the key by a template", "match_correct", (), {"b": 1}, 1),
    ("ten points", when((CORRECT, score("10"))), (), {"b": 1}, 10),
    ("nested", when((f"<not><isNull>{RESPONSE}</isNull></not>", when((CORRECT, score("1")), otherwise=score("-0.25")))), (),
     {"a": Decimal("-0.25"), "b": 1, "c": Decimal("-0.25")}, 1),
    ("added up", when((f"<match>{RESPONSE}{base('a', 'identifier')}</match>", score(f'<sum><variable identifier="SCORE"/>{base(3)}</sum>')))
     + when((CORRECT, score(f'<sum><variable identifier="SCORE"/>{base(4)}</sum>'))), (), {"a": Decimal("0.75"), "b": 1}, 4),
    ("one of some", when((f"<member>{RESPONSE}{AB}</member>", score("1"))),
     (), {"a": 1, "b": 1}, 1),
    ("left early", score("1") + when((f"<not>{CORRECT}</not>", score("0") + "<exitResponse/>")), (), {"b": 1}, 1),
]  # fmt: skip


def table(names, rows):
    """Cases with their names first."""
    return pytest.mark.parametrize(names, [row[1:] for row in rows], ids=[row[0] for row in rows])


@table("processing, entries, expected, points", CHOSEN)
def test_each_choice_is_worth_what_its_item_gives(processing, entries, expected, points):
    found = question(item(choice("a", "b", "c"), declared(["b"], entries), processing))
    assert found.wire["type"] == "multiple_choice" and credits(found) == expected and found.wire["points"] == points


SEVERAL = [
    ("a mapping within bounds", "map_response", [("a", 1), ("b", 1), ("c", -1)], {"lowerBound": 0, "upperBound": 2}, "per_choice",
     {"a": Decimal("0.5"), "b": Decimal("0.5"), "c": Decimal("-0.5")}, 2),
    ("all or nothing", "match_correct", (), {}, "all_or_nothing", {"a": 1, "b": 1}, 1),
    ("right less wrong", "map_response", [("a", 1), ("b", 1)], {"lowerBound": 0, "defaultValue": -1}, "right_minus_wrong",
     {"a": Decimal("0.5"), "b": Decimal("0.5"), "c": Decimal("-0.5"), "d": Decimal("-0.5")}, 2),
]  # fmt: skip


@table("processing, entries, bounds, rule, expected, points", SEVERAL)
def test_several_choices_get_the_rule_that_gives_every_set_its_score(processing, entries, bounds, rule, expected, points):
    found = question(item(choice("a", "b", "c", "d", most=0), declared(["a", "b"], entries, "multiple", **bounds), processing))
    assert (found.wire["body"]["scoring"], credits(found), found.wire["points"]) == (rule, expected, points)
    assert found.wire["type"] == "multiple_response" and found.lost == ()


def test_scores_below_nothing_are_told():
    found = question(item(choice("a", "b", "c", most=0), declared(["a"], [("a", 1), ("b", -1)], "multiple"), "map_response"))
    assert found.wire["body"]["scoring"] == "right_minus_wrong" or credits(found)["b"] == -1
    assert found.lost == ("Wrong choices may lead below 0 points there; here to 0 at worst.",)


def test_a_mapping_that_no_rule_here_gives_leaves_the_key_and_is_told():
    declaration = declared(["a", "b"], [("a", 1), ("b", 1), ("c", 1)], "multiple", upperBound=2, lowerBound=1)
    found = question(item(choice("a", "b", "c", most=0), declaration, "map_response"))
    assert found.wire["body"]["scoring"] == "all_or_nothing" and credits(found) == {"a": 1, "b": 1}
    assert found.lost[0].startswith("Its own scoring could not be followed (a scoring of several choices")


def test_fewer_choices_than_there_are_is_a_bound_that_is_told():
    found = question(item(choice("a", "b", "c", most=2), declared(["a", "b"], cardinality="multiple"), "match_correct"))
    assert found.lost == ("At most 2 could be chosen there; here any number can.",)


TEXTS = [
    ("capitals count", [("Rome", 1), ("Roma", 0.5)], "map_response", {"Rome": 1, "Roma": Decimal("0.5")}, True),
    ("capitals do not", [("Rome", 1, ' caseSensitive="false"')], "map_response", {"Rome": 1}, False),
    ("some of both", [("Rome", 1), ("roma", 1, ' caseSensitive="false"')], "map_response", {"Rome": 1, "(?i)roma": 1}, True),
    ("two conditions", (), when((is_text("Rome"), score("2")), (is_text("Roma"), score("1"))), {"Rome": 1, "Roma": Decimal("0.5")}, False),
    ("a pattern", (), when((f'<patternMatch pattern="Rom[ae]">{RESPONSE}</patternMatch>', score("1"))), {"Rom[ae]": 1}, True),
    ("a part", (), when((is_text("rom", substring="true"), score("1"))), {"*rom*": 1}, False),
    ("the key", (), "match_correct", {"Rome": 1}, True),
    ("anything", (), when((is_text("Rome"), score("1")), otherwise=score("0.5")), {"Rome": 1, "*": Decimal("0.5")}, False),
]  # fmt: skip


@table("entries, processing, expected, sensitive", TEXTS)
def test_what_is_typed_is_worth_what_its_item_gives(entries, processing, expected, sensitive):
    found = question(item(ENTRY, declared(["Rome"], entries, base="string"), processing))
    assert found.wire["type"] == "short_answer" and found.wire["body"] == {"case_sensitive": sensitive}
    assert credits(found, "text") == expected and found.lost == ()


def test_a_first_match_that_is_worth_less_than_the_best_is_told():
    rules = when((is_text("cat", "true"), score("0.5")), (f'<patternMatch pattern="c.*">{RESPONSE}</patternMatch>', score("1")))
    found = question(item(ENTRY, declared(base="string"), rules))
    assert found.lost == ("“cat” scores 0.5 there and 1 here, where the best answer that is met counts.",)


def equal(value, tolerance="", mode="absolute"):
    return f'<equal toleranceMode="{mode}" tolerance="{tolerance}">{RESPONSE}{base(value)}</equal>'


NUMBERS = [
    ("exactly", "match_correct", [({"value": 5}, 1)]),
    ("beside it", when((equal(5, "0.5 0.5"), score("1"))), [({"value": 5, "tolerance": Decimal("0.5")}, 1)]),
    ("more above than below", when((equal(5, "1 2"), score("1"))), [({"value": Decimal("5.5"), "tolerance": Decimal("1.5")}, 1)]),
    ("a share", when((equal(5, "10 10", "relative"), score("1"))),
     [({"value": 5, "tolerance": Decimal("0.1"), "tolerance_type": "relative"}, 1)]),
    ("two bounds", when((f"<and><gte>{RESPONSE}{base(4)}</gte><lte>{RESPONSE}{base(6)}</lte></and>", score("1"))),
     [({"value": 5, "tolerance": 1}, 1)]),
    ("near and nearer", when((equal(5, "0.1 0.1"), score("2")), (equal(5, "1 1"), score("1"))),
     [({"value": 5, "tolerance": Decimal("0.1")}, 1), ({"value": 5, "tolerance": 1}, Decimal("0.5"))]),
]  # fmt: skip


@table("processing, expected", NUMBERS)
def test_numbers_are_taken_where_their_item_takes_them(processing, expected):
    found = question(item(ENTRY, declared(["5"], base="float"), processing))
    assert [(answer["match"], answer["credit"]) for answer in found.wire["answers"]] == expected
    assert found.wire["type"] == "numeric" and found.lost == ()


def test_an_end_that_is_not_included_is_told():
    rules = when((f"<and><gt>{RESPONSE}{base(4)}</gt><lt>{RESPONSE}{base(6)}</lt></and>", score("1")))
    found = question(item(ENTRY, declared(base="float"), rules))
    assert found.wire["answers"][0]["match"] == {"value": 5, "tolerance": 1}
    assert found.lost == ("Between 4 and 6 an end is not included there, and here both are.",)


def test_a_number_without_an_end_is_no_answer_here():
    skipped = one(item(ENTRY, declared(base="float"), when((f"<gt>{RESPONSE}{base(4)}</gt>", score("1")))))
    assert isinstance(skipped, Skipped) and "two ends" in skipped.why


UNKNOWN = when((CORRECT, score("<randomFloat min='0' max='1'/>")))


def test_a_scoring_that_cannot_be_followed_leaves_the_key_and_is_told():
    found = question(item(choice("a", "b"), declared(["b"]), UNKNOWN))
    assert credits(found) == {"b": 1}
    assert found.lost == ("Its own scoring could not be followed (randomFloat): what its answer key says is scored here instead.",)


def test_without_a_key_either_it_is_skipped():
    skipped = one(item(choice("a", "b"), declared(), when((CORRECT, score("<randomFloat min='0' max='1'/>")))))
    assert isinstance(skipped, Skipped) and skipped.why == "What in it earns points could not be made out: it has randomFloat."


def test_nothing_that_is_right_is_told():
    skipped = one(item(choice("a", "b"), declared()))
    assert isinstance(skipped, Skipped) and skipped.why == "It has no answer key: nothing in it says which answer is right."


@pytest.mark.parametrize("ids", ["abcdef", "abcdefghijklmn"])
def test_two_right_sets_are_not_taken_for_one(ids):
    def exactly(chosen):
        return f"<match>{RESPONSE}<multiple>{''.join(base(each, 'identifier') for each in chosen)}</multiple></match>"

    rules = when((exactly("abc"), score("1")), (exactly("de"), score("1")))
    skipped = one(item(choice(*ids, most=0), declared(cardinality="multiple"), rules))
    assert isinstance(skipped, Skipped) and "several sets of choices that are right" in skipped.why
    found = question(item(choice(*ids, most=0), declared(cardinality="multiple"), when((exactly("bde"), score("1")))))
    assert credits(found) == {"b": 1, "d": 1, "e": 1} and found.wire["body"]["scoring"] == "all_or_nothing"


def test_an_item_without_scoring_is_scored_by_its_key_and_that_is_told():
    found = question(item(choice("a", "b"), declared(["b"])))
    assert credits(found) == {"b": 1} and found.lost == ("It has no scoring of its own: what its answer key says is scored.",)


def test_a_highest_score_that_cannot_be_reached_is_told():
    start = "<defaultValue><value>5</value></defaultValue>"
    most = f'<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">{start}</outcomeDeclaration>'
    found = question(item(choice("a", "b"), declared(["b"]) + most, "match_correct"))
    assert found.wire["points"] == 1
    assert found.lost == ("It says that 5 can be scored, but its scoring gives 1: those are its points here.",)


def test_more_rules_than_can_be_tried_are_told_and_not_waited_for():
    many = "".join(when((CORRECT, score("1"))) for _ in range(5000))
    found = question(item(choice("a", "b"), declared(["b"]), many))
    assert "more rules than can be tried" in found.lost[0]


TABLE = (
    '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">'
    '<{0}Table{1}><{0}TableEntry sourceValue="1" targetValue="8"/><{0}TableEntry sourceValue="0" targetValue="2"/></{0}Table></outcomeDeclaration>'
)


@pytest.mark.parametrize("kind, more, worth", [("interpolation", "", (8, 2)), ("match", ' defaultValue="0"', (8, 0))])
def test_a_score_may_be_looked_up_in_a_table(kind, more, worth):
    raw = '<outcomeDeclaration identifier="RAW" cardinality="single" baseType="float"/>'
    rules = when((CORRECT, score("1", "RAW")), otherwise=score("0.5", "RAW"))
    rules += '<lookupOutcomeValue identifier="SCORE"><variable identifier="RAW"/></lookupOutcomeValue>'
    plain = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
    data = item(choice("a", "b"), declared(["a"]) + raw, rules).replace(plain.encode(), TABLE.format(kind, more).encode())

    found = question(data)

    assert found.wire["points"] == 8
    assert credits(found) == {name: Decimal(each) / 8 for name, each in zip("ab", worth) if each}


def test_points_are_those_that_an_item_says_where_only_its_key_could_be_followed():
    rules = '<setOutcomeValue identifier="SCORE"><customOperator><variable identifier="RESPONSE"/></customOperator></setOutcomeValue>'
    start = "<defaultValue><value>3</value></defaultValue>"
    most = f'<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">{start}</outcomeDeclaration>'

    found = question(item(choice("a", "b"), declared(["a"]) + most, rules))

    assert found.wire["points"] == 3 and len(found.lost) == 1


def test_every_order_that_earns_something_is_an_answer_where_they_follow_no_rule():
    choices = "".join(f'<simpleChoice identifier="{each}">Text {each}</simpleChoice>' for each in "abc")
    body = f'<orderInteraction responseIdentifier="RESPONSE"><prompt>Order.</prompt>{choices}</orderInteraction>'
    second = f"<match>{RESPONSE}<ordered>{''.join(base(each, 'identifier') for each in 'acb')}</ordered></match>"
    data = item(body, declared("abc", cardinality="ordered"), when((CORRECT, score("2")), (second, score("1"))))

    found = question(data)

    assert (found.wire["points"], found.wire["body"]["scoring"]) == (2, "all_or_nothing")
    assert [("".join(each["match"]["order"]), each["credit"]) for each in found.wire["answers"]] == [("abc", 1), ("acb", Decimal("0.5"))]


def test_a_text_that_is_another_but_for_capitals_that_do_not_count_is_left_out():
    keys = [("York", 1, ' caseSensitive="false"'), ("york", 0.5, ' caseSensitive="false"')]

    found = question(item(ENTRY, declared(entries=keys, base="string"), "map_response"))

    assert [each["match"] for each in found.wire["answers"]] == [{"text": "York"}]
    assert "“york” is the same as “York”" in found.lost[0]

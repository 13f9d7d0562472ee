"""Responses and what each is worth, worked out by hand from the contract's scoring column, the rule beside each."""
from tests.question_types.asking import ask, choices


def chosen(**credits):
    return [({"choice": each}, credit) for each, credit in credits.items()]


ONE = ask("multiple_choice", *chosen(a=1, b=0.5, c=-0.25, e=0), choices=choices("abcde"))
THIRD = ask("multiple_choice", *chosen(a=1, b=0.33333), choices=choices("ab"))

SUM = ask("multiple_response", *chosen(a=0.5, b=0.5, c=-0.5, e=-1), choices=choices("abcde"))
PLENTY = ask("multiple_response", *chosen(a=1, b=1, c=0.4, d=-0.3), choices=choices("abcd"), scoring="per_choice")
THIRDS = ask("multiple_response", *chosen(a=0.33333, b=0.33333, c=0.33333, d=-0.33333), choices=choices("abcd"))
ALL = ask("multiple_response", *chosen(a=1, b=0.5, c=-1), choices=choices("abcd"), scoring="all_or_nothing")
MINUS = ask("multiple_response", *chosen(a=1, b=1, c=0.2, e=0, f=-1), choices=choices("abcdef"), scoring="right_minus_wrong")

TRUE = ask("true_false", {"value": True})
FALSE = ask("true_false", {"value": False})
PENALTY = ask("true_false", ({"value": True}, 0.5), ({"value": False}, -1))


def text(text, credit=1, mode="exact"):
    return {"text": text, "mode": mode}, credit


RIVER = ask("short_answer", text("Danube"), text("*river danube*", 0.8, "wildcard"), text("don[a-z]u", 0.5, "regex"), text("Rhine", -0.25))
CAFE = ask("short_answer", text("Café au lait"))
STREET = ask("short_answer", text("Straße"))
CASE = ask("short_answer", text("pH"), text("mg*l", 0.5, "wildcard"), text("N[aA]Cl", 0.25, "regex"), case_sensitive=True)
STAR = ask("short_answer", text(r"2 \* 3", 1, "wildcard"), text("a*b*c", 0.5, "wildcard"))
BEST = ask("short_answer", text("*", 0.1, "wildcard"), text("*paris*", 0.6, "wildcard"), text("Paris"))
OVERLAP = ask("short_answer", text("aba*aba", 1, "wildcard"))


def number(value, tolerance=0, tolerance_type="absolute", credit=1):
    return {"value": value, "tolerance": tolerance, "tolerance_type": tolerance_type}, credit


NEAR = ask("numeric", number(10, 0.5), number(10, 2, credit=0.5), number(100, credit=-0.5))
EXACT = ask("numeric", number(0.3))
TENTHS = ask("numeric", number(0.3, 0.1))
SHARE = ask("numeric", number(-200, 0.05, "relative"))
SHARE_OF_0 = ask("numeric", number(0, 0.1, "relative"))
PI = ask("numeric", number(3.14159, 3, "significant_figures"))
CARRY = ask("numeric", number(9.996, 3, "significant_figures"))
HUNDREDS = ask("numeric", number(1234, 2, "significant_figures"))
SMALL = ask("numeric", number(0.00052, 1, "significant_figures"))
BELOW_0 = ask("numeric", number(-45, 1, "significant_figures"))
LENGTH = ask("numeric", number(25), unit="cm")
HEAT = ask("numeric", number(100), unit="°C")
HUGE = ask("numeric", number(1e300, 1))

PAIRS = ask("matching", {"pairs": {"a": "x", "b": "y", "c": "z"}}, left=choices("abc"), right=choices("wxyz"))
EITHER = ask(
    "matching", {"pairs": {"a": "x", "b": "y", "c": "z"}}, ({"pairs": {"a": "y", "b": "x", "c": "z"}}, 0.5), left=choices("abc"), right=choices("wxyz")
)
KINDS = ask("matching", {"pairs": {"a": "m", "b": "m", "c": "f", "d": "f"}}, left=choices("abcd"), right=choices("mf"))
HALF = ask("matching", ({"pairs": {"a": "x", "b": "y"}}, 0.5), {"pairs": {"a": "w", "b": "w"}}, left=choices("ab"), right=choices("wxy"))

ORDER = ask("ordering", {"order": list("pqrs")}, choices=choices("pqrs"))
THREE = ask("ordering", {"order": list("abc")}, choices=choices("abc"))
TWO_WAYS = ask("ordering", {"order": list("abcd")}, ({"order": list("dcba")}, 0.6), choices=choices("abcd"))
FIVE = ask("ordering", {"order": list("abcde")}, choices=choices("abcde"))
TWO = ask("ordering", {"order": list("ab")}, choices=choices("ab"))

WATER = ask(
    "fill_in_blank",
    {"blank": "element", "text": "oxygen"},
    {"blank": "boils", "value": 100, "tolerance": 0.5},
    ({"blank": "boils", "value": 212}, 0.5),
    {"blank": "freezes", "choice": "cold"},
    ({"blank": "freezes", "choice": "hot"}, 0),
    prompt="Water is hydrogen and {{element}}, boils at {{boils}} and freezes when {{freezes}}.",
    blanks=[{"id": "element", "kind": "text"}, {"id": "boils", "kind": "number", "unit": "°C"},
            {"id": "freezes", "kind": "choice", "choices": choices(["hot", "cold"])}],
)  # fmt: skip
MALUS = ask(
    "fill_in_blank", {"blank": "a", "text": "yes"}, {"blank": "b", "text": "yes"}, ({"blank": "b", "text": "no"}, -1),
    prompt="{{a}} {{b}}", blanks=[{"id": "a", "kind": "text"}, {"id": "b", "kind": "text"}],
)  # fmt: skip
ACID = ask("fill_in_blank", {"blank": "a", "text": "pH"}, prompt="{{a}}", blanks=[{"id": "a", "kind": "text", "case_sensitive": True}])
CIRCLE = ask(
    "fill_in_blank", {"blank": "pi", "value": 3.14159, "tolerance": 3, "tolerance_type": "significant_figures"},
    prompt="{{pi}}", blanks=[{"id": "pi", "kind": "number"}],
)  # fmt: skip
COLOUR = ask("fill_in_blank", {"blank": "a", "text": "colou?r", "mode": "regex"}, prompt="{{a}}", blanks=[{"id": "a", "kind": "text"}])
FOUR = ask(
    "fill_in_blank", *({"blank": each, "text": each} for each in "abcd"),
    prompt="{{a}}{{b}}{{c}}{{d}}", blanks=[{"id": each, "kind": "text"} for each in "abcd"],
)  # fmt: skip

ICE = "Water expands when it freezes, so that ice is less dense than the liquid."
FLOATS = ask("open_ended", {"text": ICE, "key_points": ["Water expands when it freezes", "Ice is less dense"]}, prompt="Why does ice float on water?")
SKY = "Small molecules of air scatter short waves of light more than long ones."
DUST = "Blue light is scattered most on its way through the atmosphere."
BLUE = ask("open_ended", {"text": SKY}, ({"text": DUST}, 0.6), prompt="Why is the daytime sky blue?")
PART = ask("open_ended", ({"text": ICE}, 0.5), prompt="Why does ice float on water?")
BRIEF = ask("open_ended", {"text": ICE}, prompt="Why does ice float on water?", max_words=4)
WAR = ask("open_ended", {"text": "The treaty was signed in 1648."}, prompt="When was the treaty signed?")

ESSAY = ask("essay", {"text": "A model."}, max_words=5)
ESSAY_ALONE = ask("essay")

SCORES = [
    # one choice: its credit
    (ONE, "a", 1, "its credit"),
    (ONE, "b", 0.5, "its credit, a part"),
    (ONE, "c", -0.25, "its credit, below 0"),
    (ONE, "d", 0, "no answer, no credit"),
    (ONE, "e", 0, "a credit of 0"),
    (THIRD, "b", 0.33333, "five places"),
    # several choices, per_choice: the sum of credits within 0 and 1
    (SUM, [], 0, "none chosen"),
    (SUM, ["a"], 0.5, "one of two"),
    (SUM, ["b"], 0.5, "the other of two"),
    (SUM, ["a", "b"], 1, "both"),
    (SUM, ["b", "a"], 1, "order does not count"),
    (SUM, ["a", "c"], 0, ".5 - .5"),
    (SUM, ["a", "b", "c"], 0.5, "1 - .5"),
    (SUM, ["c"], 0, "never below 0"),
    (SUM, ["d"], 0, "no answer, no credit"),
    (SUM, ["a", "d"], 0.5, ".5 + 0"),
    (SUM, ["a", "b", "d"], 1, "1 + 0"),
    (SUM, ["a", "b", "e"], 0, "1 - 1"),
    (SUM, ["c", "e"], 0, "-1.5, never below 0"),
    (SUM, ["a", "b", "c", "d", "e"], 0, "1 - 1.5, never below 0"),
    (PLENTY, ["a"], 1, "its credit"),
    (PLENTY, ["a", "b"], 1, "2, never above 1"),
    (PLENTY, ["c"], 0.4, "its credit"),
    (PLENTY, ["c", "d"], 0.1, ".4 - .3"),
    (PLENTY, ["a", "d"], 0.7, "1 - .3"),
    (PLENTY, ["a", "b", "d"], 1, "1.7, never above 1: clamped after the sum"),
    (PLENTY, ["d"], 0, "never below 0"),
    (THIRDS, ["a"], 0.33333, "its credit"),
    (THIRDS, ["a", "b"], 0.66666, "the sum"),
    (THIRDS, ["a", "b", "c"], 1, "what five places lose does not count"),
    (THIRDS, ["a", "b", "c", "d"], 0.66666, ".99999 - .33333"),
    # all_or_nothing: exactly those with a credit above 0
    (ALL, ["a", "b"], 1, "the exact set"),
    (ALL, ["b", "a"], 1, "order does not count"),
    (ALL, ["a"], 0, "one is missing"),
    (ALL, ["b"], 0, "one is missing"),
    (ALL, [], 0, "both are missing"),
    (ALL, ["a", "b", "d"], 0, "one too many"),
    (ALL, ["a", "b", "c"], 0, "one too many, with a negative credit"),
    (ALL, ["c", "d"], 0, "the very others"),
    # right_minus_wrong: three are right
    (MINUS, ["a", "b", "c"], 1, "(3 - 0) / 3, whatever their credits"),
    (MINUS, ["a"], 0.33333, "1 / 3"),
    (MINUS, ["c"], 0.33333, "1 / 3, whatever its credit"),
    (MINUS, ["a", "b"], 0.66667, "2 / 3"),
    (MINUS, ["a", "b", "d"], 0.33333, "(2 - 1) / 3"),
    (MINUS, ["a", "b", "f"], 0.33333, "(2 - 1) / 3: a negative credit is one wrong"),
    (MINUS, ["a", "d"], 0, "(1 - 1) / 3"),
    (MINUS, ["a", "e", "f"], 0, "(1 - 2) / 3, never below 0"),
    (MINUS, ["a", "b", "c", "d"], 0.66667, "(3 - 1) / 3"),
    (MINUS, ["a", "b", "c", "d", "e", "f"], 0, "(3 - 3) / 3"),
    (MINUS, [], 0, "none chosen"),
    (MINUS, ["d"], 0, "(0 - 1) / 3, never below 0"),
    # true or false: the credit of the value
    (TRUE, True, 1, "right"),
    (TRUE, False, 0, "no answer, no credit"),
    (FALSE, False, 1, "right"),
    (FALSE, True, 0, "no answer, no credit"),
    (PENALTY, True, 0.5, "its credit"),
    (PENALTY, False, -1, "its credit, below 0"),
    # short answer: the best match
    (RIVER, "Danube", 1, "exact"),
    (RIVER, "danube", 1, "case folded"),
    (RIVER, "  DANUBE  ", 1, "trimmed"),
    (RIVER, "Da nube", 0, "a blank inside counts"),
    (RIVER, "Danub", 0, "not the whole text"),
    (RIVER, "Danube.", 0, "a full stop counts"),
    (RIVER, "The river  Danube", 0.8, "blanks folded, * before"),
    (RIVER, "river danube", 0.8, "* may stand for nothing"),
    (RIVER, "River Danube at Vienna", 0.8, "* after"),
    (RIVER, "donau", 0.5, "regex"),
    (RIVER, "DONAU", 0.5, "regex, any case"),
    (RIVER, " donau ", 0.5, "regex, trimmed"),
    (RIVER, "the donau", 0, "a regex fits the whole text"),
    (RIVER, "donauu", 0, "a regex fits the whole text"),
    (RIVER, "Rhine", -0.25, "a known wrong one"),
    (RIVER, "Elbe", 0, "meets none"),
    (RIVER, "", 0, "nothing written"),
    (RIVER, " \t ", 0, "nothing written"),
    (RIVER, "\uff24anube", 0, "NFC keeps a wide letter apart"),
    (CAFE, "cafe\u0301 AU lait", 1, "NFC"),
    (CAFE, "cafe au lait", 0, "an accent counts"),
    (CAFE, "CAFÉ AU LAIT", 1, "case folded"),
    (CAFE, "café\tau\nlait", 1, "any white space is a blank"),
    (CAFE, "café\u00a0au lait", 1, "any white space is a blank"),
    (STREET, "STRASSE", 1, "ß folds to ss"),
    (STREET, "strasse", 1, "ß folds to ss"),
    (STREET, "Strase", 0, "a letter is missing"),
    (CASE, "pH", 1, "exact"),
    (CASE, "PH", 0, "capitals count here"),
    (CASE, " pH ", 1, "trimmed all the same"),
    (CASE, "mg / l", 0.5, "wildcard"),
    (CASE, "mgl", 0.5, "* may stand for nothing"),
    (CASE, "MG/L", 0, "capitals count here"),
    (CASE, "NaCl", 0.25, "regex"),
    (CASE, "NACl", 0.25, "regex"),
    (CASE, "nacl", 0, "capitals count here"),
    (STAR, "2 * 3", 1, r"\* is a star"),
    (STAR, "2 x 3", 0, r"\* is nothing else"),
    (STAR, "abc", 0.5, "both * stand for nothing"),
    (STAR, "a1b2c", 0.5, "both * stand for something"),
    (STAR, "a b c c", 0.5, "the end is looked for at the end"),
    (STAR, "ac", 0, "b is missing"),
    (STAR, "abcd", 0, "no * at the end"),
    (STAR, "xabc", 0, "no * at the start"),
    (BEST, "Paris", 1, "the best of three that are met"),
    (BEST, "in Paris", 0.6, "the best of two that are met"),
    (BEST, "Rome", 0.1, "* meets any text"),
    (BEST, "", 0, "* does not meet nothing"),
    (OVERLAP, "abaaba", 1, "start and end"),
    (OVERLAP, "ababa", 0, "start and end share no letter"),
    (OVERLAP, "aba", 0, "start and end share no letter"),
    # a number: the best match, tolerance inclusive
    (NEAR, 10, 1, "the value"),
    (NEAR, 10.5, 1, "the upper end is in"),
    (NEAR, 9.5, 1, "the lower end is in"),
    (NEAR, 10.50001, 0.5, "the wider tolerance"),
    (NEAR, 12, 0.5, "the wider upper end"),
    (NEAR, 8, 0.5, "the wider lower end"),
    (NEAR, 12.1, 0, "beyond"),
    (NEAR, 7.999, 0, "beyond"),
    (NEAR, 100, -0.5, "a known wrong one"),
    (NEAR, 100.0001, 0, "tolerance 0 unless given"),
    (NEAR, "10", 1, "text"),
    (NEAR, " 10 ", 1, "trimmed"),
    (NEAR, "+10", 1, "a sign"),
    (NEAR, "-10", 0, "a sign counts"),
    (NEAR, "\u221210", 0, "a true minus sign is read too"),
    (NEAR, "1e1", 1, "an exponent"),
    (NEAR, "1.05E1", 1, "an exponent, upper end"),
    (NEAR, "10.", 1, "a point at the end"),
    (NEAR, ".1e2", 1, "a point at the start"),
    (NEAR, "10.500", 1, "zeros add nothing"),
    (EXACT, 0.3, 1, "the value"),
    (EXACT, "0.30", 1, "zeros add nothing"),
    (EXACT, "3e-1", 1, "the same number"),
    (EXACT, 0.30000000000000004, 0, "no tolerance"),
    (EXACT, 0.29999, 0, "no tolerance"),
    (TENTHS, 0.4, 1, "0.3 + 0.1 is 0.4: no binary fractions"),
    (TENTHS, 0.2, 1, "0.3 - 0.1 is 0.2"),
    (TENTHS, 0.41, 0, "beyond"),
    (TENTHS, 0.19, 0, "beyond"),
    (SHARE, -190, 1, "-200 + 5 % of 200"),
    (SHARE, -210, 1, "-200 - 5 % of 200"),
    (SHARE, "-200.0", 1, "the value"),
    (SHARE, -189.99, 0, "beyond"),
    (SHARE, -210.01, 0, "beyond"),
    (SHARE, 200, 0, "a sign counts"),
    (SHARE_OF_0, 0, 1, "a share of 0 is 0"),
    (SHARE_OF_0, "-0", 1, "0 has no sign"),
    (SHARE_OF_0, 0.001, 0, "a share of 0 is 0"),
    (PI, 3.14, 1, "half a unit of the third figure is .005"),
    (PI, 3.13659, 1, "3.14159 - .005"),
    (PI, 3.14659, 1, "3.14159 + .005"),
    (PI, 3.13658, 0, "beyond"),
    (PI, 3.1466, 0, "beyond"),
    (PI, 3.1, 0, "two figures are not enough"),
    (PI, 3.142, 1, "more figures do no harm"),
    (PI, "3.14159265358979", 1, "more figures do no harm"),
    (CARRY, 10, 1, "9.996 +- .005"),
    (CARRY, 10.001, 1, "upper end"),
    (CARRY, 9.991, 1, "lower end"),
    (CARRY, 10.002, 0, "beyond"),
    (CARRY, 9.99, 0, "beyond"),
    (HUNDREDS, 1200, 1, "1234 +- 50"),
    (HUNDREDS, 1184, 1, "lower end"),
    (HUNDREDS, 1284, 1, "upper end"),
    (HUNDREDS, 1183, 0, "beyond"),
    (HUNDREDS, 1300, 0, "beyond"),
    (SMALL, 0.0005, 1, ".00052 +- .00005"),
    (SMALL, 0.00057, 1, "upper end"),
    (SMALL, 0.00058, 0, "beyond"),
    (BELOW_0, -50, 1, "-45 - 5"),
    (BELOW_0, -40, 1, "-45 + 5"),
    (BELOW_0, -39, 0, "beyond"),
    (LENGTH, 25, 1, "a number needs no unit"),
    (LENGTH, "25", 1, "nor does text"),
    (LENGTH, "25cm", 1, "the unit may follow"),
    (LENGTH, "25 cm", 1, "after a blank"),
    (LENGTH, "25  cm ", 1, "or more"),
    (LENGTH, "2.5e1cm", 1, "after an exponent"),
    (LENGTH, "24 cm", 0, "another number"),
    (HEAT, "100°C", 1, "the unit may follow"),
    (HUGE, 1e300, 1, "large numbers"),
    (HUGE, 1e299, 0, "large numbers"),
    # pairs: the share right
    (PAIRS, {"a": "x", "b": "y", "c": "z"}, 1, "3 / 3"),
    (PAIRS, {"a": "x", "b": "y", "c": "w"}, 0.66667, "2 / 3"),
    (PAIRS, {"a": "x", "b": "z", "c": "y"}, 0.33333, "1 / 3"),
    (PAIRS, {"a": "y", "b": "z", "c": "x"}, 0, "0 / 3"),
    (PAIRS, {}, 0, "nothing paired"),
    (PAIRS, {"a": "x"}, 0.33333, "what is left open is wrong"),
    (PAIRS, {"a": "x", "b": "y"}, 0.66667, "what is left open is wrong"),
    (PAIRS, {"a": "x", "b": "x", "c": "x"}, 0.33333, "the same for all"),
    (EITHER, {"a": "x", "b": "y", "c": "z"}, 1, "the better: 3 / 3 x 1"),
    (EITHER, {"a": "y", "b": "x", "c": "z"}, 0.5, "the better of 1 / 3 and 3 / 3 x .5"),
    (EITHER, {"a": "y", "b": "x", "c": "w"}, 0.33333, "the better of 0 and 2 / 3 x .5"),
    (EITHER, {"a": "y", "b": "y", "c": "z"}, 0.66667, "the better of 2 / 3 and 2 / 3 x .5"),
    (KINDS, {"a": "m", "b": "m", "c": "f", "d": "f"}, 1, "several may share one"),
    (KINDS, {"a": "m", "b": "m", "c": "m", "d": "m"}, 0.5, "2 / 4"),
    (KINDS, {"a": "m", "b": "m", "c": "f", "d": "m"}, 0.75, "3 / 4"),
    (KINDS, {"a": "f", "b": "f", "c": "m", "d": "m"}, 0, "0 / 4"),
    (HALF, {"a": "x", "b": "y"}, 0.5, "2 / 2 x .5"),
    (HALF, {"a": "x"}, 0.25, "1 / 2 x .5"),
    (HALF, {"a": "w", "b": "y"}, 0.5, "the better of 1 / 2 x .5 and 1 / 2"),
    # an order: the share in place
    (ORDER, list("pqrs"), 1, "4 / 4"),
    (ORDER, list("pqsr"), 0.5, "2 / 4"),
    (ORDER, list("srqp"), 0, "all reversed: 0 / 4"),
    (ORDER, list("qrsp"), 0, "all moved by one: 0 / 4"),
    (ORDER, list("qrps"), 0.25, "1 / 4"),
    (ORDER, list("qpsr"), 0, "two swaps: 0 / 4"),
    (ORDER, list("prqs"), 0.5, "first and last"),
    (ORDER, list("psqr"), 0.25, "the first"),
    (ORDER, list("sqrp"), 0.5, "the middle"),
    (THREE, list("abc"), 1, "3 / 3"),
    (THREE, list("bac"), 0.33333, "1 / 3"),
    (THREE, list("acb"), 0.33333, "1 / 3"),
    (THREE, list("cab"), 0, "0 / 3"),
    (TWO_WAYS, list("dcba"), 0.6, "4 / 4 x .6"),
    (TWO_WAYS, list("dcab"), 0.3, "the better of 0 and 2 / 4 x .6"),
    (TWO_WAYS, list("adcb"), 0.5, "the better of 2 / 4 and 0"),
    (FIVE, list("abced"), 0.6, "3 / 5"),
    (TWO, list("ba"), 0, "0 / 2"),
    # blanks: the share right
    (WATER, {"element": "oxygen", "boils": 100, "freezes": "cold"}, 1, "3 / 3"),
    (WATER, {}, 0, "nothing filled in"),
    (WATER, {"element": "oxygen"}, 0.33333, "what is left open is wrong"),
    (WATER, {"element": " OXYGEN "}, 0.33333, "text as in a short answer"),
    (WATER, {"element": None}, 0, "null is left open"),
    (WATER, {"element": ""}, 0, "nothing written"),
    (WATER, {"boils": 212}, 0.16667, ".5 / 3"),
    (WATER, {"boils": "100 °C"}, 0.33333, "a number as in a numeric question"),
    (WATER, {"boils": "99.4"}, 0, "beyond its tolerance"),
    (WATER, {"element": "Oxygen", "boils": 100.5}, 0.66667, "2 / 3, upper end"),
    (WATER, {"element": "oxygen", "boils": 212, "freezes": "cold"}, 0.83333, "2.5 / 3"),
    (WATER, {"freezes": "hot"}, 0, "a credit of 0"),
    (WATER, {"element": "helium", "boils": 0, "freezes": "hot"}, 0, "0 / 3"),
    (MALUS, {"a": "yes", "b": "yes"}, 1, "2 / 2"),
    (MALUS, {"a": "yes", "b": "no"}, 0.5, "a blank gives no less than 0"),
    (MALUS, {"b": "no"}, 0, "a blank gives no less than 0"),
    (ACID, {"a": "pH"}, 1, "1 / 1"),
    (ACID, {"a": "ph"}, 0, "capitals count in this blank"),
    (CIRCLE, {"pi": 3.14}, 1, "to three figures"),
    (CIRCLE, {"pi": "3"}, 0, "one figure is not enough"),
    (COLOUR, {"a": "Color"}, 1, "regex, any case"),
    (COLOUR, {"a": "colour"}, 1, "regex"),
    (COLOUR, {"a": "colr"}, 0, "regex"),
    (FOUR, {"a": "a", "b": "b", "c": "c"}, 0.75, "3 / 4"),
    (FOUR, {"a": "b", "b": "a", "c": "c", "d": "d"}, 0.5, "each in its own blank: 2 / 4"),
    (FOUR, {"d": "d"}, 0.25, "1 / 4"),
    # a written answer: by coverage; here only what is certain
    (FLOATS, ICE, 1, "the answer itself"),
    (FLOATS, ICE.upper(), 1, "case folded"),
    (FLOATS, f"  {ICE.rstrip('.')}  ", 1, "trimmed, no full stop"),
    (FLOATS, f"{ICE} {ICE}", 1, "twice is no less"),
    (FLOATS, "", 0, "nothing written"),
    (FLOATS, "  ", 0, "nothing written"),
    (FLOATS, "???", 0, "no words"),
    (FLOATS, "I don't know", 0, "not known"),
    (FLOATS, "Sorry, I do not know.", 0, "not known"),
    (FLOATS, "idk", 0, "not known"),
    (FLOATS, "No idea!", 0, "not known"),
    (FLOATS, "Why does ice float on water?", 0, "the question"),
    (FLOATS, "why does ICE float on water", 0, "the question"),
    (FLOATS, "Bananas are rich in potassium.", 0, "of something else"),
    (FLOATS, SKY, 0, "another question's answer"),
    (BLUE, ICE, 0, "another question's answer"),
    (BLUE, SKY, 1, "the better alternative"),
    (BLUE, DUST, 0.6, "an alternative's credit"),
    (PART, ICE, 0.5, "its credit x 1"),
    (BRIEF, f"Because of its colour, {ICE}", 0, "only the first four words are read"),
    (WAR, "The treaty was signed in 1648.", 1, "the answer itself"),
    # an essay: only a person can say
    (ESSAY, "Of all things, none is good.", None, "only a person"),
    (ESSAY, "A model.", None, "only a person, also for the model itself"),
    (ESSAY_ALONE, "Something.", None, "no model is needed"),
    (ESSAY, "", 0, "nothing written"),
    (ESSAY, " \n ", 0, "nothing written"),
]

"""The questions that the golden table and other tests ask."""
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
    "matching",
    {"pairs": {"a": "x", "b": "y", "c": "z"}},
    ({"pairs": {"a": "y", "b": "x", "c": "z"}}, 0.5),
    left=choices("abc"),
    right=choices("wxyz"),
)
KINDS = ask("matching", {"pairs": {"a": "m", "b": "m", "c": "f", "d": "f"}}, left=choices("abcd"), right=choices("mf"))
HALF = ask("matching", ({"pairs": {"a": "x", "b": "y"}}, 0.5), {"pairs": {"a": "w", "b": "w"}}, left=choices("ab"), right=choices("wxy"))

PAIRS_OR_NOTHING = ask(
    "matching", {"pairs": {"a": "x", "b": "y", "c": "z"}}, ({"pairs": {"a": "y", "b": "x", "c": "z"}}, 0.5),
    left=choices("abc"), right=choices("wxyz"), scoring="all_or_nothing",
)  # fmt: skip
ORDER = ask("ordering", {"order": list("pqrs")}, choices=choices("pqrs"))
THREE = ask("ordering", {"order": list("abc")}, choices=choices("abc"))
TWO_WAYS = ask("ordering", {"order": list("abcd")}, ({"order": list("dcba")}, 0.6), choices=choices("abcd"))
ORDER_OR_NOTHING = ask(
    "ordering", {"order": list("abcd")}, ({"order": list("dcba")}, 0.6), choices=choices("abcd"), scoring="all_or_nothing"
)  # fmt: skip
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
BLANKS_OR_NOTHING = ask(
    "fill_in_blank", {"blank": "a", "text": "a"}, {"blank": "b", "text": "b"}, ({"blank": "b", "text": "almost"}, 0.5),
    prompt="{{a}}{{b}}", blanks=[{"id": each, "kind": "text"} for each in "ab"], scoring="all_or_nothing",
)  # fmt: skip
WEIGHED = ask(
    "fill_in_blank", *({"blank": each, "text": each} for each in "abc"), ({"blank": "b", "text": "almost"}, 0.5),
    prompt="{{a}}{{b}}{{c}}",
    blanks=[{"id": "a", "kind": "text"}, {"id": "b", "kind": "text", "weight": 2.5}, {"id": "c", "kind": "text", "weight": 0.25}],
)  # fmt: skip
FOUR = ask(
    "fill_in_blank", *({"blank": each, "text": each} for each in "abcd"),
    prompt="{{a}}{{b}}{{c}}{{d}}", blanks=[{"id": each, "kind": "text"} for each in "abcd"],
)  # fmt: skip

ICE = "Water expands when it freezes, so that ice is less dense than the liquid."
FLOATS = ask(
    "open_ended", {"text": ICE, "key_points": ["Water expands when it freezes", "Ice is less dense"]}, prompt="Why does ice float on water?"
)
SKY = "Small molecules of air scatter short waves of light more than long ones."
DUST = "Blue light is scattered most on its way through the atmosphere."
BLUE = ask("open_ended", {"text": SKY}, ({"text": DUST}, 0.6), prompt="Why is the daytime sky blue?")
PART = ask("open_ended", ({"text": ICE}, 0.5), prompt="Why does ice float on water?")
BRIEF = ask("open_ended", {"text": ICE}, prompt="Why does ice float on water?", max_words=4)
WAR = ask("open_ended", {"text": "The treaty was signed in 1648."}, prompt="When was the treaty signed?")

ESSAY = ask("essay", {"text": "A model."}, max_words=5)
ESSAY_ALONE = ask("essay")

"""Question types of Moodle, its own and widespread plugins, that cannot be carried over, and why."""
DATA_SETS = "its numbers are drawn from data sets for each attempt, which is not done here"
FORMULAS = "its answers are computed by formulas, mostly from numbers that are drawn for each attempt, which is not done here"
ON_AN_IMAGE = "its response is a place on an image, for which there is no question type here"
COMPUTED = "its response is checked by a program that is not part of this service"
DRAWN = "it only draws other questions; import these instead"
RECORDED = "its response is a recording"
REASONS = {
    "description": "it is a text between questions, with nothing to answer",
    "calculated": DATA_SETS, "calculatedsimple": DATA_SETS, "calculatedmulti": DATA_SETS, "formulas": FORMULAS,
    "varnumeric": FORMULAS, "varnumericset": FORMULAS, "varnumunit": FORMULAS,
    "ddimageortext": ON_AN_IMAGE, "ddmarker": ON_AN_IMAGE, "drawing": ON_AN_IMAGE, "drawlines": ON_AN_IMAGE, "imageselect": ON_AN_IMAGE,
    "geogebra": ON_AN_IMAGE, "jme": ON_AN_IMAGE,
    "random": DRAWN, "randomsamatch": "it is made anew from the short answer questions of its category for each attempt",
    "stack": COMPUTED, "coderunner": COMPUTED, "pmatch": COMPUTED, "pmatchjme": COMPUTED, "vplquestion": COMPUTED, "aitext": COMPUTED,
    "proforma": COMPUTED, "moopt": COMPUTED, "algebra": COMPUTED, "opaque": COMPUTED,
    "shortanswerwiris": COMPUTED, "truefalsewiris": COMPUTED, "multichoicewiris": COMPUTED, "matchwiris": COMPUTED,
    "essaywiris": COMPUTED, "multianswerwiris": COMPUTED,
    "regexp": "its regular expressions are not all ones that can be matched in linear time",
    "recordrtc": RECORDED, "poodllrecording": RECORDED, "cloudpoodll": RECORDED,
    "combined": "it is made of parts of several types", "missingtype": "its type was already missing where it was exported",
    "": "it says no type",
}  # fmt: skip


def why_not(kind):
    """A sentence on why a question of this type is left out."""
    reason = REASONS.get(kind, "there is no question type here that this could become")
    return f"A question of Moodle's type “{kind[:50]}” cannot be carried over: {reason}."

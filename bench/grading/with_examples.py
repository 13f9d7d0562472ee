"""What graded answers to the same question are worth to the reader: it is asked without any, and with some as examples."""
import random

from bench.grading.progress import progress
from bench.grading.sets import by_question
from service import measures
from service.measuring import RIGHT_FROM, judged

LEFT = 5
"""How many answers to a question there must be besides its examples."""
MEASURES = {
    "r": lambda found: measures.pearson([each.truth for each in found], [each.credit for each in found]),
    "accuracy": lambda found: measures.accuracy(_right(found), [each.right for each in found]),
    "auc": lambda found: measures.roc_auc(_right(found), [each.credit for each in found]),
}


def gains(found, read, count, *, draws=5, seed=0):
    """What `count` examples add to each of MEASURES, on the answers that are no examples: by question, and their mean.

    For each question the examples are drawn `draws` times. A question without the measure (all its answers right, say) is
    left out of its mean. `lost` is the share of questions on which the measure fell.
    """
    groups = {id: rows for id, rows in by_question(found).items() if len(rows) >= count + LEFT}
    by_id = {id: _of_question(id, rows, read, count, draws, seed) for id, rows in progress(groups.items(), f"{count} examples")}
    questions = [{"question": id[1], **gain} for id, gain in by_id.items()]
    return {"examples": count, "draws": draws, "questions": questions, "mean": _means(questions)}


def _of_question(id, rows, read, count, draws, seed):
    """The mean gain over the draws: {measure: {"without", "with", "gain"}, or None}."""
    without = [judged(row, read) for row in rows]
    pairs = []
    for draw in range(draws):
        drawn = set(random.Random(f"{seed} {id} {count} {draw}").sample(range(len(rows)), count))
        examples = tuple(example(rows[at]) for at in sorted(drawn))
        rest = [at for at in range(len(rows)) if at not in drawn]
        pairs.append(([without[at] for at in rest], [judged(rows[at], read, examples=examples) for at in rest]))
    return {name: _gain([(measure(before), measure(after)) for before, after in pairs]) for name, measure in MEASURES.items()}


def example(row):
    """A graded answer as the reader takes it: (text, credit)."""
    return row["answer"], row["credit"]


def _gain(pairs):
    pairs = [(before, after) for before, after in pairs if None not in (before, after)]
    if not pairs:
        return None
    before, after = (measures.mean(each) for each in zip(*pairs))
    return {"without": before, "with": after, "gain": after - before}


def _means(by_question):
    """Over the questions that have the measure."""
    made = {}
    for name in MEASURES:
        found = [each[name] for each in by_question if each[name]]
        made[name] = {key: measures.mean([each[key] for each in found]) for key in ("without", "with", "gain")}
        made[name] |= {"lost": measures.mean([each["gain"] < 0 for each in found]), "questions": len(found)}
    return made


def _right(found):
    return [each.truth >= RIGHT_FROM for each in found]

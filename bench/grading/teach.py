"""Teach the judge and write service/free_text/judge.npz.

ENTAILMENT is a folder of pairs of sentences (`*.jsonl.gz`: premise, hypothesis, label). First come two rounds over them, then a long go
over the lessons made of our own questions (lessons.py). From there two ways part: two further goes over our own, those with key points
above all, and, where there are exams, a short one over theirs with some of ours among them. What is kept is the mean of the weights at
the end of both (Wortsman and others, Model soups, 2022): it is about as good on other exams as the latter, and better on our own. It
takes PyTorch, and two to three hours on two cores. Every eighth question is left out, for fitting what comes after (fit.py). The judge's
probe is taught next (probes.py).
"""
import gzip
import json
import math
import random
from collections import namedtuple
from pathlib import Path
from zlib import crc32

import numpy

from bench.grading import attacks, lessons, sets
from bench.grading.progress import progress
from service.free_text import encoder, judge

LABELS = {"entailment": lessons.FOLLOWS, "neutral": lessons.NEITHER, "contradiction": lessons.DENIES}
MOST_OF = {"conjnli": 9000, "entailmentbank_oneprem": 3000, "scone": 4000}
WEAK = "entailmentbank_oneprem"
AT_ONCE, LONGEST = 48, (48, 96, 96)
LEFT_OUT = 8
Go = namedtuple("Go", "with_points without pairs rate")
"""How many lessons are taken of questions with key points and of those without, how many pairs come again, and how fast it learns."""
FIRST, FURTHER = Go(0, 58_000, 2_000, 9e-4), (Go(25_000, 19_000, 2_000, 7e-4), Go(14_000, 4_000, 0, 5e-4))
MOST_OF_EXAMS, WITH_EXAMS = 8_000, Go(0, 3_000, 0, 5e-4)


def split(some):
    """The blocks that are taught, and those that are left out: by their questions, so that further blocks change nothing."""
    taught, left = [], []
    for block in some:
        (taught if crc32(block.question.encode()) % LEFT_OUT else left).append(block)
    return taught, left


def pairs(folder, chance):
    """Lessons out of pairs of sentences, some of them denied or shuffled: (lesson, name of its file)."""
    for path in sorted(Path(folder).glob("*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        chance.shuffle(rows)
        for row in rows[: MOST_OF.get(name, len(rows))]:
            follows = LABELS[row["label"]]
            credit = None if name == WEAK else float(follows == lessons.FOLLOWS)
            yield lessons.Lesson("", row["premise"], row["hypothesis"], credit, follows, 1.0), name
            if follows == lessons.FOLLOWS and chance.random() < 0.35:
                yield _denied(row["premise"], row["hypothesis"], chance), name


def _denied(premise, hypothesis, chance):
    way = chance.choice(("premise", "hypothesis", "shuffled", "all"))
    if way == "hypothesis":
        return lessons.Lesson("", premise, attacks.not_inserted(hypothesis, "", [], chance), 0.0, lessons.DENIES, 1.0)
    change, weight = {"premise": (attacks.not_inserted, 1.0), "shuffled": (attacks.shuffled, 0.7), "all": (attacks.not_true, 0.5)}[way]
    return lessons.Lesson("", change(premise, "", [], chance), hypothesis, 0.0, None, weight)


def teach(network, rows, read, rounds, rate, seed=0):
    """Rounds of AdamW over rows of about one length at a time; the rate rises, then falls as a cosine."""
    import torch
    from torch.nn import functional

    learnt = [each for each in network.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=rate, weight_decay=0.01)
    chance, items = random.Random(seed), [read(row) for row in rows]
    torch.manual_seed(seed)
    batches = [batch for _ in range(rounds) for batch in _batches(items, chance)]
    network.train()
    for step, batch in enumerate(progress(batches, "teaching")):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (step + 1) / (0.06 * len(batches))) * (0.5 + 0.5 * math.cos(math.pi * step / len(batches)))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = network(*map(torch.tensor, _filled([items[at] for at in batch])))
        weights = torch.tensor([rows[at].weight for at in batch])
        credits = torch.tensor([-1.0 if rows[at].credit is None else rows[at].credit for at in batch])
        follows = torch.tensor([-1 if rows[at].follows is None else rows[at].follows for at in batch])
        by_credit = functional.binary_cross_entropy_with_logits(out[:, 0], credits.clamp(min=0), reduction="none") * (credits >= 0)
        by_label = functional.cross_entropy(out[:, 1:], follows.clamp(min=0), reduction="none") * (follows >= 0)
        optimizer.zero_grad()
        ((weights * (by_credit + 0.6 * by_label)).sum() / len(batch)).backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
    network.eval()


def _batches(items, chance):
    order = list(range(len(items)))
    chance.shuffle(order)
    batches = []
    for start in range(0, len(order), AT_ONCE * 40):
        some = sorted(order[start : start + AT_ONCE * 40], key=lambda at: len(items[at][0]))
        batches += [some[at : at + AT_ONCE] for at in range(0, len(some), AT_ONCE)]
    chance.shuffle(batches)
    return batches


def _filled(items):
    """Pieces, kinds and mask of several rows, filled up to the longest."""
    longest = max(len(pieces) for pieces, _ in items)
    filled = numpy.zeros((3, len(items), longest), numpy.int64)
    for at, (pieces, kinds) in enumerate(items):
        filled[0, at, : len(pieces)], filled[1, at, : len(kinds)], filled[2, at, : len(pieces)] = pieces, kinds, 1
    return filled[0], filled[1], filled[2].astype(bool)


def _lessons(go, again, seed):
    """What is learnt in one go."""
    taught, _ = split(lessons.blocks())
    with_points, without = ([block for block in taught if bool(block.points) is pointed] for pointed in (True, False))
    chance = random.Random(seed)
    made = [(lessons.lessons(with_points, chance), go.with_points), (lessons.lessons(without, chance), go.without), (again, go.pairs)]
    return [lesson for some, most in made for lesson in chance.sample(some, min(most, len(some)))]


def _of_exams(paths):
    """Lessons made of exams."""
    chance = random.Random(4)
    made = [lesson for path in paths for lesson in lessons.of_exam(sets.rows(path), chance)]
    return chance.sample(made, min(MOST_OF_EXAMS, len(made)))


def _learnt(network):
    return {name: each.detach().numpy().copy() for name, each in network.named_parameters() if each.requires_grad}


def _mean(states):
    return {name: numpy.mean([each[name] for each in states], axis=0) for name in states[0]}


def arguments(parser):
    parser.add_argument("entailment", help="folder of pairs of sentences")
    parser.add_argument("exams", nargs="*", help="sets of graded answers")
    parser.add_argument("--out", default=str(judge.FILE))


def run(given):
    """Teach, write the file, and give the exit code."""
    import torch

    from bench.grading.network import Network

    loaded = encoder.load(encoder.find())
    network = Network(loaded.weights)

    def read(row):
        return judge.joined([loaded.ids(text)[:most] for text, most in zip(row[:3], LONGEST)])

    first = list(pairs(given.entailment, random.Random(1)))
    teach(network, [lesson for lesson, _ in first], read, rounds=2, rate=8e-4)
    again = [lesson._replace(weight=0.5) for lesson, name in first if name != WEAK]
    teach(network, _lessons(FIRST, again, 0), read, rounds=1, rate=FIRST.rate)
    parting, ends = _learnt(network), []
    for number, go in enumerate(FURTHER, 1):
        teach(network, _lessons(go, again, number), read, rounds=1, rate=go.rate, seed=number)
        ends.append(_learnt(network))
    kept = _mean(ends)
    if given.exams:
        network.load_state_dict({name: torch.tensor(array) for name, array in parting.items()}, strict=False)
        teach(network, _of_exams(given.exams) + _lessons(WITH_EXAMS, again, 3), read, rounds=1, rate=WITH_EXAMS.rate, seed=3)
        kept = _mean([kept, _learnt(network)])
    write(given.out, {name: array.astype(numpy.float16) for name, array in kept.items()})
    return 0


def write(path, arrays):
    """Write what was taught or fitted, {name: array}, and say where; short floats as they are, which hardly shrink and are read twice as fast."""
    short = all(array.dtype == numpy.float16 for array in arrays.values())
    (numpy.savez if short else numpy.savez_compressed)(path, **arrays)
    print(f"Written: {path}")

"""Teaching the two probes: small networks that look at what the encoder and the judge have made of a text anyway.

One tells whether a text's words are in disorder (service/free_text/disorder.py), the other whether a denial was put into it (in the
judge's file, for it looks at what that judge sees). Both are taught by our own questions alone: real texts, wrong ones and lists in
catchwords among them, against what attacks make of them. It takes PyTorch, and some ten minutes.
"""
import random
import re
from pathlib import Path

import numpy

from bench.grading import attacks, lessons, teach
from bench.grading.progress import progress
from service.free_text import denials, disorder, encoder, guard, judge

TEXTS, LISTS, SALADS, HARMLESS, BARE = 14_000, 500, 700, 0.3, 0.5
"""Texts that are taught, further lists, heaps of many words; and how many come with harmless changes, and without stops and capitals."""
WITH_DENIAL, WITHOUT = 3_500, 2_000
"""Right responses that are taught with a denial of their own, and without."""
BESIDE_A_RESPONSE = 0.4
"""How often another right response stands as the reference."""
BETWEEN = (", ", "; ", " - ", " * ", " ", " and ", "\n")


def disordered(blocks, chance):
    """Texts and whether they are in disorder: [(text, bool)]."""
    said = [(block, text) for block in blocks for text in (block.reference, *(each for _, _, each in block.responses))]
    known, made = [block.reference for block in blocks], []
    for block, text in chance.sample([each for each in said if len(each[1].split()) >= guard.FEWEST], TEXTS):
        kept = lessons.harmless(text, chance) if chance.random() < HARMLESS else text
        tried = [kept, *(attack(kept, "", [], chance) for attack in (attacks.shuffled, attacks.heaped))]
        change = _bare if chance.random() < BARE else str
        made += [(change(each), bool(number)) for number, each in enumerate(tried) if not number or each != kept]
    made += [(_listed(chance.choice(blocks), chance), False) for _ in range(LISTS)]
    made += [(" ".join(chance.choices(" ".join(chance.sample(known, 6)).split(), k=chance.randint(40, 150))), True) for _ in range(SALADS)]
    return made


def _bare(text):
    return re.sub(r"[.,;:!?]", "", text).lower()


def _listed(block, chance):
    """What a right response to a question for a list may look like: some of the block's phrases, one after another."""
    right = [block.reference, *(said for credit, _, said in block.responses if credit >= 0.5)]
    phrases = [phrase for text in right for phrase in _phrases(text)]
    few = chance.sample(phrases, min(chance.randint(2, 6), len(phrases))) or [block.reference]
    if chance.random() < 0.4:
        return " ".join(f"{number}{chance.choice(('.', ')', ''))} {phrase}" for number, phrase in enumerate(few, 1))
    return chance.choice(BETWEEN).join(few)


def _phrases(text):
    """Content words that stand side by side; single ones are what keywords in a heap look like."""
    marked = re.sub(r"[\w'’-]+", lambda word: "|" if word[0].casefold() in attacks.LIGHT else word[0], text)
    return [found.strip() for found in re.split(r"[^\w\s'’-]+", marked) if len(found.split()) > 1]


def denied(blocks, chance):
    """(question, response, reference) and whether a denial was put into the response: [(triple, bool)]."""
    every = [(block, said) for block in blocks for said in (block.reference, *block.right())]
    own = [each for each in every if next(denials.undenied(each[1]), None) is not None]
    made = []
    for block, said in [*chance.sample(own, min(WITH_DENIAL, len(own))), *chance.sample(every, min(WITHOUT, len(every)))]:
        others = [each for each in (block.reference, *block.right()) if each != said] or [said]
        reference = chance.choice(others) if said == block.reference or chance.random() < BESIDE_A_RESPONSE else block.reference
        tried = [said, *(attack(said, block.question, [], chance) for attack in lessons.DENYING)]
        made += [((block.question, each, reference), bool(number)) for number, each in enumerate(tried) if not number or each != said]
    return made


def of_disorder(reading, probing, seed=7):
    """What disorder.npz holds, by a loaded encoder."""
    taught, _ = teach.split(lessons.blocks())
    made = disordered(taught, random.Random(seed))
    rows = [reading.words(text).early.astype(numpy.float16) for text, _ in progress(made, "reading texts")]
    inner, *rest = probing.taught(rows, [truth for _, truth in made], probing.neighbours)
    return dict(zip(disorder.PARTS, (*numpy.split(inner, 2), *rest)))


def of_denials(judging, probing, seed=5):
    """What a judge's file holds beside the judge: how a denying piece is looked at."""
    taught, _ = teach.split(lessons.blocks())
    made = denied(taught, random.Random(seed))
    rows = [judging.states(*triple)[1].astype(numpy.float16) for triple, _ in progress(made, "reading denials")]
    some = [at for at, each in enumerate(rows) if len(each)]
    found = probing.taught([rows[at] for at in some], [made[at][1] for at in some], probing.single)
    return {f"probe.{part}": array for part, array in zip(judge.PROBE, found)}


def arguments(parser):
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="teach only the probe of the judge.npz that lies there")


def run(given):
    """Teach, write the files, and give the exit code."""
    from bench.grading import probing

    loaded = encoder.load(encoder.find())
    if given.folder:
        judge.FILE = Path(given.folder) / judge.FILE.name
    else:
        teach.write(disorder.FILE, of_disorder(loaded, probing))
    with numpy.load(judge.FILE) as kept:
        arrays = {name: kept[name] for name in kept.files}
    teach.write(judge.FILE, {**arrays, **of_denials(judge.Judge(loaded), probing)})
    return 0

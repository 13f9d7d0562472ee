"""A probe as PyTorch has it while it is taught: a layer of units that looks at one piece or at two neighbours, and one that sums up."""
import random

import numpy
import torch
from torch import nn
from torch.nn import functional

from bench.grading.progress import progress
from service.free_text import graph

UNITS, ROUNDS, AT_ONCE = 96, 4, 64
RATE, DECAY, DROPPED = 2e-3, 0.02, 0.2


def neighbours(probe, x, mask):
    """Every two neighbours; their units in the mean and at their most."""
    seen, mask = functional.relu(probe(torch.cat([x[:, :-1], x[:, 1:]], -1))), mask[:, 1:, None]
    mean = (seen * mask).sum(1) / mask.sum(1).clamp(min=1)
    return probe.outer(torch.cat([mean, seen.masked_fill(~mask, 0).max(1).values], -1))[:, 0]


def single(probe, x, mask):
    """Each piece by itself; the one with the highest logit."""
    return probe.outer(torch.tanh(probe(x)))[..., 0].masked_fill(~mask, -20).max(1).values


SEEN = {neighbours: (2 * graph.SIZE, 2 * UNITS), single: (graph.SIZE, UNITS)}
"""How much the units see, and what is summed up of them."""


class Probe(nn.Module):
    def __init__(self, seen, summed):
        super().__init__()
        self.inner, self.outer = nn.Linear(seen, UNITS), nn.Linear(summed, 1)

    def forward(self, x):
        return self.inner(functional.dropout(x, DROPPED, self.training))


def taught(rows, truth, look):
    """The arrays of a probe that looks in one of these two ways at texts (pieces × 384 each), so that it gives the logit of `truth`.

    Both classes weigh alike; the rate of AdamW falls to nothing.
    """
    torch.manual_seed(0)
    probe, chance = Probe(*SEEN[look]), random.Random(0)
    optimizer = torch.optim.AdamW(probe.parameters(), lr=RATE, weight_decay=DECAY)
    truth = torch.tensor(truth, dtype=torch.float)
    weights = torch.where(truth > 0, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
    batches = [order[at : at + AT_ONCE] for at in range(0, len(order), AT_ONCE)]
    steps = [batch for _ in range(ROUNDS) for batch in chance.sample(batches, len(batches))]
    for step, batch in enumerate(progress(steps, "teaching")):
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - step / len(steps))
        logits = look(probe, *_filled([rows[at] for at in batch]))
        loss = functional.binary_cross_entropy_with_logits(logits, truth[batch], weight=weights[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    arrays = (probe.inner.weight.T, probe.inner.bias, probe.outer.weight[0], probe.outer.bias[0])
    return [each.detach().numpy().astype(numpy.float16) for each in arrays]


def _filled(rows):
    """Texts filled up to the longest, and which of the pieces are there."""
    longest = max(map(len, rows))
    x, mask = torch.zeros(len(rows), longest, graph.SIZE), torch.zeros(len(rows), longest, dtype=torch.bool)
    for at, each in enumerate(rows):
        x[at, : len(each)], mask[at, : len(each)] = torch.tensor(each.astype(numpy.float32)), True
    return x, mask

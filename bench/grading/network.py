"""The judge as PyTorch has it while it is taught: MiniLM, whose weights stay as published, with narrow updates that are learnt.

Shapes and names are those that service/free_text/judge.py reads.
"""
import math

import numpy
import torch
from torch import nn
from torch.nn import functional

from service.free_text import graph, judge

RANK, DROPPED = 64, 0.1
NORM = 1e-12


class Updated(nn.Module):
    """A linear layer whose published weights stay; what is learnt is a product of two narrow matrices and a shift."""

    def __init__(self, weights, bias):
        super().__init__()
        self.register_buffer("w", torch.tensor(weights))
        self.register_buffer("b", torch.tensor(bias))
        self.A = nn.Parameter(torch.randn(RANK, weights.shape[1]) / math.sqrt(weights.shape[1]))
        self.B = nn.Parameter(torch.zeros(weights.shape[0], RANK))
        self.db = nn.Parameter(torch.zeros(weights.shape[0]))

    def forward(self, x):
        narrow = functional.linear(functional.linear(x, self.A), self.B)
        return functional.linear(x, self.w, self.b + self.db) + narrow * judge.SCALE


class Layer(nn.Module):
    def __init__(self, weights, number):
        super().__init__()
        at = f"encoder.layer.{number}."
        for part, names in judge.PARTS.items():
            joined = [numpy.concatenate([weights[f"{at}{name}.{kind}"] for name in names]) for kind in ("weight", "bias")]
            setattr(self, part, Updated(*joined))
        self.after_attention = _norm(weights, f"{at}attention.output.LayerNorm")
        self.after_dense = _norm(weights, f"{at}output.LayerNorm")

    def forward(self, x, mask):
        count, length, _ = x.shape
        query, key, value = self.qkv(x).view(count, length, 3, graph.HEADS, -1).permute(2, 0, 3, 1, 4)
        dropped = DROPPED if self.training else 0
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, dropout_p=dropped)
        seen = seen.transpose(1, 2).reshape(count, length, graph.SIZE)
        x = self.after_attention(x + functional.dropout(self.o(seen), DROPPED, self.training))
        return self.after_dense(x + functional.dropout(self.f(functional.gelu(self.i(x))), DROPPED, self.training))


class Network(nn.Module):
    """Takes pieces, their kinds (0 question, 1 response, 2 reference) and a mask; gives four logits a row."""

    def __init__(self, weights):
        super().__init__()
        words, places, kinds = (
            torch.tensor(numpy.array(weights[f"embeddings.{name}_embeddings.weight"])) for name in ("word", "position", "token_type")
        )
        self.register_buffer("words", words)
        self.register_buffer("places", places)
        self.te = nn.Parameter(kinds[[0, 0, 1]])
        self.first = _norm(weights, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(Layer(weights, number) for number in range(graph.LAYERS))
        self.head = nn.Sequential(nn.Linear(3 * graph.SIZE, 128), nn.Tanh(), nn.Dropout(DROPPED), nn.Linear(128, 4))

    def forward(self, pieces, kinds, mask):
        x = self.words[pieces] + self.places[: pieces.shape[1]] + self.te[kinds]
        x = functional.dropout(self.first(x), DROPPED, self.training)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        means = [self._mean(x, (kinds == kind) & mask) for kind in (1, 2)]
        return self.head(torch.cat([x[:, 0], *means], -1)).float()

    def _mean(self, x, chosen):
        chosen = chosen.unsqueeze(-1).to(x.dtype)
        return (x * chosen).sum(1) / chosen.sum(1).clamp(min=1)


def _norm(weights, name):
    layer = nn.LayerNorm(graph.SIZE, eps=NORM)
    layer.weight = nn.Parameter(torch.tensor(numpy.array(weights[f"{name}.weight"])), requires_grad=False)
    layer.bias = nn.Parameter(torch.tensor(numpy.array(weights[f"{name}.bias"])), requires_grad=False)
    return layer

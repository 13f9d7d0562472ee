"""The encoder once more, in floats and NumPy alone, written from the paper (Devlin and others, 2019): what ours must come near to."""
import math

import numpy

HEADS, WIDTH = 12, 384
erf = numpy.vectorize(math.erf, otypes=[float])


def layers(weights, ids):
    """What comes out of each of the six layers for the pieces of a text: six arrays, pieces × 384."""
    held = {name: array.astype(float) for name, array in weights.items() if name.startswith("encoder.")}
    parts = [weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")]
    start = parts[0][ids] + parts[1][: len(ids)] + parts[2][0]
    x = norm(start.astype(float), *(weights[f"embeddings.LayerNorm.{part}"].astype(float) for part in ("weight", "bias")))
    found = []
    for number in range(6):
        x = layer(x, lambda name, at=f"encoder.layer.{number}.": (held[f"{at}{name}.weight"], held[f"{at}{name}.bias"]))
        found.append(x)
    return found


def layer(x, of):
    heads = [dense(x, *of(f"attention.self.{name}")).reshape(len(x), HEADS, -1).swapaxes(0, 1) for name in ("query", "key", "value")]
    likeness = heads[0] @ heads[1].swapaxes(1, 2) / math.sqrt(WIDTH // HEADS)
    share = numpy.exp(likeness - likeness.max(-1, keepdims=True))
    seen = (share / share.sum(-1, keepdims=True) @ heads[2]).swapaxes(0, 1).reshape(len(x), WIDTH)
    x = norm(x + dense(seen, *of("attention.output.dense")), *of("attention.output.LayerNorm"))
    wide = dense(x, *of("intermediate.dense"))
    wide = wide * (1 + erf(wide / math.sqrt(2))) / 2
    return norm(x + dense(wide, *of("output.dense")), *of("output.LayerNorm"))


def dense(x, weight, bias):
    return x @ weight.T + bias


def norm(x, weight, bias):
    return (x - x.mean(-1, keepdims=True)) / numpy.sqrt(x.var(-1, keepdims=True) + 1e-12) * weight + bias

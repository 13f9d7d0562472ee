"""The encoder's layers as a model that onnxruntime runs, written from their weights (github.com/onnx/onnx, onnx.proto).

Weights and what they are multiplied by are whole numbers of 8 bits: four times smaller and twice as fast as floats, and on
average at a cosine of 0.996 to them or nearer. Each column of weights has a scale, and each row of what comes in has its own, so that the
vector of one piece does not depend on how large another's is. Embeddings are no part of the model; they stay in the file.
"""
from collections import namedtuple

import numpy

from service.free_text.protobuf import message

VERSION = "1"
"""Another one whenever the same weights may give other vectors."""
LAYERS, HEADS, SIZE = 6, 12, 384
SHIFT = 128
"""What stands for 0 in the unsigned bytes of the rows."""
TINY = 1e-9
"""What no scale is smaller than, for the sake of a row or a column of zeros."""
MOST = 63
"""The weights' range. Processors with AVX2 but without VNNI add pairs of products in 16 bits: 2 · 255 · 63 fits, with 127
it may not, and is cut off. So all of them get the same sums, at the price of one bit (0.996 for 0.998, see above)."""
ONNX, OPERATORS = 9, 20
OF_ITS_OWN = {"MatMulIntegerToFloat", "MultiHeadAttention"}
"""Operators that are not in the standard but in every onnxruntime: the latter never holds what each piece gathers from each
(12 · n · n floats), the former spares three walks over what comes out."""
FLOAT, UINT8, INT8, INT64 = 1, 2, 3, 7
ELEMENTS = {"<f4": FLOAT, "|u1": UINT8, "|i1": INT8, "<i8": INT64}
Value = namedtuple("Value", "number kind")
KINDS = {float: Value(2, 1), int: Value(3, 2), list: Value(8, 7)}
"""Where an attribute holds a value of this type, and what that is called there."""


def model(weights, updates=None, outputs=(3, 4, 5, 6), most=MOST, choice=()):
    """The model's bytes: it takes `x` (pieces × 384) and gives what comes out of these layers, as `h3`, …

    `updates` are added to the weights and biases of the same names: {name: array}. With a `choice`, ("wanted",), it takes the
    places of some pieces by that name, and the last layer looks at all pieces, but gives something for those alone.
    """
    program, rows, last = Program(weights, updates or {}, most), "x", max(outputs)
    for number in range(last):
        rows = program.layer(rows, f"encoder.layer.{number}.", f"h{number + 1}", *(choice if number + 1 == last else ()))
    return program.written([f"h{number}" for number in outputs], choice)


class Program:
    """Nodes and the tensors they use. Every method adds nodes and gives the name of what comes out."""

    def __init__(self, weights, updates, most):
        self.weights, self.updates, self.most = weights, updates, most
        self.nodes, self.tensors = [], {}
        self.shifts = self.middles("x")

    def written(self, outputs, choice=()):
        """The bytes of all that was added, with these names for what it gives and for places that it takes beside `x`."""
        graph = message(
            *((1, node) for node in self.nodes),
            (2, "encoder"),
            *((5, tensor) for tensor in self.tensors.values()),
            (11, _rows("x")),
            *((11, _value(name, INT64, "wanted")) for name in choice),
            *((12, _rows(name)) for name in outputs),
        )
        operators = [message((1, ""), (2, OPERATORS)), message((1, "com.microsoft"), (2, 1))]
        return b"".join(message((1, ONNX), (7, graph), *((8, each) for each in operators)))

    def layer(self, rows, name, out, *choice):
        """Attention, then the two dense layers; what goes into each is added to what comes out (a BERT layer)."""
        gathered = self.attention(rows, name, *choice)
        for wanted in choice:
            rows = self.node("Gather", rows, wanted, axis=0)
            self.shifts = self.middles(rows)
        seen = self.linear(gathered, f"{name}attention.output.dense")
        rows = self.norm(self.node("Add", rows, seen), f"{name}attention.output.LayerNorm")
        wide = self.node("Gelu", self.linear(rows, f"{name}intermediate.dense"))
        thought = self.linear(wide, f"{name}output.dense")
        return self.norm(self.node("Add", rows, thought), f"{name}output.LayerNorm", out)

    def attention(self, rows, name, *choice):
        """What each piece, or each of a choice, gathers from all the others, by twelve heads."""
        three = self.linear(rows, *(f"{name}attention.self.{each}" for each in ("query", "key", "value")))
        one_text = self.node("Reshape", three, self.constant("one text", numpy.array([1, -1, 3 * SIZE])))
        query, *others = self.nodes_of("Split", 3, one_text, axis=2, num_outputs=3)
        for wanted in choice:
            query = self.node("Gather", query, wanted, axis=1)
        gathered = self.node("MultiHeadAttention", query, *others, num_heads=HEADS)
        return self.node("Reshape", gathered, self.constant("rows", numpy.array([-1, SIZE])))

    def linear(self, rows, *names):
        """Rows times the weights of this name, or of several beside one another, plus their biases."""
        quantised = [self.quantised(f"{each}.weight") for each in names]
        columns = self.constant(f"{names[0]}.columns", numpy.concatenate([each for each, _ in quantised], axis=1))
        scales = self.constant(f"{names[0]}.scales", numpy.concatenate([scale for _, scale in quantised]))
        biases = self.constant(f"{names[0]}.biases", numpy.concatenate([self.taken(f"{each}.bias") for each in names]))
        whole, scale = self.whole(rows)
        one, shift = self.constant("one", numpy.float32(1)), self.constant("shift", numpy.uint8(SHIFT))
        sums = self.node("MatMulIntegerToFloat", whole, columns, one, scales, shift)
        return self.node("Add", self.node("Mul", sums, scale), biases)

    def quantised(self, name):
        """A matrix of weights as whole numbers, transposed, and the scale of each column."""
        matrix = self.taken(name)
        scale = numpy.maximum(numpy.abs(matrix).max(axis=1), TINY).astype(numpy.float32) / numpy.float32(self.most)
        whole = matrix / scale[:, None]
        return numpy.rint(whole, out=whole).astype(numpy.int8).T, scale

    def whole(self, rows):
        """Rows as whole numbers around SHIFT, and the scale of each row."""
        largest = self.node("ReduceMax", self.node("Abs", rows), self.constant("last", numpy.array([-1])), keepdims=1)
        scale = self.node("Mul", largest, self.constant("step", numpy.float32(1 / 127)))
        scale = self.node("Add", scale, self.constant("tiny", numpy.float32(TINY)))
        scales = self.node("Reshape", scale, self.constant("flat", numpy.array([-1])))
        return self.node("QuantizeLinear", rows, scales, self.shifts, axis=0), scale

    def middles(self, rows):
        """SHIFT for each of these rows."""
        return self.node("Expand", self.constant("shifts", numpy.array([SHIFT], numpy.uint8)), self.node("Shape", rows, start=0, end=1))

    def norm(self, rows, name, out=None):
        weight, bias = (self.constant(f"{name}.{each}", self.taken(f"{name}.{each}")) for each in ("weight", "bias"))
        return self.node("LayerNormalization", rows, weight, bias, out=out, epsilon=1e-12, axis=-1)

    def taken(self, name):
        """The array of this name, with its update."""
        kept = self.weights[name]
        return (kept + self.updates[name]).astype(numpy.float32, copy=False) if name in self.updates else kept

    def constant(self, name, array):
        if name not in self.tensors:
            kind = (2, ELEMENTS[array.dtype.str])
            self.tensors[name] = message(*((1, size) for size in array.shape), kind, (8, name), (9, array.tobytes()))
        return name

    def node(self, operator, *inputs, out=None, **attributes):
        return self.nodes_of(operator, 1, *inputs, out=out, **attributes)[0]

    def nodes_of(self, operator, count, *inputs, out=None, **attributes):
        """Add one node; the names of all that comes out of it."""
        names = [out] if out else [f"{len(self.nodes)}.{each}" for each in range(count)]
        held = [_attribute(name, value) for name, value in attributes.items()]
        links = [*((1, each) for each in inputs), *((2, each) for each in names)]
        domain = "com.microsoft" if operator in OF_ITS_OWN else ""
        self.nodes.append(message(*links, (4, operator), *((5, each) for each in held), (7, domain)))
        return names


def _attribute(name, value):
    number, kind = KINDS[type(value)]
    values = value if isinstance(value, list) else [value]
    return message((1, name), *((number, each) for each in values), (20, kind))


def _rows(name):
    """What goes in or comes out: any number of rows of floats."""
    return _value(name, FLOAT, f"{name}.pieces", SIZE)


def _value(name, kind, *sizes):
    """Numbers of a kind by this name; a size has a name where it may be any."""
    shape = message(*((1, message((2 if isinstance(size, str) else 1, size))) for size in sizes))
    return message((1, name), (2, message((1, message((1, kind), (2, shape))))))

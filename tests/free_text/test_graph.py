"""The model that is written for the encoder: whole numbers that are added up exactly, each row by itself, near to floats."""
import numpy
import pytest

from service.free_text import graph

runtime = pytest.importorskip("onnxruntime", reason="the encoder is not installed")
WIDE = graph.SIZE
CHANCE = numpy.random.default_rng(5)


def session(data):
    options = runtime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 4
    return runtime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def built(program, out):
    """A model of what a program has so far, which gives `out`."""
    return session(program.written([out]))


def dense(weight, bias=None, updates=None):
    """A function that takes rows times such weights."""
    weight = weight.astype(numpy.float32)
    bias = numpy.zeros(len(weight), numpy.float32) if bias is None else bias
    program = graph.Program({"d.weight": weight, "d.bias": bias}, updates or {}, graph.MOST)
    out = program.linear("x", "d")
    ready = built(program, out)
    return lambda rows: ready.run(None, {"x": rows.astype(numpy.float32)})[0]


def test_rows_times_weights_are_near_to_those_of_floats():
    weight, bias, rows = CHANCE.normal(size=(WIDE, WIDE)), CHANCE.normal(size=WIDE).astype(numpy.float32), CHANCE.normal(size=(9, WIDE))
    found, wanted = dense(weight, bias)(rows), rows @ weight.T + bias
    assert ((found * wanted).sum(1) > 0.999 * numpy.linalg.norm(found, axis=1) * numpy.linalg.norm(wanted, axis=1)).all()


@pytest.mark.parametrize("sign", [-1, 1])
def test_the_largest_sums_are_exact_on_every_processor(sign):
    weight, rows = numpy.full((WIDE, WIDE), sign * 63.0), numpy.full((3, WIDE), 127.0)
    assert dense(weight)(rows) == pytest.approx(rows @ weight.T, rel=1e-6)


def test_a_row_does_not_depend_on_its_neighbours():
    times, row = dense(CHANCE.normal(size=(WIDE, WIDE))), CHANCE.normal(size=(1, WIDE))
    alone = times(row)
    for size in (1e-3, 1, 1e6):
        beside = times(numpy.concatenate([CHANCE.normal(size=(4, WIDE)) * size, row, CHANCE.normal(size=(2, WIDE)) * size]))
        assert (beside[4] == alone[0]).all()


def test_a_column_does_not_depend_on_how_large_another_is():
    weight, rows = CHANCE.normal(size=(WIDE, WIDE)), CHANCE.normal(size=(3, WIDE))
    larger = weight.copy()
    larger[0] *= 1000
    assert (dense(weight)(rows)[:, 1:] == dense(larger)(rows)[:, 1:]).all()


def test_zeros_stay_zeros():
    times = dense(numpy.zeros((WIDE, WIDE)))
    assert not times(CHANCE.normal(size=(2, WIDE))).any() and not dense(CHANCE.normal(size=(WIDE, WIDE)))(numpy.zeros((2, WIDE))).any()


def test_updates_are_added_before_the_weights_are_rounded():
    weight, more = (CHANCE.normal(size=(WIDE, WIDE)).astype(numpy.float32) for _ in range(2))
    rows = CHANCE.normal(size=(3, WIDE))
    assert (dense(weight, updates={"d.weight": more})(rows) == dense(weight + more)(rows)).all()


def test_updates_are_added_to_biases(encoder):
    rows, name = encoder.embedded([101, 2054, 102]), "encoder.layer.1.output.LayerNorm.bias"
    ready = [session(graph.model(encoder.weights, updates, (2,))) for updates in ({}, {name: numpy.float32(2)})]
    plain, moved = (each.run(None, {"x": rows})[0] for each in ready)
    assert moved == pytest.approx(plain + 2, abs=1e-5)
    weight, bias, more = CHANCE.normal(size=(WIDE, WIDE)), *CHANCE.normal(size=(2, WIDE)).astype(numpy.float32)
    assert (dense(weight, bias, {"d.bias": more})(rows) == dense(weight, bias + more)(rows)).all()


def test_several_weights_are_taken_beside_one_another():
    weights = {f"{name}.{part}": CHANCE.normal(size=(WIDE, WIDE) if part == "weight" else WIDE).astype(numpy.float32)
               for name in "ab" for part in ("weight", "bias")}  # fmt: skip
    rows = CHANCE.normal(size=(3, WIDE)).astype(numpy.float32)
    program = graph.Program(weights, {}, graph.MOST)
    both = built(program, program.linear("x", "a", "b")).run(None, {"x": rows})[0]
    apart = [dense(weights[f"{name}.weight"], weights[f"{name}.bias"])(rows) for name in "ab"]
    assert (both == numpy.concatenate(apart, axis=1)).all()


def test_the_same_weights_give_the_same_bytes(encoder):
    assert graph.model(encoder.weights) == graph.model(dict(reversed(encoder.weights.items())))


def test_a_model_gives_the_layers_that_are_asked_for(encoder):
    rows = encoder.embedded([101, 2054, 102])
    all_six = session(graph.model(encoder.weights, outputs=(1, 2, 3, 4, 5, 6))).run(None, {"x": rows})
    one = session(graph.model(encoder.weights, outputs=(2,))).run(None, {"x": rows})
    assert len(all_six) == 6 and len(one) == 1 and (one[0] == all_six[1]).all() and one[0].shape == (3, WIDE)


def test_no_update_is_an_update_by_zeros(encoder):
    rows = encoder.embedded([101, 2054, 102])
    none = {"encoder.layer.0.output.dense.weight": numpy.float32(0)}
    plain, same = (session(graph.model(encoder.weights, updates)).run(None, {"x": rows}) for updates in ({}, none))
    assert all((one == other).all() for one, other in zip(plain, same, strict=True))


@pytest.mark.parametrize("wanted", [[0, 40, 41], [0, *range(13, 48)], [0, *range(2, 14)], list(range(48))])
def test_pieces_that_are_wanted_come_out_as_they_would_beside_all_others(encoder, wanted):
    rows = encoder.embedded(range(2000, 2048))
    whole = session(graph.model(encoder.weights, outputs=(6,))).run(None, {"x": rows})[0]
    some = session(graph.model(encoder.weights, outputs=(6,), choice=("wanted",))).run(None, {"x": rows, "wanted": numpy.array(wanted)})[0]
    assert (some == whole[wanted]).all()

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor
from cornu.kernels.cpu.recurrent import Team, row_groups
from cornu.primitives.recurrent import gru, lstm, simple_rnn

B, T, U = 37, 5, 32
GATES = {lstm: 4, gru: 3, simple_rnn: 1}
RNG = np.random.default_rng(0)


def normal(*shape):
    return (RNG.standard_normal(shape) / 3).astype("float32")


def arguments(primitive, masked, dropped):
    gates = GATES[primitive]
    z, wh = normal(B, T, gates * U), normal(U, gates * U)
    states = [normal(B, U) for _ in range(2 if primitive is lstm else 1)]
    if primitive is gru:
        states.append(normal(3 * U))
    mask = RNG.random((B, T)) < 0.7 if masked else None
    drop = normal(gates, B, U) if dropped else None
    return [z, wh, *states, mask, drop]


def all_results(primitive, given, **settings):
    boxes = [Tensor(a) if a is not None and a.dtype.kind == "f" else a for a in given]
    sources = [b for b in boxes if isinstance(b, Tensor)]
    with GradientTape() as tape:
        tape.watch(sources)
        results = primitive(*boxes, **settings)
    seeds = [np.cos(np.arange(r.size)).reshape(r.shape).astype("f") for r in results]
    slopes = tape.gradient(results[:2], sources, seeds[:2])
    return [np.asarray(r.numpy()) for r in (*results, *slopes)]


CASES = [
    (primitive, settings, masked, dropped)
    for primitive in GATES
    for settings in (
        {},
        {"reverse": True, "activation": "softsign"},
        *([{"reset_after": False}] if primitive is gru else []),
    )
    for masked in (False, True)
    for dropped in (False, True)
]


@pytest.mark.parametrize(("primitive", "settings", "masked", "dropped"), CASES)
def test_groups_of_rows_agree_with_the_whole(
    primitive, settings, masked, dropped, monkeypatch
):
    given = arguments(primitive, masked, dropped)
    if settings.get("reset_after") is False:
        given[3] = None
    whole = all_results(primitive, given, **settings)
    monkeypatch.setattr("cornu.kernels.cpu.recurrent._WORTH_FLOPS", 0)
    monkeypatch.setattr("cornu.kernels.cpu.threads.WORTH_FLOPS", 0)
    found = []
    for threads in ("1", "2"):
        monkeypatch.setenv("CORNU_NUM_THREADS", threads)
        found.append(all_results(primitive, given, **settings))
    for one, two, wanted in zip(*found, whole, strict=True):
        np.testing.assert_array_equal(one, two)
        np.testing.assert_allclose(one, wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("time_major", [False, True])
@pytest.mark.parametrize("primitive", GATES)
def test_out_is_filled_whatever_its_layout(primitive, time_major):
    given = arguments(primitive, True, False)
    wanted = primitive(*given)
    outs = [np.empty_like(w) for w in wanted]
    if time_major:
        outs[0] = np.empty(wanted[0].swapaxes(0, 1).shape, "float32").swapaxes(0, 1)
    found = primitive(*given, out=tuple(outs))
    for out, got, w in zip(outs, found, wanted, strict=True):
        assert got is out
        np.testing.assert_array_equal(out, w)


@pytest.mark.parametrize("batch", [1, 31, 32, 33, 128, 5000])
def test_groups_make_up_the_batch(batch):
    rows = [r for group in row_groups(batch, 1e9) for r in range(batch)[group]]
    assert rows == list(range(batch))
    assert row_groups(batch, 1.0) == [slice(0, batch)]


def test_a_fresh_start_is_known_to_give_nothing():
    zeros, ones = np.zeros((4, 3), "float32"), np.ones((4, 2), "float32")
    assert Team().gives_nothing(zeros, ones)
    assert not Team().gives_nothing(zeros + 1, ones)
    assert not Team().gives_nothing(zeros, ones * np.inf)  # that times zero is NaN

import numpy as np

from cornu.primitives.recurrent.steps import (
    Carry,
    batch_major,
    by_gate,
    contiguous_major,
    in_order,
    recurrent_weights,
    time_major,
    weights_by_gate,
)
from cornu.primitives.recurrent.team import Alone


def test_layouts_are_views_and_come_back():
    x = np.arange(24.0).reshape(2, 3, 4)
    for reverse in (False, True):
        major = time_major(x, reverse)
        assert np.shares_memory(major, x)
        np.testing.assert_array_equal(major[0], x[:, 2 if reverse else 0])
        np.testing.assert_array_equal(batch_major(major, reverse), x)
    gates = by_gate(time_major(x, False), 2)
    assert gates.shape == (3, 2, 2, 2)
    np.testing.assert_array_equal(gates[1, 1], x[:, 1, 2:])


def test_a_time_major_view_is_taken_without_a_copy():
    memory = np.zeros((3, 2, 4))
    assert np.shares_memory(contiguous_major(np, memory.swapaxes(0, 1)), memory)


def test_weights_by_gate_are_the_column_blocks():
    w = np.arange(12.0).reshape(2, 6)
    for k, block in enumerate(weights_by_gate(np, w, 3)):
        np.testing.assert_array_equal(block, w[:, 2 * k : 2 * k + 2])


def test_recurrent_weights_sum_outer_products():
    r = np.random.default_rng(0)
    hs, h0, dz = (r.normal(size=s) for s in [(4, 3, 2), (3, 2), (4, 3, 6)])
    before = np.concatenate([h0[None], hs[:-1]])
    drop = r.normal(size=(3, 3, 2))
    by_gates = dz.reshape(4, 3, 3, 2)
    wanted = np.einsum("tbu,gbu,tbgv->ugv", before, drop, by_gates).reshape(2, 6)
    np.testing.assert_allclose(recurrent_weights(Alone(np), hs, h0, drop, dz), wanted)


def test_carry_moves_skipped_rows_past_the_step():
    carry = Carry(np, np.array([[[True], [False]]]))
    g = np.array([[1.0, 2.0], [3.0, 4.0]])
    carry.hold(0, g)
    np.testing.assert_array_equal(g, [[0, 0], [3, 4]])
    g *= 10
    carry.release(g)
    np.testing.assert_array_equal(g, [[1, 2], [30, 40]])


def test_gradients_skip_inputs_without_any():
    found = in_order(("a", "b", "c"), (True, False, True, True), 2)
    assert found == ("a", None, None, "c")

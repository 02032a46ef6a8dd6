import numpy as np
import pytest

from cornu import losses, ops
from cornu.autodiff import GradientTape, Tensor

rng = np.random.Generator(np.random.Philox(20))


class LargestError(losses.Loss):
    def call(self, y_true, y_pred):
        return ops.max(ops.abs(y_true - y_pred), axis=-1)


Y = rng.standard_normal((4, 3))
P = rng.standard_normal((4, 3))
EACH = np.abs(Y - P).max(axis=1)


@pytest.mark.parametrize(
    ("reduction", "wanted"),
    [
        ("sum_over_batch_size", EACH.mean()),
        ("mean", EACH.mean()),
        ("sum", EACH.sum()),
        ("mean_with_sample_weight", EACH.mean()),
        ("none", EACH),
        (None, EACH),
    ],
)
def test_reductions_of_an_own_loss(reduction, wanted):
    found = LargestError(reduction=reduction)(Y, P)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-6)


def test_mask_leaves_samples_out():
    mask = np.array([True, False, True, False])
    found = LargestError()(Y, P, mask=mask)
    np.testing.assert_allclose(found.item(), EACH[mask].mean(), rtol=1e-6)


def test_mask_and_weights_together():
    mask = np.array([True, False, True, True])
    weights = np.array([1.0, 5.0, 2.0, 3.0])
    kept = (EACH * weights)[mask]
    found = LargestError()(Y, P, sample_weight=weights, mask=mask)
    np.testing.assert_allclose(found.item(), kept.sum() / 3, rtol=1e-6)
    found = LargestError(reduction="mean_with_sample_weight")(Y, P, weights, mask)
    np.testing.assert_allclose(found.item(), kept.sum() / 6, rtol=1e-6)


def test_lists_of_numbers_are_one_array():
    assert LargestError()([[0, 0], [0, 0]], [[1, 2], [3, 4]]).item() == 3.0


def test_structures_reach_call_as_they_are():
    class Both(losses.Loss):
        def call(self, y_true, y_pred):
            return ops.abs(y_true["a"] - y_pred[0]) + ops.abs(y_true["b"] - y_pred[1])

    found = Both()({"a": np.ones(2), "b": np.zeros(2)}, (np.zeros(2), np.ones(2)))
    assert found.item() == 2.0


def test_dtype_is_the_type_computed_in():
    assert LargestError(dtype="float64")(Y, P).dtype == np.float64
    assert LargestError()(Y, P).dtype == np.float32


def test_gradient_reaches_the_predictions():
    p = Tensor(np.float32(P))
    with GradientTape() as tape:
        tape.watch(p)
        value = LargestError(reduction="sum")(Y, p)
    wanted = np.zeros_like(P)
    best = np.abs(Y - P).argmax(axis=1)
    wanted[range(4), best] = np.sign(P - Y)[range(4), best]
    np.testing.assert_allclose(tape.gradient(value, p).numpy(), wanted)


def test_unknown_reduction_names_the_nearest():
    with pytest.raises(ValueError, match="Did you mean 'sum'"):
        LargestError(reduction="sums")


def test_a_loss_without_call_says_so():
    with pytest.raises(TypeError, match="defines no call"):
        losses.Loss()(Y, P)


def test_config_round_trip():
    loss = LargestError(name="mine", reduction="sum")
    assert loss.get_config() == {"name": "mine", "reduction": "sum"}
    assert LargestError.from_config(loss.get_config()).reduction == "sum"

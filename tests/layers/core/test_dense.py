"""Dense against matrix products written out."""

import numpy as np
import pytest

from cornu import layers, ops
from cornu.errors import ShapeError


def built(units, shape, **kwargs):
    layer = layers.Dense(units, **kwargs)
    layer.build(shape)
    return layer


def test_is_a_weighted_sum_plus_bias():
    layer = built(2, (None, 3))
    kernel = np.arange(6.0).reshape(3, 2)
    layer.set_weights([kernel, np.array([10.0, 20.0])])
    x = np.array([[1.0, 2.0, 3.0]])
    expected = [[1 * 0 + 2 * 2 + 3 * 4 + 10, 1 * 1 + 2 * 3 + 3 * 5 + 20]]
    np.testing.assert_allclose(layer(x).numpy(), expected)


def test_leading_axes_are_kept():
    layer = built(5, (None, 4, 3))
    x = np.random.default_rng(0).normal(size=(2, 4, 3)).astype("float32")
    rows = np.stack([layer(x[:, i]).numpy() for i in range(4)], axis=1)
    np.testing.assert_allclose(layer(x).numpy(), rows, rtol=1e-5, atol=1e-6)


def test_activation_comes_last():
    layer = layers.Dense(1, activation="relu", bias_initializer="ones")
    layer.build((None, 1))
    layer.kernel.assign([[-1.0]])
    assert layer(np.array([[0.5], [3.0]])).numpy().tolist() == [[0.5], [0.0]]


def test_without_bias_there_is_one_weight():
    layer = built(2, (None, 3), use_bias=False)
    assert [w.path for w in layer.weights] == [f"{layer.name}/kernel"]
    assert layer.bias is None


def test_regularizers_give_losses():
    layer = layers.Dense(
        1, kernel_regularizer="l2", activity_regularizer="l2", kernel_initializer="ones"
    )
    layer(np.ones((2, 3)))
    penalties = sorted(float(loss) for loss in layer.losses)
    # The outputs' penalty, two rows of 3 squared, is divided by the two rows.
    np.testing.assert_allclose(penalties, [0.01 * 3, 0.01 * 9], rtol=1e-6)


def test_integers_are_taken():
    assert layers.Dense(2)(np.ones((2, 3), "int32")).dtype == "float32"


@pytest.mark.parametrize("units", [0, -3, 2.5, "4", None])
def test_units_must_be_positive(units):
    with pytest.raises(ValueError, match="Dense: units must be a positive integer"):
        layers.Dense(units)


def test_unknown_activation_names_the_nearest():
    with pytest.raises(ValueError, match="relu"):
        layers.Dense(2, activation="rleu")


def test_another_last_axis_is_refused_in_words():
    layer = built(2, (None, 8))
    with pytest.raises(ShapeError, match=rf"'{layer.name}' \(Dense\).* 8 .*\(32, 9\)"):
        layer(ops.ones((32, 9)))


def test_vectors_are_refused():
    with pytest.raises(ShapeError, match="at least 2 axes"):
        layers.Dense(2)(ops.ones((3,)))


def test_unknown_features_are_refused():
    with pytest.raises(ShapeError, match="last axis must be known"):
        layers.Dense(2).build((None, None))


def test_low_rank_adaptation_is_refused():
    with pytest.raises(ValueError, match="lora_rank=2 is not part"):
        layers.Dense(2, lora_rank=2)

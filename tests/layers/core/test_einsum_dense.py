"""EinsumDense: equations, sizes and their errors."""

import numpy as np
import pytest

from cornu import Input, layers, ops
from cornu.errors import ArgumentError, ShapeError


def test_is_dense():
    x = np.random.default_rng(0).normal(size=(2, 3)).astype("float32")
    dense = layers.Dense(4, activation="tanh")
    layer = layers.EinsumDense("ab,bc->ac", 4, activation="tanh", bias_axes="c")
    wanted, _ = dense(x), layer(x)
    layer.set_weights(dense.get_weights())
    np.testing.assert_allclose(layer(x).numpy(), wanted.numpy(), rtol=1e-6)


def test_unknown_sizes():
    layer = layers.EinsumDense("abc,cd->abd", (None, 5), bias_axes="d")
    assert layer(Input((None, 4))).shape == (None, None, 5)
    layer = layers.EinsumDense("...x,xy->...y", 5)
    assert layer(Input((None, None, 4))).shape == (None, None, None, 5)


def test_a_size_of_the_bias_may_come_from_the_inputs():
    layer = layers.EinsumDense("abc,cd->abd", (None, 5), bias_axes="bd")
    layer(ops.ones((2, 3, 4)))
    assert layer.bias.shape == (3, 5)
    with pytest.raises(ShapeError, match=r"axis 'b' .* whose size must be known"):
        layers.EinsumDense("abc,cd->abd", (None, 5), bias_axes="bd")(Input((None, 4)))


def test_spaces_do_not_matter():
    layer = layers.EinsumDense("ab, bc -> ac", 4)
    assert layer(ops.ones((2, 3))).shape == (2, 4)
    assert layer.get_config()["equation"] == "ab, bc -> ac"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("ab bc->ac", 4), "must read like"),
        (("a...b,bc->a...c", 4), "must read like"),
        (("...ab,bc->ac...", 4), "must read like"),
        (("abc,cd->dab", (2, 5)), "must begin with the same letter"),
        (("ab,bc->ac", (4, 5)), "has 2 sizes; .* wants one for each of 'c'"),
        (("ab,bc->acd", (4, 5)), "'d' is an axis of the outputs"),
        (("ab,bc->ac", None), "size of the kernel's axis 'c' .* is unknown"),
        (("ab,bcd->ac", 4), "size of the kernel's axis 'd' .* is unknown"),
        (("ab,bc->ac", 4, None, "z"), "bias_axes='z' has 'z'"),
    ],
)
def test_equations_are_checked(args, words):
    with pytest.raises(ArgumentError, match=words):
        layers.EinsumDense(*args)


def test_inputs_are_checked():
    with pytest.raises(ShapeError, match=r"says that 'b' .* has size 9"):
        layers.EinsumDense("abc,cd->abd", (9, 5))(ops.ones((2, 3, 4)))
    with pytest.raises(ShapeError, match="have 2 named axes, got shape"):
        layers.EinsumDense("ab,bc->ac", 5)(ops.ones((2, 3, 4)))
    with pytest.raises(ShapeError, match=r"axis 'b' .* whose size must be known"):
        layers.EinsumDense("ab,bc->ac", 5)(Input((None,)))


@pytest.mark.parametrize(
    "name",
    ["lora_rank", "lora_alpha", "gptq_unpacked_column_size", "quantization_config"],
)
def test_what_this_library_does_not_have(name):
    with pytest.raises(ValueError, match=f"{name}=2 is not part of this library"):
        layers.EinsumDense("ab,bc->ac", 5, **{name: 2})

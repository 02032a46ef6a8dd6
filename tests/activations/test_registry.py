import numpy as np
import pytest

from cornu import activations, ops
from cornu.utils.registry import register_keras_serializable

NAMES = [
    "celu",
    "elu",
    "exponential",
    "gelu",
    "glu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "linear",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "sign",
    "silu",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "step",
    "swish",
    "tanh",
    "tanh_shrink",
]


@pytest.mark.parametrize("name", NAMES)
def test_names(name):
    function = activations.get(name)
    assert function is getattr(activations, name)
    kept = activations.serialize(function)
    assert kept == {"swish": "silu", "hard_swish": "hard_silu"}.get(name, name)
    assert activations.deserialize(kept) is function


def test_other_identifiers():
    assert activations.get(None) is activations.linear
    assert activations.get(ops.tanh) is ops.tanh
    config = {
        "module": "keras.activations",
        "class_name": "function",
        "config": "relu",
        "registered_name": "relu",
    }
    assert activations.get(config) is activations.relu


def test_unknown_name():
    with pytest.raises(
        ValueError, match=r"Unknown activation: 'rleu'\. Did you mean 'relu'\?"
    ):
        activations.get("rleu")


@pytest.mark.parametrize("identifier", [3, 1.5, np.ones(2)])
def test_what_is_no_activation(identifier):
    with pytest.raises(ValueError, match="activation"):
        activations.get(identifier)


def test_own_functions():
    def doubled(x):
        return 2 * x

    config = activations.serialize(doubled)
    with pytest.raises(ValueError, match="doubled"):
        activations.deserialize(config)
    objects = {"doubled": doubled}
    assert activations.deserialize(config, objects) is doubled
    assert activations.deserialize("doubled", objects) is doubled


def test_registered_functions():
    @register_keras_serializable("my_lab")
    def tripled(x):
        return 3 * x

    assert activations.deserialize(activations.serialize(tripled)) is tripled

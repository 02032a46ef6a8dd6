"""The laws of a layer, over all of them."""

import importlib
import inspect
from pathlib import Path

import pytest

from contracts.nested import Nested, label_of
from cornu import layers
from cornu.layers.registry import layer_registry
from cornu.testing.check_layer import LAYER_LAWS, layer_case

SPATIAL = {1: (6,), 2: (5, 6), 3: (4, 3, 5)}

# Each module there has ENTRIES like those of `entries`, and may have ELSEWHERE and
# EXEMPT like those below.
HERE = Path(__file__).resolve().parent / "layer_entries"
FAMILIES = [
    importlib.import_module(f"contracts.layer_entries.{path.stem}")
    for path in sorted(HERE.glob("*.py"))
]

# Why a class has no entry in `entries`.
ELSEWHERE = {
    "InputLayer": "has no inputs",
    "Functional": "a model",
    "Sequential": "a model",
    "Lambda": "a function of the user's; see tests/layers/core",
    "SimpleRNNCell": "one step of a layer; takes states",
    "LSTMCell": "one step of a layer; takes states",
    "GRUCell": "one step of a layer; takes states",
    "StackedRNNCells": "one step of a layer; takes states",
}

# How a case begins, and a law: why the law does not hold.
EXEMPT = {
    ("Embedding", "misuse_is_explained"): "takes inputs of any rank",
    ("Softmax-axis=[1,2]", "masks_pass_as_declared"): "a mask has the inputs' shape",
    (
        "GlobalAveragePooling1D-keepdims=True-data_format=channels_first",
        "masks_pass_as_declared",
    ): "time is the last axis there",
}
for family in FAMILIES:
    ELSEWHERE |= getattr(family, "ELSEWHERE", {})
    EXEMPT |= getattr(family, "EXEMPT", {})


def entries():
    """Yield (class name, arguments, shape or shapes, options of the case)."""
    yield "Dense", {"units": 4, "activation": "tanh"}, (2, 3), {}
    yield "Dense", {"units": 2, "use_bias": False}, (2, 3, 4), {}
    yield "Activation", {"activation": "sigmoid"}, (2, 3), {}
    yield "Embedding", {"input_dim": 5, "output_dim": 3}, (2, 4), {"max_int": 5}
    kwargs = {"input_dim": 5, "output_dim": 3, "mask_zero": True}
    yield "Embedding", kwargs, (2, 4), {"max_int": 5}
    yield "Identity", {}, (2, 3), {}
    yield "Masking", {}, (2, 3, 4), {}
    yield "ActivityRegularization", {"l2": 0.1}, (2, 3), {}
    for name in ("Dropout", "AlphaDropout", "GaussianDropout"):
        yield name, {"rate": 0.4, "seed": 1}, (2, 3, 4), {}
    yield "Dropout", {"rate": 0.4, "noise_shape": (None, 1)}, (2, 3), {}
    yield "GaussianNoise", {"stddev": 0.4}, (2, 3), {}
    yield "Flatten", {}, (2, 3, 4), {}
    yield "Flatten", {"data_format": "channels_first"}, (2, 3, 4), {}
    yield "Reshape", {"target_shape": (4, 3)}, (2, 3, 4), {}
    yield "Reshape", {"target_shape": (2, -1)}, (2, 3, 4), {}
    yield "Permute", {"dims": (2, 1)}, (2, 3, 4), {}
    yield "RepeatVector", {"n": 3}, (2, 4), {}
    yield "UpSampling2D", {"interpolation": "bilinear"}, (2, 3, 4, 2), {}
    yield "UpSampling2D", {"interpolation": "bicubic"}, (2, 3, 4, 2), {}
    yield "Conv1D", {"filters": 2, "kernel_size": 3, "padding": "causal"}, (2, 6, 3), {}
    for rank, sizes in SPATIAL.items():
        yield from spatial(rank, sizes)
    yield from normalization()
    yield from merging()
    yield from activation()
    yield from recurrent()
    for family in FAMILIES:
        yield from family.ENTRIES


def spatial(rank, sizes):
    last, first = (2, *sizes, 4), (2, 4, *sizes)
    second = {"data_format": "channels_first"}
    conv = {"filters": 2, "kernel_size": 2, "groups": 2}
    yield f"Conv{rank}D", conv, last, {}
    yield f"Conv{rank}D", {**conv, **second, "padding": "same", "strides": 2}, first, {}
    for kind in ("Max", "Average"):
        yield f"{kind}Pooling{rank}D", {"pool_size": 2}, last, {}
        kwargs = {"pool_size": 2, "padding": "same", **second}
        yield f"{kind}Pooling{rank}D", kwargs, first, {}
        yield f"Global{kind}Pooling{rank}D", {}, last, {}
        yield f"Global{kind}Pooling{rank}D", {"keepdims": True, **second}, first, {}
    yield f"ZeroPadding{rank}D", {}, last, {}
    yield f"Cropping{rank}D", {"cropping": 1}, last, {}
    yield f"UpSampling{rank}D", {"size": 2}, last, {}
    yield f"SpatialDropout{rank}D", {"rate": 0.4}, last, {}


def normalization():
    yield "BatchNormalization", {}, (3, 4), {}
    yield "BatchNormalization", {"axis": 1, "scale": False}, (2, 3, 4, 2), {}
    yield "LayerNormalization", {}, (2, 3, 4), {}
    yield "LayerNormalization", {"axis": [1, 2], "center": False}, (2, 3, 4), {}


def merging():
    pair = [(2, 3, 4), (2, 3, 4)]
    for name in ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract"):
        yield name, {}, pair, {}
    yield "Add", {}, [(2, 3, 4), (2, 4), (2, 1, 4)], {}
    yield "Concatenate", {}, [(2, 3), (2, 5)], {}
    yield "Concatenate", {"axis": 1}, [(2, 3, 4), (2, 1, 4)], {}
    yield "Dot", {"axes": 1, "normalize": True}, [(2, 3), (2, 3)], {}
    yield "Dot", {"axes": (2, 1)}, [(2, 3, 4), (2, 4, 5)], {}
    yield "Dot", {"axes": (1, 2)}, [(2, 3, 4, 2), (2, 5, 3)], {}


def activation():
    yield "ReLU", {"max_value": 1.0, "negative_slope": 0.1}, (2, 3), {}
    yield "LeakyReLU", {}, (2, 3), {}
    yield "ELU", {"alpha": 0.5}, (2, 3), {}
    yield "PReLU", {}, (2, 3, 4), {}
    yield "PReLU", {"shared_axes": [1]}, (2, 3, 4), {}
    yield "Softmax", {}, (2, 3), {}
    yield "Softmax", {"axis": [1, 2]}, (2, 3, 4), {}


def recurrent():
    for name in ("SimpleRNN", "LSTM", "GRU"):
        yield name, {"units": 2}, (2, 4, 3), {}
        yield name, {"units": 2, "return_sequences": True}, (2, 4, 3), {}
        yield name, {"units": 2, "go_backwards": True, "dropout": 0.3}, (2, 4, 3), {}
        cell = Nested(f"{name}Cell", {"units": 2})
        yield "RNN", {"cell": cell, "return_sequences": True}, (2, 4, 3), {}
    kwargs = {"layer": Nested("LSTM", {"units": 2, "return_sequences": True})}
    yield "Bidirectional", kwargs, (2, 4, 3), {}
    yield "TimeDistributed", {"layer": Nested("Dense", {"units": 2})}, (2, 4, 3), {}


def fresh(value, more):
    if isinstance(value, Nested):
        return getattr(layers, value.name)(**value.kwargs, **more)
    if isinstance(value, list):
        return [fresh(item, more) for item in value]
    return value


def label(entry):
    name, kwargs, shape, _ = entry
    return f"{name}-{label_of(kwargs)}-{shape}".replace(" ", "")


ENTRIES = list(entries())


@pytest.mark.parametrize("entry", ENTRIES, ids=label)
@pytest.mark.parametrize("law", LAYER_LAWS, ids=lambda law: law.__name__)
def test_law(law, entry, tally):
    name, kwargs, shape, options = entry
    for (start, exempt), reason in EXEMPT.items():
        if label(entry).startswith(start) and law.__name__ == exempt:
            pytest.skip(reason)

    def make(**given):
        more = {"dtype": given["dtype"]} if "dtype" in given else {}
        given = {k: fresh(v, more) for k, v in given.items()}
        return getattr(layers, name)(**given)

    count = law(layer_case(make, kwargs, shape, **options))
    tally("layers", law.__name__, label(entry), count)


def test_every_layer_has_an_entry():
    layer_registry.load_later()
    known = {
        item.__name__
        for item in layer_registry.entries.values()
        if inspect.isclass(item) and item.__module__.startswith("cornu.")
    }
    listed = {entry[0] for entry in ENTRIES} | set(ELSEWHERE)
    assert not known - listed
    assert not listed - known

"""Record layers of real Keras 3 into ``layers.npz`` and ``layers_<family>.npz``.

Run: ``python -m pip install keras jax`` and then
``KERAS_BACKEND=jax python tests/golden/make_layers.py [FAMILY ...]``. A family is a
module in ``layer_specs`` whose function ``specs`` yields cases; "core" stands for the
cases in this file.
Each case holds the constructor's arguments, ``get_config()``, inputs, weights, the
output in inference mode, gradients of ``sum(output * probe)`` with respect to float
inputs, states and trainable weights, masks, and for some layers the training mode.
"""

from __future__ import annotations

import argparse
import importlib
import os

os.environ.setdefault("KERAS_BACKEND", "jax")

from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
from layer_spec import SPATIAL, Spec, nested, spec
from load import FOLDER, build, generator, plain, probe
from store import Store, versions

# ---- the cases ----


def core() -> Iterator[Spec]:
    for shape in [(3, 4), (2, 3, 4)]:
        rank = len(shape)
        yield spec("Dense", shape, f"rank{rank}", kwargs={"units": 5})
        yield spec(
            "Dense",
            shape,
            f"rank{rank}-tanh",
            kwargs={"units": 2, "activation": "tanh", "use_bias": False},
        )
    yield spec(
        "Dense",
        (3, 4),
        "settings",
        kwargs={
            "units": 3,
            "activation": "relu",
            "kernel_initializer": "he_normal",
            "bias_initializer": "ones",
            "kernel_regularizer": "l2",
            "kernel_constraint": "non_neg",
            "name": "named",
        },
    )
    for name in [
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
        "silu",
        "soft_shrink",
        "softmax",
        "softplus",
        "softsign",
        "sparse_plus",
        "sparse_sigmoid",
        "sparsemax",
        "squareplus",
        "swish",
        "tanh",
        "tanh_shrink",
    ]:
        yield spec("Activation", (3, 6), name, kwargs={"activation": name}, scale=2.0)
    yield spec("Flatten", (2, 3, 4))
    yield spec(
        "Flatten", (2, 3, 2, 2), "nchw", kwargs={"data_format": "channels_first"}
    )
    yield spec("Flatten", (3,), "rank1")
    yield spec("Reshape", (2, 6), "2d", kwargs={"target_shape": [3, 2]})
    yield spec("Reshape", (2, 6, 2), "unknown", kwargs={"target_shape": [-1, 3]})
    yield spec("Permute", (2, 3, 4), "21", kwargs={"dims": [2, 1]})
    yield spec("Permute", (2, 3, 4, 2), "312", kwargs={"dims": [3, 1, 2]})
    yield spec("RepeatVector", (2, 3), kwargs={"n": 4})
    yield spec(
        "Embedding", (2, 5), "plain", kwargs={"input_dim": 6, "output_dim": 3}, ints=6
    )
    yield spec(
        "Embedding",
        (2, 5),
        "mask_zero",
        kwargs={"input_dim": 4, "output_dim": 3, "mask_zero": True},
        ints=4,
    )
    yield spec(
        "Embedding",
        (3,),
        "rank1",
        kwargs={
            "input_dim": 4,
            "output_dim": 2,
            "embeddings_initializer": "random_normal",
        },
        ints=4,
    )
    yield spec("Masking", (2, 5, 3), "zero", zero_steps=0.0)
    yield spec(
        "Masking", (2, 5, 3), "value", kwargs={"mask_value": -1.0}, zero_steps=-1.0
    )
    for name in ("Dropout", "SpatialDropout1D", "GaussianDropout", "AlphaDropout"):
        kwargs = {"rate": 0.0}
        yield spec(name, (2, 4, 3), "zero", kwargs=kwargs, training=True)
    yield spec(
        "Dropout",
        (2, 4),
        "settings",
        kwargs={"rate": 0.4, "noise_shape": [None, 1], "seed": 3},
    )
    yield spec("SpatialDropout2D", (2, 3, 4, 2), kwargs={"rate": 0.3})
    yield spec("SpatialDropout3D", (2, 3, 2, 2, 2), kwargs={"rate": 0.3})
    yield spec("GaussianNoise", (2, 4), kwargs={"stddev": 0.0}, training=True)
    yield spec("ActivityRegularization", (2, 4), kwargs={"l1": 0.1, "l2": 0.2})


def convolution() -> Iterator[Spec]:
    settings: dict[str, dict[str, Any]] = {
        "valid": {"padding": "valid"},
        "same": {"padding": "same", "activation": "relu"},
        "strides": {"padding": "valid", "strides": 2},
        "same-strides": {"padding": "same", "strides": 2, "use_bias": False},
        "dilation": {"padding": "valid", "dilation_rate": 2, "kernel_size": 2},
        "same-dilation": {"padding": "same", "dilation_rate": 2},
        "groups": {"padding": "same", "groups": 2, "filters": 4},
    }
    for rank in (1, 2, 3):
        for tag, extra in settings.items():
            kwargs = {"filters": 2, "kernel_size": 3 if rank < 3 else 2, **extra}
            shape = (2, *SPATIAL[rank], 2)
            yield spec(f"Conv{rank}D", shape, tag, kwargs=kwargs)
        kwargs = {
            "filters": 3,
            "kernel_size": 2,
            "padding": "same",
            "data_format": "channels_first",
        }
        first = (2, 2, *SPATIAL[rank])
        yield spec(f"Conv{rank}D", first, "nchw", kwargs=kwargs)
    for tag, extra in {
        "causal": {},
        "causal-dilation": {"dilation_rate": 2},
        "causal-strides": {"strides": 2},
    }.items():
        kwargs = {"filters": 2, "kernel_size": 3, "padding": "causal", **extra}
        yield spec("Conv1D", (2, 7, 2), tag, kwargs=kwargs)
    yield spec(
        "Conv2D",
        (2, 5, 6, 3),
        "oblong",
        kwargs={
            "filters": 2,
            "kernel_size": [2, 3],
            "strides": [2, 1],
            "padding": "same",
        },
    )
    yield spec(
        "Conv2D", (2, 4, 5, 3), "pointwise", kwargs={"filters": 4, "kernel_size": 1}
    )
    yield spec(
        "Conv2D",
        (2, 4, 5, 4),
        "depthwise-groups",
        kwargs={
            "filters": 4,
            "kernel_size": 3,
            "groups": 4,
            "data_format": "channels_last",
        },
    )
    yield spec(
        "Conv2D",
        (1, 4, 9, 9),
        "nchw-groups-strides",
        kwargs={
            "filters": 4,
            "kernel_size": 3,
            "groups": 2,
            "strides": 2,
            "data_format": "channels_first",
        },
    )


def pooling() -> Iterator[Spec]:
    settings: dict[str, dict[str, Any]] = {
        "default": {"pool_size": 2},
        "same": {"pool_size": 2, "padding": "same"},
        "overlap": {"pool_size": 3, "strides": 1},
        "same-overlap": {"pool_size": 3, "strides": 2, "padding": "same"},
        "nchw": {"pool_size": 2, "data_format": "channels_first"},
    }
    for rank in (1, 2, 3):
        yield spec(f"MaxPooling{rank}D", (1, *SPATIAL[rank], 1), "no-arguments")
        for kind in ("Max", "Average"):
            for tag, kwargs in settings.items():
                shape = (2, *SPATIAL[rank], 2)
                if tag == "nchw":
                    shape = (2, 2, *SPATIAL[rank])
                yield spec(f"{kind}Pooling{rank}D", shape, tag, kwargs=kwargs)
            name = f"Global{kind}Pooling{rank}D"
            shape = (2, *SPATIAL[rank], 2)
            yield spec(name, shape, "default")
            yield spec(name, shape, "keepdims", kwargs={"keepdims": True})
            yield spec(name, shape, "nchw", kwargs={"data_format": "channels_first"})
    yield spec("GlobalAveragePooling1D", (2, 5, 3), "mask", mask="time")


def resizing() -> Iterator[Spec]:
    yield spec("ZeroPadding1D", (2, 3, 2), "default")
    yield spec("ZeroPadding1D", (2, 3, 2), "pair", kwargs={"padding": [0, 2]})
    yield spec("ZeroPadding2D", (2, 3, 2, 2), "default")
    yield spec("ZeroPadding2D", (2, 3, 2, 2), "pair", kwargs={"padding": [1, 2]})
    yield spec(
        "ZeroPadding2D",
        (2, 2, 3, 2),
        "nchw",
        kwargs={"padding": [[1, 0], [0, 2]], "data_format": "channels_first"},
    )
    yield spec("ZeroPadding3D", (1, 2, 3, 2, 2), "default")
    yield spec(
        "ZeroPadding3D",
        (1, 2, 3, 2, 2),
        "pairs",
        kwargs={"padding": [[1, 0], [0, 2], [1, 1]]},
    )
    yield spec("UpSampling1D", (2, 3, 2), "default")
    yield spec("UpSampling1D", (2, 3, 2), "three", kwargs={"size": 3})
    yield spec("UpSampling2D", (2, 3, 2, 2), "default")
    yield spec(
        "UpSampling2D",
        (2, 2, 3, 2),
        "nchw",
        kwargs={"size": [2, 3], "data_format": "channels_first"},
    )
    yield spec(
        "UpSampling2D",
        (2, 3, 4, 2),
        "bilinear",
        kwargs={"size": [2, 3], "interpolation": "bilinear"},
    )
    yield spec("UpSampling3D", (1, 2, 3, 2, 2), "default")
    yield spec(
        "UpSampling3D",
        (1, 2, 2, 3, 2),
        "nchw",
        kwargs={"size": [1, 2, 2], "data_format": "channels_first"},
    )


def normalization() -> Iterator[Spec]:
    settings: dict[str, tuple[tuple[int, ...], dict[str, Any]]] = {
        "rank2": ((5, 3), {}),
        "rank4": ((2, 3, 4, 2), {}),
        "axis1": ((2, 3, 4, 2), {"axis": 1}),
        "no-scale": ((4, 3), {"scale": False}),
        "no-center": ((4, 3), {"center": False}),
        "bare": ((4, 3), {"scale": False, "center": False}),
        "settings": ((4, 3), {"momentum": 0.7, "epsilon": 0.01}),
    }
    for tag, (shape, kwargs) in settings.items():
        yield spec("BatchNormalization", shape, tag, kwargs=kwargs, training=True)
    yield spec("BatchNormalization", (3, 4, 2), "mask", mask="time", training=True)
    yield spec(
        "BatchNormalization",
        (4, 3),
        "frozen",
        kwargs={"trainable": False},
        training=True,
    )
    yield spec("LayerNormalization", (3, 5))
    yield spec("LayerNormalization", (2, 3, 4), "rank3")
    yield spec("LayerNormalization", (2, 3, 4), "axes", kwargs={"axis": [1, 2]})
    yield spec("LayerNormalization", (2, 3, 4), "axis1", kwargs={"axis": 1})
    yield spec(
        "LayerNormalization",
        (3, 5),
        "bare",
        kwargs={"scale": False, "center": False, "epsilon": 0.1},
    )
    yield spec("LayerNormalization", (3, 5), "no-center", kwargs={"center": False})


def recurrent() -> Iterator[Spec]:
    common: dict[str, dict[str, Any]] = {
        "default": {},
        "sequences": {"return_sequences": True},
        "backwards": {"return_sequences": True, "go_backwards": True},
        "state": {"return_state": True},
        "all": {"return_sequences": True, "return_state": True, "use_bias": False},
        "activation": {"activation": "relu"},
    }
    own: dict[str, dict[str, dict[str, Any]]] = {
        "SimpleRNN": {},
        "LSTM": {
            "no-forget-bias": {"unit_forget_bias": False},
            "gates": {"recurrent_activation": "hard_sigmoid"},
        },
        "GRU": {
            "reset-before": {"reset_after": False, "return_sequences": True},
            "reset-before-state": {"reset_after": False, "return_state": True},
            "reset-before-no-bias": {"reset_after": False, "use_bias": False},
            "gates": {"recurrent_activation": "hard_sigmoid"},
        },
    }
    counts = {"SimpleRNN": 1, "LSTM": 2, "GRU": 1}
    for name, extra in own.items():
        for tag, kwargs in (common | extra).items():
            yield spec(name, (2, 4, 3), tag, kwargs={"units": 2, **kwargs})
        for tag, kwargs in {
            "mask": {},
            "mask-sequences": {"return_sequences": True},
            "mask-zero": {"return_sequences": True, "zero_output_for_mask": True},
            "mask-backwards": {"return_sequences": True, "go_backwards": True},
        }.items():
            yield spec(name, (3, 4, 2), tag, kwargs={"units": 2, **kwargs}, mask="time")
        states = [(2, 2)] * counts[name]
        kwargs = {"units": 2, "return_state": True}
        yield spec(name, (2, 4, 3), "initial-state", kwargs=kwargs, states=states)
        yield spec(
            name,
            (3, 4, 3),
            "initial-state-mask",
            kwargs=kwargs,
            states=[(3, 2)] * counts[name],
            mask="time",
        )
        yield spec(
            f"{name}Cell",
            (3, 4),
            "step",
            kwargs={"units": 2},
            states=[(3, 2)] * counts[name],
            cell=True,
        )
        yield spec(
            "RNN",
            (2, 4, 3),
            name,
            kwargs={"cell": nested(f"{name}Cell", units=2), "return_sequences": True},
        )
    yield spec(
        "GRUCell",
        (3, 4),
        "reset-before",
        kwargs={"units": 2, "reset_after": False},
        states=[(3, 2)],
        cell=True,
    )
    stack = nested(
        "StackedRNNCells",
        cells=[nested("LSTMCell", units=2), nested("GRUCell", units=3)],
    )
    yield spec(
        "RNN", (2, 4, 3), "stacked", kwargs={"cell": stack, "return_state": True}
    )
    yield spec(
        "RNN",
        (2, 4, 3),
        "stacked-mask",
        kwargs={"cell": stack, "return_sequences": True},
        mask="time",
    )


def wrappers() -> Iterator[Spec]:
    for mode in ("concat", "sum", "mul", "ave", None):
        yield spec(
            "Bidirectional",
            (2, 4, 3),
            f"{mode}".lower(),
            kwargs={
                "layer": nested("LSTM", units=2, return_sequences=True),
                "merge_mode": mode,
            },
        )
    yield spec(
        "Bidirectional", (2, 4, 3), "last", kwargs={"layer": nested("LSTM", units=2)}
    )
    yield spec(
        "Bidirectional",
        (2, 4, 3),
        "gru-sum",
        kwargs={"layer": nested("GRU", units=2), "merge_mode": "sum"},
    )
    yield spec(
        "Bidirectional",
        (3, 4, 3),
        "mask",
        kwargs={"layer": nested("LSTM", units=2)},
        mask="time",
    )
    yield spec(
        "Bidirectional",
        (3, 4, 3),
        "mask-sequences",
        kwargs={"layer": nested("LSTM", units=2, return_sequences=True)},
        mask="time",
    )
    yield spec(
        "Bidirectional",
        (2, 4, 3),
        "state",
        kwargs={"layer": nested("LSTM", units=2, return_state=True)},
    )
    yield spec(
        "Bidirectional",
        (2, 4, 3),
        "initial-state",
        kwargs={"layer": nested("LSTM", units=2)},
        states=[(2, 2)] * 4,
    )
    yield spec(
        "Bidirectional",
        (2, 4, 3),
        "backward-layer",
        kwargs={
            "layer": nested("LSTM", units=2, return_sequences=True),
            "backward_layer": nested(
                "LSTM", units=3, return_sequences=True, go_backwards=True
            ),
        },
    )
    yield spec(
        "TimeDistributed",
        (2, 3, 4),
        "dense",
        kwargs={"layer": nested("Dense", units=2, activation="tanh")},
    )
    yield spec(
        "TimeDistributed",
        (2, 3, 4),
        "dense-mask",
        kwargs={"layer": nested("Dense", units=2)},
        mask="time",
    )
    yield spec(
        "TimeDistributed",
        (2, 3, 5, 4, 2),
        "conv",
        kwargs={"layer": nested("Conv2D", filters=2, kernel_size=2)},
    )


def merging() -> Iterator[Spec]:
    pair = [(2, 3), (2, 3)]
    for name in ("Add", "Multiply", "Average", "Maximum", "Minimum"):
        yield spec(name, [*pair, (2, 3)], "three")
        yield spec(name, [(2, 3, 1), (2, 1, 4)], "broadcast")
        yield spec(name, [(2, 3, 4), (2, 4)], "ranks")
    yield spec("Subtract", pair, "two")
    yield spec("Subtract", [(2, 3, 1), (2, 1, 4)], "broadcast")
    yield spec("Concatenate", [(2, 3), (2, 4), (2, 1)], "last")
    yield spec("Concatenate", [(2, 3, 2), (2, 1, 2)], "axis1", kwargs={"axis": 1})
    yield spec("Concatenate", [(2, 3, 2), (2, 3, 1)], "mask", mask="times")
    yield spec("Add", [(2, 3, 2), (2, 3, 2)], "mask", mask="times")
    yield spec("Dot", [(3, 4), (3, 4)], "vectors", kwargs={"axes": 1})
    yield spec("Dot", [(3, 4), (3, 4)], "cosine", kwargs={"axes": 1, "normalize": True})
    yield spec("Dot", [(2, 3, 4), (2, 5, 4)], "last", kwargs={"axes": 2})
    yield spec("Dot", [(2, 3, 4), (2, 4, 5)], "pair", kwargs={"axes": [2, 1]})
    yield spec("Dot", [(2, 3, 4), (2, 3)], "mixed", kwargs={"axes": [1, 1]})
    yield spec("Dot", [(2, 3, 4), (2, 4, 2)], "negative", kwargs={"axes": [-1, -2]})


def activation() -> Iterator[Spec]:
    shape = (3, 5)
    for tag, kwargs in {
        "default": {},
        "max": {"max_value": 1.0},
        "slope": {"negative_slope": 0.2},
        "all": {"max_value": 2.0, "negative_slope": 0.1, "threshold": 0.5},
    }.items():
        yield spec("ReLU", shape, tag, kwargs=kwargs, scale=2.0)
    yield spec("LeakyReLU", shape, "default", scale=2.0)
    yield spec("LeakyReLU", shape, "slope", kwargs={"negative_slope": 0.1})
    yield spec("ELU", shape, "default", scale=2.0)
    yield spec("ELU", shape, "alpha", kwargs={"alpha": 0.5}, scale=2.0)
    yield spec("PReLU", shape, "default")
    yield spec("PReLU", (2, 3, 4, 2), "shared", kwargs={"shared_axes": [1, 2]})
    yield spec("Softmax", shape, "default", scale=2.0)
    yield spec("Softmax", (2, 3, 4), "axis", kwargs={"axis": 1}, scale=2.0)
    yield spec("Softmax", (2, 3, 4), "axes", kwargs={"axis": [1, 2]})
    yield spec("Softmax", (3, 4), "mask", mask="time")


def all_specs() -> Iterator[Spec]:
    for family in (
        core, convolution, pooling, resizing, normalization, recurrent, wrappers,
        merging, activation,
    ):  # fmt: skip
        yield from family()


# ---- recording ----


def weight_value(
    path: str, shape: tuple[int, ...], rng: np.random.Generator
) -> np.ndarray:
    value = rng.standard_normal(shape)
    if "variance" in path:
        value = 0.5 + np.abs(value)
    elif "gamma" in path:
        value = 1.0 + 0.3 * value
    else:
        value = 0.5 * value
    return np.asarray(value, np.float32)


def time_mask(shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    mask = rng.random(shape[:2]) < 0.6
    mask[0] = True
    mask[1, -1] = False
    return mask


def make_inputs(entry: Spec, rng: np.random.Generator) -> list[np.ndarray]:
    many = isinstance(entry["shapes"], list)
    shapes = entry["shapes"] if many else [entry["shapes"]]
    if "ints" in entry:
        return [
            rng.integers(0, entry["ints"], shape).astype(np.int32) for shape in shapes
        ]
    scale = entry.get("scale", 1.0)
    arrays = [
        (scale * rng.standard_normal(shape)).astype(np.float32) for shape in shapes
    ]
    if "zero_steps" in entry:
        arrays[0][:, 1] = entry["zero_steps"]
        arrays[0][0, 3] = entry["zero_steps"]
    return arrays


def call_arguments(entry: Spec, inputs: list[Any], rng: Any) -> dict[str, Any]:
    kwargs: dict[str, Any] = {}
    if entry.get("mask") == "time":
        kwargs["mask"] = time_mask(inputs[0].shape, rng)
    elif entry.get("mask") == "times":
        kwargs["mask"] = [time_mask(array.shape, rng) for array in inputs]
    if "states" in entry:
        states = [
            rng.standard_normal(shape).astype(np.float32) for shape in entry["states"]
        ]
        kwargs["states" if entry.get("cell") else "initial_state"] = states
    return {**kwargs, **entry.get("call", {})}


def is_float(array: Any) -> bool:
    return np.issubdtype(np.asarray(array).dtype, np.floating)


def record(entry: Spec) -> dict[str, Any]:
    keras.backend.clear_session()
    name = f"{entry['class_name']}-{entry['tag'] or 'default'}"
    rng = generator(name)
    kwargs = entry.get("kwargs", {})
    many = isinstance(entry["shapes"], list)
    layer = build(keras.layers, entry["class_name"], kwargs)
    config = plain(layer.get_config())
    inputs = make_inputs(entry, rng)
    call_kwargs = call_arguments(entry, inputs, rng)
    # A merging layer's mask only matters to compute_mask; its call takes none.
    dropped = "mask" if many and "mask" not in entry.get("call", {}) else None
    passed = {k: v for k, v in call_kwargs.items() if k != dropped}

    spread = bool(entry.get("spread"))

    def call(target: Any, arrays: Any, keywords: Any) -> Any:
        return target(*arguments(list(arrays), many, spread), **keywords)

    call(layer, inputs, passed)
    values = [weight_value(w.path, tuple(w.shape), rng) for w in layer.weights]
    layer.set_weights(values)
    outputs = keras.tree.flatten(call(layer, inputs, passed))
    result: dict[str, Any] = {
        "id": name,
        "class_name": entry["class_name"],
        "kwargs": kwargs,
        "config": config,
        "inputs": inputs,
        "many": many,
        "call_kwargs": passed,
        "weights": [
            {"path": w.path, "trainable": bool(w.trainable), "value": value}
            for w, value in zip(layer.weights, values, strict=True)
        ],
        "outputs": [np.asarray(output) for output in outputs],
    }
    result["spread"] = spread
    if not entry.get("cell") and not spread:
        mask = call_kwargs.get("mask")
        out_mask = layer.compute_mask(inputs if many else inputs[0], mask)
        result["output_mask"] = keras.tree.map_structure(
            lambda m: None if m is None else np.asarray(m), out_mask
        )
        if many and mask is not None:
            result["extra"] = {"input_masks": mask}
    if entry.get("smooth", True):
        result.update(gradients(layer, inputs, passed, many, spread))
    if entry.get("training"):
        trained = call(layer, inputs, {**passed, "training": True})
        result["training_outputs"] = [
            np.asarray(output) for output in keras.tree.flatten(trained)
        ]
        result["training_weights"] = layer.get_weights()
        layer.set_weights(values)
    return result


def arguments(arrays: list[Any], many: bool, spread: bool) -> list[Any]:
    """Return the positional arguments of a call: several, one list, or one array."""
    if spread:
        return arrays
    return [arrays if many else arrays[0]]


def gradients(
    layer: Any, inputs: list[Any], passed: dict[str, Any], many: bool, spread: bool
) -> dict[str, Any]:
    trainable = [jnp.asarray(v.value) for v in layer.trainable_variables]
    fixed = [jnp.asarray(v.value) for v in layer.non_trainable_variables]
    floats = [jnp.asarray(a) for a in inputs if is_float(a)]
    state_name = next((k for k in ("states", "initial_state") if k in passed), None)
    states = [jnp.asarray(s) for s in passed.get(state_name, [])]

    def scalar(weights: Any, arrays: Any, carried: Any) -> Any:
        stream = iter(arrays)
        filled = [next(stream) if is_float(a) else jnp.asarray(a) for a in inputs]
        keywords = dict(passed)
        if state_name:
            keywords[state_name] = list(carried)
        given = arguments(filled, many, spread)
        outputs, _ = layer.stateless_call(weights, fixed, *given, **keywords)
        return sum(
            jnp.sum(o * probe(o.shape))
            for o in keras.tree.flatten(outputs)
            if jnp.issubdtype(o.dtype, jnp.floating)
        )

    by_weight, by_input, by_state = jax.grad(scalar, argnums=(0, 1, 2))(
        trainable, floats, states
    )
    stream = iter(by_input)
    return {
        "weight_grads": [np.asarray(g) for g in by_weight],
        "input_grads": [
            np.asarray(next(stream)) if is_float(a) else None for a in inputs
        ],
        "state_grads": [np.asarray(g) for g in by_state],
    }


def record_family(name: str) -> None:
    """Write the file of one family."""
    if name == "core":
        entries, path = all_specs(), "layers"
    else:
        module = importlib.import_module(f"layer_specs.{name}")
        entries, path = module.specs(), f"layers_{name}"
    recorded, failed = [], []
    for entry in entries:
        try:
            recorded.append(record(entry))
        except Exception as error:
            failed.append(f"{entry['class_name']} {entry['tag']}: {error}")
    if failed:
        raise SystemExit("\n".join(failed))
    names = [case["id"] for case in recorded]
    assert len(set(names)) == len(names), "two cases share a name"
    Store().save(path, {"versions": versions(), "cases": recorded})
    print(f"{len(recorded)} cases of {len({c['class_name'] for c in recorded})} layers")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("families", nargs="*")
    found = sorted(p.stem for p in (FOLDER / "layer_specs").glob("*.py"))
    for name in parser.parse_args().families or ["core", *found]:
        record_family(name)


if __name__ == "__main__":
    main()

"""Transposed, depthwise and separable convolutions, and what else came with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layer_spec import SPATIAL, Spec, nested, spec


def specs() -> Iterator[Spec]:
    yield from transposed()
    yield from depthwise()
    yield from separable()
    yield from conv_lstm()
    yield from einsum()
    yield from normalization()
    yield from spectral()
    yield from embedding()
    yield from adaptive()


def transposed() -> Iterator[Spec]:
    settings: dict[str, dict[str, Any]] = {
        "valid": {},
        "same": {"padding": "same", "activation": "relu"},
        "strides": {"strides": 2},
        "same-strides": {"strides": 2, "padding": "same", "use_bias": False},
        "far": {"strides": 3, "kernel_size": 2},
        "output-padding": {"strides": 2, "output_padding": 1},
        "no-output-padding": {"strides": 2, "padding": "same", "output_padding": 0},
        "same-output-padding": {"strides": 2, "padding": "same", "output_padding": 1},
        "dilation": {"dilation_rate": 2, "kernel_size": 2},
        "same-dilation": {"dilation_rate": 2, "padding": "same"},
        "even": {"kernel_size": 4, "strides": 2, "padding": "same"},
        "pointwise": {"kernel_size": 1, "strides": 2, "padding": "same"},
    }
    for rank in (1, 2, 3):
        name = f"Conv{rank}DTranspose"
        for tag, extra in settings.items():
            if rank == 3 and tag in ("even", "far"):
                continue
            kwargs = {"filters": 2, "kernel_size": 3 if rank < 3 else 2, **extra}
            sizes = (3,) * (rank - 1) + (4,)
            yield spec(name, (2, *sizes, 3), tag, kwargs=kwargs)
        kwargs = {
            "filters": 3,
            "kernel_size": 2,
            "strides": 2,
            "padding": "same",
            "data_format": "channels_first",
        }
        yield spec(name, (2, 2, *SPATIAL[rank]), "nchw", kwargs=kwargs)
    yield spec(
        "Conv2DTranspose",
        (1, 3, 4, 2),
        "oblong",
        kwargs={
            "filters": 2,
            "kernel_size": [2, 3],
            "strides": [2, 3],
            "output_padding": [1, 0],
            "kernel_regularizer": "l2",
            "bias_initializer": "ones",
        },
    )


def depthwise() -> Iterator[Spec]:
    settings: dict[str, dict[str, Any]] = {
        "valid": {},
        "same": {"padding": "same", "activation": "relu"},
        "strides": {"strides": 2, "use_bias": False},
        "same-strides": {"strides": 2, "padding": "same"},
        "dilation": {"dilation_rate": 2, "kernel_size": 2},
        "multiplier": {"depth_multiplier": 2, "padding": "same"},
    }
    for rank in (1, 2):
        name = f"DepthwiseConv{rank}D"
        for tag, extra in settings.items():
            kwargs = {"kernel_size": 3, **extra}
            yield spec(name, (2, *SPATIAL[rank], 3), tag, kwargs=kwargs)
        kwargs = {
            "kernel_size": 2,
            "depth_multiplier": 2,
            "data_format": "channels_first",
            "depthwise_constraint": "non_neg",
        }
        yield spec(name, (2, 3, *SPATIAL[rank]), "nchw", kwargs=kwargs)


def separable() -> Iterator[Spec]:
    settings: dict[str, dict[str, Any]] = {
        "valid": {},
        "same": {"padding": "same", "activation": "relu"},
        "strides": {"strides": 2, "use_bias": False},
        "same-strides": {"strides": 2, "padding": "same"},
        "dilation": {"dilation_rate": 2, "kernel_size": 2},
        "multiplier": {"depth_multiplier": 2, "padding": "same"},
    }
    for rank in (1, 2):
        name = f"SeparableConv{rank}D"
        for tag, extra in settings.items():
            kwargs = {"filters": 4, "kernel_size": 3, **extra}
            yield spec(name, (2, *SPATIAL[rank], 3), tag, kwargs=kwargs)
        kwargs = {
            "filters": 2,
            "kernel_size": 2,
            "depth_multiplier": 2,
            "data_format": "channels_first",
            "pointwise_regularizer": "l2",
        }
        yield spec(name, (2, 3, *SPATIAL[rank]), "nchw", kwargs=kwargs)


def conv_lstm() -> Iterator[Spec]:
    settings: dict[str, dict[str, Any]] = {
        "default": {},
        "sequences": {"return_sequences": True, "padding": "same"},
        "backwards": {"return_sequences": True, "go_backwards": True},
        "state": {"return_state": True},
        "all": {"return_sequences": True, "return_state": True, "use_bias": False},
        "strides": {"strides": 2, "unit_forget_bias": False},
        "dilation": {"dilation_rate": 2, "activation": "relu"},
        "gates": {"recurrent_activation": "hard_sigmoid", "dropout": 0.2},
    }
    for rank in (1, 2, 3):
        name = f"ConvLSTM{rank}D"
        sizes = (2, *(3,) * (rank - 1), 4)  # time, then space
        for tag, extra in settings.items():
            if rank == 3 and tag in ("gates", "dilation"):
                continue
            kwargs = {"filters": 2, "kernel_size": 2, **extra}
            yield spec(name, (2, *sizes, 2), tag, kwargs=kwargs)
        kwargs = {
            "filters": 2,
            "kernel_size": 2,
            "data_format": "channels_first",
            "return_sequences": True,
        }
        first = (2, 2, 3, *sizes[1:])
        yield spec(name, first, "nchw", kwargs=kwargs)
    yield spec(
        "ConvLSTM1D",
        (2, 3, 5, 2),
        "initial",
        kwargs={"filters": 3, "kernel_size": 3, "return_state": True},
        states=[(2, 3, 3), (2, 3, 3)],
    )


def einsum() -> Iterator[Spec]:
    cases: dict[str, tuple[Any, ...]] = {
        "dense": ("ab,bc->ac", 4, "c", (2, 3)),
        "no-bias": ("ab,bc->ac", [4], None, (2, 3)),
        "steps": ("abc,cd->abd", [None, 5], "d", (2, 3, 4)),
        "left": ("...x,xy->...y", 5, "y", (2, 3, 4)),
        "right": ("ab...,bc->ac...", 5, "c", (2, 3, 4)),
        "right-twice": ("ab...,bc->ac...", 5, "c", (2, 3, 4, 2)),
        "right-whole": ("ab...,bc->ac...", [5, None], "c", (2, 3, 4)),
        "heads": ("abc,cde->abde", [None, 2, 3], "de", (2, 3, 4)),
        "heads-d": ("abc,cde->abde", [None, 2, 3], "d", (2, 3, 4)),
        "heads-e": ("abc,cde->abde", [None, 2, 3], "e", (2, 3, 4)),
        "order": ("abc,cde->abde", [None, 2, 3], "ed", (2, 3, 4)),
        "heads-back": ("abde,dec->abc", [3, 5], "bc", (2, 3, 4, 2)),
        "left-two": ("...ab,bc->...ac", [3, 5], "ac", (2, 3, 4)),
        "middle": ("abc,bd->adc", [5, 4], "d", (2, 3, 4)),
        "turned": ("ab...,cb->ac...", 5, "c", (2, 3, 4)),
        "scale": ("ab,b->ab", 3, "b", (2, 3)),
        "all": ("ab,b->a", [], None, (2, 3)),
    }
    for tag, (equation, size, axes, shape) in cases.items():
        kwargs = {"equation": equation, "output_shape": size, "bias_axes": axes}
        yield spec("EinsumDense", shape, tag, kwargs=kwargs)
    yield spec(
        "EinsumDense",
        (2, 3),
        "settings",
        kwargs={
            "equation": "ab,bc->ac",
            "output_shape": 4,
            "bias_axes": "c",
            "activation": "tanh",
            "kernel_initializer": "he_normal",
            "bias_regularizer": "l2",
            "kernel_constraint": "non_neg",
            "activity_regularizer": "l2",
        },
    )


def normalization() -> Iterator[Spec]:
    group: dict[str, tuple[tuple[int, ...], dict[str, Any]]] = {
        "rank2": ((3, 6), {"groups": 2}),
        "rank3": ((2, 3, 4), {"groups": 2}),
        "rank4": ((2, 3, 2, 6), {"groups": 3}),
        "rank5": ((2, 2, 3, 2, 4), {"groups": 2}),
        "axis1": ((2, 4, 3), {"groups": 2, "axis": 1}),
        "axis1-rank4": ((2, 4, 3, 2), {"groups": 4, "axis": 1}),
        "axis2": ((2, 3, 4, 2), {"groups": 2, "axis": 2}),
        "instance": ((2, 3, 4), {"groups": -1}),
        "layer": ((2, 3, 4), {"groups": 1}),
        "bare": ((2, 3, 4), {"groups": 2, "center": False, "scale": False}),
        "no-center": ((2, 3, 4), {"groups": 2, "center": False, "epsilon": 0.1}),
        "no-scale": ((2, 3, 4), {"groups": 2, "scale": False, "axis": 2}),
    }
    for tag, (shape, kwargs) in group.items():
        yield spec("GroupNormalization", shape, tag, kwargs=kwargs)
    yield spec("RMSNormalization", (3, 4))
    yield spec("RMSNormalization", (2, 3, 4), "rank3", kwargs={"epsilon": 0.1})
    yield spec("RMSNormalization", (2, 3, 4), "axes", kwargs={"axis": [1, 2]})
    yield spec("RMSNormalization", (2, 3, 4), "reversed", kwargs={"axis": [-1, -2]})
    yield spec("UnitNormalization", (3, 4))
    yield spec("UnitNormalization", (2, 3, 4), "axis1", kwargs={"axis": 1})
    yield spec("UnitNormalization", (2, 3, 4), "axes", kwargs={"axis": [1, 2]})


def spectral() -> Iterator[Spec]:
    inner: dict[str, tuple[Any, tuple[int, ...]]] = {
        "Dense": (nested("Dense", units=3), (2, 4)),
        "Conv2D": (nested("Conv2D", filters=2, kernel_size=2), (2, 4, 4, 3)),
        "DepthwiseConv1D": (
            nested("DepthwiseConv1D", kernel_size=2, depth_multiplier=2),
            (2, 5, 3),
        ),
    }
    for tag, (layer, shape) in inner.items():
        kwargs = {"layer": layer}
        yield spec("SpectralNormalization", shape, tag, kwargs=kwargs, training=True)
    yield spec(
        "SpectralNormalization",
        (2, 4),
        "thrice",
        kwargs={"layer": nested("Dense", units=3), "power_iterations": 3},
        training=True,
    )


def embedding() -> Iterator[Spec]:
    sizes = {"input_dim": 5, "output_dim": 3}
    settings: dict[str, dict[str, Any]] = {
        "tied": {},
        "apart": {"tie_weights": False},
        "cap": {"logit_soft_cap": 2.0, "embeddings_regularizer": "l2"},
    }
    for tag, extra in settings.items():
        kwargs = {**sizes, **extra}
        yield spec("ReversibleEmbedding", (2, 4), tag, kwargs=kwargs, ints=5)
        yield spec(
            "ReversibleEmbedding",
            (2, 4, 3),
            f"{tag}-reverse",
            kwargs=kwargs,
            call={"reverse": True},
        )


def adaptive() -> Iterator[Spec]:
    sizes = {1: (7,), 2: (5, 6), 3: (4, 3, 5)}
    for rank in (1, 2, 3):
        last = (2, *sizes[rank], 2)
        whole = [(n, n // 2 + 1, 1)[i] for i, n in enumerate(sizes[rank])]
        for kind in ("Average", "Max"):
            name = f"Adaptive{kind}Pooling{rank}D"
            yield spec(name, last, "two", kwargs={"output_size": 2})
            if rank > 1:  # Keras does not leave a sequence as it is
                yield spec(name, last, "each", kwargs={"output_size": whole})
            yield spec(name, last, "one", kwargs={"output_size": 1})
            kwargs = {"output_size": 3, "data_format": "channels_first"}
            yield spec(name, (2, 2, *sizes[rank]), "nchw", kwargs=kwargs)
            kwargs = {"output_size": 6} if rank == 1 else {"output_size": 5}
            yield spec(name, last, "near", kwargs=kwargs)

"""Grids of settings: edges, shapes, cells, activations, convolutions, recurrent, ..."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from layer_spec import SPATIAL, Spec, nested, spec


def specs() -> Iterator[Spec]:
    yield from edges()
    yield from shapes()
    yield from cells()
    yield from noise()
    yield from activations()
    yield from dense()
    yield from convolutions()
    yield from pools()
    yield from recurrent()
    yield from normalization()
    yield from merging()


def edges() -> Iterator[Spec]:
    crops: dict[int, dict[str, Any]] = {
        1: {"default": (1, 1), "one": 2, "pair": [0, 3], "none": 0},
        2: {"one": 1, "pair": [1, 2], "pairs": [[0, 2], [3, 1]], "none": 0},
        3: {"default": 1, "triple": [1, 0, 2], "pairs": [[0, 2], [1, 0], [2, 2]]},
    }
    for rank, settings in crops.items():
        for tag, cropping in settings.items():
            kwargs = {"cropping": cropping}
            shape = (2, *SPATIAL[rank], 3)
            yield spec(f"Cropping{rank}D", shape, tag, kwargs=kwargs)
            if rank > 1:
                kwargs = {**kwargs, "data_format": "channels_first"}
                shape = (2, 3, *SPATIAL[rank])
                yield spec(f"Cropping{rank}D", shape, f"nchw-{tag}", kwargs=kwargs)
    for rank, padding in product((1, 2, 3), (0, 2)):
        kwargs = {"padding": padding}
        shape = (2, *SPATIAL[rank], 3)
        yield spec(f"ZeroPadding{rank}D", shape, f"grid-{padding}", kwargs=kwargs)
    yield spec(
        "ZeroPadding2D",
        (2, 5, 6, 3),
        "grid-pairs",
        kwargs={"padding": [[0, 1], [2, 0]]},
    )
    for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"):
        yield spec(
            "UpSampling2D",
            (2, 3, 4, 2),
            f"grid-{interpolation}",
            kwargs={"size": [2, 3], "interpolation": interpolation},
        )


def shapes() -> Iterator[Spec]:
    for shape in ((3,), (3, 4), (2, 3, 4)):
        yield spec("Identity", shape, f"rank{len(shape)}")
        yield spec("Flatten", shape, f"grid-rank{len(shape)}")
    targets = {"one": [24], "two": [4, 6], "unknown": [-1, 3], "same": [2, 3, 4]}
    for tag, target in targets.items():
        kwargs = {"target_shape": target}
        yield spec("Reshape", (2, 2, 3, 4), f"grid-{tag}", kwargs=kwargs)
    for dims in ([1], [2, 1], [3, 1, 2], [2, 4, 1, 3]):
        shape = (2, 3, 4, 5, 2)[: len(dims) + 1]
        tag = f"grid-{''.join(map(str, dims))}"
        yield spec("Permute", shape, tag, kwargs={"dims": dims})
    for n in (1, 4):
        yield spec("RepeatVector", (2, 3), f"grid-{n}", kwargs={"n": n})


def cells() -> Iterator[Spec]:
    kinds = ("LSTMCell", "GRUCell", "SimpleRNNCell")
    for one, other in product(kinds, kinds):
        stack = nested(
            "StackedRNNCells", cells=[nested(one, units=3), nested(other, units=2)]
        )
        for sequences in (False, True):
            yield spec(
                "RNN",
                (2, 4, 3),
                f"stack-{one}-{other}-{'all' if sequences else 'last'}",
                kwargs={"cell": stack, "return_sequences": sequences},
            )


def noise() -> Iterator[Spec]:
    for name, kwargs in (
        ("Dropout", {"rate": 0.5, "noise_shape": [2, 1, 4]}),
        ("SpatialDropout1D", {"rate": 0.3}),
        ("GaussianDropout", {"rate": 0.4, "seed": 3}),
        ("GaussianNoise", {"stddev": 0.2, "seed": 3}),
        ("AlphaDropout", {"rate": 0.2, "seed": 3}),
    ):
        yield spec(name, (2, 3, 4), "grid", kwargs=kwargs)
    for l1, l2 in ((0.0, 0.1), (0.1, 0.0), (0.1, 0.2)):
        yield spec(
            "ActivityRegularization",
            (2, 3, 4),
            f"grid-{l1}-{l2}",
            kwargs={"l1": l1, "l2": l2},
            training=True,
        )


def activations() -> Iterator[Spec]:
    for slope, most, threshold in ((0.0, 1.0, 0.0), (0.2, None, 0.5), (0.1, 2.0, 0.3)):
        kwargs = {
            "negative_slope": slope,
            "max_value": most,
            "threshold": threshold,
        }
        yield spec("ReLU", (2, 3, 4), f"grid-{slope}-{most}", kwargs=kwargs, scale=2.0)
    for slope in (0.0, 0.1, 0.9):
        kwargs = {"negative_slope": slope}
        yield spec("LeakyReLU", (2, 3, 4), f"grid-{slope}", kwargs=kwargs)
    for alpha in (0.1, 1.0, 2.0):
        yield spec("ELU", (2, 3, 4), f"grid-{alpha}", kwargs={"alpha": alpha})
    for axes in (None, [1], [1, 2], [2]):
        kwargs = {"shared_axes": axes, "alpha_initializer": "ones"}
        yield spec("PReLU", (2, 3, 4), f"grid-{axes}", kwargs=kwargs)
    for axis in (-1, 1, [1, 2]):
        yield spec("Softmax", (2, 3, 4), f"grid-{axis}", kwargs={"axis": axis})


def dense() -> Iterator[Spec]:
    for bias, activation, regularizer in product(
        (True, False), (None, "sigmoid", "softmax"), (None, "l2")
    ):
        kwargs = {
            "units": 3,
            "use_bias": bias,
            "activation": activation,
            "kernel_regularizer": regularizer,
            "bias_constraint": "unit_norm",
        }
        tag = f"grid-{bias}-{activation}-{regularizer}"
        yield spec("Dense", (2, 4), tag, kwargs=kwargs)
    for inputs, outputs, zero in product((2, 7), (1, 5), (True, False)):
        kwargs = {
            "input_dim": inputs,
            "output_dim": outputs,
            "mask_zero": zero,
            "embeddings_regularizer": "l2",
        }
        tag = f"grid-{inputs}-{outputs}-{zero}"
        yield spec("Embedding", (2, 4), tag, kwargs=kwargs, ints=inputs)


def convolutions() -> Iterator[Spec]:
    for rank, stride, padding, groups in product(
        (1, 2, 3), (1, 2), ("valid", "same"), (1, 2)
    ):
        kwargs = {
            "filters": 4,
            "kernel_size": [2, 3, 1][:rank],
            "strides": stride,
            "padding": padding,
            "groups": groups,
            "use_bias": stride == 1,
            "activation": "tanh" if groups == 2 else None,
        }
        tag = f"grid-{stride}-{padding}-{groups}"
        yield spec(f"Conv{rank}D", (2, *SPATIAL[rank], 2), tag, kwargs=kwargs)


def pools() -> Iterator[Spec]:
    for kind, rank, size, stride, padding in product(
        ("Max", "Average"), (1, 2, 3), (2, 3), (None, 1), ("valid", "same")
    ):
        kwargs = {"pool_size": size, "strides": stride, "padding": padding}
        tag = f"grid-{size}-{stride}-{padding}"
        shape = (1, *SPATIAL[rank], 2)
        yield spec(f"{kind}Pooling{rank}D", shape, tag, kwargs=kwargs)


def recurrent() -> Iterator[Spec]:
    options = product((True, False), ("tanh", "relu"), (True, False), (True, False))
    for bias, activation, backwards, states in options:
        kwargs = {
            "units": 2,
            "use_bias": bias,
            "activation": activation,
            "go_backwards": backwards,
            "return_state": states,
            "return_sequences": states,
        }
        tag = f"grid-{bias}-{activation}-{backwards}-{states}"
        yield spec("LSTM", (2, 3, 2), tag, kwargs=kwargs)
        yield spec("SimpleRNN", (2, 3, 2), tag, kwargs=kwargs)
        for after in (True, False):
            more = {**kwargs, "reset_after": after}
            yield spec("GRU", (2, 3, 2), f"{tag}-{after}", kwargs=more)


def normalization() -> Iterator[Spec]:
    for axis, center, scale in product((-1, 1), (True, False), (True, False)):
        kwargs = {"axis": axis, "center": center, "scale": scale, "epsilon": 0.01}
        tag = f"grid-{axis}-{center}-{scale}"
        more = {"kwargs": kwargs, "training": True}
        yield spec("BatchNormalization", (3, 4, 2), tag, **more)
        yield spec("LayerNormalization", (3, 4, 2), tag, kwargs=kwargs)


def merging() -> Iterator[Spec]:
    for name in ("Add", "Average", "Maximum", "Minimum", "Multiply"):
        for count in (2, 3):
            yield spec(name, [(2, 3, 4)] * count, f"grid-{count}")
        yield spec(name, [(2, 3, 4), (2, 1, 4)], "grid-broadcast")
    for axis in (1, 2, -1):
        kwargs = {"axis": axis}
        yield spec("Concatenate", [(2, 3, 4)] * 3, f"grid-{axis}", kwargs=kwargs)
    for axes, normalize in product((1, 2, [1, 2], [2, 1]), (True, False)):
        kwargs = {"axes": axes, "normalize": normalize}
        tag = f"grid-{axes}-{normalize}"
        yield spec("Dot", [(2, 3, 3), (2, 3, 3)], tag, kwargs=kwargs)

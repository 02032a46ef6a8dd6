"""Calls of convolutions, poolings, and windows written out."""

import numpy as np

from contracts.op_calls.base import FLOATS, A, Op, bad, call, only

FIRST = "channels_first"
WHOLES = ("int32", "uint8")

# ---- convolutions ----

CONVOLUTIONS = [
    Op(
        "conv",
        [
            call(A(1, 5, 4, 2), A(2, 3, 2, 2)),
            call(A(1, 5, 4, 2), A(2, 3, 2, 2), strides=(2, 1), padding="same"),
            call(A(1, 6, 2), A(3, 2, 2), 1, "valid", dilation_rate=2),
            call(A(1, 7, 1), A(3, 1, 2), strides=3, padding="same"),
            call(A(1, 3, 3, 2, 1), A(2, 2, 2, 1, 2)),
            call(A(1, 2, 4, 3), A(2, 2, 2, 3), data_format=FIRST),
            call(A(1, 4, 4), A(2, 2, 4)),  # two groups
            call(A(2, 4, 3), A(2, 1, 3), padding="same", data_format="channels_last"),
            call(A(0, 4, 2), A(2, 2, 3)),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(1, 5, 2), A(2, 3, 2), words=["(2, 3, 2)", "2 channels"]),
            bad(A(1, 5, 2), A(7, 2, 2), words=["7"]),
            bad(A(5, 2), A(2, 2, 2), words=["(5, 2)"]),
            bad(A(1, 5, 2), A(2, 2, 2), padding="sme", words=["sme"]),
            bad(A(1, 5, 2), A(2, 2, 2), strides=(1, 1), words=["strides"]),
            bad(A(1, 5, 2), A(2, 2, 2), strides=0, words=["strides"]),
            bad(A(1, 5, 2), A(2, 2, 2), data_format="last", words=["data_format"]),
        ],
    ),
    Op(
        "depthwise_conv",
        [
            call(A(1, 4, 4, 2), A(2, 3, 2, 1)),
            call(A(1, 4, 4, 2), A(2, 2, 2, 2), strides=2, padding="same"),
            call(A(1, 6, 3), A(2, 3, 2), dilation_rate=2),
            call(A(1, 2, 4, 3), A(2, 2, 2, 1), data_format=FIRST),
            call(A(0, 4, 2), A(2, 2, 1)),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(1, 5, 2), A(2, 3, 1), words=["2 channels"]),
            bad(A(1, 5, 2), A(2, 2), words=["kernel"]),
            bad(A(1, 5, 2), A(2, 2, 1), padding="sme", words=["sme"]),
        ],
    ),
    Op(
        "separable_conv",
        [
            call(A(1, 4, 4, 2), A(2, 3, 2, 1), A(1, 1, 2, 3)),
            call(A(1, 4, 4, 2), A(2, 2, 2, 2), A(1, 1, 4, 1), 2, "same"),
            call(A(1, 6, 2), A(2, 2, 1), A(1, 2, 2), dilation_rate=2),
            call(A(1, 2, 4, 3), A(2, 2, 2, 1), A(1, 1, 2, 2), data_format=FIRST),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(1, 5, 2), A(2, 2, 1), A(1, 3, 2), words=["2 channels"]),
            bad(A(1, 5, 2), A(2, 3, 1), A(1, 2, 2), words=["2 channels"]),
        ],
    ),
    Op(
        "conv_transpose",
        [
            call(A(1, 3, 4, 2), A(2, 3, 3, 2)),
            call(A(1, 3, 4, 2), A(2, 3, 3, 2), strides=(2, 1), padding="same"),
            call(A(1, 4, 2), A(3, 2, 2), strides=2, output_padding=1),
            call(A(1, 4, 2), A(3, 2, 2), 2, "same", output_padding=0),
            call(A(1, 4, 2), A(2, 1, 2), dilation_rate=2),
            call(A(1, 2, 3, 3), A(2, 2, 1, 2), data_format=FIRST),
            call(A(0, 3, 2), A(2, 3, 2)),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(1, 3, 2), A(2, 3, 4), words=["channels"]),
            bad(A(1, 3, 2), A(2, 3, 2), padding="causal", words=["padding"]),
            bad(A(3, 2), A(2, 3, 2), words=["(3, 2)"]),
        ],
    ),
]

# ---- poolings ----


def tiled(reduce):
    """Return a pooling of images by 2, which Keras cannot do without strides."""

    def pool(x, size):
        wide = x.astype(np.float64 if x.dtype == np.float64 else np.float32)
        batch, height, width, depth = x.shape
        cut = wide.reshape(batch, height // size, size, width // size, size, depth)
        return reduce(cut, (2, 4)).astype(x.dtype)

    return pool


def pooling(name, whole, **rest):
    return Op(
        name,
        [
            call(A(1, 4, 6, 2), 2),
            call(A(1, 5, 4, 2), pool_size=(2, 3), strides=1, padding="same"),
            call(A(2, 7, 2), 3, 2),
            call(A(1, 3, 2, 4, 1), pool_size=2, strides=(1, 2, 2)),
            call(A(1, 2, 4, 3), (2, 2), (2, 2), "valid", data_format=FIRST),
            call(A(1, 5, 3), 2, 3, "same"),
            call(A(0, 4, 2), 2, 2),
            only(call(A(1, 4, 2), 2, 1), *whole),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(1, 4, 2), 5, words=["5"]),
            bad(A(4, 2), 2, words=["(4, 2)"]),
            bad(A(1, 4, 2), (2, 2), words=["pool_size"]),
            bad(A(1, 4, 2), 2, padding="causl", words=["causl"]),
            bad(A(1, 4, 2), 0, words=["0"]),
        ],
        **rest,
    )


def adaptive(name, whole, **rest):
    return Op(
        name,
        [
            call(A(1, 5, 2), 3),
            call(A(2, 6, 1), (2,)),
            call(A(1, 5, 4, 2), (3, 2)),
            call(A(1, 4, 3, 2, 1), (3, 2, 2)),
            call(A(1, 2, 5, 3), output_size=2, data_format=FIRST),
            call(A(1, 3, 2), 5),
            call(A(1, 2, 3, 4), [1, 4]),
            call(A(0, 5, 2), 3),
            only(call(A(1, 5, 2), 3), *whole),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(1, 5, 2), 0, words=["output_size=0"]),
            bad(A(1, 5, 2), (3, 2), words=["output_size=(3, 2)"]),
            bad(A(5, 2), 3, words=["(5, 2)"]),
            bad(A(1, 0, 2), 3, words=["(1, 0, 2)"]),
        ],
        **rest,
    )


POOLINGS = [
    pooling("max_pool", WHOLES, numpy=tiled(np.max)),
    pooling("average_pool", WHOLES, numpy=tiled(np.mean)),
    adaptive("adaptive_max_pool", WHOLES),
    adaptive("adaptive_average_pool", WHOLES),
]

# ---- windows written out ----

UNFOLDED = [
    Op(
        "unfold",
        [
            call(A(1, 2, 4, 3), 2),
            call(A(1, 1, 4, 5), (2, 3), stride=(2, 1)),
            call(A(2, 1, 3, 4), 2, dilation=(1, 2), padding=1, stride=2),
            call(A(1, 1, 3, 3), kernel_size=3),
            call(A(0, 2, 4, 3), 2),
            only(call(A(1, 1, 3, 3), 2, padding=(0, 1)), *WHOLES),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(2, 4, 3), 2, words=["(2, 4, 3)"]),
            bad(A(1, 2, 4, 3), 5, words=["5"]),
            bad(A(1, 2, 4, 3), (2, 2, 2), words=["kernel_size"]),
            bad(A(1, 2, 4, 3), 2, padding=-1, words=["padding=-1"]),
            bad(A(1, 2, 4, 3), 2, stride=0, words=["strides"]),
        ],
    ),
    Op(
        "fold",
        [
            call(A(1, 8, 6), (4, 3), 2),
            call(A(1, 6, 6), (4, 5), (2, 3), stride=(2, 1)),
            call(A(2, 4, 4), (3, 4), 2, dilation=(1, 2), padding=1, stride=2),
            call(A(1, 9, 1), output_size=3, kernel_size=3),
            call(A(0, 8, 6), (4, 3), 2),
            only(call(A(1, 4, 4), 3, 2), *WHOLES),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(4, 4), 3, 2, words=["(4, 4)"]),
            bad(A(1, 4, 5), 3, 2, words=["(1, 4, 5)", "4"]),
            bad(A(1, 5, 4), 3, 2, words=["(1, 5, 4)", "4"]),
            bad(A(1, 4, 4), 3, 2, padding=-1, words=["padding=-1"]),
        ],
    ),
]

OPS: list[Op] = [*CONVOLUTIONS, *POOLINGS, *UNFOLDED]

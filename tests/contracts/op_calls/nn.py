"""Calls of activations, softmax, normalisation, attention and losses."""

import numpy as np

from contracts.op_calls.base import (
    ALL,
    FLOATS,
    A,
    Op,
    bad,
    call,
    only,
    unary,
)

WHOLES = ("int32", "int8", "uint8")
FLOATING = (*FLOATS, *WHOLES)
WHOLE = "whole numbers become floats, as NumPy's users expect; Keras keeps their type"


def wide(x):
    """Return an array in float64."""
    return x.astype(np.float64)


def like(x, y):
    """Return `y` in the type of `x`, or in float32 beside whole numbers."""
    return np.asarray(y).astype(x.dtype if x.dtype.kind in "fV" else "float32")


def logistic(x):
    return like(x, 1 / (1 + np.exp(-wide(x))))


def curve(name, low=-4.0, high=4.0, dtypes=FLOATING, more=(), **rest):
    """Return the entry of a smooth function of one array."""
    return Op(name, [*unary(low, high), *more], dtypes, rest.pop("order", 2), **rest)


def alphas(name, keyword, values, bad_value=None, **rest):
    """Return the entry of a curve with one setting."""
    more = [
        only(call(A(3, 4, low=-3.1, high=3.3), **{keyword: v}), *FLOATS) for v in values
    ]
    return curve(name, dtypes=FLOATS, more=more, **rest)


UNSIGNED = {"uint8": "the lower bound, -1, becomes 255 in Keras"}

CURVES = [
    curve("relu", dtypes=ALL),
    curve("relu6", low=-3, high=9.0),
    curve("sigmoid", numpy=logistic),
    curve("log_sigmoid"),
    curve("softplus"),
    curve("softsign"),
    curve("silu", numpy=lambda x: like(x, wide(x) * logistic(wide(x)))),
    curve("hard_sigmoid"),
    curve("hard_silu"),
    curve("mish", numpy=lambda x: like(x, x * np.tanh(np.log1p(np.exp(wide(x)))))),
    curve("hard_tanh", numpy=lambda x: np.minimum(x, 1), differs=UNSIGNED),
    curve("tanh_shrink"),
    curve("sparse_plus"),
    curve("sparse_sigmoid"),
    alphas("leaky_relu", "negative_slope", (0.0, 0.5, -1.0)),
    alphas("elu", "alpha", (0.5, 2.0)),
    alphas("celu", "alpha", (0.5, 2.0)),
    curve("selu"),
    alphas("gelu", "approximate", (True, False)),
    alphas("squareplus", "b", (0.5, 9)),
    alphas("soft_shrink", "threshold", (0.0, 1.3)),
    alphas("hard_shrink", "threshold", (0.0, 1.3)),
    Op(
        "threshold",
        [
            call(A(3, 4), 0.4, 7.0),
            call(A(0, 3), 0.4, 7.0),
            call(A(), threshold=-0.5, default_value=0.0),
            only(call(A(3, 4), 1, 3), *FLOATING),
        ],
        FLOATS,
        2,
    ),
    Op(
        "glu",
        [
            call(A(3, 4)),
            call(A(4, 3), axis=0),
            call(A(2, 4, 3), axis=-2),
            call(A(0, 4)),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(3, 5), words=["5"]),
            bad(A(), words=["axis"]),
        ],
    ),
]

# ---- along axes ----


def nearest_share(x, axis=-1):
    """Project on the simplex: the threshold is found by bisection."""
    y = wide(x)
    low = y.max(axis, keepdims=True) - 1.0
    high = low + 1.0
    for _ in range(80):
        middle = (low + high) / 2
        over = np.maximum(y - middle, 0).sum(axis, keepdims=True) > 1.0
        low, high = np.where(over, middle, low), np.where(over, high, middle)
    return like(x, np.maximum(y - low, 0))


def shares(name):
    return Op(
        name,
        [
            call(A(3, 4)),
            call(A(3, 4), axis=0),
            call(A(2, 3, 4), axis=(0, 2)),
            call(A(2, 3, 4), axis=(2, 1)),
            call(A(2, 3), axis=None),
            call(A(0, 4)),
            call(A(3, low=-60.0, high=60.0)),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(3, 4), axis=(0, 0), words=["twice"]),
            bad(A(), axis=0, words=["axis"]),
        ],
    )


AXES = [
    shares("softmax"),
    shares("log_softmax"),
    Op(
        "sparsemax",
        [call(A(3, 4)), call(A(3, 4), axis=0), call(A(2, 3, 2), axis=1), call(A(0, 4))],
        FLOATS,
        2,
        differs=dict.fromkeys(("#0", "#1", "#2"), "in Keras rows may sum to 0"),
        numpy=nearest_share,
        bad=[
            bad(A(3, 4), axis=2, words=["axis"]),
            bad(A(), axis=0, words=["axis"]),
        ],
    ),
    Op(
        "moments",
        [
            call(A(2, 3, 4), axes=1),
            call(A(2, 3, 4), axes=(0, 2)),
            call(A(2, 3, 4), axes=[-1], keepdims=True),
            call(A(2, 3, 4), (0, 1, 2)),
            call(A(2, 3), axes=0, synchronized=False),
        ],
        (*FLOATS, "int32"),
        2,
        bad=[
            bad(A(2, 3), axes=(0, 0), words=["twice"]),
            bad(A(2, 3), axes=3, words=["3"]),
        ],
    ),
]

# ---- normalisation ----

POSITIVE = {"low": 0.2, "high": 2.0}
FULL = A(3, dtype="float32")  # beside half precision, too

NORMALISATION = [
    Op(
        "batch_normalization",
        [
            call(A(4, 3), A(3), A(3, **POSITIVE), -1),
            call(A(4, 3), A(3), A(3, **POSITIVE), -1, A(3), A(3)),
            call(A(2, 3, 4), A(3), A(3, **POSITIVE), axis=1, scale=A(3), epsilon=0.1),
            call(A(2, 3, 4), A(2), A(2, **POSITIVE), axis=0, offset=A(2)),
            call(A(0, 3), A(3), A(3, **POSITIVE), axis=1),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(4, 3), A(4), A(4), -1, words=["4"]),
            bad(A(4, 3), A(3), A(2), -1, words=["2"]),
        ],
    ),
    Op(
        "layer_normalization",
        [
            call(A(4, 3)),
            call(A(4, 3), A(3), A(3)),
            call(A(2, 3, 4), A(3, 4), A(3, 4), axis=(1, 2), epsilon=0.1),
            call(A(2, 3, 4), A(3), axis=1),
            call(A(2, 3, 4), beta=A(2, 4), axis=[-1, 0], epsilon=0.01),
            call(A(4, 3), A(3), rms_scaling=True, epsilon=0.1),
            call(A(0, 3), A(3), A(3)),
            only(
                call(A(4, 3), A(3, dtype="float32")), "float32", "float16", "bfloat16"
            ),
            only(call(A(2, 3)), "int32", "uint8"),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(4, 3), A(4), words=["gamma", "(4,)", "(3,)"]),
            bad(A(4, 3), beta=A(2, 3), words=["beta", "(2, 3)"]),
            bad(A(4, 3), axis=(1, 1), words=["twice"]),
            bad(A(4, 3), scaling=True, words=["scaling"]),
        ],
        differs={"int32": WHOLE, "uint8": WHOLE},
        numpy=lambda x: (
            (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-7)
        ).astype("float32"),
    ),
    Op(
        "rms_normalization",
        [
            call(A(4, 3)),
            call(A(4, 3), A(3)),
            call(A(2, 3, 4), A(3, 4), axis=(1, 2), epsilon=0.1),
            call(A(2, 3, 4), A(3, 1), axis=1),
            call(A(2, 3), axis=None),
            call(A(2, 3), 0.5, epsilon=0.01),
            call(A(0, 3), A(3)),
            only(
                call(A(4, 3), A(3, dtype="float32")), "float32", "float16", "bfloat16"
            ),
            only(call(A(2, 3)), "int32", "uint8"),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(4, 3), A(4), words=["4"]),
            bad(A(1, 3), A(2, 3), words=["scale", "(2, 3)"]),
            bad(A(4, 3), axis=2, words=["axis"]),
        ],
        differs={"int32": WHOLE, "uint8": WHOLE},
        numpy=lambda x: (
            x / np.sqrt((x.astype(float) ** 2).mean(-1, keepdims=True) + 1e-7)
        ).astype("float32"),
    ),
]

# ---- attention ----


def heads(batch=2, queries=3, keys=4, heads=2, shared=2, depth=3):
    narrow = (batch, keys, shared, depth)
    return A(batch, queries, heads, depth), A(*narrow), A(*narrow)


def truth(*shape, blind=False):
    """Return a mask; with `blind`, one query may look at nothing."""

    def made(x):
        mask = x > 0
        if blind:
            mask[..., 1, :] = False
        return mask

    return A(*shape, dtype="bool", values=made(_spread(shape)))


def _spread(shape):
    return np.sin(1.0 + 2.4 * np.arange(np.prod(shape))).reshape(shape)


def attended(query, key, value, **keywords):
    """Average the values, in NumPy, with a cap on the scores."""
    cap = keywords.pop("attn_logits_soft_cap", None)
    keywords.pop("flash_attention", None)
    assert not keywords
    dtype = query.dtype if query.dtype.kind in "fV" else np.dtype("float32")
    query, key, value = (x.astype(np.float64) for x in (query, key, value))
    scores = np.einsum("btnh,bsnh->bnts", query, key) / np.sqrt(query.shape[-1])
    if cap is not None:
        scores = cap * np.tanh(scores / cap)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    return np.einsum("bnts,bsnh->btnh", weights, value).astype(dtype)


ATTENTION = [
    Op(
        "dot_product_attention",
        [
            call(*heads()),
            call(*heads(heads=4), bias=A(2, 4, 3, 4), mask=truth(2, 1, 3, 4)),
            call(*heads(heads=3, shared=1), A(1, 1, 3, 4), scale=0.3),
            call(*heads(), mask=truth(1, 1, 3, 4, blind=True), flash_attention=False),
            call(*heads(keys=3), is_causal=True),
            call(*heads(keys=5), mask=truth(3, 5, blind=True), is_causal=True),
            call(*heads(), mask=truth(1, 2, 1, 4), scale=-1.0),
            call(*heads(keys=0)),
            call(*heads(batch=0)),
            call(*heads(), attn_logits_soft_cap=0.5),
            only(call(*heads(batch=1, depth=2), flash_attention=True), *FLOATS),
            only(call(*heads(batch=1, depth=2)), "int32", "uint8"),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(2, 3, 2), A(2, 3, 2), A(2, 3, 2), words=["query", "(2, 3, 2)"]),
            bad(A(1, 3, 2, 4), A(1, 3, 2, 5), A(1, 3, 2, 5), words=["depth"]),
            bad(A(1, 3, 3, 4), A(1, 3, 2, 4), A(1, 3, 2, 4), words=["heads"]),
            bad(*heads(), A(2, 5), words=["bias", "(2, 5)"]),
            bad(*heads(), attn_logits_soft_cap=-1.0, words=["attn_logits_soft_cap"]),
        ],
        differs={
            "#9": "Keras has the cap on a TPU only",
            "#10": "Keras refuses a request for flash attention without cuDNN",
            "int32": WHOLE,
            "uint8": WHOLE,
        },
        numpy=attended,
    )
]

# ---- losses ----

TARGETS = A(3, 4, low=0.05, high=0.95)
CHANCES = {"low": 0.05, "high": 0.95}


def classes(*values):
    return A(values=values, dtype="int32")


def surprise(target, output, from_logits=False, axis=-1):
    """Return minus the logarithms of chances of classes."""
    chances = np.exp(wide(output)) if from_logits else wide(output)
    chances /= chances.sum(axis, keepdims=True)
    target = target[..., 0] if target.ndim == output.ndim else target
    picked = np.take_along_axis(chances, np.expand_dims(target, axis), axis)
    return like(output, -np.log(np.squeeze(picked, axis)))


LOSSES = [
    Op(
        "binary_crossentropy",
        [
            call(TARGETS, A(3, 4, **CHANCES)),
            call(TARGETS, A(3, 4), from_logits=True),
            call(A(low=0.0, high=1.0), A(**CHANCES)),
            call(A(0, 3), A(0, 3, **CHANCES)),
            only(
                call(A(2, 3, low=0, high=1, dtype="int32"), A(2, 3, **CHANCES)),
                "float32",
            ),
            only(
                call(A(values=[0.0, 1.0, 0.0]), A(values=[0.0, 0.0, 1.0])),
                "float32",
                order=0,
            ),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(3, 4), A(3), words=["(3, 4)", "(3,)"]),
            bad(A(3), A(4), words=["(3,)", "(4,)"]),
        ],
    ),
    Op(
        "categorical_crossentropy",
        [
            call(TARGETS, A(3, 4, **CHANCES)),
            call(TARGETS, A(3, 4), from_logits=True),
            call(TARGETS, A(3, 4, **CHANCES), axis=0),
            call(A(2, 3, 2, low=0.1, high=0.9), A(2, 3, 2), True, 1),
            call(A(4, low=0.1, high=0.9), A(4, **CHANCES)),
            call(A(0, 4), A(0, 4, **CHANCES)),
        ],
        FLOATS,
        2,
        bad=[
            bad(A(3, 4), A(3, 5), words=["(3, 4)", "(3, 5)"]),
            bad(A(3, 4), A(4), words=["(3, 4)", "(4,)"]),
        ],
    ),
    Op(
        "sparse_categorical_crossentropy",
        [
            call(classes(3, 0, 1), A(3, 4, **CHANCES)),
            call(classes([3], [0], [1]), A(3, 4), from_logits=True),
            call(classes([3, 0], [1, 2]), A(2, 2, 4, **CHANCES)),
            call(classes([0, 1]), A(1, 4, 2), from_logits=True, axis=1),
            call(A(0, dtype="int32"), A(0, 4, **CHANCES)),
        ],
        FLOATS,
        2,
        bad=[
            bad(classes(1, 2), A(3, 4), words=["(2,)", "(3, 4)"]),
            bad(A(3, 4, dtype="int32"), A(3, 4), words=["(3, 4)"]),
        ],
        differs={
            "float16": "keeps its type, as categorical_crossentropy does",
            "bfloat16": "keeps its type, as categorical_crossentropy does",
        },
        numpy=surprise,
    ),
    Op(
        "psnr",
        [
            call(A(3, 4), A(3, 4), 1.0),
            call(A(), A(), 2),
            call(A(3), A(3), max_val=A(2, low=1.0, high=3.0)),
            call(A(2, 3, high=9.0), A(2, 3, low=-9.0), 255),
        ],
        (*FLOATS, "int32", "uint8"),
        2,
        bad=[
            bad(A(3, 4), A(1, 4), 1.0, words=["(3, 4)", "(1, 4)"]),
            bad(A(3), A(3), 0.0, words=["max_val", "0.0"]),
        ],
        differs={"uint8": "differences of uint8 wrap around in Keras"},
        numpy=lambda x1, x2, max_val: (
            20 * np.log10(np.float32(max_val))
            - 10 * np.log10(np.mean((x1.astype(float) - x2.astype(float)) ** 2))
        ).astype("float32"),
    ),
]

LABELS = classes([1, 2, 1], [2, 2, 0], [3, 0, 0])
SIZES = classes(3, 2, 1)
FRAMES = classes(5, 4, 3)
NONE = A(0, dtype="int32")

CTC = [
    Op(
        "ctc_loss",
        [
            call(LABELS, A(3, 5, 4), SIZES, FRAMES),
            call(LABELS, A(3, 5, 5), SIZES, FRAMES, mask_index=4),
            call(LABELS, A(3, 5, 4), classes(0, 2, 9), FRAMES),
            call(A(0, 3, dtype="int32"), A(0, 5, 4), NONE, NONE),
            only(
                call(LABELS, A(3, 4, 4), SIZES, A(values=[2, 1, 0], dtype="int32")),
                "float32",
            ),
        ],
        FLOATS,
        2,
        bad=[
            bad(LABELS, A(3, 4), SIZES, FRAMES, words=["output", "(3, 4)"]),
            bad(SIZES, A(3, 5, 4), SIZES, FRAMES, words=["target", "(3,)"]),
            bad(LABELS, A(3, 5, 4), SIZES, classes(1), words=["output_length", "(1,)"]),
            bad(
                LABELS,
                A(3, 5, 4),
                SIZES,
                FRAMES,
                4,
                words=["mask_index=4", "4 classes"],
            ),
            bad(LABELS, A(3, 5, 3), SIZES, FRAMES, words=["target", "3"]),
        ],
    ),
    Op(
        "ctc_decode",
        [
            call(A(3, 5, 4), FRAMES),
            call(A(3, 5, 4), FRAMES, merge_repeated=False, mask_index=3),
            call(A(3, 5, 4), FRAMES, strategy="beam_search"),
            call(A(3, 5, 4), FRAMES, "beam_search", 3, 2, mask_index=1),
            call(A(3, 5, 4), FRAMES, "beam_search", beam_width=2, top_paths=3),
            call(A(3, 5, 4), FRAMES, "beam_search", merge_repeated=False),
            call(A(3, 5, 4), A(values=[0, 5, 2], dtype="int32"), "greedy"),
        ],
        FLOATS,
        0,
        bad=[
            bad(A(3, 5, 4), FRAMES, "best", words=["strategy", "best"]),
            bad(A(3, 5, 4), FRAMES, "beam_search", 0, words=["beam_width=0"]),
            bad(A(3, 5, 4), FRAMES, top_paths=0, words=["top_paths=0"]),
            bad(A(3, 5, 4), FRAMES, mask_index=-1, words=["mask_index=-1"]),
            bad(A(3, 5), FRAMES, words=["inputs", "(3, 5)"]),
            bad(A(3, 5, 4), classes(5, 4), words=["sequence_lengths", "(2,)"]),
        ],
    ),
]

OPS: list[Op] = [
    *CURVES,
    *AXES,
    *NORMALISATION,
    *ATTENTION,
    *LOSSES,
    *CTC,
]

"""Calls of the public ops on images."""

from typing import Any

import numpy as np

from contracts.op_calls.base import ALL, FLOATS, NUMBERS, A, Call, Op, bad, call, only

_FIRST = {"data_format": "channels_first"}
_WHOLE = ("int32", "uint8", "int8")


def image(*shape: int, **more: Any) -> A:
    """Return values from 0 to 1 (0 to 200 as integers)."""
    return A(*shape, low=0.0, high=1.0, **more)


def wide(*shape: int, **more: Any) -> A:
    """Return values from 0 to 120, also of integers of 8 bits."""
    return A(*shape, low=0.0, high=120.0, **more)


_BAD_FORMAT = bad(
    image(2, 3, 3), data_format="channels_middle", words=("channels_middle",)
)

# ---- sizes ----


def _resized(*shape: int, size: tuple[int, int], **more: Any) -> Call:
    return call(wide(*shape), size, **more)


RESIZE = Op(
    "image.resize",
    [
        _resized(2, 5, 4, 2, size=(3, 7)),
        only(_resized(5, 3, 1, size=(7, 9)), *_WHOLE),
        only(_resized(5, 3, 1, size=(7, 9), interpolation="bicubic"), *_WHOLE),
        only(_resized(3, 4, 1, size=(4, 3), interpolation="nearest"), "uint8"),
        only(_resized(2, 5, 1, size=(4, 4), pad_to_aspect_ratio=True), "uint8"),
        _resized(5, 4, 1, size=(3, 7), antialias=True),
        _resized(2, 4, 5, 1, size=(7, 3), interpolation="nearest"),
        _resized(2, 2, 3, 4, size=(4, 3), interpolation="bicubic", **_FIRST),
        _resized(6, 5, 1, size=(3, 4), interpolation="bicubic", antialias=True),
        only(
            _resized(7, 6, 1, size=(3, 9), interpolation="lanczos3", antialias=True),
            *FLOATS,
        ),
        only(
            _resized(1, 7, 6, size=(5, 4), interpolation="lanczos5", **_FIRST), *FLOATS
        ),
        _resized(5, 8, 1, size=(4, 4), crop_to_aspect_ratio=True),
        _resized(1, 5, 8, 1, size=(3, 7), pad_to_aspect_ratio=True, fill_value=3.0),
        _resized(7, 5, 1, size=(6, 3), pad_to_aspect_ratio=True),
        _resized(0, 3, 3, 2, size=(2, 2)),
        only(call(A(3, 3, 1), (5, 2), "nearest"), "bool"),
    ],
    order=2,
    loose=4.0,
    bad=[
        bad(image(4, 4, 3), (2, 2), "cubic", words=("interpolation", "cubic")),
        bad(image(4, 4, 3), (0, 2), words=("size", "(0, 2)")),
        bad(image(4, 4, 3), 3, words=("size", "3")),
        bad(image(4, 4), (2, 2), words=("images", "(4, 4)")),
        bad(image(4, 4, 3), (2, 2), fill_mode="wrap", words=("fill_mode", "wrap")),
        bad(
            image(4, 4, 3),
            (2, 2),
            crop_to_aspect_ratio=True,
            pad_to_aspect_ratio=True,
            words=("crop_to_aspect_ratio", "pad_to_aspect_ratio"),
        ),
        bad(image(0, 4, 3), (2, 2), words=("axis 1",)),
    ],
)


def _scaled(shape: tuple[int, ...], output: tuple[int, ...], *more: Any) -> Call:
    scale, translation, axes, method = more[:4]
    options = more[4] if len(more) > 4 else {}
    return call(
        A(*shape),
        output,
        A(values=scale, dtype="float32"),
        A(values=translation, dtype="float32"),
        axes,
        method,
        **options,
    )


_PLAIN = {"antialias": False}

SCALE_AND_TRANSLATE = Op(
    "image.scale_and_translate",
    [
        _scaled((3, 4), (4, 4), [1.5, 0.7], [0.3, -0.4], (0, 1), "linear"),
        _scaled((3, 4), (4, 4), [1.5, 0.7], [0.3, -0.4], (0, 1), "cubic", _PLAIN),
        _scaled((6, 2), (4, 2), [0.6], [0.3], (0,), "lanczos3"),
        _scaled((2, 7, 1), (2, 4, 1), [1.2], [-1.23], (-2,), "lanczos5", _PLAIN),
        _scaled((2, 5), (2, 6), [-1.1], [5.7], (1,), "bilinear"),
        _scaled((4,), (3,), [0.55], [0.2], (0,), "bicubic"),
    ],
    dtypes=FLOATS,
    order=2,
    loose=30.0,
    bad=[
        bad(
            A(3, 3),
            (4, 4),
            A(values=[1.0], dtype="float32"),
            A(values=[1.0, 2.0], dtype="float32"),
            (0, 1),
            "linear",
            words=("scale", "(1,)"),
        ),
        bad(
            A(3, 3),
            (4, 4),
            A(values=[1.0], dtype="float32"),
            A(values=[1.0], dtype="float32"),
            (0,),
            "linear",
            words=("output_shape", "(4, 4)"),
        ),
        bad(
            A(3, 3),
            (4, 3),
            A(values=[1.0], dtype="float32"),
            A(values=[1.0], dtype="float32"),
            (0,),
            "nearest",
            words=("method", "nearest"),
        ),
    ],
)

# ---- frames ----

CROP = Op(
    "image.crop_images",
    [
        only(call(A(4, 5, 2), 1, 2, target_height=2, target_width=2), *ALL),
        call(A(2, 4, 5, 1), 1, 0, 1, 2),
        call(
            A(4, 5, 1),
            bottom_cropping=1,
            right_cropping=0,
            target_height=2,
            target_width=3,
        ),
        call(A(2, 3, 4), 1, 1, target_height=1, target_width=2, **_FIRST),
        call(A(4, 2, 1), 2, 0, 2, 0),
    ],
    dtypes=("float32", "float64", "uint8"),
    order=2,
    bad=[
        bad(A(4, 4, 1), 1, 1, words=("top_cropping", "target_height")),
        bad(A(4, 4, 1), -1, 1, 1, 1, words=("top_cropping=-1",)),
        bad(
            A(4, 4, 1),
            3,
            0,
            target_height=2,
            target_width=2,
            words=("target_height=2",),
        ),
        bad(A(4, 4), 1, 1, 1, 1, words=("images", "(4, 4)")),
    ],
)

PAD = Op(
    "image.pad_images",
    [
        only(call(A(3, 2, 2), 1, 2, target_height=5, target_width=6), *ALL),
        call(A(2, 2, 3, 1), 1, 0, 1, 2),
        call(
            A(2, 3, 1),
            bottom_padding=1,
            right_padding=0,
            target_height=4,
            target_width=3,
        ),
        call(A(2, 2, 3), 1, 1, target_height=3, target_width=5, **_FIRST),
        call(A(0, 2, 1), 1, 1, 1, 1),
    ],
    dtypes=("float32", "float64", "uint8"),
    order=2,
    bad=[
        bad(A(4, 4, 1), 1, 1, 1, 1, target_height=6, words=("exactly two",)),
        bad(A(4, 4, 1), 0, -2, 1, 1, words=("left_padding=-2",)),
        bad(
            A(4, 4, 1),
            3,
            0,
            target_height=5,
            target_width=4,
            words=("target_height=5",),
        ),
    ],
)

# ---- sampling ----


def _places(*shape: int, low: float = -7.0, high: float = 9.0) -> A:
    # No integers and no halves: there values or slopes jump.
    def apart(x: np.ndarray) -> np.ndarray:
        part = np.modf(np.abs(x))[0]
        return np.floor(x) + np.where(part < 0.5, 0.1, 0.6) + 0.3 * part

    return A(*shape, low=low, high=high, dtype="float32", made=apart)


_EDGES = [[-5.5, -4.5, -2.5, -1.0, -0.5, 0.0, 0.5, 1.5, 2.5, 3.0, 3.5, 4.0, 8.25]]

MAP_COORDINATES = Op(
    "image.map_coordinates",
    [
        call(wide(4, 5), _places(2, 7), 1),
        only(call(wide(4, 5), _places(2, 7), 1), *_WHOLE),
        only(call(wide(4, 5), _places(2, 7), 0, "wrap"), "uint8"),
        call(wide(4, 5), _places(2, 3, 3), 1, "nearest"),
        call(wide(6), _places(1, 9), 1, "wrap"),
        call(wide(5), _places(1, 9), 1, "mirror"),
        call(wide(2, 3, 2), _places(3, 5), 1, "reflect"),
        call(wide(4, 5), _places(2, 7), 0, "constant", 2.0),
        call(wide(4), A(values=_EDGES, dtype="float32"), 0, "wrap")._replace(order=0),
        call(wide(4), A(values=_EDGES, dtype="float32"), 1, "mirror")._replace(order=0),
        call(wide(4), A(values=_EDGES, dtype="float32"), 0, "reflect")._replace(
            order=0
        ),
        call(wide(4), A(values=_EDGES, dtype="float32"), 1, "constant", 2.5)._replace(
            order=0
        ),
        call(wide(4, 3), A(2, 5, low=-2, high=5, dtype="int32"), 1, "mirror"),
        call(wide(1), _places(1, 5), 1, "mirror"),
        call(wide(4, 5), _places(2, 0), 1),
    ],
    order=2,
    loose=3.0,
    bad=[
        bad(A(3, 3), _places(1, 4), 1, words=("coordinates", "(1, 4)")),
        bad(A(3, 3), _places(2, 4), 2, words=("order", "2")),
        bad(A(3, 3), _places(2, 4), 1, "edge", words=("fill_mode", "edge")),
        bad(A(3), A(1, dtype="float32"), 1, words=("coordinates", "(1,)")),
        bad(A(0), A(1, 2, dtype="float32"), 1, words=("inputs",)),
    ],
)

_TURN = [1.13, 0.17, -1.21, 0.23, 0.91, 0.53, 0.0, 0.0]
_SHIFT = [1.0, 0.0, 0.37, 0.0, 1.0, -0.21, 0.0, 0.0]


def _transform(values: Any, dtype: str = "float32") -> A:
    return A(values=values, dtype=dtype)


AFFINE = Op(
    "image.affine_transform",
    [
        call(wide(4, 5, 2), _transform(_TURN)),
        only(call(wide(4, 5, 1), _transform(_TURN)), *_WHOLE),
        call(wide(2, 3, 4, 1), _transform([_TURN, _SHIFT]), fill_mode="reflect"),
        call(wide(4, 5, 1), _transform(_TURN), "nearest", "constant", fill_value=3),
        call(wide(4, 5, 1), _transform(_TURN), "nearest", "mirror"),
        call(wide(4, 5, 1), _transform(_TURN), fill_mode="wrap"),
        call(wide(4, 5, 1), _transform(_TURN), fill_mode="nearest"),
        call(wide(1, 2, 3, 4), _transform([_SHIFT]), fill_mode="mirror", **_FIRST),
        call(wide(3, 3, 1), _transform([1, 0, 1, 0, 1, -1, 0, 0]))._replace(order=0),
    ],
    order=2,
    loose=8.0,
    bad=[
        bad(wide(3, 3, 1), _transform(_TURN[:6]), words=("transform", "(6,)")),
        bad(wide(3, 3, 1), _transform(_TURN), "bicubic", words=("interpolation",)),
        bad(wide(3, 3, 1), _transform(_TURN), fill_mode="edge", words=("fill_mode",)),
        bad(wide(3, 3), _transform(_TURN), words=("images", "(3, 3)")),
        bad(wide(3, 2, 2, 1), _transform([_TURN] * 2), words=("transform", "3 images")),
    ],
)

# No point lands on a pixel: there slopes jump.
_FROM = [[0.3, -0.2], [0.1, 3.7], [4.6, 0.3], [5.1, 4.2]]
_TO = [[1.1, 0.2], [0.2, 3.1], [5.2, 1.3], [4.3, 3.9]]

PERSPECTIVE = Op(
    "image.perspective_transform",
    [
        call(wide(4, 5, 2), _transform(_FROM), _transform(_TO)),
        only(call(wide(4, 5, 1), _transform(_FROM), _transform(_TO)), "uint8"),
        call(
            wide(2, 4, 3, 1),
            _transform([_FROM, _TO]),
            _transform([_TO, _FROM]),
            fill_value=2,
        ),
        call(wide(4, 5, 1), _transform(_FROM), _transform(_TO), "nearest"),
        call(wide(1, 4, 5), _transform(_TO), _transform(_FROM), **_FIRST),
    ],
    order=2,
    loose=30.0,
    bad=[
        bad(
            wide(3, 3, 1),
            _transform(_FROM[:3]),
            _transform(_TO[:3]),
            words=("start_points", "(3, 2)"),
        ),
        bad(
            wide(2, 3, 3, 1),
            _transform([_FROM] * 2),
            _transform(_TO),
            words=("start_points", "end_points"),
        ),
        bad(
            wide(3, 3, 1),
            _transform(_FROM),
            _transform(_TO),
            "bicubic",
            words=("interpolation", "bicubic"),
        ),
    ],
)

_OWN_NUMBERS = "random numbers are not those of JAX; moments are compared in tests/ops"

ELASTIC = Op(
    "image.elastic_transform",
    [
        call(wide(2, 5, 4, 2), alpha=0.0, seed=1),
        call(wide(4, 5, 1), alpha=0.0, interpolation="nearest", seed=1),
        call(wide(2, 5, 4, 2), sigma=1.5, seed=3),
        call(wide(5, 4, 1), 2.0, 1.0, "nearest", "constant", 3.0, seed=3),
    ],
    dtypes=FLOATS,
    order=1,
    differs={"#2": _OWN_NUMBERS, "#3": _OWN_NUMBERS},
    bad=[
        bad(wide(3, 3, 1), sigma=0.0, words=("sigma", "0.0")),
        bad(wide(3, 3, 1), fill_mode="edge", words=("fill_mode", "edge")),
        bad(wide(3, 3, 1), interpolation="bicubic", words=("interpolation",)),
        bad(wide(3, 3, 1), seed=-1, words=("seed", "-1")),
    ],
)

# ---- windows ----

_PATCH_CALLS = [
    only(call(A(2, 4, 6, 2), (2, 3)), *NUMBERS),
    call(A(5, 4, 1), 2, strides=1),
    call(A(1, 5, 4, 2), (3, 2), strides=(2, 1), padding="same"),
    call(A(5, 5, 1), 2, strides=1, dilation_rate=2),
    call(A(2, 4, 5), 2, padding="same", **_FIRST),
    call(A(0, 4, 4, 1), 2),
    call(A(2, 4, 5, 1), (2, 2, 2), strides=(2, 1, 2)),
]
_PATCH_BAD = [
    bad(A(4, 4, 1), 5, words=("5",)),
    bad(A(4, 4, 1), 2, padding="around", words=("padding", "around")),
    bad(A(4, 4, 1), 0, words=("size", "0")),
    bad(A(4, 4, 1), 2, strides=(1, 1, 1), words=("strides", "(1, 1, 1)")),
    bad(A(4, 4), 2, words=("images", "(4, 4)")),
]

PATCHES = Op(
    "image.extract_patches",
    _PATCH_CALLS,
    dtypes=("float32", "float64", "uint8"),
    order=2,
    bad=_PATCH_BAD,
)

PATCHES_3D = Op(
    "image.extract_patches_3d",
    [
        call(A(1, 2, 4, 3, 1), (1, 2, 3)),
        call(A(2, 3, 3, 1), 2, strides=1),
        call(A(2, 3, 3, 1), 2, padding="same"),
        call(A(1, 2, 3, 3), 2, strides=1, **_FIRST),
        call(A(3, 3, 2, 1), (2, 2, 1), strides=1, dilation_rate=(2, 1, 1)),
    ],
    dtypes=("float32", "float64", "uint8"),
    order=2,
    bad=[
        bad(A(2, 2, 2, 1), (2, 2), words=("size", "(2, 2)")),
        bad(A(2, 2, 1), 2, words=("volumes", "(2, 2, 1)")),
    ],
)

# ---- filters ----


def _blurred(
    images: Any,
    kernel_size: Any = (3, 3),
    sigma: Any = (1.0, 1.0),
    data_format: str = "channels_last",
) -> np.ndarray:
    images = np.asarray(images)
    kind = images.dtype if images.dtype.kind in "fV" else np.dtype("float32")
    x = images.astype(np.float64)
    first = x.ndim - 2 if data_format == "channels_first" else x.ndim - 3
    for axis, n, width in zip((first, first + 1), kernel_size, sigma):
        bell = np.exp(-(((np.arange(n) - (n - 1) / 2) / width) ** 2) / 2)
        bell /= bell.sum()
        pads = [(0, 0)] * x.ndim
        pads[axis] = ((n - 1) // 2, n // 2)
        windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, pads), n, axis)
        x = windows @ bell
    return x.astype(kind)


_BLUR_LAST = "Keras 3.15 lays its kernel out wrongly with channels last"
_BLUR_SWAPPED = "Keras takes height for width, against its documentation"
_BLUR_WHOLE = "Keras cannot blur integers"

BLUR = Op(
    "image.gaussian_blur",
    [
        call(A(3, 4, 5), **_FIRST),
        call(A(1, 1, 4, 5), (5, 5), (1.5, 1.5), **_FIRST),
        call(A(1, 4, 5), (4, 4), (0.8, 0.8), **_FIRST),
        call(A(2, 4, 5), (2, 3), (1.0, 0.7), **_FIRST),
        call(A(2, 4, 3, 2)),
        call(A(4, 5, 1), (1, 3), (1.0, 0.8)),
        call(A(0, 4, 5, 1)),
        only(call(A(1, 4, 5), **_FIRST), "int32", "uint8"),
    ],
    dtypes=FLOATS,
    order=2,
    loose=3.0,
    differs={
        "#3": _BLUR_SWAPPED,
        "#4": _BLUR_LAST,
        "#5": _BLUR_LAST,
        "#7": _BLUR_WHOLE,
    },
    numpy=_blurred,
    bad=[
        bad(A(3, 3), words=("images", "(3, 3)")),
        bad(A(3, 3, 1), (0, 3), words=("kernel_size", "(0, 3)")),
        bad(A(3, 3, 1), (3, 3), (0.0, 1.0), words=("sigma", "(0.0, 1.0)")),
        _BAD_FORMAT,
    ],
)


def _edges(images: Any) -> np.ndarray:
    x = np.pad(np.asarray(images, np.float64), [(0, 0), (1, 1), (1, 1), (0, 0)])
    down = x[:, 2:] - x[:, :-2]
    across = x[:, :, 2:] - x[:, :, :-2]
    down = down[:, :, :-2] + 2 * down[:, :, 1:-1] + down[:, :, 2:]
    across = across[:, :-2] + 2 * across[:, 1:-1] + across[:, 2:]
    return np.stack([down, across], -1).astype(np.float32)


SOBEL = Op(
    "image.sobel_edges",
    [
        call(A(1, 4, 5, 2)),
        call(A(2, 3, 3, 1)),
        call(A(1, 2, 3, 4), **_FIRST),
        call(A(1, 1, 2, 1)),
        call(A(0, 3, 3, 1)),
        only(call(A(1, 3, 4, 1, high=9)), "int32", "int8"),
        only(call(A(1, 3, 4, 1, high=9)), "uint8"),
    ],
    dtypes=FLOATS,
    order=2,
    differs={"#6": "Keras cannot do unsigned integers, for which edges are negative"},
    numpy=_edges,
    bad=[bad(A(3, 3), words=("images", "(3, 3)")), _BAD_FORMAT],
)


def _likeness(
    image1: Any,
    image2: Any,
    max_val: float = 1.0,
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
    data_format: str = "channels_last",
) -> np.ndarray:
    images = (np.asarray(image1), np.asarray(image2))
    kind = images[0].dtype if images[0].dtype.kind in "fV" else np.dtype("float32")
    a, b = (x.astype(np.float64) for x in images)
    first = a.ndim - (2 if data_format == "channels_first" else 3)
    bell = np.exp(
        -(((np.arange(filter_size) - (filter_size - 1) / 2) / filter_sigma) ** 2) / 2
    )
    bell /= bell.sum()

    def mean(x: np.ndarray) -> np.ndarray:
        for axis in (first, first + 1):
            windows = np.lib.stride_tricks.sliding_window_view(x, filter_size, axis)
            x = windows @ bell
        return x

    mean_a, mean_b = mean(a), mean(b)
    spread = mean(a * a) - mean_a**2 + mean(b * b) - mean_b**2
    shared = mean(a * b) - mean_a * mean_b
    c1, c2 = (k1 * max_val) ** 2, (k2 * max_val) ** 2
    light = (2 * mean_a * mean_b + c1) / (mean_a**2 + mean_b**2 + c1)
    found = light * (2 * shared + c2) / (spread + c2)
    return np.asarray(found.mean(axis=tuple(range(a.ndim - 3, a.ndim)))).astype(kind)


SSIM = Op(
    "image.ssim",
    [
        call(image(1, 11, 12, 1), image(1, 11, 12, 1)),
        call(image(2, 4, 5, 1), image(2, 4, 5, 1), filter_size=3),
        call(image(5, 4, 2), image(5, 4, 2), 2.0, 3, 1.0, 0.02, 0.05),
        call(image(1, 5, 4), image(1, 5, 4), filter_size=3, **_FIRST),
        only(call(wide(4, 4, 1), wide(4, 4, 1), 255.0, 3), "uint8", "int32"),
    ],
    dtypes=FLOATS,
    order=2,
    loose=20.0,
    differs={
        "float16": "Keras works it out in half precision, where no digit is left",
        "bfloat16": "Keras works it out in half precision, where no digit is left",
        "#4": "Keras rounds the answer for integers down to 0",
    },
    numpy=_likeness,
    bad=[
        bad(image(4, 4, 1), image(4, 4, 1), words=("filter_size", "11")),
        bad(image(4, 4, 1), image(4, 5, 1), 1.0, 3, words=("image1", "(4, 5, 1)")),
        bad(image(4, 4), image(4, 4), 1.0, 3, words=("image1", "(4, 4)")),
        bad(image(4, 4, 1), image(4, 4, 1), 0.0, 3, words=("max_val", "0.0")),
    ],
)

# ---- colours ----

GREY = Op(
    "image.rgb_to_grayscale",
    [
        call(wide(2, 3, 3)),
        call(wide(2, 2, 2, 3)),
        call(wide(3, 2, 3), **_FIRST),
        call(wide(2, 3, 1)),
        call(wide(0, 2, 2, 3)),
    ],
    dtypes=(*FLOATS, *_WHOLE),
    order=2,
    loose=2.0,
    bad=[
        bad(image(3, 3, 2), words=("images", "channels", "2")),
        bad(image(3, 3), words=("images", "(3, 3)")),
        _BAD_FORMAT,
    ],
)

_PIXELS = [[
    [0.5, 0.5, 0.5], [0.0, 0.0, 0.0], [1.0, 1.0, 0.25], [0.25, 1.0, 1.0],
    [1.0, 0.25, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0],
    [0.875, 0.0, 0.125], [2.0, 1.0, 0.5],
]]  # fmt: skip

TO_HSV = Op(
    "image.rgb_to_hsv",
    [
        call(image(2, 3, 3)),
        call(image(2, 2, 2, 3)),
        call(image(3, 3, 2), **_FIRST),
        call(A(values=_PIXELS))._replace(order=0),
        call(image(0, 2, 2, 3)),
    ],
    order=2,
    loose=3.0,
    bad=[
        bad(image(3, 3, 2), words=("images", "channels", "2")),
        bad(image(3, 3, 3, dtype="uint8"), words=("uint8", "float")),
        _BAD_FORMAT,
    ],
)

TO_RGB = Op(
    "image.hsv_to_rgb",
    [
        call(image(2, 3, 3)),
        call(image(2, 2, 2, 3)),
        call(image(3, 3, 2), **_FIRST),
        call(A(values=_PIXELS))._replace(order=0),
        call(A(2, 2, 3)),
    ],
    order=2,
    loose=6.0,
    bad=[
        bad(image(3, 3, 2), words=("images", "channels", "2")),
        bad(image(3, 3, 3, dtype="int32"), words=("int32", "float")),
        _BAD_FORMAT,
    ],
)

OPS: list[Op] = [
    AFFINE,
    BLUR,
    CROP,
    ELASTIC,
    GREY,
    MAP_COORDINATES,
    PAD,
    PATCHES,
    PATCHES_3D,
    PERSPECTIVE,
    RESIZE,
    SCALE_AND_TRANSLATE,
    SOBEL,
    SSIM,
    TO_HSV,
    TO_RGB,
]

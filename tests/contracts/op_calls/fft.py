"""Calls of the Fourier transforms and of what they are made of."""

import numpy as np

from contracts.op_calls.base import ALL, COMPLEX, FLOATS, A, Op, bad, call, only

HALVES = {
    d: f"Keras on JAX does not transform {d}; ours computes in float32"
    for d in ("float16", "bfloat16")
}
HALF = ("float16", "bfloat16")


def pair(*shape):
    return (A(*shape), A(*shape))


# ---- what the maths says, in float64 ----


def kind(*arrays):
    """Return the type of the results: integers are transformed as float32."""
    types = [a.dtype if a.dtype.kind in "fV" else np.dtype("f4") for a in arrays]
    return max(types, key=lambda d: d.itemsize)


def parted(z, dtype):
    return z.real.astype(dtype), z.imag.astype(dtype)


def joined(x):
    return x[0].astype("f8") + 1j * x[1].astype("f8")


def of_pairs(transform):
    return lambda x: parted(transform(joined(x)), kind(*x))


def rfft(x, fft_length=None):
    return parted(np.fft.rfft(x.astype("f8"), fft_length), kind(x))


def irfft(x, fft_length=None):
    return np.fft.irfft(joined(x), fft_length).astype(kind(*x))


def taper(window, length, size):
    if window is None:
        return np.ones(size)
    if isinstance(window, str):
        turn = np.cos(2 * np.pi * np.arange(length) / length)
        window = {"hann": 0.5 - 0.5 * turn, "hamming": 0.54 - 0.46 * turn}[window]
    before = (size - length) // 2
    window = np.asarray(window).astype("f8")
    return np.pad(window, (before, size - length - before))


def stft(x, sequence_length, sequence_stride, fft_length, window="hann", center=True):
    length, stride, size = sequence_length, sequence_stride, fft_length
    dtype = kind(x)
    x = x.astype("f8")
    size = size or 2 ** int(np.ceil(np.log2(length)))
    if center:
        x = np.pad(x, [(0, 0)] * (x.ndim - 1) + [(size // 2,) * 2], mode="reflect")
    starts = range(0, x.shape[-1] - size + 1, stride)
    frames = np.stack([x[..., s : s + size] for s in starts], -2)
    return parted(np.fft.rfft(frames * taper(window, length, size)), dtype)


def istft(x, sequence_length, stride, size, length=None, window="hann", center=True):
    factors = taper(window, sequence_length, size)
    frames = np.fft.irfft(joined(x), size) * factors
    count = frames.shape[-2]
    total = np.zeros((*frames.shape[:-2], (count - 1) * stride + size))
    weight = np.zeros(total.shape[-1])
    for t in range(count):
        total[..., t * stride : t * stride + size] += frames[..., t, :]
        weight[t * stride : t * stride + size] += factors**2
    signal = total / np.where(weight > 1e-10, weight, 1)
    if length is not None:
        start = size // 2 if center else 0
        signal = signal[..., start : start + length]
    elif center:
        signal = signal[..., size // 2 : signal.shape[-1] - size // 2]
    return signal.astype(kind(*x))


# ---- the calls ----


def pairs_refused(*shape):
    """Return bad calls of a transform of pairs; `shape` has too few axes."""
    return [
        bad(A(2, 3, 4), words=("x", "(2, 3, 4)", "pair")),
        bad((A(3, 4),), words=("x", "pair")),
        bad((A(3, 4), A(3, 2)), words=("(3, 4)", "(3, 2)")),
        bad((A(3, 4, dtype="complex64"), A(3, 4)), words=("complex64",)),
        bad(pair(*shape), words=(str(shape),)),
    ]


TWO_AXES = [
    call(pair(3, 4)),
    call(pair(2, 3, 5)),
    only(call(pair(1, 1)), "float32"),
    only(call(pair(0, 3)), "float32"),
    only(call(pair(2, 0)), "float32"),
    only(call((A(2, 3, dtype="float32"), A(2, 3))), "float16", "float64"),
    only(call(pair(2, 3)), "int32"),
]
LENGTHS = (
    "Keras on JAX loses the last elements where there are fewer stretches than "
    "fft_length / sequence_stride"
)

OPS = [
    Op(
        "fft",
        [call(pair(7)), *TWO_AXES],
        order=2,
        bad=pairs_refused(),
        differs=HALVES,
        numpy=of_pairs(np.fft.fft),
    ),
    Op(
        "fft2",
        TWO_AXES,
        order=2,
        bad=pairs_refused(4),
        differs=HALVES,
        numpy=of_pairs(np.fft.fft2),
    ),
    Op(
        "ifft2",
        TWO_AXES,
        order=2,
        bad=pairs_refused(4),
        differs=HALVES,
        numpy=of_pairs(np.fft.ifft2),
    ),
    Op(
        "rfft",
        [
            call(A(6)),
            call(A(2, 5)),
            call(A(2, 3, 4)),
            call(A(2, 6), fft_length=4),
            call(A(2, 3), fft_length=7),
            only(call(A(3), 1), "float32"),
            only(call(A(0, 4)), "float32"),
        ],
        dtypes=(*FLOATS, "int32", "uint8", "bool"),
        order=2,
        bad=[
            bad(A(), words=("()",)),
            bad(A(0), words=("(0,)",)),
            bad(A(4), fft_length=0, words=("fft_length", "0")),
            bad(A(4), fft_length=2.5, words=("fft_length", "2.5")),
            bad(A(4, dtype="complex64"), words=("x", "complex64")),
        ],
        differs=HALVES,
        numpy=rfft,
    ),
    Op(
        "irfft",
        [
            call(pair(4)),
            call(pair(2, 3)),
            call(pair(2, 4), fft_length=7),
            call(pair(2, 4), fft_length=4),
            call(pair(2, 3), fft_length=9),
            only(call(pair(2, 3), 1), "float32"),
            only(call(pair(0, 3)), "float32"),
            only(call(pair(3)), "int32"),
        ],
        order=2,
        bad=[
            *pairs_refused(),
            bad(pair(2, 1), words=("fft_length", "(2, 1)")),
            bad(pair(3), fft_length=-1, words=("fft_length", "-1")),
        ],
        differs=HALVES,
        numpy=irfft,
    ),
    Op(
        "extract_sequences",
        [
            call(A(7), 3, 2),
            only(call(A(2, 6), 4, 1), *FLOATS, *COMPLEX),
            only(call(A(2, 3, 5), 2, 3), *FLOATS),
            only(call(A(5), 5, 1), "float32"),
            only(call(A(2, 2), 3, 1), "float32"),
            only(call(A(0, 5), 2, 2), "float32"),
        ],
        dtypes=(*ALL, *COMPLEX),
        order=2,
        bad=[
            bad(A(5), 0, 1, words=("sequence_length", "0")),
            bad(A(5), 2, 0, words=("sequence_stride", "0")),
            bad(A(5), 2.5, 1, words=("sequence_length", "2.5")),
            bad(A(), 1, 1, words=("()",)),
        ],
    ),
    Op(
        "stft",
        [
            call(A(10), 4, 2, 4),
            call(A(2, 10), 3, 2, 5),
            call(A(10), 4, 3, 6, window="hamming"),
            call(A(10), 4, 2, 4, window=None, center=False),
            only(call(A(10), 3, 2, 4, window=None), "float32"),
            call(A(2, 9), 3, 1, 4, center=False),
            only(call(A(9), 4, 2, 4, A(4, low=0.5)), "float32", "float64"),
            only(call(A(2, 3), 4, 2, 8), "float32"),
            only(call(A(1), 2, 1, 4), "float32"),
            only(call(A(9), 3, 2, None), "float32"),
            only(call(A(9), 4, 2, 4), "int32"),
            only(call(A(0, 9), 4, 2, 4), "float32"),
        ],
        order=2,
        bad=[
            bad(A(9), 4, 2, 3, words=("fft_length", "3", "4")),
            bad(A(9), 0, 2, 4, words=("sequence_length", "0")),
            bad(A(9), 4, -1, 4, words=("sequence_stride", "-1")),
            bad(A(9), 4, 2, 4, window="hanning", words=("window", "hanning", "hann")),
            bad(A(9), 4, 2, 4, window=A(3), words=("window", "(3,)")),
            bad(A(3), 4, 2, 4, center=False, words=("x", "3", "4")),
            bad(A(0), 4, 2, 4, words=("x",)),
            bad(A(), 4, 2, 4, words=("x", "()")),
        ],
        differs={**HALVES, "#11": "Keras on JAX loses the axes of an empty batch"},
        numpy=stft,
    ),
    Op(
        "istft",
        [
            call(pair(5, 3), 4, 2, 4),
            call(pair(2, 6, 3), 3, 2, 5),
            call(pair(5, 4), 4, 3, 6, window="hamming"),
            call(pair(5, 3), 4, 2, 4, length=6),
            call(pair(5, 3), 4, 2, 4, center=False),
            only(call(pair(5, 3), 4, 2, 4, 100, center=False), "float32"),
            only(call(pair(5, 3), 4, 2, 4, None, A(4, low=0.5)), "float32", "float64"),
            only(call(pair(5, 3), 3, 6, 4, center=False), "float32"),
            call(pair(5, 3), 4, 2, 4, window=None),
            only(call(pair(2, 5), 4, 1, 8, center=False), "float32", "float64"),
            only(call(pair(5, 3), 4, 2, 4), "int32"),
            only(call(pair(0, 5, 3), 4, 2, 4), "float32"),
        ],
        order=2,
        bad=[
            bad(A(5, 3), 4, 2, 4, words=("x", "pair")),
            bad(pair(3), 4, 2, 4, words=("(4,)",)),
            bad(pair(5, 3), 4, 2, 3, words=("fft_length", "3")),
            bad(pair(5, 3), 4, 0, 4, words=("sequence_stride", "0")),
            bad(pair(5, 3), 4, 2, 4, length=0, words=("length", "0")),
            bad(pair(5, 3), 4, 2, 4, window="han", words=("window", "han")),
            bad(pair(5, 3), 4, 2, 4, window=A(2, 2), words=("window", "(2, 2)")),
        ],
        differs={
            **HALVES,
            "#8": "without a window Keras gives fft_length / sequence_stride times the "
            "signal that stft was given; ours undoes stft",
            "#9": LENGTHS,
        },
        numpy=istft,
    ),
]

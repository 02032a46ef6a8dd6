"""Convolutions written as plain loops, and the cases they are compared on."""

import itertools

import numpy as np


def pads_of(kind, sizes, kernel, strides, dilation):
    if not isinstance(kind, str):
        return kind
    pads = []
    for n, k, s, d in zip(sizes, kernel, strides, dilation):
        extent = (k - 1) * d + 1
        if kind == "valid":
            pads.append((0, 0))
        elif kind == "causal":
            pads.append((extent - 1, 0))
        else:
            windows = int(np.ceil(n / s))
            total = 0
            while n + total < (windows - 1) * s + extent:
                total += 1
            pads.append((total // 2, total - total // 2))
    return tuple(pads)


def naive_conv(x, w, strides, padding, dilation, groups):
    """Sum products one output element at a time."""
    sizes, kernel = x.shape[1:-1], w.shape[:-2]
    pads = pads_of(padding, sizes, kernel, strides, dilation)
    x = np.pad(x, ((0, 0), *pads, (0, 0)))
    counts = []
    for n, k, s, d in zip(x.shape[1:-1], kernel, strides, dilation):
        counts.append(len(range(0, n - (k - 1) * d, s)))
    per_group, filters = w.shape[-2], w.shape[-1] // groups
    y = np.zeros((x.shape[0], *counts, w.shape[-1]), np.float64)
    for where in itertools.product(*(range(c) for c in counts)):
        for tap in itertools.product(*(range(k) for k in kernel)):
            at = tuple(
                i * s + t * d for i, s, t, d in zip(where, strides, tap, dilation)
            )
            for f in range(w.shape[-1]):
                start = f // filters * per_group
                for c in range(per_group):
                    value = x[(slice(None), *at, start + c)] * w[(*tap, c, f)]
                    y[(slice(None), *where, f)] += value
    return y


# shape of x, shape of w, strides, padding, dilation, groups
CONVOLUTIONS = {
    "1d": ((2, 7, 3), (3, 3, 4), (1,), "valid", (1,), 1),
    "1d same strided": ((2, 8, 2), (3, 2, 4), (3,), "same", (1,), 1),
    "1d causal dilated": ((2, 7, 2), (3, 2, 3), (1,), "causal", (2,), 1),
    "1d wide channels": ((3, 9, 6), (4, 6, 2), (2,), ((2, 1),), (1,), 1),
    "2d": ((2, 5, 6, 3), (3, 3, 3, 4), (1, 1), "valid", (1, 1), 1),
    "2d same": ((2, 5, 6, 6), (3, 2, 6, 4), (1, 1), "same", (1, 1), 1),
    "2d same strided": ((2, 6, 5, 2), (3, 3, 2, 3), (2, 2), "same", (1, 1), 1),
    "2d uneven": ((2, 7, 6, 5), (2, 3, 5, 3), (2, 1), ((0, 2), (1, 0)), (1, 1), 1),
    "2d dilated": ((1, 7, 8, 5), (3, 2, 5, 2), (1, 1), "same", (2, 3), 1),
    "2d dilated strided": ((1, 9, 8, 2), (3, 2, 2, 2), (2, 3), "valid", (2, 2), 1),
    "2d one channel": ((3, 6, 6, 1), (3, 3, 1, 4), (1, 1), "valid", (1, 1), 1),
    "2d pointwise": ((2, 3, 4, 5), (1, 1, 5, 3), (1, 1), "valid", (1, 1), 1),
    "2d pointwise strided": ((2, 5, 4, 5), (1, 1, 5, 3), (2, 2), "same", (1, 1), 1),
    "2d stride past kernel": ((2, 8, 8, 5), (2, 2, 5, 3), (3, 3), "valid", (1, 1), 1),
    "2d groups": ((2, 5, 5, 4), (3, 3, 2, 6), (1, 1), "same", (1, 1), 2),
    "2d depthwise": ((2, 5, 6, 3), (3, 2, 1, 6), (2, 1), "same", (1, 1), 3),
    "2d whole": ((2, 4, 4, 5), (4, 4, 5, 3), (1, 1), "valid", (1, 1), 1),
    "3d": ((1, 4, 5, 4, 2), (2, 3, 2, 2, 3), (1, 1, 1), "valid", (1, 1, 1), 1),
    "3d same strided": (
        (1, 4, 5, 4, 6),
        (3, 2, 2, 6, 2),
        (2, 1, 2),
        "same",
        (1,) * 3,
        1,
    ),
    "3d dilated": ((1, 5, 5, 4, 5), (2, 2, 2, 5, 2), (1, 1, 1), "same", (2, 1, 2), 1),
}


def naive_pool(x, window, strides, padding, reduce):
    """Reduce one window at a time; `reduce` gets (batch, elements, channels)."""
    sizes = x.shape[1:-1]
    pads = pads_of(padding, sizes, window, strides, (1,) * len(window))
    counts = [
        (n + lo + hi - k) // s + 1
        for n, (lo, hi), k, s in zip(sizes, pads, window, strides)
    ]
    y = np.zeros((x.shape[0], *counts, x.shape[-1]), np.float64)
    for where in itertools.product(*(range(c) for c in counts)):
        inside = []
        for tap in itertools.product(*(range(k) for k in window)):
            at = [i * s - lo + t for i, s, (lo, _), t in zip(where, strides, pads, tap)]
            if all(0 <= a < n for a, n in zip(at, sizes)):
                inside.append(x[(slice(None), *at)])
        y[(slice(None), *where)] = reduce(np.stack(inside, axis=1))
    return y


def naive_max_grad(dy, x, window, strides, padding):
    """Give each window's gradient to the first of its largest elements."""
    dx = np.zeros(x.shape)
    sizes = x.shape[1:-1]
    pads = pads_of(padding, sizes, window, strides, (1,) * len(window))
    for index in np.ndindex(*dy.shape):
        n, *where, c = index
        best = None
        for tap in itertools.product(*(range(k) for k in window)):
            at = [i * s - lo + t for i, s, (lo, _), t in zip(where, strides, pads, tap)]
            if not all(0 <= a < size for a, size in zip(at, sizes)):
                continue
            if best is None or x[(n, *at, c)] > x[(*best,)]:
                best = (n, *at, c)
        dx[best] += dy[index]
    return dx


# shape of x, window, strides, padding
POOLINGS = {
    "1d": ((2, 7, 3), (3,), (2,), "valid"),
    "1d same": ((2, 8, 3), (3,), (2,), "same"),
    "1d one": ((2, 5, 3), (1,), (1,), "valid"),
    "1d one strided": ((2, 5, 3), (1,), (2,), "valid"),
    "2d halves": ((3, 6, 8, 4), (2, 2), (2, 2), "valid"),
    "2d halves with a rest": ((3, 7, 5, 2), (2, 2), (2, 2), "valid"),
    "2d halves same": ((2, 7, 5, 2), (2, 2), (2, 2), "same"),
    "2d thirds": ((2, 6, 9, 2), (3, 3), (3, 3), "valid"),
    "2d overlapping": ((2, 7, 8, 3), (3, 3), (2, 2), "same"),
    "2d dense": ((2, 5, 6, 3), (3, 2), (1, 1), "same"),
    "2d sparse": ((2, 9, 8, 3), (2, 2), (3, 4), "valid"),
    "2d padded": ((2, 5, 5, 2), (3, 3), (2, 1), ((1, 1), (0, 2))),
    "3d": ((2, 4, 5, 6, 2), (2, 3, 2), (2, 1, 2), "same"),
    "3d halves": ((2, 4, 4, 2, 3), (2, 2, 2), (2, 2, 2), "valid"),
}

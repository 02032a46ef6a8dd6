"""Samples of complex numbers, Fourier transforms and sliding windows."""

from contracts.samples import planar, within


def _signal(*shape):
    return within(-2, 2, *shape)


SAMPLES = {
    "fft": [
        ((planar(3, 4),), {"axes": (1,)}),
        ((planar(3, 4),), {"axes": (0, 1), "inverse": True}),
        ((planar(2, 3, 2),), {"axes": (0, 2), "norm": "ortho"}),
        ((planar(2, 5),), {"axes": (1,), "norm": "forward"}),
        ((_signal(3, 4),), {"axes": (0,)}),
        ((planar(2, 3),), {"axes": ()}),
        ((planar(0, 3),), {"axes": (0,)}),
        ((planar(0, 3),), {"axes": (1,), "inverse": True}),
    ],
    "rfft": [
        ((_signal(2, 6),), {}),
        ((_signal(2, 5),), {}),
        ((_signal(1),), {}),
        ((_signal(2, 2),), {"norm": "ortho"}),
        ((_signal(2, 6),), {"length": 4}),
        ((_signal(2, 3),), {"length": 5, "norm": "forward"}),
        ((_signal(2, 6),), {"mirrored": True}),
        ((_signal(2, 3),), {"length": 7, "mirrored": True}),
        ((_signal(0, 4),), {}),
        ((_signal(2, 0),), {"length": 3}),
    ],
    "irfft": [
        ((planar(2, 4),), {}),
        ((planar(2, 4),), {"length": 7, "norm": "ortho"}),
        ((planar(2, 4),), {"length": 4}),
        ((planar(2, 2),), {"length": 6, "norm": "forward"}),
        ((planar(3),), {"length": 1}),
        ((planar(2, 4),), {"mirrored": False}),
        ((planar(2, 3),), {"length": 7, "mirrored": False}),
        ((planar(2, 1),), {"length": 2, "mirrored": False}),
        ((planar(0, 3),), {}),
    ],
    "sliding_windows": [
        ((_signal(2, 7),), {"length": 3, "stride": 2}),
        ((_signal(7),), {"length": 4, "stride": 1}),
        ((planar(5),), {"length": 2, "stride": 3}),
        ((_signal(2, 2),), {"length": 3, "stride": 1}),
        ((_signal(0, 5),), {"length": 2, "stride": 2}),
    ],
    "overlap_add": [
        ((_signal(2, 3, 4),), {"stride": 2}),
        ((_signal(3, 4),), {"stride": 3, "size": 12}),
        ((_signal(2, 2),), {"stride": 3, "size": 5}),
        ((planar(4, 3),), {"stride": 1}),
        ((_signal(2, 0, 4),), {"stride": 1, "size": 3}),
        ((_signal(0, 2, 3),), {"stride": 2}),
    ],
    "join_parts": [
        ((_signal(3, 4), _signal(3, 4)), {}),
        ((_signal(2, 1, 3), _signal(4, 1)), {}),
        ((_signal(), _signal(3)), {}),
        ((_signal(), _signal()), {}),
        ((_signal(0, 3), _signal(1, 3)), {}),
    ],
}

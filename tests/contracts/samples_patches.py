"""Inputs on which windows written out are held to the laws."""

from typing import Any

Entry = tuple[tuple[Any, ...], dict[str, Any]]


def _settings(
    window: tuple[int, ...],
    strides: tuple[int, ...] = (1, 1),
    padding: tuple[tuple[int, int], ...] = ((0, 0), (0, 0)),
    dilation: tuple[int, ...] = (1, 1),
) -> dict[str, Any]:
    return {
        "window": window,
        "strides": strides,
        "padding": padding,
        "dilation": dilation,
    }


PADDED = ((1, 1), (0, 2))
SAMPLES: dict[str, list[Entry]] = {
    "unfold": [
        (((2, 3, 4, 5),), _settings((2, 3))),
        (((2, 1, 4, 5),), _settings((2, 2), (2, 3), PADDED, (2, 1))),
        (((2, 2, 6),), _settings((3,), (2,), ((1, 0),), (1,))),
        (((0, 2, 4, 5),), _settings((2, 2))),
    ],
    "fold": [
        (((2, 18, 9),), {"sizes": (4, 5), **_settings((2, 3))}),
        (((2, 4, 4),), {"sizes": (4, 5), **_settings((2, 2), (2, 3), PADDED, (2, 1))}),
        (((2, 6, 3),), {"sizes": (6,), **_settings((3,), (2,), ((1, 0),), (1,))}),
        (((0, 8, 12),), {"sizes": (4, 5), **_settings((2, 2))}),
    ],
}

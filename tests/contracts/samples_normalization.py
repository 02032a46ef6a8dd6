"""Inputs on which normalisation is held to the laws."""

from typing import Any


def _cases() -> list[tuple[tuple[int, ...], tuple[int, ...], Any]]:
    """Return (shape of x, axes, shape of gamma and beta or None)."""
    return [
        ((5, 3), (0,), (3,)),
        ((2, 3, 4, 2), (0, 1, 2), (2,)),
        ((2, 3, 4, 2), (0, 2, 3), (3, 1, 1)),
        ((4, 6), (1,), (6,)),
        ((2, 3, 4), (1, 2), (3, 4)),
        ((2, 3, 4), (1,), (3, 1)),
        ((2, 4, 2, 3), (1, 3), (1, 1, 2, 1)),
        ((4, 3), (0,), None),
        ((0, 3), (1,), (3,)),
    ]


def _forward() -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
    samples: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
        ((shape, part, part), {"axes": axes, "epsilon": 0.1})
        for shape, axes, part in _cases()
    ]
    # One of the two alone.
    samples.append((((4, 3), (3,), None), {"axes": (0,), "epsilon": 0.1}))
    samples.append((((4, 3), None, (3,)), {"axes": (0,), "epsilon": 0.1}))
    return samples


def _positive(*shape: int) -> Any:
    return lambda rng: rng.uniform(0.5, 1.5, shape)


def _backward() -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
    samples: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    for shape, axes, part in _cases():
        kept = tuple(1 if i in axes else n for i, n in enumerate(shape))
        aligned = kept if part is None else (1,) * (len(shape) - len(part)) + part
        arrays = (shape, kept, kept, shape, part, kept, _positive(*kept))
        samples.append((arrays, {"axes": axes, "epsilon": 0.1, "shape": aligned}))
    return samples


SAMPLES = {"standardize": _forward(), "standardize_grad": _backward()}

"""Inputs on which attention is held to the laws."""

from typing import Any

import numpy as np

from contracts.samples import booleans

Entry = tuple[tuple[Any, ...], dict[str, Any]]


def _shapes(
    batch: int,
    queries: int,
    keys: int,
    heads: int,
    shared: int,
    depth: int,
    width: int | None = None,
) -> tuple[Any, ...]:
    key = (batch, keys, shared, depth)
    value = (batch, keys, shared, depth if width is None else width)
    return (batch, queries, heads, depth), key, value


def _blind(rng: Any) -> np.ndarray:
    # One query may look at nothing, one only at what comes later.
    mask = rng.random((2, 1, 4, 5)) < 0.5
    mask[:, :, 1] = False
    mask[:, :, 2] = [False, False, False, True, True]
    return np.asarray(mask)


def _forward() -> list[Entry]:
    few = _shapes(2, 3, 4, 2, 2, 3)
    many = _shapes(2, 4, 5, 4, 2, 2)
    wide = _shapes(2, 4, 5, 4, 2, 2, 3)
    samples: list[Entry] = [
        ((*few, None, None), {"scale": 0.7}),
        ((*few, (3, 4), booleans(2, 1, 3, 4)), {"scale": 0.7, "soft_cap": 1.5}),
        ((*many, (2, 4, 4, 5), None), {"scale": 0.5, "causal": True}),
        ((*many, (1, 4, 1, 5), _blind), {"scale": 0.5, "causal": True}),
        ((*many, (4, 1), _blind), {"scale": 0.5}),
        ((*many, None, booleans(2, 4, 1, 1)), {"scale": 0.5, "causal": True}),
        ((*wide, (4, 1), _blind), {"scale": 0.5}),
        ((*_shapes(2, 0, 3, 2, 1, 2), None, None), {"scale": 1.0}),
        ((*_shapes(2, 3, 0, 2, 1, 2), None, None), {"scale": 1.0}),
        ((*_shapes(2, 3, 0, 2, 1, 2, 4), None, None), {"scale": 1.0}),
        ((*_shapes(0, 3, 3, 2, 1, 2), None, None), {"scale": 1.0}),
    ]
    # In blocks of every kind: few keys, few queries, some heads, all at once.
    blocks = [
        (arrays, {**params, "held": held})
        for held in (0, 1, 5, 12, 40)
        for arrays, params in samples[1:7]
    ]
    return samples + blocks


def _backward() -> list[Entry]:
    samples: list[Entry] = []
    for (query, key, value, bias, mask), params in _forward():
        answer = (*query[:-1], value[-1])
        arrays = (answer, query, key, value, bias, mask, answer)
        samples.append((arrays, {**params, "bias_wanted": bias is not None}))
    return samples


SAMPLES = {"attention": _forward(), "attention_grad": _backward()}

"""Cases of preprocessing layers that compute on numbers; see `make_layers.py`.

Those of text and categories stand in `make_preprocessing.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layer_spec import Spec, spec


def specs() -> Iterator[Spec]:
    yield from rescaling()
    yield from normalization()
    yield from discretization()
    yield from category_encoding()


def rescaling() -> Iterator[Spec]:
    yield spec("Rescaling", (2, 3), "scale", kwargs={"scale": 0.5})
    yield spec("Rescaling", (2, 3), "offset", kwargs={"scale": 2, "offset": -1.0})
    kwargs: dict[str, Any] = {"scale": [1.0, 2.0, 3.0], "offset": [0.5, 0.0, -1]}
    yield spec("Rescaling", (2, 4, 3), "sequences", kwargs=kwargs)
    yield spec("Rescaling", (2, 3), "integers", kwargs={"scale": 0.1}, ints=255)


def normalization() -> Iterator[Spec]:
    given = {"mean": [1.0, 2.0, -1.0], "variance": [1.0, 4.0, 0.25]}
    yield spec("Normalization", (4, 3), "given", kwargs=given)
    yield spec("Normalization", (2, 5, 3), "rank3", kwargs=given)
    yield spec("Normalization", (2, 3, 5), "axis1", kwargs={"axis": 1, **given})
    yield spec("Normalization", (4, 3), "invert", kwargs={"invert": True, **given})
    scalars = {"mean": 3.0, "variance": 2.0}
    yield spec("Normalization", (4, 3), "scalars", kwargs=scalars)
    yield spec("Normalization", (4, 3), "none", kwargs={"axis": None, **scalars})
    pairs = {"axis": [1, -1], "mean": [[1.0, 2.0]], "variance": [[4.0, 9.0]]}
    yield spec("Normalization", (3, 2, 4, 2), "axes", kwargs=pairs)
    constant = {"mean": 0.0, "variance": 0.0}
    yield spec("Normalization", (4, 3), "no-variance", kwargs=constant)
    yield spec("Normalization", (4, 3), "integers", kwargs=given, ints=9)


def discretization() -> Iterator[Spec]:
    edges = {"bin_boundaries": [-0.5, 0.0, 0.7]}
    options: dict[str, Any] = {"smooth": False}
    yield spec("Discretization", (3, 4), "int", kwargs=edges, **options)
    yield spec("Discretization", (3, 4), "integers", kwargs=edges, ints=3, **options)
    none = {"bin_boundaries": []}
    yield spec("Discretization", (3, 4), "none", kwargs=none, **options)
    for mode in ("one_hot", "multi_hot", "count"):
        kwargs = {**edges, "output_mode": mode}
        yield spec("Discretization", (3, 4), mode, kwargs=kwargs, **options)
        yield spec("Discretization", (3, 1), f"{mode}-1", kwargs=kwargs, **options)
        yield spec("Discretization", (3,), f"{mode}-flat", kwargs=kwargs, **options)


def category_encoding() -> Iterator[Spec]:
    options: dict[str, Any] = {"ints": 6, "smooth": False}
    for mode in ("one_hot", "multi_hot", "count"):
        kwargs = {"num_tokens": 5, "output_mode": mode}
        yield spec("CategoryEncoding", (3, 4), mode, kwargs=kwargs, **options)
        yield spec("CategoryEncoding", (3, 1), f"{mode}-1", kwargs=kwargs, **options)
        yield spec("CategoryEncoding", (3,), f"{mode}-flat", kwargs=kwargs, **options)
    kwargs = {"num_tokens": 5, "output_mode": "one_hot"}
    yield spec("CategoryEncoding", (2, 3, 2), "rank3", kwargs=kwargs, **options)

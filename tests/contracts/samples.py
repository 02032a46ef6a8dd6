"""Inputs on which each primitive is held to the laws.

Elementwise primitives and reductions are sampled by kind; others have an entry in
`EXPLICIT` or in a `samples_<family>.py` beside this file. An input is an array, a
Spec, a shape, a pair (shape, dtype), a function of a random generator, or None.
"""

import importlib
import importlib.util
import pkgutil
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import cornu.primitives
from cornu.core import ELEMENTWISE, PRIMITIVES, REDUCTION, Primitive, Spec

FAMILIES = sorted(p.stem for p in Path(__file__).parent.glob("samples_*.py"))


class Sample(NamedTuple):
    """One set of inputs: arrays (or None) and keyword parameters."""

    arrays: tuple[Any, ...]
    params: dict[str, Any]


def load_all() -> dict[str, Primitive]:
    """Import every module that declares primitives or faster bodies."""
    for package in ("cornu.primitives", "cornu.kernels"):
        if importlib.util.find_spec(package) is None:
            continue
        root = importlib.import_module(package)
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            if ".cuda" not in found.name:
                importlib.import_module(found.name)
    return dict(sorted(PRIMITIVES.items()))


# ---- makers ----


def within(low: float, high: float, *shape: int) -> Any:
    """Draw uniformly, and keep elements apart, so that none ties with another."""

    def make(rng: np.random.Generator) -> np.ndarray:
        size = int(np.prod(shape))
        steps = (rng.permutation(size) + rng.uniform(0.2, 0.8, size)) / max(size, 1)
        return np.asarray((low + (high - low) * steps).reshape(shape))

    return make


def off_zero(*shape: int) -> Any:
    """Draw from (0.2, 2) with either sign, and no element near an integer."""

    def make(rng: np.random.Generator) -> np.ndarray:
        whole, part = rng.integers(0, 2, shape), rng.uniform(0.2, 0.8, shape)
        return np.asarray((whole + part) * rng.choice([-1.0, 1.0], shape))

    return make


def planar(*shape: int) -> Any:
    """Draw complex numbers on either side of both axes, and on neither."""

    def make(rng: np.random.Generator) -> np.ndarray:
        return np.asarray(off_zero(*shape)(rng) + 1j * off_zero(*shape)(rng))

    return make


def integers(high: int, *shape: int, dtype: str = "int32") -> Any:
    """Draw integers in [0, high)."""
    return lambda rng: np.asarray(rng.integers(0, high, shape)).astype(dtype)


def booleans(*shape: int) -> Any:
    """Draw truth values."""
    return lambda rng: np.asarray(rng.random(shape) < 0.5)


STATE = np.array([7, 3], np.uint32)
DRAW = {"shape": (3, 5), "dtype": "float32"}


# ---- elementwise: by domain ----

DOMAIN = {
    "log": (0.2, 3.0),
    "log1p": (-0.7, 3.0),
    "log2": (0.2, 3.0),
    "log10": (0.2, 3.0),
    "sqrt": (0.2, 3.0),
    "rsqrt": (0.2, 3.0),
    "arcsin": (-0.8, 0.8),
    "arccos": (-0.8, 0.8),
    "arctanh": (-0.8, 0.8),
    "erfinv": (-0.8, 0.8),
    "arccosh": (1.3, 3.0),
    "tan": (-1.2, 1.2),
    "power": (0.3, 2.0),
}
SHAPES = {
    1: [((3, 4),), ((),), ((0, 3),), ((2, 1, 3),)],
    2: [
        ((3, 4), (3, 4)),
        ((2, 1, 3), (4, 1)),
        ((), (3,)),
        ((), ()),
        ((0, 3), (1, 3)),
        ((2, 3), (0, 1, 3)),
    ],
}


def elementwise(primitive: Primitive) -> list[Any]:
    """Return samples by number of inputs and domain, of floats and of integers."""
    bounds = DOMAIN.get(primitive.name)
    samples: list[Any] = []
    for shapes in SHAPES[len(primitive.inputs)]:
        draw = [within(*bounds, *s) if bounds else off_zero(*s) for s in shapes]
        samples.append((tuple(draw), {}))
    count = len(primitive.inputs)
    whole = 1 if primitive.name in DOMAIN or primitive.name in NO_ZERO else 0
    if primitive.name not in ("arcsin", "arccos", "arctanh", "erfinv"):
        samples.append(((lambda rng: rng.integers(1 + whole, 5, (2, 3)),) * count, {}))
    if primitive.name in COMPLEX:
        draws = [tuple(planar(*s) for s in shapes) for shapes in SHAPES[count][:3]]
        samples += [(draw, {}) for draw in draws]
    if primitive.name == "relu":  # faster in large
        samples.append(((off_zero(64, 130),), {}))
    if primitive.name not in NO_TRUTH:
        samples.append(((np.array([True, True]),) * count, {}))
    return samples


# Those with a meaning for complex numbers.
# fmt: off
COMPLEX = {
    "absolute", "add", "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctanh",
    "conj", "cos", "cosh", "divide", "exp", "expm1", "imag", "log", "log1p", "multiply",
    "negative", "power", "real", "reciprocal", "rsqrt", "sigmoid", "sin", "sinh",
    "sqrt", "square", "subtract", "tan", "tanh",
}
# fmt: on
# NumPy refuses these on truth values.
NO_TRUTH = ("arccosh", "arctanh", "erfinv", "negative", "sign", "subtract")
NO_ZERO = ("divide", "mod", "floor_divide", "fmod", "reciprocal")


def reduction(primitive: Primitive) -> list[Any]:
    """Return samples over one axis, several, all and none."""
    shape = (2, 3, 4)
    if "axis" in primitive.params:
        samples = [
            ((within(-2, 2, *shape),), {"axis": axis, "keepdims": keep})
            for axis in range(3)
            for keep in (False, True)
        ]
        return [*samples, ((within(-2, 2, 0, 3),), {"axis": 1})]
    samples = [
        ((within(-2, 2, *shape),), {"axes": axes, "keepdims": keep})
        for axes in ((0,), (1, 2), (0, 1, 2), ())
        for keep in (False, True)
    ]
    samples.append(((within(-2, 2),), {"axes": ()}))
    samples.append(((within(-2, 2, 0, 3),), {"axes": (1,)}))
    samples.append(((within(-2, 2, 5, 3),), {"axes": (0,), "keepdims": True}))
    if primitive.name in ("reduce_sum", "reduce_mean"):  # faster in large
        samples.append(((within(-2, 2, 64, 160),), {"axes": (0,), "keepdims": True}))
        samples.append(((within(-2, 2, 12, 8, 256),), {"axes": (0, 1)}))
    if primitive.name in ("reduce_sum", "reduce_mean", "reduce_prod"):
        samples.append(((planar(2, 3),), {"axes": (0,)}))
    if primitive.name not in ("reduce_max", "reduce_min"):  # of nothing: an error
        samples.append(((within(-2, 2, 0, 3),), {"axes": (0,)}))
    return samples


# ---- the others, one by one ----

EXPLICIT: dict[str, list[Any]] = {
    "where": [
        ((booleans(3, 4), (3, 4), (3, 4)), {}),
        ((booleans(3, 1), (4,), (2, 1, 1)), {}),
        ((booleans(), (), ()), {}),
        ((booleans(0, 3), (0, 3), (3,)), {}),
        ((booleans(64, 65), (64, 65), (64, 65)), {}),  # by masks
        ((booleans(3, 1), planar(4), planar(3, 4)), {}),
    ],
    "clip": [
        ((off_zero(3, 4),), {"low": -1.0, "high": 1.0}),
        ((off_zero(3, 4),), {"low": None, "high": 1.0}),
        ((off_zero(),), {"low": 0.0, "high": None}),
        ((off_zero(0, 2),), {"low": 0.0, "high": 1.0}),
    ],
    "matmul": [
        (((3, 4), (4, 2)), {}),
        (((2, 3, 4), (4, 5)), {}),
        (((2, 3, 4), (2, 4, 5)), {}),
        (((2, 1, 3, 4), (3, 4, 2)), {}),
        (((4, 2), (3, 2, 5)), {}),
        (((64, 48), (48, 48)), {}),  # what a BLAS would share out among threads
        (((2, 1, 100), (100, 100)), {}),
        (((0, 3), (3, 2)), {}),
        (((2, 0), (0, 3)), {}),
        (((2, 0, 3), (3, 2)), {}),
        ((planar(2, 3), planar(3, 2)), {}),
        ((planar(2, 3), (3, 2)), {}),
    ],
    "einsum": [
        ((planar(3, 4), planar(4, 2)), {"subscripts": "ij,jk->ik"}),
        (((3, 4), (4, 2)), {"subscripts": "ij,jk->ik"}),
        (((2, 3, 4), (5, 4, 3)), {"subscripts": "abc,dcb->da"}),
        (((2, 3), (2, 3)), {"subscripts": "ab,ab->ba"}),
        (((2, 3), (4,)), {"subscripts": "ab,c->bca"}),
        (((2, 0), (0, 3)), {"subscripts": "ab,bc->ac"}),
    ],
    "reshape": [
        (((2, 6),), {"shape": (3, 4)}),
        (((2, 6),), {"shape": (4, -1)}),
        (((1, 1),), {"shape": ()}),
        (((),), {"shape": (1, 1)}),
        (((0, 3),), {"shape": (3, 0)}),
    ],
    "transpose": [
        (((2, 3, 4),), {"axes": (2, 0, 1)}),
        (((),), {"axes": ()}),
        (((0, 3),), {"axes": (1, 0)}),
    ],
    "broadcast_to": [
        (((3, 1),), {"shape": (2, 3, 4)}),
        (((),), {"shape": (2, 2)}),
        (((1, 3),), {"shape": (0, 3)}),
    ],
    "concatenate": [
        (((2, 3), (2, 1), (2, 2)), {"axis": 1}),
        (((2, 3),), {"axis": 0}),
        (((0, 3), (2, 3)), {"axis": 0}),
    ],
    "slice_view": [
        (((4, 5),), {"index": ((1, 3, None), (None, None, 2))}),
        (((4, 5),), {"index": (2, None, (None, None, -1))}),
        (((4, 5),), {"index": (-1, -2)}),
        (((4, 5),), {"index": ((-1, -3, None),)}),
        (((4, 5),), {"index": ((-3, -1, None),)}),
        (((),), {"index": (None,)}),
        (((0, 5),), {"index": ((0, 2, None),)}),
    ],
    "slice_scatter": [
        (((2, 3),), {"shape": (4, 5), "index": ((1, 3, None), (None, None, 2))}),
        (((1, 5),), {"shape": (4, 5), "index": (2, None, (None, None, -1))}),
        (((),), {"shape": (3,), "index": (1,)}),
        (((0, 5),), {"shape": (4, 5), "index": ((2, 2, None),)}),
    ],
    "pad": [
        (((2, 3),), {"widths": ((1, 0), (2, 1))}),
        (((2, 3),), {"widths": ((0, 0), (0, 1)), "value": -1.5}),
        (((),), {"widths": ()}),
        (((0, 3),), {"widths": ((1, 1), (0, 0))}),
    ],
    "flip": [
        (((2, 3, 4),), {"axes": (0, 2)}),
        (((),), {"axes": ()}),
        (((0, 3),), {"axes": (0,)}),
    ],
    "cast": [
        (((2, 3),), {"dtype": "float64"}),
        ((off_zero(2, 3),), {"dtype": "int32"}),
        ((integers(5, 2, 3),), {"dtype": "float32"}),
        (((2, 3),), {"dtype": "complex128"}),
        ((planar(2, 3),), {"dtype": "float64"}),
        (((),), {"dtype": "float64"}),
        (((0, 3),), {"dtype": "float64"}),
    ],
    "copy": [(((2, 3),), {}), (((),), {}), (((0, 3),), {})],
    "full_like": [
        (((2, 3),), {"value": 2.5}),
        (((),), {"value": 1, "dtype": "int32"}),
        (((0, 3),), {"value": 0.0}),
    ],
    "take": [
        (((4, 3), integers(4, 2, 5)), {"axis": 0}),
        (((2, 4, 3), integers(4, 5)), {"axis": 1}),
        (((4, 3), np.array([[-1, 0], [-4, 3]])), {"axis": 0}),
        (((4, 3), integers(3)), {"axis": 1}),
        (((4, 3), booleans(2)), {"axis": 0}),
        (((4, 3), integers(4, 0)), {"axis": 0}),
        (((4, 0), integers(4, 2)), {"axis": 0}),
    ],
    "take_transpose": [
        (((2, 5, 3), integers(4, 2, 5)), {"shape": (4, 3), "axis": 0}),
        (((2, 5, 3), integers(4, 5)), {"shape": (2, 4, 3), "axis": 1}),
        (((4,), integers(3)), {"shape": (4, 3), "axis": 1}),
        (((0, 3), integers(4, 0)), {"shape": (4, 3), "axis": 0}),
        (((2, 0), integers(4, 2)), {"shape": (4, 0), "axis": 0}),
        (((3, 2), np.array([255, 3, 255], "uint8")), {"shape": (300, 2), "axis": 0}),
        (((2, 2), np.array([-1, 3], "int8")), {"shape": (300, 2), "axis": 0}),
    ],
    "take_along_axis": [
        (((3, 4), integers(4, 3, 2)), {"axis": 1}),
        (((3, 4), integers(3, 5, 4)), {"axis": 0}),
        (((3, 4), integers(4, 1, 2)), {"axis": 1}),
        (((1, 4), integers(4, 3, 2)), {"axis": 1}),
        (((3, 4), integers(4, 3, 0)), {"axis": 1}),
    ],
    "take_along_axis_transpose": [
        (((3, 2), integers(4, 3, 2)), {"shape": (3, 4), "axis": 1}),
        (((3, 2), integers(4, 1, 2)), {"shape": (3, 4), "axis": 1}),
        (((3, 2), integers(4, 3, 2)), {"shape": (1, 4), "axis": 1}),
        (((3, 0), integers(4, 3, 0)), {"shape": (3, 4), "axis": 1}),
    ],
    "gather_nd": [
        (((4, 4, 2), integers(4, 5, 2)), {}),
        (((4, 3), integers(4, 2, 5, 1)), {}),
        (((4, 4), integers(4, 2)), {}),
        (((4, 4), integers(4, 0, 2)), {}),
    ],
    "scatter_nd": [
        (((5, 2), integers(4, 5, 2)), {"shape": (4, 4, 2)}),
        (((2, 5, 3), integers(4, 2, 5, 1)), {"shape": (4, 3)}),
        (((0,), integers(4, 0, 2)), {"shape": (4, 4)}),
    ],
    "one_hot": [
        ((integers(4, 2, 3),), {"depth": 4, "axis": -1, "dtype": "float32"}),
        ((integers(6, 2, 3),), {"depth": 4, "axis": 0, "dtype": "float32"}),
        ((integers(4, 2, 3),), {"depth": 4, "axis": 1, "dtype": "int32"}),
        ((integers(4),), {"depth": 4, "axis": -1, "dtype": "bool"}),
        ((integers(4, 0),), {"depth": 4, "axis": -1, "dtype": "float32"}),
    ],
    "repeat": [
        (((2, 3),), {"repeats": 3, "axis": 0}),
        (((2, 3),), {"repeats": 2, "axis": 1}),
        (((0, 3),), {"repeats": 2, "axis": 0}),
        (((2, 3),), {"repeats": 0, "axis": 1}),
    ],
    "tile": [
        (((2, 3),), {"repeats": (2, 1)}),
        (((2, 3),), {"repeats": (1, 3)}),
        (((),), {"repeats": ()}),
        (((0, 3),), {"repeats": (2, 2)}),
    ],
    "cumsum": [
        (((3, 4),), {"axis": 0}),
        (((3, 4),), {"axis": 1}),
        (((3, 0),), {"axis": 1}),
        ((planar(3, 4),), {"axis": 1}),
    ],
    "exclusive_cumprod": [
        (((3, 4),), {"axis": 0}),
        (((3, 4),), {"axis": 1}),
        (((3, 1),), {"axis": 1}),
        (((3, 0),), {"axis": 1}),
        (((0, 3),), {"axis": 1}),
    ],
    "softmax": [
        (((3, 4),), {"axis": 1}),
        (((3, 4),), {"axis": 0}),
        (((0, 4),), {"axis": 1}),
    ],
    "log_softmax": [
        (((3, 4),), {"axis": 1}),
        (((3, 4),), {"axis": 0}),
        (((0, 4),), {"axis": 1}),
    ],
    "argsort": [
        ((within(-2, 2, 3, 4),), {"axis": 1}),
        ((integers(3, 3, 4),), {"axis": 0}),
        (((0, 3),), {"axis": 0}),
    ],
    "sort_with_positions": [
        ((within(-2, 2, 3, 4),), {"axis": 1}),
        ((within(-2, 2, 3, 4),), {"axis": 0}),
        ((integers(3, 3, 4),), {"axis": 0}),
        (((0, 3),), {"axis": 0}),
    ],
    "top_k": [
        ((within(-2, 2, 3, 4),), {"k": 2}),
        ((within(-2, 2, 4),), {"k": 4}),
        (((0, 3),), {"k": 1}),
        (((2, 3),), {"k": 0}),
    ],
    "random_bits": [
        ((STATE,), {"shape": (3, 5)}),
        ((STATE,), {"shape": ()}),
        ((STATE,), {"shape": (0, 2)}),
    ],
    "random_uniform": [
        ((STATE,), {"shape": (3, 5), "dtype": "float32"}),
        ((STATE,), {"shape": (3, 5), "dtype": "float64"}),
        ((STATE,), {"shape": (7,), "dtype": "float16"}),
        ((STATE,), {"shape": (), "dtype": "float32"}),
        ((STATE,), {"shape": (0, 2), "dtype": "float32"}),
    ],
    "random_draw": [
        ((STATE, within(0.2, 3, 3, 1)), DRAW | {"distribution": "gamma"}),
        ((STATE, within(0.2, 3, 5), within(0.2, 3)), DRAW | {"distribution": "beta"}),
        ((STATE, integers(9, 5), within(0, 1, 5)), DRAW | {"distribution": "binomial"}),
        ((STATE, within(1, 2)), DRAW | {"distribution": "gamma", "shape": (0, 5)}),
        ((STATE, within(1, 2)), DRAW | {"distribution": "gamma", "shape": ()}),
    ],
    "dropout": [
        (((4, 5), STATE), {"rate": 0.4}),
        (((48, 700), STATE), {"rate": 0.4}),  # block by block
        (((4, 5), STATE), {"rate": 0.4, "noise_shape": (4, 1)}),
        (((4, 5), STATE), {"rate": 0.4, "noise_shape": (None, 1)}),
        (((4, 5), STATE), {"rate": 1.0}),
        (((), STATE), {"rate": 0.4}),
        (((0, 5), STATE), {"rate": 0.4}),
    ],
    "assign": [
        (((2, 3), (2, 3)), {}),
        (((2, 3), integers(5, 2, 3)), {}),
        (((), ()), {}),
        (((0, 3), (0, 3)), {}),
    ],
}
EXPLICIT["stop_gradient"] = EXPLICIT["copy"]


def _merged() -> dict[str, list[Any]]:
    merged = dict(EXPLICIT)
    here = Path(__file__).parent
    for family in FAMILIES:
        if not (here / f"{family}.py").is_file():
            continue
        module = importlib.import_module(f"{__package__ or 'contracts'}.{family}")
        merged.update(module.SAMPLES)
    return merged


def samples_of(primitive: Primitive) -> list[Sample]:
    """Return the samples of a primitive.

    Raises
    ------
    AssertionError
        If nobody said how to sample it.
    """
    found = MERGED.get(primitive.name)
    if found is None and primitive.kind == ELEMENTWISE:
        if not primitive.variadic and len(primitive.inputs) in SHAPES:
            found = elementwise(primitive)
    if found is None and primitive.kind == REDUCTION:
        if {"axes", "axis"} & set(primitive.params):
            found = reduction(primitive)
    assert found, (
        f"No samples for the primitive {primitive.name!r} (kind {primitive.kind!r}): "
        f"add an entry to tests/contracts/samples.py."
    )
    rng = np.random.default_rng(5)
    return [
        Sample(tuple(realize(a, rng) for a in arrays), dict(params))
        for arrays, params in found
    ]


def realize(item: Any, rng: np.random.Generator) -> Any:
    """Turn an entry of a table into an array, or None."""
    if item is None or isinstance(item, np.ndarray):
        return item
    if callable(item):
        return item(rng)
    if isinstance(item, Spec):
        return _drawn(item.shape, item.dtype, rng)
    if len(item) == 2 and isinstance(item[0], (tuple, list)):
        return _drawn(tuple(item[0]), np.dtype(item[1]), rng)
    return within(-2, 2, *item)(rng)


def _drawn(shape: Any, dtype: np.dtype, rng: np.random.Generator) -> np.ndarray:
    if dtype.kind == "f":
        return np.asarray(within(-2, 2, *shape)(rng))
    if dtype.kind == "c":
        return np.asarray(planar(*shape)(rng))
    if dtype.kind == "b":
        return np.asarray(rng.random(shape) < 0.5)
    return np.asarray(rng.integers(0, 3, shape)).astype(dtype)


ALL = load_all()
MERGED = _merged()
assert cornu.primitives

"""How calls of public ops are declared, so that laws can hold every op to them.

Each module beside this one has a table ``OPS``: one :class:`Op` for every public op of
its family. An op is tested because it has an entry; an op without one fails a test.

The arrays of a call are declared, not given: ``A(2, 3)`` is an array of that shape, and
is made anew for every data type the op is tried with. The same calls serve as cases for
real Keras (`tests/golden/make_ops.py`), for differences, for models and traced steps.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

try:
    import ml_dtypes
except ImportError:  # bfloat16 is tried where it exists
    ml_dtypes = None

FLOATS = ("float32", "float64", "float16", "bfloat16")
INTS = ("int32", "int8", "uint8", "int64", "uint32")
NUMBERS = (*FLOATS, *INTS)
ALL = (*NUMBERS, "bool")
COMPLEX = ("complex64", "complex128")


class A:
    """Stand for an array that is made when the call is.

    Parameters
    ----------
    *shape : int
    low, high : float
        Bounds. Floats are spread evenly between them, so that no two are equal, and
        shuffled; integers are drawn from ``[low, high]``.
    dtype : str, optional
        Fixes the data type; without it the array takes that of the case.
    made : callable, optional
        ``made(array)`` changes the float64 array before it gets its data type: to make
        it symmetric, positive definite, sorted, ..., or to plant a NaN.
    values : array-like, optional
        The values themselves; `shape`, `low` and `high` then have no say.
    """

    def __init__(
        self,
        *shape: int,
        low: float = -2.0,
        high: float = 2.0,
        dtype: str | None = None,
        made: Callable[[np.ndarray], Any] | None = None,
        values: Any = None,
    ) -> None:
        self.shape = shape
        self.low = low
        self.high = high
        self.dtype = dtype
        self.made = made
        self.values = values

    def make(self, dtype: str, rng: np.random.Generator) -> np.ndarray:
        """Return the array in its own data type, or in `dtype`."""
        kind = np_dtype(self.dtype or dtype)
        if self.values is not None:
            return np.asarray(self.values).astype(kind)
        if kind.kind == "b":
            return np.asarray(rng.random(self.shape) < 0.5)
        if kind.kind in "iu" and self.made is None:
            low = max(self.low, 0) if kind.kind == "u" else self.low
            drawn = rng.integers(int(np.ceil(low)), int(self.high) + 1, self.shape)
            return np.asarray(drawn).astype(kind)
        real = self._spread(rng)
        if kind.kind == "c":
            real = real + 1j * self._spread(rng)
        if self.made is not None:
            real = np.asarray(self.made(real))
        if kind.kind == "u":
            real = np.abs(real)
        return real.astype(kind)

    def _spread(self, rng: np.random.Generator) -> np.ndarray:
        size = int(np.prod(self.shape))
        steps = (rng.permutation(size) + rng.uniform(0.2, 0.8, size)) / max(size, 1)
        return np.asarray(
            (self.low + (self.high - self.low) * steps).reshape(self.shape)
        )


class F:
    """Stand for a function of the user's, written for any library that speaks Keras.

    ``F(lambda k: lambda x: k.ops.sum(x))`` gets the library as `k`.
    """

    def __init__(self, make: Callable[[Any], Callable[..., Any]]) -> None:
        self.make = make


class Call(NamedTuple):
    """One call: arguments in which arrays are declared, and how far to trust it.

    Attributes
    ----------
    args, kwargs
        What the op is called with; `A` and `F` may stand anywhere inside.
    dtypes : tuple of str or None
        The data types to try; those of the op if None.
    order : int or None
        To which order derivatives are checked; as the op says if None.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    dtypes: tuple[str, ...] | None = None
    order: int | None = None


def call(*args: Any, **kwargs: Any) -> Call:
    """Return the call with these arguments, for all data types of its op."""
    return Call(args, kwargs)


def only(declared: Call, *dtypes: str, order: int | None = None) -> Call:
    """Return the same call for these data types only (all of the op's if none)."""
    return declared._replace(dtypes=dtypes or None, order=order)


class Bad(NamedTuple):
    """A call that must be refused, and the words that must stand in the message."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    words: tuple[str, ...]


def bad(*args: Any, words: Sequence[str], **kwargs: Any) -> Bad:
    """Return a call to be refused.

    Parameters
    ----------
    words : sequence of str
        What the message must contain beside the op's name: the argument's name and
        what came, say ``("axis", "7")``.
    """
    return Bad(args, kwargs, tuple(words))


class Op(NamedTuple):
    """What the laws need to know of a public op.

    Attributes
    ----------
    name : str
        As in ``keras.ops``: "median", "image.resize".
    calls : list of Call
        Over shapes (no axes, empty, broadcast), axes and values of keywords.
    dtypes : tuple of str
        The data types each call is tried with.
    order : int
        To which order derivatives are checked (0: not differentiable).
    bad : list of Bad
        Calls that must be refused, beyond those every op gets: text in place of the
        first array, an axis far out of range, a data type that does not exist.
    loose : float
        By how much the usual tolerance against Keras is widened.
    differs : dict of str to str
        Where we differ from Keras on purpose, and why. A key is a data type
        ("bool"), a call's number ("#3"), both ("#3 bool"), or "*".
    numpy : callable or None
        The op in plain NumPy, asked where Keras itself fails or is wrong (the cases in
        `differs`): ``numpy(*args, **kwargs)``.
    symbols : str
        Empty, or why the op cannot stand in a model: "how many elements there are
        depends on values".
    traced : str
        Empty, or why a step with it runs eagerly (it must still be right).
    settle : callable or None
        ``settle(results, args, kwargs)``, given NumPy arrays, turns results into what
        the maths leaves no choice about (signs of singular vectors, ...).
    takes_text : bool
        Whether arrays of text are no mistake (`shape`, `ndim`).
    """

    name: str
    calls: list[Call]
    dtypes: tuple[str, ...] = FLOATS
    order: int = 0
    bad: Sequence[Bad] = ()
    loose: float = 1.0
    differs: dict[str, str] = {}
    numpy: Callable[..., Any] | None = None
    symbols: str = ""
    traced: str = ""
    settle: Callable[..., Any] | None = None
    takes_text: bool = False


class Case(NamedTuple):
    """One call with its data type chosen."""

    op: Op
    number: int
    dtype: str

    @property
    def id(self) -> str:
        """Name the case: op, number of the call, data type."""
        return f"{self.op.name}#{self.number}-{self.dtype}"

    @property
    def call(self) -> Call:
        """Return the declaration."""
        return self.op.calls[self.number]

    @property
    def differs(self) -> str:
        """Return why the result is not Keras's; empty if it must be."""
        keys = (f"#{self.number} {self.dtype}", f"#{self.number}", self.dtype, "*")
        return next((self.op.differs[k] for k in keys if k in self.op.differs), "")

    def make(
        self, library: Any, box: Callable[[np.ndarray], Any] = lambda a: a
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return the arguments, arrays made and passed through `box`.

        The same case makes the same arrays, whoever asks.
        """
        seed = zlib.crc32(f"{self.op.name}#{self.number}".encode())
        rng = np.random.default_rng(seed)

        def fill(value: Any) -> Any:
            if isinstance(value, A):
                return box(value.make(self.dtype, rng))
            if isinstance(value, F):
                return value.make(library)
            if type(value) in (list, tuple):
                return type(value)(fill(v) for v in value)
            if type(value) is dict:
                return {k: fill(v) for k, v in value.items()}
            return value

        declared = self.call
        return fill(declared.args), fill(declared.kwargs)


def cases(op: Op) -> Iterator[Case]:
    """Return every call of an op with every data type it is tried with."""
    for number, declared in enumerate(op.calls):
        for dtype in declared.dtypes or op.dtypes:
            if dtype != "bfloat16" or ml_dtypes is not None:
                yield Case(op, number, dtype)


def np_dtype(name: str) -> np.dtype:
    """Return a data type by name, bfloat16 included."""
    if name == "bfloat16":
        return np.dtype(ml_dtypes.bfloat16)
    return np.dtype(name)


# ---- calls that many ops share ----


def unary(low: float = -2.0, high: float = 2.0) -> list[Call]:
    """Return calls of an elementwise function of one array."""
    return [
        call(A(3, 4, low=low, high=high)),
        call(A(low=low, high=high)),
        call(A(0, 3)),
        call(A(2, 1, 3, low=low, high=high)),
    ]


def binary(low: float = -2.0, high: float = 2.0) -> list[Call]:
    """Return calls of an elementwise function of two arrays that broadcast."""

    def a(*shape: int, dtype: str | None = None) -> A:
        return A(*shape, low=low, high=high, dtype=dtype)

    return [
        call(a(3, 4), a(3, 4)),
        call(a(2, 1, 3), a(4, 1)),
        call(a(), a(3)),
        call(a(0, 3), a(1, 3)),
        call(a(3), 2),
        only(call(a(3), 0.5), *FLOATS),
        only(call(a(3), a(2, 3, dtype="float32")), *NUMBERS),
        only(call(a(3), a(2, 3, dtype="int32")), *NUMBERS),
    ]


def reduction(**more: Any) -> list[Call]:
    """Return calls of a function that reduces over axes."""
    return [
        call(A(2, 3, 4), **more),
        call(A(2, 3, 4), axis=1, **more),
        call(A(2, 3, 4), axis=-1, keepdims=True, **more),
        call(A(2, 3, 4), axis=(0, 2), **more),
        call(A(2, 3, 4), keepdims=True, **more),
        call(A(3), axis=0, **more),
        call(A(), **more),
    ]


# ---- shapes of matrices ----


def definite(x: np.ndarray) -> np.ndarray:
    """Return symmetric (Hermitian) positive definite matrices."""
    n = x.shape[-1]
    return x @ x.conj().swapaxes(-1, -2) / n + np.eye(n)


def symmetric(x: np.ndarray) -> np.ndarray:
    """Return symmetric matrices with eigenvalues well apart."""
    n = x.shape[-1]
    return (x + x.swapaxes(-1, -2)) / 8 + np.diag(np.arange(n) - n / 2)


def regular(x: np.ndarray) -> np.ndarray:
    """Return square matrices far from singular ones."""
    return x / 4 + np.diag(1.0 + np.arange(x.shape[-1]))

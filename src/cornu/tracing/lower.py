"""From an equation to calls without arguments, all arrays bound.

A body of a few NumPy calls is run once on a stand-in for NumPy that writes down which
functions it calls on which arrays. If replaying these calls alone gives the same
result, they take the body's place, and a small step costs no Python beyond them.
Otherwise the body itself is called.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from cornu.core.bind import run_body
from cornu.core.primitive import STATE, Primitive
from cornu.typing import Array

Call = Callable[[], Any]

SMALL_BYTES = 2**18
"""Above this much memory in one equation its body's Python does not count."""

_MOST_CALLS = 48


class _UnfitError(Exception):
    """A body does something that calls alone cannot express."""


class _Spy:
    """Stand in for NumPy: do what is asked, and write it down.

    The body sees its arrays write-protected, so that one that writes to them by itself
    (``out[...] = x``, ``x += y``), which no call would tell of, fails.
    """

    def __init__(self, owners: set[int]) -> None:
        self.calls: list[Call] = []
        self.kept: list[Array] = []
        self._refills: dict[int, Call] = {}
        self._owners = owners

    def __getattr__(self, name: str) -> Any:
        found = getattr(np, name)
        if isinstance(found, type) or not callable(found):
            return found
        if name in ("empty", "empty_like", "ones", "zeros", "full"):
            return partial(self._make, found)
        return partial(self._do, found)

    def _make(self, function: Any, *args: Any, **kwargs: Any) -> Array:
        made: Array = function(*args, **kwargs)
        self._own(made)
        if function in (np.zeros, np.ones, np.full):
            refill = partial(np.copyto, made, made.copy())
            self._refills[id(_owner(made))] = refill
            self.calls.append(refill)
        return _shown(made)

    def needed_calls(self) -> list[Call]:
        """Return the calls, without refilling arrays that nothing writes to."""
        spare = {id(call) for call in self._refills.values()}
        return [call for call in self.calls if id(call) not in spare]

    def _own(self, array: Array) -> None:
        self.kept.append(array)
        self._owners.add(id(_owner(array)))

    def _do(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is np.asarray and len(args) == 1 and not kwargs:
            return args[0]
        for value in (*args, *kwargs.values()):
            self._check(value)
        if function is np.copyto:
            target = _writeable(args[0])
            self._refills.pop(id(_owner(target)), None)
            self.calls.append(partial(np.copyto, target, *args[1:], **kwargs))
            return self.calls[-1]()
        shown = kwargs.get("out")
        if shown is not None:
            kwargs["out"] = _writeable(shown)
            self._refills.pop(id(_owner(shown)), None)
        rewritten = _REWRITES.get(function)
        calls: list[Call] | None = None
        if rewritten is not None:
            calls = rewritten(*args, **kwargs)
        result = function(*args, **kwargs)
        if isinstance(result, np.ndarray) and id(_owner(result)) in self._owners:
            if shown is None or kwargs["out"] is not result:
                return result  # a view: the same each time
            self.calls += calls or [partial(function, *args, **kwargs)]
            return shown
        if isinstance(result, (np.ndarray, np.generic)):
            made = np.asarray(result).copy()
            self._own(made)
            try:
                function(*args, out=made, **kwargs)
            except TypeError:
                raise _UnfitError from None
            calls = rewritten(*args, out=made, **kwargs) if rewritten else None
            self.calls += calls or [partial(function, *args, out=made, **kwargs)]
            return _shown(made)
        raise _UnfitError

    def _check(self, value: Any) -> None:
        if isinstance(value, (list, tuple)):
            for item in value:
                self._check(item)
        elif isinstance(value, np.generic) or (
            isinstance(value, np.ndarray) and id(_owner(value)) not in self._owners
        ):
            raise _UnfitError


def _shown(array: Array) -> Array:
    view = array.view()
    view.flags.writeable = False
    return view


def _writeable(shown: Array) -> Array:
    view = shown.view()
    view.flags.writeable = True  # refused by NumPy unless the memory's owner allows it
    return view


def _owner(array: Array) -> Any:
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


# ---- the same by ufuncs, without NumPy's own Python around them ----


def _reduce(ufunc: Any) -> Any:
    def rewrite(
        x: Array,
        axis: Any = None,
        dtype: Any = None,
        out: Array | None = None,
        keepdims: bool = False,
    ) -> list[Call] | None:
        if out is None or (dtype is not None and dtype != x.dtype):
            return None
        return [partial(ufunc.reduce, x, axis, None, out, keepdims)]

    return rewrite


def _mean(
    x: Array,
    axis: Any = None,
    dtype: Any = None,
    out: Array | None = None,
    keepdims: bool = False,
) -> list[Call] | None:
    if out is None or (dtype is not None and dtype != x.dtype) or x.dtype.kind != "f":
        return None
    if not x.size or x.dtype.itemsize < 4:
        return None
    count = x.size // max(out.size, 1)
    total = partial(np.add.reduce, x, axis, None, out, keepdims)
    if count == 1:
        return [total]
    return [total, partial(np.true_divide, out, np.asarray(count, out.dtype), out)]


def _clip(x: Array, low: Any, high: Any, out: Array | None = None) -> Any:
    if out is None or low is None or high is None:
        return None
    _, low = _as_arrays((x, low))
    _, high = _as_arrays((x, high))
    lower = partial(np.maximum, x, low, out=out)
    return [lower, partial(np.minimum, out, high, out=out)]


def _as_arrays(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Make Python numbers arrays of the type they take beside the others.

    NumPy would do so in every call, which costs as much as a small operation.
    """
    kinds = {a.dtype for a in args if isinstance(a, np.ndarray)}
    if len(kinds) != 1 or len(args) != 2:
        return args
    dtype = kinds.pop()
    return tuple(
        np.asarray(a, dtype)
        if (type(a) is float and dtype.kind == "f")
        or (type(a) is int and dtype.kind in "fi")
        else a
        for a in args
    )


def _direct(function: Any) -> Any:
    """Give `out` by position, which costs less than by name."""

    def rewrite(*args: Any, out: Array | None = None, **kwargs: Any) -> Any:
        if out is None or kwargs or len(args) != function.nin:
            return None
        args = _as_arrays(args)
        if function in (np.maximum, np.minimum):  # NumPy wants theirs by name
            return [partial(function, *args, out=out)]
        return [partial(function, *args, out)]

    return rewrite


def _matmul(a: Array, b: Array, out: Array | None = None) -> Any:
    """Call `dot`, which takes half the time; both ask the same of BLAS."""
    if out is None or a.ndim != 2 or b.ndim != 2 or not out.flags.c_contiguous:
        return None
    if not a.dtype == b.dtype == out.dtype:
        return None
    return [partial(np.dot, a, b, out)]


_REWRITES: dict[Any, Any] = {
    np.matmul: _matmul,
    np.sum: _reduce(np.add),
    np.max: _reduce(np.maximum),
    np.min: _reduce(np.minimum),
    np.prod: _reduce(np.multiply),
    np.any: _reduce(np.logical_or),
    np.all: _reduce(np.logical_and),
    np.mean: _mean,
    np.clip: _clip,
}
for _function in list(vars(np).values()):  # `dir` would load NumPy's lazy parts
    if isinstance(_function, np.ufunc) and _function.nout == 1:
        _REWRITES.setdefault(_function, _direct(_function))


# ---- lowering ----


def lower(
    primitive: Primitive,
    inputs: Sequence[Any],
    outputs: Sequence[Array],
    params: dict[str, Any],
    expected: Sequence[Array],
) -> list[Call] | None:
    """Return calls that compute an equation on bound arrays; None if none can.

    Parameters
    ----------
    primitive : Primitive
    inputs : list of array or number
        Where the operands are, holding what they were when the step was recorded.
    outputs : list of array
        Where the results go; an input's memory only if that is safe.
    params : dict
    expected : list of array
        The results of the recorded step: what the calls must give, bit for bit.
    """
    before = [a.copy() if isinstance(a, np.ndarray) else None for a in inputs]

    def proves(calls: list[Call]) -> bool:
        for array, old in zip(inputs, before):
            if old is not None and _overlaps(array, outputs):
                array[...] = old
        for array, wanted in zip(outputs, expected):
            if not _overlaps(array, inputs):
                _spoil(array, wanted)
        for call in calls:
            call()
        return all(same_bits(a, e) for a, e in zip(outputs, expected))

    total = sum(a.nbytes for a in (*inputs, *outputs) if isinstance(a, np.ndarray))
    plain = primitive.body_for("cpu", inputs, params) is primitive.forward
    if plain and total <= SMALL_BYTES:
        calls = small_calls(primitive, inputs, outputs, params)
        if calls is not None and proves(calls):
            return calls
    for ways in (_into, _copied):
        call = ways(primitive, inputs, outputs, params)
        if call is not None and proves([call]):
            return [call]
    return None


def small_calls(
    primitive: Primitive,
    inputs: Sequence[Any],
    outputs: Sequence[Array],
    params: dict[str, Any],
) -> list[Call] | None:
    """Return the NumPy calls a body makes; None if it does more than that."""
    if not primitive.takes_out:
        return None
    arrays = [a for a in (*inputs, *outputs) if isinstance(a, np.ndarray)]
    spy = _Spy({id(_owner(a)) for a in arrays})
    given = [_shown(a) if isinstance(a, np.ndarray) else a for a in inputs]
    places = [_shown(a) for a in outputs]
    out = places[0] if _is_single(primitive, outputs) else tuple(places)
    try:
        result = primitive.forward(spy, *given, out=out, **params)
    except Exception:  # a body may refuse the stand-in; then it is called as it is
        return None
    results = result if isinstance(result, tuple) else (result,)
    if any(a is not b for a, b in zip(results, places)):
        return None
    calls = spy.needed_calls()
    return calls if 0 < len(calls) <= _MOST_CALLS else None


def _into(
    primitive: Primitive,
    inputs: Sequence[Any],
    outputs: Sequence[Array],
    params: dict[str, Any],
) -> Call | None:
    """Return a call of the body that writes its answer where it belongs."""
    if not primitive.takes_out:
        return None
    body = primitive.body_for("cpu", inputs, params)
    out = outputs[0] if _is_single(primitive, outputs) else tuple(outputs)
    return partial(body, np, *inputs, out=out, **params)


def _copied(
    primitive: Primitive,
    inputs: Sequence[Any],
    outputs: Sequence[Array],
    params: dict[str, Any],
) -> Call:
    """Return a call of the body whose answer is copied to where it belongs."""
    given = tuple(inputs)

    def call() -> None:
        result = run_body(primitive, given, params)
        parts = (result,) if _is_single(primitive, outputs) else result
        for target, part in zip(outputs, parts):
            np.copyto(target, part)

    return call


def _is_single(primitive: Primitive, outputs: Sequence[Array]) -> bool:
    """Tell whether the answer is an array rather than a tuple of them."""
    is_fused = primitive.kind == STATE and primitive.name != "assign"
    return len(outputs) == 1 and not is_fused


def _overlaps(array: Any, others: Sequence[Any]) -> bool:
    return any(
        isinstance(b, np.ndarray) and np.may_share_memory(array, b) for b in others
    )


def _spoil(array: Array, wanted: Array) -> None:
    """Fill with what is wrong everywhere: the inverted bits of what is wanted."""
    if array.dtype.kind == "b":
        np.logical_not(wanted, out=array)
    elif array.size and array.dtype == wanted.dtype:
        inverted = ~np.ascontiguousarray(wanted).view(np.uint8)
        array[...] = inverted.view(array.dtype).reshape(array.shape)


def same_bits(a: Array, b: Array) -> bool:
    """Tell whether two arrays hold the same bits; any NaN equals any other."""
    if a.shape != b.shape:
        return False
    if a.dtype == b.dtype and a.dtype.kind in "iub":
        return bool((a == b).all())
    equal = (a == b) | ((a != a) & (b != b))
    if not bool(equal.all()):
        return False
    return a.dtype.kind != "f" or bool((np.signbit(a) == np.signbit(b)).all())

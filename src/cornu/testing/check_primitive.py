"""The laws every primitive keeps, as checks anyone can run on their own.

A law is a function ``law(primitive, arrays, params)`` that returns how many things it
compared and raises AssertionError, in words, where the primitive breaks it.
"""

import inspect
import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cornu.autodiff import GradientTape, Tensor
from cornu.backend import HOST
from cornu.core import VIEW, Primitive, Spec, spec_of
from cornu.core.promotion import complex_dtype
from cornu.errors import ShapeError
from cornu.symbolic import from_spec
from cornu.testing.gradcheck import check_gradients
from cornu.utils import tree

Law = Callable[[Primitive, tuple[Any, ...], dict[str, Any]], int]


def check_primitive(
    primitive: Primitive, arrays: Sequence[Any], params: dict[str, Any] | None = None
) -> int:
    """Hold a primitive to all laws on one set of inputs.

    The laws: the shape rule tells the result, unknown sizes included; ``out=`` is
    honoured; inputs stay untouched; only views share memory with inputs; layout in
    memory does not matter; gradients agree with differences to order 2; float types
    are kept in values and gradients; faster bodies and the reference agree with the
    body; parameters survive JSON; the docstring begins with a sentence.

    Parameters
    ----------
    primitive : Primitive
    arrays : sequence of array-like or None
        The inputs, floats away from kinks. None stands for an absent optional input.
    params : dict, optional
        The keyword parameters.

    Returns
    -------
    int
        How many things were compared.

    Raises
    ------
    AssertionError
        If a law is broken; the message names the primitive and what differs.

    Examples
    --------
    >>> from cornu.primitives.elementwise import tanh
    >>> check_primitive(tanh, [[[0.5, -1.0], [2.0, 0.1]]]) > 10
    True
    """
    given = tuple(None if a is None else np.asarray(a) for a in arrays)
    return sum(law(primitive, given, params or {}) for law in LAWS)


# ---- helpers ----


def _results(value: Any) -> tuple[Any, ...]:
    return tuple(tree.flatten(value))


def _hosted(value: Any) -> np.ndarray:
    return np.asarray(value.numpy() if isinstance(value, Tensor) else value)


def _fail(primitive: Primitive, arrays: tuple[Any, ...], words: str) -> None:
    shapes = [None if a is None else (a.shape, a.dtype.name) for a in arrays]
    raise AssertionError(f"{primitive.name} on {shapes}: {words}")


def _same(
    primitive: Primitive,
    arrays: tuple[Any, ...],
    what: str,
    found: Any,
    wanted: Any,
    rtol: float = 1e-12,
    atol: float = 1e-12,
) -> int:
    """Compare results one by one; return how many there were."""
    left, right = _results(found), _results(wanted)
    if len(left) != len(right):
        _fail(primitive, arrays, f"{what}: {len(left)} results, not {len(right)}.")
    for i, (a, b) in enumerate(zip(left, right)):
        a, b = _hosted(a), _hosted(b)
        if (a.shape, a.dtype) != (b.shape, b.dtype):
            _fail(
                primitive,
                arrays,
                f"{what}: result {i} is {a.shape} {a.dtype}, not {b.shape} {b.dtype}.",
            )
        if not np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True):
            wide = np.complex128 if a.dtype.kind == "c" else np.float64
            gap = np.abs(a.astype(wide) - b.astype(wide)).max(initial=0)
            _fail(primitive, arrays, f"{what}: result {i} is off by up to {gap:.3g}.")
    return len(left)


def _floats(arrays: tuple[Any, ...]) -> list[int]:
    return [i for i, a in enumerate(arrays) if a is not None and a.dtype.kind in "fc"]


def _has_rules(primitive: Primitive) -> bool:
    return bool(primitive.rules) or primitive.joint is not None


# ---- the laws ----


def infer_equals_result(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    """Require the shape rule to tell the result, also from unknown sizes."""
    actual = [spec_of(r) for r in _results(primitive(*arrays, **params))]
    specs = [None if a is None else spec_of(a) for a in arrays]
    count = _compare_specs(primitive, arrays, params, specs, actual, known=True)
    for i, spec in enumerate(specs):
        if spec is None:
            continue
        for axis in range(len(spec.shape)):
            shape = list(spec.shape)
            shape[axis] = None
            changed = [*specs[:i], Spec(tuple(shape), spec.dtype), *specs[i + 1 :]]
            count += _compare_specs(
                primitive, arrays, params, changed, actual, known=False
            )
    return count


def _compare_specs(
    primitive: Primitive,
    arrays: tuple[Any, ...],
    params: dict[str, Any],
    specs: list[Spec | None],
    actual: list[Spec],
    known: bool,
) -> int:
    symbols = [None if s is None else from_spec(s) for s in specs]
    shapes = [None if s is None else s.shape for s in specs]
    try:
        found = [spec_of(s) for s in _results(primitive(*symbols, **params))]
    except Exception as error:
        if (
            not known
            and isinstance(error, ShapeError)
            and "must be known" in str(error)
        ):
            return 1
        _fail(primitive, arrays, f"the shape rule fails on {shapes}: {error!r}.")
    agree = len(found) == len(actual) and all(
        f.dtype == a.dtype
        and len(f.shape) == len(a.shape)
        and all(m == n or (m is None and not known) for m, n in zip(f.shape, a.shape))
        for f, a in zip(found, actual)
    )
    if not agree:
        _fail(
            primitive,
            arrays,
            f"from {shapes} with {params} the shape rule gives {found}; the result "
            f"is {actual}.",
        )
    return len(found)


def out_is_honoured(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    """Require that ``out=`` is written to and returned, with the same value."""
    if not primitive.takes_out:
        return 0
    plain = primitive(*arrays, **params)
    outs = tuple(np.full_like(r, 7) for r in _results(plain))
    several = isinstance(plain, tuple)
    found = primitive(*arrays, **params, out=outs if several else outs[0])
    for result, out in zip(_results(found), outs, strict=True):
        if result is not out and not np.shares_memory(result, out) and result.size:
            _fail(primitive, arrays, "the result is not the array passed as `out`.")
    return _same(primitive, arrays, "out=", outs, _results(plain))


def inputs_stay_untouched(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    """Require that read-only inputs are accepted and no bit of an input changes."""
    copies = tuple(None if a is None else a.copy() for a in arrays)
    before = [None if a is None else a.tobytes() for a in copies]
    primitive(*copies, **params)
    for i, (array, bits) in enumerate(zip(copies, before)):
        if array is not None and array.tobytes() != bits:
            _fail(primitive, arrays, f"input {i} was changed.")
        if array is not None:
            array.flags.writeable = False
    try:
        primitive(*copies, **params)
    except ValueError as error:
        _fail(primitive, arrays, f"read-only inputs are refused: {error}.")
    return 2 * len(copies)


def only_views_alias(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    """Require that only a VIEW shares memory with its input."""
    if primitive.kind == VIEW:
        return 0
    present = [a for a in arrays if a is not None]
    count = 0
    for result in _results(primitive(*arrays, **params)):
        for array in present:
            if np.shares_memory(result, array):
                _fail(
                    primitive,
                    arrays,
                    f"a result is a view of an input, but the kind is "
                    f"{primitive.kind!r}, not {VIEW!r}.",
                )
            count += 1
    return count


def layout_does_not_matter(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    """Require the same values from transposed, strided and reversed memory."""
    wanted = primitive(*arrays, **params)
    count = 0
    for name, change in _LAYOUTS.items():
        changed = tuple(None if a is None else change(a) for a in arrays)
        found = primitive(*changed, **params)
        # Matrix products may add in another order.
        count += _same(primitive, arrays, name, found, wanted, 1e-10, 1e-10)
    return count


def _transposed(array: np.ndarray) -> np.ndarray:
    return array.T.copy().T


def _everywhere(array: np.ndarray, step: int) -> tuple[Any, ...]:
    # The ellipsis keeps an array of no axes an array.
    return (..., *(slice(None, None, step) for _ in array.shape))


def _strided(array: np.ndarray) -> np.ndarray:
    wide = np.zeros(tuple(2 * n for n in array.shape), array.dtype)
    part = wide[_everywhere(array, 2)]
    part[...] = array
    return part


def _reversed(array: np.ndarray) -> np.ndarray:
    index = _everywhere(array, -1)
    return array[index].copy()[index]


_LAYOUTS = {
    "transposed memory": _transposed,
    "strided memory": _strided,
    "negative strides": _reversed,
}


def gradients_agree_with_differences(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    """Require gradients to equal central differences in float64, to order 2."""
    if not primitive.differentiable:
        return 0

    def function(*boxed: Any) -> Any:
        return primitive(*boxed, **params)

    function.__name__ = primitive.name
    return check_gradients(function, arrays)


def float_types_are_kept(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    """Require that results and gradients stay in float32 and in float16.

    Complex numbers of such parts are complex64, and what is made of them float32.
    """
    count = 0
    places = _floats(arrays)
    wide = _results(primitive(*_as_float(arrays, np.float64), **params))
    for dtype in (np.float32, np.float16):
        narrow = _as_float(arrays, dtype)
        with np.errstate(all="ignore"):
            found = _results(primitive(*narrow, **params))
        parts = (
            np.float32 if any(narrow[i].dtype.kind == "c" for i in places) else dtype
        )
        for result, like in zip(found, wide):
            wanted = like.dtype
            if like.dtype == np.float64 and "dtype" not in params and places:
                wanted = np.dtype(parts)
            if like.dtype == np.complex128 and "dtype" not in params and places:
                wanted = np.dtype(np.complex64)
            if result.dtype != wanted:
                _fail(
                    primitive,
                    narrow,
                    f"a result is {result.dtype}, not {wanted}.",
                )
            count += 1
        count += _gradients_are_like_inputs(primitive, narrow, params)
    return count


def _as_float(arrays: tuple[Any, ...], dtype: Any) -> tuple[Any, ...]:
    return tuple(
        a
        if a is None or a.dtype.kind not in "fc"
        else a.astype(dtype if a.dtype.kind == "f" else complex_dtype(dtype))
        for a in arrays
    )


def _gradients_are_like_inputs(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    if not (primitive.differentiable and _has_rules(primitive)):
        return 0
    boxed = [None if a is None else Tensor(a) for a in arrays]
    sources = [boxed[i] for i in _floats(arrays)]
    with np.errstate(all="ignore"), GradientTape() as outer:
        outer.watch(sources)
        with GradientTape() as inner:
            results = primitive(*boxed, **params)
        smooth = [r for r in _results(results) if r.dtype.kind in "fc"]
        first = inner.gradient(smooth, sources)
    with np.errstate(all="ignore"):
        second = outer.gradient([g for g in first if g is not None], sources)
    count = 0
    for order, gradients in (("first", first), ("second", second)):
        for source, gradient in zip(sources, gradients):
            if gradient is None:
                continue
            if spec_of(gradient) != spec_of(source):
                _fail(
                    primitive,
                    arrays,
                    f"a {order} derivative is {spec_of(gradient)}, its input "
                    f"{spec_of(source)}.",
                )
            count += 1
    return count


def faster_bodies_agree(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    """Require bodies registered for the CPU to give what the generic one gives."""
    count = 0
    for dtype, tolerance in ((np.float64, 1e-10), (np.float32, 2e-5)):
        cast = _as_float(arrays, dtype)
        for body, when in primitive.overrides.get("cpu", ()):
            if when is not None and not when(*cast, **params):
                continue
            found = body(np, *cast, **params)
            wanted = primitive.forward(np, *cast, **params)
            size = max(
                (float(abs(r).max()) for r in _results(wanted) if r.size), default=1
            )
            count += _same(
                primitive, cast, "faster body", found, wanted, tolerance,
                tolerance * max(size, 1.0),
            )  # fmt: skip
    return count


def fused_equals_reference(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    """Require a fused primitive to have the value and gradient of its reference."""
    reference = primitive.reference
    if reference is None:
        return 0
    arrays = _as_float(arrays, np.float64)
    found, slopes = _value_and_slopes(primitive, arrays, params)
    wanted, wanted_slopes = _value_and_slopes(reference, arrays, params)
    count = _same(primitive, arrays, "reference", found, wanted, 1e-9, 1e-9)
    if not primitive.differentiable:
        return count
    return count + _same(
        primitive, arrays, "gradient of reference", slopes, wanted_slopes, 1e-8, 1e-8
    )


def _value_and_slopes(
    function: Callable[..., Any],
    arrays: tuple[Any, ...],
    params: dict[str, Any],
    place: Callable[[Any], Any] = HOST.asarray,
) -> tuple[Any, Any]:
    boxed = [None if a is None else Tensor(place(a)) for a in arrays]
    sources = [boxed[i] for i in _floats(arrays)]
    with GradientTape() as tape:
        tape.watch(sources)
        results = function(*boxed, **params)
    smooth = [r for r in _results(results) if r.dtype.kind in "fc"]
    rng = np.random.default_rng(0)
    seeds = [place(rng.normal(size=r.shape)) for r in smooth]
    slopes = tape.gradient(smooth, sources, seeds, unconnected_gradients="zero")
    return results, slopes


def parameters_survive_json(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    """Require parameters to be hashable and to survive JSON."""
    try:
        hash(tuple(params.items()))
        text = json.dumps(params)
    except TypeError as error:
        _fail(primitive, arrays, f"{params} cannot be kept: {error}.")
    revived = {k: _tupled(v) for k, v in json.loads(text).items()}
    if revived != params:
        _fail(primitive, arrays, f"{params} become {revived} by way of JSON.")
    found = primitive(*arrays, **revived)
    return _same(primitive, arrays, "JSON", found, primitive(*arrays, **params), 0, 0)


def _tupled(value: Any) -> Any:
    return tuple(_tupled(v) for v in value) if isinstance(value, list) else value


def docstring_is_complete(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any]
) -> int:
    """Require that the docstring begins with a sentence."""
    first = (inspect.getdoc(primitive.forward) or "").partition("\n\n")[0]
    if not first.endswith("."):
        _fail(primitive, arrays, f"the docstring begins with {first!r}.")
    return 1


def devices_agree(
    primitive: Primitive, arrays: tuple[Any, ...], params: dict[str, Any], gpu: Any
) -> int:
    """Require the host's values, types and gradients from the backend `gpu`."""
    arrays = _as_float(arrays, np.float64)
    wanted, slopes = _value_and_slopes(primitive, arrays, params)
    found, found_slopes = _value_and_slopes(primitive, arrays, params, gpu.asarray)
    count = _same(primitive, arrays, "GPU", found, wanted, 1e-8, 1e-8)
    if not (primitive.differentiable and _has_rules(primitive)):
        return count
    return count + _same(
        primitive, arrays, "gradient on the GPU", found_slopes, slopes, 1e-8, 1e-8
    )


LAWS: tuple[Law, ...] = (
    infer_equals_result,
    out_is_honoured,
    inputs_stay_untouched,
    only_views_alias,
    layout_does_not_matter,
    gradients_agree_with_differences,
    float_types_are_kept,
    faster_bodies_agree,
    fused_equals_reference,
    parameters_survive_json,
    docstring_is_complete,
)
"""Every law that needs no second device."""

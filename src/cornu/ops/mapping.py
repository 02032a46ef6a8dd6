"""Run a function along an axis: scans and maps."""

from collections.abc import Callable
from typing import Any

from cornu.core import Spec, spec_of
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import axis_of, sizes_of
from cornu.ops.control import loop_graph
from cornu.ops.functions import (
    as_tensors,
    check_like,
    each,
    first_step,
    has_symbols,
    leaves_of,
    like,
    need_callables,
    symbols_like,
    zeros_of,
)
from cornu.ops.movement import concatenate, flip, stack
from cornu.primitives import movement
from cornu.symbolic import Subgraph, from_spec, leave_node, runs, trace
from cornu.utils import tree

# ---- what is run along ----


def _length(op: str, name: str, rows: Any, length: Any = None) -> int | None:
    """Return how many slices there are; None if symbols do not know it."""
    sizes = set()
    for leaf in leaves_of(rows):
        if not leaf.shape:
            raise ShapeError(
                f"{op}: {name} holds an array without axes, so there is nothing to run "
                f"along. A list is taken for a structure of arrays; to run along one, "
                f"pass ops.array({name})."
            )
        sizes.add(leaf.shape[0])
    if length is not None:
        if isinstance(length, bool) or not hasattr(length, "__index__"):
            raise ArgumentError(
                f"{op}: length must be an integer or None, got {length!r:.80}."
            )
        if length.__index__() < 0:
            raise ArgumentError(f"{op}: length must not be below 0, got {length}.")
        sizes.add(length.__index__())
    known = sorted(sizes - {None})
    if len(known) > 1:
        given = "" if length is None else f" and length={length}"
        raise ShapeError(
            f"{op}: the first axes of {name}{given} must have one length, got {known}."
        )
    if not sizes:
        raise ArgumentError(
            f"{op}: {name} holds no array, so nothing tells how often to run; give "
            + ("length or an array." if op == "scan" else "at least one array.")
        )
    return known[0] if known else None


def _slices(rows: Any, count: int) -> list[Any]:
    """Return the slices along the first axes, each in the structure of `rows`."""
    columns = [movement.unstack(leaf, axis=0) for leaf in leaves_of(rows)]

    def at(i: int) -> Any:
        picked = iter(column[i] for column in columns)
        return each(lambda _: next(picked), rows)

    return [at(i) for i in range(count)]


def _symbols_of_slices(rows: Any) -> Any:
    def part(leaf: Any) -> Any:
        spec = spec_of(leaf)
        return from_spec(Spec(spec.shape[1:], spec.dtype))

    return each(part, rows)


def _stacked(op: str, what: str, results: list[Any]) -> Any:
    """Return results of one structure joined along a new first axis."""
    for k, result in enumerate(results):
        if k:
            check_like(
                op, results[0], result, f"{what} at first", f"{what} in turn {k}"
            )
    return each(lambda *leaves: stack(leaves), *results)


def _with_axis(symbols: Any, count: int | None) -> Any:
    """Return symbols like those given, with a first axis more."""

    def longer(symbol: Any) -> Any:
        spec = spec_of(symbol)
        return from_spec(Spec((count, *spec.shape), spec.dtype))

    return each(longer, symbols)


# ---- scans ----


def scan(
    f: Callable[[Any, Any], Any],
    init: Any,
    xs: Any = None,
    length: int | None = None,
    reverse: bool = False,
    unroll: int | bool = 1,
) -> tuple[Any, Any]:
    """Run a function along the first axis and carry a state from turn to turn.

    Parameters
    ----------
    f : callable
        ``f(carry, x)`` returns ``(carry, y)``; the carry keeps its structure, shapes
        and types. `x` is a slice of `xs`, None without `xs`.
    init : tensor, or structure of tensors
        The first carry.
    xs : tensor, or structure of tensors, optional
        What is run along; all first axes have one length.
    length : int, optional
        How many turns; needed without `xs`.
    reverse : bool, default False
        Whether to begin with the last slice. Results stand where their slices stood.
    unroll : int or bool, default 1
        Accepted for compatibility with Keras: every turn is run by itself, and a
        recorded step holds all of them.

    Returns
    -------
    carry : like `init`
        The last one.
    ys : Tensor, structure of tensors, or None
        The results of all turns along a new first axis.

    Raises
    ------
    ArgumentError
        If `f` cannot be called, returns no pair, or `length` or `unroll` is wrong.
    ShapeError
        If lengths differ, an array has no axes, or `f` changes structure or shape.
    DTypeError
        If `f` changes a type of the carry.

    Examples
    --------
    >>> from cornu import ops
    >>> total, sums = scan(lambda c, x: (c + x, c + x), 0, ops.array([1, 2, 3]))
    >>> total.item(), sums.tolist()
    (6, [1, 3, 6])
    """
    need_callables("scan", f=f)
    if not isinstance(unroll, (bool, int)) or (unroll is not False and unroll < 1):
        raise ArgumentError(
            f"scan: unroll must be a positive integer or a boolean, got {unroll!r:.80}."
        )
    rows = as_tensors(xs, "scan: xs")
    count = _length("scan", "xs", rows, length)
    state = as_tensors(init, "scan: init")
    if has_symbols(state, rows):
        return _scan_graph(f, init, rows, count, length, bool(reverse))
    if not count:
        graph = trace(f, (symbols_like(state), _symbols_of_slices(rows)), "f")
        _, y = _pair(graph.outputs)
        return state, zeros_of(symbols_like(y))
    turns = _slices(rows, count)
    ys: list[Any] = []
    for k, x in enumerate(reversed(turns) if reverse else turns):

        def step(carry: Any, x: Any = x) -> Any:
            after, y = _pair(f(carry, x))
            return as_tensors(after), as_tensors(y)

        state, (after, y) = (
            (state, step(state)) if k else first_step(init, step, lambda r: r[0])
        )
        check_like("scan", state, after, "init", "the carry that f returns")
        state = like(state, after)
        ys.append(y)
    return state, _stacked("scan", "what f returns", ys[::-1] if reverse else ys)


def _pair(result: Any) -> tuple[Any, Any]:
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise ArgumentError(
            f"scan: f must return a pair (carry, y), got {type(result).__name__}."
        )
    return result[0], result[1]


def _scan_graph(
    f: Any, init: Any, rows: Any, count: int | None, length: Any, reverse: bool
) -> Any:
    x = _symbols_of_slices(rows)
    ys: list[Any] = []

    def make(carry: Any) -> Subgraph:
        graph = trace(f, (carry, x), "f")
        after, y = _pair(graph.outputs)
        ys.append(as_tensors(y))
        return Subgraph(graph.formals, graph.captures, after, "f")

    state, graph = loop_graph("scan", make, init, "init", "f")
    outputs = (graph.outputs, ys[-1])
    whole = Subgraph(graph.formals, graph.captures, outputs, "f")
    results = (symbols_like(state), _with_axis(symbols_like(ys[-1]), count))
    return leave_node(
        "scan", [whole], [state, rows], results, length=length, reverse=reverse
    )


@runs("scan")
def _run_scan(functions: Any, operands: Any, length: Any, reverse: bool) -> Any:
    init, xs = operands
    return scan(functions[0], init, xs, length, reverse)


def associative_scan(
    f: Callable[[Any, Any], Any], elems: Any, reverse: bool = False, axis: int = 0
) -> Any:
    """Return all running combinations of elements along an axis.

    Result k combines elements 0 to k. Since ``f(a, f(b, c)) == f(f(a, b), c)``, pairs
    are combined first, in one call for all of them: there are about ``2 log2(n)``
    calls of `f` in place of n.

    Parameters
    ----------
    f : callable
        ``f(a, b)`` combines two structures like `elems` of any length along `axis`,
        element by element, and returns such a structure. It must be associative.
    elems : tensor, or structure of tensors
        All of one length along `axis`.
    reverse : bool, default False
        Whether to run from the end: result k combines the elements from the last to k.
    axis : int, default 0

    Returns
    -------
    Tensor, or a structure of them
        Like `elems`.

    Raises
    ------
    ArgumentError
        If `f` cannot be called, or there is no array.
    ShapeError
        If lengths differ, `axis` is out of range, or `f` changes structure or shape.
    DTypeError
        If `f` changes a type.

    References
    ----------
    .. [1] G. Blelloch, "Prefix Sums and Their Applications", CMU-CS-90-190, 1990.

    Examples
    --------
    >>> from cornu import ops
    >>> associative_scan(lambda a, b: a * b, ops.array([1, 2, 3, 4])).tolist()
    [1, 2, 6, 24]
    """
    need_callables("associative_scan", f=f)
    rows = as_tensors(elems, "associative_scan: elems")
    leaves = leaves_of(rows)
    if not leaves:
        raise ArgumentError("associative_scan: elems must hold at least one array.")
    places = [axis_of("associative_scan", len(x.shape), axis) for x in leaves]
    sizes = {x.shape[p] for x, p in zip(leaves, places)}
    if len(sizes - {None}) > 1:
        raise ShapeError(
            f"associative_scan: elems must have one length along axis {axis}, got "
            f"shapes {[tuple(x.shape) for x in leaves]}."
        )
    if has_symbols(rows):
        return _associative_graph(f, rows, places, bool(reverse), axis)

    def combine(a: list[Any], b: list[Any]) -> list[Any]:
        first, second = tree.pack_like(rows, a), tree.pack_like(rows, b)
        found = as_tensors(f(first, second))
        check_like("associative_scan", first, found, "elems", "what f returns")
        return leaves_of(found)

    if reverse:
        leaves = [flip(x, p) for x, p in zip(leaves, places)]
    found = _running(combine, leaves, places, sizes.pop())
    if reverse:
        found = [flip(x, p) for x, p in zip(found, places)]
    return tree.pack_like(rows, found)


def _running(
    combine: Callable[..., list[Any]], xs: list[Any], places: list[int], n: int
) -> list[Any]:
    """Combine neighbours, run along the pairs, and fill in what lies between."""
    if n < 2:
        return xs

    def cut(arrays: list[Any], *ends: int | None) -> list[Any]:
        rest = (None, None, None)
        return [
            movement.slice_view(x, index=(*(rest,) * p, ends))
            for x, p in zip(arrays, places)
        ]

    def join(*parts: list[Any]) -> list[Any]:
        return [concatenate(rows, p) for *rows, p in zip(*parts, places)]

    pairs = combine(cut(xs, 0, n - 1, 2), cut(xs, 1, None, 2))
    odd = _running(combine, pairs, places, n // 2)
    even = cut(xs, 0, 1, None)
    if n > 2:
        between = combine(cut(odd, 0, (n - 1) // 2, None), cut(xs, 2, None, 2))
        even = join(even, between)
    m = n // 2
    woven = [_woven(a, b, p) for a, b, p in zip(cut(even, 0, m, None), odd, places)]
    return join(woven, cut(even, m, None, None)) if n % 2 else woven


def _woven(a: Any, b: Any, axis: int) -> Any:
    """Return slices of `a` and `b` along an axis in turn."""
    sizes = list(sizes_of(a))
    sizes[axis] *= 2
    return movement.reshape(stack([a, b], axis + 1), shape=tuple(sizes))


def _associative_graph(
    f: Any, rows: Any, places: list[int], reverse: bool, axis: int
) -> Any:
    order = iter(places)

    def any_length(leaf: Any) -> Any:
        spec, place = spec_of(leaf), next(order)
        shape = (*spec.shape[:place], None, *spec.shape[place + 1 :])
        return from_spec(Spec(shape, spec.dtype))

    first = each(any_length, rows)
    graph = trace(f, (first, symbols_like(first)), "f")
    outputs = as_tensors(graph.outputs)
    check_like("associative_scan", first, outputs, "elems", "what f returns")
    graph = Subgraph(graph.formals, graph.captures, like(rows, outputs), "f")
    results = symbols_like(rows)
    return leave_node(
        "associative_scan", [graph], [rows], results, reverse=reverse, axis=axis
    )


@runs("associative_scan")
def _run_associative(functions: Any, operands: Any, **params: Any) -> Any:
    return associative_scan(functions[0], operands[0], **params)


# ---- maps ----


def map(f: Callable[[Any], Any], xs: Any) -> Any:
    """Return what a function returns for each slice along the first axis, stacked.

    Parameters
    ----------
    f : callable
        Gets a slice (of a structure, a structure of slices); returns a tensor or a
        structure of them, of the same shapes and types for every slice.
    xs : tensor, or structure of tensors
        All first axes have one length.

    Returns
    -------
    Tensor, or a structure of them

    Raises
    ------
    ArgumentError
        If `f` cannot be called, or there is no array.
    ShapeError
        If lengths differ, an array has no axes, or results differ in shape.

    Examples
    --------
    >>> from cornu import ops
    >>> map(lambda x: x * x, ops.array([1, 2, 3])).tolist()
    [1, 4, 9]
    """
    need_callables("map", f=f)
    return _mapped("map", f, xs, "xs")


def vectorized_map(function: Callable[[Any], Any], elements: Any) -> Any:
    """Return what a function returns for each element along the first axis, stacked.

    Parameters
    ----------
    function : callable
        Gets an element (of a structure, a structure of elements); returns a tensor or a
        structure of them, of the same shapes and types for every element.
    elements : tensor, or structure of tensors
        All first axes have one length.

    Returns
    -------
    Tensor, or a structure of them

    Raises
    ------
    ArgumentError
        If `function` cannot be called, or there is no array.
    ShapeError
        If lengths differ, an array has no axes, or results differ in shape.

    See Also
    --------
    map : The same; in other libraries this one computes all elements at once.

    Examples
    --------
    >>> from cornu import ops
    >>> x = ops.array([[1.0, 2.0], [3.0, 4.0]])
    >>> vectorized_map(ops.sum, x).tolist()
    [3.0, 7.0]
    """
    need_callables("vectorized_map", function=function)
    return _mapped("vectorized_map", function, elements, "elements")


def _mapped(op: str, f: Callable[[Any], Any], xs: Any, name: str) -> Any:
    rows = as_tensors(xs, f"{op}: {name}")
    count = _length(op, name, rows)
    if has_symbols(rows):
        graph = trace(f, (_symbols_of_slices(rows),), "f")
        y = as_tensors(graph.outputs)
        graph = Subgraph(graph.formals, graph.captures, y, "f")
        results = _with_axis(symbols_like(y), count)
        return leave_node(op, [graph], [rows], results)
    if not count:
        outputs = trace(f, (_symbols_of_slices(rows),), "f").outputs
        return zeros_of(symbols_like(outputs))
    found = [as_tensors(f(x)) for x in _slices(rows, count)]
    return _stacked(op, "a result", found)


@runs("map")
def _run_map(functions: Any, operands: Any) -> Any:
    return map(functions[0], operands[0])


@runs("vectorized_map")
def _run_vectorized_map(functions: Any, operands: Any) -> Any:
    return vectorized_map(functions[0], operands[0])

"""vectorize: a function of scalars, or of small arrays, on arrays of them."""

import math
import re
from collections.abc import Callable, Collection
from typing import Any

from cornu.autodiff import Tensor
from cornu.core import Spec, spec_of
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.functions import (
    as_tensors,
    check_like,
    each,
    has_symbols,
    need_callables,
    symbols_like,
    zeros_of,
)
from cornu.ops.movement import stack
from cornu.primitives import movement
from cornu.primitives.rules import broadcast_shapes
from cornu.symbolic import Subgraph, from_spec, leave_node, runs, trace

Cores = tuple[tuple[str, ...], ...]


def vectorize(
    pyfunc: Callable[..., Any],
    *,
    excluded: Collection[int | str] | None = None,
    signature: str | None = None,
) -> Callable[..., Any]:
    """Return a function that runs `pyfunc` on every element of its arguments.

    Arguments broadcast against each other, as those of elementwise functions do.

    Parameters
    ----------
    pyfunc : callable
        Gets scalars, or arrays of the axes that `signature` names; returns a tensor or
        a structure of them.
    excluded : set of int or str, optional
        Positions and names of arguments that are passed on whole. So are those that
        are None.
    signature : str, optional
        Axes of what `pyfunc` gets and returns: ``"(m,n),(n)->(m)"``. Those before them
        are run along. Without it `pyfunc` gets scalars.

    Returns
    -------
    callable

    Raises
    ------
    ArgumentError
        If `pyfunc` cannot be called, or `excluded` or `signature` cannot be read. The
        function returned raises ShapeError if its arguments do not broadcast, or do not
        fit `signature`.

    Examples
    --------
    >>> from cornu import ops
    >>> vectorize(lambda a, b: a + b)([1, 2, 3], 2).tolist()
    [3, 4, 5]
    >>> rows = vectorize(ops.dot, signature="(n),(n)->()")
    >>> rows(ops.ones((4, 3)), ops.ones(3)).tolist()
    [3.0, 3.0, 3.0, 3.0]
    """
    need_callables("vectorize", pyfunc=pyfunc)
    whole = _excluded(excluded)
    cores = None if signature is None else _parsed(signature)

    def vectorized(*args: Any, **kwargs: Any) -> Any:
        keys: list[int | str] = [*range(len(args)), *sorted(kwargs)]
        given: dict[int | str, Any] = dict(zip(keys, args))
        given.update(kwargs)
        run_along = [k for k in keys if k not in whole and given[k] is not None]

        def call(*parts: Any) -> Any:
            filled = dict(given)
            filled.update(zip(run_along, parts))
            return pyfunc(
                *(filled[i] for i in range(len(args))), **{k: filled[k] for k in kwargs}
            )

        arrays = [_as_one_array(given[k]) for k in run_along]
        return _run_over("vectorize", call, arrays, cores)

    vectorized.__name__ = getattr(pyfunc, "__name__", "vectorized")
    vectorized.__doc__ = getattr(pyfunc, "__doc__", None)
    return vectorized


def _excluded(excluded: Any) -> set[int | str]:
    if excluded is None:
        return set()
    if isinstance(excluded, (str, int)) or not hasattr(excluded, "__iter__"):
        raise ArgumentError(
            f"vectorize: excluded must be a set of positions and names, got "
            f"{excluded!r:.80}."
        )
    for key in excluded:
        is_place = isinstance(key, int) and not isinstance(key, bool) and key >= 0
        if not is_place and not isinstance(key, str):
            raise ArgumentError(
                f"vectorize: excluded must hold positions from 0 and names, got "
                f"{key!r:.80}."
            )
    return set(excluded)


_NAME = r"[A-Za-z_0-9]+"
_CORE = rf"\((?:{_NAME}(?:,{_NAME})*)?\)"
_SIDE = rf"{_CORE}(?:,{_CORE})*"


def _parsed(signature: Any) -> tuple[Cores, Cores]:
    """Return the names of the axes of what goes in and what comes out."""
    text = re.sub(r"\s", "", signature) if isinstance(signature, str) else ""
    if not re.fullmatch(rf"{_SIDE}->{_SIDE}", text):
        raise ArgumentError(
            f"vectorize: signature must read like '(m,n),(n)->(m)', got "
            f"{signature!r:.80}."
        )
    left, right = (
        tuple(
            tuple(name for name in core.split(",") if name)
            for core in re.findall(r"\(([^)]*)\)", side)
        )
        for side in text.split("->")
    )
    return left, right


def _as_one_array(value: Any) -> Any:
    """Return an argument as one tensor; a list is an array here."""
    if isinstance(value, (list, tuple)):
        return stack(value) if has_symbols(value) else Tensor(value)
    return as_tensors([value], "vectorize: an argument")[0]


# ---- running ----


def _run_over(op: str, call: Callable[..., Any], arrays: list[Any], cores: Any) -> Any:
    """Run `call` on every element of arrays, the axes of `cores` being part of it."""
    if not arrays:
        return as_tensors(call())
    names: Cores = cores[0] if cores else ((),) * len(arrays)
    if len(names) != len(arrays):
        raise ArgumentError(
            f"{op}: the signature takes {len(names)} arguments, got {len(arrays)}; it "
            f"must have one pair of brackets for each that is not excluded."
        )
    sizes: dict[str, int | None] = {}
    for array, core in zip(arrays, names):
        _match(op, tuple(array.shape), core, sizes, "an argument")
    loops = [tuple(a.shape)[: len(a.shape) - len(c)] for a, c in zip(arrays, names)]
    try:
        loop = broadcast_shapes(*loops)
    except ShapeError:
        raise ShapeError(
            f"{op}: arguments of shapes {[tuple(a.shape) for a in arrays]} do not "
            f"broadcast; apart from the signature's axes, sizes must be equal or 1."
        ) from None
    if has_symbols(arrays):
        return _vectorize_graph(op, call, arrays, cores, loop, sizes)
    parts = [a.shape[len(a.shape) - len(c) :] for a, c in zip(arrays, names)]
    count = math.prod(n or 0 for n in loop)
    if not count:
        formals = tuple(from_spec(Spec(p, a.dtype)) for a, p in zip(arrays, parts))
        outputs = trace(call, formals).outputs
        _check_outputs(op, outputs, cores, sizes)
        return each(
            lambda y: movement.reshape(y, shape=(*loop, *y.shape[1:])),
            zeros_of(symbols_like(outputs)),
        )
    columns = [_column(a, loop, p, count) for a, p in zip(arrays, parts)]
    found = [as_tensors(call(*row)) for row in zip(*columns)]
    _check_outputs(op, found[0], cores, sizes)
    for k, result in enumerate(found[1:], start=1):
        check_like(op, found[0], result, "a result at first", f"a result in turn {k}")

    def together(*leaves: Any) -> Any:
        joined = stack(leaves)
        return movement.reshape(joined, shape=(*loop, *joined.shape[1:]))

    return each(together, *found)


def _column(array: Any, loop: Any, part: Any, count: int) -> Any:
    """Return what each call gets of an array, in order."""
    own = array.shape[: len(array.shape) - len(part)]
    if all(n == 1 for n in own):  # the same for all
        return (movement.reshape(array, shape=part),) * count
    if own != loop:
        array = movement.reshape(
            array, shape=((1,) * (len(loop) - len(own)) + (*own, *part))
        )
        array = movement.broadcast_to(array, shape=(*loop, *part))
    return movement.unstack(movement.reshape(array, shape=(count, *part)), axis=0)


def _match(
    op: str, shape: Any, core: tuple[str, ...], sizes: dict[str, Any], what: str
) -> None:
    """Require a shape to end in the axes named, of the sizes they have elsewhere."""
    if len(shape) < len(core):
        raise ShapeError(
            f"{op}: {what} has shape {shape}; the signature needs the axes "
            f"({', '.join(core)})."
        )
    for name, n in zip(core, shape[len(shape) - len(core) :]):
        wanted = int(name) if name.isdigit() else sizes.get(name)
        if wanted is not None and n is not None and wanted != n:
            raise ShapeError(
                f"{op}: {what} has shape {shape}, so its axis {name!r} has size {n}, "
                f"but must have {wanted} by the signature."
            )
        if sizes.get(name) is None:
            sizes[name] = n


def _check_outputs(op: str, outputs: Any, cores: Any, sizes: dict[str, Any]) -> None:
    if cores is None:
        return
    names = cores[1]
    results = outputs if isinstance(outputs, (tuple, list)) else (outputs,)
    if len(results) != len(names):
        raise ArgumentError(
            f"{op}: the signature promises {len(names)} results, the function returned "
            f"{len(results)}; they must be as many."
        )
    for result, core in zip(results, names):
        shape = tuple(spec_of(result).shape)
        _match(op, shape, core, sizes, "a result")
        if len(shape) != len(core):
            raise ShapeError(
                f"{op}: a result has shape {shape}; by the signature it must have the "
                f"axes ({', '.join(core)}) only."
            )


# ---- in a model ----


def _vectorize_graph(
    op: str, call: Any, arrays: list[Any], cores: Any, loop: Any, sizes: dict[str, Any]
) -> Any:
    names = cores[0] if cores else ((),) * len(arrays)
    formals = tuple(
        from_spec(Spec(spec.shape[len(spec.shape) - len(core) :], spec.dtype))
        for spec, core in zip((spec_of(a) for a in arrays), names)
    )
    graph = trace(call, formals, "pyfunc")
    outputs = as_tensors(graph.outputs)
    _check_outputs(op, outputs, cores, sizes)
    graph = Subgraph(graph.formals, graph.captures, outputs, "pyfunc")
    results = each(
        lambda y: from_spec(Spec((*loop, *y.shape), spec_of(y).dtype)),
        symbols_like(outputs),
    )
    signature = None if cores is None else "->".join(_written(side) for side in cores)
    return leave_node(op, [graph], arrays, results, signature=signature)


def _written(side: Cores) -> str:
    return ",".join(f"({','.join(core)})" for core in side)


@runs("vectorize")
def _run_vectorize(functions: Any, operands: Any, signature: str | None) -> Any:
    return vectorize(functions[0], signature=signature)(*operands)

"""Derivatives as ops: of functions that may be part of a model."""

import functools
from collections.abc import Callable
from typing import Any

from cornu import autodiff, config
from cornu.autodiff.transforms import upstream_arguments
from cornu.core import spec_of
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.ops.functions import (
    as_tensors,
    check_like,
    describe,
    each,
    has_symbols,
    leaves_of,
    need_callables,
    symbols_like,
)
from cornu.symbolic import Subgraph, SymbolicTensor, leave_node, runs, trace
from cornu.utils import tree


def jvp(
    fun: Callable[..., Any], primals: Any, tangents: Any, has_aux: bool = False
) -> Any:
    """Return the value of `fun` and how it changes along a direction.

    Parameters
    ----------
    fun : callable
        Returns a tensor or a nested structure of them.
    primals : tuple or list
        The arguments: float tensors, numbers or nested structures of them.
    tangents : tuple or list
        The direction: as many, of the same structures and shapes.
    has_aux : bool, default False
        Whether `fun` returns ``(value, anything)``.

    Returns
    -------
    tuple
        ``(value, tangent)``, or ``(value, tangent, aux)``. What does not depend on the
        arguments, or holds no floats, has a tangent of zeros.

    Raises
    ------
    ArgumentError
        If `fun` cannot be called, or `primals` or `tangents` is no tuple or list.
    ShapeError
        If the two differ in structure or shape.
    DTypeError
        If an argument holds no floats.

    See Also
    --------
    cornu.vjp : The transposed product, at a third of the cost.

    Examples
    --------
    >>> value, slope = jvp(lambda x, y: x * y, (2.0, 3.0), (1.0, 10.0))
    >>> float(value), float(slope)
    (6.0, 23.0)
    """
    if not has_symbols(primals, tangents):
        return autodiff.jvp(fun, primals, tangents, has_aux)
    need_callables("jvp", fun=fun)
    points, along = _directions(primals, tangents)
    graph = trace(fun, symbols_like(points), "fun")
    if has_aux and not (isinstance(graph.outputs, (tuple, list)) and
                        len(graph.outputs) == 2):  # fmt: skip
        raise ArgumentError(
            f"jvp: with has_aux=True fun must return a pair (value, aux), got "
            f"{type(graph.outputs).__name__}."
        )
    value, aux = graph.outputs if has_aux else (graph.outputs, None)
    value = as_tensors(value)
    # Of what is beside the value, a node can give the symbols; the rest is as it is.
    extra = [x for x in tree.flatten(aux) if isinstance(x, SymbolicTensor)]
    graph = Subgraph(graph.formals, graph.captures, (value, extra), "fun")
    found = (symbols_like(value), each(_tangent, value), symbols_like(extra))
    leave_node("jvp", [graph], [points, along], found)
    if not has_aux:
        return found[0], found[1]
    fresh = iter(found[2])
    leaves = [
        next(fresh) if isinstance(x, SymbolicTensor) else x for x in tree.flatten(aux)
    ]
    return found[0], found[1], tree.pack_like(aux, leaves)


def _tangent(leaf: Any) -> Any:
    spec = spec_of(leaf)
    smooth = spec.dtype.kind in "fcV"
    return SymbolicTensor(spec.shape, spec.dtype if smooth else config.floatx())


def _directions(primals: Any, tangents: Any) -> tuple[tuple[Any, ...], Any]:
    for name, value in (("primals", primals), ("tangents", tangents)):
        if not isinstance(value, (tuple, list)):
            raise ArgumentError(
                f"jvp: {name} must be a tuple or list with one entry per argument, got "
                f"{type(value).__name__}."
            )
    points = as_tensors(tuple(primals), "jvp: primals")
    along = as_tensors(tuple(tangents), "jvp: tangents")
    check_like("jvp", points, along, "primals", "tangents")
    for leaf in leaves_of(points):
        if spec_of(leaf).dtype.kind not in "fcV":
            raise DTypeError(
                f"jvp: primals hold {describe(spec_of(leaf))}; they must be floats."
            )
    return points, along


@runs("jvp")
def _run_jvp(functions: Any, operands: Any) -> Any:
    points, along = operands
    return jvp(functions[0], points, along, has_aux=True)


def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    """Return `f` with a gradient of its own.

    Parameters
    ----------
    f : callable
        Returns ``(value, gradient)``, where ``gradient(upstream)`` returns what is to
        be the gradient of each positional argument: a tuple, or just the one if there
        is one argument. If the value is a structure of tensors, so is `upstream`; a
        `gradient` with one parameter for each tensor gets them one by one.

    Returns
    -------
    callable

    Raises
    ------
    ArgumentError
        If `f` cannot be called.

    Examples
    --------
    >>> import cornu
    >>> @custom_gradient
    ... def clipped_log(x):
    ...     from cornu import ops
    ...     return ops.log(x), lambda upstream: upstream / ops.maximum(x, 0.1)
    >>> round(float(cornu.grad(clipped_log)(0.01)), 3)
    10.0
    """
    on_values = autodiff.custom_gradient(f)

    @functools.wraps(f)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if not has_symbols(args):
            return on_values(*args, **kwargs)
        return _custom_graph(f, args, kwargs)

    return wrapped


def _custom_graph(f: Callable[..., Any], args: Any, kwargs: dict[str, Any]) -> Any:
    """Leave a node with two graphs: one for values, one for gradients.

    What the second needs of the first, beside the upstream gradients, the first
    returns beside its value.
    """
    inputs = as_tensors(args, "custom_gradient: arguments")
    backs: list[Subgraph] = []

    def value_of(*formals: Any) -> Any:
        value, rule = f(*formals, **kwargs)
        value = as_tensors(value)

        def slopes_of(*upstream: Any) -> Any:
            return rule(*upstream_arguments(rule, value, list(upstream)))

        upstream = tuple(symbols_like(leaves_of(value)))
        backs.append(trace(slopes_of, upstream, "gradient"))
        return value, backs[0].captures

    forward = trace(value_of, symbols_like(inputs), "f")
    back = backs[0]
    slopes = tree.flatten(back.outputs)
    if len(slopes) != len(tree.flatten(inputs)):
        raise ShapeError(
            f"custom_gradient: the gradient function returned {len(slopes)} gradients "
            f"for {len(tree.flatten(inputs))} arguments; they must be as many."
        )
    backward = Subgraph((list(back.captures), back.formals), [], back.outputs)
    value = symbols_like(forward.outputs[0])
    return leave_node("custom_gradient", [forward, backward], [inputs], value)


@runs("custom_gradient")
def _run_custom(functions: Any, operands: Any) -> Any:
    forward, backward = functions

    def f(*args: Any) -> Any:
        value, kept = forward(*args)
        return value, lambda upstream: backward(kept, tuple(tree.flatten(upstream)))

    return custom_gradient(f)(*operands[0])

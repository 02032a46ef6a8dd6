"""Choose and repeat: conditions and loops whose parts are functions."""

from collections.abc import Callable, Sequence
from typing import Any

from cornu.core import Spec, spec_of
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.ops.arguments import as_operand, is_symbolic
from cornu.ops.functions import (
    as_tensors,
    check_like,
    first_step,
    has_symbols,
    joined,
    like,
    merged_symbols,
    need_callables,
    symbols_like,
)
from cornu.symbolic import Subgraph, from_spec, leave_node, runs, trace

# ---- choices ----


def cond(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> Any:
    """Return what one of two functions returns, by a condition.

    Parameters
    ----------
    pred : bool or scalar
        A number counts as true if it is not zero.
    true_fn, false_fn : callable
        Take nothing; what they compute with they take from around them. In a model
        (`pred` a symbol) both are called, and must return the same structure of the
        same shapes and types; on values only the one chosen is.

    Returns
    -------
    Tensor, or a structure of them

    Raises
    ------
    ArgumentError
        If `true_fn` or `false_fn` cannot be called.
    ShapeError
        If `pred` is no scalar, or the branches differ in structure or shape.
    DTypeError
        If `pred` is no number, or the branches differ in type.

    Notes
    -----
    `pred` is read by Python: a recorded step with a condition on values stays eager.
    Where both sides are cheap, :func:`where` does not read anything.

    Examples
    --------
    >>> from cornu import ops
    >>> x = ops.array([1.0, -2.0])
    >>> cond(ops.sum(x) > 0, lambda: x, lambda: -x).tolist()
    [-1.0, 2.0]
    """
    need_callables("cond", true_fn=true_fn, false_fn=false_fn)
    _check_scalar("cond", "pred", pred)
    if not is_symbolic(pred):
        return as_tensors(true_fn() if bool(pred) else false_fn())
    graphs = [trace(true_fn, (), "true_fn"), trace(false_fn, (), "false_fn")]
    graphs = _agreed("cond", ["true_fn", "false_fn"], graphs)
    return leave_node("cond", graphs, [pred], merged_symbols(_outputs(graphs)))


@runs("cond")
def _run_cond(functions: Any, operands: Any) -> Any:
    return cond(operands[0], *functions)


def switch(index: Any, branches: Sequence[Callable[..., Any]], *operands: Any) -> Any:
    """Return ``branches[index](*operands)``.

    Parameters
    ----------
    index : int or integer scalar
        Clipped to the branches there are.
    branches : sequence of callable
        In a model (`index` a symbol) all are called, and must return the same
        structure of the same shapes and types; on values only the one chosen is.
    *operands : tensor, or structure of tensors

    Returns
    -------
    Tensor, or a structure of them

    Raises
    ------
    ArgumentError
        If there is no branch, or one cannot be called.
    ShapeError
        If `index` is no scalar, or the branches differ in structure or shape.
    DTypeError
        If `index` is no integer, or the branches differ in type.

    Examples
    --------
    >>> switch(1, [lambda x, y: x + y, lambda x, y: x - y], 2.0, 0.5).item()
    1.5
    """
    if not isinstance(branches, (list, tuple)) or not branches:
        raise ArgumentError(
            f"switch: branches must be a list of at least one function, got "
            f"{branches!r:.80}."
        )
    names = [f"branches[{i}]" for i in range(len(branches))]
    need_callables("switch", **dict(zip(names, branches)))
    _check_scalar("switch", "index", index)
    if spec_of(as_operand(index)).dtype.kind not in "iu":
        raise DTypeError(
            f"switch: index must be an integer, got "
            f"{getattr(index, 'dtype', type(index).__name__)}; use ops.cast."
        )
    inputs = as_tensors(operands, "switch: operands")
    if not is_symbolic(index):
        chosen = min(max(int(index), 0), len(branches) - 1)
        return as_tensors(branches[chosen](*inputs))
    graphs = [
        trace(branch, symbols_like(inputs), name)
        for branch, name in zip(branches, names)
    ]
    graphs = _agreed("switch", names, graphs)
    results = merged_symbols(_outputs(graphs))
    return leave_node("switch", graphs, [index, *inputs], results)


@runs("switch")
def _run_switch(functions: Any, operands: Any) -> Any:
    return switch(operands[0], functions, *operands[1:])


def _outputs(graphs: Sequence[Subgraph]) -> list[Any]:
    return [graph.outputs for graph in graphs]


def _agreed(op: str, names: list[str], graphs: Sequence[Subgraph]) -> list[Subgraph]:
    """Return the graphs with outputs that agree, or say which do not."""
    outputs = joined(op, names, _outputs(graphs))
    return [
        Subgraph(graph.formals, graph.captures, found, graph.name)
        for graph, found in zip(graphs, outputs)
    ]


def _check_scalar(op: str, name: str, value: Any, kinds: str = "biuf") -> None:
    value = as_operand(value)
    if not hasattr(value, "dtype") or spec_of(value).dtype.kind not in kinds:
        raise DTypeError(
            f"{op}: {name} must be a boolean scalar, got "
            f"{getattr(value, 'dtype', type(value).__name__)} ({value!r:.80})."
        )
    if tuple(value.shape):
        raise ShapeError(
            f"{op}: {name} must be a scalar, got shape {tuple(value.shape)}. Reduce it "
            f"with ops.any or ops.all, or choose element by element with ops.where."
        )


# ---- loops ----


def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Any,
    maximum_iterations: int | None = None,
) -> Any:
    """Repeat `body` as long as `cond` holds.

    Parameters
    ----------
    cond : callable
        ``cond(*loop_vars)`` returns a boolean scalar.
    body : callable
        ``body(*loop_vars)`` returns their next values, in the same structure and of the
        same shapes and types.
    loop_vars : tensor, or structure of tensors
        A list or tuple is passed as separate arguments, anything else as one.
    maximum_iterations : int, optional

    Returns
    -------
    Tensor, tuple or dictionary of them
        The last values, in the structure of `loop_vars`.

    Raises
    ------
    ArgumentError
        If `cond` or `body` cannot be called.
    ShapeError
        If `cond` returns no scalar, or `body` changes structure or shape.
    DTypeError
        If `cond` returns no boolean, or `body` changes a type.

    Notes
    -----
    The condition is read by Python: a recorded step with such a loop stays eager. A
    loop of a known number of turns, :func:`fori_loop`, does not read anything.

    Examples
    --------
    >>> i, total = while_loop(lambda i, s: i < 4, lambda i, s: (i + 1, s + i), (0, 0))
    >>> total.item()
    6
    """
    need_callables("while_loop", cond=cond, body=body)
    limit = _limit(maximum_iterations)
    several = isinstance(loop_vars, (list, tuple))
    given = tuple(loop_vars) if several else loop_vars

    def call(function: Callable[..., Any], state: Any) -> Any:
        return function(*state) if several else function(state)

    def step(state: Any) -> Any:
        return as_tensors(call(body, state))

    state = as_tensors(given, "while_loop: loop_vars")
    if has_symbols(state):
        return _while_graph(cond, body, given, several, limit)
    turn = 0
    while limit is None or turn < limit:
        goes_on = call(cond, state)
        _check_scalar("while_loop", "the result of cond", goes_on, "b")
        if is_symbolic(goes_on):  # by way of what it captured
            left = None if limit is None else limit - turn
            return _while_graph(cond, body, state, several, left)
        if not bool(goes_on):
            break
        state, after = first_step(given, step) if not turn else (state, step(state))
        check_like("while_loop", state, after, "loop_vars", "what body returns")
        state = like(state, after)
        turn += 1
    return state


def _limit(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise DTypeError(
            f"while_loop: maximum_iterations must be an integer or None, got "
            f"{value!r:.80}."
        )
    return max(int(value), 0)


def _while_graph(
    cond: Any, body: Any, given: Any, several: bool, limit: int | None
) -> Any:
    state, graph = loop_graph(
        "while_loop",
        lambda args: trace(body, args if several else (args,), "body"),
        given,
        "loop_vars",
        "body",
    )
    test = trace(cond, symbols_like(graph.formals), "cond")
    _check_scalar("while_loop", "the result of cond", test.outputs, "b")
    return leave_node(
        "while_loop",
        [test, graph],
        [state],
        symbols_like(state),
        maximum_iterations=limit,
    )


@runs("while_loop")
def _run_while(
    functions: Any, operands: Any, maximum_iterations: int | None = None
) -> Any:
    test, body = functions
    return while_loop(test, body, operands[0], maximum_iterations)


def fori_loop(
    lower: Any, upper: Any, body_fun: Callable[[Any, Any], Any], init_val: Any
) -> Any:
    """Repeat ``value = body_fun(i, value)`` for i from `lower` to before `upper`.

    Parameters
    ----------
    lower, upper : int or integer scalar
        Tensors are read by Python, integers are not.
    body_fun : callable
        Gets `i` and the value; returns the next value, of the same structure, shapes
        and types. On values `i` is a Python integer.
    init_val : tensor, or structure of tensors

    Returns
    -------
    Tensor, or a structure of them
        The last value; `init_val` if ``upper <= lower``.

    Raises
    ------
    ArgumentError
        If `body_fun` cannot be called.
    ShapeError
        If a bound is no scalar, or `body_fun` changes structure or shape.
    DTypeError
        If a bound is no integer, or `body_fun` changes a type.

    Examples
    --------
    >>> fori_loop(0, 5, lambda i, total: total + i, 0).item()
    10
    """
    need_callables("fori_loop", body_fun=body_fun)
    for name, bound in (("lower", lower), ("upper", upper)):
        _check_bound(name, bound)
    if has_symbols(lower, upper, init_val):
        return _fori_graph(lower, upper, body_fun, init_val)
    state = as_tensors(init_val, "fori_loop: init_val")
    turns = range(int(lower), int(upper))
    for i in turns:

        def step(value: Any, i: int = i) -> Any:
            return as_tensors(body_fun(i, value))

        is_first = i == turns.start
        state, after = first_step(init_val, step) if is_first else (state, step(state))
        check_like("fori_loop", state, after, "init_val", "what body_fun returns")
        state = like(state, after)
    return state


def _check_bound(name: str, bound: Any) -> None:
    bound = as_operand(bound)
    kind = spec_of(bound).dtype.kind if hasattr(bound, "dtype") else ""
    if kind not in ("i", "u"):
        raise DTypeError(
            f"fori_loop: {name} must be an integer, got "
            f"{getattr(bound, 'dtype', type(bound).__name__)} ({bound!r:.80})."
        )
    if tuple(bound.shape):
        raise ShapeError(
            f"fori_loop: {name} must be a scalar, got shape {tuple(bound.shape)}."
        )


def _fori_graph(lower: Any, upper: Any, body_fun: Any, init_val: Any) -> Any:
    i = from_spec(Spec((), spec_of(0).dtype))
    state, graph = loop_graph(
        "fori_loop",
        lambda value: trace(body_fun, (i, value), "body_fun"),
        init_val,
        "init_val",
        "body_fun",
    )
    results = symbols_like(state)
    return leave_node("fori_loop", [graph], [lower, upper, state], results)


@runs("fori_loop")
def _run_fori(functions: Any, operands: Any) -> Any:
    lower, upper, state = operands
    return fori_loop(lower, upper, functions[0], state)


def loop_graph(
    op: str, make: Callable[[Any], Subgraph], given: Any, was: str, role: str
) -> tuple[Any, Subgraph]:
    """Return a loop's first state, and its body as a graph on symbols like it.

    Parameters
    ----------
    op : str
    make : callable
        From symbols like a state to the graph of the body.
    given : nested structure
    was, role : str
        Names of the arguments that hold state and body, for messages.

    Raises
    ------
    ShapeError, DTypeError
        If the body does not return what it was given.
    """
    state, graph = first_step(
        given, lambda s: make(symbols_like(s)), lambda g: as_tensors(g.outputs)
    )
    outputs = as_tensors(graph.outputs)
    check_like(op, state, outputs, was, f"what {role} returns")
    outputs = like(state, outputs)
    return state, Subgraph(graph.formals, graph.captures, outputs, role)

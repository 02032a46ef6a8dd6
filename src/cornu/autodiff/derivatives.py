"""Derivatives beyond the gradient: along directions, as matrices, of second order."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cornu import config
from cornu.autodiff import tape as tape_module
from cornu.autodiff.tape import Leaf, recording
from cornu.autodiff.tensor import Tensor, unwrap, wrap
from cornu.autodiff.transforms import gradients, watched
from cornu.backend import common_backend
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.primitives import movement
from cornu.utils import tree


@contextmanager
def _tapes(count: int) -> Iterator[None]:
    """Record inside the block, as under so many tapes."""
    for _ in range(count):
        tape_module.start_recording()
    try:
        yield
    finally:
        for _ in range(count):
            tape_module.stop_recording()


def vjp(function: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[..., Any]]:
    """Return the value of `function` and what carries gradients back through it.

    Parameters
    ----------
    function : callable
        Returns a tensor or a nested structure of them.
    *primals : tensor, number or nested structure of them
        The arguments; floats.

    Returns
    -------
    value : structure of Tensor
        ``function(*primals)``.
    pull : callable
        ``pull(cotangents)``, given a structure like `value`, returns a tuple with the
        product of `cotangents` and the Jacobian for each argument. It may be called
        more than once.

    Raises
    ------
    DTypeError
        If an argument holds no floats.

    Examples
    --------
    >>> value, pull = vjp(lambda x, y: x * y, 2.0, 3.0)
    >>> float(value), [float(g) for g in pull(1.0)]
    (6.0, [3.0, 2.0])
    """
    _need_callable("vjp", function)
    higher = recording()
    with _tapes(1):
        inputs = _watch(primals, higher)
        value = _as_tensors(function(*inputs))
    targets = [leaf for leaf in tree.flatten(value) if leaf is not None]

    def pull(cotangents: Any) -> Any:
        seeds = [cotangents] if isinstance(value, Tensor) else tree.flatten(cotangents)
        return gradients(targets, inputs, seeds, differentiable=recording(), zero=True)

    return value, pull


def jvp(
    fun: Callable[..., Any], primals: Any, tangents: Any, has_aux: bool = False
) -> Any:
    """Return the value of `fun` and how it changes along a direction.

    The product of Jacobian and direction comes from two walks back: the gradient is
    linear in the gradient it starts from, and its transpose is what is wanted.

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

    References
    ----------
    .. [1] J. Townsend, "A new trick for calculating Jacobian vector products", 2017.

    Examples
    --------
    >>> value, slope = jvp(lambda x, y: x * y, (2.0, 3.0), (1.0, 10.0))
    >>> float(value), float(slope)
    (6.0, 23.0)
    """
    _need_callable("jvp", fun)
    along = _directions("jvp", primals, tangents)
    higher = recording()
    with _tapes(2):
        inputs = _watch(primals, higher, "jvp")
        answer = fun(*inputs)
        if has_aux and not (isinstance(answer, (tuple, list)) and len(answer) == 2):
            raise ArgumentError(
                f"jvp: with has_aux=True fun must return a pair (value, aux), got "
                f"{type(answer).__name__}."
            )
        value = _as_tensors(answer[0] if has_aux else answer)
        leaves = [leaf for leaf in tree.flatten(value) if leaf is not None]
        smooth = [i for i, leaf in enumerate(leaves) if leaf._node is not None]
        seeds = [_ones(leaves[i]) for i in smooth]
        slopes = gradients(
            [leaves[i] for i in smooth],
            tree.flatten(inputs),
            seeds,
            differentiable=True,
        )
    linked = [(g, t) for g, t in zip(slopes, along) if g is not None]
    found = gradients(
        [g for g, _ in linked], seeds, [t for _, t in linked], differentiable=higher
    )
    changes = [None] * len(leaves)
    for i, change in zip(smooth, found):
        changes[i] = change
    rows = iter(_still(a) if c is None else c for a, c in zip(leaves, changes))
    tangent = tree.map_structure(lambda leaf: None if leaf is None else 0, value)
    tangent = tree.pack_like(
        value, [None if t is None else next(rows) for t in tree.flatten(tangent)]
    )
    return (value, tangent, answer[1]) if has_aux else (value, tangent)


def jacobian(
    function: Callable[..., Any], argnums: int | tuple[int, ...] = 0
) -> Callable[..., Any]:
    """Return a function that gives the matrix of all first derivatives.

    Parameters
    ----------
    function : callable
        Returns a tensor or a nested structure of them.
    argnums : int or tuple of int, default 0
        Positions of the arguments to differentiate; each may be a nested structure.

    Returns
    -------
    callable
        Returns, in the place of each tensor of the value, what stands in the place of
        the arguments: tensors of shape ``(*value.shape, *argument.shape)``; a tuple of
        them if `argnums` is a tuple.

    Raises
    ------
    DTypeError
        If an argument to differentiate holds no floats.

    Notes
    -----
    One walk back for each element of the value.

    Examples
    --------
    >>> from cornu import ops
    >>> jacobian(lambda x: x * x)(ops.array([1.0, 2.0])).tolist()
    [[2.0, 0.0], [0.0, 4.0]]
    """
    _need_callable("jacobian", function)

    @functools.wraps(function)
    def matrix(*args: Any, **kwargs: Any) -> Any:
        chosen: tuple[int, ...] = (argnums,) if isinstance(argnums, int) else argnums
        inputs = list(args)
        higher = recording()
        with _tapes(1):
            for i in chosen:
                inputs[i] = _watch(inputs[i], higher)
            value = _as_tensors(function(*inputs, **kwargs))
        wanted = (
            inputs[argnums]
            if isinstance(argnums, int)
            else tuple(inputs[i] for i in chosen)
        )

        def block(leaf: Any) -> Any:
            return None if leaf is None else _rows(leaf, wanted, higher)

        return tree.map_structure(block, value)

    return matrix


def _rows(target: Tensor, wanted: Any, higher: bool) -> Any:
    """Return the derivatives of one tensor: a structure like `wanted`."""
    sources = tree.flatten(wanted)
    data = unwrap(target)
    xp = common_backend((data,)).xp
    rows: list[list[Any]] = [[] for _ in sources]
    for k in range(data.size):
        seed = xp.zeros(data.size, data.dtype)
        seed[k] = 1
        found = gradients(
            [target],
            sources,
            [wrap(seed.reshape(data.shape))],
            differentiable=higher,
            zero=True,
        )
        for row, g in zip(rows, found):
            row.append(movement.reshape(g, shape=(1, *g.shape)))
    blocks = []
    for source, row in zip(sources, rows):
        shape = (*target.shape, *source.shape)
        if row:
            joined = movement.concatenate(*row, axis=0)
            blocks.append(movement.reshape(joined, shape=shape))
        else:
            blocks.append(wrap(xp.zeros(shape, source.dtype)))
    return blocks[0] if isinstance(wanted, Tensor) else tree.pack_like(wanted, blocks)


def hessian(
    function: Callable[..., Any], argnums: int | tuple[int, ...] = 0
) -> Callable[..., Any]:
    """Return a function that gives the matrix of all second derivatives.

    Parameters
    ----------
    function : callable
        Its value is usually one number; of more, each gets a matrix of its own.
    argnums : int or tuple of int, default 0
        Positions of the arguments to differentiate; each may be a nested structure.

    Returns
    -------
    callable
        For one tensor argument it returns a tensor of shape
        ``(*value.shape, *argument.shape, *argument.shape)``; for several, structures
        in structures, as :func:`jacobian` of :func:`jacobian` gives them.

    Raises
    ------
    DTypeError
        If an argument to differentiate holds no floats.

    See Also
    --------
    hvp : The product with one direction, at a fraction of the cost.

    Examples
    --------
    >>> from cornu import ops
    >>> hessian(lambda x: x[0] * x[1] ** 2)(ops.array([3.0, 2.0])).tolist()
    [[0.0, 4.0], [4.0, 6.0]]
    """
    _need_callable("hessian", function)
    return jacobian(jacobian(function, argnums), argnums)


def hvp(function: Callable[..., Any], primals: Any, tangents: Any) -> Any:
    """Return the product of the matrix of second derivatives and a direction.

    Parameters
    ----------
    function : callable
        Its value must be one number.
    primals : tuple or list
        The arguments: float tensors, numbers or nested structures of them.
    tangents : tuple or list
        The direction: as many, of the same structures and shapes.

    Returns
    -------
    tuple or list
        Like `primals`.

    Raises
    ------
    ArgumentError
        If `function` cannot be called, or `primals` or `tangents` is no tuple or list.
    ShapeError
        If the two differ in structure or shape, or the value has several elements.
    DTypeError
        If an argument holds no floats.

    References
    ----------
    .. [1] B. Pearlmutter, "Fast exact multiplication by the Hessian", Neural
       Computation 6, 1994.

    Examples
    --------
    >>> from cornu import ops
    >>> x, v = ops.array([3.0, 2.0]), ops.array([1.0, 0.0])
    >>> hvp(lambda x: x[0] * x[1] ** 2, (x,), (v,))[0].tolist()
    [0.0, 4.0]
    """
    _need_callable("hvp", function)
    along = _directions("hvp", primals, tangents)
    higher = recording()
    with _tapes(2):
        inputs = _watch(primals, higher, "hvp")
        value = _as_tensors(function(*inputs))
        if not isinstance(value, Tensor) or value.size != 1:
            got = getattr(value, "shape", type(value).__name__)
            raise ShapeError(
                f"hvp: the function must return one number, got {got}; reduce it with "
                f"ops.sum or ops.mean."
            )
        slopes = gradients(value, tree.flatten(inputs), differentiable=True)
    linked = [(g, t) for g, t in zip(slopes, along) if g is not None]
    return gradients(
        [g for g, _ in linked],
        inputs,
        [t for _, t in linked],
        differentiable=higher,
        zero=True,
    )


# ---- arguments ----


def _need_callable(op: str, function: Any) -> None:
    if not callable(function):
        raise ArgumentError(
            f"{op}: the first argument must be a function, got {function!r:.80} "
            f"({type(function).__name__})."
        )


def _watch(value: Any, higher: bool, op: str = "grad") -> Any:
    return tree.map_structure(lambda v: watched(v, higher, op), value)


def _directions(op: str, primals: Any, tangents: Any) -> list[Any]:
    """Return the tangents, flat, each a tensor of its argument's shape and type."""
    for name, value in (("primals", primals), ("tangents", tangents)):
        if not isinstance(value, (tuple, list)):
            raise ArgumentError(
                f"{op}: {name} must be a tuple or list with one entry per argument, "
                f"got {type(value).__name__}; write ({name[:-1]},)."
            )
    if not tree.agree(primals, tangents):
        raise ShapeError(
            f"{op}: primals and tangents must have the same structure, got "
            f"{_outline(primals)} and {_outline(tangents)}."
        )
    found = []
    for p, t in zip(tree.flatten(primals), tree.flatten(tangents)):
        p = p if hasattr(p, "dtype") else Tensor(p)
        t = t if isinstance(t, Tensor) else Tensor(t)
        if tuple(p.shape) != tuple(t.shape):
            raise ShapeError(
                f"{op}: a tangent has shape {tuple(t.shape)}, its primal "
                f"{tuple(p.shape)}; they must be equal."
            )
        if t.dtype.kind not in "fcV":
            raise DTypeError(
                f"{op}: a tangent is {t.dtype}; tangents must be floats like their "
                f"primals."
            )
        found.append(t if t.dtype == p.dtype else movement.cast(t, dtype=str(p.dtype)))
    return found


def _outline(structure: Any) -> Any:
    return tree.map_structure(lambda leaf: getattr(leaf, "shape", "*"), structure)


def _as_tensors(structure: Any) -> Any:
    return tree.map_structure(
        lambda v: v if v is None or isinstance(v, Tensor) else Tensor(v), structure
    )


def _ones(target: Tensor) -> Tensor:
    """Return ones like `target`, as an end of the walk."""
    data = unwrap(target)
    ones = common_backend((data,)).xp.ones(data.shape, data.dtype)
    return wrap(ones, Leaf())  # type: ignore[arg-type]


def _still(target: Tensor) -> Tensor:
    """Return the tangent of what does not move."""
    kind = unwrap(target).dtype.kind
    dtype = None if kind in "fcV" else config.floatx()
    still: Tensor = movement.full_like(target, value=0.0, dtype=dtype)
    return still

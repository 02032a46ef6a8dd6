"""Gradients as people ask for them: tapes, and functions of functions."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from cornu.autodiff import tape as tape_module
from cornu.autodiff.tape import Leaf, Pause, observed, recording, walk
from cornu.autodiff.tensor import Tensor, to_array, unwrap, wrap
from cornu.backend import common_backend
from cornu.core import Box
from cornu.core.primitive import OPAQUE, Primitive
from cornu.core.spec import Spec
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.primitives import movement
from cornu.utils import tree

no_grad = Pause


class GradientTape:
    """Record calls inside a ``with`` block, to differentiate them afterwards.

    Trainable variables are watched from the start; other tensors after
    :meth:`watch`. Tapes nest: an inner tape's gradient, taken inside an outer one,
    is itself differentiable.

    Parameters
    ----------
    persistent : bool, default False
        Accepted for familiarity; a gradient may be asked for as often as needed.
    watch_accessed_variables : bool, default True
        Whether trainable variables are watched without being asked.

    Examples
    --------
    >>> x = Tensor(3.0)
    >>> with GradientTape() as tape:
    ...     tape.watch(x)
    ...     y = x * x
    >>> tape.gradient(y, x).item()
    6.0
    """

    def __init__(
        self, persistent: bool = False, watch_accessed_variables: bool = True
    ) -> None:
        self.persistent = persistent
        self.watch_accessed_variables = watch_accessed_variables
        self._open = False
        self._watched: set[Any] = set()

    def __enter__(self) -> "GradientTape":
        if self._open:
            raise ValueError("This tape is recording already; make a new one.")
        self._open = True
        tape_module.start_recording()
        return self

    def __exit__(self, *_: Any) -> None:
        self._open = False
        tape_module.stop_recording()

    def watch(self, tensor: Any) -> None:
        """Follow a tensor (or a list or dictionary of them).

        Raises
        ------
        TypeError
            If it is no Tensor: only boxed values can be followed.
        DTypeError
            If it holds integers or booleans.
        """
        for leaf in tree.flatten(tensor):
            if not isinstance(leaf, Tensor):
                raise TypeError(
                    f"tape.watch: expected a Tensor, got {type(leaf).__name__}; wrap "
                    f"it first: x = ops.convert_to_tensor(x)."
                )
            if unwrap(leaf).dtype.kind not in "fcV":
                raise DTypeError(
                    f"tape.watch: a {leaf.dtype} tensor has no gradient; cast it to "
                    f"a float type."
                )
            if leaf._node is None:
                leaf._node = Leaf()  # type: ignore[assignment]
            self._watched.add(leaf._node)

    def _unasked(self, source: Any) -> bool:
        return (
            not self.watch_accessed_variables
            and _is_variable(source)
            and source._node not in self._watched
        )

    def gradient(
        self,
        target: Any,
        sources: Any,
        output_gradients: Any = None,
        unconnected_gradients: str = "none",
    ) -> Any:
        """Differentiate `target` with respect to `sources`.

        Parameters
        ----------
        target : Tensor or nested structure of Tensors
            Several targets are added up.
        sources : Tensor, Variable or nested structure of them
        output_gradients : like `target`, optional
            Gradients to start from; ones by default.
        unconnected_gradients : {"none", "zero"}, default "none"
            What to return where `target` does not depend on a source.

        Returns
        -------
        Tensor, None, or the structure of `sources`
        """
        higher = tape_module._state.depth > (1 if self._open else 0)
        return gradients(
            target,
            sources,
            output_gradients,
            differentiable=higher,
            zero=unconnected_gradients == "zero",
            skip=self._unasked,
        )


def gradients(
    target: Any,
    sources: Any,
    output_gradients: Any = None,
    *,
    differentiable: bool = False,
    zero: bool = False,
    skip: Callable[[Any], bool] = lambda source: False,
) -> Any:
    """Walk back from `target`; see :meth:`GradientTape.gradient`.

    Parameters
    ----------
    target, sources, output_gradients
        As :meth:`GradientTape.gradient` takes them.
    differentiable : bool, default False
        Whether the gradients leave nodes of their own.
    zero : bool, default False
        Whether to give zeros, not None, where `target` does not depend on a source.
    skip : callable
        ``skip(source)`` says that None shall be given for it.

    Raises
    ------
    ValueError
        If there are not as many output gradients as targets.
    """
    targets = [t for t in tree.flatten(target) if t is not None]
    if output_gradients is None:
        seeds = [None] * len(targets)
    elif isinstance(target, Tensor):
        seeds = [output_gradients]  # perhaps a list of numbers
    else:
        seeds = tree.flatten(output_gradients)
    if len(seeds) != len(targets):
        raise ValueError(
            f"gradient: {len(seeds)} output gradients for {len(targets)} targets; give "
            f"one each."
        )
    boxed = differentiable or observed()
    starts = []
    for t, seed in zip(targets, seeds):
        if not isinstance(t, Tensor):
            raise TypeError(
                f"gradient: the target must be a Tensor, got {type(t).__name__}; a "
                f"target computed outside tensors has no gradient."
            )
        if t._node is not None:
            starts.append((t._node, t._index, _seed(t, seed, boxed)))
    flat = tree.flatten(sources)
    for s in flat:
        if not isinstance(s, Tensor):
            raise TypeError(
                f"gradient: sources must be Tensors or Variables, got "
                f"{type(s).__name__}."
            )
    keys = [None if s._node is None or skip(s) else (s._node, s._index) for s in flat]
    found = walk(
        starts,
        {k for k in keys if k is not None},
        zeros_boxed if boxed else zeros_plain,
        wrap if boxed else None,
    )
    results = []
    for source, key in zip(flat, keys):
        g = found.get(key) if key is not None else None
        if g is None:
            g = movement.full_like(source, value=0.0) if zero else None
        elif not isinstance(g, Tensor):
            g = wrap(g)
        results.append(g)
    if isinstance(sources, Tensor):
        return results[0]
    return tree.pack_like(sources, results)


def _seed(target: Tensor, seed: Any, boxed: bool) -> Any:
    if seed is None:
        data = target._data
        ones = common_backend((data,)).xp.ones(data.shape, data.dtype)
        return wrap(ones) if boxed else ones
    array = seed if isinstance(seed, Tensor) else Tensor(seed, unwrap(target).dtype)
    if array.shape != target.shape:
        raise ShapeError(
            f"gradient: an output gradient has shape {array.shape}, its target "
            f"{target.shape}."
        )
    return array if boxed else array._data


def zeros_plain(spec: Spec, example: Any) -> Any:
    """Return an array of zeros where `example` lives."""
    return common_backend((example,)).xp.zeros(spec.shape, spec.dtype)


def zeros_boxed(spec: Spec, example: Any) -> Any:
    """Return a Tensor of zeros where `example` lives."""
    return wrap(zeros_plain(spec, unwrap(example)))


def value_and_grad(
    function: Callable[..., Any],
    argnums: int | tuple[int, ...] = 0,
    has_aux: bool = False,
) -> Callable[..., Any]:
    """Return a function that gives both the value and the gradient of `function`.

    Parameters
    ----------
    function : callable
        Its value must be one number.
    argnums : int or tuple of int, default 0
        Positions of the arguments to differentiate; each may be a nested structure.
    has_aux : bool, default False
        Whether `function` returns ``(value, anything)``.

    Returns
    -------
    callable
        Returns ``(value, gradient)``, or ``((value, aux), gradient)``.

    Raises
    ------
    ShapeError
        If the value has more than one element.

    Examples
    --------
    >>> value, slope = value_and_grad(lambda x: x ** 3)(2.0)
    >>> float(value), float(slope)
    (8.0, 12.0)
    """

    @functools.wraps(function)
    def both(*args: Any, **kwargs: Any) -> Any:
        single = isinstance(argnums, int)
        chosen: tuple[int, ...] = (argnums,) if isinstance(argnums, int) else argnums
        inputs = list(args)
        higher = recording()
        tape_module.start_recording()
        try:
            for i in chosen:
                inputs[i] = tree.map_structure(lambda v: watched(v, higher), inputs[i])
            answer = function(*inputs, **kwargs)
        finally:
            tape_module.stop_recording()
        value = answer[0] if has_aux else answer
        if not isinstance(value, Tensor):
            value = Tensor(value)
        if value.size != 1:
            raise ShapeError(
                f"grad: the function must return one number, got shape {value.shape}; "
                f"reduce it with ops.sum or ops.mean."
            )
        wanted = [inputs[i] for i in chosen]
        found = gradients(value, wanted, differentiable=higher, zero=True)
        result = found[0] if single else tuple(found)
        return ((value, answer[1]) if has_aux else value), result

    return both


def watched(value: Any, linked: bool, op: str = "grad") -> Tensor:
    """Return `value` as a tensor with an end of its own for the walk.

    Inside another derivative (`linked`) it stays tied to what it was computed from.
    """
    if not isinstance(value, Tensor):
        value = Tensor(value)
    if unwrap(value).dtype.kind not in "fcV":
        raise DTypeError(
            f"{op}: a {value.dtype} argument has no gradient; it must be of a float "
            f"type, so cast it."
        )
    if value._node is not None and _is_variable(value):
        variable: Tensor = value
        return variable
    if value._node is not None and linked:
        # A step of its own: the same tensor may be passed for two arguments.
        own: Tensor = movement.reshape(value, shape=value.shape)
        return own
    return wrap(value._data, Leaf())  # type: ignore[arg-type]


def _is_variable(value: Any) -> bool:
    return type(value) is not Tensor


def grad(
    function: Callable[..., Any],
    argnums: int | tuple[int, ...] = 0,
    has_aux: bool = False,
) -> Callable[..., Any]:
    """Return the gradient function of `function`; see :func:`value_and_grad`.

    Parameters
    ----------
    function : callable
        Its value must be one number.
    argnums : int or tuple of int, default 0
        Positions of the arguments to differentiate; each may be a nested structure.
    has_aux : bool, default False
        Whether `function` returns ``(value, anything)``.

    Returns
    -------
    callable
        Returns the gradient, or ``(gradient, aux)``.

    Raises
    ------
    ShapeError
        If the value has more than one element.
    DTypeError
        If an argument to differentiate holds no floats.

    Examples
    --------
    >>> slope = grad(lambda x: x ** 3)
    >>> float(slope(2.0)), float(grad(slope)(2.0))
    (12.0, 12.0)
    """
    both = value_and_grad(function, argnums, has_aux)

    @functools.wraps(function)
    def only(*args: Any, **kwargs: Any) -> Any:
        value, gradient = both(*args, **kwargs)
        return (gradient, value[1]) if has_aux else gradient

    return only


def _unknown(*specs: Spec) -> Spec:
    return specs[0]


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
    >>> @custom_gradient
    ... def clipped_log(x):
    ...     from cornu import ops
    ...     return ops.log(x), lambda upstream: upstream / ops.maximum(x, 0.1)
    >>> round(float(grad(clipped_log)(0.01)), 3)
    10.0
    """
    if not callable(f):
        raise ArgumentError(
            f"custom_gradient: f must be a function, got {f!r:.80} "
            f"({type(f).__name__})."
        )

    @functools.wraps(f)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        value, rule = f(*args, **kwargs)
        leaves = tree.flatten(args)
        places = [i for i, a in enumerate(leaves) if isinstance(a, Tensor)]
        inputs = [leaves[i] for i in places]
        if not recording() or not any(t._node is not None for t in inputs):
            return value
        return _attach(value, inputs, places, len(leaves), rule)

    return wrapped


def upstream_arguments(
    rule: Callable[..., Any], value: Any, gradients: list[Any]
) -> tuple[Any, ...]:
    """Return what a gradient function of the user's is to be called with.

    Parameters
    ----------
    rule : callable
    value : nested structure
        Of the structure of the value whose gradients these are.
    gradients : list
        One for each leaf of `value`.
    """
    if not tree.is_nested(value):
        return tuple(gradients)
    demanded = [
        p
        for p in inspect.signature(rule).parameters.values()
        if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
        and p.default is p.empty
    ]
    if len(demanded) == len(gradients) > 1:
        return tuple(gradients)
    return (tree.pack_like(value, gradients),)


def _custom_body(xp: Any, *arrays: Any, rule: Any) -> Any:
    raise TypeError("custom_gradient: the function was run already")


def _custom_rule(g: Any, needs: Any, rule: Any) -> Any:
    return rule(g)


_CUSTOM = Primitive(_custom_body, _unknown, OPAQUE, None, None, None, True)
_CUSTOM.name = "custom_gradient"
_CUSTOM.vjp_joint(_custom_rule)


def _attach(
    value: Any, inputs: list[Tensor], places: list[int], total: int, rule: Any
) -> Any:
    """Give `value` a node whose only rule is the user's."""
    shape = tree.map_structure(lambda _: None, value)  # the values must not be kept

    def carry(g: Any) -> Any:
        several = g if isinstance(g, tuple) else (g,)
        boxed = [u if isinstance(u, Tensor) else wrap(u) for u in several]
        answers = tree.flatten(rule(*upstream_arguments(rule, shape, boxed)))
        if len(answers) != total:
            raise ArgumentError(
                f"custom_gradient: the gradient function returned {len(answers)} "
                f"gradients for {total} arguments."
            )
        chosen = [answers[p] for p in places]
        if isinstance(several[0], Tensor):
            return tuple(chosen)
        return tuple(unwrap(c) for c in chosen)

    parents: list[Any] = [
        (t._node, t._index) if t._node is not None else None for t in inputs
    ]
    wanted = tuple(i for i, p in enumerate(parents) if p is not None)
    arrays = tuple(t._data for t in inputs)
    answers = tuple(to_array(v) for v in tree.flatten(value))
    answer = answers if len(answers) > 1 else answers[0]
    node = tape_module.Node(_CUSTOM, parents, wanted, arrays, {"rule": carry}, answer)
    outputs = [
        wrap(a, node if a.dtype.kind in "fcV" else None, i)
        for i, a in enumerate(answers)
    ]
    return tree.pack_like(value, outputs)


def stop_gradient(variable: Any) -> Any:
    """Return `variable`, through which no gradient passes.

    Parameters
    ----------
    variable : tensor, or a nested structure of them

    Returns
    -------
    Tensor, or a structure of them

    Examples
    --------
    >>> float(grad(lambda x: x * stop_gradient(x))(3.0))
    3.0
    """
    return tree.map_structure(_stopped, variable)


def _stopped(value: Any) -> Any:
    if not isinstance(value, Box):
        value = to_array(value) if hasattr(value, "dtype") else Tensor(value)
    return movement.stop_gradient(value)

"""What stands around every public op: one node in a graph, and errors in words.

An op is a plain function on tensors. Called on symbols it runs as it stands, which
tells the shapes, and leaves one node, its own, in place of those of the primitives it
is made of. If it fails, :mod:`cornu.ops.blame` says which argument was at fault.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from cornu.autodiff import Tensor
from cornu.errors import CornuError
from cornu.ops.blame import in_words, takes_functions
from cornu.symbolic import SymbolicTensor, add_node, from_spec
from cornu.utils import tree

Op = Callable[..., Any]

_HOLDERS = (SymbolicTensor, tuple, list, dict)

OPS: dict[str, Op] = {}
"""Every public op by its name below ``ops``: "add", "image.resize"."""


def publish(names: dict[str, Any], prefix: str = "") -> None:
    """Make the functions of a namespace public ops, in place.

    Parameters
    ----------
    names : dict
        A module's ``globals()``; names that begin with an underscore, classes and
        modules are left alone.
    prefix : str, default ""
        What stands before the names in `OPS`: "image." for ``ops.image``.
    """
    made: dict[Op, Op] = {}
    for name, item in list(names.items()):
        if name.startswith("_") or not inspect.isfunction(item):
            continue
        if item not in made:  # a second name for the same function stays one op
            made[item] = public(f"{prefix}{name}", item)
        names[name] = OPS[f"{prefix}{name}"] = made[item]


def public(name: str, function: Op) -> Op:
    """Return `function` as a public op called `name`."""

    @functools.wraps(function)
    def op(*args: Any, **kwargs: Any) -> Any:
        try:
            result = function(*args, **kwargs)
        except Exception as error:
            words = in_words(name, function, args, kwargs, error)
            if words is error:
                raise
            raise words from (None if isinstance(error, CornuError) else error)
        if type(result) is Tensor:  # by far the most frequent
            return result
        if isinstance(result, _HOLDERS):
            return _as_one_node(op, args, kwargs, result)
        return result

    op.op_name = name  # type: ignore[attr-defined]
    return op


def _as_one_node(
    op: Any, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> Any:
    """Let symbols in a result remember this op; return the result."""
    if takes_functions((args, kwargs)):
        return result  # such an op leaves a node with graphs in it, or none
    leaves = tree.flatten(result)
    symbols = [x for x in leaves if isinstance(x, SymbolicTensor)]
    if not symbols:
        return result
    given = {id(x) for x in tree.flatten((args, kwargs))}
    fresh = [x for x in symbols if id(x) not in given]
    if not fresh:
        return result  # nothing was done to them
    result = tree.map_structure(lambda x: _own(x, given), result)
    add_node(op, args, kwargs, result)
    return result


def _own(leaf: Any, given: set[int]) -> Any:
    """Return a symbol that is not also an argument."""
    if id(leaf) in given and isinstance(leaf, SymbolicTensor):
        return from_spec(leaf._spec)
    return leaf

"""What ops on functions share: structures of tensors, and what must agree in them."""

from collections.abc import Callable, Sequence
from typing import Any

from cornu.autodiff import Tensor, Variable
from cornu.core import Spec, dtype_name, spec_of
from cornu.core.promotion import result_dtype
from cornu.core.spec import same_shape
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.ops.arguments import cast_to, is_symbolic
from cornu.ops.creation import zeros
from cornu.symbolic import SymbolicTensor, from_spec
from cornu.utils import tree

_NUMBERS = (bool, int, float, complex)


def need_callables(op: str, **functions: Any) -> None:
    """Refuse arguments that should be functions and are not.

    Raises
    ------
    ArgumentError
        The message names `op` and the argument.
    """
    for name, function in functions.items():
        if not callable(function):
            raise ArgumentError(
                f"{op}: {name} must be a function, got {function!r:.80} "
                f"({type(function).__name__})."
            )


# ---- structures ----


def each(function: Callable[..., Any], structure: Any, *others: Any) -> Any:
    """Apply `function` to the leaves of structures that agree; None stays None."""
    if not tree.is_nested(structure):
        return None if structure is None else function(structure, *others)
    rows = zip(*(tree.flatten(s) for s in (structure, *others)), strict=True)
    return tree.pack_like(
        structure, [None if row[0] is None else function(*row) for row in rows]
    )


def leaves_of(structure: Any) -> list[Any]:
    """Return the leaves of a structure that are not None."""
    return [leaf for leaf in tree.flatten(structure) if leaf is not None]


def as_tensors(structure: Any, of: str = "") -> Any:
    """Return a structure with numbers and arrays as Tensors; symbols stay symbols.

    Raises
    ------
    DTypeError
        If a leaf is something else; the message begins with `of`.
    """
    if type(structure) is Tensor:  # by far the most frequent
        return structure
    try:
        return each(_as_tensor, structure)
    except DTypeError as error:
        if not of:
            raise
        raise DTypeError(f"{of} must hold arrays. {error}") from None


def like(wanted: Any, found: Any) -> Any:
    """Return `found`, with lists and tuples as `wanted` has them."""
    if not tree.is_nested(wanted):
        return found
    rows = iter(leaves_of(found))
    return each(lambda _: next(rows), wanted)


def _as_tensor(leaf: Any) -> Any:
    if isinstance(leaf, Variable):
        return leaf.value
    return leaf if isinstance(leaf, Tensor) or is_symbolic(leaf) else Tensor(leaf)


def has_symbols(*structures: Any) -> bool:
    """Tell whether a symbol stands anywhere in the structures."""
    return any(is_symbolic(leaf) for leaf in tree.flatten(structures))


def symbols_like(structure: Any) -> Any:
    """Return fresh symbols for the tensors, symbols and numbers of a structure."""
    return each(lambda leaf: from_spec(spec_of(leaf)), structure)


def zeros_of(symbols: Any) -> Any:
    """Return Tensors of zeros for symbols, with an axis of no length before."""
    return each(lambda s: zeros((0, *s.shape), s.dtype), symbols)


def outline(structure: Any) -> str:
    """Return a structure in words: types and shapes in the place of its leaves."""
    return str(tree.map_structure(_Words, structure))


class _Words:
    def __init__(self, leaf: Any) -> None:
        self.leaf = leaf

    def __repr__(self) -> str:
        return "None" if self.leaf is None else describe(spec_of(self.leaf))


def describe(spec: Spec) -> str:
    """Return a Spec in words, as ``float32 (None, 3)``."""
    return f"{dtype_name(spec.dtype)} {spec.shape}"


# ---- what must agree ----


def check_like(op: str, wanted: Any, found: Any, was: str, got: str) -> None:
    """Require `found` to have the structure, shapes and types of `wanted`.

    Parameters
    ----------
    op : str
    wanted, found : nested structure of tensors or symbols
    was, got : str
        What the two are, for the message.

    Raises
    ------
    ShapeError, DTypeError
    """
    if type(wanted) is type(found) is Tensor:  # by far the most frequent
        if wanted.shape == found.shape and wanted.dtype == found.dtype:
            return
    if not tree.agree(wanted, found):
        raise ShapeError(
            f"{op}: {got} has the structure {outline(found)}, {was} "
            f"{outline(wanted)}; they must be the same."
        )
    for a, b in zip(leaves_of(wanted), leaves_of(found)):
        first, second = spec_of(a), spec_of(b)
        if not same_shape(first.shape, second.shape):
            raise ShapeError(
                f"{op}: {got} is {describe(second)} where {was} is "
                f"{describe(first)}; shapes must stay the same."
            )
        if first.dtype != second.dtype:
            raise DTypeError(
                f"{op}: {got} is {describe(second)} where {was} is "
                f"{describe(first)}; types must stay the same. Use ops.cast."
            )


def first_step(
    given: Any,
    step: Callable[[Any], Any],
    carried: Callable[[Any], Any] = lambda result: result,
) -> tuple[Any, Any]:
    """Return the state a loop starts from, as tensors, and what its first turn gives.

    Python numbers in `given` take the types the turn gives them: a loop that starts
    from ``0`` and adds floats keeps floats. Only if that changes a type is `step`
    called a second time.

    Parameters
    ----------
    given : nested structure
    step : callable
        From a state to the result of a turn.
    carried : callable
        From that result to the next state.
    """
    start = as_tensors(given)
    result = step(start)
    if not any(type(leaf) in _NUMBERS for leaf in tree.flatten(given)):
        return start, result
    after = carried(result)
    if not tree.agree(start, after):
        return start, result  # the loop itself says what is wrong

    def settle(number: Any, tensor: Any, value: Any) -> Any:
        if type(number) not in _NUMBERS:
            return tensor
        wanted = spec_of(value).dtype
        wider = result_dtype([number, spec_of(value)])
        return tensor if wider is not None else cast_to(tensor, dtype_name(wanted))

    settled = each(settle, given, start, after)
    if all(a is b for a, b in zip(leaves_of(settled), leaves_of(start))):
        return start, result
    return settled, step(settled)


def joined(op: str, names: Sequence[str], structures: Sequence[Any]) -> list[Any]:
    """Return what branches return, brought to agree where numbers allow it.

    A Python number takes the type of the tensor in its place in another branch.

    Parameters
    ----------
    op : str
    names : sequence of str
        Of the branches, for the message.
    structures : sequence of nested structure

    Returns
    -------
    list of nested structure of Tensor or SymbolicTensor

    Raises
    ------
    ShapeError, DTypeError
        If they differ; the message names both branches.
    """
    first = structures[0]
    for name, other in zip(names[1:], structures[1:]):
        if not tree.agree(first, other):
            raise ShapeError(
                f"{op}: {names[0]} returns the structure {outline(first)}, {name} "
                f"{outline(other)}; all branches must return the same."
            )
    columns = zip(*(tree.flatten(s) for s in structures))
    rows = [_joined_leaf(op, names, column) for column in columns]
    return [
        tree.pack_like(structure, [row[i] for row in rows])
        for i, structure in enumerate(structures)
    ]


def _joined_leaf(op: str, names: Sequence[str], column: Sequence[Any]) -> list[Any]:
    if column[0] is None:
        return list(column)
    dtype = result_dtype([x if type(x) in _NUMBERS else spec_of(x) for x in column])
    solid = next((x for x in column if type(x) not in _NUMBERS), None)
    if solid is not None and any(type(x) in _NUMBERS for x in column):
        dtype = dtype or spec_of(solid).dtype
    leaves = [
        Tensor(x, dtype) if type(x) in _NUMBERS else _as_tensor(x) for x in column
    ]
    first = spec_of(leaves[0])
    for name, leaf in zip(names[1:], leaves[1:]):
        spec = spec_of(leaf)
        if not same_shape(first.shape, spec.shape):
            raise ShapeError(
                f"{op}: {names[0]} returns {describe(first)}, {name} "
                f"{describe(spec)}; all branches must return the same shapes."
            )
        if first.dtype != spec.dtype:
            raise DTypeError(
                f"{op}: {names[0]} returns {describe(first)}, {name} "
                f"{describe(spec)}; all branches must return the same types. Use "
                f"ops.cast."
            )
    return leaves


def merged_symbols(structures: Sequence[Any]) -> Any:
    """Return fresh symbols for structures that agree; sizes that differ are unknown."""

    def merge(*leaves: Any) -> SymbolicTensor:
        specs = [spec_of(leaf) for leaf in leaves]
        sizes = zip(*(spec.shape for spec in specs))
        shape = tuple(n[0] if len(set(n)) == 1 else None for n in sizes)
        return from_spec(Spec(shape, specs[0].dtype))

    return each(merge, *structures)

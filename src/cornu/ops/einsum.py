"""Sums of products over axes named by letters, two operands at a time."""

import functools
import itertools
import math
import string
from collections.abc import Iterator, Sequence
from typing import Any

from cornu.errors import ArgumentError, ShapeError
from cornu.ops.arguments import cast_to, dtype_of, to_common
from cornu.ops.movement import diagonal
from cornu.primitives import contraction, movement, reduction

Pair = tuple[int, int]

_EXACT = 6  # up to so many operands all orders are compared
_UNKNOWN = 64  # what a size that is not known counts as


def einsum(subscripts: str, *operands: Any, **kwargs: Any) -> Any:
    """Return sums of products of arrays whose axes are named by letters.

    Operands are combined two at a time, in the order that needs the fewest products;
    so an intermediate result is never larger than it must be.

    Parameters
    ----------
    subscripts : str
        Letters of each operand's axes, comma-separated, then ``->`` and those of the
        result; ``...`` stands for all axes not named. Without ``->`` the result has
        the letters that occur once, in alphabetical order.
    *operands : array-like
        One for each group of letters. Sizes of 1 are repeated to fit the others.
    optimize : bool, str or sequence of pair of int, default True
        The order: True or "auto" is the best of all for up to six operands, and
        beyond that a greedy one; "optimal" and "greedy" insist on either, False goes
        from left to right. A sequence lists the positions to combine at each step;
        the product takes the last place.
    precision, preferred_element_type, out
        Accepted for compatibility with Keras; without effect.

    Returns
    -------
    Tensor
        Of the operands' common data type; int8 is summed in int32, as in Keras.

    Raises
    ------
    ShapeError
        If letters do not fit the arrays, or one stands for different sizes.
    ArgumentError
        If `optimize` is none of those.
    TypeError
        If there are other options.

    References
    ----------
    .. [1] Pfeifer, Haegeman, Verstraete, "Faster identification of optimal contraction
       sequences for tensor networks", Physical Review E 90, 2014.

    Examples
    --------
    >>> einsum("ij,j->i", [[1.0, 2.0]], [3.0, 4.0]).tolist()
    [11.0]
    """
    unknown = sorted(set(kwargs) - _OPTIONS)
    if unknown:
        raise TypeError(f"einsum: unknown options {unknown}; use optimize.")
    if not isinstance(subscripts, str):
        raise ArgumentError(
            f"einsum: subscripts must be text such as 'ij,jk->ik', got "
            f"{type(subscripts).__name__}; the operands come after it."
        )
    optimize = kwargs.get("optimize", True)
    arrays = to_common(operands)
    names, result = _parse(subscripts, arrays)
    if arrays and dtype_of(arrays[0]).name == "int8":
        arrays = [cast_to(x, "int32") for x in arrays]
    parts = [_without_repeats(x, n) for x, n in zip(arrays, names)]
    parts = _without_ones(parts)
    order = _order_for(parts, result, optimize)
    for i, j in order:
        rest = [p for k, p in enumerate(parts) if k not in (i, j)]
        later = result + "".join(n for _, n in rest)
        parts = [*rest, _combined(parts[i], parts[j], later, result, not rest)]
    x, own = _summed(*parts[0], result)
    return movement.transpose(x, axes=tuple(own.index(c) for c in result))


_OPTIONS = {"optimize", "precision", "preferred_element_type", "out"}


def _combined(
    left: tuple[Any, str], right: tuple[Any, str], later: str, result: str, last: bool
) -> tuple[Any, str]:
    """Multiply two operands, and sum over letters nobody needs later."""
    x, own = _summed(*left, later + right[1])
    y, other = _summed(*right, later + own)
    joined = result if last else _kept(own + other, later)
    return contraction.einsum(x, y, subscripts=f"{own},{other}->{joined}"), joined


# ---- reading the subscripts ----


def _parse(subscripts: str, arrays: list[Any]) -> tuple[list[str], str]:
    left, arrow, result = subscripts.replace(" ", "").partition("->")
    names = left.split(",")
    if len(names) != len(arrays):
        raise ShapeError(
            f"einsum: {subscripts!r} names {len(names)} operands, got {len(arrays)}; "
            f"there must be as many."
        )
    odd = set(subscripts.replace("...", "")) - set(string.ascii_letters + " ,->")
    if odd:
        raise ArgumentError(
            f"einsum: {subscripts!r} has {sorted(odd)}; use letters, commas, '...' and "
            f"one '->'."
        )
    free = [c for c in string.ascii_letters if c not in subscripts]
    longest = 0
    for i, (name, x) in enumerate(zip(names, arrays)):
        hidden = len(x.shape) - len(name.replace("...", ""))
        if hidden < 0 or (hidden and "..." not in name):
            raise ShapeError(
                f"einsum: {name!r} in {subscripts!r} names {len(name)} axes, but the "
                f"array has shape {tuple(x.shape)}; they must be as many."
            )
        longest = max(longest, hidden)
        # Axes behind "..." are counted from the right, as in broadcasting.
        names[i] = name.replace("...", "".join(free[:hidden][::-1]))
    dots = "".join(free[:longest][::-1])
    if arrow:
        result = result.replace("...", dots)
    else:
        every = "".join(names)
        once = (c for c in sorted(set(every)) if every.count(c) == 1)
        result = dots + "".join(c for c in once if c not in dots)
    unknown = [c for c in result if not any(c in n for n in names)]
    if unknown or len(set(result)) != len(result):
        raise ShapeError(
            f"einsum: the result of {subscripts!r} must name each axis once, and only "
            f"axes of the operands."
        )
    return names, result


def _without_repeats(x: Any, names: str) -> tuple[Any, str]:
    """Take diagonals where one letter names two axes."""
    for c in names:
        while names.count(c) > 1:
            first = names.index(c)
            second = names.index(c, first + 1)
            x = diagonal(x, 0, first, second)
            names = names[:first] + names[first + 1 : second] + names[second + 1 :] + c
    return x, names


def _without_ones(parts: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Drop axes of size 1 whose letter is longer, or not known, elsewhere."""
    long = {c for x, n in parts for c, size in zip(n, x.shape) if size != 1}
    found = []
    for x, names in parts:
        alone = [i for i, c in enumerate(names) if c in long and x.shape[i] == 1]
        if alone:
            index = tuple(0 if i in alone else _ALL for i in range(len(names)))
            x = movement.slice_view(x, index=index)
            names = "".join(c for i, c in enumerate(names) if i not in alone)
        found.append((x, names))
    return found


_ALL = (None, None, None)


def _summed(x: Any, names: str, needed: str) -> tuple[Any, str]:
    """Sum over the axes nobody else has a letter for."""
    lone = tuple(i for i, c in enumerate(names) if c not in needed)
    if not lone:
        return x, names
    truth = dtype_of(x).kind == "b"
    reduce = reduction.reduce_any if truth else reduction.reduce_sum
    return reduce(x, axes=lone), "".join(c for c in names if c in needed)


def _kept(names: str, needed: str) -> str:
    return "".join(dict.fromkeys(c for c in names if c in needed))


# ---- the order of products ----


def _order_for(
    parts: list[tuple[Any, str]], result: str, optimize: Any
) -> Sequence[Pair]:
    names = tuple(n for _, n in parts)
    if isinstance(optimize, str) and optimize not in ("auto", "greedy", "optimal"):
        raise ArgumentError(
            f"einsum: optimize={optimize!r} is unknown; use True, False, 'greedy', "
            f"'optimal' or a list of pairs."
        )
    if not isinstance(optimize, (bool, str)) and optimize is not None:
        return _checked(optimize, len(names))
    if len(names) <= 2:
        return ((0, 1),) * (len(names) - 1)
    if optimize is False:
        return ((0, 1), *((0, n - 1) for n in range(len(names) - 1, 1, -1)))
    sizes: dict[str, int] = {}
    for x, letters in parts:
        for c, n in zip(letters, x.shape):
            if n is not None or c not in sizes:
                sizes[c] = _UNKNOWN if n is None else n
    few = len(names) <= _EXACT
    best = optimize == "optimal" or (optimize != "greedy" and few)
    return contraction_order(names, result, tuple(sorted(sizes.items())), best)


def _checked(path: Any, count: int) -> Sequence[Pair]:
    steps = [tuple(p) for p in path if not isinstance(p, str)]
    for left, step in zip(range(count, 1, -1), steps):
        if (
            len(step) != 2
            or len(set(step)) != 2
            or not all(0 <= k < left for k in step)
        ):
            break
    else:
        if len(steps) == count - 1:
            return [(min(s), max(s)) for s in steps]
    raise ArgumentError(
        f"einsum: optimize={path!r} must list {count - 1} pairs of different "
        f"positions for {count} operands; each step leaves one operand fewer."
    )


@functools.lru_cache(maxsize=512)
def contraction_order(
    names: tuple[str, ...],
    result: str,
    sizes: tuple[tuple[str, int], ...],
    exact: bool,
) -> tuple[Pair, ...]:
    """Return which two operands to multiply at each step.

    Parameters
    ----------
    names : tuple of str
        The letters of each operand.
    result : str
        The letters that must be left.
    sizes : tuple of (letter, int)
    exact : bool
        Whether all orders are compared, by their number of products; otherwise each
        step takes the pair that shrinks the operands most.

    Returns
    -------
    tuple of (int, int)
        Positions in the list of operands; a product takes the last place.

    Examples
    --------
    >>> sizes = (("i", 1000), ("j", 1000), ("k", 2))
    >>> contraction_order(("i", "j", "jk"), "ik", sizes, True)
    ((1, 2), (0, 1))
    """
    network = _Network(names, result, dict(sizes))
    return network.best() if exact else network.greedy()


class _Network:
    """Operands as sets of letters, and what products of them cost.

    A group of operands is a number whose bits say which of them are in it.
    """

    def __init__(self, names: Sequence[str], result: str, sizes: dict[str, int]):
        self.letters = [frozenset(n) for n in names]
        self.result = frozenset(result)
        self.sizes = sizes
        self.count = len(names)

    def kept(self, group: int) -> frozenset[str]:
        """Return the letters left once the operands of a group are multiplied."""
        inside: set[str] = set()
        outside = set(self.result)
        for k, letters in enumerate(self.letters):
            (inside if group >> k & 1 else outside).update(letters)
        return frozenset(inside & outside)

    def volume(self, letters: frozenset[str]) -> int:
        """Return how many elements an array with these axes has."""
        return math.prod(self.sizes[c] for c in letters)

    def best(self) -> tuple[Pair, ...]:
        """Compare all orders, group by group from the small to the whole."""
        everything = (1 << self.count) - 1
        kept = [self.kept(g) for g in range(everything + 1)]
        cost = {1 << k: 0 for k in range(self.count)}
        split: dict[int, int] = {}
        for group in sorted(range(1, everything + 1), key=int.bit_count):
            if group in cost:
                continue
            ways = (
                (cost[a] + cost[group ^ a] + self.volume(kept[a] | kept[group ^ a]), a)
                for a in _halves(group)
            )
            cost[group], split[group] = min(ways)
        return self._steps(self._undone(everything, split))

    def _undone(self, group: int, split: dict[int, int]) -> Iterator[Pair]:
        if group in split:
            a = split[group]
            yield from self._undone(a, split)
            yield from self._undone(group ^ a, split)
            yield a, group ^ a

    def greedy(self) -> tuple[Pair, ...]:
        """Take at each step the pair that saves most memory, then the cheaper one."""
        groups = [1 << k for k in range(self.count)]
        kept = {g: self.kept(g) for g in groups}
        pairs: list[Pair] = []

        def price(pair: Pair) -> tuple[int, int]:
            a, b = pair
            grown = self.volume(self.kept(a | b))
            grown -= self.volume(kept[a]) + self.volume(kept[b])
            return grown, self.volume(kept[a] | kept[b])

        while len(groups) > 1:
            a, b = min(itertools.combinations(groups, 2), key=price)
            groups = [g for g in groups if g not in (a, b)] + [a | b]
            kept[a | b] = self.kept(a | b)
            pairs.append((a, b))
        return self._steps(pairs)

    def _steps(self, pairs: Any) -> tuple[Pair, ...]:
        """Turn pairs of groups into positions in a list that shrinks."""
        present = [1 << k for k in range(self.count)]
        steps = []
        for a, b in pairs:
            i, j = sorted((present.index(a), present.index(b)))
            present = [g for g in present if g not in (a, b)] + [a | b]
            steps.append((i, j))
        return tuple(steps)


def _halves(group: int) -> Iterator[int]:
    """Return the parts of a group that hold its lowest member, but not all of it."""
    lowest = group & -group
    rest = group ^ lowest
    part = rest
    while part:
        part = (part - 1) & rest
        yield part | lowest

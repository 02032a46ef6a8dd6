"""AttentionAxes: along which axes queries look at keys, as einsum wants it said."""

import string
from typing import Any

from cornu import ops
from cornu.errors import ArgumentError, ShapeError


class AttentionAxes:
    """Hold how the axes of heads meet, for inputs of one rank.

    Heads are (batch, ..., heads, depth); the axes between are looked along, or else
    each of their places is on its own, as those of the batch.

    Parameters
    ----------
    rank : int
        Number of axes of the heads: one more than the layer's inputs have.
    axes : tuple of int or None
        Which of the inputs' axes are looked along; None: all between batch and
        features.
    who : str
        The layer, for messages.

    Raises
    ------
    ArgumentError
        If an axis is out of range, or named twice.

    Examples
    --------
    >>> AttentionAxes(5, (2,), "layer").scores
    'abcde,abfde->abdcf'
    """

    def __init__(self, rank: int, axes: tuple[int, ...] | None, who: str) -> None:
        between = range(1, rank - 2)
        inner = rank - 1
        places = tuple(between) if axes is None else tuple(a % inner for a in axes)
        wrong = any(not -inner <= a < inner for a in axes or ())
        if wrong or len(set(places)) < len(places) or not set(places) <= set(between):
            raise ArgumentError(
                f"{who}: attention_axes={axes} must name different axes between the "
                f"first (batch) and the last (features) of inputs with {inner} axes."
            )
        self.places = places
        self.who = who
        query = string.ascii_lowercase[:rank]
        fresh = iter(string.ascii_lowercase[rank:])
        key = "".join(next(fresh) if i in places else c for i, c in enumerate(query))
        alone = [i for i in (0, *between) if i not in places]
        apart = "".join(query[i] for i in alone)
        heads = query[-2]
        rows = "".join(query[i] for i in places)
        columns = "".join(key[i] for i in places)
        table = f"{apart}{heads}{rows}{columns}"
        self.scores = f"{query},{key}->{table}"
        self.sums = f"{table},{key}->{query}"
        self._order = [*alone, *places, rank - 2, rank - 1]

    @property
    def count(self) -> int:
        """How many axes are looked along."""
        return len(self.places)

    def as_rows(self, mask: Any) -> Any:
        """Return a mask of queries as one of scores, without the axis of heads."""
        return self._spread(mask, "query", -1)

    def as_columns(self, mask: Any) -> Any:
        """Return a mask of keys as one of scores, without the axis of heads."""
        return self._spread(mask, "key", -1 - self.count)

    def _spread(self, mask: Any, whose: str, axis: int) -> Any:
        if mask is None:
            return None
        order = self._order[:-2]
        if len(mask.shape) != len(order):
            raise ShapeError(
                f"{self.who}: the mask of the {whose} must have {len(order)} axes, "
                f"those of the inputs without the features, got shape "
                f"{tuple(mask.shape)}."
            )
        mask = ops.transpose(mask, order)
        for _ in range(self.count):
            mask = ops.expand_dims(mask, axis)
        return mask

    def can_fold(self, *heads: Any) -> bool:
        """Tell whether all sizes are known, so that axes can be joined."""
        return all(None not in x.shape for x in heads)

    def fold(self, x: Any) -> Any:
        """Return heads as (batch, time, heads, depth), for inputs of any rank."""
        moved = ops.transpose(x, self._order)
        apart = len(self._order) - 2 - self.count
        batch = _product(moved.shape[:apart])
        time = _product(moved.shape[apart:-2])
        return ops.reshape(moved, (batch, time, *moved.shape[-2:]))

    def unfold(self, x: Any, like: Any) -> Any:
        """Return what :meth:`fold` made of heads in the axes of `like`."""
        sizes = [like.shape[i] for i in self._order[:-1]]
        moved = ops.reshape(x, (*sizes, x.shape[-1]))
        back = sorted(range(len(self._order)), key=self._order.__getitem__)
        return ops.transpose(moved, back)


def _product(sizes: Any) -> int:
    total = 1
    for n in sizes:
        total *= n
    return total

"""From what people pass to `fit` to a source of batches."""

import itertools
from collections.abc import Iterator
from typing import Any, Protocol

from cornu import config
from cornu.errors import DataError
from cornu.training.data.arrays import (
    ArraySource,
    check_finite,
    to_host_arrays,
    weights_from_classes,
)
from cornu.training.data.iterables import IterableSource, PyDataset


class Source(Protocol):
    """Give batches, epoch by epoch.

    Attributes
    ----------
    steps : int or None
        Batches per epoch; None if only the data's end will tell.
    batch_size : int or None
    rows_per_epoch : int or None
        Rows of all batches of an epoch together, if known.
    """

    steps: int | None
    batch_size: int | None

    @property
    def rows_per_epoch(self) -> int | None: ...

    def batches(
        self, epoch: int, reuse: bool = False
    ) -> Iterator[tuple[Any, Any, Any]]:
        """Yield ``(x, y, sample_weight)`` batches of one epoch.

        With `reuse` the next batch may overwrite this one.
        """
        ...


class LimitedSource:
    """Give the first batches of each epoch of another source.

    Parameters
    ----------
    source : Source
    limit : int
    """

    def __init__(self, source: Source, limit: int) -> None:
        self.source = source
        self.limit = limit
        self.steps: int | None = min(source.steps or limit, limit)
        self.batch_size: int | None = source.batch_size
        self.data = getattr(source, "data", None)

    @property
    def rows_per_epoch(self) -> int | None:
        """Rows of all batches of an epoch together, if known."""
        rows, size = self.source.rows_per_epoch, self.batch_size
        return None if rows is None or size is None else min(rows, self.limit * size)

    def batches(
        self, epoch: int, reuse: bool = False
    ) -> Iterator[tuple[Any, Any, Any]]:
        """Yield the batches of one epoch."""
        return itertools.islice(self.source.batches(epoch, reuse), self.limit)


def comes_in_batches(x: Any) -> bool:
    """Tell a generator, data set or loader from arrays."""
    if x is None or isinstance(x, (list, tuple, dict, str, range)):
        return False
    if hasattr(x, "shape") or hasattr(x, "to_numpy"):
        return False
    return isinstance(x, (Iterator, PyDataset)) or (
        hasattr(x, "__iter__") or hasattr(x, "__getitem__")
    )


def make_source(
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    *,
    batch_size: int | None = None,
    steps: int | None = None,
    shuffle: bool | str = False,
    seed: int = 0,
    class_weight: dict[int, float] | None = None,
    who: str = "fit",
    finite: bool = True,
    text: bool = False,
) -> Source:
    """Return the source of batches for `x`, `y`, `sample_weight`.

    With `text`, `x` may hold strings. ``config.max_steps_per_epoch()`` limits it.

    Raises
    ------
    DataError
        If lengths differ, the data is empty or holds NaN, or `y` comes beside a
        generator.
    ValueError
        If `batch_size` or `steps` is not positive, or both kinds of weights are given.
    """
    for name, count in (("batch_size", batch_size), ("steps", steps)):
        if count is not None and (not hasattr(count, "__index__") or int(count) <= 0):
            raise ValueError(
                f"{who}: {name} must be a positive integer, got {count!r}."
            )
    if comes_in_batches(x):
        if y is not None or sample_weight is not None:
            raise DataError(
                f"{who}: x is a {type(x).__name__} that gives whole batches, so y and "
                f"sample_weight must not be passed; let it yield (x, y) or "
                f"(x, y, sample_weight)."
            )
        return _limited(
            IterableSource(x, steps, bool(shuffle), seed, class_weight, text)
        )
    if class_weight is not None and sample_weight is not None:
        raise ValueError(
            f"{who}: pass class_weight or sample_weight, not both; multiply the "
            f"class's weight into sample_weight instead."
        )
    arrays = [
        to_host_arrays(v, f"{who}: {role}", text and role == "x")
        for v, role in ((x, "x"), (y, "y"), (sample_weight, "sample_weight"))
    ]
    if class_weight is not None:
        arrays[2] = weights_from_classes(arrays[1], class_weight)
    size = int(batch_size or 32)
    source = ArraySource(arrays[0], arrays[1], arrays[2], size, shuffle, seed, steps)
    if finite:
        check_finite(arrays[0], f"{who}: x")
        check_finite(arrays[1], f"{who}: y")
        check_finite(arrays[2], f"{who}: sample_weight")
    return _limited(source)


def _limited(source: Source) -> Source:
    limit = config.max_steps_per_epoch()
    if limit is None or (source.steps is not None and source.steps <= limit):
        return source
    return LimitedSource(source, limit)

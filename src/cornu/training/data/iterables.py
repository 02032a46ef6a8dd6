"""Training data that comes batch by batch: generators, sequences, loaders."""

import itertools
import warnings
from collections.abc import Iterator
from typing import Any

from cornu.errors import DataError
from cornu.training.data.arrays import (
    permutation,
    rounds,
    to_host_arrays,
    weights_from_classes,
)


def unpack(batch: Any) -> tuple[Any, Any, Any]:
    """Split what a source yields into x, y and sample weights.

    Parameters
    ----------
    batch : array, ``(x,)``, ``(x, y)`` or ``(x, y, sample_weight)``

    Raises
    ------
    DataError
        If a tuple has another length.
    """
    if isinstance(batch, list):
        batch = tuple(batch) if len(batch) in (1, 2, 3) else batch
    if not isinstance(batch, tuple):
        return batch, None, None
    if len(batch) == 1:
        return batch[0], None, None
    if len(batch) == 2:
        return batch[0], batch[1], None
    if len(batch) == 3:
        return batch
    raise DataError(
        f"A batch must be x, (x, y) or (x, y, sample_weight); got a tuple of "
        f"{len(batch)} elements."
    )


class PyDataset:
    """Be the base of own data sets that give batches by number.

    Define ``__len__`` (batches per epoch) and ``__getitem__(index)`` (one batch).

    Parameters
    ----------
    workers, use_multiprocessing, max_queue_size
        Accepted for compatibility; batches are read one after the other.

    Examples
    --------
    >>> class Squares(PyDataset):
    ...     def __len__(self): return 2
    ...     def __getitem__(self, index): return [[index]], [[index**2]]
    >>> len(Squares())
    2
    """

    def __init__(
        self,
        workers: int = 1,
        use_multiprocessing: bool = False,
        max_queue_size: int = 10,
    ) -> None:
        self.workers = workers
        self.use_multiprocessing = use_multiprocessing
        self.max_queue_size = max_queue_size

    def on_epoch_begin(self) -> None:
        """Run before each epoch."""

    def on_epoch_end(self) -> None:
        """Run after each epoch; a good place to shuffle."""

    def __len__(self) -> int:
        raise TypeError(f"{type(self).__name__} must define __len__.")

    def __getitem__(self, index: int) -> Any:
        raise TypeError(f"{type(self).__name__} must define __getitem__.")


class IterableSource:
    """Read batches from a generator, an iterable or a data set by number.

    Parameters
    ----------
    source : iterator, iterable or object with ``__getitem__`` and ``__len__``
        Its methods ``on_epoch_begin`` and ``on_epoch_end``, if any, are called.
    steps : int, optional
        Batches per epoch; needed for endless generators. An epoch goes on where the one
        before ended; except for generators, epoch 0 begins at the beginning.
    shuffle : bool
        Whether numbered batches come in a new order each round.
    seed : int
        The order in epoch e is a function of `seed` and e alone.
    class_weight : dict of int to float, optional
        Weights of the classes; they become the rows' sample weights.
    text : bool, default False
        Whether x may hold strings.
    """

    def __init__(
        self,
        source: Any,
        steps: int | None = None,
        shuffle: bool = False,
        seed: int = 0,
        class_weight: dict[int, float] | None = None,
        text: bool = False,
    ) -> None:
        self.source = source
        self.text = text
        self.shuffle = shuffle
        self.seed = seed
        self.class_weight = class_weight
        self.numbered = hasattr(source, "__getitem__") and hasattr(source, "__len__")
        self._asked = steps
        self.steps = steps if steps is not None else _length(source)
        self.batch_size: int | None = None
        self._iterator: Iterator[Any] | None = None
        self._has_served = False

    rows_per_epoch: int | None = None

    def batches(
        self, epoch: int, reuse: bool = False
    ) -> Iterator[tuple[Any, Any, Any]]:
        """Yield ``(x, y, sample_weight)`` batches of one epoch.

        Parameters
        ----------
        epoch : int
        reuse : bool, default False
            Of no consequence: what comes belongs to whoever made it.

        Raises
        ------
        DataError
            If there is none.
        """
        if hasattr(self.source, "on_epoch_begin"):
            self.source.on_epoch_begin()
        count = 0
        for batch in self._raw(epoch):
            count += 1
            yield self._arrays(batch)
        if count == 0:
            raise DataError(f"The data source gave no batch{self._why_none()}")
        self._has_served = True
        if self._asked is not None and count < self._asked:
            warnings.warn(
                f"The data ended after {count} of {self._asked} batches; this epoch is "
                f"shorter. A generator must yield steps_per_epoch * epochs batches.",
                stacklevel=2,
            )
        if hasattr(self.source, "on_epoch_end"):
            self.source.on_epoch_end()

    def _arrays(self, batch: Any) -> tuple[Any, Any, Any]:
        x, y, weight = unpack(batch)
        x, y = to_host_arrays(x, "x", self.text), to_host_arrays(y, "y")
        weight = to_host_arrays(weight, "sample_weight")
        if self.class_weight is not None:
            if weight is not None:
                raise DataError(
                    "class_weight was passed, but the data yields sample weights "
                    "already; multiply the class's weight into them instead."
                )
            weight = weights_from_classes(y, self.class_weight)
        return x, y, weight

    def _why_none(self) -> str:
        if self._has_served and isinstance(self.source, Iterator):
            return (
                ": the generator is used up, it can be read only once. Let it yield "
                "steps_per_epoch * epochs batches, or pass a data set that can be read "
                "again (keras.utils.PyDataset)."
            )
        return "."

    def _raw(self, epoch: int) -> Iterator[Any]:
        if self.numbered:
            yield from self._by_number(epoch)
        elif isinstance(self.source, Iterator):
            # One generator serves all epochs; each takes its steps from it.
            yield from itertools.islice(self.source, self._asked)
        elif self._asked is None:
            yield from self.source
        else:
            yield from self._going_round(epoch, self._asked)

    def _by_number(self, epoch: int) -> Iterator[Any]:
        count = len(self.source)
        if count == 0:
            return
        for turn, numbers in rounds(epoch, self._asked or count, count):
            order = (
                permutation(count, self.seed, turn) if self.shuffle else range(count)
            )
            for number in numbers:
                yield self.source[int(order[number])]

    def _going_round(self, epoch: int, steps: int) -> Iterator[Any]:
        if epoch == 0 or self._iterator is None:
            self._iterator = iter(self.source)
        fresh = epoch == 0
        for _ in range(steps):
            batch = next(self._iterator, _END)
            if batch is _END:
                if fresh:
                    return  # there was nothing in it
                self._iterator, fresh = iter(self.source), True
                batch = next(self._iterator, _END)
                if batch is _END:
                    return
            fresh = False
            yield batch


_END = object()


def _length(source: Any) -> int | None:
    """Return the number of batches if the source tells it."""
    if isinstance(source, PyDataset):
        return len(source)
    try:
        return len(source)
    except TypeError:  # loaders of streams have a __len__ that raises
        return None

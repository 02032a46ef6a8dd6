"""Training data held in arrays: checked once, then cut into batches."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from cornu.autodiff import Tensor
from cornu.backend import HOST, backend_of
from cornu.errors import DataError, DTypeError, ShapeError
from cornu.utils import tree
from cornu.utils.text import TEXT_KINDS, to_text


def to_host_arrays(value: Any, role: str, text: bool = False) -> Any:
    """Return arrays for whatever people pass: lists, data frames, series, tensors.

    Parameters
    ----------
    value : array-like, data frame, or a list / dictionary of them
    role : str
        "x", "y", "sample_weight": for messages.
    text : bool, default False
        Whether strings are welcome; they become arrays of Python strings.

    Raises
    ------
    DTypeError
        If it holds Python objects, or text that is not welcome.
    """
    if value is None:
        return None
    if isinstance(value, dict):
        return {k: to_host_arrays(v, f"{role}[{k!r}]", text) for k, v in value.items()}
    if isinstance(value, (list, tuple)) and _is_several(value):
        parts = [to_host_arrays(v, f"{role}[{i}]", text) for i, v in enumerate(value)]
        return tuple(parts) if isinstance(value, tuple) else parts
    return _one_array(value, role, text)


def _is_several(value: Any) -> bool:
    """Tell a list of arrays from a list that is one array, of numbers or rows."""
    for item in value:
        if isinstance(item, dict) or getattr(item, "shape", ()) != ():
            return True
        if isinstance(item, (list, tuple)):
            # All rows are alike, so the first tells; None may stand for an array.
            return _is_several(item)
        if item is not None:
            return False
    return False


def _one_array(value: Any, role: str, text: bool = False) -> Any:
    if isinstance(value, Tensor):
        return value._data
    if backend_of(value) not in (None, HOST):
        return value
    if hasattr(value, "toarray"):
        raise DTypeError(f"{role} is a sparse matrix; pass {role}.toarray().")
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    try:
        array = np.asarray(value)
    except ValueError:
        raise DataError(
            f"{role}: rows have different lengths, so they do not form an array. Pad "
            f"them to one length first (keras.utils.pad_sequences)."
        ) from None
    if text and _begins_with_text(array):
        array = to_text(array, role)
        if array.ndim == 0:
            raise ShapeError(f"{role} is a single string; put it into a list.")
        return array
    if array.dtype.kind == "O":
        array = _numbers_from_objects(array, role)
    if array.dtype.kind not in "biufc":
        holds = {"M": "dates", "m": "time spans", "V": "records"}
        raise DTypeError(
            f"{role} holds {holds.get(array.dtype.kind, 'text')} (dtype "
            f"{array.dtype}), for example {array.reshape(-1)[:1].tolist()}; encode it "
            f"as numbers first."
        )
    if array.ndim == 0:
        raise ShapeError(f"{role} is a single number, not an array with a batch axis.")
    return array


def _begins_with_text(array: np.ndarray) -> bool:
    if array.dtype.kind == "O":
        first = next((v for v in array.flat if v is not None), None)
        return isinstance(first, (str, bytes))
    return array.dtype.kind in TEXT_KINDS


def _numbers_from_objects(array: np.ndarray, role: str) -> np.ndarray:
    # Data frames with missing values come as objects: pandas.NA is one without number.
    missing = [v is None or type(v).__name__ == "NAType" for v in array.flat]
    if any(missing):
        array = array.copy()
        array[np.reshape(missing, array.shape)] = np.nan
    bad = next((v for v in array.flat if not _is_number(v)), None)
    if bad is None:
        return array.astype(np.float32)
    raise DTypeError(
        f"{role} holds Python objects that are no numbers, for example "
        f"{str(bad)[:60]!r} ({type(bad).__name__}). Encode text and categories, and "
        f"pad lists to one length, first."
    )


def _is_number(value: Any) -> bool:
    return hasattr(value, "__float__") and getattr(value, "shape", ()) == ()


def named_leaves(value: Any, role: str) -> list[tuple[str, Any]]:
    """Return the arrays in `value` with what to call them: ``x``, ``x[0]``, ``x['a']``.

    Examples
    --------
    >>> [name for name, _ in named_leaves({"a": 1, "b": [2, 3]}, "x")]
    ["x['a']", "x['b'][0]", "x['b'][1]"]
    """
    if isinstance(value, dict):
        parts: Any = value.items()
    elif isinstance(value, (list, tuple)):
        parts = enumerate(value)
    else:
        return [] if value is None else [(role, value)]
    return [leaf for k, v in parts for leaf in named_leaves(v, f"{role}[{k!r}]")]


def check_lengths(x: Any, y: Any, sample_weight: Any) -> int:
    """Return the number of rows all arrays share.

    Raises
    ------
    DataError
        If the lengths differ or there are no rows.
    """
    sizes = [
        (name, int(leaf.shape[0]))
        for role, value in (("x", x), ("y", y), ("sample_weight", sample_weight))
        for name, leaf in named_leaves(value, role)
    ]
    if not named_leaves(x, "x"):
        raise DataError("No data: x is None or holds no array.")
    if len({n for _, n in sizes}) > 1:
        listed = ", ".join(f"{name} has {n}" for name, n in sizes)
        raise DataError(
            f"All arrays must have the same number of rows (first axis): {listed}."
        )
    if sizes[0][1] == 0:
        raise DataError("The data is empty: x has 0 rows.")
    return sizes[0][1]


def check_finite(value: Any, role: str) -> None:
    """Refuse NaN and infinity.

    Raises
    ------
    DataError
        Naming how many there are and where the first one is.
    """
    for name, leaf in named_leaves(value, role):
        backend = backend_of(leaf)
        if backend is None or leaf.dtype.kind not in "fc" or _sums_up(leaf, backend.xp):
            continue
        bad = ~np.isfinite(backend.to_host(leaf))
        if not bad.any():
            continue
        first = tuple(int(k) for k in np.argwhere(bad)[0])
        raise DataError(
            f"{name} holds {int(bad.sum())} values that are NaN or infinite; the first "
            f"is {leaf[first]} at index {first}. A network learns nothing from them: "
            f"remove those rows or fill them in."
        )


def _sums_up(array: Any, xp: Any) -> bool:
    """Tell at little cost that all is finite: a sum keeps every NaN and infinity."""
    with np.errstate(all="ignore"):
        wide = np.complex128 if array.dtype.kind == "c" else np.float64
        return bool(xp.isfinite(xp.sum(array, dtype=wide)))


class ArraySource:
    """Cut arrays into batches, in a new order each round if wanted.

    Parameters
    ----------
    x, y, sample_weight : array, nested structure of arrays, or None
    batch_size : int
    shuffle : bool or "batch"
        ``"batch"`` keeps the rows of a batch together and shuffles the batches.
    seed : int
        The order in epoch e is a function of `seed` and e alone.
    steps : int, optional
        Batches per epoch; by default as many as all rows need. Other epochs go on where
        the one before ended, round after round; epoch 0 always begins at the beginning.

    Raises
    ------
    ValueError
        If `shuffle` is none of these.
    """

    def __init__(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        batch_size: int = 32,
        shuffle: bool | str = False,
        seed: int = 0,
        steps: int | None = None,
    ) -> None:
        if isinstance(shuffle, str) and shuffle != "batch":
            raise ValueError(
                f"shuffle must be True, False or 'batch', got {shuffle!r}."
            )
        self.data = (x, y, sample_weight)
        self.rows = check_lengths(x, y, sample_weight)
        self.batch_size: int | None = batch_size
        self._size = batch_size
        self.shuffle = shuffle
        self.seed = seed
        self.steps: int | None = steps or -(-self.rows // batch_size)
        self._nested = any(map(tree.is_nested, self.data))
        self._leaves = tree.flatten(self.data) if self._nested else self.data
        self._kept: list[Any] | None = None

    @property
    def rows_per_epoch(self) -> int | None:
        """Rows of all batches of epoch 0 together; None if they go round."""
        assert self.steps is not None
        rows = min(self.steps * self._size, self.rows)
        return rows if self.steps <= -(-self.rows // self._size) else None

    def batches(
        self, epoch: int, reuse: bool = False
    ) -> Iterator[tuple[Any, Any, Any]]:
        """Yield ``(x, y, sample_weight)`` batches of one epoch.

        Arrays in main memory are C-contiguous.

        Parameters
        ----------
        epoch : int
        reuse : bool, default False
            Whether the next batch may overwrite this one: right only for those who
            copy what they get. It is done where it saves time.
        """
        assert self.steps is not None
        size = self._size
        per_round = -(-self.rows // size)
        row = sum(a.nbytes for a in self._leaves if a is not None) // self.rows
        together = max(1, _BLOCK_BYTES // max(1, size * row))
        reuse = reuse and size * row >= _LARGE_BYTES
        for turn, numbers in rounds(epoch, self.steps, per_round):
            order = self._order(turn)
            # Small batches are gathered many at a time, and then cut, which is cheap.
            for first in range(numbers.start, numbers.stop, together):
                last = min(first + together, numbers.stop)
                part: Any = slice(first * size, min(last * size, self.rows))
                count = part.stop - part.start
                if order is not None:
                    part = order[part]
                block = self._block(part, reuse)
                if count <= size:
                    yield block
                else:
                    yield from self._cut(block, count)

    def _block(self, part: Any, reuse: bool) -> tuple[Any, Any, Any]:
        """Return some rows of all arrays."""
        if not reuse or isinstance(part, slice):
            picked = [None if a is None else _pick(a, part) for a in self._leaves]
        else:
            kept = self._kept = self._kept or [None] * len(self._leaves)
            for i, array in enumerate(self._leaves):
                kept[i] = _refill(kept[i], array, part)
            picked = [None if a is None else a[: len(part)] for a in kept]
        if self._nested:
            return tree.pack_like(self.data, picked)  # type: ignore[no-any-return]
        return picked[0], picked[1], picked[2]

    def _cut(
        self, block: tuple[Any, Any, Any], count: int
    ) -> Iterator[tuple[Any, Any, Any]]:
        """Yield the batches of a block of `count` rows; the last may be short."""
        starts = range(0, count, self._size)
        parts = [slice(start, start + self._size) for start in starts]
        if self._nested:
            for part in parts:
                yield _cut_out(block, part)
            return
        x, y, weight = block
        for part in parts:
            yield (
                x[part],
                None if y is None else y[part],
                None if weight is None else weight[part],
            )

    def _order(self, turn: int) -> Any:
        if not self.shuffle:
            return None
        if self.shuffle != "batch":
            return permutation(self.rows, self.seed, turn)
        size = self._size
        # The short batch, if any, stays last: batches are cut by number.
        whole = self.rows // size
        rows = permutation(whole, self.seed, turn)[:, None] * size + np.arange(size)
        return np.concatenate([rows.reshape(-1), np.arange(whole * size, self.rows)])


# A quarter of a common second-level cache, since what is gathered is read soon.
_BLOCK_BYTES = 2**18
# Below this size, glibc's largest threshold, freed memory is kept for the next batch.
_LARGE_BYTES = 2**25


def _cut_out(block: Any, part: slice) -> Any:
    return tree.map_structure(lambda a: None if a is None else a[part], block)


def permutation(count: int, seed: int, turn: int) -> np.ndarray:
    """Return an order of `count` things that is a function of seed and turn alone."""
    key = np.array([seed % 2**64, turn], np.uint64)
    return np.random.Generator(np.random.Philox(key=key)).permutation(count)


def rounds(epoch: int, steps: int, per_round: int) -> Iterator[tuple[int, range]]:
    """Yield which batches of which rounds through the data an epoch consists of.

    Parameters
    ----------
    epoch : int
    steps : int
        Batches per epoch.
    per_round : int
        Batches the data has.

    Yields
    ------
    tuple of int and range
        The round, and the numbers of its batches.

    Examples
    --------
    >>> list(rounds(epoch=1, steps=2, per_round=3))
    [(0, range(2, 3)), (1, range(0, 1))]
    """
    position, end = epoch * steps, (epoch + 1) * steps
    while position < end:
        turn, first = divmod(position, per_round)
        last = min(per_round, first + end - position)
        yield turn, range(first, last)
        position += last - first


def _pick(array: Any, part: Any) -> Any:
    """Return rows by slice or by numbers; in main memory they are C-contiguous."""
    backend = backend_of(array) or HOST
    if isinstance(part, slice):
        rows = array[part]
        return np.ascontiguousarray(rows) if backend is HOST else rows
    if backend is HOST:
        if array.flags.c_contiguous:
            return array.take(part, 0, None, "clip")
        return np.ascontiguousarray(array[part])  # `take` would copy all of it first
    return array.take(backend.asarray(part), axis=0)


def _refill(kept: Any, array: Any, part: np.ndarray) -> Any:
    """Return rows by number, in an array from before if that is large enough."""
    if kept is None or len(kept) < len(part) or backend_of(array) is not HOST:
        return None if array is None else _pick(array, part)
    if not array.flags.c_contiguous:
        kept[: len(part)] = array[part]
        return kept
    # By "raise" NumPy would go through a copy; the numbers are in range.
    array.take(part, 0, kept[: len(part)], "clip")
    return kept


def split_validation(
    data: tuple[Any, Any, Any], fraction: float
) -> tuple[tuple[Any, Any, Any], tuple[Any, Any, Any]]:
    """Split off the last `fraction` of the rows.

    Raises
    ------
    ValueError
        If the fraction lies outside (0, 1) or leaves one part empty.
    """
    rows = check_lengths(*data)
    if not 0 < fraction < 1:
        raise ValueError(
            f"validation_split must be a fraction between 0 and 1, got {fraction}."
        )
    cut = int(rows * (1 - fraction))
    if cut == 0 or cut == rows:
        raise DataError(
            f"validation_split={fraction} of {rows} rows leaves "
            f"{cut} rows to train on and {rows - cut} to validate; use more data or "
            f"another fraction."
        )

    def part(chosen: slice) -> Any:
        return _cut_out(data, chosen)

    return part(slice(0, cut)), part(slice(cut, None))


def weights_from_classes(y: Any, class_weight: dict[int, float]) -> np.ndarray:
    """Return one weight per row from weights per class.

    Parameters
    ----------
    y : array, shape (rows,), (rows, 1) or one-hot (rows, classes)
    class_weight : dict of int to float
        Classes not named weigh 1.

    Raises
    ------
    ValueError
        If `y` is no single array with one label per row.
    TypeError
        If `class_weight` is no dictionary.

    Examples
    --------
    >>> weights_from_classes([0, 1, 2], {1: 3.0}).tolist()
    [1.0, 3.0, 1.0]
    """
    if not hasattr(class_weight, "items"):
        raise TypeError(
            f"class_weight must be a dict from class number to weight, such as "
            f"{{0: 1.0, 1: 5.0}}, got {class_weight!r} ({type(class_weight).__name__})."
        )
    y = to_host_arrays(y, "y")
    backend = backend_of(y)
    if backend is None:
        raise ValueError("class_weight works with a single array y of labels only.")
    labels = backend.to_host(y)
    if labels.ndim > 1 and labels.shape[-1] != 1:
        labels = labels.argmax(-1)
    labels = labels.reshape(labels.shape[0], -1)
    if labels.shape[1] != 1:
        raise ValueError(
            f"class_weight needs one label per row; y has shape {tuple(y.shape)}."
        )
    labels = np.rint(labels[:, 0]).astype(np.int64)
    weights = np.ones(labels.shape[0], np.float32)
    for label, weight in class_weight.items():
        weights[labels == int(label)] = weight
    return weights

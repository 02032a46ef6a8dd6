"""Between the layers' calls and what works on values in main memory."""

from collections.abc import Callable, Iterator
from typing import Any

from cornu import ops
from cornu.autodiff import Tensor
from cornu.core import dtype_name, is_text_dtype, spec_of
from cornu.errors import DataError, DTypeError
from cornu.symbolic import SymbolicTensor
from cornu.utils.text import is_text


def on_host(
    function: Callable[[Any], Any], inputs: Any, dtype: str, shape: Any = None
) -> Any:
    """Return ``function(values)`` as a tensor; for a symbol return a symbol.

    Parameters
    ----------
    function : callable
        Takes a value as it lies in main memory, returns an array.
    inputs : tensor, symbol, array or nested list
    dtype : str
        Of the result; arrays of strings stay arrays.
    shape : tuple, optional
        Of a symbol's result; the symbol's own by default.
    """
    if isinstance(inputs, SymbolicTensor):
        return SymbolicTensor(inputs.shape if shape is None else shape, dtype)
    found = function(host_values(inputs))
    return found if dtype == "string" else ops.convert_to_tensor(found, dtype)


def host_values(value: Any) -> Any:
    """Return a tensor's values in main memory; anything else as it is."""
    return value.numpy() if isinstance(value, Tensor) else value


def holds_text(value: Any) -> bool:
    """Tell whether a value or symbol is, or holds, strings."""
    if isinstance(value, (Tensor, SymbolicTensor)):
        return is_text_dtype(spec_of(value).dtype)
    return is_text(value)


def whole_numbers(value: Any, who: str) -> Any:
    """Return an array of integers for integers, or floats that are whole.

    Raises
    ------
    DTypeError
        If the value holds strings, or numbers with a fraction.
    """
    if holds_text(value):
        raise DTypeError(
            f"{who} takes integers, got strings. Use StringLookup for strings, or "
            f"turn them into integers first."
        )
    tensor = ops.convert_to_tensor(host_values(value))
    kind = tensor.dtype.kind
    if kind == "f" and bool(ops.all(ops.equal(ops.floor(tensor), tensor))):
        tensor = ops.cast(tensor, "int64")
    elif kind not in "iub":
        example = tensor.numpy().reshape(-1)[:3].tolist()
        raise DTypeError(
            f"{who} takes integers, got {dtype_name(tensor.dtype)}: {example}."
        )
    return tensor.numpy().astype("int64")


def batches_of(data: Any, who: str, steps: int | None = None) -> Iterator[Any]:
    """Yield the parts that data for `adapt` comes in.

    Arrays, tensors and lists of values are one part; lists of arrays, generators and
    data sets give one after the other.

    Parameters
    ----------
    data : array-like, or something that gives batches
    who : str
    steps : int, optional
        How many parts to take at most; of generators and data sets only.

    Raises
    ------
    DataError
        If the data is empty, or its parts are pairs of inputs and targets.
    """
    count = 0
    for batch in _parts(data, steps):
        if isinstance(batch, (tuple, dict)):
            raise DataError(
                f"{who}.adapt: the data gives {type(batch).__name__}s; it must give "
                f"the inputs alone: (x for x, y in data)."
            )
        count += 1
        yield batch
    if not count:
        raise DataError(f"{who}.adapt: the data gave no batch.")


def _parts(data: Any, steps: int | None) -> Iterator[Any]:
    if isinstance(data, (list, tuple)):
        several = bool(data) and all(getattr(v, "shape", ()) != () for v in data)
        yield from data if several else [data]
        return
    if hasattr(data, "to_numpy"):
        data = data.to_numpy()
    if isinstance(data, (str, bytes, int, float)) or hasattr(data, "shape"):
        yield data
        return
    numbered = hasattr(data, "__getitem__") and hasattr(data, "__len__")
    parts = (data[i] for i in range(len(data))) if numbered else data
    for number, part in enumerate(parts):
        if number == steps:
            return
        yield part

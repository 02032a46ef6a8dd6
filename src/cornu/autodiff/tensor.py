"""Tensor: an array that remembers how it was computed, while a tape is watching."""

from typing import Any

import numpy as np

from cornu.autodiff.tape import BOXING, Node
from cornu.autodiff.tape import _state as _tape
from cornu.backend import backend_of, common_backend
from cornu.config import current_backend
from cornu.core import Box, observers, promotion
from cornu.core.bind import are_alike, cast_all, register_box, run_body
from cornu.core.primitive import Primitive
from cornu.core.spec import dtype_name, known_dtype, spec_of
from cornu.errors import DTypeError
from cornu.primitives import movement
from cornu.primitives.operators import Operators
from cornu.typing import Array


class Tensor(Operators, Box):
    """Hold an array of any device behind NumPy-like operators.

    Tensors are values: nothing changes one in place. Functions of this library give
    Tensors back when they get one; ``numpy.asarray(t)`` and ``t.numpy()`` leave.

    Parameters
    ----------
    value : array-like
        Anything :func:`numpy.asarray` takes, or an array of a GPU backend.
    dtype : str or numpy.dtype, optional
        Data type; by default that of `value` (Python floats: the default float type,
        Python integers: int32).

    Examples
    --------
    >>> t = Tensor([[1.0, 2.0]])
    >>> t * 2
    <Tensor shape=(1, 2) dtype=float32: [[2. 4.]]>
    """

    # A layer's mask travels with its output, as Keras users expect of tensors.
    __slots__ = ("__weakref__", "_data", "_index", "_keras_mask", "_node")

    _data: Array
    _node: Node | None
    _index: int

    def __init__(self, value: Any, dtype: Any = None) -> None:
        self._data = to_array(value, dtype)
        self._node = None
        self._index = 0

    # ---- what it is ----

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes of the axes."""
        shape: tuple[int, ...] = self._data.shape
        return shape

    @property
    def dtype(self) -> Any:
        """Data type, a :class:`numpy.dtype`."""
        return self._data.dtype

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self._data.shape)

    @property
    def size(self) -> int:
        """Number of elements."""
        return int(self._data.size)

    @property
    def device(self) -> str:
        """Where the array lives: ``"cpu"`` or ``"gpu:<index>"``."""
        return common_backend((self._data,)).device_of(self._data)

    # ---- ways out ----

    def numpy(self) -> np.ndarray:
        """Return the value as a NumPy array in main memory (do not write to it)."""
        observers.note_host_read(self._data)
        return np.asarray(common_backend((self._data,)).to_host(self._data))

    def item(self) -> Any:
        """Return the only element as a Python number."""
        return self.numpy().item()

    def tolist(self) -> Any:
        """Return the value as nested lists of Python numbers."""
        return self.numpy().tolist()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        host = self.numpy()
        if dtype is not None and host.dtype != dtype:
            if copy is False:
                raise ValueError(f"a copy is needed to go from {host.dtype} to {dtype}")
            return host.astype(dtype)
        return host.copy() if copy else host

    def __dlpack__(self, **options: Any) -> Any:
        observers.note_host_read(self._data)
        return self._data.__dlpack__(**options)

    def __dlpack_device__(self) -> tuple[int, int]:
        device: tuple[int, int] = self._data.__dlpack_device__()
        return device

    def __bool__(self) -> bool:
        return bool(self.numpy())

    def __float__(self) -> float:
        return float(self.item())

    def __complex__(self) -> complex:
        return complex(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __index__(self) -> int:
        if self.dtype.kind not in "iu" or self._data.shape:
            raise TypeError(
                f"Only an integer tensor of no axes can be an index, not one of "
                f"shape {self.shape} and dtype {self.dtype}."
            )
        return int(self.item())

    def __len__(self) -> int:
        if not self._data.shape:
            raise TypeError("A tensor of no axes has no len().")
        return int(self._data.shape[0])

    def __iter__(self) -> Any:
        return (self[i] for i in range(len(self)))

    def __format__(self, spec: str) -> str:
        return format(self.item() if spec and not self._data.shape else str(self), spec)

    def __repr__(self) -> str:
        observers.note_host_read(self._data)
        host = common_backend((self._data,)).to_host(self._data)
        text = np.array2string(host, threshold=20, edgeitems=2, precision=4)
        gap = " " if "\n" not in text else "\n"
        place = "" if self.device == "cpu" else f" device={self.device}"
        return (
            f"<{type(self).__name__} shape={self.shape} dtype={self.dtype}{place}:"
            f"{gap}{text}>"
        )

    def __deepcopy__(self, memo: Any) -> "Tensor":
        return Tensor(self._data.copy())

    def __reduce__(self) -> Any:
        return Tensor, (self.numpy(),)

    # ---- a few methods people expect ----

    def reshape(self, *shape: Any) -> "Tensor":
        """Return the same elements in another shape; one size may be -1."""
        sizes = shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape
        result: Tensor = movement.reshape(self, shape=tuple(int(n) for n in sizes))
        return result

    def astype(self, dtype: Any) -> "Tensor":
        """Return the same values in another data type."""
        result: Tensor = movement.cast(self, dtype=dtype_name(known_dtype(dtype)))
        return result


def to_array(value: Any, dtype: Any = None) -> Array:
    """Return `value` as an array on the configured device (arrays stay where they are).

    Parameters
    ----------
    value : array-like, Tensor or array of a backend
    dtype : str or numpy.dtype, optional
        Python floats become the default float type, Python integers int32.

    Raises
    ------
    DTypeError
        If the value holds text or Python objects.
    """
    if dtype is not None:
        dtype = known_dtype(dtype)
    if isinstance(value, Tensor):
        value = value._data
    if backend_of(value) is not None and not isinstance(value, np.generic):
        array = value
        if dtype is not None and array.dtype != dtype:
            array = array.astype(dtype)
    else:
        array = _from_python(value, dtype)
    if array.dtype.kind in "OSU" or array.dtype.kind == "M":
        raise DTypeError(
            f"Cannot make a tensor of {array.dtype} values (got "
            f"{type(value).__name__}). Tensors hold numbers and booleans; encode text "
            f"and fill ragged lists first."
        )
    if isinstance(array, np.ndarray):
        backend = current_backend()
        if backend.name != "cpu":
            return backend.asarray(array)
    return array


def _from_python(value: Any, dtype: Any) -> Array:
    if _holds_tensors(value):
        value = _to_host_tree(value)
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise DTypeError(
            f"Cannot make a tensor of this {type(value).__name__}: its rows have "
            f"different lengths ({error}). Pad them to one length first."
        ) from None
    if dtype is None and not hasattr(value, "dtype") and array.dtype.kind in "ifc":
        rank = "ifc".index(array.dtype.kind) + 1
        dtype = promotion.scalar_dtype(rank)
        if rank == 1 and array.size and abs(array).max() > np.iinfo(np.int32).max:
            dtype = array.dtype
    return array if dtype is None else array.astype(dtype)


def _holds_tensors(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and any(
        isinstance(v, Tensor) or _holds_tensors(v) for v in value
    )


def _to_host_tree(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_to_host_tree(v) for v in value]
    return value.numpy() if isinstance(value, Tensor) else value


_new = object.__new__


def wrap(array: Array, node: Node | None = None, index: int = 0) -> Tensor:
    """Box an array without looking at it.

    Parameters
    ----------
    array : array of a backend
    node : Node, optional
        How it was computed.
    index : int, default 0
        Which of the node's answers it is.
    """
    tensor: Tensor = _new(Tensor)
    tensor._data = array
    tensor._node = node
    tensor._index = index
    return tensor


BOXING.wrap = wrap


def unwrap(value: Any) -> Any:
    """Return the array inside a Tensor; anything else as it is."""
    return value._data if isinstance(value, Tensor) else value


def bind_tensors(
    primitive: Primitive, args: tuple[Any, ...], params: dict[str, Any]
) -> Any:
    """Run the body on the arrays inside; keep a node if a gradient is wanted.

    Parameters
    ----------
    primitive : Primitive
    args : tuple
        At least one Tensor; arrays and numbers beside it.
    params : dict
        The primitive's keyword parameters.

    Returns
    -------
    Tensor or tuple of Tensor
    """
    # Everything eager comes through here, so the frequent cases are written out.
    if len(args) == 1:
        arrays: tuple[Any, ...] = (args[0]._data,)
    elif len(args) == 2:
        a, b = args
        arrays = (
            a._data if isinstance(a, Tensor) else a,
            b._data if isinstance(b, Tensor) else b,
        )
    else:
        arrays = tuple([a._data if isinstance(a, Tensor) else a for a in args])
    if primitive.promote is not None and not are_alike(arrays):
        dtype = promotion.result_dtype(arrays, primitive.to_float)
        if dtype is not None:
            return primitive(*cast_all(args, dtype, _cast), **params)
    depth = _tape.depth
    # A tape inside another: a gradient may be differentiated.
    if depth > 1 and primitive.first_order:
        return primitive.reference(*args, **params)  # type: ignore[misc]
    answer = run_body(primitive, arrays, params)
    if primitive.kind == "view" and getattr(args[0], "_bound", False):
        # Of a variable whose memory recorded steps write to.
        parts = answer if isinstance(answer, tuple) else (answer,)
        copies = tuple(part.copy() for part in parts)
        answer = copies if isinstance(answer, tuple) else copies[0]
    node = None
    if depth and primitive.differentiable:
        node = _make_node(primitive, args, arrays, params, answer)
    if isinstance(answer, tuple):
        result: Any = tuple(
            wrap(a, node if a.dtype.kind in "fcV" else None, i)
            for i, a in enumerate(answer)
        )
    else:  # as wrap does, which would be one call more
        result = _new(Tensor)
        result._data = answer
        result._node = node
        result._index = 0
    if observers.active:
        for observer in observers.active:
            observer(primitive, args, params, result)
    return result


def _cast(value: Any, dtype: np.dtype) -> Any:
    return movement.cast(value, dtype=dtype_name(dtype))


_SMOOTH = "fcV"  # V: bfloat16


def _make_node(
    primitive: Primitive,
    args: tuple[Any, ...],
    arrays: tuple[Any, ...],
    params: dict[str, Any],
    answer: Any,
) -> Node | None:
    parents: list[tuple[Node, int] | None] = []
    wanted: tuple[int, ...] = ()
    for i, arg in enumerate(args):
        if isinstance(arg, Tensor) and (node := arg._node) is not None:
            parents.append((node, arg._index))
            wanted += (i,)
        else:
            parents.append(None)
    if not wanted or (isinstance(answer, tuple) and not answer):
        return None
    kind = answer[0].dtype.kind if isinstance(answer, tuple) else answer.dtype.kind
    if kind not in _SMOOTH:
        return None
    return Node(primitive, parents, wanted, arrays, params, answer)


register_box(Tensor, 1, bind_tensors)


def specs_of(values: Any) -> list[Any]:
    """Return the Spec of each value; None stays None."""
    return [None if v is None else spec_of(v) for v in values]

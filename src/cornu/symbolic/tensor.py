"""SymbolicTensor: the shape and type of a value that will come later."""

from typing import Any, NoReturn

import numpy as np

from cornu.core import promotion
from cornu.core.bind import Box, cast_all, register_box
from cornu.core.primitive import Primitive
from cornu.core.spec import Spec, as_dtype, dtype_name, is_text_dtype, spec_of
from cornu.errors import DTypeError
from cornu.primitives.movement import cast, reshape
from cornu.primitives.operators import Operators
from cornu.symbolic.node import Node, add_node
from cornu.typing import Shape
from cornu.utils.naming import unique_name


class SymbolicTensor(Operators, Box):
    """Stand for an array whose values are not known yet.

    ``Input`` makes one; layers and ops called on it give more, and remember how.

    Parameters
    ----------
    shape : tuple of int or None
        ``None`` for unknown sizes.
    dtype : str, default "float32"
        ``"string"`` for strings, which layers take but operations do not.
    sparse, ragged : bool, default False
        Accepted for compatibility; must be False.
    record_history : bool, default True
        Accepted for compatibility.
    name : str, optional

    Raises
    ------
    ValueError
        If it is to be sparse or ragged.

    Examples
    --------
    >>> x = SymbolicTensor((None, 3))
    >>> (x + 1).shape
    (None, 3)
    """

    __slots__ = ("__weakref__", "_history", "_keras_mask", "_spec", "name")

    _history: tuple[Node, int] | None

    def __init__(
        self,
        shape: Any,
        dtype: Any = "float32",
        sparse: bool = False,
        ragged: bool = False,
        record_history: bool = True,
        name: str | None = None,
    ) -> None:
        if sparse or ragged:
            raise ValueError(
                f"KerasTensor: {'sparse' if sparse else 'ragged'} tensors are not part "
                f"of this library; use dense (padded) ones."
            )
        self._spec = Spec(
            tuple(None if n is None else int(n) for n in shape), as_dtype(dtype)
        )
        self._history = None
        self.name = name or unique_name("keras_tensor")

    @property
    def shape(self) -> Shape:
        """Sizes of the axes; None where unknown."""
        return self._spec.shape

    @property
    def dtype(self) -> str:
        """Data type's name."""
        return dtype_name(self._spec.dtype)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self._spec.shape)

    @property
    def sparse(self) -> bool:
        """Always False: sparse tensors are not part of this library."""
        return False

    @property
    def ragged(self) -> bool:
        """Always False: ragged tensors are not part of this library."""
        return False

    def reshape(self, *shape: Any) -> Any:
        """Return the same elements in another shape; one size may be -1."""
        sizes = shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape
        return reshape(self, shape=tuple(-1 if n is None else n for n in sizes))

    def __repr__(self) -> str:
        return f"<KerasTensor shape={self.shape}, dtype={self.dtype}, name={self.name}>"

    def __len__(self) -> int:
        if not self.shape or self.shape[0] is None:
            raise TypeError(
                f"{self!r} has no length that is known, so Python cannot walk over "
                f"it. Work on all rows at once with layers or keras.ops; for one "
                f"after the other there is keras.ops.map."
            )
        return self.shape[0]

    def __iter__(self) -> Any:
        return (self[i] for i in range(len(self)))

    def _no_value(self, wish: str) -> NoReturn:
        raise TypeError(
            f"{self!r} has no value yet, so it cannot become {wish}. It stands for an "
            f"input of a model: use keras.ops on it, or put the code into a layer's "
            f"call() and decide there with ops.where."
        )

    def __bool__(self) -> bool:
        self._no_value("a truth value")

    def __float__(self) -> float:
        self._no_value("a float")

    def __int__(self) -> int:
        self._no_value("an int")

    def __index__(self) -> int:
        self._no_value("an index")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        self._no_value("a NumPy array")


def is_keras_tensor(x: Any) -> bool:
    """Tell whether something is a symbol, which has a shape but no values yet.

    Examples
    --------
    >>> is_keras_tensor(SymbolicTensor((None, 3))), is_keras_tensor(3)
    (True, False)
    """
    return isinstance(x, SymbolicTensor)


def from_spec(spec: Spec, name: str | None = None) -> SymbolicTensor:
    """Return a symbol of a given Spec, without history."""
    return SymbolicTensor(spec.shape, spec.dtype, name=name)


def bind_symbols(
    primitive: Primitive, args: tuple[Any, ...], params: dict[str, Any]
) -> Any:
    """Apply the shape rule and leave a node in the graph."""
    if any(type(a) is SymbolicTensor and is_text_dtype(a._spec.dtype) for a in args):
        raise DTypeError(
            f"{primitive.name} takes numbers, got a symbol of strings. Turn strings "
            f"into numbers first: layers.StringLookup, Hashing or TextVectorization."
        )
    if primitive.promote is not None:
        args = _promote(args, primitive.promote == "float")
    specs = [None if a is None else spec_of(a) for a in args]
    found = primitive.infer(*specs, **params)
    if isinstance(found, tuple) and not isinstance(found, Spec):
        outputs: Any = tuple(from_spec(s) for s in found)
    else:
        outputs = from_spec(found)
    add_node(primitive, args, params, outputs)
    return outputs


def _promote(args: tuple[Any, ...], to_float: bool) -> tuple[Any, ...]:
    # The scalars' own Spec would count as a full type; they only lend their kind.
    values = [a if type(a) in (bool, int, float, complex) else spec_of(a) for a in args]
    dtype = promotion.result_dtype(values, to_float=to_float)
    if dtype is None:
        first = next(v for v in values if isinstance(v, Spec))
        dtype = first.dtype
    return tuple(
        np.asarray(a, dtype) if type(a) in (bool, int, float, complex) else a
        for a in cast_all(args, dtype, lambda a, d: cast(a, dtype=d.name))
    )


register_box(SymbolicTensor, 3, bind_symbols)

"""Input: where values enter a model."""

from typing import Any

from cornu import config
from cornu.errors import ShapeError
from cornu.layers.layer import Layer, register_layer
from cornu.symbolic import SymbolicTensor, add_node


@register_layer
class InputLayer(Layer):
    """Stand at the entrance of a model; :func:`Input` makes one.

    Parameters
    ----------
    shape : tuple of int or None, optional
        Sizes without the batch axis.
    batch_size : int, optional
    dtype : str, optional
        Data type; the default float type if not given; ``"string"`` for strings.
    sparse, ragged : bool, optional
        Accepted for compatibility; must not be True.
    batch_shape : tuple, optional
        Sizes with the batch axis, in place of `shape`.
    input_tensor : SymbolicTensor, optional
        Use this symbol instead of a new one.
    optional : bool, default False
        Whether None may be passed.
    name : str, optional

    Raises
    ------
    ShapeError
        If neither or both of `shape` and `batch_shape` are given, or a size is no
        positive integer.
    """

    _tells_of_making = False

    def __init__(
        self,
        shape: Any = None,
        batch_size: int | None = None,
        dtype: Any = None,
        sparse: bool | None = None,
        ragged: bool | None = None,
        batch_shape: Any = None,
        input_tensor: Any = None,
        optional: bool = False,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        if sparse or ragged:
            raise ValueError(
                f"Input {self.name!r}: sparse and ragged inputs are not part of this "
                f"library; pass dense (padded) arrays."
            )
        if input_tensor is not None:
            batch_shape = batch_shape or input_tensor.shape
            dtype = dtype or input_tensor.dtype
        if (shape is None) == (batch_shape is None):
            raise ShapeError(
                f"Input {self.name!r}: give either shape=(...), without the batch "
                f"axis, or batch_shape=(...); got shape={shape}, "
                f"batch_shape={batch_shape}."
            )
        if batch_shape is None:
            batch_shape = (batch_size, *_checked(shape, self.name))
        self.batch_shape = _checked(batch_shape, self.name)
        self._dtype = str(dtype or config.floatx())
        self.optional = optional
        self._works_on_host = self._dtype == "string"
        # Whether the type was a guess: then values may be strings or numbers.
        self._is_implied = False
        self.sparse = self.ragged = False
        self.built = True
        self._path = self.name
        symbol = input_tensor
        if symbol is None:
            symbol = SymbolicTensor(self.batch_shape, self._dtype, name=self.name)
            node = add_node(self, (), {}, symbol)
            self._inbound_nodes.append(node)
        self._symbol = symbol

    @property
    def dtype(self) -> str:
        """Data type of the values that enter."""
        return self._dtype

    def call(self) -> Any:
        """Return the symbol."""
        return self._symbol

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        return {
            "batch_shape": self.batch_shape,
            "dtype": self._dtype,
            "sparse": False,
            "ragged": False,
            "name": self.name,
            "optional": self.optional,
        }


def _checked(shape: Any, name: str) -> tuple[int | None, ...]:
    if isinstance(shape, int) or not hasattr(shape, "__iter__"):
        raise ShapeError(
            f"Input {name!r}: shape must be a tuple, got {shape!r}; write "
            f"shape=({shape},)."
        )
    if getattr(shape, "ndim", 0) > 1:
        raise ShapeError(
            f"Input {name!r}: shape must be a tuple of sizes, got an array of shape "
            f"{tuple(shape.shape)}. For that array as data write "
            f"Input(shape={tuple(shape.shape[1:])})."
        )
    sizes = tuple(shape)
    for n in sizes:
        if n is not None and (not hasattr(n, "__index__") or int(n) < 0):
            raise ShapeError(
                f"Input {name!r}: sizes must be non-negative integers or None, got "
                f"{sizes}."
            )
    return tuple(None if n is None else int(n) for n in sizes)


def Input(
    shape: Any = None,
    batch_size: int | None = None,
    dtype: Any = None,
    sparse: bool | None = None,
    ragged: bool | None = None,
    batch_shape: Any = None,
    name: str | None = None,
    tensor: Any = None,
    optional: bool = False,
) -> SymbolicTensor:
    """Return a symbol that stands for an input of a model.

    Parameters
    ----------
    shape : tuple of int or None
        Sizes without the batch axis; None for sizes that vary.
    batch_size : int, optional
    dtype : str, optional
        Data type; the default float type if not given. ``"string"`` for strings, which
        a layer such as ``StringLookup`` or ``TextVectorization`` must turn into
        numbers.
    sparse, ragged : bool, optional
        Accepted for compatibility; must not be True.
    batch_shape : tuple, optional
        Sizes with the batch axis, in place of `shape`.
    name : str, optional
        Name by which dictionaries of inputs refer to it.
    tensor : SymbolicTensor, optional
        Use this symbol instead of a new one.
    optional : bool, default False
        Whether None may be passed.

    Returns
    -------
    SymbolicTensor

    Examples
    --------
    >>> Input(shape=(28, 28, 1)).shape
    (None, 28, 28, 1)
    """
    layer = InputLayer(
        shape=shape,
        batch_size=batch_size,
        dtype=dtype,
        sparse=sparse,
        ragged=ragged,
        batch_shape=batch_shape,
        input_tensor=tensor,
        optional=optional,
        name=name,
    )
    symbol: SymbolicTensor = layer._symbol
    return symbol

"""HashedCrossing: combinations of categories by the remainder of a hash."""

from typing import Any

from cornu import ops
from cornu.core import spec_of
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.layers.arguments import positive_int, refuse
from cornu.layers.layer import Layer, register_layer
from cornu.layers.preprocessing.encoding import encode, output_mode_of
from cornu.layers.preprocessing.hashing import number_type
from cornu.layers.preprocessing.on_host import holds_text, host_values, on_host
from cornu.symbolic import SymbolicTensor
from cornu.utils.hashed import crossed
from cornu.utils.text import to_text


@register_layer
class HashedCrossing(Layer):
    """Spread combinations of two or more features over a fixed number of bins.

    A linear model can learn what a combination means, not only what each feature does.
    The bins are those of Keras.

    Parameters
    ----------
    num_bins : int
    output_mode : {"int", "one_hot"}, default "int"
        The numbers of the bins themselves, or vectors with a one there.
    sparse : bool, default False
        Keras has it; here it must stay False.

    Raises
    ------
    ValueError
        If an argument is wrong, or fewer than two features come.
    ShapeError
        When called: if the features' shapes differ, or are none of ``()``,
        ``(batch,)``, ``(batch, 1)``.
    DTypeError
        When called: if a feature holds neither strings nor integers.

    Notes
    -----
    Works on values in main memory: models with this layer run step by step.

    Examples
    --------
    >>> from cornu import layers
    >>> features = (["A", "B", "A"], [101, 101, 102])
    >>> layers.HashedCrossing(num_bins=5)(features).tolist()
    [1, 4, 3]
    """

    _works_on_host = True

    def __init__(
        self,
        num_bins: int,
        output_mode: str = "int",
        sparse: bool = False,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        who = "HashedCrossing"
        mode = output_mode_of(output_mode, ("int", "one_hot"), who)
        super().__init__(name=name, dtype=number_type(dtype, mode, who), **kwargs)
        refuse(who, sparse=sparse)
        self.num_bins = positive_int(num_bins, "num_bins", who)
        self.output_mode = mode
        self.sparse = False

    @property
    def input_dtype(self) -> str:
        """Return "string"; integers are taken as well."""
        return "string"

    def call(self, inputs: Any) -> Any:
        """Return the numbers of the bins, or vectors.

        Parameters
        ----------
        inputs : list or tuple of features
            Each strings or integers, of shape (batch,), (batch, 1) or ().
        """
        if not isinstance(inputs, (list, tuple)) and not _is_table(inputs):
            raise ArgumentError(
                f"{self._who()}: pass a list or tuple of features, got "
                f"{type(inputs).__name__}."
            )
        features = [_as_feature(x, self._who()) for x in inputs]
        if len(features) < 2:
            raise ArgumentError(
                f"{self._who()}: crossing takes at least two features, got "
                f"{len(features)}."
            )
        shape = self._shape_of([tuple(x.shape) for x in features])
        symbol = next((x for x in features if isinstance(x, SymbolicTensor)), None)
        numbers = on_host(
            lambda _: crossed(features, self.num_bins),
            features[0] if symbol is None else symbol,
            "int64",
            shape,
        )
        return encode(numbers, self.output_mode, self.num_bins, self.compute_dtype)

    def _shape_of(self, shapes: list[Any]) -> Any:
        first = shapes[0]
        known = [s for s in shapes if None not in s]
        if len({len(s) for s in shapes}) > 1 or len(set(known)) > 1:
            raise ShapeError(
                f"{self._who()}: all features must have one shape, got {shapes}."
            )
        if len(first) > 2 or (len(first) == 2 and first[1] != 1):
            raise ShapeError(
                f"{self._who()}: features must have shape (batch,), (batch, 1) or (), "
                f"got {first}. Cross single columns: x[:, i]."
            )
        return known[0] if known and len(known) == len(shapes) else first

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        return {
            "num_bins": self.num_bins,
            "output_mode": self.output_mode,
            "sparse": False,
            "name": self.name,
            "dtype": self.dtype_policy.name,
        }


def _is_table(inputs: Any) -> bool:
    """Tell whether lists of strings were taken for one array of more axes."""
    return holds_text(inputs) and len(getattr(inputs, "shape", ())) > 1


def _as_feature(value: Any, who: str) -> Any:
    if isinstance(value, SymbolicTensor):
        kind = spec_of(value).dtype.kind
        if kind not in "iub" and not holds_text(value):
            _refuse_type(value.dtype, who)
        return value
    if holds_text(value):
        return to_text(value, who)
    tensor = ops.convert_to_tensor(host_values(value))
    if tensor.dtype.kind not in "iub":
        _refuse_type(tensor.dtype, who)
    return tensor.numpy()


def _refuse_type(dtype: Any, who: str) -> None:
    raise DTypeError(
        f"{who}: features must be strings or integers, got {dtype}. Numbers become "
        f"categories by layers.Discretization."
    )

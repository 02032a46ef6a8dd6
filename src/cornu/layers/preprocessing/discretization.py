"""Discretization: numbers by the range they lie in."""

import itertools
from typing import Any

from cornu import ops
from cornu.errors import ArgumentError, DTypeError, NotBuiltError
from cornu.layers.arguments import not_negative, positive_int, refuse
from cornu.layers.layer import Layer, register_layer
from cornu.layers.preprocessing.encoding import MODES, encode, output_mode_of
from cornu.layers.preprocessing.on_host import batches_of, holds_text, host_values
from cornu.symbolic import SymbolicTensor
from cornu.utils.quantiles import quantile_boundaries


@register_layer
class Discretization(Layer):
    """Replace each number by that of the range it lies in.

    n boundaries make n + 1 ranges: below the first, from each (included) to the next,
    and from the last on. NaN counts to the last range. The boundaries are either given,
    or learned by :meth:`adapt` so that each range holds equally many values.

    Parameters
    ----------
    bin_boundaries : sequence of float, optional
        In ascending order.
    num_bins : int, optional
        How many ranges :meth:`adapt` shall make; in place of `bin_boundaries`.
    epsilon : float, default 0.01
        How far the quantiles may be off; here they are exact.
    output_mode : {"int", "one_hot", "multi_hot", "count"}, default "int"
        The numbers themselves, or vectors; see
        :class:`~cornu.layers.CategoryEncoding`.
    sparse : bool, default False
        Keras has it; here it must stay False.

    Raises
    ------
    ValueError
        If neither or both of `bin_boundaries` and `num_bins` are given, or an argument
        is wrong.
    NotBuiltError
        When called: if there are no boundaries yet.
    DTypeError
        When called on strings.

    Examples
    --------
    >>> from cornu import layers
    >>> layers.Discretization([0.0, 1.0])([[-1.5, 0.0, 0.5, 7.0]]).tolist()
    [[0, 1, 1, 2]]
    >>> layer = layers.Discretization(num_bins=2)
    >>> layer.adapt([[1.0], [2.0], [3.0], [4.0]])
    >>> layer.bin_boundaries
    [2.0]
    """

    def __init__(
        self,
        bin_boundaries: Any = None,
        num_bins: int | None = None,
        epsilon: float = 0.01,
        output_mode: str = "int",
        sparse: bool = False,
        dtype: Any = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(dtype=dtype, name=name, **kwargs)
        who = "Discretization"
        refuse(who, sparse=sparse)
        if bin_boundaries is None and num_bins is None:
            raise ArgumentError(
                f"{who}: give bin_boundaries, or num_bins and then call adapt()."
            )
        if bin_boundaries is not None and num_bins is not None:
            raise ArgumentError(
                f"{who}: give either bin_boundaries or num_bins, got both: "
                f"{bin_boundaries!r} and {num_bins!r}."
            )
        self.num_bins = (
            None if num_bins is None else positive_int(num_bins, "num_bins", who)
        )
        self.epsilon = not_negative(epsilon, "epsilon", who)
        self.output_mode = output_mode_of(output_mode, MODES, who)
        self.sparse = False
        self.bin_boundaries: list[Any] | None = None
        if bin_boundaries is not None:
            self.bin_boundaries = _ascending(bin_boundaries)
        self._parts: list[Any] = []

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Learn the boundaries from data; what was learned before is forgotten.

        Parameters
        ----------
        data : array-like, or a generator, data set or list of batches
            All values are held in memory until the end.
        steps : int, optional
            How many batches to take at most.

        Raises
        ------
        ArgumentError
            If the boundaries were given to the constructor.
        """
        if self.num_bins is None:
            raise ArgumentError(
                f"{self._who()}: bin_boundaries were given, so there is nothing to "
                f"learn. Make the layer with num_bins for adapt()."
            )
        self.reset_state()
        for batch in batches_of(data, self._who(), steps):
            self.update_state(batch)
        self.finalize_state()

    def reset_state(self) -> None:
        """Forget learned boundaries."""
        if self.num_bins is not None:
            self._parts = []
            self.bin_boundaries = None

    def update_state(self, data: Any) -> None:
        """Take in a batch."""
        self._refuse_text(data)
        self._parts.append(ops.convert_to_numpy(data))

    def finalize_state(self) -> None:
        """Make boundaries of all batches taken in."""
        if self.num_bins is not None:
            self.bin_boundaries = quantile_boundaries(self._parts, self.num_bins)
            self._parts = []

    def call(self, inputs: Any) -> Any:
        """Return the numbers of the ranges (int32), or vectors.

        Parameters
        ----------
        inputs : tensor of numbers, any shape
        """
        self._refuse_text(inputs)
        edges = self.bin_boundaries
        if edges is None and not isinstance(inputs, SymbolicTensor):
            raise NotBuiltError(
                f"{self._who()} has no boundaries yet: call adapt(data) first, or give "
                f"bin_boundaries to the constructor."
            )
        wide = ops.result_type(inputs, float)
        bounds = ops.convert_to_tensor(edges or [], wide)
        numbers = ops.searchsorted(bounds, ops.cast(inputs, wide), side="right")
        mode = self.output_mode
        dtype = "int32" if mode == "int" else self.compute_dtype
        return encode(numbers, mode, self._depth(), dtype)

    def _depth(self) -> int:
        """Return the length of vectors; it is known before boundaries are learned."""
        return self.num_bins or len(self.bin_boundaries or ()) + 1

    def _refuse_text(self, value: Any) -> None:
        if holds_text(value):
            raise DTypeError(
                f"{self._who()} takes numbers, got strings; use StringLookup."
            )

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        edges = self.bin_boundaries
        return {
            "bin_boundaries": None if edges is None else list(edges),
            "num_bins": self.num_bins,
            "epsilon": self.epsilon,
            "output_mode": self.output_mode,
            "sparse": False,
            "name": self.name,
            "dtype": self.dtype_policy.name,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Rebuild a layer; learned boundaries are kept and may be learned anew."""
        config = dict(config)
        edges = config.get("bin_boundaries")
        if edges is None or config.get("num_bins") is None:
            return super().from_config(config)
        layer = super().from_config({**config, "bin_boundaries": None})
        layer.bin_boundaries = _ascending(edges)
        return layer


def _ascending(values: Any) -> list[Any]:
    found = host_values(values)
    found = found.tolist() if hasattr(found, "tolist") else list(found)
    numbers = all(hasattr(v, "__float__") for v in found)
    if not numbers or any(not a <= b for a, b in itertools.pairwise(found)):
        raise ArgumentError(
            f"Discretization: bin_boundaries must be numbers in ascending order, got "
            f"{values!r}."
        )
    return found

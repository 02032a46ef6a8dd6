"""Normalization: inputs with mean 0 and variance 1, by statistics of the data."""

from typing import Any

from cornu import config as settings
from cornu import ops
from cornu.errors import ArgumentError, DTypeError, ShapeError
from cornu.layers.layer import Layer, register_layer
from cornu.layers.preprocessing.on_host import batches_of, holds_text, host_values
from cornu.utils.moments import Moments


@register_layer
class Normalization(Layer):
    """Subtract the mean and divide by the standard deviation.

    ``(x - mean) / sqrt(variance)``, where mean and variance are learned by
    :meth:`adapt` and kept as weights, or given. Without either, and before weights are
    loaded, the mean is 0 and the variance 1: inputs pass unchanged.

    Parameters
    ----------
    axis : int, tuple of int or None, default -1
        Axes with a mean of their own for each position; the others are averaged over.
        None: one mean for all.
    mean, variance : float or sequence of float, optional
        What :meth:`adapt` would find; to be given together, in one shape that
        broadcasts to the sizes of `axis`.
    invert : bool, default False
        Whether to undo the normalisation: ``x * sqrt(variance) + mean``.

    Raises
    ------
    ValueError
        If only one of `mean` and `variance` is given, or their shapes differ.
    ShapeError
        When built: if a size along `axis` is unknown.

    Notes
    -----
    The weights are `mean`, `variance` and `count`; the last is there for the files of
    Keras and stays 0. A standard deviation below ``config.epsilon()`` counts as that.

    Examples
    --------
    >>> from cornu import layers
    >>> layer = layers.Normalization()
    >>> layer.adapt([[0.0, 7.0], [2.0, 9.0]])
    >>> layer([[0.0, 9.0]]).tolist()
    [[-1.0, 1.0]]
    """

    def __init__(
        self,
        axis: Any = -1,
        mean: Any = None,
        variance: Any = None,
        invert: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.axis = _axes(axis)
        if (mean is None) != (variance is None):
            raise ArgumentError(
                f"Normalization: mean and variance must be given together, got "
                f"mean={mean!r} and variance={variance!r}."
            )
        self.input_mean, self.input_variance = _listed(mean), _listed(variance)
        self._is_given = mean is not None
        if self._is_given:
            shapes = [ops.convert_to_tensor(v).shape for v in (mean, variance)]
            if shapes[0] != shapes[1]:
                raise ArgumentError(
                    f"Normalization: mean and variance must have one shape, got "
                    f"{shapes[0]} and {shapes[1]}."
                )
        self.invert = invert
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Make the weights `mean`, `variance` and `count`, unless they are given."""
        rank = len(input_shape)
        wrong = [a for a in self.axis if not -rank <= a < rank]
        kept = sorted({a % rank for a in self.axis}) if not wrong else []
        if wrong or len(kept) < len(self.axis):
            raise ShapeError(
                f"{self._who()}: axis {self.axis} must name different axes of inputs "
                f"of shape {tuple(input_shape)}."
            )
        sizes = tuple(input_shape[a] for a in kept)
        if None in sizes:
            raise ShapeError(
                f"{self._who()}: the sizes along axis {self.axis} must be known, got "
                f"shape {tuple(input_shape)}. Give them in Input, or use axis=None."
            )
        self._kept = tuple(kept)
        self._shape = tuple(input_shape)
        # Size 1 where values are averaged over, so that statistics broadcast.
        self._aligned = tuple(n if a in kept else 1 for a, n in enumerate(input_shape))
        if self._is_given:
            self._broadcast(sizes)
            return
        self.adapt_mean, self.adapt_variance = (
            self.add_weight(
                name=name,
                shape=sizes,
                initializer=start,
                trainable=False,
                autocast=False,
            )
            for name, start in (("mean", "zeros"), ("variance", "ones"))
        )
        self.count = self.add_weight(
            name="count", shape=(), dtype="int32", initializer="zeros", trainable=False
        )

    def _broadcast(self, sizes: tuple[int, ...]) -> None:
        """Bring given statistics to the sizes along `axis`."""
        for name in ("mean", "variance"):
            given = ops.convert_to_tensor(
                getattr(self, f"input_{name}"), settings.floatx()
            )
            try:
                ops.broadcast_to(given, sizes)
            except ShapeError:
                raise ShapeError(
                    f"{self._who()}: {name} has shape {tuple(given.shape)}, which does "
                    f"not broadcast to the sizes {sizes} along axis {self.axis}."
                ) from None

    def _statistic(self, name: str) -> Any:
        if self._is_given:
            value = ops.convert_to_tensor(
                getattr(self, f"input_{name}"), settings.floatx()
            )
            sizes = tuple(self._aligned[a] for a in self._kept)
            value = ops.broadcast_to(value, sizes)
        else:
            value = getattr(self, f"adapt_{name}")
        return ops.reshape(value, self._aligned)

    @property
    def mean(self) -> Any:
        """The mean, in a shape that broadcasts with the inputs; None before `build`."""
        return self._statistic("mean") if self.built else None

    @property
    def variance(self) -> Any:
        """The variance, as `mean`."""
        return self._statistic("variance") if self.built else None

    def adapt(self, data: Any) -> None:
        """Learn mean and variance; what was learned before is forgotten.

        Parameters
        ----------
        data : array-like, or a generator, data set or list of batches
            Everything is added up in float64.

        Raises
        ------
        ArgumentError
            If mean and variance were given to the constructor.
        ShapeError
            If batches have other shapes than the layer was built for.
        DTypeError
            If the data holds strings.
        """
        if self._is_given:
            raise ArgumentError(
                f"{self._who()}: mean and variance were given, so there is nothing to "
                f"learn. Make the layer without them for adapt()."
            )
        moments: Moments | None = None
        for batch in batches_of(data, self._who()):
            if holds_text(batch):
                raise DTypeError(f"{self._who()}.adapt takes numbers, got strings.")
            part = ops.convert_to_numpy(batch)
            self._check(part.shape)
            if moments is None:
                others = (a for a in range(part.ndim) if a not in self._kept)
                moments = Moments(tuple(others))
            moments.add(part)
        assert moments is not None  # or there would have been no batch
        self.adapt_mean.assign(moments.mean)
        self.adapt_variance.assign(moments.variance)

    def _check(self, shape: tuple[int, ...]) -> None:
        if not self.built:
            self.build(shape)
        fits = len(shape) == len(self._shape) and all(
            shape[a] == self._shape[a] for a in self._kept
        )
        if not fits:
            raise ShapeError(
                f"{self._who()}.adapt: data of shape {tuple(shape)} does not fit the "
                f"shape {self._shape} that the layer was built for."
            )

    def call(self, inputs: Any) -> Any:
        """Return the inputs normalised, in the compute type.

        Parameters
        ----------
        inputs : tensor, shape (batch, ...)
        """
        if holds_text(inputs):
            raise DTypeError(f"{self._who()} takes numbers, got strings.")
        mean, variance = self._statistic("mean"), self._statistic("variance")
        # Large means and variances overflow in 16 bits; what comes out does not.
        wide = ops.result_type(self.compute_dtype, mean)
        x, mean = ops.cast(inputs, wide), ops.cast(mean, wide)
        deviation = ops.cast(ops.maximum(ops.sqrt(variance), settings.epsilon()), wide)
        found = x * deviation + mean if self.invert else (x - mean) / deviation
        return ops.cast(found, self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, as Keras writes them."""
        config = super().get_config()
        config.update(mean=self.input_mean, variance=self.input_variance)
        return config


def _axes(axis: Any) -> tuple[int, ...]:
    if axis is None:
        return ()
    axes = axis if isinstance(axis, (list, tuple)) else (axis,)
    if not all(hasattr(a, "__index__") and not isinstance(a, bool) for a in axes):
        raise ArgumentError(
            f"Normalization: axis must be an integer, a tuple of integers or None, got "
            f"{axis!r}."
        )
    return tuple(int(a) for a in axes)


def _listed(value: Any) -> Any:
    """Return numbers as plain Python keeps them."""
    value = host_values(value)
    return value.tolist() if hasattr(value, "tolist") else value

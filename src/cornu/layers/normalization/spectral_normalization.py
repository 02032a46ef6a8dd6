"""SpectralNormalization: a layer whose kernel cannot stretch any vector."""

from typing import Any

from cornu import config, initializers, ops
from cornu.layers.arguments import positive_int
from cornu.layers.core.wrapper import Wrapper
from cornu.layers.layer import register_layer
from cornu.symbolic import SymbolicTensor
from cornu.utils import tree


@register_layer
class SpectralNormalization(Wrapper):
    """Divide the kernel of a layer by its largest singular value, in training.

    The kernel is read as a matrix `w`, its last axis against all others. The singular
    value comes from power iteration, ``v = normalized(u @ w.T)`` and
    ``u = normalized(v @ w)``, which goes on from call to call: `u` is a weight that is
    not trained. Then ``w / (v @ w @ u.T)`` replaces the kernel. Outside training the
    layer does what the inner one does.

    Parameters
    ----------
    layer : Layer
        Must have a `kernel` or `embeddings`.
    power_iterations : int, default 1
        Rounds in each call.

    Raises
    ------
    ValueError
        If `power_iterations` is no positive integer or, when built, if the layer has
        neither `kernel` nor `embeddings`.

    Notes
    -----
    Gradients are those at the divided kernel; the singular value counts as a constant.
    A kernel of zeros stays as it is.

    References
    ----------
    .. [1] Miyato et al., "Spectral Normalization for Generative Adversarial Networks",
       ICLR 2018.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layer = layers.SpectralNormalization(layers.Dense(3))
    >>> layer(ops.ones((2, 4)), training=True).shape
    (2, 3)
    """

    def __init__(self, layer: Any, power_iterations: int = 1, **kwargs: Any) -> None:
        super().__init__(layer, **kwargs)
        self.power_iterations = positive_int(
            power_iterations, "power_iterations", "SpectralNormalization"
        )
        self.supports_masking = self.layer.supports_masking

    def build(self, input_shape: Any) -> None:
        """Build the inner layer, and make `vector_u` of shape (1, last axis)."""
        super().build(input_shape)
        for name in ("kernel", "embeddings"):
            if hasattr(self.layer, name):
                self.kernel = getattr(self.layer, name)
                break
        else:
            raise ValueError(
                f"SpectralNormalization {self.name!r}: the inner layer {self.layer!r} "
                f"has neither `kernel` nor `embeddings`, so there is nothing to "
                f"normalise."
            )
        self.vector_u = self.add_weight(
            name="vector_u",
            shape=(1, self.kernel.shape[-1]),
            initializer=initializers.TruncatedNormal(stddev=0.02),
            trainable=False,
            dtype=self.kernel.dtype,
        )

    def call(self, inputs: Any, training: Any = False) -> Any:
        """Return what the inner layer makes of `inputs`.

        Parameters
        ----------
        inputs : tensor or list of tensors
        training : bool, default False
            Whether to normalise the kernel before.
        """
        symbolic = any(isinstance(x, SymbolicTensor) for x in tree.flatten(inputs))
        if training and not symbolic:
            self._normalize()
        return self.layer(inputs)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return what the inner layer says."""
        return self.layer.compute_mask(inputs, previous_mask)

    def _normalize(self) -> None:
        kernel = ops.stop_gradient(self.kernel)
        matrix = ops.reshape(kernel, (-1, kernel.shape[-1]))
        u = ops.stop_gradient(self.vector_u)
        for _ in range(self.power_iterations):
            v = ops.normalize(ops.matmul(u, ops.transpose(matrix)))
            u = ops.normalize(ops.matmul(v, matrix))
        largest = ops.sum(ops.matmul(v, matrix) * u)
        self.vector_u.assign(u)
        self.kernel.assign(kernel / ops.maximum(largest, config.epsilon()))

"""BaseMixLayer: what layers that mix images of a batch share."""

from typing import Any

from cornu import ops
from cornu.layers.preprocessing.image.base_image_layer import BaseImageLayer


class BaseMixLayer(BaseImageLayer):
    """Mix each image of a batch, and its labels, with another one. Abstract.

    A transformation holds `permutation_order`, which image each one meets, and
    `mix_weight`, the share that it keeps.
    """

    def _partners(self, data: Any, seed: Any) -> Any:
        """Return the numbers of a batch in random order."""
        return ops.argsort(self._draw(data, (0.0, 1.0), seed))

    def transform_labels(
        self, labels: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return labels mixed in the shares of the images."""
        if not training:
            return labels
        work = ops.cast(labels, self._accurate_dtype)
        weight = _aligned(transformation["mix_weight"], len(work.shape))
        found = mixed(work, transformation["permutation_order"], weight)
        return ops.cast(found, self.compute_dtype)


def _aligned(weights: Any, rank: int) -> Any:
    """Return one number for each row such that it meets arrays of `rank` axes."""
    return ops.reshape(weights, (-1,) + (1,) * (rank - 1))


def mixed(x: Any, order: Any, weight: Any) -> Any:
    """Return ``w x + (1 - w) y``, with `y` the rows of `x` in another order."""
    return x * weight + ops.take(x, order, axis=0) * (1.0 - weight)

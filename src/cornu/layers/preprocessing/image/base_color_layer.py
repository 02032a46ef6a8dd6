"""BaseColorLayer: what layers that give each pixel another colour share."""

from typing import Any

from cornu import ops
from cornu.layers.preprocessing.image.base_image_layer import BaseImageLayer


class BaseColorLayer(BaseImageLayer):
    """Change colours, computed in a float type of enough digits. Abstract.

    Subclasses define :meth:`_recolored`. Boxes, masks and labels stay as they are.
    """

    value_range: tuple[float, float]

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return a batch of images in other colours, in the compute type."""
        if training or not self._rests_outside_training:
            work = ops.cast(images, self._accurate_dtype)
            images = self._recolored(work, transformation)
        return ops.cast(images, self.compute_dtype)

    def _recolored(self, images: Any, transformation: Any) -> Any:
        """Return float images in other colours."""
        raise NotImplementedError(f"{type(self).__name__} has no _recolored() method.")

    def _limited(self, images: Any) -> Any:
        """Return images without values outside the range."""
        return ops.clip(images, *self.value_range)

    def _where(self, is_hit: Any, changed: Any, images: Any) -> Any:
        """Return changed images where there is a hit, the others as they are."""
        return ops.where(self._per_image(is_hit), changed, images)

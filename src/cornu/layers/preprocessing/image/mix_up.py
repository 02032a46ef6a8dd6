"""MixUp: weighted sums of two images and their labels."""

from typing import Any

from cornu import ops, random
from cornu.errors import ArgumentError
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_mix_layer import BaseMixLayer, mixed


@register_layer
class MixUp(BaseMixLayer):
    """Add images and labels of a batch to those of others, in training.

    Each becomes ``w x + (1 - w) y``, with `y` another image of the batch, or itself,
    and `w` from a beta distribution.

    Parameters
    ----------
    alpha : float > 0, default 0.2
        Both parameters of the beta distribution; the smaller, the less is mixed.
    data_format : {"channels_last", "channels_first"} or None, default None
    seed : int or None, default None

    Raises
    ------
    ArgumentError
        If `alpha` is not above 0.

    Notes
    -----
    Boxes of both images are kept, side by side.

    References
    ----------
    .. [1] Zhang et al., "mixup: Beyond Empirical Risk Minimization", ICLR 2018.
    .. [2] Zhang et al., "Bag of Freebies for Training Object Detection Neural
       Networks", 2019.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> data = {"images": ops.ones((2, 4, 4, 3)), "labels": ops.eye(2)}
    >>> layers.MixUp(seed=1)(data)["labels"].shape
    (2, 2)
    """

    def __init__(
        self,
        alpha: float = 0.2,
        data_format: str | None = None,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        if not isinstance(alpha, (int, float)) or not alpha > 0:
            raise ArgumentError(f"MixUp: alpha must be above 0, got {alpha!r}.")
        self.alpha = alpha
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return the share each image keeps, and which one it meets; each (batch,)."""
        weight = random.beta(
            (self._count_of(data),),
            self.alpha,
            self.alpha,
            dtype=self._accurate_dtype,
            seed=self.generator if seed is None else seed,
        )
        return {"mix_weight": weight, "permutation_order": self._partners(data, seed)}

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return weighted sums of images."""
        if training:
            images = self._sums(images, transformation)
        return ops.cast(images, self.compute_dtype)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return weighted sums of masks."""
        if not training:
            return segmentation_masks
        found = self._sums(segmentation_masks, transformation)
        return ops.cast(found, self.compute_dtype)

    def _sums(self, x: Any, transformation: Any) -> Any:
        work = ops.cast(x, self._accurate_dtype)
        weight = self._per_image(transformation["mix_weight"])
        return mixed(work, transformation["permutation_order"], weight)

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return the boxes of both images, with their labels."""
        if not training:
            return bounding_boxes
        order = transformation["permutation_order"]
        return {
            key: ops.concatenate([value, ops.take(value, order, axis=0)], axis=1)
            for key, value in bounding_boxes.items()
        }

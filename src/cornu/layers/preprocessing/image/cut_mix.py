"""CutMix: rectangles of images pasted into others."""

from typing import Any

from cornu import ops, random
from cornu.errors import ArgumentError
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_image_layer import factor_range
from cornu.layers.preprocessing.image.base_mix_layer import BaseMixLayer
from cornu.layers.preprocessing.image.random_boxes import box_masks

_LEAST_FACTOR = 1e-3  # below, the beta distribution gives 0 and 1 only


@register_layer
class CutMix(BaseMixLayer):
    """Paste a rectangle of one image into another, in training.

    Labels are mixed in the shares of the areas.

    Parameters
    ----------
    factor : float or pair of float in [0, 1], default 1.0
        Bounds of both parameters of the beta distribution from which the share comes
        that an image keeps; the larger, the more often both shares are alike. A single
        `f` stands for ``(0, f)``.
    seed : int or None, default None
    data_format : {"channels_last", "channels_first"} or None, default None

    Raises
    ------
    ArgumentError
        If `factor` is none of these. When called: if there are bounding boxes, for
        which there is no rule.

    References
    ----------
    .. [1] Yun et al., "CutMix: Regularization Strategy to Train Strong Classifiers with
       Localizable Features", ICCV 2019.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> data = {"images": ops.ones((2, 4, 4, 3)), "labels": ops.eye(2)}
    >>> layers.CutMix(seed=1)(data)["labels"].shape
    (2, 2)
    """

    def __init__(
        self,
        factor: Any = 1.0,
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.factor = factor_range(factor, "factor", "CutMix", 0.0, 1.0)
        self._set_seed(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return the pixels that are replaced, by which image, and what share stays."""
        factor = ops.maximum(self._draw(data, self.factor, seed), _LEAST_FACTOR)
        kept = random.beta(
            (self._count_of(data),),
            factor,
            factor,
            dtype=self._accurate_dtype,
            seed=self.generator if seed is None else seed,
        )
        side = ops.sqrt(1.0 - kept)
        masks = box_masks(self, data, side, side, seed)
        area = ops.mean(
            ops.cast(masks, self._accurate_dtype), axis=(1, 2, 3), keepdims=True
        )
        return {
            "permutation_order": self._partners(data, seed),
            "batch_masks": masks,
            "mix_weight": 1.0 - area,
        }

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return images with rectangles of others."""
        if training:
            images = _pasted(images, transformation)
        return ops.cast(images, self.compute_dtype)

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return masks with rectangles of others."""
        if not training:
            return segmentation_masks
        return _pasted(segmentation_masks, transformation)

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Refuse boxes: which are still to be seen is not defined."""
        raise ArgumentError(
            f"{self._who()}: there is no rule for 'bounding_boxes' of images that are "
            f"cut up; leave them out of the data, or use MixUp."
        )


def _pasted(x: Any, transformation: Any) -> Any:
    others = ops.take(x, transformation["permutation_order"], axis=0)
    return ops.where(transformation["batch_masks"], others, x)

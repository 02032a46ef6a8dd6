"""AugMix: several chains of changes, mixed with each other and with the original."""

from typing import Any

from cornu import ops, random
from cornu.errors import ArgumentError
from cornu.layers.arguments import positive_int
from cornu.layers.layer import register_layer
from cornu.layers.preprocessing.image.base_augment_layer import BaseAugmentLayer

_LEAST_SHARE = 1e-30  # so that shares can always be divided by their sum


@register_layer
class AugMix(BaseAugmentLayer):
    """Mix images with what chains of random changes make of them, in training.

    Each step of a chain is chosen for the whole batch, among the changes and none; its
    strength is drawn for each image. Shares of the chains come from a Dirichlet
    distribution, that of the original from a beta distribution.

    Parameters
    ----------
    value_range : pair of float, default (0, 255)
        Lowest and highest value of pixels.
    num_chains : int, default 3
    chain_depth : int, default 3
        The most changes of a chain.
    factor : float or pair of float in [0, 1], default 0.3
        Bounds of their strength. A single `f` stands for ``(0, f)``.
    alpha : float > 0, default 1.0
        Parameter of both distributions.
    all_ops : bool, default True
        Whether brightness, colour, contrast and sharpness are among the changes.
    interpolation : {"bilinear", "nearest"}, default "bilinear"
        How to read between pixels.
    seed : int or None, default None
    data_format : {"channels_last", "channels_first"} or None, default None

    Raises
    ------
    ValueError
        If an argument is none of these.

    Notes
    -----
    Labels, boxes and masks stay those of the original. Which changes are chosen is
    read by Python: a training step with this layer inside is never replayed. Put it in
    front of the model where that matters.

    References
    ----------
    .. [1] Hendrycks et al., "AugMix: A Simple Data Processing Method to Improve
       Robustness and Uncertainty", ICLR 2020.

    Examples
    --------
    >>> from cornu import layers, ops
    >>> layers.AugMix(seed=1)(ops.ones((2, 8, 8, 3))).shape
    (2, 8, 8, 3)
    """

    def __init__(
        self,
        value_range: Any = (0, 255),
        num_chains: int = 3,
        chain_depth: int = 3,
        factor: Any = 0.3,
        alpha: float = 1.0,
        all_ops: bool = True,
        interpolation: str = "bilinear",
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.num_chains = positive_int(num_chains, "num_chains", "AugMix")
        self.chain_depth = positive_int(chain_depth, "chain_depth", "AugMix")
        if not isinstance(alpha, (int, float)) or not alpha > 0:
            raise ArgumentError(f"AugMix: alpha must be above 0, got {alpha!r}.")
        self.alpha = alpha
        self.all_ops = all_ops
        self._set_augmentation(value_range, factor, interpolation, seed)
        self._steps = self._make_steps(all_ops)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return the shares, which changes are made, and what each layer draws."""
        seed = self.generator if seed is None else seed
        kind = self._accurate_dtype
        parts = random.gamma((self.num_chains,), self.alpha, dtype=kind, seed=seed)
        parts = ops.maximum(parts, _LEAST_SHARE)
        shape = (self.num_chains, self.chain_depth)
        return {
            "chain_mixing_weights": parts / ops.sum(parts),
            "weight_sample": random.beta(
                (), self.alpha, self.alpha, dtype=kind, seed=seed
            ),
            "layer_idxes": self._choices(shape, len(self._steps) + 1, seed),
            "transforms": [
                [self._drawn(data, seed) for _ in range(self.chain_depth)]
                for _ in range(self.num_chains)
            ],
        }

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return weighted sums of images and what the chains make of them."""
        images = ops.cast(images, self.compute_dtype)
        if not training:
            return images
        indices = transformation["layer_idxes"]
        kept = transformation["weight_sample"]
        parts = [self._part(images, kept)]
        shares = transformation["chain_mixing_weights"] * (1.0 - kept)
        for i, steps in enumerate(transformation["transforms"]):
            value = images
            for k, drawn in enumerate(steps):
                value = self._applied("transform_images", value, indices[i, k], drawn)
            parts.append(self._part(value, shares[i]))
        return ops.cast(sum(parts[1:], parts[0]), self.compute_dtype)

    def _part(self, images: Any, share: Any) -> Any:
        return ops.cast(images, self._accurate_dtype) * ops.cast(
            share, self._accurate_dtype
        )

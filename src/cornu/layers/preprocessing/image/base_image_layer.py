"""BaseImageLayer: what layers on images share."""

from typing import Any

from cornu import ops, random
from cornu.config import standardize_data_format
from cornu.errors import ArgumentError, ShapeError
from cornu.layers.arguments import one_of
from cornu.layers.calling import is_float
from cornu.layers.layer import Layer
from cornu.ops.bounding_boxes import clip_to_image_size, convert_format
from cornu.ops.bounding_boxes.formats import FORMATS


class BaseImageLayer(Layer):
    """Change images, alone or with their labels, boxes and masks. Abstract.

    A call takes an image, a batch of images, or a dictionary with the key "images" and
    any of "labels", "bounding_boxes", "segmentation_masks"; other keys pass through.
    All of them see the same random numbers. Subclasses draw those in
    :meth:`get_random_transformation` and use them in the ``transform_*`` methods, which
    get batches always.

    Parameters
    ----------
    bounding_box_format : str or None, default None
        How boxes are written, such as "xyxy"; needed if there are any.
    data_format : {"channels_last", "channels_first"} or None, default None
        Where the channel axis stands; None for the configured default.

    Raises
    ------
    ValueError
        If a word is unknown.
    ShapeError
        When called: if what is no image comes.
    """

    _rests_outside_training = True
    """Whether the layer is the identity outside training."""

    generator: Any = None

    def __init__(
        self,
        bounding_box_format: str | None = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        # Boxes and labels have nothing to do with the type that images are computed in.
        self.autocast = False
        if bounding_box_format is not None:
            bounding_box_format = one_of(
                bounding_box_format, FORMATS, "bounding_box_format", type(self).__name__
            )
        self.bounding_box_format = bounding_box_format
        self.data_format = standardize_data_format(data_format)

    def _set_seed(self, seed: Any) -> None:
        """Keep the seed, and a generator that starts from it."""
        self.seed = seed
        self.generator = random.SeedGenerator(seed)

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments, ready for JSON."""
        config = super().get_config()
        config["data_format"] = self.data_format
        config.pop("bounding_box_format", None)
        if self.bounding_box_format is not None:
            config["bounding_box_format"] = self.bounding_box_format
        return config

    # ---- to override ----

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Any = None
    ) -> Any:
        """Return what is drawn for a batch: a dictionary of tensors, or None.

        Parameters
        ----------
        data : Tensor or dict
            A batch of images, or a dictionary with one.
        training : bool, default True
        seed : SeedGenerator or None, default None
            None for the layer's own.
        """
        return None

    def transform_images(
        self, images: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return a batch of images, changed."""
        raise NotImplementedError(
            f"{type(self).__name__} has no transform_images() method."
        )

    def transform_labels(
        self, labels: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return the labels of a batch: by default as they are."""
        return labels

    def transform_bounding_boxes(
        self, bounding_boxes: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return the boxes of a batch, "boxes" and "labels": by default as they are."""
        return bounding_boxes

    def transform_segmentation_masks(
        self, segmentation_masks: Any, transformation: Any, training: bool = True
    ) -> Any:
        """Return the masks of a batch: by default as they are."""
        return segmentation_masks

    # ---- calling ----

    def call(self, data: Any, training: bool = True) -> Any:
        """Change images, and what belongs to them alike.

        Parameters
        ----------
        data : Tensor or dict
            Images of shape (batch, height, width, channels), or one without the first
            axis; with "channels_first" the channels stand before the height. Or a
            dictionary of "images" and what belongs to them, for a batch or for one;
            masks may lack the axis of channels.
        training : bool, default True

        Returns
        -------
        Tensor or dict, as `data`
        """
        if not isinstance(data, dict):
            return self._call_all({"images": data}, training)["images"]
        if "images" not in data:
            raise ArgumentError(
                f"{self._who()}: a dictionary of data must have the key 'images', got "
                f"{sorted(data)}."
            )
        if data.get("bounding_boxes") is not None and not self.bounding_box_format:
            raise ArgumentError(
                f"{self._who()}: there are 'bounding_boxes' in the data, but nothing "
                f"says how they are written; give the layer "
                f"bounding_box_format='xyxy', or what else it is."
            )
        return self._call_all(data, training)

    def _call_all(self, data: dict[str, Any], training: Any) -> dict[str, Any]:
        rank = len(data["images"].shape)
        if rank not in (3, 4):
            raise ShapeError(
                f"{self._who()}: images must have 3 axes (one of them) or 4 (a batch), "
                f"got shape {tuple(data['images'].shape)}."
            )
        known = {k: v for k, v in data.items() if k in _HOOKS and v is not None}
        known["images"] = self._own_float(known["images"])
        if rank == 3:
            known = on_parts(lambda x: ops.expand_dims(x, 0), known)
        masks = known.get("segmentation_masks")
        has_no_channels = masks is not None and len(masks.shape) == 3
        if has_no_channels:
            known["segmentation_masks"] = ops.expand_dims(masks, self._channel_axis)
        if training or not self._rests_outside_training:
            found = self._transform(known, training)
        else:
            found = self._at_rest(known)
        if has_no_channels:
            masks = found["segmentation_masks"]
            found["segmentation_masks"] = ops.squeeze(masks, self._channel_axis)
        if rank == 3:
            found = on_parts(lambda x: x[0], found)
        return {**data, **found}

    def _own_float(self, images: Any) -> Any:
        """Return floats in the layer's type, anything else as it is."""
        name = str(ops.dtype(images))
        if is_float(name) and is_float(self.compute_dtype):
            return ops.cast(images, self.compute_dtype)
        return images

    def _transform(self, data: dict[str, Any], training: Any) -> dict[str, Any]:
        """Return a batch of everything, with one set of random numbers."""
        drawn = self.get_random_transformation(data, training=training)
        return {
            key: getattr(self, _HOOKS[key])(value, drawn, training=training)
            for key, value in data.items()
        }

    def _at_rest(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return a batch of everything as it is outside training."""
        return {**data, "images": ops.cast(data["images"], self.compute_dtype)}

    # ---- for subclasses ----

    @property
    def _spatial_axes(self) -> tuple[int, int]:
        """The axes of height and width, counted from the end."""
        return (-3, -2) if self.data_format == "channels_last" else (-2, -1)

    @property
    def _channel_axis(self) -> int:
        """The axis of channels, counted from the end."""
        return -1 if self.data_format == "channels_last" else -3

    @property
    def _accurate_dtype(self) -> str:
        """A float type of enough digits for positions and intermediate results."""
        return "float64" if self.compute_dtype == "float64" else "float32"

    @staticmethod
    def _images_of(data: Any) -> Any:
        return data["images"] if isinstance(data, dict) else data

    def _sizes_of(self, data: Any) -> tuple[Any, Any]:
        """Return height and width of the images; None where unknown."""
        shape = self._images_of(data).shape
        height, width = self._spatial_axes
        return shape[height], shape[width]

    def _count_of(self, data: Any) -> Any:
        """Return how many images there are; None if unknown."""
        return self._images_of(data).shape[0]

    def _draw(
        self, data: Any, bounds: Any, seed: Any = None, shape: tuple[Any, ...] = ()
    ) -> Any:
        """Return numbers uniform in ``[low, high)``, of shape ``(batch, *shape)``.

        Where both bounds are equal, exactly those come.
        """
        low, high = bounds
        # The same numbers whatever the layer's type, to as many digits as that takes.
        unit = random.uniform(
            (self._count_of(data), *shape),
            dtype="float32",
            seed=self.generator if seed is None else seed,
        )
        return ops.cast(unit, self._accurate_dtype) * (high - low) + low

    def _is_hit(self, data: Any, bounds: Any, seed: Any = None) -> Any:
        """Return which images are to be changed: booleans of shape (batch,).

        Each has a probability of its own, uniform in `bounds`.
        """
        chance = self._draw(data, bounds, seed)
        return self._draw(data, (0.0, 1.0), seed) < chance

    def _moved_boxes(
        self, bounding_boxes: Any, move: Any, before: Any, after: Any = None
    ) -> Any:
        """Return boxes moved and then cut to the image, written as they came.

        Parameters
        ----------
        bounding_boxes : dict
        move : callable
            Takes boxes written as "xyxy", in pixels, to such boxes.
        before, after : (height, width)
            Sizes of the images, before and after; unknown ones change nothing.
        """
        after = before if after is None else after
        written, boxes = str(self.bounding_box_format), bounding_boxes["boxes"]
        if None in (*before, *after):
            return {**bounding_boxes, "boxes": ops.cast(boxes, "float32")}
        found = move(convert_format(boxes, written, "xyxy", *before))
        cut = clip_to_image_size({**bounding_boxes, "boxes": found}, *after)
        return {**cut, "boxes": convert_format(cut["boxes"], "xyxy", written, *after)}

    def _per_image(self, numbers: Any) -> Any:
        """Return numbers of shape (batch,) as (batch, 1, 1, 1), to meet images."""
        return ops.reshape(numbers, (-1, 1, 1, 1))


_HOOKS = {
    "images": "transform_images",
    "labels": "transform_labels",
    "bounding_boxes": "transform_bounding_boxes",
    "segmentation_masks": "transform_segmentation_masks",
}


def on_parts(function: Any, data: dict[str, Any]) -> dict[str, Any]:
    """Return what a function makes of all tensors in a dictionary of data."""
    return {
        k: on_parts(function, v) if isinstance(v, dict) else function(v)
        for k, v in data.items()
    }


def factor_range(
    value: Any, name: str, who: str, low: float = -1.0, high: float = 1.0
) -> tuple[float, float]:
    """Return the bounds of a random factor.

    A single number `f` stands for ``(-f, f)``, or ``(0, f)`` if `low` is not below 0.

    Parameters
    ----------
    value : float or pair of float
        The bounds in either order.
    name, who : str
        What messages call the argument and its layer.
    low, high : float, default -1.0 and 1.0
        The bounds may not lie outside these.

    Raises
    ------
    ArgumentError
        If it is neither, or a bound is out of range.

    Examples
    --------
    >>> factor_range(0.2, "factor", "RandomContrast")
    (-0.2, 0.2)
    >>> factor_range((0.1, 0.2), "factor", "RandomContrast")
    (0.1, 0.2)
    """
    bounds = value
    if _is_number(value):
        bounds = (-abs(value), abs(value)) if low < 0 else (0, value)
    if (
        not isinstance(bounds, (tuple, list))
        or len(bounds) != 2
        or not all(map(_is_number, bounds))
        or not low <= min(bounds) <= max(bounds) <= high
    ):
        raise ArgumentError(
            f"{who}: {name} must be a number, or a pair (lower, upper), from {low} to "
            f"{high}, got {value!r}."
        )
    return (min(bounds), max(bounds))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def value_range_of(value: Any, who: str) -> tuple[float, float]:
    """Return the lowest and the highest value of pixels.

    Raises
    ------
    ArgumentError
        If it is no pair of numbers, the lower one first.

    Examples
    --------
    >>> value_range_of([0, 255], "RandomBrightness")
    (0, 255)
    """
    if (
        not isinstance(value, (tuple, list))
        or len(value) != 2
        or not all(map(_is_number, value))
        or not value[0] < value[1]
    ):
        raise ArgumentError(
            f"{who}: value_range must be a pair (lowest, highest), such as (0, 255) or "
            f"(0.0, 1.0), got {value!r}."
        )
    return (value[0], value[1])


def to_range(images: Any, source: Any, target: Any) -> Any:
    """Return images whose values go from one range to another, in a straight line.

    Parameters
    ----------
    images : Tensor of a float type
    source, target : pair of float
        Lowest and highest value, before and after.

    Examples
    --------
    >>> to_range(ops.array([0.0, 127.5, 255.0]), (0, 255), (-1, 1)).tolist()
    [-1.0, 0.0, 1.0]
    """
    if tuple(source) == tuple(target):
        return images
    (low, high), (to_low, to_high) = source, target
    return (images - low) * ((to_high - to_low) / (high - low)) + to_low

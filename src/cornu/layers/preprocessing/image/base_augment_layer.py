"""BaseAugmentLayer: what layers share that apply changes chosen at random."""

from typing import Any

from cornu import ops, random
from cornu.layers.arguments import one_of
from cornu.layers.preprocessing.image.auto_contrast import AutoContrast
from cornu.layers.preprocessing.image.base_affine_layer import INTERPOLATIONS
from cornu.layers.preprocessing.image.base_image_layer import (
    BaseImageLayer,
    factor_range,
    value_range_of,
)
from cornu.layers.preprocessing.image.equalization import Equalization
from cornu.layers.preprocessing.image.random_brightness import RandomBrightness
from cornu.layers.preprocessing.image.random_color_degeneration import (
    RandomColorDegeneration,
)
from cornu.layers.preprocessing.image.random_contrast import RandomContrast
from cornu.layers.preprocessing.image.random_posterization import RandomPosterization
from cornu.layers.preprocessing.image.random_rotation import RandomRotation
from cornu.layers.preprocessing.image.random_sharpness import RandomSharpness
from cornu.layers.preprocessing.image.random_shear import RandomShear
from cornu.layers.preprocessing.image.random_translation import RandomTranslation
from cornu.layers.preprocessing.image.solarization import Solarization

_BITS = (1, 4)


class BaseAugmentLayer(BaseImageLayer):
    """Apply changes of colour and place, chosen for a whole batch. Abstract.

    Which ones is read by Python, as :func:`cornu.ops.switch` does: a training step
    with such a layer inside is never replayed.
    """

    def _make_steps(self, all_ops: bool = True) -> list[BaseImageLayer]:
        """Return the layers to choose from, all of one strength."""
        common: dict[str, Any] = {
            "data_format": self.data_format,
            "bounding_box_format": self.bounding_box_format,
            "dtype": self.dtype_policy,
        }
        moving = {**common, "interpolation": self.interpolation}
        ranged = {**common, "value_range": self.value_range}
        factor = self.factor
        steps: list[BaseImageLayer] = [
            RandomShear(factor, factor, **moving),
            RandomTranslation(factor, factor, **moving),
            RandomRotation(factor, **moving),
            RandomPosterization(_BITS, **ranged),
            Solarization(factor, factor, **ranged),
            AutoContrast(**ranged),
            Equalization(**ranged),
        ]
        if all_ops:
            kinds: tuple[Any, ...] = (
                RandomBrightness,
                RandomColorDegeneration,
                RandomContrast,
                RandomSharpness,
            )
            steps += [kind(factor, **ranged) for kind in kinds]
        return steps

    def _set_augmentation(
        self, value_range: Any, factor: Any, interpolation: str, seed: Any
    ) -> None:
        who = type(self).__name__
        self.value_range = value_range_of(value_range, who)
        self.factor = factor_range(factor, "factor", who, 0.0, 1.0)
        self.interpolation = one_of(interpolation, INTERPOLATIONS, "interpolation", who)
        self._set_seed(seed)

    def _choices(self, shape: tuple[int, ...], count: int, seed: Any) -> Any:
        """Return random integers below `count`."""
        seed = self.generator if seed is None else seed
        return random.randint(shape, 0, count, dtype="int32", seed=seed)

    def _drawn(self, data: Any, seed: Any) -> list[Any]:
        """Return what each layer would draw, whether it is chosen or not.

        So each call takes equally many random numbers.
        """
        seed = self.generator if seed is None else seed
        return [step.get_random_transformation(data, seed=seed) for step in self._steps]

    def _applied(self, hook: str, value: Any, index: Any, drawn: list[Any]) -> Any:
        """Return what the chosen layer makes of images, masks or boxes.

        A number behind the last layer changes nothing.
        """

        def branch(step: Any, transformation: Any) -> Any:
            return lambda x: getattr(step, hook)(x, transformation, training=True)

        branches = [branch(*pair) for pair in zip(self._steps, drawn)]
        return ops.switch(index, [*branches, lambda x: x], value)

    _steps: list[Any]

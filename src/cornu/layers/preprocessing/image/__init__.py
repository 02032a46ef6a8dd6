"""Layers that change images, and what belongs to them: boxes, masks, labels."""

from cornu.layers.preprocessing.image.auto_contrast import AutoContrast as AutoContrast
from cornu.layers.preprocessing.image.clahe import (
    ContrastLimitedAdaptiveHistogramEqualization as ContrastLimitedAdaptiveHistogramEqualization,  # noqa: E501
)
from cornu.layers.preprocessing.image.cut_mix import CutMix as CutMix
from cornu.layers.preprocessing.image.equalization import Equalization as Equalization
from cornu.layers.preprocessing.image.mix_up import MixUp as MixUp
from cornu.layers.preprocessing.image.random_brightness import (
    RandomBrightness as RandomBrightness,
)
from cornu.layers.preprocessing.image.random_color_degeneration import (
    RandomColorDegeneration as RandomColorDegeneration,
)
from cornu.layers.preprocessing.image.random_color_jitter import (
    RandomColorJitter as RandomColorJitter,
)
from cornu.layers.preprocessing.image.random_contrast import (
    RandomContrast as RandomContrast,
)
from cornu.layers.preprocessing.image.random_erasing import (
    RandomErasing as RandomErasing,
)
from cornu.layers.preprocessing.image.random_gaussian_blur import (
    RandomGaussianBlur as RandomGaussianBlur,
)
from cornu.layers.preprocessing.image.random_grayscale import (
    RandomGrayscale as RandomGrayscale,
)
from cornu.layers.preprocessing.image.random_hue import RandomHue as RandomHue
from cornu.layers.preprocessing.image.random_invert import RandomInvert as RandomInvert
from cornu.layers.preprocessing.image.random_posterization import (
    RandomPosterization as RandomPosterization,
)
from cornu.layers.preprocessing.image.random_saturation import (
    RandomSaturation as RandomSaturation,
)
from cornu.layers.preprocessing.image.random_sharpness import (
    RandomSharpness as RandomSharpness,
)
from cornu.layers.preprocessing.image.solarization import Solarization as Solarization

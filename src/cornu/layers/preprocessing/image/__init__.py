"""Layers that change images, and what belongs to them: boxes, masks, labels."""

from cornu.layers.preprocessing.image.aug_mix import AugMix as AugMix
from cornu.layers.preprocessing.image.auto_contrast import AutoContrast as AutoContrast
from cornu.layers.preprocessing.image.center_crop import CenterCrop as CenterCrop
from cornu.layers.preprocessing.image.clahe import (
    ContrastLimitedAdaptiveHistogramEqualization as ContrastLimitedAdaptiveHistogramEqualization,  # noqa: E501
)
from cornu.layers.preprocessing.image.cut_mix import CutMix as CutMix
from cornu.layers.preprocessing.image.equalization import Equalization as Equalization
from cornu.layers.preprocessing.image.max_num_bounding_boxes import (
    MaxNumBoundingBoxes as MaxNumBoundingBoxes,
)
from cornu.layers.preprocessing.image.mix_up import MixUp as MixUp
from cornu.layers.preprocessing.image.pipeline import Pipeline as Pipeline
from cornu.layers.preprocessing.image.rand_augment import RandAugment as RandAugment
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
from cornu.layers.preprocessing.image.random_crop import RandomCrop as RandomCrop
from cornu.layers.preprocessing.image.random_elastic_transform import (
    RandomElasticTransform as RandomElasticTransform,
)
from cornu.layers.preprocessing.image.random_erasing import (
    RandomErasing as RandomErasing,
)
from cornu.layers.preprocessing.image.random_flip import RandomFlip as RandomFlip
from cornu.layers.preprocessing.image.random_gaussian_blur import (
    RandomGaussianBlur as RandomGaussianBlur,
)
from cornu.layers.preprocessing.image.random_grayscale import (
    RandomGrayscale as RandomGrayscale,
)
from cornu.layers.preprocessing.image.random_hue import RandomHue as RandomHue
from cornu.layers.preprocessing.image.random_invert import RandomInvert as RandomInvert
from cornu.layers.preprocessing.image.random_perspective import (
    RandomPerspective as RandomPerspective,
)
from cornu.layers.preprocessing.image.random_posterization import (
    RandomPosterization as RandomPosterization,
)
from cornu.layers.preprocessing.image.random_rotation import (
    RandomRotation as RandomRotation,
)
from cornu.layers.preprocessing.image.random_saturation import (
    RandomSaturation as RandomSaturation,
)
from cornu.layers.preprocessing.image.random_sharpness import (
    RandomSharpness as RandomSharpness,
)
from cornu.layers.preprocessing.image.random_shear import RandomShear as RandomShear
from cornu.layers.preprocessing.image.random_translation import (
    RandomTranslation as RandomTranslation,
)
from cornu.layers.preprocessing.image.random_zoom import RandomZoom as RandomZoom
from cornu.layers.preprocessing.image.resizing import Resizing as Resizing
from cornu.layers.preprocessing.image.solarization import Solarization as Solarization

"""Layers that change images, and what belongs to them: boxes, masks, labels."""

from cornu.layers.preprocessing.image.center_crop import CenterCrop as CenterCrop
from cornu.layers.preprocessing.image.max_num_bounding_boxes import (
    MaxNumBoundingBoxes as MaxNumBoundingBoxes,
)
from cornu.layers.preprocessing.image.pipeline import Pipeline as Pipeline
from cornu.layers.preprocessing.image.random_crop import RandomCrop as RandomCrop
from cornu.layers.preprocessing.image.random_elastic_transform import (
    RandomElasticTransform as RandomElasticTransform,
)
from cornu.layers.preprocessing.image.random_flip import RandomFlip as RandomFlip
from cornu.layers.preprocessing.image.random_perspective import (
    RandomPerspective as RandomPerspective,
)
from cornu.layers.preprocessing.image.random_rotation import (
    RandomRotation as RandomRotation,
)
from cornu.layers.preprocessing.image.random_shear import RandomShear as RandomShear
from cornu.layers.preprocessing.image.random_translation import (
    RandomTranslation as RandomTranslation,
)
from cornu.layers.preprocessing.image.random_zoom import RandomZoom as RandomZoom
from cornu.layers.preprocessing.image.resizing import Resizing as Resizing

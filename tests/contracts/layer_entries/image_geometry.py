"""Layers that move the pixels of images, for the laws in ``test_layers.py``."""

from contracts.nested import Nested

BATCH = (3, 6, 7, 2)
FIRST = (3, 2, 6, 7)

# Called without a flag these layers are in training, so their factors are single points
# here: laws compare calls. What is random is held to its own laws in
# ``test_image_geometry_random.py``.
ENTRIES = [
    ("Resizing", {"height": 3, "width": 9}, BATCH, {}),
    (
        "Resizing",
        {
            "height": 9,
            "width": 3,
            "crop_to_aspect_ratio": True,
            "data_format": "channels_first",
        },
        FIRST,
        {},
    ),
    ("CenterCrop", {"height": 3, "width": 4}, BATCH, {}),
    ("CenterCrop", {"height": 8, "width": 4}, BATCH, {}),
    ("RandomCrop", {"height": 6, "width": 7}, BATCH, {}),
    ("RandomRotation", {"factor": (0.1, 0.1)}, BATCH, {}),
    (
        "RandomRotation",
        {"factor": (0.1, 0.1), "data_format": "channels_first"},
        FIRST,
        {},
    ),
    (
        "RandomTranslation",
        {"height_factor": (0.2, 0.2), "width_factor": (-0.3, -0.3)},
        BATCH,
        {},
    ),
    ("RandomZoom", {"height_factor": (0.2, 0.2)}, BATCH, {}),
    ("RandomShear", {}, BATCH, {}),
    ("RandomPerspective", {"factor": 0.0}, BATCH, {}),
    ("RandomPerspective", {"factor": (1.0, 1.0), "scale": 0.0}, BATCH, {}),
    ("RandomElasticTransform", {"factor": 0.0}, BATCH, {}),
    ("RandomFlip", {"seed": 3}, BATCH, {}),
    ("MaxNumBoundingBoxes", {"max_number": 3}, BATCH, {}),
    (
        "Pipeline",
        {
            "layers": [
                Nested("Resizing", {"height": 3, "width": 9}),
                Nested("RandomRotation", {"factor": (0.1, 0.1)}),
            ]
        },
        BATCH,
        {},
    ),
]

EXEMPT = {
    ("MaxNumBoundingBoxes", "masks_pass_as_declared"): "images leave as they came",
}

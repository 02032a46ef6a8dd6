"""Functions on boxes around things in images: arrays of shape ``(..., boxes, 4)``."""

from cornu.ops.bounding_boxes.deltas import (
    decode_deltas_to_boxes as decode_deltas_to_boxes,
)
from cornu.ops.bounding_boxes.deltas import encode_box_to_deltas as encode_box_to_deltas
from cornu.ops.bounding_boxes.formats import convert_format as convert_format
from cornu.ops.bounding_boxes.frames import clip_to_image_size as clip_to_image_size
from cornu.ops.bounding_boxes.frames import crop as crop
from cornu.ops.bounding_boxes.frames import pad as pad
from cornu.ops.bounding_boxes.motion import affine_transform as affine_transform
from cornu.ops.bounding_boxes.overlap import compute_ciou as compute_ciou
from cornu.ops.bounding_boxes.overlap import compute_iou as compute_iou

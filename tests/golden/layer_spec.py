"""How a case of a layer is described, for `make_layers.py` and its families."""

from __future__ import annotations

from typing import Any

Spec = dict[str, Any]
SPATIAL = {1: (6,), 2: (5, 6), 3: (4, 3, 5)}


def nested(class_name: str, **kwargs: Any) -> dict[str, Any]:
    return {"@layer": class_name, "kwargs": kwargs}


def spec(class_name: str, shapes: Any, tag: str = "", **options: Any) -> Spec:
    """Describe a case: `shapes` is one shape, or a list of shapes for many inputs.

    Options: kwargs, mask ("time" or an array or a list), states (shapes), ints (upper
    bound of integer inputs), training (record the training mode), zero_steps, scale,
    spread (several inputs are several arguments), call (more keywords of the call:
    plain values or arrays), smooth (False: gradients are not recorded).
    """
    return {"class_name": class_name, "shapes": shapes, "tag": tag, **options}

"""Inputs for the primitives behind loops and rematerialisation."""

from typing import Any

SAMPLES: dict[str, list[Any]] = {
    "barrier": [(((3, 4),), {}), (((),), {}), (((0, 2),), {})],
    "unstack": [
        (((3, 4),), {"axis": 0}),
        (((2, 3, 2),), {"axis": 1}),
        (((4,),), {"axis": 0}),
        (((2, 0),), {"axis": 0}),
        (((0, 2),), {"axis": 0}),
    ],
}

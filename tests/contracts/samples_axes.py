"""Samples of axes read as several, and of several read as one."""

from typing import Any

SAMPLES: dict[str, list[Any]] = {
    "split_axis": [
        (((2, 6, 3),), {"axis": 1, "sizes": (2, 3)}),
        (((2, 6),), {"axis": 1, "sizes": (-1, 1, 2)}),
        (((4,),), {"axis": 0, "sizes": (4,)}),
        (((0, 6),), {"axis": 1, "sizes": (3, -1)}),
        (((2, 0),), {"axis": 1, "sizes": (0, 3)}),
    ],
    "merge_axes": [
        (((2, 3, 4),), {"axis": 1, "count": 2}),
        (((2, 3, 1),), {"axis": 0, "count": 3}),
        (((2, 3),), {"axis": 0, "count": 1}),
        (((2, 0, 3),), {"axis": 0, "count": 2}),
    ],
}

"""Half precision becomes float32."""

import pytest

from cornu import ops
from cornu.layers.normalization.widening import widened


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [("float16", "float32"), ("float32", "float32"), ("float64", "float64")],
)
def test_only_half_precision_is_widened(dtype, expected):
    assert widened(ops.ones(3, dtype=dtype)).dtype == expected

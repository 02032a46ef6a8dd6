"""What poolings over all positions share."""

import pytest

from cornu import layers, ops
from cornu.errors import ShapeError


@pytest.mark.parametrize("kind", ["Max", "Average"])
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_shapes(kind, rank):
    cls = getattr(layers, f"Global{kind}Pooling{rank}D")
    sizes = (4, 3, 2)[:rank]
    x = ops.ones((2, *sizes, 5))
    assert cls()(x).shape == (2, 5)
    assert cls(keepdims=True)(x).shape == (2, *(1,) * rank, 5)
    assert cls(data_format="channels_first")(x).shape == (2, sizes[0])


def test_rank_is_checked():
    with pytest.raises(ShapeError, match="must have 4 axes"):
        layers.GlobalMaxPooling2D()(ops.ones((2, 3, 4)))

"""What layers share that cut a window out of images."""

import pytest

from cornu import layers, ops
from cornu.layers.preprocessing.image.base_crop_layer import kept_part


@pytest.mark.parametrize("sizes", [(8, 11), (7, 5), (3, 40)])
@pytest.mark.parametrize("target", [(9, 6), (4, 13), (20, 20)])
def test_the_kept_part_is_what_resizing_keeps(sizes, target):
    high, wide = sizes
    rows = ops.broadcast_to(ops.arange(high, dtype="float32")[:, None], sizes)
    columns = ops.broadcast_to(ops.arange(wide, dtype="float32"), sizes)
    image = ops.stack([rows, columns], -1)
    found = ops.image.resize(
        image, target, interpolation="nearest", crop_to_aspect_ratio=True
    ).numpy()
    for axis, n in enumerate(sizes):
        start, kept = kept_part(n, sizes[1 - axis], target[axis], target[1 - axis])
        assert start <= found[..., axis].min()
        assert found[..., axis].max() <= start + kept - 1


@pytest.mark.parametrize("name", ["CenterCrop", "RandomCrop"])
def test_sizes_must_be_positive(name):
    with pytest.raises(ValueError, match=f"{name}: height must be"):
        getattr(layers, name)(0, 3)

import numpy as np
import pytest

from cornu.kernels.cpu.blocks import (
    BLOCK_BYTES,
    GRANULE,
    LANES,
    blocks_of,
    combine,
    granules,
    lanes,
)


@pytest.mark.parametrize("batch", [1, 5, 16])
@pytest.mark.parametrize("rows", [1, 7])
@pytest.mark.parametrize("share", [0.01, 0.3, 1, 4])
def test_blocks_cover_every_row_once(batch, rows, share):
    blocks = blocks_of(batch, rows, int(BLOCK_BYTES * share))
    seen = [
        (n, r)
        for b in blocks
        for n in range(b.start, b.stop)
        for r in range(b.first, b.last)
    ]
    assert sorted(seen) == [(n, r) for n in range(batch) for r in range(rows)]
    assert len(seen) == batch * rows
    largest = blocks[0]
    for b in blocks:  # scratch memory is sized by the first
        assert b.stop - b.start <= largest.stop - largest.start
        assert b.last - b.first <= largest.last - largest.first


def test_blocks_of_whole_images_are_of_about_one_size():
    sizes = [b.stop - b.start for b in blocks_of(8, 1, BLOCK_BYTES // 5)]
    assert sizes == [4, 4]


@pytest.mark.parametrize("batch", [0, 1, 8, 9, 64, 130, 1000])
def test_granules_and_lanes_cover_the_batch_in_order(batch):
    rows = list(range(batch))
    cuts = granules(batch)
    assert [n for g in cuts for n in rows[g]] == rows
    assert all(g.stop - g.start == GRANULE for g in cuts[:-1])
    runs = lanes(batch)
    assert [g for run in runs for g in run] == cuts
    assert len(runs) == min(len(cuts), LANES)
    lengths = {len(run) for run in runs}
    assert not lengths or max(lengths) - min(lengths) <= 1


@pytest.mark.parametrize("count", [1, 2, 5])
def test_combine_adds_in_order(count):
    rng = np.random.default_rng(0)
    sums = [rng.standard_normal(50).astype("float32") for _ in range(count)]
    wanted = sums[0].copy()
    for a in sums[1:]:
        wanted = wanted + a
    out = np.full(50, np.nan, "float32")
    combine(sums, out)
    np.testing.assert_array_equal(out, wanted)
    combine(sums, sums[0])
    np.testing.assert_array_equal(sums[0], wanted)

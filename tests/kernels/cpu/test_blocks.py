import pytest

from cornu.kernels.cpu.blocks import BLOCK_BYTES, LANES, blocks_of, lanes_of


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


@pytest.mark.parametrize("count", [1, 3, LANES, 100])
def test_lanes_cover_every_block_in_order(count):
    lanes = lanes_of(count, 1000)
    assert [i for lane in lanes for i in lane] == list(range(count))
    assert len(lanes) == min(count, LANES)
    assert len(lanes_of(count, 2**30)) <= 2

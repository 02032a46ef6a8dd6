"""Philox against its definition in plain integers, and against NumPy's."""

import numpy as np
import pytest

from cornu.backend.philox import philox_block, philox_words

KEYS = [(0, 0), (1, 0), (7, 3), (2**64 - 1, 2**63 + 5)]


def test_known_answers():
    # From the paper's own test vectors (kat_vectors of Random123, philox4x64 10).
    assert philox_block((0, 0), (0, 0, 0, 0)) == [
        0x16554D9ECA36314C,
        0xDB20FE9D672D0FDC,
        0xD7E772CEE186176B,
        0x7E68B68AEC7BA23B,
    ]
    full = 2**64 - 1
    assert philox_block((full, full), (full,) * 4) == [
        0x87B092C3013FE90B,
        0x438C3C67BE8D0224,
        0x9CC7D7C69CD777B6,
        0xA09CAEBF594F0BA0,
    ]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("counter", [0, 1, 12345, 2**32 - 1])
def test_words_are_the_blocks_in_order(key, counter):
    words = philox_words(key, counter, 12).tolist()
    blocks = [philox_block(key, (i, counter, 0, 0)) for i in (1, 2, 3)]
    assert words == [w for block in blocks for w in block]


def test_words_are_numpys_stream():
    generator = np.random.Philox(key=[7, 3], counter=[0, 9, 0, 0])
    assert (philox_words((7, 3), 9, 100) == generator.random_raw(100)).all()


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5])
def test_any_count_is_a_prefix(count):
    words = philox_words((1, 0), 2, count)
    assert words.shape == (count,)
    assert words.dtype == np.uint64
    assert (words == philox_words((1, 0), 2, 20)[:count]).all()


def test_other_keys_and_counters_give_other_words():
    seen = {tuple(philox_words(k, c, 4)) for k in KEYS for c in range(10)}
    assert len(seen) == len(KEYS) * 10

"""Philox 4x64-10, a counter-based random number generator.

Any block of the stream can be computed without those before it, which is what makes
the same numbers possible on every device, eager or replayed, and after a resume.

References
----------
.. [1] Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
"""

import threading

import numpy as np

ROUNDS = 10
M0, M1 = 0xD2E7470EE14C6C93, 0xCA5A826395121157  # multipliers, table 2 of [1]
W0, W1 = 0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B  # key increments, section 4.2 of [1]


_NO_WORDS = np.zeros(4, np.uint64)
_local = threading.local()  # a generator is slow to make, and one thread's only


def philox_words(
    key: tuple[int, int], counter: int, count: int, start: int = 0
) -> np.ndarray:
    """Return words of the stream ``(block, counter, 0, 0)``, block from 1.

    Parameters
    ----------
    key : tuple of two int in [0, 2**64)
    counter : int in [0, 2**64)
    count : int
    start : int, default 0
        Words of the stream to leave out.

    Returns
    -------
    ndarray of uint64, shape (count,)

    Examples
    --------
    >>> words = philox_words((1, 0), 5, 6)
    >>> bool((words[:4] == philox_words((1, 0), 5, 4)).all())
    True
    """
    generator = _local.__dict__.get("generator")
    if generator is None:
        generator = _local.generator = np.random.Philox(0)
    first, skipped = divmod(start, 4)
    # NumPy's own C implementation steps the first counter word before each block.
    generator.state = {
        "bit_generator": "Philox",
        "state": {
            "counter": np.array([first, counter, 0, 0], np.uint64),
            "key": np.array(key, np.uint64),
        },
        "buffer": _NO_WORDS,
        "buffer_pos": 4,
        "has_uint32": 0,
        "uinteger": 0,
    }
    return generator.random_raw(skipped + count)[skipped:]


def philox_block(key: tuple[int, int], counter: tuple[int, int, int, int]) -> list[int]:
    """Compute one block in plain integers: the definition other code is held to."""
    mask = 2**64 - 1
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(ROUNDS):
        p0, p1 = M0 * c0, M1 * c2
        c0, c1, c2, c3 = (
            (p1 >> 64) ^ c1 ^ k0,
            p1 & mask,
            (p0 >> 64) ^ c3 ^ k1,
            p0 & mask,
        )
        k0, k1 = (k0 + W0) & mask, (k1 + W1) & mask
    return [c0, c1, c2, c3]


CUDA_SOURCE = f"""
extern "C" __global__ void philox_words(
    const unsigned int* state, unsigned long long* out, long long count,
    long long first)
{{
    long long block = blockIdx.x * (long long)blockDim.x + threadIdx.x;
    if (4 * block >= count) return;
    unsigned long long k0 = state[0], k1 = 0;
    unsigned long long c0 = first + block + 1, c1 = state[1], c2 = 0, c3 = 0;
    for (int round = 0; round < {ROUNDS}; ++round) {{
        unsigned long long h0 = __umul64hi({M0:#x}ULL, c0), l0 = {M0:#x}ULL * c0;
        unsigned long long h1 = __umul64hi({M1:#x}ULL, c2), l1 = {M1:#x}ULL * c2;
        c0 = h1 ^ c1 ^ k0; c1 = l1; c2 = h0 ^ c3 ^ k1; c3 = l0;
        k0 += {W0:#x}ULL; k1 += {W1:#x}ULL;
    }}
    unsigned long long words[4] = {{c0, c1, c2, c3}};
    for (int i = 0; i < 4 && 4 * block + i < count; ++i) out[4 * block + i] = words[i];
}}
"""

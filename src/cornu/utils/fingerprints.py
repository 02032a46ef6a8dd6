"""Hashes of byte strings that are the same on every machine, many strings at a time.

Strings of like length go through the arithmetic together, as arrays of 64-bit words;
what follows is modulo 2**64 throughout.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

_K0 = np.uint64(0xC3A5C85C97CB3127)
_K1 = np.uint64(0xB492B66FBE98F273)
_K2 = np.uint64(0x9AE16A3B2F90404F)
_CAT = np.uint64(0xC6A4A7935BD1E995)
_SEED = np.uint64(81)
_ONE_BYTE = np.uint64(0xFF)
_NINE = np.uint64(9)


class _Bytes:
    """Hold byte strings end to end, so that words can be read from many at once."""

    def __init__(self, items: Sequence[bytes]) -> None:
        self.lengths = np.fromiter(map(len, items), np.int64, len(items))
        self.starts = np.cumsum(self.lengths) - self.lengths
        held = np.frombuffer(b"".join(items) + bytes(16), np.uint8)
        self.single = held
        self._windows = np.lib.stride_tricks.sliding_window_view(held, 8)

    def words(self, places: np.ndarray) -> np.ndarray:
        """Return the 64-bit words, lowest byte first, that begin at some places."""
        rows = np.ascontiguousarray(self._windows[places])
        return rows.view("<u8")[:, 0].astype(np.uint64, copy=False)

    def halves(self, places: np.ndarray) -> np.ndarray:
        """Return the 32-bit words that begin at some places."""
        return self.words(places) & np.uint64(0xFFFFFFFF)


def _groups(keys: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Yield each key that occurs, with the positions where it does."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    cuts = np.flatnonzero(np.diff(ordered)) + 1
    for part in np.split(order, cuts):
        if part.size:
            yield int(keys[part[0]]), part


# ---- FarmHash ----


def fingerprint64(items: Sequence[bytes]) -> np.ndarray:
    """Return FarmHash's Fingerprint64 of each byte string.

    Parameters
    ----------
    items : sequence of bytes

    Returns
    -------
    ndarray of uint64

    References
    ----------
    .. [1] Pike, "FarmHash", Google, 2014, https://github.com/google/farmhash.

    Examples
    --------
    >>> fingerprint64([b"", b"hello"])
    array([11160318154034397263, 13009744463427800296], dtype=uint64)
    """
    held = _Bytes(items)
    result = np.empty(len(items), np.uint64)
    lengths = held.lengths
    # By kind of formula first; above 64 bytes the number of whole blocks counts too.
    kinds = np.searchsorted([0, 3, 7, 16, 32, 64], lengths, side="left")
    kinds = np.where(lengths > 64, 6 + (lengths - 1) // 64, kinds)
    for kind, part in _groups(kinds):
        starts, sizes = held.starts[part], lengths[part]
        if kind >= 6:
            result[part] = _above_64(held, starts, sizes, kind - 6)
        else:
            result[part] = _SHORT[kind](held, starts, sizes)
    return result


def _rotated(value: np.ndarray, count: int) -> np.ndarray:
    """Return words with their bits rotated to the right."""
    turned: np.ndarray = (value >> np.uint64(count)) | (value << np.uint64(64 - count))
    return turned


def _mixed(value: Any) -> Any:
    return value ^ (value >> np.uint64(47))


def _joined(u: np.ndarray, v: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Return one word made of two."""
    first = _mixed((u ^ v) * factor)
    second: np.ndarray = _mixed((v ^ first) * factor) * factor
    return second


def _factor(sizes: np.ndarray) -> np.ndarray:
    return _K2 + sizes.astype(np.uint64) * np.uint64(2)


def _empty(held: _Bytes, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    return np.full(len(starts), _K2)


def _up_to_3(held: _Bytes, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    first, middle, last = (
        held.single[starts + shift].astype(np.uint64)
        for shift in (np.zeros_like(sizes), sizes >> 1, sizes - 1)
    )
    low = first + (middle << np.uint64(8))
    high = sizes.astype(np.uint64) + (last << np.uint64(2))
    found: np.ndarray = _mixed(low * _K2 ^ high * _K0) * _K2
    return found


def _up_to_7(held: _Bytes, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    first = held.halves(starts) << np.uint64(3)
    last = held.halves(starts + sizes - 4)
    return _joined(sizes.astype(np.uint64) + first, last, _factor(sizes))


def _up_to_16(held: _Bytes, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    factor = _factor(sizes)
    first = held.words(starts) + _K2
    last = held.words(starts + sizes - 8)
    c = _rotated(last, 37) * factor + first
    d = (_rotated(first, 25) + last) * factor
    return _joined(c, d, factor)


def _up_to_32(held: _Bytes, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    factor = _factor(sizes)
    ends = starts + sizes
    a, b = held.words(starts) * _K1, held.words(starts + 8)
    c, d = held.words(ends - 8) * factor, held.words(ends - 16) * _K2
    return _joined(
        _rotated(a + b, 43) + _rotated(c, 30) + d, a + _rotated(b + _K2, 18) + c, factor
    )


def _up_to_64(held: _Bytes, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    factor = _factor(sizes)
    ends = starts + sizes
    a, b = held.words(starts) * _K2, held.words(starts + 8)
    c, d = held.words(ends - 8) * factor, held.words(ends - 16) * _K2
    y = _rotated(a + b, 43) + _rotated(c, 30) + d
    z = _joined(y, a + _rotated(b + _K2, 18) + c, factor)
    e, f = held.words(starts + 16) * factor, held.words(starts + 24)
    g = (y + held.words(ends - 32)) * factor
    h = (z + held.words(ends - 24)) * factor
    return _joined(
        _rotated(e + f, 43) + _rotated(g, 30) + h, e + _rotated(f + a, 18) + g, factor
    )


_SHORT = (_empty, _up_to_3, _up_to_7, _up_to_16, _up_to_32, _up_to_64)


class _State:
    """Hold the seven words that long strings are folded into, block by block."""

    def __init__(self, held: _Bytes, starts: np.ndarray) -> None:
        zeros = np.zeros(len(starts), np.uint64)
        self.held = held
        self.y = zeros + (_SEED * _K1 + np.uint64(113))
        self.z = _mixed(self.y * _K2 + np.uint64(113)) * _K2
        self.x = zeros + _SEED * _K2 + held.words(starts)
        self.v = (zeros, zeros)
        self.w = (zeros, zeros)

    def fold(self, at: np.ndarray, factor: Any, weight: np.uint64) -> None:
        """Take in the 64 bytes that begin at some places."""
        word = self.held.words
        (v0, v1), (w0, w1) = self.v, self.w
        x = _rotated(self.x + self.y + v0 + word(at + 8), 37) * factor
        y = _rotated(self.y + v1 + word(at + 48), 42) * factor
        x = x ^ w1 * weight
        y = y + v0 * weight + word(at + 40)
        z = _rotated(self.z + w0, 33) * factor
        self.v = self._folded(at, v1 * factor, x + w0)
        self.w = self._folded(at + 32, z + w1, y + word(at + 16))
        self.x, self.y, self.z = z, y, x

    def _folded(
        self, at: np.ndarray, a: np.ndarray, b: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        first, second, third, fourth = (self.held.words(at + 8 * i) for i in range(4))
        a = a + first
        b = _rotated(b + a + fourth, 21)
        total = a + second + third
        return total + fourth, b + _rotated(total, 44) + a


def _above_64(
    held: _Bytes, starts: np.ndarray, sizes: np.ndarray, blocks: int
) -> np.ndarray:
    one = np.uint64(1)
    with np.errstate(over="ignore"):  # of the constants, which are scalars
        state = _State(held, starts)
    for block in range(blocks):
        state.fold(starts + 64 * block, _K1, one)
    factor = _K1 + ((state.z & _ONE_BYTE) << one)
    rest = ((sizes - 1) & 63).astype(np.uint64)
    (v0, v1), (w0, w1) = state.v, state.w
    w0 = w0 + rest
    v0 = v0 + w0
    state.v, state.w = (v0, v1), (w0 + v0, w1)
    state.fold(starts + sizes - 64, factor, _NINE)
    (v0, v1), (w0, w1) = state.v, state.w
    return _joined(
        _joined(v0, w0, factor) + _mixed(state.y) * _K0 + state.z,
        _joined(v1, w1, factor) + state.x,
        factor,
    )


def fingerprint_cat64(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return fingerprints of pairs, made of the fingerprints of their parts.

    Parameters
    ----------
    first, second : ndarray of uint64
        The order matters.
    """
    found = first ^ _CAT
    found = (found ^ _mixed(second * _CAT) * _CAT) * _CAT
    whole: np.ndarray = _mixed(_mixed(found) * _CAT)
    return whole


# ---- SipHash ----


def siphash64(items: Sequence[bytes], key: tuple[int, int]) -> np.ndarray:
    """Return SipHash-2-4 of each byte string under a key.

    Parameters
    ----------
    items : sequence of bytes
    key : pair of int
        The key's lower and upper 64 bits.

    Returns
    -------
    ndarray of uint64

    References
    ----------
    .. [1] Aumasson and Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012.

    Examples
    --------
    >>> siphash64([b"hello"], (133, 137))
    array([1067426241479190957], dtype=uint64)
    """
    held = _Bytes(items)
    result = np.empty(len(items), np.uint64)
    for count, part in _groups(held.lengths // 8):
        result[part] = _sip(held, held.starts[part], held.lengths[part], count, key)
    return result


# "somepseudorandomlygeneratedbytes", eight letters each.
_SIP = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)


def _sip(
    held: _Bytes,
    starts: np.ndarray,
    sizes: np.ndarray,
    count: int,
    key: tuple[int, int],
) -> np.ndarray:
    zeros = np.zeros(len(starts), np.uint64)
    low, high = (np.uint64(k % 2**64) for k in key)
    state = [zeros + (np.uint64(c) ^ k) for c, k in zip(_SIP, (low, high, low, high))]
    for word in range(count):
        _absorb(state, held.words(starts + 8 * word))
    # The bytes left over, and in the highest byte the length.
    bits = ((sizes % 8) * 8).astype(np.uint64)
    rest = held.words(starts + 8 * count) & ((np.uint64(1) << bits) - np.uint64(1))
    _absorb(state, rest | (sizes.astype(np.uint64) << np.uint64(56)))
    state[2] = state[2] ^ np.uint64(0xFF)
    _rounds(state, 4)
    found: np.ndarray = state[0] ^ state[1] ^ state[2] ^ state[3]
    return found


def _absorb(state: list[np.ndarray], word: np.ndarray) -> None:
    state[3] = state[3] ^ word
    _rounds(state, 2)
    state[0] = state[0] ^ word


def _rounds(state: list[np.ndarray], count: int) -> None:
    a, b, c, d = state
    for _ in range(count):
        a, c = a + b, c + d
        b, d = _rotated(b, 51) ^ a, _rotated(d, 48) ^ c
        a = _rotated(a, 32)
        c, a = c + b, a + d
        b, d = _rotated(b, 47) ^ c, _rotated(d, 43) ^ a
        c = _rotated(c, 32)
    state[:] = a, b, c, d

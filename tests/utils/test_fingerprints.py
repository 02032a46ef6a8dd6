"""Hashes against published vectors, and the same values alone or among others."""

import numpy as np
import pytest

from cornu.utils.fingerprints import fingerprint64, fingerprint_cat64, siphash64

# The key and message of the paper's appendix A: bytes 0, 1, 2, ...
KEY = (0x0706050403020100, 0x0F0E0D0C0B0A0908)


def test_siphash_has_the_value_of_the_paper():
    assert hex(siphash64([bytes(range(15))], KEY)[0]) == "0xa129ca6149be45e5"


@pytest.mark.parametrize(
    ("count", "wanted"),
    # From the vectors of the reference implementation: the first `count` bytes.
    [(0, 0x726FDB47DD0E0E31), (1, 0x74F839C593DC67FD), (8, 0x93F5F5799A932462)],
)
def test_siphash_has_the_values_of_the_reference(count, wanted):
    assert siphash64([bytes(range(count))], KEY)[0] == wanted


def test_fingerprint_of_nothing_is_its_constant():
    assert fingerprint64([b""])[0] == 0x9AE16A3B2F90404F


@pytest.mark.parametrize("hashed", [fingerprint64, lambda items: siphash64(items, KEY)])
def test_company_does_not_matter(hashed):
    rng = np.random.default_rng(0)
    items = [rng.bytes(n) for n in [*range(140), 0, 300, 5, 64, 1000]]
    together = hashed(items)
    alone = [hashed([item])[0] for item in items]
    assert together.tolist() == alone
    assert len(set(alone)) == len(set(items))


@pytest.mark.parametrize("hashed", [fingerprint64, lambda items: siphash64(items, KEY)])
def test_no_items(hashed):
    assert hashed([]).shape == (0,)


def test_every_byte_counts():
    for size in (3, 7, 16, 32, 64, 65, 200):
        base = bytes(size)
        changed = [base[:i] + b"\x01" + base[i + 1 :] for i in range(size)]
        assert len(set(fingerprint64([base, *changed]).tolist())) == size + 1


def test_order_of_pairs_counts():
    a, b = fingerprint64([b"a", b"b"])[:, None]
    assert fingerprint_cat64(a, b) != fingerprint_cat64(b, a)

import tracemalloc

import numpy as np
import pytest

from cornu import ops
from cornu.errors import ArgumentError, ShapeError
from cornu.ops.einsum import contraction_order


def near(found, wanted):
    assert tuple(found.shape) == np.shape(wanted)
    np.testing.assert_allclose(found, wanted, rtol=1e-12, atol=1e-12)


SUBSCRIPTS = {
    "ij,jk->ik": [(3, 4), (4, 5)],
    "ij,jk": [(3, 4), (4, 5)],
    "bij,bjk->bik": [(2, 3, 4), (2, 4, 5)],
    "...ij,...jk->...ik": [(6, 2, 3, 4), (6, 2, 4, 5)],
    "...ij,jk->...ik": [(6, 2, 3, 4), (4, 5)],
    "i...,i->...": [(3, 4, 5), (3,)],
    "ij->ji": [(3, 4)],
    "ji": [(3, 4)],
    "ij->": [(3, 4)],
    "ii->i": [(4, 4)],
    "ii": [(4, 4)],
    "iji->j": [(4, 3, 4)],
    "ij,ij->i": [(3, 4), (3, 4)],
    "ij,ij->": [(3, 4), (3, 4)],
    "i,j->ji": [(3,), (4,)],
    "ij,kl->jl": [(3, 4), (2, 5)],
    "ij,jk,kl->il": [(3, 4), (4, 5), (5, 2)],
    "ij,kj,mj->ikm": [(3, 4), (2, 4), (5, 4)],
    "ij,ij,ij,j->i": [(3, 4), (3, 4), (3, 4), (4,)],
    "ab,bc,cd,de,ef,fg,gh->ah": [(2, 3)] + [(3, 3)] * 5 + [(3, 2)],
    "btnh,bsnh->bnts": [(2, 3, 4, 5), (2, 6, 4, 5)],
    "bnts,bsnh->btnh": [(2, 4, 3, 6), (2, 6, 4, 5)],
    "abc,cde->abde": [(2, 3, 4), (4, 5, 6)],
    "a b , b -> a": [(3, 4), (4,)],
    ",i->i": [(), (3,)],
}


@pytest.mark.parametrize("subscripts", SUBSCRIPTS)
def test_einsum(subscripts, rng):
    arrays = [rng.standard_normal(shape) for shape in SUBSCRIPTS[subscripts]]
    wanted = np.einsum(subscripts, *arrays)
    for how in (True, False, "greedy", "optimal"):
        near(ops.einsum(subscripts, *arrays, optimize=how), wanted)


@pytest.mark.parametrize(
    ("subscripts", "words"),
    [
        ("ij,jk->ik", "'j' in .* is 3 in one array and 2 in the other"),
        ("ij->ij", "names 1 operands, got 2"),
        ("ijk,jk->i", "names 3 axes, but the array has shape"),
        ("ij,kj->iz", "must name each axis once"),
        ("ij,kj->ii", "must name each axis once"),
    ],
)
def test_what_does_not_fit_is_refused(subscripts, words):
    with pytest.raises(ShapeError, match=words):
        ops.einsum(subscripts, np.ones((2, 3)), np.ones((2, 3)))


def test_options_that_do_not_exist_are_refused():
    x = np.ones((2, 2))
    with pytest.raises(TypeError, match="unknown options"):
        ops.einsum("ij->i", x, casting="safe")
    for how in ("best", [(0, 1)], [(0, 1), (1, 1)], [(0, 3), (0, 1)]):
        with pytest.raises(ArgumentError, match="optimize="):
            ops.einsum("ij,jk,kl->il", x, x, x, optimize=how)
    with pytest.raises(ArgumentError, match="must be text"):
        ops.einsum(x, [0, 1])
    with pytest.raises(ArgumentError, match="use letters"):
        ops.einsum("i1->i", x)


def test_an_order_of_the_users_is_followed(rng):
    a, b, c = (rng.standard_normal((2, 2)) for _ in range(3))
    found = ops.einsum(
        "ij,jk,kl->il", a, b, c, optimize=["einsum_path", (1, 2), (0, 1)]
    )
    near(found, a @ b @ c)


def test_sizes_of_one_are_repeated(rng):
    a, b = rng.standard_normal((3, 1)), rng.standard_normal((4, 2))
    near(ops.einsum("ij,jk->ik", a, b), np.einsum("ij,jk->ik", a, b))
    c, d = rng.standard_normal((1, 3, 4)), rng.standard_normal((5, 4, 2))
    near(ops.einsum("...ij,...jk->...ik", c, d), c @ d)


def test_a_chain_starts_at_its_small_end():
    sizes = (("i", 2), ("j", 900), ("k", 900), ("l", 1))
    names = ("ij", "jk", "kl")
    assert contraction_order(names, "il", sizes, True) == ((1, 2), (0, 1))
    assert contraction_order(names, "il", sizes, False) == ((1, 2), (0, 1))
    many = tuple(f"{a}{b}" for a, b in zip("abcdefgh", "bcdefghi"))
    sizes = tuple((c, 1 if c == "i" else 50) for c in "abcdefghi")
    order = contraction_order(many, "ai", sizes, False)
    assert order[0] == (6, 7)


@pytest.mark.parametrize(
    ("subscripts", "shapes"),
    [
        ("i,j,j->i", [(2000,), (2000,), (2000,)]),
        ("i,jk,kj->i", [(3000,), (40, 40), (40, 40)]),
        ("ij,jk,k->i", [(1, 1500), (1500, 1500), (1500,)]),
        ("ia,ja,a,j->i", [(1000, 4), (1000, 4), (4,), (1000,)]),
    ],
)
def test_no_large_array_is_made_on_the_way(subscripts, shapes):
    arrays = [np.ones(shape) for shape in shapes]
    ops.einsum(subscripts, *arrays)
    tracemalloc.start()
    try:
        found = ops.einsum(subscripts, *arrays)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 400_000  # from left to right it would be 8 MB or more
    near(found, np.einsum(subscripts, *arrays, optimize=True))

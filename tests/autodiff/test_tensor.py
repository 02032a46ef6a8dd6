"""Tensor: a value with operators, and the ways in and out."""

import copy
import operator
import pickle

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor, to_array, unwrap
from cornu.errors import DTypeError, ShapeError

ARITHMETIC = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.floordiv,
    operator.mod,
    operator.pow,
]
COMPARISONS = [
    operator.eq,
    operator.ne,
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
]
A = np.array([[1.5, 2.0, 3.0], [4.0, 5.5, 6.0]], np.float32)
B = np.array([2.0, 2.0, 4.0], np.float32)


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        (1, "int32"),
        (1.0, "float32"),
        (True, "bool"),
        ([1, 2], "int32"),
        ([2**40], "int64"),
        ([[1.0], [2.0]], "float32"),
        (np.float64(1.0), "float64"),
        (np.arange(3, dtype="uint8"), "uint8"),
        ([], "float32"),
        (range(3), "int32"),
        ([True, False], "bool"),
    ],
)
def test_types_of_what_comes_in(value, dtype):
    assert Tensor(value).dtype == dtype
    assert Tensor(value, "float64").dtype == "float64"


def test_attributes():
    t = Tensor(A)
    assert (t.shape, t.ndim, t.size, t.device, len(t)) == ((2, 3), 2, 6, "cpu", 2)
    assert isinstance(t.dtype, np.dtype)


@pytest.mark.parametrize("value", ["text", ["a"], [object()], np.array(["x"]), [None]])
def test_text_and_objects_are_refused(value):
    with pytest.raises(DTypeError, match="numbers and booleans"):
        Tensor(value)


def test_ragged_lists_are_refused():
    with pytest.raises(DTypeError, match="different lengths"):
        Tensor([[1, 2], [3]])


def test_lists_of_tensors():
    assert Tensor([Tensor(1.0), 2.0, [Tensor(3.0)][0]]).tolist() == [1.0, 2.0, 3.0]


def test_to_array_keeps_an_array_that_fits():
    assert to_array(A) is A
    assert to_array(A, "float32") is A
    assert to_array(A, "float64").dtype == "float64"
    assert unwrap(Tensor(A)) is A
    assert unwrap(5) == 5


@pytest.mark.parametrize("op", ARITHMETIC + COMPARISONS)
def test_operators_with_every_partner(op):
    wanted = op(A, B)
    for a, b in ((Tensor(A), Tensor(B)), (Tensor(A), B), (A, Tensor(B))):
        found = op(a, b)
        assert type(found) is Tensor
        assert found.dtype == wanted.dtype
        np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-6)


@pytest.mark.parametrize("op", ARITHMETIC + COMPARISONS)
@pytest.mark.parametrize("scalar", [2, 2.5, np.float32(2.5)])
def test_operators_with_scalars(op, scalar):
    np.testing.assert_allclose(op(Tensor(A), scalar).numpy(), op(A, scalar), rtol=1e-6)
    found = op(scalar, Tensor(A))
    assert type(found) is Tensor
    np.testing.assert_allclose(found.numpy(), op(scalar, A), rtol=1e-6)


def test_unary_operators():
    t = Tensor([-1.5, 2.0])
    assert (-t).tolist() == [1.5, -2.0]
    assert abs(t).tolist() == [1.5, 2.0]
    assert (+t).tolist() == [-1.5, 2.0]
    assert (~Tensor([True, False])).tolist() == [False, True]


def test_logic():
    a, b = Tensor([True, True, False]), np.array([True, False, False])
    assert (a & b).tolist() == [True, False, False]
    assert (b | a).tolist() == [True, True, False]
    assert (a ^ b).tolist() == [False, True, False]


def test_comparison_with_nothing():
    assert (Tensor(1.0) == None) is False  # noqa: E711
    assert (Tensor(1.0) != None) is True  # noqa: E711
    assert (Tensor(1.0) == "x") is False
    assert len({Tensor(1.0), Tensor(1.0)}) == 2


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((3,), (3,)),
        ((3,), (3, 2)),
        ((2, 3), (3,)),
        ((2, 3), (3, 4)),
        ((5, 2, 3), (3,)),
        ((5, 2, 3), (5, 3, 2)),
        ((3,), (5, 3, 2)),
    ],
)
def test_matmul_as_numpys(a, b):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=a), rng.normal(size=b)
    for left, right in ((Tensor(x), Tensor(y)), (Tensor(x), y), (x, Tensor(y))):
        found = left @ right
        assert found.shape == (x @ y).shape
        np.testing.assert_allclose(found.numpy(), x @ y)


def test_matmul_that_does_not_fit():
    with pytest.raises(ShapeError, match=r"last size \(3\)"):
        Tensor(np.zeros((2, 3))) @ Tensor(np.zeros((2, 3)))


def test_in_place_operators_make_new_values():
    t = u = Tensor([1.0, 2.0])
    t += 1
    assert t.tolist() == [2.0, 3.0]
    assert u.tolist() == [1.0, 2.0]
    array = same = np.array([1.0, 2.0])
    array += Tensor([1.0, 1.0])
    assert array.tolist() == [2.0, 3.0]
    assert same.tolist() == [1.0, 2.0]


def test_reshape_transpose_astype():
    t = Tensor(A)
    assert t.reshape(3, 2).shape == t.reshape((3, -1)).shape == (3, 2)
    assert t.reshape(-1).shape == (6,)
    assert (t.T.numpy() == A.T).all()
    assert t.astype("int8").dtype == "int8"


def test_ways_out():
    t = Tensor(A)
    assert (t.numpy() == A).all()
    assert (np.asarray(t) == A).all()
    assert np.asarray(t, dtype="float64").dtype == "float64"
    copied = np.array(t)
    copied[0, 0] = 99
    assert t.numpy()[0, 0] == 1.5
    assert t.tolist() == A.tolist()
    assert np.sum(t) == A.sum()
    with pytest.raises(ValueError, match="copy is needed"):
        np.asarray(t, dtype="float64", copy=False)


def test_scalars_out():
    assert float(Tensor(2.5)) == 2.5
    assert int(Tensor([3.7])) == 3
    assert bool(Tensor(0.0)) is False
    assert Tensor(3).item() == 3
    assert [10, 20, 30][Tensor(1)] == 20
    assert f"{Tensor(2.0):.3f}" == "2.000"
    with pytest.raises(TypeError, match="integer tensor of no axes"):
        [1, 2][Tensor(1.0)]
    with pytest.raises(ValueError, match=r"ambiguous|truth value"):
        bool(Tensor([1.0, 2.0]))
    with pytest.raises(TypeError, match="no axes"):
        len(Tensor(1.0))


def test_iteration():
    assert [row.tolist() for row in Tensor(A)] == A.tolist()
    a, b = Tensor([1.0, 2.0])
    assert float(a) + float(b) == 3.0


def test_dlpack_both_ways_shares_memory():
    t = Tensor(A.copy())
    array = np.from_dlpack(t)
    assert np.shares_memory(array, unwrap(t))
    assert (array == A).all()
    assert (Tensor(array) * 2).tolist() == (A * 2).tolist()


def test_repr():
    assert repr(Tensor([1.0, 2.5])) == "<Tensor shape=(2,) dtype=float32: [1.  2.5]>"
    assert repr(Tensor([[1], [2]])) == (
        "<Tensor shape=(2, 1) dtype=int32:\n[[1]\n [2]]>"
    )
    assert len(repr(Tensor(np.zeros((1000, 1000))))) < 500


@pytest.mark.parametrize(
    "twin", [copy.deepcopy, lambda t: pickle.loads(pickle.dumps(t))]
)
def test_copies_own_their_memory(twin):
    t = Tensor(A.copy())
    other = twin(t)
    assert type(other) is Tensor
    assert other.dtype == t.dtype
    unwrap(t)[0, 0] = 99
    assert other.numpy()[0, 0] == 1.5


def test_a_copy_of_a_watched_tensor_starts_afresh():
    x = Tensor(2.0)
    with GradientTape() as tape:
        tape.watch(x)
        y = copy.deepcopy(x) * 3
    assert tape.gradient(y, x) is None


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int32", "float16", "float64"])
def test_mixed_types_meet_in_float32_and_gradients_return(dtype):
    x = Tensor([1.0, 2.0])
    other = np.array([3, 4], dtype)
    with GradientTape() as tape:
        tape.watch(x)
        y = other * x
    wanted = "float64" if dtype == "float64" else "float32"
    assert y.dtype == wanted
    assert tape.gradient(y, x).dtype == "float32"
    assert tape.gradient(y, x).tolist() == [3.0, 4.0]

"""SymbolicTensor: shapes and types that flow before values do."""

import operator

import numpy as np
import pytest

from cornu.autodiff import Tensor, Variable
from cornu.core import spec_of
from cornu.errors import DTypeError, ShapeError
from cornu.primitives import arithmetic, contraction, elementwise, reduction, sorting
from cornu.symbolic import SymbolicTensor, from_spec

X = SymbolicTensor((None, 3), name="x")


def test_attributes():
    assert (X.shape, X.dtype, X.ndim, X.name, X.sparse) == (
        (None, 3),
        "float32",
        2,
        "x",
        False,
    )
    assert repr(X) == "<KerasTensor shape=(None, 3), dtype=float32, name=x>"
    assert SymbolicTensor([np.int64(2), None], "int8").shape == (2, None)
    assert from_spec(spec_of(X)).shape == X.shape
    assert SymbolicTensor((1,)).name != SymbolicTensor((1,)).name


@pytest.mark.parametrize(
    ("dtypes", "wanted"),
    [
        (("int32", "float32"), "float32"),
        (("uint8", "int8"), "int16"),
        (("float16", "float32"), "float32"),
        (("bool", "bool"), "bool"),
    ],
)
def test_types_meet_as_those_of_values_do(dtypes, wanted):
    a, b = (SymbolicTensor((2,), d) for d in dtypes)
    assert arithmetic.multiply(a, b).dtype == wanted
    values = [Tensor(np.ones(2, d)) for d in dtypes]
    assert arithmetic.multiply(*values).dtype == wanted


@pytest.mark.parametrize("dtype", ["bool", "int8", "int32", "float16", "float64"])
@pytest.mark.parametrize("scalar", [True, 2, 2.5])
@pytest.mark.parametrize(
    "op", [operator.add, operator.mul, operator.truediv, operator.pow, operator.lt]
)
def test_scalars_lend_their_kind_only(op, scalar, dtype):
    for turn in (lambda x: op(x, scalar), lambda x: op(scalar, x)):
        value = turn(Tensor(np.ones((2, 3), dtype)))
        symbol = turn(SymbolicTensor((None, 3), dtype))
        assert symbol.dtype == value.dtype
        assert symbol.shape == (None, 3)


def test_partners_of_every_kind():
    for other in (X, np.ones((1, 3), "float32"), Tensor([1.0]), Variable([2.0]), 1.0):
        assert (X + other).shape == (other + X).shape == (None, 3)
        assert type(other * X) is SymbolicTensor


def test_operators_and_methods():
    assert (X @ np.ones((3, 5), "float32")).shape == (None, 5)
    assert (-X).shape == abs(X).shape == (X**2).shape == (None, 3)
    assert (X > 0).dtype == "bool"
    assert X.T.shape == (3, None)
    assert X[:, 0].shape == (None,)
    assert X[0].shape == (3,)
    assert X.reshape((-1, 1)).shape == (None, 1)
    assert X.reshape(None, 3).shape == (None, 3)


def test_integers_become_floats_where_values_would():
    assert elementwise.exp(SymbolicTensor((2,), "int32")).dtype == "float32"
    assert reduction.reduce_mean(SymbolicTensor((2,), "bool"), axes=(0,)).dtype == (
        "float32"
    )


def test_several_results():
    values, positions = sorting.top_k(X, k=2)
    assert (values.shape, positions.shape) == ((None, 2), (None, 2))
    assert (values.dtype, positions.dtype) == ("float32", "int32")


def test_what_does_not_fit_is_told_without_values():
    with pytest.raises(ShapeError, match=r"last size \(3\)"):
        contraction.matmul(X, np.ones((4, 5)))
    with pytest.raises(ShapeError, match="do not broadcast"):
        X + SymbolicTensor((None, 4))


@pytest.mark.parametrize(
    "use",
    [
        bool,
        float,
        int,
        np.asarray,
        np.sin,
        lambda x: [1, 2][x],
        lambda x: 1 if x else 2,
    ],
)
def test_a_value_it_does_not_have_is_refused_in_words(use):
    with pytest.raises(TypeError, match=r"has no value yet.*keras\.ops"):
        use(SymbolicTensor(()))


def test_length_and_iteration_need_a_known_size():
    assert len(SymbolicTensor((2, 3))) == 2
    assert [row.shape for row in SymbolicTensor((2, 3))] == [(3,), (3,)]
    for unknown in (X, SymbolicTensor(())):
        with pytest.raises(TypeError, match="no length"):
            len(unknown)


def test_strings_have_a_symbol_but_no_operations():
    text = SymbolicTensor((None, 1), "string")
    assert (text.dtype, text.shape) == ("string", (None, 1))
    assert from_spec(spec_of(text)).dtype == "string"
    for use in (lambda: text + 1, lambda: elementwise.exp(text), lambda: text[0]):
        with pytest.raises(DTypeError, match=r"symbol of strings.*StringLookup"):
            use()

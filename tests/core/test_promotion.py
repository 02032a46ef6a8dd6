"""The lattice of types, against a table written out by hand."""

import numpy as np
import pytest

from cornu import config
from cornu.core.promotion import limits, promote_types, result_dtype, scalar_dtype
from cornu.errors import DTypeError

TABLE = [
    ("bool", "bool", "bool"),
    ("bool", "uint8", "uint8"),
    ("bool", "float16", "float16"),
    ("uint8", "int8", "int16"),
    ("uint8", "uint32", "uint32"),
    ("uint32", "int32", "int64"),
    ("int8", "int64", "int64"),
    ("int32", "float32", "float32"),
    ("int64", "float16", "float16"),
    ("int64", "float32", "float32"),
    ("uint64", "int64", "float32"),
    ("float16", "float32", "float32"),
    ("float32", "float64", "float64"),
    ("float64", "int8", "float64"),
    ("float32", "complex64", "complex64"),
    ("float64", "complex64", "complex128"),
    ("float16", "complex64", "complex64"),
    ("int64", "complex64", "complex64"),
    ("complex64", "complex128", "complex128"),
]


@pytest.mark.parametrize(("a", "b", "wanted"), TABLE)
def test_two_arrays(a, b, wanted):
    assert promote_types(a, b) == wanted
    assert promote_types(b, a) == wanted
    found = result_dtype((np.zeros(1, a), np.zeros(1, b)))
    # None says that NumPy's own answer stands.
    assert found == wanted if found is not None else a == b == wanted


@pytest.mark.parametrize(
    ("dtype", "scalar", "wanted"),
    [
        ("float16", 2.5, None),
        ("float16", 2, None),
        ("float32", True, None),
        ("int8", 1, None),
        ("int8", 1.5, "float32"),
        ("int64", 1.5, "float32"),
        ("bool", 2, "int32"),
        ("bool", 2.0, "float32"),
        ("bool", True, None),
        ("float64", 1j, "complex128"),
    ],
)
def test_scalars_are_weak(dtype, scalar, wanted):
    for values in ((np.zeros(1, dtype), scalar), (scalar, np.zeros(1, dtype))):
        found = result_dtype(values)
        assert found == wanted if wanted else found is None


@pytest.mark.parametrize(
    ("values", "wanted"),
    [((1, 2), "int32"), ((1, 2.0), "float32"), ((True, False), "bool")],
)
def test_scalars_alone(values, wanted):
    assert result_dtype(values) == wanted


def test_float_promotion():
    assert result_dtype((np.zeros(1, "int64"),), to_float=True) == "float32"
    assert result_dtype((np.zeros(1, "bool"), 1), to_float=True) == "float32"
    assert result_dtype((np.zeros(1, "float16"),), to_float=True) is None
    assert result_dtype((3,), to_float=True) == "float32"
    config.set_floatx("float64")
    try:
        assert result_dtype((np.zeros(1, "int8"),), to_float=True) == "float64"
        assert scalar_dtype(2) == "float64"
    finally:
        config.set_floatx("float32")


def test_absent_inputs_have_no_say():
    assert result_dtype((None, np.zeros(1, "float16"), None)) is None
    assert result_dtype((None, None)) is None


@pytest.mark.parametrize("value", [[1, 2], "text", object()])
def test_what_has_no_type_is_refused_in_words(value):
    with pytest.raises(DTypeError, match=r"got (list|str|object).*convert_to_tensor"):
        result_dtype((np.zeros(1), value))


def test_limits_of_bfloat16():
    bfloat16 = np.dtype(pytest.importorskip("ml_dtypes").bfloat16)
    assert limits(bfloat16)[1] == float.fromhex("0x1.fep127")
    assert limits("uint8") == (0, 255)

"""Encoding: the one place where numbers become vectors."""

import pytest

from cornu import ops
from cornu.layers.preprocessing.encoding import MODES, encode, output_mode_of


def test_types():
    numbers = ops.array([[0, 1]])
    for mode in MODES:
        for dtype in ("int32", "int64", "float16", "float32"):
            assert encode(numbers, mode, 3, dtype).dtype == dtype


def test_a_single_number():
    assert encode(ops.array(1), "one_hot", 2, "int32").tolist() == [[0, 1]]
    assert encode(ops.array(1), "count", 2, "int32").tolist() == [0, 1]


def test_older_names():
    assert output_mode_of("binary", ("multi_hot",), "X") == "multi_hot"
    assert output_mode_of("tf-idf", ("tf_idf",), "X") == "tf_idf"
    with pytest.raises(ValueError, match="X: unknown output_mode 'cuont'"):
        output_mode_of("cuont", MODES, "X")

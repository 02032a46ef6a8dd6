"""What lies between calls and values in main memory."""

import numpy as np
import pytest

from cornu import ops
from cornu.errors import DataError, DTypeError
from cornu.layers.preprocessing.on_host import (
    batches_of,
    holds_text,
    on_host,
    whole_numbers,
)
from cornu.symbolic import SymbolicTensor


def test_on_host():
    found = on_host(lambda x: x + 1, ops.array([1, 2]), "int64")
    assert (found.dtype, found.tolist()) == ("int64", [2, 3])
    symbol = on_host(lambda x: x, SymbolicTensor((None, 2), "string"), "int64")
    assert (symbol.dtype, symbol.shape) == ("int64", (None, 2))


def test_holds_text():
    assert holds_text(["a"])
    assert holds_text(SymbolicTensor((2,), "string"))
    assert not holds_text(SymbolicTensor((2,)))
    assert not holds_text(ops.array([1.0]))


@pytest.mark.parametrize("value", [[1, 2], [1.0, 2.0], np.array([1, 2], np.uint8)])
def test_whole_numbers(value):
    found = whole_numbers(value, "here")
    assert (found.dtype, found.tolist()) == (np.int64, [1, 2])


def test_large_integers_stay_exact():
    assert whole_numbers(np.array([2**62 + 1]), "here").tolist() == [2**62 + 1]


def test_no_whole_numbers():
    with pytest.raises(DTypeError, match=r"here takes integers, got float32: \[1\.5"):
        whole_numbers([1.5, 2.0], "here")
    with pytest.raises(DTypeError, match="got strings"):
        whole_numbers(["a"], "here")


def test_batches():
    assert list(batches_of([1, 2], "here")) == [[1, 2]]
    assert list(batches_of("a", "here")) == ["a"]
    parts = [np.array([1]), np.array([2])]
    assert list(batches_of(parts, "here")) == parts
    assert list(batches_of(iter("abc"), "here", steps=2)) == ["a", "b"]
    with pytest.raises(DataError, match="dicts"):
        list(batches_of(iter([{"a": 1}]), "here"))
    with pytest.raises(DataError, match="gave no batch"):
        list(batches_of(iter([]), "here"))

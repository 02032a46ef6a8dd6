"""Documents: rows of tokens; tables of numbers."""

import numpy as np
import pytest

from cornu.errors import DTypeError, ShapeError
from cornu.utils.documents import Documents, filled, standardized

TEXTS = np.array(["a B", "", "c"], object)


def test_rows_tokens_lengths():
    found = Documents(TEXTS, "lower", "whitespace", None, "here")
    assert found.rows == [["a", "b"], [], ["c"]]
    assert found.tokens.tolist() == ["a", "b", "c"]
    assert found.lengths.tolist() == [2, 0, 1]
    assert found.shape == (3,)


def test_a_last_axis_of_one_is_used_up():
    assert Documents(TEXTS[:, None], None, "character", None, "here").shape == (3,)


def test_tokens_that_are_not_split():
    table = np.array([["a", "b"], ["c", "d"]], object)
    found = Documents(table, None, None, 2, "here")
    assert found.rows == [["a", "b", "a b"], ["c", "d", "c d"]]


def test_own_functions():
    found = Documents(
        TEXTS,
        np.strings.upper,
        lambda texts: [text.split("B") for text in texts],
        None,
        "here",
    )
    assert found.rows == [["A ", ""], [""], ["C"]]


def test_wrong_functions():
    with pytest.raises(ShapeError, match="must return as many strings"):
        standardized(TEXTS, lambda x: x[:1], "here")
    with pytest.raises(DTypeError, match="what standardize returned takes strings"):
        standardized(TEXTS, lambda x: np.arange(3), "here")
    with pytest.raises(ShapeError, match="a list of tokens for each string"):
        Documents(TEXTS, None, lambda x: [["a"]], None, "here")


def test_filled():
    values, lengths = np.array([1, 2, 3, 4]), np.array([3, 0, 1])
    assert filled(values, lengths, 0).tolist() == [[1, 2, 3], [0, 0, 0], [4, 0, 0]]
    assert filled(values, lengths, -1, 1).tolist() == [[1], [-1], [4]]
    assert filled(values, lengths, 0, 4)[0].tolist() == [1, 2, 3, 0]
    assert filled(np.empty(0, int), np.empty(0, int), 0).shape == (0, 0)

"""Arrays of strings; standardising, splitting, runs of tokens."""

import numpy as np
import pytest

from cornu.errors import DTypeError, ShapeError
from cornu.utils.text import (
    SPLITTERS,
    STANDARDIZERS,
    is_text,
    ngrams,
    to_text,
)


@pytest.mark.parametrize(
    "value",
    ["a", b"a", ["a", b"b"], [["a"], ["b"]], np.array(["a"]), np.array([b"a"]),
     np.array(["a"], object), np.array("a"), np.array(["a"], np.dtypes.StringDType())],
)  # fmt: skip
def test_text(value):
    assert is_text(value)
    found = to_text(value, "here")
    assert found.dtype == object
    assert all(type(v) is str for v in found.flat)


@pytest.mark.parametrize(
    "value",
    [1, [1], [], None, np.array([1.0]), np.array([1, "a"], object), ["a", 1],
     [np.array(["a"]), np.array(["b"])]],
)  # fmt: skip
def test_not_text(value):
    assert not is_text(value)


def test_long_and_zero_ended_strings_survive():
    found = to_text(["a\0", "b" * 1000], "here")
    assert found.tolist() == ["a\0", "b" * 1000]


def test_encoding():
    assert to_text([b"\xe9"], "here", "latin-1").tolist() == ["é"]


@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        (["a", 1], DTypeError, r"here takes strings, got 1 \(int\)"),
        (["a", None], DTypeError, "a string is missing"),
        (["a", float("nan")], DTypeError, "a string is missing"),
        ([["a"], ["b", "c"]], ShapeError, "rows have different lengths"),
        ([np.array(["a"]), np.array(["b", "c"])], DTypeError, "takes strings"),
    ],
)
def test_what_is_no_text_is_refused(value, error, words):
    with pytest.raises(error, match=words):
        to_text(value, "here")


def test_standardizers():
    both = STANDARDIZERS["lower_and_strip_punctuation"]
    assert both("It's A-B, ÄÖ! (c_d) “e”") == "its ab ÄÖ cd “e”"
    assert STANDARDIZERS["lower"]("A.B") == "a.b"
    assert STANDARDIZERS["strip_punctuation"]("A.B") == "AB"


def test_splitters():
    assert SPLITTERS["whitespace"](" a\tb\n c\u00a0d\x1fe ") == [
        "a",
        "b",
        "c\u00a0d\x1fe",
    ]
    assert SPLITTERS["character"]("a é🙂") == ["a", " ", "é", "🙂"]


def test_ngrams():
    assert ngrams(["a", "b", "c"], (3, 1)) == ["a b c", "a", "b", "c"]
    assert ngrams(["a"], (2,)) == []

"""JSON with limits."""

import numpy as np
import pytest

from cornu.errors import FileFormatError
from cornu.saving.json_text import MAX_DEPTH, from_text, to_text


def test_round_trip():
    config = {"a": [1, {"b": None}], "c": (1, 2)}
    assert from_text(to_text(config), "it") == {"a": [1, {"b": None}], "c": [1, 2]}
    assert "\n" in to_text(config, indent=1)
    assert "__tensor__" in to_text({"x": np.ones(2)})


@pytest.mark.parametrize("text", ["{", "", "[1]", "3", "null", '{"a": ' + "9" * 5000])
def test_what_is_no_dictionary_is_refused(text):
    with pytest.raises(FileFormatError, match=r"^it"):
        from_text(text, "it")


def test_depth():
    def nested(n):
        return '{"a": ' + "[" * n + "]" * n + "}"

    from_text(nested(MAX_DEPTH - 2), "it")
    for n in (MAX_DEPTH + 1, 100_000):
        with pytest.raises(FileFormatError, match=r"^it"):
            from_text(nested(n), "it")

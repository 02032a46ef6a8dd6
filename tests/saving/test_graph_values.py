import json

import numpy as np
import pytest

from cornu.saving.graph_values import as_key, decode_value, encode_value


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6, dtype="int32").reshape(2, 3),
        np.array([True, False]),
        np.array([[1 + 2j]], "complex64"),
        np.zeros((0, 2), "float16"),
        np.float32(1.5),
    ],
)
def test_arrays_come_back(value):
    coded = json.loads(json.dumps(encode_value(value)))
    if isinstance(value, np.generic):
        assert coded == value
        return
    found = decode_value(coded)
    assert found.dtype == value.dtype
    np.testing.assert_array_equal(found.reshape(value.shape), value)


def test_slices_and_dots_come_back():
    assert decode_value(encode_value(slice(1, None, 2))) == slice(1, None, 2)
    assert decode_value(encode_value(Ellipsis)) is Ellipsis


def test_types_become_names():
    assert encode_value(np.dtype("int8")) == "int8"
    assert encode_value(np.float64) == "float64"


def test_lists_in_an_index_become_arrays():
    rows, rest = as_key(([0, 2], slice(None)))
    assert rows.tolist() == [0, 2]
    assert rest == slice(None)


def test_what_cannot_be_written_is_refused():
    with pytest.raises(TypeError, match="Cannot write"):
        encode_value(object())


def test_unknown_classes_are_refused():
    with pytest.raises(ValueError, match="Unknown"):
        decode_value({"class_name": "System", "module": "os", "config": {}})

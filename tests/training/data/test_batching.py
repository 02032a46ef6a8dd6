import numpy as np
import pytest

from cornu.autodiff import Tensor
from cornu.backend import HOST
from cornu.config import floatx
from cornu.errors import ShapeError
from cornu.training.data.batching import Collected, to_tensors


@pytest.mark.parametrize("home", [None, HOST])
def test_arrays_become_tensors_of_the_default_float_type(home):
    batch = {"a": np.ones((2, 3)), "b": [np.arange(2, dtype="int32"), None]}
    made = to_tensors(batch, home)
    assert isinstance(made["a"], Tensor)
    assert made["a"].dtype == floatx()
    assert made["b"][0].dtype == "int32"
    assert made["b"][1] is None
    np.testing.assert_array_equal(made["a"].numpy(), batch["a"])


def test_tensors_stay():
    tensor = Tensor([1.0])
    assert to_tensors((tensor,), None)[0] is tensor


def test_outputs_are_joined_in_their_structure():
    rows = Collected()
    for i in range(3):
        rows.add({"a": np.full((2, 3), i), "b": [Tensor(np.full((2,), i, "int32"))]})
    joined = rows.joined()
    np.testing.assert_array_equal(joined["a"][:, 0], [0, 0, 1, 1, 2, 2])
    assert joined["a"].shape == (6, 3)
    assert joined["b"][0].tolist() == [0, 0, 1, 1, 2, 2]


def test_what_is_returned_is_no_view_of_what_came_in():
    inputs = np.ones((2, 3))
    rows = Collected()
    rows.add(inputs[:])
    rows.joined()[:] = 7
    assert inputs.max() == 1


def test_outputs_that_cannot_be_joined():
    rows = Collected()
    rows.add(np.ones((2, 3)))
    rows.add(np.ones((2, 4)))
    with pytest.raises(ShapeError, match=r"different shapes \[\(3,\), \(4,\)\]"):
        rows.joined()


@pytest.mark.parametrize("rows", [None, 5, 4, 9])
def test_any_guess_at_the_number_of_rows_gives_the_same(rows):
    collected = Collected(rows)
    for i in range(0, 5, 2):
        collected.add(np.arange(i, min(i + 2, 5), dtype="int16"))
    assert collected.batches == 3
    joined = collected.joined()
    assert (joined.tolist(), joined.dtype) == (list(range(5)), "int16")


@pytest.mark.parametrize("rows", [None, 4])
def test_what_will_change_is_copied(rows):
    room, collected = np.zeros((2, 1)), Collected(rows)
    for i in range(2):
        room[...] = i
        collected.add(room, will_change=True)
    assert collected.joined().tolist() == [[0], [0], [1], [1]]


@pytest.mark.parametrize("rows", [None, 3])
def test_types_that_change_are_promoted(rows):
    collected = Collected(rows)
    collected.add(np.ones(2, "float32"))
    collected.add(np.ones(1, "float64"))
    assert collected.joined().dtype == "float64"


@pytest.mark.parametrize("rows", [None, 6])
def test_the_last_batches(rows):
    collected = Collected(rows)
    for i in range(3):
        collected.add({"a": Tensor(np.full((2,), i, "int32"))})
    assert collected.last(1)["a"].tolist() == [2, 2]
    assert collected.last(2)["a"].tolist() == [1, 1, 2, 2]


@pytest.mark.parametrize("rows", [None, 2])
def test_outputs_without_rows(rows):
    collected = Collected(rows)
    collected.add(np.ones(1))
    collected.add(np.float32(1.0))
    with pytest.raises(ShapeError, match="cannot be joined"):
        collected.joined()


def test_strings_stay_arrays():
    text = np.array(["a", "b"], object)
    batch = to_tensors(({"text": text}, np.ones(2)), HOST)
    assert batch[0]["text"] is text
    assert isinstance(batch[1], Tensor)

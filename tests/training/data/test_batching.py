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

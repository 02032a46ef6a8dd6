"""Variable: a tensor whose value may be replaced."""

import copy
import pickle

import numpy as np
import pytest

from cornu.autodiff import GradientTape, Tensor, Variable, grad
from cornu.errors import ShapeError
from cornu.symbolic import SymbolicTensor


def test_made_from_a_value():
    v = Variable([[1.0, 2.0]], name="w")
    assert (v.shape, v.dtype, v.name, v.path) == ((1, 2), "float32", "w", "w")
    assert v.trainable
    assert isinstance(v, Tensor)
    assert Variable(1, dtype="int64").dtype == "int64"


def test_made_by_an_initializer():
    v = Variable(lambda shape, dtype: np.full(shape, 2, dtype), shape=(2, 3))
    assert v.numpy().tolist() == [[2.0] * 3] * 2
    assert v.dtype == "float32"
    with pytest.raises(ValueError, match="needs `shape`"):
        Variable(lambda shape, dtype: np.zeros(shape))
    with pytest.raises(ShapeError, match=r"shape \(2,\), `shape` says \(3,\)"):
        Variable([1.0, 2.0], shape=(3,))


def test_owns_its_memory():
    array = np.array([1.0, 2.0])
    v = Variable(array)
    array[0] = 99
    assert v.numpy().tolist() == [1.0, 2.0]
    out = v.numpy()
    out[0] = 99
    assert v.numpy().tolist() == [1.0, 2.0]
    new = np.array([5.0, 6.0])
    v.assign(new)
    new[0] = 99
    assert v.numpy().tolist() == [5.0, 6.0]
    w = Variable(v)
    v.assign([0.0, 0.0])
    assert w.numpy().tolist() == [5.0, 6.0]


def test_assign_casts_and_returns_itself():
    v = Variable([1.0, 2.0])
    assert v.assign(np.array([3, 4], "int64")) is v
    assert v.dtype == "float32"
    assert v.assign_add([1.0, 1.0]) is v
    assert v.assign_sub(2.0) is v
    assert v.numpy().tolist() == [2.0, 3.0]
    count = Variable(0, dtype="int64", trainable=False)
    count.assign_add(1)
    assert (count.dtype, int(count)) == ("int64", 1)


def test_assign_checks_shapes():
    v = Variable([1.0, 2.0], name="kernel")
    v.owner_path = "model/dense"
    with pytest.raises(ShapeError, match=r"model/dense/kernel.*\(2,\).*\(3,\)"):
        v.assign([1.0, 2.0, 3.0])
    with pytest.raises(ShapeError):
        v.assign(1.0)
    with pytest.raises(ShapeError):
        v.assign(SymbolicTensor((3,)))
    v.assign(SymbolicTensor((2,)))
    assert v.numpy().tolist() == [1.0, 2.0]


def test_a_value_read_earlier_stays():
    v = Variable([1.0, 2.0])
    before = v.value
    v.assign([3.0, 4.0])
    assert before.tolist() == [1.0, 2.0]
    assert v.value.tolist() == [3.0, 4.0]
    assert type(before) is Tensor


def test_gradients_reach_it_also_through_value():
    v = Variable([1.0, 2.0])
    with GradientTape() as tape:
        y = v * v + v.value
    assert tape.gradient(y, v).tolist() == [3.0, 5.0]


def test_the_gradient_is_that_of_the_value_at_the_time():
    v = Variable(2.0)
    with GradientTape() as tape:
        y = v * v
        v.assign(10.0)
    assert float(tape.gradient(y, v)) == 4.0


def test_freezing_and_thawing():
    v = Variable(2.0)
    v.trainable = False
    with GradientTape() as tape:
        y = v * 3.0
    assert tape.gradient(y, v) is None
    v.trainable = True
    with GradientTape() as tape:
        y = v * 3.0
    assert float(tape.gradient(y, v)) == 3.0


def test_integers_are_never_watched():
    steps = Variable(3, dtype="int32")
    with GradientTape() as tape:
        y = Tensor(2.0) * steps
    assert tape.gradient(y, steps) is None


def test_names_are_unique_and_paths_follow_the_owner():
    a, b = Variable(1.0), Variable(1.0)
    assert a.name != b.name
    a.owner_path = "dense"
    assert a.path == f"dense/{a.name}"


def test_operators_give_plain_tensors():
    v = Variable([1.0, 2.0])
    for result in (v + 1, 1 - v, np.ones(2, "float32") * v, -v, v[0], v @ v):
        assert type(result) is Tensor
    v += 1  # makes a new value, as for any tensor
    assert type(v) is Tensor


def test_repr():
    text = repr(Variable([1.0, 2.0], name="bias"))
    assert text == "<Variable path=bias, shape=(2,), dtype=float32, value=[1. 2.]>"


@pytest.mark.parametrize(
    "twin", [copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))]
)
@pytest.mark.parametrize("trainable", [True, False])
def test_copies_stand_on_their_own(twin, trainable):
    v = Variable([1.0, 2.0], trainable=trainable, name="k")
    v.owner_path = "layer"
    other = twin(v)
    v.assign([5.0, 5.0])
    assert type(other) is Variable
    assert other.numpy().tolist() == [1.0, 2.0]
    assert (other.path, other.trainable) == ("layer/k", trainable)
    assert float(grad(lambda x: x * x)(2.0)) == 4.0


def test_shared_variables_stay_shared_in_a_copy():
    v = Variable(1.0)
    a, b = copy.deepcopy([v, v])
    assert a is b

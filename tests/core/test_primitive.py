"""Declaring a primitive."""

import copy
import pickle

import numpy as np
import pytest

from cornu.autodiff import Tensor, grad
from cornu.core import ELEMENTWISE, PRIMITIVES, Primitive, primitive
from cornu.primitives import rules
from cornu.primitives.elementwise import tanh
from cornu.primitives.movement import concatenate


@pytest.fixture
def declare():
    made = []

    def make(body, **options):
        found = primitive(**{"infer": rules.same, "kind": ELEMENTWISE, **options})(body)
        made.append(found.name)
        return found

    yield make
    for name in made:
        del PRIMITIVES[name]


def twice_of_tests(xp, x, *, factor=2.0, out=None):
    """Multiply by `factor`."""
    return xp.multiply(x, factor, out=out)


def test_the_signature_is_read(declare):
    found = declare(twice_of_tests)
    assert isinstance(found, Primitive)
    assert (found.name, found.inputs, found.variadic) == (
        "twice_of_tests",
        ("x",),
        False,
    )
    assert found.params == {"factor": 2.0}
    assert found.takes_out
    assert found.__doc__ == "Multiply by `factor`."
    assert PRIMITIVES["twice_of_tests"] is found
    assert repr(found) == "<primitive twice_of_tests>"


def test_parameters_have_defaults_also_in_rules(declare):
    found = declare(twice_of_tests)
    found.defvjp(x=lambda g, factor: g * factor)
    assert float(grad(lambda x: found(x))(1.0)) == 2.0
    assert float(grad(lambda x: found(x, factor=5.0))(1.0)) == 5.0


def test_names_are_taken_once(declare):
    declare(twice_of_tests)
    with pytest.raises(ValueError, match="exists already"):
        declare(twice_of_tests)


def test_unknown_kinds_are_refused():
    with pytest.raises(ValueError, match="Unknown kind 'odd'"):
        primitive(infer=rules.same, kind="odd")


def test_rules_may_name_only_what_there_is(declare):
    found = declare(twice_of_tests)
    with pytest.raises(TypeError, match="which is no input"):
        found.defvjp(y=lambda g: g)
    with pytest.raises(TypeError, match=r"names \['shape'\]"):
        found.defvjp(x=lambda g, shape: g)


def test_retention_is_what_the_wanted_rules_name(declare):
    def product_of_tests(xp, a, b):
        """Multiply."""
        return a * b

    found = declare(product_of_tests, infer=rules.broadcast)
    found.defvjp(a=lambda g, b, a_spec: g * b, b=lambda g, a, ans: g * a)
    assert found.retention((0,)) == (((1, "b"),), ((0, "a_spec"),), False, False)
    assert found.retention((1,)) == (((0, "a"),), (), True, False)
    both = found.retention((0, 1))
    assert both.arrays == ((0, "a"), (1, "b"))
    assert concatenate.retention((0, 1)) == ((), ((-1, "arrays_spec"),), False, False)


def test_faster_bodies_stand_in(declare):
    found = declare(twice_of_tests)

    @found.on("cpu", when=lambda x, factor=2.0: x.size > 2)
    def faster(xp, x, *, factor=2.0, out=None):
        return x * 0 + 99

    assert found(np.ones(3)).tolist() == [99, 99, 99]
    assert found(np.ones(2)).tolist() == [2, 2]
    assert found(Tensor(np.ones(3))).tolist() == [99, 99, 99]
    assert found.body_for("gpu", (np.ones(3),), {}) is found.forward


def test_copies_and_pickles_are_the_same_object():
    assert copy.deepcopy(tanh) is tanh
    assert pickle.loads(pickle.dumps(tanh)) is tanh
    assert concatenate.variadic

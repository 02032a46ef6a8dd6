"""What a layer does with the arguments of a call."""

import collections

import numpy as np
import pytest

import cornu as keras
from cornu.autodiff import Tensor, Variable
from cornu.errors import CornuError
from cornu.layers import calling
from cornu.layers.input_spec import InputSpec, check_inputs

X = np.ones((2, 3), "float32")


class Half(keras.layers.Layer):
    """Show what arrives, in 16 bits."""

    def __init__(self, **kwargs):
        super().__init__(dtype="mixed_float16", **kwargs)

    def call(self, *args, **kwargs):
        return None


def test_signature():
    class Own(keras.layers.Layer):
        def call(self, x, training=True, x_mask=None):
            return x

    class Open(keras.layers.Layer):
        def call(self, x, training, mask=None, **kwargs):
            return x

    own, other = calling.CallSignature(Own), calling.call_signature(Open)
    assert own.names == ["x", "training", "x_mask"]
    assert (own.takes_training, own.takes_mask, own.takes_any) == (True, False, False)
    assert own.training_default is True
    assert (other.takes_training, other.takes_mask, other.takes_any) == (True,) * 3
    assert other.training_default is None
    assert calling.call_signature(Open) is other


@pytest.mark.parametrize(
    ("value", "kind", "dtype"),
    [
        (Tensor(X), Tensor, "float16"),
        (X, Tensor, "float16"),
        (X.astype("float64"), Tensor, "float16"),
        ([[1.0, 2.0]], Tensor, "float16"),
        (np.arange(3), Tensor, "int64"),
        (Variable(X), Tensor, "float16"),
        (Tensor(X, "int32"), Tensor, "int32"),
        (keras.Input((3,)), keras.KerasTensor, "float16"),
        ("text", str, None),
        (np.array(["text"]), np.ndarray, "<U4"),
        (None, type(None), None),
        (1.5, float, None),
    ],
)
def test_one_argument(value, kind, dtype):
    found = calling.convert_one(Half(), value)
    assert type(found) is kind
    assert dtype is None or str(found.dtype) == dtype


def test_what_fits_already_is_not_touched():
    x = Tensor(X, "float16")
    assert calling.convert_one(Half(), x) is x
    x = Tensor(X)
    assert calling.convert_one(Half(autocast=False), x) is x


def test_a_mask_survives_the_cast():
    x = Tensor(X)
    x._keras_mask = mask = Tensor([True, False])
    assert calling.convert_one(Half(), x)._keras_mask is mask


def test_structures_keep_their_form():
    pair = collections.namedtuple("pair", "a b")
    (tree, numbers), options = calling.convert(
        Half(),
        ({"p": pair(X, [X, (X,)])}, [1.0, 2.0]),
        {"training": X, "mask": X, "other": X, "none": None},
    )
    assert type(tree["p"]) is pair
    assert type(tree["p"].b) is list
    assert type(tree["p"].b[1]) is tuple
    assert type(tree["p"].b[1][0]) is Tensor
    assert numbers.shape == (2,)
    assert options["training"] is X
    assert options["mask"] is X
    assert type(options["other"]) is Tensor
    assert options["none"] is None


SPECS = [
    InputSpec(),
    InputSpec(min_ndim=2),
    InputSpec(min_ndim=3),
    InputSpec(ndim=2),
    InputSpec(ndim=3),
    InputSpec(max_ndim=1),
    InputSpec(max_ndim=2),
    InputSpec(dtype="int32"),
    InputSpec(dtype="float32"),
    InputSpec(shape=(None, 3)),
    InputSpec(shape=(None, 4)),
    InputSpec(axes={-1: 3, 0: 2}),
    InputSpec(axes={-1: 3, 0: 4}),
    InputSpec(axes={5: 3}),
    InputSpec(axes={1: None}),
    InputSpec(ndim=3, allow_last_axis_squeeze=True),
]


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_the_quick_look_never_passes_what_the_check_refuses(spec):
    try:
        check_inputs(spec, Tensor(X), "layer")
    except CornuError:
        assert not calling.fits(spec, Tensor(X))


@pytest.mark.parametrize("spec", [SPECS[i] for i in (0, 1, 3, 11)], ids=str)
def test_the_quick_look_passes_what_is_usual(spec):
    assert calling.fits(spec, Tensor(X))


def test_other_demands_need_the_closer_look():
    assert not calling.fits([InputSpec()], Tensor(X))


class Two(keras.layers.Layer):
    """Take a mask for the second argument."""

    def call(self, x, other=None, other_mask=None):
        return x


def test_masks_of_several_arguments():
    x, other = Tensor(X), Tensor(X)
    x._keras_mask, other._keras_mask = "first", "second"
    signature, options = calling.call_signature(Two), {"mask": None}
    assert calling.gather_masks(signature, (x, other), options) == "first"
    assert options == {"other_mask": "second"}
    assert calling.gather_masks(signature, ([x, Tensor(X)],), {}) == ["first", None]
    assert calling.gather_masks(signature, ([Tensor(X)],), {}) is None
    assert calling.gather_masks(signature, (), {}) is None
    assert calling.gather_masks(signature, (x,), {"mask": "given"}) == "given"


def test_computed_masks_do_not_replace_those_outputs_have():
    first, second = Tensor(X), Tensor(X)
    mask, own = Tensor([True, False]), Tensor([False, True])
    second._keras_mask = own
    calling.hand_on([mask, mask], [first, second])
    assert first._keras_mask is mask
    assert second._keras_mask is own
    alone = Tensor(X)
    calling.hand_on(mask, alone)
    assert alone._keras_mask is mask


def test_shapes_by_name():
    signature = calling.call_signature(Two)
    shapes = calling.input_shapes(
        signature, (Tensor(X), {"a": [Tensor(X[0])]}), {"flag": 1, "late": Tensor(X)}
    )
    assert shapes == {
        "x_shape": (2, 3),
        "other_shape": {"a": [(3,)]},
        "late_shape": (2, 3),
    }


def test_notes_end_after_six_layers():
    error = ValueError("no")
    for i in range(9):
        calling.add_note(error, f"layer {i}", (Tensor(X),))
    assert len(error.__notes__) == 6
    assert error.__notes__[0] == "while calling layer 0 on an input of shape (2, 3)"
    other = ValueError("no")
    calling.add_note(other, "layer", ([X],))
    assert other.__notes__ == ["while calling layer"]


def test_a_list_of_strings_is_one_array():
    class Shapes(keras.layers.Layer):
        def call(self, x):
            return keras.tree.map_structure(lambda v: v.shape, x)

    one, two = np.array(["a"]), np.array(["b"])
    layer = Shapes()
    assert layer(["a", "b"]) == (2,)
    assert layer([["a", "b"]]) == (1, 2)
    assert layer([one, two]) == [(1,), (1,)]
    assert layer({"a": ["x", "y"], "b": [1.0]}) == {"a": (2,), "b": (1,)}
    assert layer((["x", "y"], [1.0])) == ((2,), (1,))
    with pytest.raises(CornuError, match="rows have different lengths"):
        layer([["a"], ["b", "c"]])


def test_strings_tell_their_shape_to_build():
    class Remember(keras.layers.Layer):
        def build(self, input_shape):
            self.seen = input_shape

        def call(self, x):
            return x

    layer = Remember()
    layer(["a", "b"])
    assert layer.seen == (2,)

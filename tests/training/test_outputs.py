"""Names of outputs, and what is given for each."""

import pytest

from cornu.training.outputs import Output, arrays_each, name_outputs, one_each


@pytest.mark.parametrize(
    ("structure", "names", "paths"),
    [
        (0, ["score"], ["score"]),
        (0, None, ["output"]),
        ([0, 0], ["p", "q"], ["p", "q"]),
        ([0, 0], None, ["output_0", "output_1"]),
        ({"b": 0, "a": 0}, ["p", "q"], ["a", "b"]),
        ([0, [0, 0]], ["p", "q", "r"], ["p", "1/q", "1/r"]),
        ({"o": {"u": 0, "v": 0}}, ["p", "q"], ["o/u", "o/v"]),
        ({"b": 0, "a": [0, 0]}, ["q", "r", "p"], ["a/q", "a/r", "b"]),
    ],
)
def test_paths(structure, names, paths):
    assert [o.path for o in name_outputs(structure, names)] == paths


def test_counted_outputs_have_no_name():
    assert name_outputs([0, 0]) == [
        Output("output_0", False),
        Output("output_1", False),
    ]
    assert all(o.is_named for o in name_outputs({"a": 0, "b": 0}))


def test_names_of_another_number_do_not_count():
    assert [o.path for o in name_outputs([0, 0], ["p"])] == ["output_0", "output_1"]


PATHS = ["p", "q"]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("mse", ["mse", "mse"]),
        (None, [None, None]),
        (["a", "b"], ["a", "b"]),
        ({"q": 2}, [None, 2]),
        ([1, [2]], [1, [2]]),
        ({"deep": {"x": 1, "y": 2}}, [1, 2]),
    ],
)
def test_one_each(value, found):
    assert one_each(value, PATHS, "loss") == found


def test_wrong_number():
    with pytest.raises(ValueError, match=r"loss: got a list of 3 for the 2 output"):
        one_each([1, 2, 3], PATHS, "loss")


def test_unknown_name():
    with pytest.raises(ValueError, match=r"loss: 'pp' is no output.*Did you mean 'p'"):
        one_each({"pp": 1}, PATHS, "loss")


def test_one_array_cannot_serve_two_outputs():
    with pytest.raises(ValueError, match="y: got one array for the model's 2 outputs"):
        arrays_each(object(), PATHS, "y")
    assert arrays_each(None, PATHS, "y") == [None, None]
    weight = object()
    assert arrays_each(weight, PATHS, "sample_weight") == [weight, weight]

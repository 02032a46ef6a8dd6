"""What a layer demands is checked, in words, before it works."""

import numpy as np
import pytest

from cornu.errors import DTypeError, ShapeError
from cornu.layers.input_spec import InputSpec, check_inputs


def _check(spec, shape, dtype="float32"):
    check_inputs(spec, np.zeros(shape, dtype), "layer 'a' (Dense)")


@pytest.mark.parametrize(
    ("spec", "shape"),
    [
        (InputSpec(ndim=3), (1, 2, 3)),
        (InputSpec(min_ndim=2), (1, 2, 3)),
        (InputSpec(max_ndim=2), (1, 2)),
        (InputSpec(axes={-1: 3, 1: None}), (1, 9, 3)),
        (InputSpec(shape=(None, 3)), (7, 3)),
        (InputSpec(dtype="float32"), (1,)),
    ],
)
def test_what_fits_passes(spec, shape):
    _check(spec, shape)


@pytest.mark.parametrize(
    ("spec", "shape", "words"),
    [
        (InputSpec(ndim=3), (1, 2), r"3 axes, got 2.*x\[\.\.\., None\]"),
        (InputSpec(min_ndim=2), (4,), "at least 2 axes"),
        (InputSpec(max_ndim=2), (1, 2, 3), "at most 2"),
        (InputSpec(axes={-1: 3}), (1, 4), r"size 3 on axis -1.*\(1, 4\)"),
        (InputSpec(shape=(None, 3)), (7, 4), r"\(None, 3\).*\(7, 4\)"),
    ],
)
def test_what_does_not_fit_is_named(spec, shape, words):
    with pytest.raises(ShapeError, match=words) as caught:
        _check(spec, shape)
    assert "layer 'a' (Dense)" in str(caught.value)


def test_types_and_numbers_of_inputs():
    with pytest.raises(DTypeError, match="int32"):
        _check(InputSpec(dtype="int32"), (1,))
    with pytest.raises(ShapeError, match="expects 2 input"):
        check_inputs([InputSpec(), InputSpec()], np.zeros(1), "layer 'a'")
    check_inputs([InputSpec(), InputSpec(optional=True)], [np.zeros(1), None], "a")
